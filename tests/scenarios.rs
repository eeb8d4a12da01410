//! Every scenario that is built in, and every one of the examples, makes a bank that holds all checks.

#[path = "support/bank.rs"]
mod bank;

use std::path::Path;

use bank::{Bank, exit_code, fauxbank, stdout};

/// Two months and a community of people: holidays, month's ends and statements of both are in it.
const SMALL: [&str; 6] = ["--customers", "100", "--from", "2025-04-01", "--to", "2025-05-31"];

fn holds(scenario: &str) {
    let mut arguments = vec!["--scenario", scenario];
    arguments.extend(SMALL);
    let bank = Bank::make(&arguments);
    let output = fauxbank(&["validate", bank.path.to_str().expect("a path in Unicode")]);
    assert_eq!(exit_code(&output), 0, "{scenario}: {}", stdout(&output));
    assert!(stdout(&output).contains("0 broken, 0 not run"), "{scenario}: {}", stdout(&output));
}

#[test]
fn the_american_bank_holds_every_check() {
    holds("us-retail");
}

#[test]
fn the_french_bank_holds_every_check() {
    holds("fr-retail");
}

#[test]
fn the_british_bank_holds_every_check() {
    holds("uk-retail");
}

#[test]
fn every_example_extends_a_scenario_and_holds_every_check() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    for entry in std::fs::read_dir(folder).expect("the examples are there") {
        holds(entry.expect("the folder can be listed").path().to_str().expect("a path in Unicode"));
    }
}

#[test]
fn the_examples_stand_in_the_page_that_explains_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/scenarios.md")).expect("the page is there");
    for entry in std::fs::read_dir(root.join("examples/scenarios")).expect("the examples are there") {
        let path = entry.expect("the folder can be listed").path();
        let text = std::fs::read_to_string(&path).expect("an example can be read");
        assert!(page.contains(text.trim_end()), "{} differs from docs/scenarios.md", path.display());
    }
}

#[test]
fn what_statements_say_is_known_in_french() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("reference/fr_phrases.csv")).expect("the table is there");
    let known: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let mut folders = vec![root.join("src/behaviour")];
    let mut texts = vec![std::fs::read_to_string(root.join("src/ledger/words.rs")).expect("a source can be read")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a source folder can be read") {
            let path = entry.expect("a source folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                texts.push(std::fs::read_to_string(path).expect("a source can be read"));
            }
        }
    }
    for text in texts {
        for start in ["phrase(\"", "phrase_with(\"", " text(\""] {
            for phrase in text.split(start).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(known.contains(&phrase), "reference/fr_phrases.csv lacks {phrase}");
            }
        }
    }
}
