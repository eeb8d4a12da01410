//! The binary with its engine on the small bank: the suite's answers, resuming, comparing, the page.

#[path = "support/bank.rs"]
mod bank;

use std::fs;

use bank::{Bank, exit_code, fauxbank, stderr, stdout};
use fauxbank::suite::built_in;
use serde_json::Value;

#[test]
fn every_query_has_a_statement_and_answers_for_small_and_medium() {
    let queries = built_in::queries().unwrap_or_else(|error| panic!("{error}"));
    assert!(queries.len() >= 20, "{}", queries.len());
    for query in queries {
        let scales: Vec<&str> = query.answers.keys().map(String::as_str).collect();
        assert_eq!(scales, ["medium", "small"], "{}", query.name);
        assert!(query.sql.starts_with("-- question: "), "{}", query.name);
    }
}

#[test]
fn every_answer_of_the_small_bank_is_right_and_results_are_resumed_compared_and_shown() {
    let bank = Bank::make(&["--customers", "1k", "--to", "2025-12-31"]);
    let (dataset, folder) = (bank.path.to_str().unwrap(), tempfile::tempdir().unwrap());
    let out = folder.path().join("results");
    let out = out.to_str().unwrap();
    let output = fauxbank(&["bench", dataset, "--runs", "1", "--out", out, "--json"]);
    assert_eq!(exit_code(&output), 0, "{}", stderr(&output));
    let results: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let queries = results["engines"][0]["queries"].as_array().unwrap();
    let wrong: Vec<&Value> = queries.iter().filter(|query| query["answer"] != "right").collect();
    assert!(queries.len() >= 20 && wrong.is_empty(), "{wrong:?}");

    let raw = fs::read_to_string(format!("{out}/raw.csv")).unwrap();
    let again = fauxbank(&["bench", dataset, "--runs", "1", "--out", out]);
    assert_eq!((exit_code(&again), stderr(&again)), (0, String::new()), "nothing is measured again");
    assert_eq!(fs::read_to_string(format!("{out}/raw.csv")).unwrap(), raw);
    assert!(stdout(&again).contains("the whole suite"), "{}", stdout(&again));

    let compared = fauxbank(&["bench", "compare", out, &format!("{out}/raw.csv")]);
    assert!(exit_code(&compared) == 0 && stdout(&compared).contains("geometric mean"), "{compared:?}");
    let page = folder.path().join("engines.html");
    let shown = fauxbank(&["bench", "page", out, "--out", page.to_str().unwrap()]);
    assert_eq!(exit_code(&shown), 0, "{shown:?}");
    assert!(fs::read_to_string(page).unwrap().contains("Scale: small"));
}

#[test]
fn a_bank_that_is_none_of_the_scales_is_measured_unchecked_and_unknown_queries_are_told() {
    let bank = Bank::make(&["--customers", "100"]);
    let folder = tempfile::tempdir().unwrap();
    let (dataset, out) = (bank.path.to_str().unwrap(), folder.path().to_str().unwrap());
    let output = fauxbank(&["bench", dataset, "--runs", "1", "--query", "account_statement", "--out", out]);
    assert!(exit_code(&output) == 0 && stdout(&output).contains("unchecked"), "{output:?}");
    let output = fauxbank(&["bench", dataset, "--query", "weather", "--out", out]);
    assert!(exit_code(&output) == 2 && stderr(&output).contains("account_statement"), "{output:?}");
}
