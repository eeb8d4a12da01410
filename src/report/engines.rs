//! The page that shows engines side by side: the query suite, query by query, from `raw.csv` alone.

use maud::{Markup, html};

use super::charts::{Axis, Ink, Mark, Row, rows};
use super::numbers::{grouped, percent};
use super::page::page;
use super::picture::{Drawing, Key, Picture, Sample};
use crate::suite::statistics::{geometric_mean, median, spread};
use crate::suite::summary::seconds;
use crate::suite::{Measured, Results, Timing, Verdict};

/// The inks of engines, in their order; an engine beyond them is drawn in the last.
const INKS: [Ink; 6] = [Ink::Ours, Ink::Published, Ink::Green, Ink::Purple, Ink::Gold, Ink::Muted];

/// Writes the page of some results.
pub fn html(results: &[Results]) -> String {
    let measured = Measured::of_folders(results);
    let mut scales: Vec<&str> = Vec::new();
    measured.iter().for_each(|one| {
        if !scales.contains(&one.scale.as_str()) {
            scales.push(&one.scale);
        }
    });
    let body = html! {
        header {
            h1 { "Engines on the query suite" }
            p.lead {
                "Questions that banks ask of their data, on a synthetic bank: how long each engine takes, and whether its answer is right. "
                "Only right answers have a time."
            }
            (machines(results))
        }
        main {
            @for scale in scales {
                @let engines: Vec<&Measured> = measured.iter().filter(|one| one.scale == scale).collect();
                section { h2 { "Scale: " (scale) } (whole(&engines)) (picture(&engines)) (every_query(&engines)) (gaps(&engines)) }
            }
        }
        footer { p { "Times on a shared machine say little; ratios of runs on one quiet machine say more." } }
    };
    page("Engines on the query suite", &body)
}

/// Writes where and when each result was measured.
fn machines(results: &[Results]) -> Markup {
    let mut told: Vec<(String, String, Vec<String>)> = results
        .iter()
        .filter_map(|one| one.machine.as_ref())
        .map(|machine| {
            let dataset = &machine.dataset;
            let bank = format!(
                "{} customers, seed {}, fauxbank {}",
                grouped(dataset.customers),
                dataset.seed,
                dataset.version
            );
            (machine.line(), bank, machine.cold_lines().collect())
        })
        .collect();
    told.dedup();
    html! {
        @for (machine, bank, cold) in told {
            dl.facts {
                div { dt { "machine" } dd { (machine) } }
                div { dt { "bank" } dd { (bank) } }
                @if !cold.is_empty() { div { dt { "a cold run is" } dd { @for line in cold { (line) br; } } } }
            }
        }
    }
}

/// Returns the queries that any engine has, in the order in which they first come.
fn names<'a>(engines: &[&'a Measured]) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for timing in engines.iter().flat_map(|one| &one.queries) {
        if !names.contains(&timing.query.as_str()) {
            names.push(&timing.query);
        }
    }
    names
}

/// Returns the fastest median of a query.
fn best(engines: &[&Measured], query: &str) -> Option<f64> {
    let medians = engines.iter().filter_map(|one| one.of(query)?.median());
    medians.min_by(f64::total_cmp)
}

/// Writes the whole suite, a line an engine.
fn whole(engines: &[&Measured]) -> Markup {
    let names = names(engines);
    let has_all = |query: &str| engines.iter().all(|one| one.of(query).is_some_and(|timing| timing.median().is_some()));
    let common = names.iter().filter(|query| has_all(query)).count();
    html! {
        div.scroll {
            table {
                thead {
                    tr {
                        th { "engine" }
                        th.number { "all " (common) " that every engine answers, s" }
                        th.number { "spread of that over the runs" }
                        th.number { "runs" }
                        th.number { "slower than the best, geometric mean" }
                        th.number { "right" } th.number { "unchecked" } th.number { "wrong" } th.number { "failed" }
                    }
                }
                tbody { @for one in engines { (whole_line(engines, one, &has_all)) } }
            }
        }
        p.note {
            "Spread: from the fastest run of the suite to the slowest, as a share of the median; a run of the suite is the sum of the "
            "queries' warm runs of one number. The geometric mean is over all queries that the engine answers."
        }
    }
}

fn whole_line(engines: &[&Measured], one: &Measured, has_all: &dyn Fn(&str) -> bool) -> Markup {
    let totals = one.totals_of(has_all);
    let ratio = |timing: &Timing| Some(timing.median()? / best(engines, &timing.query)?);
    let ratios: Vec<f64> = one.queries.iter().filter_map(ratio).collect();
    let count = |verdict: Verdict| one.queries.iter().filter(|timing| timing.verdict == verdict).count();
    html! {
        tr {
            td { (one.title()) }
            td.number { (some(median(&totals), seconds)) }
            td.number { (some(spread(&totals), percent)) }
            td.number { (totals.len()) }
            td.number { (some(geometric_mean(&ratios), |ratio| format!("{ratio:.2} ×"))) }
            @for verdict in Verdict::ALL { td.number { (count(*verdict)) } }
        }
    }
}

fn some(value: Option<f64>, write: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| "–".to_owned(), write)
}

