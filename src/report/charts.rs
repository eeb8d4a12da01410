//! Pictures as SVG: plain numbers in, text out.
//!
//! A picture is drawn in the colours of [`Ink`], which the page's style sheet maps to light and dark. Sizes are in units of
//! about a CSS pixel; coordinates are quarters of a unit, so that curves are smooth although the backend counts in integers.

mod axes;
mod canvas;
mod flow;
mod heat;
mod map;
mod panels;
mod plot;
mod rows;
mod spark;

pub(super) use axes::Axis;
pub(super) use canvas::{Ink, Size};
pub(super) use flow::{Band, Node, flow};
pub(super) use heat::heat;
pub(super) use map::{Atlas, map};
pub(super) use panels::{panels, stacked};
pub(super) use plot::{Layer, Plot};
pub(super) use rows::{Mark, Row, rows};
pub(super) use spark::spark;

#[cfg(test)]
mod tests;
