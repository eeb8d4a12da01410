//! How near a dataset comes to published figures.

use crate::realism::figure::{Figure, FigureValue, ToleranceKind};
use crate::realism::measures::{Description, Observed, descriptions, measure};
use crate::realism::{Facts, Reading};

/// How many standard errors sampling may move a number before that counts against it: 2.3 % of samples lie further off on either side.
const ALLOWED_ERRORS: f64 = 2.0;

/// What was measured of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The value on the whole dataset.
    pub value: FigureValue,
    /// The observations behind it.
    pub sample: u64,
    /// How far sampling moves it, where the dataset has communities enough to tell: the standard error of a number; for a curve,
    /// half the sum of its parts' standard errors, which is the most that their total variation distance is moved by on average.
    pub standard_error: Option<f64>,
}

/// Whether a dataset is like life in one respect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within the tolerance.
    Pass,
    /// Not much beyond it.
    Near,
    /// Beyond.
    Off,
    /// Too few observations, or none.
    NotMeasured,
}

impl Verdict {
    /// Every verdict, best first.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Near, Self::Off, Self::NotMeasured];

    /// Returns its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Near => "near",
            Self::Off => "off",
            Self::NotMeasured => "not measured",
        }
    }
}

/// A figure and how near the dataset comes.
#[derive(Debug, Clone)]
pub struct Score {
    /// The figure.
    pub figure: Figure,
    /// What was measured; nothing where the dataset has no observation.
    pub measured: Option<Measured>,
    /// How far it is off, as the tolerance counts, sampling error taken off.
    pub distance: Option<f64>,
    /// What follows.
    pub verdict: Verdict,
}

/// Holds a dataset against figures.
///
/// Prices are taken in those of the base year of the dataset's scenario. A number passes if it differs from the published one by no more than the tolerance and two standard errors; a curve, if its
/// total variation distance exceeds the tolerance by no more than sampling makes on average. Near is judged likewise.
pub fn score(reading: &Reading, figures: Vec<Figure>) -> Vec<Score> {
    figures.into_iter().map(|figure| score_of(reading, figure)).collect()
}

fn score_of(reading: &Reading, figure: Figure) -> Score {
    let is_price = descriptions().get(&figure.measure).is_some_and(Description::is_price);
    let level = if is_price { reading.price_level } else { 1.0 };
    let taken = |facts: &Facts| {
        let observed = measure(&figure.measure).and_then(|measure| (measure.take)(facts, &figure.of))?;
        Some(observed.over(level))
    };
    let measured = taken(&reading.all).map(|observed| {
        let replicates: Vec<Observed> = reading.replicates.iter().filter_map(taken).collect();
        Measured {
            standard_error: standard_error(&observed, &replicates),
            value: observed.value,
            sample: observed.sample,
        }
    });
    let (distance, verdict) = judge(&figure, measured.as_ref());
    Score { figure, measured, distance, verdict }
}

/// Returns the standard error of a value from how it scatters between groups of communities; nothing for fewer than two groups.
fn standard_error(whole: &Observed, groups: &[Observed]) -> Option<f64> {
    match &whole.value {
        FigureValue::Number(_) => scatter(groups.iter().filter_map(|group| match group.value {
            FigureValue::Number(value) => Some(value),
            FigureValue::Curve(_) => None,
        })),
        FigureValue::Curve(parts) => {
            let part = |place: usize| {
                scatter(groups.iter().filter_map(|group| match &group.value {
                    FigureValue::Curve(parts) => parts.get(place).copied(),
                    FigureValue::Number(_) => None,
                }))
            };
            (0..parts.len()).map(part).sum::<Option<f64>>().map(|sum| sum / 2.0)
        }
    }
}

/// Returns the standard error of the mean of numbers.
fn scatter(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    let count = values.len() as f64;
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((squares / (count - 1.0) / count).sqrt())
}

fn judge(figure: &Figure, measured: Option<&Measured>) -> (Option<f64>, Verdict) {
    let Some(measured) = measured.filter(|measured| measured.sample >= figure.least_sample) else {
        return (None, Verdict::NotMeasured);
    };
    let Some(distance) = distance(figure, measured) else { return (None, Verdict::NotMeasured) };
    let verdict = match distance {
        distance if distance <= figure.allowed() => Verdict::Pass,
        distance if distance <= figure.near() => Verdict::Near,
        _ => Verdict::Off,
    };
    (Some(distance), verdict)
}

