//! Several plots on one picture.

use super::canvas::{Drawn, Ink, Sheet, Side, Size, fine, svg, write_sized};
use super::plot::Plot;

/// Height of a panel's title, in units.
const TITLE: f64 = 18.0;

/// Space below each of several plots, in units.
const BETWEEN: f64 = 10.0;

/// Draws small plots with their titles in rows of `columns`.
pub(in crate::report) fn panels(size: Size, label: &str, columns: usize, plots: &[(String, Plot)]) -> String {
    svg(size, label, |sheet| {
        let areas = sheet.split_evenly((plots.len().div_ceil(columns), columns));
        plots.iter().zip(&areas).try_for_each(|((title, plot), area)| {
            let area = area.margin(0, fine(8.0), fine(2.0), fine(8.0));
            panel(&area, title, plot)
        })
    })
}

/// Draws plots below each other with their shares of the height, their left ends in one line.
pub(in crate::report) fn stacked(size: Size, label: &str, plots: &[(f64, Plot)]) -> String {
    svg(size, label, |sheet| {
        let height = f64::from(size.height);
        let left = plots.iter().map(|(_, plot)| plot.margin()).fold(0.0, f64::max);
        let mut from = 0.0;
        plots.iter().try_for_each(|(share, plot)| {
            let to = from + share * height;
            let area = sheet.margin(fine(from), fine(height - to + BETWEEN), 0, 0);
            from = to;
            plot.draw(&area, left)
        })
    })
}

fn panel(sheet: &Sheet<'_>, title: &str, plot: &Plot) -> Drawn {
    write_sized(sheet, title, (0.0, TITLE / 2.0), Side::Right, Ink::Text, 12.0)?;
    plot.draw(&sheet.margin(fine(TITLE), 0, 0, 0), plot.margin())
}
