//! The registry of measures: each takes a number or a curve from the facts of a dataset; `figures/measures.toml` says in words
//! and in SQL what is taken.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::realism::figure::FigureValue;
use crate::realism::{Facts, people, purchases};

/// A measure.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Its name, as figures and `figures/measures.toml` give it.
    pub name: &'static str,
    /// Takes it, with a figure's argument; nothing where the dataset has no observation, or the argument says nothing.
    pub take: fn(&Facts, &str) -> Option<Observed>,
}

/// Every measure, subject by subject.
pub const MEASURES: &[&[Measure]] = &[purchases::MEASURES, people::MEASURES];

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

    /// Makes a curve, whose parts are divided by their sum; nothing where that is nothing.
    pub fn curve(parts: Vec<f64>, sample: u64) -> Option<Self> {
        let sum: f64 = parts.iter().sum();
        let shares = parts.into_iter().map(|part| part / sum).collect();
        (sum > 0.0).then(|| Self { value: FigureValue::Curve(shares), sample })
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
    fn every_measure_is_described_and_no_two_share_a_name() {
        let mut names: Vec<&str> = MEASURES.iter().copied().flatten().map(|measure| measure.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{names:?}");
        for name in names {
            assert!(descriptions().contains_key(name), "figures/measures.toml lacks {name}");
        }
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
