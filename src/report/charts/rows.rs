//! Named rows with marks along one axis: percentiles, bars, dots.

use super::axes::Axis;
use super::canvas::{Drawn, Ink, Sheet, Side, Size, block, dot, stroke, svg, write};

/// Height of a row and of the axis below all, in units.
const ROW: f64 = 23.0;
const BELOW: f64 = 38.0;

/// A mark in a row.
#[derive(Debug, Clone)]
pub(in crate::report) enum Mark {
    /// A bar from one value to another, let through by a share.
    Bar(Ink, f64, f64, f64),
    /// A thin line from one value to another.
    Line(Ink, f64, f64),
    /// A short upright stroke.
    Tick(Ink, f64),
    /// A dot.
    Dot(Ink, f64),
    /// A ring, for what is published.
    Ring(Ink, f64),
    /// A word to the right of a value.
    Word(f64, String),
}

/// A row: its name and its marks, from back to front.
#[derive(Debug, Clone)]
pub(in crate::report) struct Row {
    /// What stands to its left.
    pub(in crate::report) name: String,
    /// What stands in it.
    pub(in crate::report) marks: Vec<Mark>,
}

/// Draws rows of a width; the height follows from their number.
pub(in crate::report) fn rows(width: u32, label: &str, axis: &Axis, rows: &[Row]) -> String {
    let height = rows.len() as f64 * ROW + BELOW;
    let size = Size { width, height: height.ceil() as u32 };
    svg(size, label, |sheet| draw(sheet, size, axis, rows))
}

fn draw(sheet: &Sheet<'_>, size: Size, axis: &Axis, rows: &[Row]) -> Drawn {
    let longest = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    let (left, right) = (12.0 + longest as f64 * 6.6, f64::from(size.width) - 20.0);
    let at = |value: f64| left + axis.share(value) * (right - left);
    let bottom = rows.len() as f64 * ROW + 2.0;
    for (value, word) in &axis.ticks {
        stroke(sheet, &[(at(*value), 2.0), (at(*value), bottom)], Ink::Grid, 1.0)?;
        write(sheet, word, (at(*value), bottom + 10.0), Side::Middle, Ink::Muted)?;
    }
    write(sheet, &axis.name, (right + 20.0, bottom + 26.0), Side::Left, Ink::Muted)?;
    for (place, row) in rows.iter().enumerate() {
        let middle = place as f64 * ROW + ROW / 2.0 + 2.0;
        write(sheet, &row.name, (left - 8.0, middle), Side::Left, Ink::Text)?;
        row.marks.iter().try_for_each(|mark| draw_mark(sheet, mark, middle, at))?;
    }
    Ok(())
}

fn draw_mark(sheet: &Sheet<'_>, mark: &Mark, y: f64, at: impl Fn(f64) -> f64) -> Drawn {
    match mark {
        Mark::Bar(ink, share, from, to) => block(sheet, (at(*from), y - 6.0), (at(*to), y + 6.0), *ink, *share),
        Mark::Line(ink, from, to) => stroke(sheet, &[(at(*from), y), (at(*to), y)], *ink, 1.4),
        Mark::Tick(ink, value) => stroke(sheet, &[(at(*value), y - 7.0), (at(*value), y + 7.0)], *ink, 2.4),
        Mark::Dot(ink, value) => dot(sheet, (at(*value), y), 4.0, *ink, false),
        Mark::Ring(ink, value) => dot(sheet, (at(*value), y), 3.0, *ink, true),
        Mark::Word(value, word) => write(sheet, word, (at(*value) + 7.0, y), Side::Right, Ink::Muted),
    }
}