/// Draws every query: a dot an engine on a logarithmic axis.
fn picture(engines: &[&Measured]) -> Markup {
    let drawn: Vec<f64> = engines.iter().flat_map(|one| one.queries.iter().filter_map(Timing::median)).collect();
    if drawn.is_empty() {
        return html! {};
    }
    let least = drawn.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = drawn.iter().copied().fold(0.0, f64::max);
    let axis = Axis::log("seconds, warm", (least.max(1e-6) * 0.8, greatest.max(2e-6) * 1.25), seconds_of_a_tick);
    let row = |query: &&str| {
        let mark = |(place, one): (usize, &&Measured)| Some(Mark::Dot(ink(place), one.of(query)?.median()?));
        Row { name: (*query).to_owned(), marks: engines.iter().enumerate().filter_map(mark).collect() }
    };
    let all: Vec<Row> = names(engines).iter().map(row).collect();
    let key = |(place, one): (usize, &&Measured)| Key::new(ink(place), Sample::Dot, one.title());
    let label = "Seconds of every query by engine";
    let picture = Picture {
        title: "Every query".to_owned(),
        caption: "Median of the warm runs. Further left is faster; the axis is logarithmic.".to_owned(),
        legend: engines.iter().enumerate().map(key).collect(),
        drawing: Drawing::Both { wide: rows(1_032, label, &axis, &all), narrow: rows(560, label, &axis, &all) },
        source: String::new(),
    };
    html! { div.figures { (picture.markup()) } }
}

fn ink(place: usize) -> Ink {
    INKS[place.min(INKS.len() - 1)]
}

fn seconds_of_a_tick(value: f64) -> String {
    let digits = (-value.log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.digits$}")
}

/// Writes every query's times as a table; the fastest is marked.
fn every_query(engines: &[&Measured]) -> Markup {
    html! {
        div.scroll {
            table {
                thead { tr { th { "query" } @for one in engines { th.number { (one.title()) ", s (cold)" } } } }
                tbody {
                    @for query in names(engines) {
                        tr {
                            td { code { (query) } }
                            @for one in engines { (cell(one.of(query), best(engines, query))) }
                        }
                    }
                }
            }
        }
    }
}

fn cell(timing: Option<&Timing>, best: Option<f64>) -> Markup {
    let Some(timing) = timing else { return html! { td.number { "–" } } };
    match timing.median() {
        Some(warm) if best == Some(warm) => {
            html! { td.number { span.mark.pass { (seconds(warm)) } " (" (some(timing.cold(), seconds)) ")" } }
        }
        Some(warm) => html! { td.number { (seconds(warm)) " (" (some(timing.cold(), seconds)) ")" } },
        None => html! { td.number { span.mark.off { (timing.verdict.word()) } } },
    }
}

/// Lists what engines could not answer, and why.
fn gaps(engines: &[&Measured]) -> Markup {
    let gap = |one: &&Measured| {
        let title = one.title();
        let missing = one.queries.iter().filter(|timing| !timing.verdict.counts());
        missing.map(|timing| (title.clone(), timing.clone())).collect::<Vec<_>>()
    };
    let gaps: Vec<(String, Timing)> = engines.iter().flat_map(gap).collect();
    html! {
        @if !gaps.is_empty() {
            h4 { "Gaps" }
            table {
                thead { tr { th { "engine" } th { "query" } th { "what became of it" } } }
                tbody {
                    @for (engine, timing) in gaps {
                        tr { td { (engine) } td { code { (timing.query) } } td { (timing.verdict.word()) ": " (timing.error) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::wellformed::fault;
    use super::*;
    use crate::suite::{Mode, Run};

    fn run(engine: &str, query: &str, seconds: f64, verdict: Verdict) -> Run {
        Run {
            engine: engine.to_owned(),
            version: "1.0".to_owned(),
            query: query.to_owned(),
            scale: "small".to_owned(),
            mode: Mode::Warm,
            run: 1,
            seconds,
            cpu_seconds: seconds,
            rows: 1,
            verdict,
            error: if verdict.counts() { String::new() } else { "no <such> function & no other".to_owned() },
        }
    }

    #[test]
    fn engines_stand_side_by_side_and_gaps_are_listed() {
        let runs = vec![
            run("fast", "balances", 0.5, Verdict::Right),
            run("slow", "balances", 2.0, Verdict::Right),
            run("fast", "mules", 0.1, Verdict::Right),
            run("slow", "mules", 0.0, Verdict::Failed),
        ];
        let page = html(&[Results { path: "raw.csv".into(), runs, machine: None }]);
        assert_eq!(fault(&page), None);
        for words in
            ["fast 1.0", "slow 1.0", "4.00 ×", "all 1 that every engine answers", "no &lt;such&gt; function", "<svg"]
        {
            assert!(page.contains(words), "{words}");
        }
        let own = page.replace("http://www.w3.org/2000/svg", "");
        assert!(
            !own.contains("http:") && !own.contains("https:") && !own.contains("//cdn"),
            "nothing is loaded from anywhere"
        );
    }

    #[test]
    fn folders_of_one_engine_stand_apart() {
        let of = |folder: &str, seconds: f64| {
            let path = std::path::Path::new(folder).join("raw.csv");
            Results { path, runs: vec![run("duckdb", "balances", seconds, Verdict::Right)], machine: None }
        };
        let page = html(&[of("results/monday", 1.0), of("results/tuesday", 3.0)]);
        assert!(page.contains("duckdb 1.0 (results/monday)") && page.contains("duckdb 1.0 (results/tuesday)"));
        assert!(page.contains("3.00 ×") && !html(&[of("results/monday", 1.0)]).contains("monday"));
    }

    #[test]
    fn a_page_of_nothing_is_a_page() {
        assert_eq!(fault(&html(&[Results { path: "raw.csv".into(), runs: vec![], machine: None }])), None);
    }
}