/// Returns how far a measured value is off beyond what sampling explains; nothing where the two cannot be compared.
fn distance(figure: &Figure, measured: &Measured) -> Option<f64> {
    let error = measured.standard_error.unwrap_or(0.0);
    match (&figure.published, &measured.value) {
        (FigureValue::Number(published), FigureValue::Number(value)) => {
            if figure.tolerance_kind == ToleranceKind::AtLeast {
                return Some((published - value - ALLOWED_ERRORS * error).max(0.0));
            }
            let off = ((value - published).abs() - ALLOWED_ERRORS * error).max(0.0);
            Some(match figure.tolerance_kind {
                ToleranceKind::Absolute | ToleranceKind::AtLeast => off,
                ToleranceKind::Relative => off / published.abs(),
                ToleranceKind::Factor => {
                    let nearest = if value < published { published - off } else { published + off };
                    if nearest <= 0.0 {
                        return Some(f64::INFINITY);
                    }
                    (nearest / published).max(published / nearest)
                }
            })
        }
        (FigureValue::Curve(published), FigureValue::Curve(parts)) if published.len() == parts.len() => {
            Some((total_variation(published, parts) - error).max(0.0))
        }
        _ => None,
    }
}

/// Returns the total variation distance of two curves: the share that must move to turn one into the other.
pub fn total_variation(one: &[f64], other: &[f64]) -> f64 {
    let (sum, other_sum) = (one.iter().sum::<f64>(), other.iter().sum::<f64>());
    one.iter().zip(other).map(|(a, b)| (a / sum - b / other_sum).abs()).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(published: FigureValue, tolerance: f64, tolerance_kind: ToleranceKind) -> Figure {
        Figure {
            id: "test".into(),
            title: "Test".into(),
            measure: "ticket_mean".into(),
            of: "all".into(),
            published,
            unit: "1".into(),
            tolerance,
            tolerance_kind,
            near: None,
            least_sample: 10,
            source: "nobody".into(),
            remark: None,
        }
    }

    fn verdict(figure: &Figure, value: FigureValue, standard_error: f64) -> Verdict {
        judge(figure, Some(&Measured { value, sample: 100, standard_error: Some(standard_error) })).1
    }

    #[test]
    fn a_number_passes_within_its_tolerance_is_near_up_to_twice_that_and_off_beyond() {
        let relative = figure(FigureValue::Number(50.0), 0.1, ToleranceKind::Relative);
        let verdicts = [54.9, 45.1, 59.0, 61.0].map(|value| verdict(&relative, FigureValue::Number(value), 0.0));
        assert_eq!(verdicts, [Verdict::Pass, Verdict::Pass, Verdict::Near, Verdict::Off]);
        let factor = figure(FigureValue::Number(2.0), 1.5, ToleranceKind::Factor);
        let verdicts = [2.9, 1.4, 4.4, 0.5].map(|value| verdict(&factor, FigureValue::Number(value), 0.0));
        assert_eq!(verdicts, [Verdict::Pass, Verdict::Pass, Verdict::Near, Verdict::Off]);
    }

    #[test]
    fn more_than_a_lower_bound_always_passes_and_less_is_near_down_to_the_tolerance() {
        let bound = figure(FigureValue::Number(1.0), 0.5, ToleranceKind::AtLeast);
        let verdicts = [9.0, 1.0, 0.6, 0.4].map(|value| verdict(&bound, FigureValue::Number(value), 0.0));
        assert_eq!(verdicts, [Verdict::Pass, Verdict::Pass, Verdict::Near, Verdict::Off]);
    }

    #[test]
    fn two_standard_errors_are_allowed_on_top() {
        let absolute = figure(FigureValue::Number(0.2), 0.02, ToleranceKind::Absolute);
        assert_eq!(verdict(&absolute, FigureValue::Number(0.25), 0.016), Verdict::Pass);
        assert_eq!(verdict(&absolute, FigureValue::Number(0.25), 0.010), Verdict::Near);
    }

    #[test]
    fn a_curve_is_judged_by_its_total_variation_distance() {
        let curve = figure(FigureValue::Curve(vec![0.5, 0.3, 0.2]), 0.1, ToleranceKind::Absolute);
        assert_eq!(verdict(&curve, FigureValue::Curve(vec![0.42, 0.38, 0.2]), 0.0), Verdict::Pass);
        assert_eq!(verdict(&curve, FigureValue::Curve(vec![0.2, 0.6, 0.2]), 0.0), Verdict::Off);
        assert_eq!(verdict(&curve, FigureValue::Curve(vec![0.5, 0.5]), 0.0), Verdict::NotMeasured);
    }

    #[test]
    fn too_few_observations_are_not_judged() {
        let number = figure(FigureValue::Number(1.0), 0.1, ToleranceKind::Absolute);
        let few = Measured { value: FigureValue::Number(1.0), sample: 9, standard_error: None };
        assert_eq!(judge(&number, Some(&few)).1, Verdict::NotMeasured);
        assert_eq!(judge(&number, None).1, Verdict::NotMeasured);
    }

    #[test]
    fn the_standard_error_comes_from_the_scatter_between_groups() {
        let groups = [1.0, 2.0, 3.0, 2.0].map(|value| Observed::number(value, 5));
        let error = standard_error(&Observed::number(2.0, 20), &groups).unwrap();
        assert!((error - (2.0_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-12, "{error}");
        assert_eq!(standard_error(&Observed::number(2.0, 20), &groups[..1]), None);
    }
}
