//! How accounts fare: overdrafts, lowest balances, credit-card bills.

use super::{COLUMN, Material};
use crate::realism::pictures::{LOWEST_STEPS, OVERDRAWN_STEPS, Repayment};
use crate::report::charts::{Axis, Ink, Mark, Row, rows};
use crate::report::numbers::{grouped, percent, percent_tick};
use crate::report::picture::{Drawing, Picture};

pub(super) fn pictures(material: &Material<'_>) -> Vec<Picture> {
    let health = &material.facts.pictures.health;
    let overdrawn = shares(
        "Days overdrawn",
        "Checking accounts by the days a year on which they end below zero: many never, a few for much of the year.",
        "share of checking accounts",
        &named(&overdrawn_names(), &health.overdrawn),
    );
    let lowest = shares(
        "The leanest day",
        "Checking accounts by the lowest balance they ended a day with: how little stays in hand before the next pay.",
        "share of checking accounts",
        &named(&lowest_names(&material.bank.currency), &health.lowest),
    );
    let words = Repayment::ALL.map(|repayment| match repayment {
        Repayment::Full => "paid in full".to_owned(),
        Repayment::Part => "paid in part".to_owned(),
        Repayment::Late => "late".to_owned(),
    });
    let repaid = shares(
        "Credit-card bills",
        "How the bills of credit cards are met by the day they are due.",
        "share of bills",
        &named(&words, &health.repayments),
    );
    [overdrawn, lowest, repaid].into_iter().flatten().collect()
}

fn named(names: &[String], counts: &[u64]) -> Vec<(String, u64)> {
    names.iter().cloned().zip(counts.iter().copied()).collect()
}

fn overdrawn_names() -> Vec<String> {
    let mut names = vec!["never".to_owned()];
    names.extend(OVERDRAWN_STEPS.windows(2).map(|steps| format!("{} to {} days", steps[0] + 1, steps[1])));
    names.extend(OVERDRAWN_STEPS.last().map(|step| format!("more than {step} days")));
    names
}

fn lowest_names(currency: &str) -> Vec<String> {
    let steps = LOWEST_STEPS.map(|step| grouped(step.unsigned_abs()));
    let mut names = vec!["below zero".to_owned()];
    names.extend(steps.windows(2).map(|ends| format!("{} to {} {currency}", ends[0], ends[1])));
    names.extend(steps.last().map(|step| format!("{step} {currency} and more")));
    names
}

/// Draws how things fall into steps.
fn shares(title: &str, caption: &str, unit: &str, steps: &[(String, u64)]) -> Option<Picture> {
    let total: u64 = steps.iter().map(|(_, count)| count).sum();
    let share = |count: u64| count as f64 / total as f64;
    let most = steps.iter().map(|(_, count)| share(*count)).fold(0.0, f64::max);
    let axis = Axis::linear(unit, (0.0, (most * 1.15).min(1.0)), 4, percent_tick);
    let row = |(name, count): &(String, u64)| {
        let share = share(*count);
        Row {
            name: name.clone(),
            marks: vec![Mark::Bar(Ink::Ours, 0.85, 0.0, share), Mark::Word(share, percent(share))],
        }
    };
    (total > 0).then(|| {
        let drawn: Vec<Row> = steps.iter().map(row).collect();
        Picture {
            title: title.to_owned(),
            caption: caption.to_owned(),
            legend: vec![],
            drawing: Drawing::Column(rows(COLUMN, &format!("{title}: {unit} by step"), &axis, &drawn)),
            source: String::new(),
        }
    })
}
