//! The suite on an engine that answers what it is told to.

use std::collections::BTreeMap;
use std::path::Path;

use super::machine::DatasetFacts;
use super::*;
use crate::suite::compare::{Compared, LEVEL};

/// Returns a right run of an engine called `engine`.
pub(super) fn run(query: &str, mode: Mode, number: u32, seconds: f64) -> Run {
    Run {
        engine: "engine".to_owned(),
        version: "1".to_owned(),
        query: query.to_owned(),
        scale: "small".to_owned(),
        mode,
        run: number,
        seconds,
        cpu_seconds: seconds,
        rows: 1,
        verdict: Verdict::Right,
        error: String::new(),
    }
}

/// An engine that answers a number for each query, or fails.
#[derive(Default)]
struct Oracle {
    is_closed: bool,
    answers: BTreeMap<String, u64>,
    ran: Vec<String>,
    opened: usize,
}

impl Oracle {
    fn new(answers: &[(&str, u64)]) -> Self {
        let answers = answers.iter().map(|(name, answer)| ((*name).to_owned(), *answer)).collect();
        Self { answers, ..Self::default() }
    }
}

impl Engine for Oracle {
    fn name(&self) -> &str {
        "oracle"
    }

    fn version(&self) -> &str {
        "1"
    }

    fn open(&mut self) -> Result<(), String> {
        self.opened += 1;
        if self.is_closed { Err("no files".to_owned()) } else { Ok(()) }
    }

    fn run(&mut self, sql: &str) -> Result<(), String> {
        self.ran.push(sql.to_owned());
        Ok(())
    }

    fn answer(&mut self, query: &Query) -> Result<Answer, String> {
        let answer = self.answers.get(&query.name).ok_or_else(|| "no idea,\nnone".to_owned())?;
        Ok(Answer::number("n", *answer))
    }

    fn cpu_seconds(&self) -> f64 {
        self.ran.len() as f64
    }
}

fn query(name: &str, answer: u64) -> Query {
    Query {
        name: name.to_owned(),
        title: name.to_owned(),
        sql: format!("SELECT {name}"),
        columns: vec![("n".to_owned(), Kind::Integer)],
        answers: BTreeMap::from([("small".to_owned(), Answer::number("n", answer))]),
        datasets: BTreeMap::new(),
        unchecked: "",
    }
}

fn plan<'a>(queries: &'a [Query], runs: u32, out: &Path) -> Plan<'a> {
    let dataset = DatasetFacts { customers: 1_000, seed: 42, version: "1".to_owned(), manifest_sha256: None };
    let machine = Machine::this(dataset, "oracle 1", "a new session");
    Plan { queries: queries.iter().collect(), scale: "small", runs, out: out.to_owned(), machine }
}

#[test]
fn every_query_is_run_cold_once_and_warm_as_often_as_asked() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let queries = [query("a", 1), query("b", 2)];
    let mut engine = Oracle::new(&[("a", 1), ("b", 2)]);
    let mut told = 0;
    let results = measure(&plan(&queries, 3, &out), &mut engine, &mut |_| told += 1).unwrap();
    // Two cold runs, two that only warm up, and three rounds of two.
    assert_eq!((results.runs.len(), told, engine.ran.len(), engine.opened), (8, 8, 10, 3));
    assert!(results.runs.iter().all(|run| run.verdict == Verdict::Right && run.cpu_seconds == 1.0));
    let order: Vec<(&str, Mode, u32)> =
        results.runs.iter().map(|run| (run.query.as_str(), run.mode, run.run)).collect();
    let rounds = (1..=3).flat_map(|round| [("a", Mode::Warm, round), ("b", Mode::Warm, round)]);
    let whole: Vec<_> = [("a", Mode::Cold, 1), ("b", Mode::Cold, 1)].into_iter().chain(rounds).collect();
    assert_eq!(order, whole, "a round is a run of the whole suite");
    for file in [raw::FILE_NAME, summary::FILE_NAME, machine::FILE_NAME] {
        assert!(out.join(file).exists(), "{file}");
    }
}

#[test]
fn what_is_measured_is_not_measured_again_and_what_is_missing_is() {
    let folder = tempfile::tempdir().unwrap();
    let queries = [query("a", 1), query("b", 2)];
    let mut engine = Oracle::new(&[("a", 1), ("b", 2)]);
    measure(&plan(&queries[..1], 2, folder.path()), &mut engine, &mut |_| ()).unwrap();
    engine.ran.clear();
    let results = measure(&plan(&queries, 2, folder.path()), &mut engine, &mut |_| ()).unwrap();
    // One cold, one to warm up, two warm.
    assert!(engine.ran.iter().all(|sql| sql == "SELECT b") && engine.ran.len() == 4);
    assert_eq!(results.runs.len(), 6);
    engine.ran.clear();
    let results = measure(&plan(&queries, 5, folder.path()), &mut engine, &mut |_| ()).unwrap();
    // Three warm runs are missing of each, and each begins with one that only warms up.
    assert_eq!((engine.ran.len(), results.runs.len()), (8, 12));
    assert_eq!(Measured::all(&results.runs)[0].queries.iter().map(|one| one.warm.len()).max(), Some(5));
}

