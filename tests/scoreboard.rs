//! The scoreboard: the same whatever the threads and the format, beside a dataset that stays what it is.

#[path = "support/bank.rs"]
mod bank;

use std::fs;
use std::path::Path;

use bank::{Bank, exit_code, fauxbank, generate, stderr, stdout};

/// Runs `fauxbank report` on a dataset.
fn report(dataset: &Path, arguments: &[&str]) -> std::process::Output {
    let mut all = vec!["report", dataset.to_str().expect("a path in Unicode")];
    all.extend(arguments);
    fauxbank(&all)
}

#[test]
fn a_report_depends_on_no_number_of_threads_and_leaves_the_dataset_whole() {
    let bank = Bank::make(&["--customers", "800"]);
    let one = report(&bank.path, &["--json", "--threads", "1"]);
    assert_eq!(exit_code(&one), 0, "{}", stderr(&one));
    let three = report(&bank.path, &["--json", "--threads", "3"]);
    assert_eq!(stdout(&one), stdout(&three));
    assert_eq!(fs::read_to_string(bank.path.join("report.json")).unwrap(), stdout(&one));
    let text = stdout(&report(&bank.path, &[]));
    assert!(text.contains("ticket.mean.groceries") && text.contains("figures pass"), "{text}");
    let dataset = bank.path.to_str().unwrap();
    assert_eq!(exit_code(&fauxbank(&["validate", dataset, "--check", "files"])), 0);
}

#[test]
fn every_format_is_valid_and_measured_alike() {
    let figures = |format: &str| {
        let bank = Bank::make(&["--format", format]);
        let validated = fauxbank(&["validate", bank.path.to_str().unwrap()]);
        assert_eq!(exit_code(&validated), 0, "{format}: {}", stdout(&validated));
        let json: serde_json::Value = serde_json::from_str(&stdout(&report(&bank.path, &["--json"]))).unwrap();
        json["figures"].clone()
    };
    let parquet = figures("parquet");
    assert!(parquet[0]["measured"].as_f64().is_some_and(|mean| mean > 0.0), "{parquet}");
    for format in ["csv", "jsonl", "arrow"] {
        assert_eq!(figures(format), parquet, "{format}");
    }
}

#[test]
fn a_page_elsewhere_leaves_the_folder_alone_and_an_overwritten_dataset_keeps_no_report() {
    let bank = Bank::make(&[]);
    let elsewhere = bank.path.with_file_name("seen.html");
    assert_eq!(exit_code(&report(&bank.path, &["--out", elsewhere.to_str().unwrap()])), 0);
    assert!(elsewhere.with_extension("json").exists() && !bank.path.join("report.json").exists());
    assert_eq!(exit_code(&report(&bank.path, &[])), 0);
    assert!(bank.path.join("report.json").exists());
    assert_eq!(exit_code(&generate(&bank.path, &["--overwrite"])), 0);
    assert!(!bank.path.join("report.json").exists());
}

#[test]
fn a_scenario_that_extends_another_is_held_against_its_figures_and_others_must_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("mine.toml");
    fs::write(&scenario, "extends = \"us-retail\"\nname = \"mine\"\n").unwrap();
    let bank = Bank::make(&["--scenario", scenario.to_str().unwrap(), "--customers", "100"]);
    let output = report(&bank.path, &["--json"]);
    assert!(stdout(&output).contains("\"figures_of\": \"us-retail\""), "{output:?}");
    let output = report(&bank.path, &["--figures", "nowhere"]);
    assert_eq!(exit_code(&output), 2);
    assert!(stderr(&output).contains("us-retail"), "{}", stderr(&output));
}

