//! Two measurements side by side: ratios, and which of them chance does not explain.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::machine::Machine;
use super::measured::Measured;
use super::raw::Results;
use super::statistics::{geometric_mean, mann_whitney, median, spread};
use super::summary::{percent, seconds};
use crate::error::{Error, Result};

/// Chance within a session alone calls so many of the queries faster or slower that have not changed.
pub const LEVEL: f64 = 0.01;

/// Two engines, or one engine twice, on the queries that both have.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What is compared.
    pub before: Measured,
    /// With what.
    pub after: Measured,
    /// The queries, in the first one's order.
    pub queries: Vec<Compared>,
}

/// A query on two sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Its name.
    pub query: String,
    /// The median of the warm runs of the first.
    pub before: f64,
    /// And of the second.
    pub after: f64,
    /// The probability that chance alone makes runs of one law differ so much (Mann-Whitney, exact). Whatever shifts all runs of a session
    /// together, such as other programs or another layout of memory, is no chance of this kind.
    pub probability: f64,
}

impl Compared {
    /// Returns the second's time as a multiple of the first's.
    pub fn ratio(&self) -> f64 {
        self.after / self.before
    }

    /// Tells what the runs show of the second.
    pub fn word(&self) -> &'static str {
        match self.probability <= LEVEL {
            true if self.after < self.before => "faster",
            true => "slower",
            false => "",
        }
    }
}

/// Compares the second with the first on every query that both answered rightly at the same scale.
///
/// # Errors
///
/// Fails where they have no query in common.
pub fn compare(before: &Measured, after: &Measured) -> Result<Comparison> {
    let compared = |first: &super::Timing| {
        let second = after.of(&first.query)?;
        let (before, after) = (first.median()?, second.median()?);
        let probability = mann_whitney(&first.warm, &second.warm);
        Some(Compared { query: first.query.clone(), before, after, probability })
    };
    let queries: Vec<Compared> = before.queries.iter().filter_map(compared).collect();
    if queries.is_empty() || before.scale != after.scale {
        let place = format!("{} on {}, {} on {}", before.title(), before.scale, after.title(), after.scale);
        return Err(Error::input(place, "they have no query in common", "measure the same queries at the same scale"));
    }
    Ok(Comparison { before: before.clone(), after: after.clone(), queries })
}

/// Returns why two results compare badly, in sentences.
///
/// # Errors
///
/// Fails where they are of different datasets: their times do not compare at all.
pub fn doubts(before: &Results, after: &Results) -> Result<Vec<String>> {
    let (Some(first), Some(second)) = (&before.machine, &after.machine) else {
        let cause = "no machine.json tells on which machine and dataset both were measured";
        return Ok(if before.path == after.path { Vec::new() } else { vec![cause.to_owned()] });
    };
    if !first.dataset.may_be(&second.dataset) {
        let place = format!("{}, {}", before.path.display(), after.path.display());
        return Err(Error::input(place, "they are of different datasets", "measure both on one dataset"));
    }
    let facts = |machine: &Machine| format!("{} ({}, {} cores)", machine.machine, machine.cpu, machine.cores);
    let (first, second) = (facts(first), facts(second));
    Ok(if first == second { Vec::new() } else { vec![format!("two machines are compared: {first} and {second}")] })
}

impl Comparison {
    /// Returns the geometric mean of the ratios.
    pub fn geometric_mean(&self) -> f64 {
        let ratios: Vec<f64> = self.queries.iter().map(Compared::ratio).collect();
        geometric_mean(&ratios).expect("a comparison has queries")
    }

    /// Returns the seconds of all common queries together, run by run, of both sides.
    pub fn totals(&self) -> (Vec<f64>, Vec<f64>) {
        let is_common = |name: &str| self.queries.iter().any(|compared| compared.query == name);
        (self.before.totals_of(&is_common), self.after.totals_of(&is_common))
    }

    /// Writes the comparison as a table for a terminal.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}: {}, then {}\n", self.before.scale, self.before.title(), self.after.title());
        let width = self.queries.iter().map(|one| one.query.len()).max().unwrap_or(0).max("the whole suite".len());
        let mut line = |name: &str, cells: [String; 4], word: &str| {
            let [before, after, ratio, probability] = cells;
            let padded = format!("  {name:<width$}  {before:>8}  {after:>8}  {ratio:>6}  {probability:>7}  {word}");
            let _ = writeln!(text, "{}", padded.trim_end());
        };
        line("query", ["before", "after", "ratio", "p"].map(str::to_owned), "");
        for one in &self.queries {
            let probability = format!("{:.4}", one.probability);
            let ratio = format!("{:.2}", one.ratio());
            line(&one.query, [seconds(one.before), seconds(one.after), ratio, probability], one.word());
        }
        let (before, after) = self.totals();
        if let (Some(first), Some(second)) = (median(&before), median(&after)) {
            let probability = mann_whitney(&before, &after);
            let cells =
                [seconds(first), seconds(second), format!("{:.2}", second / first), format!("{probability:.4}")];
            line("the whole suite", cells, "");
        }
        line(
            "geometric mean",
            [String::new(), String::new(), format!("{:.2}", self.geometric_mean()), String::new()],
            "",
        );
        let told = |totals: &[f64]| spread(totals).map_or_else(|| "–".to_owned(), percent);
        let _ = writeln!(text, "\nspread of the whole suite: {} before, {} after", told(&before), told(&after));
        let _ = writeln!(
            text,
            "Faster or slower is said where p is at most {LEVEL} (Mann-Whitney, two-sided, exact). With fewer than 5 runs a side p cannot be that small.\n\
             It tells chance within a session only; what differs between two sessions (other load, another layout of memory) it does not know:\n\
             measure each side in several sessions, in turn, before a small difference is believed."
        );
        text
    }

    /// Writes the comparison as JSON.
    pub fn to_json(&self) -> Value {
        let one = |one: &Compared| {
            json!({ "query": one.query, "before": one.before, "after": one.after, "ratio": one.ratio(),
                    "p": one.probability, "word": one.word() })
        };
        let (before, after) = self.totals();
        json!({
            "scale": self.before.scale,
            "before": self.before.title(),
            "after": self.after.title(),
            "queries": self.queries.iter().map(one).collect::<Vec<_>>(),
            "geometric_mean": self.geometric_mean(),
            "total": { "before": before, "after": after, "p": mann_whitney(&before, &after) },
        })
    }
}