#[test]
fn a_wrong_answer_or_a_failure_ends_a_query_and_its_time_does_not_count() {
    let folder = tempfile::tempdir().unwrap();
    let queries = [query("a", 1), query("b", 2), query("c", 3)];
    let mut engine = Oracle::new(&[("a", 7), ("b", 2)]);
    let results = measure(&plan(&queries, 2, folder.path()), &mut engine, &mut |_| ()).unwrap();
    let measured = &Measured::all(&results.runs)[0];
    let verdicts: Vec<Verdict> = measured.queries.iter().map(|timing| timing.verdict).collect();
    assert_eq!(verdicts, [Verdict::Wrong, Verdict::Right, Verdict::Failed]);
    assert_eq!((measured.queries[0].median(), measured.totals().len()), (None, 2));
    assert!(measured.queries[0].error.contains("1  7"), "{}", measured.queries[0].error);
    assert_eq!(measured.queries[2].error, "no idea,; none");
    assert!(summary::to_text(measured).contains("failed") && summary::to_markdown(&results).contains("| c | – |"));
    engine.ran.clear();
    measure(&plan(&queries, 2, folder.path()), &mut engine, &mut |_| ()).unwrap();
    assert!(engine.ran.is_empty());
}

#[test]
fn a_dataset_that_cannot_be_opened_is_no_failure_of_a_query() {
    let folder = tempfile::tempdir().unwrap();
    let queries = [query("a", 1)];
    let mut engine = Oracle { is_closed: true, ..Oracle::new(&[("a", 1)]) };
    let error = measure(&plan(&queries, 2, folder.path()), &mut engine, &mut |_| ()).unwrap_err();
    assert!(error.exit_code() == 3 && error.to_string().contains("no files"), "{error}");
    engine.is_closed = false;
    let results = measure(&plan(&queries, 2, folder.path()), &mut engine, &mut |_| ()).unwrap();
    assert_eq!(results.runs.len(), 3);
}

fn measured(engine: &str, times: &[(&str, [f64; 5])]) -> Measured {
    let runs = times.iter().flat_map(|(query, times)| {
        let run = |(number, seconds): (usize, &f64)| run(query, Mode::Warm, number as u32 + 1, *seconds);
        times.iter().enumerate().map(run).map(|run| Run { engine: engine.to_owned(), ..run }).collect::<Vec<_>>()
    });
    Measured::all(&runs.collect::<Vec<_>>()).remove(0)
}

#[test]
fn a_comparison_tells_ratios_and_what_chance_explains() {
    let before =
        measured("one", &[("a", [1.0, 1.1, 1.2, 1.3, 1.4]), ("b", [1.0, 1.1, 1.2, 1.3, 1.4]), ("c", [9.0; 5])]);
    let after = measured("two", &[("a", [0.5, 0.55, 0.6, 0.65, 0.7]), ("b", [1.05, 1.0, 1.25, 1.35, 1.45])]);
    let comparison = compare(&before, &after).unwrap();
    let words: Vec<&str> = comparison.queries.iter().map(Compared::word).collect();
    assert_eq!(words, ["faster", ""]);
    assert!((comparison.queries[0].ratio() - 0.5).abs() < 1e-12 && comparison.queries[0].probability <= LEVEL);
    let (first, second) = comparison.totals();
    assert!((first[0] - 2.0).abs() < 1e-12 && second.len() == 5, "c is not common");
    let text = comparison.to_text();
    for words in ["one 1, then two 1", "faster", "geometric mean", "spread of the whole suite"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(comparison.to_json()["queries"][0]["word"], "faster");
    assert!(compare(&before, &measured("two", &[("d", [1.0; 5])])).is_err());
}

#[test]
fn two_datasets_are_not_compared_and_two_machines_only_with_a_warning() {
    let results = |customers: u64, cpu: &str| {
        let dataset = DatasetFacts { customers, seed: 42, version: "1".to_owned(), manifest_sha256: None };
        let machine = Machine { cpu: cpu.to_owned(), ..Machine::this(dataset, "engine 1", "a new session") };
        Results { path: format!("{customers}-{cpu}/raw.csv").into(), runs: vec![], machine: Some(machine) }
    };
    let doubts = |one: &Results, other: &Results| compare::doubts(one, other);
    assert!(doubts(&results(1_000, "a"), &results(1_000, "a")).unwrap().is_empty());
    assert!(doubts(&results(1_000, "a"), &results(1_000, "b")).unwrap()[0].contains("two machines"));
    assert_eq!(doubts(&results(1_000, "a"), &results(2_000, "a")).unwrap_err().exit_code(), 2);
    let untold = Results { machine: None, ..results(1_000, "a") };
    assert_eq!(doubts(&untold, &results(1_000, "b")).unwrap().len(), 1);
}

#[test]
fn the_summary_shows_the_spread_of_the_whole_suite() {
    let measured = measured("one", &[("a", [1.0, 1.0, 1.0, 1.0, 1.1]), ("b", [1.0, 1.0, 1.0, 1.0, 1.1])]);
    let text = summary::to_text(&measured);
    let last = text.lines().last().unwrap();
    assert!(last.contains("the whole suite") && last.contains("2.00") && last.contains("10.0 %"), "{text}");
}

#[test]
fn engines_stand_side_by_side_in_markdown_with_what_they_lack() {
    let mut failed = run("b", Mode::Warm, 1, 0.0);
    failed.verdict = Verdict::Failed;
    failed.engine = "two".to_owned();
    let two = Run { engine: "two".to_owned(), ..run("a", Mode::Warm, 1, 4.0) };
    let runs =
        vec![run("a", Mode::Cold, 1, 3.0), run("a", Mode::Warm, 1, 2.0), run("b", Mode::Warm, 1, 1.0), two, failed];
    let text = summary::side_by_side(&[Results { path: "raw.csv".into(), runs, machine: None }]);
    for line in [
        "| small, seconds warm (cold) | engine 1 | two 1 |",
        "| `a` | 2.00 (3.00) | 4.00 (–) |",
        "| `b` | 1.00 (–) | failed |",
        "| **all 1 that every engine answers** | 2.00 | 4.00 |",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}
