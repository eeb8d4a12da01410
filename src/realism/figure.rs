//! Published figures: what the world has measured, by whom, and how near a dataset must come.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A number or a curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FigureValue {
    /// A number.
    Number(f64),
    /// The parts of a whole, bucket by bucket.
    Curve(Vec<f64>),
}

/// How distance from a published value is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToleranceKind {
    /// As a fraction of the published value.
    Relative,
    /// As a difference; for a curve, the total variation distance.
    Absolute,
    /// As a ratio, either way: 1.5 allows from two thirds to one and a half.
    Factor,
    /// As a difference, and more is never wrong: the published value is a lower bound, and near down to the tolerance below it.
    AtLeast,
}

/// A published figure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Its name: the subject, a point, what of it.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// The measure that takes it from a dataset.
    pub measure: String,
    /// The measure's argument.
    #[serde(default = "all")]
    pub of: String,
    /// What was published.
    pub published: FigureValue,
    /// Its unit.
    pub unit: String,
    /// How far off still passes.
    pub tolerance: f64,
    /// How distance is measured.
    pub tolerance_kind: ToleranceKind,
    /// How far off is still near; twice the tolerance (a factor's square) where nothing else is said.
    pub near: Option<f64>,
    /// The fewest observations that it is judged by.
    pub least_sample: u64,
    /// Who published it, where, when.
    pub source: String,
    /// What to know when reading it.
    pub remark: Option<String>,
}

fn all() -> String {
    "all".to_owned()
}

impl Figure {
    /// Returns how far off passes.
    pub fn allowed(&self) -> f64 {
        if self.tolerance_kind == ToleranceKind::AtLeast { 0.0 } else { self.tolerance }
    }

    /// Returns how far off is still near.
    pub fn near(&self) -> f64 {
        self.near.unwrap_or(match self.tolerance_kind {
            ToleranceKind::Factor => self.tolerance * self.tolerance,
            ToleranceKind::AtLeast => self.tolerance,
            ToleranceKind::Relative | ToleranceKind::Absolute => 2.0 * self.tolerance,
        })
    }

    /// Returns what is wrong with the figure, if something is.
    fn flaw(&self) -> Option<&'static str> {
        let least = if self.tolerance_kind == ToleranceKind::Factor { 1.0 } else { 0.0 };
        let is_positive = |value: f64| value.is_finite() && value > 0.0;
        match &self.published {
            FigureValue::Number(value) if !value.is_finite() => return Some("published is not finite"),
            FigureValue::Number(value) if self.tolerance_kind == ToleranceKind::Factor && !is_positive(*value) => {
                return Some("a factor wants a published value above 0");
            }
            FigureValue::Curve(parts)
                if parts.len() < 2 || parts.iter().any(|part| !part.is_finite() || *part < 0.0) =>
            {
                return Some("a curve wants two or more parts, none below 0");
            }
            FigureValue::Curve(parts) if (parts.iter().sum::<f64>() - 1.0).abs() > 0.01 => {
                return Some("the parts of the curve do not sum to 1");
            }
            FigureValue::Curve(_) if self.tolerance_kind != ToleranceKind::Absolute => {
                return Some("a curve's tolerance is absolute: the total variation distance");
            }
            _ => {}
        }
        if !self.tolerance.is_finite() || self.tolerance <= least {
            return Some("the tolerance allows nothing");
        }
        if !self.near().is_finite() || self.near() < self.tolerance {
            return Some("near is nearer than the tolerance");
        }
        let texts = [&self.id, &self.title, &self.unit, &self.source];
        texts.iter().any(|text| text.trim().is_empty()).then_some("id, title, unit or source is empty")
    }
}

/// The figures of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureFile {
    figure: Vec<Figure>,
}

/// The files of figures that are compiled in, by the scenario they are for.
const BUILT_IN: &[(&str, &str)] = &[
    ("us-retail", include_str!("../../figures/us-retail.toml")),
    ("fr-retail", include_str!("../../figures/fr-retail.toml")),
    ("uk-retail", include_str!("../../figures/uk-retail.toml")),
];

/// Returns the names of the scenarios that have figures.
pub fn scenarios_with_figures() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// Returns the figures that a bank of a scenario is held against, or those of a file.
///
/// # Errors
///
/// Fails where the scenario has no figures, or the file cannot be read or contradicts itself.
pub fn figures_of(scenario_or_path: &str) -> Result<Vec<Figure>> {
    if let Some((name, text)) = BUILT_IN.iter().find(|(name, _)| *name == scenario_or_path) {
        return parse(&format!("figures/{name}.toml"), text);
    }
    let path = Path::new(scenario_or_path);
    if !path.exists() {
        let known = scenarios_with_figures().collect::<Vec<_>>().join(", ");
        let cause = format!("there are no published figures for the scenario '{scenario_or_path}'");
        return Err(Error::input("--figures", cause, format!("choose those of {known}, or give the path of a file")));
    }
    let text = std::fs::read_to_string(path).map_err(Error::at(path, "read the figures"))?;
    parse(scenario_or_path, &text)
}

/// Reads a file of figures.
///
/// # Errors
///
/// Fails at an unknown key, at a figure that contradicts itself, and at a name that is there twice.
fn parse(place: &str, text: &str) -> Result<Vec<Figure>> {
    let file: FigureFile = toml::from_str(text).map_err(|cause| {
        Error::input(
            place,
            cause.to_string().trim_end(),
            "correct the key or the value; figures/us-retail.toml begins with what the keys mean",
        )
    })?;
    let mut seen = std::collections::BTreeSet::new();
    for figure in &file.figure {
        let at = format!("{place}: {}", figure.id);
        if let Some(flaw) = figure.flaw() {
            return Err(Error::input(at, flaw, "correct the figure"));
        }
        if !seen.insert(figure.id.as_str()) {
            return Err(Error::input(at, "two figures have this id", "rename one"));
        }
    }
    Ok(file.figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[[figure]]
id = "ticket.mean"
title = "Mean"
measure = "ticket_mean"
published = 57.0
unit = "USD"
tolerance = 0.1
tolerance_kind = "relative"
least_sample = 100
source = "somebody, 2019"
"#;

    fn refusal(from: &str, to: &str) -> String {
        parse("figures/test.toml", &GOOD.replace(from, to)).unwrap_err().to_string()
    }

    #[test]
    fn a_figure_speaks_of_all_and_is_near_up_to_twice_its_tolerance_unless_it_says_otherwise() {
        let figure = &parse("figures/test.toml", GOOD).unwrap()[0];
        assert_eq!((figure.of.as_str(), figure.near()), ("all", 0.2));
    }

    #[test]
    fn a_misspelt_key_a_missing_source_and_a_tolerance_of_nothing_are_refused() {
        assert!(refusal("unit =", "units =").contains("units"), "{}", refusal("unit =", "units ="));
        assert!(refusal("source = \"somebody, 2019\"", "").contains("source"));
        assert!(refusal("\"somebody, 2019\"", "\" \"").contains("source is empty"));
        assert!(refusal("tolerance = 0.1", "tolerance = 0.0").contains("allows nothing"));
        assert!(refusal("57.0", "[0.5, 0.6]").contains("do not sum to 1"));
    }

    #[test]
    fn every_file_of_figures_can_be_read() {
        for scenario in scenarios_with_figures() {
            assert!(!figures_of(scenario).unwrap().is_empty());
        }
        assert!(figures_of("nowhere").unwrap_err().to_string().contains("us-retail"));
    }
}
