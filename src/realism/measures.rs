//! The registry of measures: each takes a number or a curve from the facts of a dataset; `figures/measures.toml` says in words
//! and in SQL what is taken.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::realism::figure::FigureValue;
use crate::realism::{
    Facts, frauds, outcomes, overdraft, pay, people, places, posting, presented, purchases, rhythm, unicity, wealth,
};

/// A measure.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Its name, as figures and `figures/measures.toml` give it.
    pub name: &'static str,
    /// Takes it, with a figure's argument; nothing where the dataset has no observation, or the argument says nothing.
    pub take: fn(&Facts, &str) -> Option<Observed>,
}

/// Every measure, subject by subject.
pub const MEASURES: &[&[Measure]] = &[
    purchases::MEASURES,
    people::MEASURES,
    rhythm::MEASURES,
    posting::MEASURES,
    presented::MEASURES,
    places::MEASURES,
    unicity::MEASURES,
    wealth::MEASURES,
    pay::MEASURES,
    overdraft::MEASURES,
    outcomes::MEASURES,
    frauds::MEASURES,
];

/// Returns the measure of that name.
pub fn measure(name: &str) -> Option<&'static Measure> {
    MEASURES.iter().copied().flatten().find(|measure| measure.name == name)
}

/// What a measure has taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The value: a curve's parts sum to 1.
    pub value: FigureValue,
    /// The observations behind it.
    pub sample: u64,
}

impl Observed {
    /// Makes a number.
    pub fn number(value: f64, sample: u64) -> Self {
        Self { value: FigureValue::Number(value), sample }
    }

    /// Makes the number of one sum over another; nothing where the other is nothing.
    pub fn ratio(part: f64, whole: f64, sample: u64) -> Option<Self> {
        (whole != 0.0).then(|| Self::number(part / whole, sample))
    }

    /// Divides a number; a curve stays what it is.
    pub(super) fn over(self, divisor: f64) -> Self {
        match self.value {
            FigureValue::Number(value) => Self::number(value / divisor, self.sample),
            FigureValue::Curve(_) => self,
        }
    }

    /// Makes a curve, whose parts are divided by their sum; nothing where that is nothing.
    pub fn curve(parts: Vec<f64>, sample: u64) -> Option<Self> {
        let sum: f64 = parts.iter().sum();
        let shares = parts.into_iter().map(|part| part / sum).collect();
        (sum > 0.0).then_some(Self { value: FigureValue::Curve(shares), sample })
    }
}

/// Makes the share of some observations among all.
pub(super) fn share(part: u64, whole: u64) -> Option<Observed> {
    Observed::ratio(part as f64, whole as f64, whole)
}

/// Makes the curve of how observations fall into buckets.
pub(super) fn count_curve(counts: impl IntoIterator<Item = u64>) -> Option<Observed> {
    let counts: Vec<u64> = counts.into_iter().collect();
    let sample = counts.iter().sum();
    Observed::curve(counts.into_iter().map(|count| count as f64).collect(), sample)
}

/// Fits a line to points (x, y, weight) by least squares, and returns its height at nothing and its slope.
pub(super) fn line(points: &[[f64; 3]]) -> Option<(f64, f64)> {
    let weight: f64 = points.iter().map(|[_, _, weight]| weight).sum();
    let mean = |of: fn(f64, f64) -> f64| points.iter().map(|[x, y, weight]| weight * of(*x, *y)).sum::<f64>() / weight;
    let (x, y) = (mean(|x, _| x), mean(|_, y| y));
    let slope = (mean(|x, y| x * y) - x * y) / (mean(|x, _| x * x) - x * x);
    slope.is_finite().then_some((y - slope * x, slope))
}

/// What `figures/measures.toml` says of a measure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// The unit of what is taken.
    pub unit: String,
    /// How it is taken.
    pub words: String,
    /// A DuckDB query over the dataset's views and those of `figures/views.sql`: `{of}` is the argument; it returns `value, sample`,
    /// or `bucket, value, sample` for a curve.
    pub sql: String,
}

impl Description {
    /// Returns whether it is taken in money of the day, and not in that of the base year as incomes and rents are told.
    pub(super) fn is_price(&self) -> bool {
        matches!(self.unit.as_str(), "USD" | "account currency")
    }
}

static DESCRIPTIONS: LazyLock<BTreeMap<String, Description>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../figures/measures.toml"))
        .unwrap_or_else(|error| panic!("figures/measures.toml: {error}"))
});

/// Returns what is said of every measure, by name.
pub fn descriptions() -> &'static BTreeMap<String, Description> {
    &DESCRIPTIONS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::realism::figure::{figures_of, scenarios_with_figures};

    #[test]
    fn a_line_through_points_on_a_line_is_found_whatever_their_weights() {
        let (level, slope) = line(&[[1.0, 5.0, 1.0], [2.0, 7.0, 3.0], [4.0, 11.0, 0.5]]).unwrap();
        assert!((level - 3.0).abs() < 1e-9 && (slope - 2.0).abs() < 1e-9, "{level} {slope}");
        assert_eq!(line(&[[1.0, 5.0, 1.0]]), None);
    }

    #[test]
    fn every_measure_is_described_every_description_is_of_a_measure_and_no_two_share_a_name() {
        let mut names: Vec<&str> = MEASURES.iter().copied().flatten().map(|measure| measure.name).collect();
        names.sort_unstable();
        let described: Vec<&str> = descriptions().keys().map(String::as_str).collect();
        assert_eq!(names, described, "the registry and figures/measures.toml");
    }

    #[test]
    fn every_figure_names_a_measure_that_is_described() {
        for scenario in scenarios_with_figures() {
            for figure in figures_of(scenario).unwrap() {
                assert!(descriptions().contains_key(&figure.measure), "{scenario}, {}: {}", figure.id, figure.measure);
            }
        }
    }
}
