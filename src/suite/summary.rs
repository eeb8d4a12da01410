//! Results as tables: for a terminal, for `summary.md`, and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::machine::Machine;
use super::measured::{Measured, Timing};
use super::raw::Results;
use super::statistics::{median, spread};

/// The name of the summary in a folder of results.
pub const FILE_NAME: &str = "summary.md";

/// Writes seconds with three digits that count, at most to the microsecond.
pub fn seconds(value: f64) -> String {
    let digits = match value {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        v if v >= 0.1 => 3,
        _ => 4,
    };
    format!("{value:.digits$}")
}

/// Writes a share in percent.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// The cells of a table: the head, then a line a query, then the whole suite.
fn cells(measured: &Measured) -> Vec<[String; 6]> {
    let some = |value: Option<f64>, write: fn(f64) -> String| value.map_or_else(|| "–".to_owned(), write);
    let mut lines = vec![["query", "warm", "spread", "cold", "cpu", "answer"].map(str::to_owned)];
    for timing in &measured.queries {
        lines.push([
            timing.query.clone(),
            some(timing.median(), seconds),
            some(timing.spread(), percent),
            some(timing.cold(), seconds),
            some(median(&timing.cpu), seconds),
            timing.verdict.word().to_owned(),
        ]);
    }
    let totals = measured.totals();
    let cold: f64 = measured.queries.iter().filter_map(Timing::cold).sum();
    let cpu: f64 = measured.queries.iter().filter_map(|timing| median(&timing.cpu)).sum();
    lines.push([
        "the whole suite".to_owned(),
        some(median(&totals), seconds),
        some(spread(&totals), percent),
        seconds(cold),
        seconds(cpu),
        format!("{} runs", totals.len()),
    ]);
    lines
}

/// Writes what an engine did as a table for a terminal.
pub fn to_text(measured: &Measured) -> String {
    let mut text = format!("{} on {}: seconds, median of the warm runs\n", measured.title(), measured.scale);
    let lines = cells(measured);
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    for line in &lines {
        let _ = write!(text, "  {:<width$}", line[0], width = widths[0]);
        for column in 1..5 {
            let _ = write!(text, "  {:>width$}", line[column], width = widths[column]);
        }
        let _ = writeln!(text, "  {}", line[5]);
    }
    for timing in measured.queries.iter().filter(|timing| !timing.error.is_empty()) {
        let _ = writeln!(text, "  {}: {}", timing.query, timing.error);
    }
    text
}

/// Writes results as Markdown: a table an engine and scale.
pub fn to_markdown(results: &Results) -> String {
    let mut text = String::new();
    if let Some(machine) = &results.machine {
        let _ = writeln!(text, "{}", machine.line());
        for cold in machine.cold_lines() {
            let _ = writeln!(text, "\nCold, {cold}.");
        }
    }
    text.push_str(
        "\nSeconds: the median of the warm runs; spread is from the fastest to the slowest of them as a share of it.\n",
    );
    for measured in Measured::all(&results.runs) {
        let _ = writeln!(text, "\n## {} on {}\n", measured.title(), measured.scale);
        for (number, line) in cells(&measured).iter().enumerate() {
            let _ = writeln!(text, "| {} |", line.join(" | "));
            if number == 0 {
                text.push_str("|---|---:|---:|---:|---:|---|\n");
            }
        }
        for timing in measured.queries.iter().filter(|timing| !timing.error.is_empty()) {
            let _ = writeln!(text, "\n`{}`: {}", timing.query, timing.error);
        }
    }
    text
}

/// Writes engines side by side as Markdown: a table a scale, with the median of the warm runs and, in brackets, the cold one.
pub fn side_by_side(results: &[Results]) -> String {
    let mut text = String::new();
    let mut machines: Vec<String> = results.iter().filter_map(|one| one.machine.as_ref().map(Machine::line)).collect();
    machines.dedup();
    for machine in machines {
        let _ = writeln!(text, "{machine}\n");
    }
    let all = Measured::of_folders(results);
    let mut scales: Vec<&str> = Vec::new();
    for one in &all {
        if !scales.contains(&one.scale.as_str()) {
            scales.push(&one.scale);
        }
    }
    for scale in scales {
        let engines: Vec<&Measured> = all.iter().filter(|one| one.scale == scale).collect();
        text.push_str(&beside(scale, &engines));
    }
    text
}

fn beside(scale: &str, engines: &[&Measured]) -> String {
    let titles: Vec<String> = engines.iter().map(|one| one.title()).collect();
    let mut text =
        format!("| {scale}, seconds warm (cold) | {} |\n|---|{}\n", titles.join(" | "), "---:|".repeat(engines.len()));
    let mut names: Vec<&str> = Vec::new();
    for timing in engines.iter().flat_map(|one| &one.queries) {
        if !names.contains(&timing.query.as_str()) {
            names.push(&timing.query);
        }
    }
    let cell = |timing: Option<&Timing>| match timing.map(|timing| (timing.median(), timing)) {
        None => "–".to_owned(),
        Some((None, timing)) => timing.verdict.word().to_owned(),
        Some((Some(warm), timing)) => {
            format!("{} ({})", seconds(warm), timing.cold().map_or_else(|| "–".to_owned(), seconds))
        }
    };
    for name in &names {
        let cells: Vec<String> = engines.iter().map(|one| cell(one.of(name))).collect();
        let _ = writeln!(text, "| `{name}` | {} |", cells.join(" | "));
    }
    let has_all = |query: &str| engines.iter().all(|one| one.of(query).is_some_and(|timing| timing.median().is_some()));
    let totals: Vec<Vec<f64>> = engines.iter().map(|one| one.totals_of(&has_all)).collect();
    let line = |value: &dyn Fn(&[f64]) -> Option<f64>, write: fn(f64) -> String| {
        let cells = totals.iter().map(|totals| value(totals).map_or_else(|| "–".to_owned(), write));
        cells.collect::<Vec<_>>().join(" | ")
    };
    let common = names.iter().filter(|name| has_all(name)).count();
    let _ = writeln!(text, "| **all {common} that every engine answers** | {} |", line(&median, seconds));
    let _ = writeln!(text, "| spread of that over the runs | {} |\n", line(&spread, percent));
    text
}

/// Writes results as JSON: the machine, and every engine with its queries.
pub fn to_json(results: &Results) -> Value {
    let timing = |timing: &Timing| {
        json!({
            "query": timing.query,
            "median_seconds": timing.median(),
            "spread": timing.spread(),
            "cold_seconds": timing.cold,
            "warm_seconds": timing.warm,
            "cpu_seconds": timing.cpu,
            "answer": timing.verdict.word(),
            "error": timing.error,
        })
    };
    let engine = |measured: &Measured| {
        let totals = measured.totals();
        json!({
            "engine": measured.engine,
            "version": measured.version,
            "scale": measured.scale,
            "queries": measured.queries.iter().map(timing).collect::<Vec<_>>(),
            "total": { "seconds": totals, "median_seconds": median(&totals), "spread": spread(&totals) },
        })
    };
    let engines: Vec<Value> = Measured::all(&results.runs).iter().map(engine).collect();
    json!({ "machine": results.machine, "engines": engines })
}
