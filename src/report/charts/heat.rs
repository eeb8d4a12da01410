//! A heat map: a table of values as shades of one ink.

use super::canvas::{Ink, LETTERS, Side, Size, block, svg, write, write_sized};

/// Draws a table of values, row by row, the greatest in full ink, with a key of shades below.
pub(in crate::report) fn heat(
    size: Size,
    label: &str,
    columns: &[String],
    rows: &[(String, Vec<f64>)],
    key: impl Fn(f64) -> String,
) -> String {
    let greatest = rows.iter().flat_map(|(_, values)| values).copied().fold(f64::MIN_POSITIVE, f64::max);
    let longest = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let (left, below) = (12.0 + longest as f64 * 7.4, 48.0);
    let (width, height) = (f64::from(size.width) - left - 2.0, f64::from(size.height) - below);
    let (across, down) = (width / columns.len() as f64, height / rows.len() as f64);
    svg(size, label, |sheet| {
        for (row, (name, values)) in rows.iter().enumerate() {
            let top = row as f64 * down;
            write(sheet, name, (left - 7.0, top + down / 2.0), Side::Left, Ink::Text)?;
            for (column, value) in values.iter().enumerate() {
                let from = (left + column as f64 * across, top);
                let shade = 0.04 + 0.96 * value / greatest;
                block(sheet, from, (from.0 + across - 1.0, top + down - 1.0), Ink::Ours, shade)?;
            }
        }
        for (column, name) in columns.iter().enumerate() {
            write(sheet, name, (left + (column as f64 + 0.5) * across, height + 10.0), Side::Middle, Ink::Muted)?;
        }
        let top = height + 30.0;
        let steps = [0.0, 0.25, 0.5, 0.75, 1.0];
        write_sized(sheet, &key(0.0), (left, top + 5.0), Side::Right, Ink::Muted, LETTERS)?;
        for (place, step) in steps.iter().enumerate() {
            let from = (left + 30.0 + place as f64 * 22.0, top);
            block(sheet, from, (from.0 + 21.0, top + 10.0), Ink::Ours, 0.04 + 0.96 * step)?;
        }
        write(sheet, &key(greatest), (left + 146.0, top + 5.0), Side::Right, Ink::Muted)
    })
}