#[test]
fn a_figure_that_is_off_fails_the_report_only_where_that_is_asked_for() {
    let bank = Bank::make(&[]);
    let figures = bank.path.with_file_name("figures.toml");
    let off = "[[figure]]\nid = \"x\"\ntitle = \"X\"\nmeasure = \"ticket_mean\"\npublished = 5000\nunit = \"USD\"\ntolerance = 0.1\n\
        tolerance_kind = \"relative\"\nleast_sample = 1\nsource = \"nobody\"\n";
    fs::write(&figures, off).unwrap();
    let figures = figures.to_str().unwrap();
    assert_eq!(exit_code(&report(&bank.path, &["--figures", figures])), 0);
    assert_eq!(exit_code(&report(&bank.path, &["--figures", figures, "--strict"])), 1);
}

#[test]
fn a_dataset_without_some_tables_is_measured_as_far_as_it_goes_and_a_broken_file_is_told() {
    let bank = Bank::make(&["--tables", "customers,households,cards,card_transactions"]);
    let text = stdout(&report(&bank.path, &[]));
    assert!(text.contains("not measured"), "{text}");
    let folder = bank.path.join("card_transactions");
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    fs::write(&file, "no Parquet").unwrap();
    let output = report(&bank.path, &[]);
    assert_eq!(exit_code(&output), 3);
    assert!(stderr(&output).contains("card_transactions") && stderr(&output).contains("validate"), "{output:?}");
}

#[test]
fn a_window_is_measured_as_if_the_dataset_were_no_longer_and_prices_count_in_those_of_the_base_year() {
    let bank = Bank::make(&["--customers", "200", "--to", "2026-12-31"]);
    let measured = |arguments: &[&str]| -> serde_json::Value {
        let mut all = vec!["--json"];
        all.extend(arguments);
        let output = report(&bank.path, &all);
        assert_eq!(exit_code(&output), 0, "{}", stderr(&output));
        serde_json::from_str(&stdout(&output)).unwrap()
    };
    let number = |report: &serde_json::Value, id: &str| -> f64 {
        let figures = report["figures"].as_array().unwrap();
        let figure = figures.iter().find(|figure| figure["id"] == id).expect("the figure is listed");
        figure["measured"].as_f64().unwrap_or_else(|| panic!("{figure}"))
    };
    let sample = |report: &serde_json::Value| report["figures"][0]["sample"].as_u64().unwrap();
    let (whole, first) = (measured(&[]), measured(&["--to", "2025-12-31"]));
    let second = measured(&["--from", "2026-01-01"]);
    // A purchase in another zone than home may bear the day before the first or after the last, and so lie in no window.
    assert!(sample(&whole).abs_diff(sample(&first) + sample(&second)) <= sample(&whole) / 1_000);
    // A later end appends: but for what is told as of the end, the first year is the bank that ends with it.
    let short = Bank::make(&["--customers", "200", "--to", "2025-12-31"]);
    let short: serde_json::Value = serde_json::from_str(&stdout(&report(&short.path, &["--json"]))).unwrap();
    for id in ["ticket.mean.groceries", "ticket.median.fuel", "share.restaurant", "liquid.median"] {
        let (one, other) = (number(&first, id), number(&short, id));
        assert!((one - other).abs() <= 0.005 * other, "{id}: {one} and {other}");
    }
    assert_eq!((&first["measured"]["price_level"], &second["measured"]["price_level"]), (&1.0.into(), &1.025.into()));
    // Some 8,000 purchases of fuel a year, of whose mean the standard error is 1 %, more than half of it because people differ: five of
    // the difference's are passed with probability below 1e-6. Left in the prices of their days, the years would differ by 2.5 % more.
    let (before, after) = (number(&first, "ticket.mean.fuel"), number(&second, "ticket.mean.fuel"));
    assert!((after / before - 1.0).abs() < 0.07, "{before} and {after}");
}

#[test]
fn days_that_the_dataset_does_not_have_are_refused() {
    let bank = Bank::make(&["--customers", "100"]);
    for arguments in [["--from", "2024-12-31"], ["--to", "2199-01-01"], ["--from", "yesterday"]] {
        let output = report(&bank.path, &arguments);
        assert_eq!(exit_code(&output), 2, "{}", stdout(&output));
        assert!(stderr(&output).contains("days") || stderr(&output).contains("2029-12-31"), "{}", stderr(&output));
    }
}
