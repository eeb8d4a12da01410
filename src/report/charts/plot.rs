//! A plot: two axes and layers of lines, bands, blocks and dots.

use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::cartesian::Cartesian2d;
use plotters::element::{Circle, EmptyElement};
use plotters::prelude::{PathElement, Polygon, Rectangle, SVGBackend};
use plotters::style::{Color as _, TRANSPARENT};

use super::axes::Axis;
use super::canvas::{Drawn, Ink, LETTERS, Sheet, Side, Size, fine, letters, svg, write};

/// What is drawn between the axes, in the order of the layers.
#[derive(Debug, Clone)]
pub(in crate::report) enum Layer {
    /// A line of a width through points.
    Line(Ink, f64, Vec<(f64, f64)>),
    /// An area between a lower and an upper line: x, lower, upper; let through by a share.
    Area(Ink, f64, Vec<(f64, f64, f64)>),
    /// Rectangles: x from and to, y from and to; let through by a share.
    Blocks(Ink, f64, Vec<[f64; 4]>),
    /// Dots of a radius.
    Dots(Ink, f64, Vec<(f64, f64)>),
    /// Rings, for what is published.
    Rings(Ink, Vec<(f64, f64)>),
}

/// Two axes and what stands between them.
#[derive(Debug, Clone)]
pub(in crate::report) struct Plot {
    /// The horizontal axis.
    pub(in crate::report) x: Axis,
    /// The vertical axis.
    pub(in crate::report) y: Axis,
    /// From back to front.
    pub(in crate::report) layers: Vec<Layer>,
}

type Chart<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<Axis, Axis>>;

impl Plot {
    /// Draws the plot alone on a picture, which `label` describes.
    pub(in crate::report) fn svg(&self, size: Size, label: &str) -> String {
        svg(size, label, |sheet| self.draw(sheet, self.margin()))
    }

    /// Returns the width of what is written to the left of the plot.
    pub(super) fn margin(&self) -> f64 {
        let longest = self.y.ticks.iter().map(|(_, word)| word.chars().count()).max().unwrap_or_default();
        11.0 + longest as f64 * LETTERS * 0.62
    }

    /// Draws the plot on a sheet, with a margin to its left.
    pub(super) fn draw(&self, sheet: &Sheet<'_>, left: f64) -> Drawn {
        let height = f64::from(sheet.dim_in_pixel().1) / f64::from(fine(1.0));
        let width = f64::from(sheet.dim_in_pixel().0) / f64::from(fine(1.0));
        let top = if self.y.name.is_empty() { 6.0 } else { 22.0 };
        let bottom = if self.x.name.is_empty() { 20.0 } else { 36.0 };
        if !self.y.name.is_empty() {
            write(sheet, &self.y.name, (0.0, 8.0), Side::Right, Ink::Muted)?;
        }
        if !self.x.name.is_empty() {
            write(sheet, &self.x.name, (width, height - 7.0), Side::Left, Ink::Muted)?;
        }
        let mut chart = ChartBuilder::on(sheet)
            .margin_top(fine(top))
            .margin_right(fine(16.0))
            .margin_bottom(fine(bottom - 20.0))
            .set_label_area_size(LabelAreaPosition::Left, fine(left))
            .set_label_area_size(LabelAreaPosition::Bottom, fine(20.0))
            .build_cartesian_2d(self.x.clone(), self.y.clone())?;
        self.mesh(&mut chart)?;
        self.layers.iter().try_for_each(|layer| self.layer(&mut chart, layer))
    }

    fn mesh(&self, chart: &mut Chart<'_>) -> Drawn {
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(Ink::Grid.pen(1.0))
            .light_line_style(TRANSPARENT)
            .axis_style(TRANSPARENT)
            .set_all_tick_mark_size(fine(3.0))
            .label_style(letters(Ink::Muted, LETTERS))
            .draw()?;
        if self.y.from <= 0.0 && !self.y.is_log {
            let zero = vec![(self.x.from, 0.0), (self.x.to, 0.0)];
            chart.draw_series([PathElement::new(zero, Ink::Soft.pen(1.0))])?;
        }
        Ok(())
    }

    fn layer(&self, chart: &mut Chart<'_>, layer: &Layer) -> Drawn {
        match layer {
            Layer::Line(ink, width, points) => {
                chart.draw_series([PathElement::new(points.clone(), ink.pen(*width))]).map(|_| ())
            }
            Layer::Area(ink, share, points) => {
                let lower = points.iter().map(|&(x, lower, _)| (x, lower));
                let upper = points.iter().rev().map(|&(x, _, upper)| (x, upper));
                let edge: Vec<_> = lower.chain(upper).collect();
                chart.draw_series([Polygon::new(edge, ink.thin(*share).filled())]).map(|_| ())
            }
            Layer::Blocks(ink, share, blocks) => {
                let corners = blocks.iter().map(|&[x0, x1, y0, y1]| [(x0, y0), (x1, y1)]);
                let style = ink.thin(*share).filled();
                chart.draw_series(corners.map(|corners| Rectangle::new(corners, style))).map(|_| ())
            }
            Layer::Dots(ink, radius, points) => {
                let (radius, style) = (fine(*radius), ink.colour().filled());
                chart.draw_series(points.iter().map(|&point| Circle::new(point, radius, style))).map(|_| ())
            }
            Layer::Rings(ink, points) => {
                let (paper, pen) = (Ink::Paper.colour().filled(), ink.pen(1.6));
                chart.draw_series(points.iter().map(|&point| {
                    EmptyElement::at(point)
                        + Circle::new((0, 0), fine(2.8), paper)
                        + Circle::new((0, 0), fine(2.8), pen)
                }))?;
                Ok(())
            }
        }
    }
}
