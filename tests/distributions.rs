//! What a bank with a fixed seed has in common with life: the figures that must pass however small it is.
//!
//! A figure is judged with two standard errors on top of its tolerance (a curve with the distance that sampling makes on average),
//! taken from the scatter between communities. One whose true value lies on the edge of its tolerance would fail in 2.3 % of samples;
//! those listed lie within the tolerance by two standard errors and more at 10,000 customers, so that each fails in less than one of 10,000
//! samples of this size by chance, and all of them together in less than one of a hundred.

#[path = "support/bank.rs"]
mod bank;

use std::collections::BTreeMap;

use bank::{Bank, exit_code, fauxbank, stdout};
use serde_json::Value;

/// What the ids of figures begin with that must pass.
const MUST_PASS: &[&str] = &[
    "ticket.mean.fast_food",
    "ticket.mean.fuel",
    "ticket.mean.groceries",
    "ticket.mean.restaurant",
    "ticket.median.all",
    "ticket.median.fast_food",
    "ticket.median.fuel",
    "ticket.median.general_merchandise",
    "ticket.median.groceries",
    "ticket.median.restaurant",
    "ticket.ln_sd.all",
    "ticket.ln_sd.fast_food",
    "ticket.ln_sd.fuel",
    "ticket.ln_sd.general_merchandise",
    "ticket.ln_sd.groceries",
    "ticket.ln_sd.restaurant",
    "ticket.ln_skew.all",
    "ticket.ln_skew.fuel",
    "share.fast_food",
    "share.fuel",
    "share.general_merchandise",
    "share.groceries",
    "share.all",
    "remote.number.all",
    "cents.whole.all",
    "cents.ninety_nine.all",
    "cents.endings.",
    "weekdays.",
    "hours.",
    "months.all",
    "months.fast_food",
    "months.groceries",
    "pay.weekdays",
    "tips.restaurant",
    "dispersion",
    "echo",
    "bundles",
];

/// Makes a bank, holds what happened from a day on against the figures that must pass, and returns how often each of their
/// beginnings was judged, and what failed.
fn judge(generate: &[&str], from: &str) -> (BTreeMap<&'static str, u32>, Vec<String>) {
    let bank = Bank::make(generate);
    let output = fauxbank(&["report", bank.path.to_str().expect("a path in Unicode"), "--json", "--from", from]);
    assert_eq!(exit_code(&output), 0, "{output:?}");
    let report: Value = serde_json::from_str(&stdout(&output)).expect("the report is JSON");
    let figures = report["figures"].as_array().expect("a list of figures");
    let mut judged: BTreeMap<&str, u32> = MUST_PASS.iter().map(|start| (*start, 0)).collect();
    let mut failed = Vec::new();
    for figure in figures {
        let id = figure["id"].as_str().expect("figures have ids");
        let Some(start) = MUST_PASS.iter().find(|start| id.starts_with(**start)) else { continue };
        match figure["verdict"].as_str() {
            Some("pass") => *judged.get_mut(start).expect("every start is listed") += 1,
            Some("not measured") => {}
            verdict => failed.push(format!("{id} is {verdict:?}: {} for {}", figure["measured"], figure["published"])),
        }
    }
    (judged, failed)
}

#[test]
fn a_small_bank_has_the_shapes_of_life() {
    let (judged, failed) = judge(&["--customers", "500", "--to", "2025-12-31", "--seed", "7"], "2025-01-01");
    assert!(failed.is_empty(), "{failed:#?}");
    let idle: Vec<&str> = judged.into_iter().filter(|(_, count)| *count == 0).map(|(start, _)| start).collect();
    assert!(idle.is_empty(), "too few observations, or no such figure: {idle:?}");
}

#[test]
fn a_small_bank_keeps_the_shapes_of_life_in_its_fifth_year() {
    let (judged, failed) = judge(&["--customers", "300", "--to", "2029-12-31", "--seed", "7"], "2029-01-01");
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(judged.values().sum::<u32>() > 40, "{judged:?}");
}
