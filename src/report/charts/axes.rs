//! Axes: how values become places, and which of them are written down.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

/// An axis: a range, linear or logarithmic, and the values that are written beside it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Axis {
    /// What it measures, with the unit; may be empty.
    pub(in crate::report) name: String,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) is_log: bool,
    pub(super) ticks: Vec<(f64, String)>,
}

impl Axis {
    /// Makes a linear axis that holds a range, with about `count` round values written as `label` says.
    pub(in crate::report) fn linear(
        name: &str,
        (from, to): (f64, f64),
        count: usize,
        label: impl Fn(f64) -> String,
    ) -> Self {
        let step = round_step((to - from).max(f64::MIN_POSITIVE) / count.max(1) as f64);
        // A range that ends at a round value but for the last bit keeps that end.
        let (first, last) = ((from / step + 1e-9).floor(), (to / step - 1e-9).ceil());
        let ticks = (0..=(last - first) as usize).map(|i| (first + i as f64) * step);
        let ticks = ticks.map(|value| (value, label(value))).collect();
        Self { name: name.to_owned(), from: first * step, to: last * step, is_log: false, ticks }
    }

    /// Makes a linear axis with given values written beside it.
    pub(in crate::report) fn with_ticks(name: &str, (from, to): (f64, f64), ticks: Vec<(f64, String)>) -> Self {
        Self { name: name.to_owned(), from, to, is_log: false, ticks }
    }

    /// Makes a logarithmic axis from one positive value to another, with its powers of ten written as `label` says.
    ///
    /// Where the range is less than two powers of ten, twos and fives are written too.
    pub(in crate::report) fn log(name: &str, (from, to): (f64, f64), label: impl Fn(f64) -> String) -> Self {
        let steps: &[f64] = if (to / from).log10() < 2.0 { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let powers = from.log10().floor() as i32..=to.log10().ceil() as i32;
        let values = powers.flat_map(|power| steps.iter().map(move |step| step * 10_f64.powi(power)));
        let within = values.filter(|value| (from * 0.999..=to * 1.001).contains(value));
        let ticks = within.map(|value| (value, label(value))).collect();
        Self { name: name.to_owned(), from, to, is_log: true, ticks }
    }

    /// Returns the axis with other values written beside it.
    #[must_use]
    pub(in crate::report) fn written(self, ticks: Vec<(f64, String)>) -> Self {
        Self { ticks, ..self }
    }

    /// Returns the place of a value as a share of the axis's length; values beyond its ends stand at its ends.
    pub(super) fn share(&self, value: f64) -> f64 {
        let value = value.clamp(self.from, self.to);
        let place = |value: f64| if self.is_log { value.log10() } else { value };
        (place(value) - place(self.from)) / (place(self.to) - place(self.from))
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        from + (self.share(*value) * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        let is_light = hint.weight().allow_light_points();
        self.ticks.iter().filter(|_| !is_light).map(|(value, _)| *value).collect()
    }

    fn range(&self) -> Range<f64> {
        self.from..self.to
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.ticks.iter().find(|(tick, _)| tick == value).map(|(_, word)| word.clone()).unwrap_or_default()
    }
}

/// Returns the least of 1, 2, 2.5, 5 times a power of ten that is not below a step.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    steps.into_iter().map(|times| times * power).find(|round| *round >= step * 0.999).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_axis_ends_at_round_values_around_its_range() {
        let axis = Axis::linear("", (3.0, 97.0), 5, |value| value.to_string());
        assert_eq!((axis.from, axis.to), (0.0, 100.0));
        let words: Vec<&str> = axis.ticks.iter().map(|(_, word)| word.as_str()).collect();
        assert_eq!(words, ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(axis.share(25.0), 0.25);
    }

    #[test]
    fn a_logarithmic_axis_writes_powers_of_ten_and_holds_what_lies_beyond() {
        let axis = Axis::log("", (1.0, 1_000.0), |value| value.to_string());
        assert_eq!(axis.ticks.len(), 4);
        assert_eq!(
            [axis.share(10.0), axis.share(0.0), axis.share(1e9)].map(|s| (s * 300.0).round()),
            [100.0, 0.0, 300.0]
        );
    }
}
