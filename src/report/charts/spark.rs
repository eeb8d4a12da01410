//! Two small curves in a line of a table.

use super::canvas::{Ink, Size, stroke, svg};

const SIZE: Size = Size { width: 92, height: 24 };

/// Draws our curve and the published one, without axes.
pub(in crate::report) fn spark(ours: &[f64], published: &[f64]) -> String {
    let most = ours.iter().chain(published).copied().fold(f64::MIN_POSITIVE, f64::max);
    let points = |values: &[f64]| -> Vec<(f64, f64)> {
        let step = (f64::from(SIZE.width) - 4.0) / (values.len().max(2) - 1) as f64;
        let height = f64::from(SIZE.height) - 4.0;
        values
            .iter()
            .enumerate()
            .map(|(i, value)| (2.0 + i as f64 * step, 2.0 + height * (1.0 - value / most)))
            .collect()
    };
    svg(SIZE, "the measured curve beside the published one", |sheet| {
        stroke(sheet, &points(ours), Ink::Ours, 1.6)?;
        stroke(sheet, &points(published), Ink::Published, 1.4)
    })
}
