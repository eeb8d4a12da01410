//! Fitting the numbers of `us-retail` again: from published tables by arithmetic.
//!
//! Whoever doubts a number of the scenario runs `fauxbank refit` and sees it come out of its table once more.

mod copied;
mod tables;

use std::fmt::Write as _;

use toml::{Table, Value};

/// A number of a scenario, fitted again.
#[derive(Debug, Clone, PartialEq)]
pub enum Fitted {
    /// One number.
    Number(f64),
    /// A list of numbers.
    List(Vec<f64>),
    /// The last numbers of a list, whose first ones are assumed.
    Tail(Vec<f64>),
}

/// A number or list of the scenario and what it is fitted to.
#[derive(Debug, Clone)]
pub struct Fit {
    /// Where it stands, as in `spending.categories.fuel.share`.
    pub path: String,
    /// What the fit gives.
    pub value: Fitted,
    /// How it follows from the table.
    pub rule: &'static str,
    /// The table.
    pub file: &'static str,
}

/// A fit beside what the scenario says.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The fit.
    pub fit: Fit,
    /// What the scenario says; none where it says nothing there.
    pub stands: Option<Fitted>,
}

/// How far the scenario's printed number may lie from the fit: half a unit of the third decimal, or half a percent.
const ABSOLUTE: f64 = 0.000_5;
const RELATIVE: f64 = 0.005;

/// Fits every number again and sets it beside the scenario's, given as its table.
pub fn compare(scenario: &Table) -> Vec<Comparison> {
    let beside = |fit: Fit| Comparison { stands: look_up(scenario, &fit.path), fit };
    copied::fits().into_iter().map(beside).collect()
}

impl Comparison {
    /// Returns whether the scenario says what the fit gives, but for rounding.
    pub fn agrees(&self) -> bool {
        match (&self.fit.value, &self.stands) {
            (Fitted::Number(fitted), Some(Fitted::Number(stands))) => are_close(*fitted, *stands),
            (Fitted::List(fitted), Some(Fitted::List(stands))) => {
                fitted.len() == stands.len() && are_all_close(fitted, stands)
            }
            (Fitted::Tail(fitted), Some(Fitted::List(stands))) => {
                fitted.len() < stands.len() && are_all_close(fitted, &stands[stands.len() - fitted.len()..])
            }
            _ => false,
        }
    }
}

fn are_all_close(fitted: &[f64], stands: &[f64]) -> bool {
    fitted.iter().zip(stands).all(|(fitted, stands)| are_close(*fitted, *stands))
}

fn are_close(fitted: f64, stands: f64) -> bool {
    (fitted - stands).abs() <= ABSOLUTE.max(RELATIVE * fitted.abs())
}

fn look_up(scenario: &Table, path: &str) -> Option<Fitted> {
    let (last, tables) = path.rsplit_once('.').map_or((path, ""), |(tables, last)| (last, tables));
    let mut table = scenario;
    for name in tables.split('.').filter(|name| !name.is_empty()) {
        table = table.get(name)?.as_table()?;
    }
    match table.get(last)? {
        Value::Array(list) => list.iter().map(as_number).collect::<Option<Vec<f64>>>().map(Fitted::List),
        one => as_number(one).map(Fitted::Number),
    }
}

fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Float(float) => Some(*float),
        Value::Integer(integer) => Some(*integer as f64),
        _ => None,
    }
}

/// Writes comparisons as lines: what agrees in short, what differs with both values, its rule and its table.
pub fn to_text(comparisons: &[Comparison]) -> String {
    let mut text = String::new();
    for comparison in comparisons {
        let fit = &comparison.fit;
        let value = written(&fit.value);
        if comparison.agrees() {
            let _ = writeln!(text, "agrees   {} = {value}  # {}: {}", fit.path, fit.file, fit.rule);
        } else {
            let stands = comparison.stands.as_ref().map_or("nothing".to_owned(), written);
            let _ = writeln!(
                text,
                "differs  {} = {value}  # {}: {}; the scenario says {stands}",
                fit.path, fit.file, fit.rule
            );
        }
    }
    let agree = comparisons.iter().filter(|comparison| comparison.agrees()).count();
    let _ = writeln!(text, "{agree} of {} numbers and lists agree with their tables", comparisons.len());
    text
}

fn written(value: &Fitted) -> String {
    let number = |value: &f64| {
        let digits = if value.abs() >= 100.0 { 1 } else { 4 };
        let scale = 10_f64.powi(digits);
        format!("{}", (value * scale).round() / scale)
    };
    match value {
        Fitted::Number(one) => number(one),
        Fitted::List(list) | Fitted::Tail(list) => {
            format!("[{}]", list.iter().map(number).collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn every_fitted_number_of_us_retail_comes_out_of_its_table_again() {
        let table = Scenario::table("us-retail").unwrap_or_else(|error| panic!("{error}"));
        let comparisons = compare(&table);
        let differing: Vec<&Comparison> = comparisons.iter().filter(|comparison| !comparison.agrees()).collect();
        assert!(comparisons.len() > 130 && differing.is_empty(), "{differing:#?}");
    }

    #[test]
    fn a_number_that_was_changed_is_told_with_both_values_and_its_table() {
        let mut table = Scenario::table("us-retail").unwrap_or_else(|error| panic!("{error}"));
        let fuel = ["spending", "categories", "fuel"]
            .iter()
            .fold(&mut table, |table, name| table[*name].as_table_mut().expect("the scenario has the table"));
        fuel.insert("share".to_owned(), Value::Float(0.5));
        let text = to_text(&compare(&table));
        let line = text.lines().find(|line| line.starts_with("differs")).expect("one number differs");
        assert!(line.contains("fuel.share = 0.1427") && line.ends_with("the scenario says 0.5"), "{line}");
        assert!(line.contains("dcpc_amount_by_merchant_instrument.csv"), "{line}");
    }
}
