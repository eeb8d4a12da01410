//! A flow from left to right: boxes of amounts, and bands between them as thick as what flows.

use super::canvas::{Drawn, Ink, LETTERS, Sheet, Side, Size, block, shape, svg, write, write_sized};

/// The least thickness of a band, in units: thinner ones could not be seen.
const LEAST: f64 = 1.5;

/// Space between boxes of a column, wide enough for two lines of words.
const GAP: f64 = 22.0;

/// Width of a box.
const BOX: f64 = 12.0;

/// A box: a stage that things reach.
#[derive(Debug, Clone)]
pub(in crate::report) struct Node {
    /// What it is called.
    pub(in crate::report) name: String,
    /// What is written below the name.
    pub(in crate::report) count: String,
    /// Its column from the left, from 0.
    pub(in crate::report) column: usize,
    /// How much passes.
    pub(in crate::report) amount: f64,
    /// Its colour.
    pub(in crate::report) ink: Ink,
}

/// A band from a box to a box, by their places among the nodes.
#[derive(Debug, Clone)]
pub(in crate::report) struct Band {
    /// Where it comes from.
    pub(in crate::report) from: usize,
    /// Where it goes to.
    pub(in crate::report) to: usize,
    /// How much flows.
    pub(in crate::report) amount: f64,
}

/// Draws a flow. Boxes of a column stand in the order given; so do bands at a box.
pub(in crate::report) fn flow(size: Size, label: &str, nodes: &[Node], bands: &[Band]) -> String {
    svg(size, label, |sheet| {
        let places = Places::of(size, nodes, bands);
        draw_bands(sheet, &places, nodes, bands)?;
        nodes.iter().enumerate().try_for_each(|(place, node)| draw_node(sheet, &places, place, node))
    })
}

/// Where boxes stand.
struct Places {
    /// Left and top of each box.
    corners: Vec<(f64, f64)>,
    /// Units of height for one of the amount.
    scale: f64,
}

impl Places {
    fn of(size: Size, nodes: &[Node], bands: &[Band]) -> Self {
        let columns = nodes.iter().map(|node| node.column + 1).max().unwrap_or(1);
        // The words of the last column stand to the right of its boxes.
        let step = (f64::from(size.width) - BOX) / columns as f64;
        let scale = (0..columns).map(|column| scale_of(size, nodes, column)).fold(f64::INFINITY, f64::min);
        let mut places = Self { corners: vec![(0.0, 0.0); nodes.len()], scale };
        for column in 0..columns {
            let own: Vec<usize> = (0..nodes.len()).filter(|&node| nodes[node].column == column).collect();
            places.fill_column(column as f64 * step, &own, nodes, bands);
            places.push_up(&own, nodes, f64::from(size.height));
        }
        places
    }

    /// Puts the boxes of a column below each other, each no higher than where its first band comes from.
    fn fill_column(&mut self, left: f64, own: &[usize], nodes: &[Node], bands: &[Band]) {
        let mut next = 2.0_f64;
        for &node in own {
            let source = bands.iter().find(|band| band.to == node).map_or(0.0, |band| self.corners[band.from].1);
            let top = next.max(source);
            self.corners[node] = (left, top);
            next = top + room(&nodes[node], self.scale);
        }
    }

    /// Moves boxes up from the lower edge, the last one first.
    fn push_up(&mut self, own: &[usize], nodes: &[Node], mut bottom: f64) {
        for &node in own.iter().rev() {
            let highest = bottom - room(&nodes[node], self.scale);
            let top = self.corners[node].1.min(highest);
            self.corners[node].1 = top;
            bottom = top;
        }
    }
}

/// Returns the height that a box takes with its words and the space below it.
fn room(node: &Node, scale: f64) -> f64 {
    height_of(node, scale).max(LETTERS * 1.2) + GAP
}

fn height_of(node: &Node, scale: f64) -> f64 {
    (node.amount * scale).max(LEAST)
}

/// Returns the units of height for one of the amount that let a column just fit.
fn scale_of(size: Size, nodes: &[Node], column: usize) -> f64 {
    let own: Vec<&Node> = nodes.iter().filter(|node| node.column == column).collect();
    let sum: f64 = own.iter().map(|node| node.amount).sum();
    let words = own.len() as f64 * (GAP + LETTERS * 1.2);
    (f64::from(size.height) - words).max(20.0) / sum.max(f64::MIN_POSITIVE)
}

fn draw_bands(sheet: &Sheet<'_>, places: &Places, nodes: &[Node], bands: &[Band]) -> Drawn {
    let mut left: Vec<f64> = vec![0.0; nodes.len()];
    let mut entered: Vec<f64> = vec![0.0; nodes.len()];
    for band in bands.iter().filter(|band| band.amount > 0.0) {
        let thickness = (band.amount * places.scale).max(LEAST);
        let (from, to) = (places.corners[band.from], places.corners[band.to]);
        let start = (from.0 + BOX, from.1 + left[band.from]);
        let end = (to.0, to.1 + entered[band.to]);
        left[band.from] += band.amount * places.scale;
        entered[band.to] += band.amount * places.scale;
        let edge = ribbon(start, end, thickness);
        shape(sheet, &edge, nodes[band.to].ink, 0.28)?;
    }
    Ok(())
}

/// Returns the edge of a band of a thickness between two points, level at both ends.
fn ribbon(start: (f64, f64), end: (f64, f64), thickness: f64) -> Vec<(f64, f64)> {
    let steps = 24;
    let upper = (0..=steps).map(|step| {
        let t = f64::from(step) / f64::from(steps);
        let ease = t * t * (3.0 - 2.0 * t);
        (start.0 + (end.0 - start.0) * t, start.1 + (end.1 - start.1) * ease)
    });
    let upper: Vec<(f64, f64)> = upper.collect();
    let lower = upper.iter().rev().map(|(x, y)| (*x, y + thickness));
    upper.iter().copied().chain(lower).collect()
}

fn draw_node(sheet: &Sheet<'_>, places: &Places, place: usize, node: &Node) -> Drawn {
    let (left, top) = places.corners[place];
    let height = height_of(node, places.scale);
    block(sheet, (left, top), (left + BOX, top + height), node.ink, 1.0)?;
    let words = top + height.min(LETTERS * 3.0) / 2.0;
    let x = left + BOX + 6.0;
    let first = if height < LETTERS * 2.6 { top + 8.0 } else { words - LETTERS * 0.65 };
    write(sheet, &node.name, (x, first), Side::Right, Ink::Text)?;
    write_sized(sheet, &node.count, (x, first + LETTERS * 1.25), Side::Right, Ink::Muted, LETTERS * 0.95)
}
