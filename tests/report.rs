//! The page of `fauxbank report`: complete, well formed, of its own, and the same whatever the threads.

#[path = "support/bank.rs"]
mod bank;
#[path = "../src/report/wellformed.rs"]
mod wellformed;

use std::fs;
use std::path::Path;

use bank::{Bank, exit_code, fauxbank};
use fauxbank::realism;
use fauxbank::schema;

fn page(bank: &Bank, name: &str, arguments: &[&str]) -> String {
    let out = bank.path.with_file_name(name);
    let text = |path: &Path| path.to_str().expect("a path in Unicode").to_owned();
    let (dir, out_text) = (text(&bank.path), text(&out));
    let output = fauxbank(&[&["report", &dir, "--out", &out_text], arguments].concat());
    assert_eq!(exit_code(&output), 0, "{output:?}");
    fs::read_to_string(out).expect("the page is written")
}

/// The elements that a page may not hold, because they load something.
const LOADING: [&str; 9] = ["<script", "<link", "<img", "<iframe", "<object", "<embed", "<image", "url(", "@import"];

#[test]
fn the_page_holds_every_section_every_figure_every_table_and_loads_nothing() {
    let bank = Bank::make(&["--customers", "300", "--to", "2025-12-31"]);
    let page = page(&bank, "page.html", &[]);
    assert_eq!(wellformed::fault(&page), None);
    for section in
        ["dataset", "amounts", "times", "money", "places", "cards", "trouble", "scoreboard", "dictionary", "invariants"]
    {
        assert!(page.contains(&format!("id=\"{section}\"")), "{section}");
    }
    for figure in realism::figures_of("us-retail").expect("the default scenario has figures") {
        assert!(page.contains(&format!("id=\"figure-{}\"", figure.id)), "{}", figure.id);
    }
    for table in schema::tables() {
        assert!(page.contains(&format!("id=\"table-{}\"", table.name)), "{}", table.name);
    }
    for element in LOADING {
        assert!(!page.contains(element), "{element}");
    }
    assert!(!page.contains("src=") && !page.contains("href=\"http"), "nothing comes from elsewhere");
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    assert!(page.matches("role=\"img\"").count() > 25, "{} pictures", page.matches("role=\"img\"").count());
    assert!(!page.contains("NaN") && page.contains("checks hold"), "numbers are numbers, and the checks were run");
}

#[test]
fn one_and_two_threads_write_the_same_page() {
    let bank = Bank::make(&["--customers", "1100", "--to", "2025-02-28"]);
    let pages = ["1", "2"].map(|threads| page(&bank, &format!("page-{threads}.html"), &["--threads", threads]));
    assert!(pages[0] == pages[1], "the pages differ");
}

#[test]
fn a_bank_of_a_few_days_has_a_page_too() {
    let bank = Bank::make(&["--customers", "100", "--to", "2025-01-03"]);
    let page = page(&bank, "page.html", &[]);
    assert_eq!(wellformed::fault(&page), None);
    assert!(page.contains("id=\"scoreboard\"") && !page.contains("NaN"));
}
