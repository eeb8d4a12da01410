//! What all pictures share: the sheet they are drawn on, its inks and its letters.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea as _};
use plotters::prelude::{PathElement, Polygon, RGBAColor, RGBColor, Rectangle, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, IntoFont as _, ShapeStyle, TextStyle};

/// Coordinates in a unit.
const FINE: f64 = 4.0;

/// Height of the letters of axes and labels, in units.
pub(super) const LETTERS: f64 = 11.5;

/// The backend writes a font size divided by this.
const FONT_SCALE: f64 = 1.24;

/// What a drawing step returns; drawing into a string never fails.
pub(super) type Drawn<T = ()> = Result<T, DrawingAreaErrorKind<std::io::Error>>;

/// What pictures are drawn on.
pub(super) type Sheet<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Width and height of a picture, in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct Size {
    /// From left to right.
    pub(in crate::report) width: u32,
    /// From top to bottom.
    pub(in crate::report) height: u32,
}

/// The colours of all pictures: the light theme's, which the style sheet replaces by name in the dark.
///
/// Ours and what is published differ in lightness too, and all pairs stay apart for the colour-blind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Ink {
    /// Words.
    Text,
    /// Words that stand back.
    Muted,
    /// Lines that guide the eye.
    Grid,
    /// The paper.
    Paper,
    /// What the dataset holds.
    Ours,
    /// What is published.
    Published,
    /// A second thing of ours.
    Green,
    /// A third.
    Purple,
    /// A fourth.
    Gold,
    /// What is only background.
    Soft,
}

impl Ink {
    /// Every ink with the name of its CSS variable and its colours in the light and in the dark.
    pub(in crate::report) const ALL: &'static [(Self, &'static str, &'static str, &'static str)] = &[
        (Self::Text, "--text", "#1B1F24", "#E8EAED"),
        (Self::Muted, "--muted", "#5A6370", "#A3ACB8"),
        (Self::Grid, "--grid", "#E3E7EB", "#2C323A"),
        (Self::Paper, "--paper", "#FFFFFF", "#15181C"),
        (Self::Ours, "--ours", "#1F6FB2", "#6CB2F0"),
        (Self::Published, "--published", "#C8500A", "#F79A63"),
        (Self::Green, "--green", "#178468", "#4CC2A0"),
        (Self::Purple, "--purple", "#8857A3", "#C59BDE"),
        (Self::Gold, "--gold", "#A97B00", "#E3BC52"),
        (Self::Soft, "--soft", "#B4BBC4", "#56606C"),
    ];

    /// Returns the name of the CSS variable.
    pub(in crate::report) fn variable(self) -> &'static str {
        self.entry().1
    }

    fn entry(self) -> &'static (Self, &'static str, &'static str, &'static str) {
        Self::ALL.iter().find(|entry| entry.0 == self).expect("every ink is listed")
    }

    /// Returns the colour of the light theme.
    pub(super) fn colour(self) -> RGBColor {
        let hex = self.entry().2;
        let part = |from: usize| u8::from_str_radix(&hex[from..from + 2], 16).expect("inks are hexadecimal");
        RGBColor(part(1), part(3), part(5))
    }

    /// Returns the colour, let through by `share` of 1.
    pub(super) fn thin(self, share: f64) -> RGBAColor {
        // Two digits keep the page small, and no eye sees the third.
        self.colour().mix((share * 100.0).round() / 100.0)
    }

    /// Returns a pen of a width in units.
    pub(super) fn pen(self, width: f64) -> ShapeStyle {
        self.colour().stroke_width((width * FINE).round() as u32)
    }
}

/// Turns units into coordinates.
pub(super) fn fine(units: f64) -> i32 {
    (units * FINE).round() as i32
}

/// Where a word stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// It begins there.
    Right,
    /// It ends there.
    Left,
    /// Its middle is there.
    Middle,
}

/// Returns the style of letters of a height in units.
pub(super) fn letters(ink: Ink, height: f64) -> TextStyle<'static> {
    TextStyle {
        color: ink.colour().to_backend_color(),
        ..TextStyle::from(("sans-serif", height * FINE * FONT_SCALE).into_font())
    }
}

/// Writes a word with its middle at a height.
pub(super) fn write(sheet: &Sheet<'_>, text: &str, at: (f64, f64), side: Side, ink: Ink) -> Drawn {
    write_sized(sheet, text, at, side, ink, LETTERS)
}

/// Writes a word in letters of a height.
pub(super) fn write_sized(sheet: &Sheet<'_>, text: &str, at: (f64, f64), side: Side, ink: Ink, height: f64) -> Drawn {
    let anchor = match side {
        Side::Right => HPos::Left,
        Side::Left => HPos::Right,
        Side::Middle => HPos::Center,
    };
    let style = letters(ink, height).pos(Pos::new(anchor, VPos::Center));
    sheet.draw_text(text, &style, (fine(at.0), fine(at.1)))
}

/// Draws a line through points.
pub(super) fn stroke(sheet: &Sheet<'_>, points: &[(f64, f64)], ink: Ink, width: f64) -> Drawn {
    let points: Vec<(i32, i32)> = points.iter().map(|&(x, y)| (fine(x), fine(y))).collect();
    sheet.draw(&PathElement::new(points, ink.pen(width)))
}

/// Draws a line through points, let through by a share; fewer than two points give nothing.
pub(super) fn thin_stroke(sheet: &Sheet<'_>, points: &[(f64, f64)], ink: Ink, share: f64, width: f64) -> Drawn {
    if points.len() < 2 {
        return Ok(());
    }
    let points: Vec<(i32, i32)> = points.iter().map(|&(x, y)| (fine(x), fine(y))).collect();
    sheet.draw(&PathElement::new(points, ink.thin(share).stroke_width((width * FINE).round() as u32)))
}

/// Fills a rectangle.
pub(super) fn block(sheet: &Sheet<'_>, from: (f64, f64), to: (f64, f64), ink: Ink, share: f64) -> Drawn {
    let corners = [(fine(from.0), fine(from.1)), (fine(to.0), fine(to.1))];
    sheet.draw(&Rectangle::new(corners, ink.thin(share).filled()))
}

/// Fills a shape.
pub(super) fn shape(sheet: &Sheet<'_>, points: &[(f64, f64)], ink: Ink, share: f64) -> Drawn {
    let points: Vec<(i32, i32)> = points.iter().map(|&(x, y)| (fine(x), fine(y))).collect();
    sheet.draw(&Polygon::new(points, ink.thin(share).filled()))
}

/// Draws a dot, or a ring of paper with an inked edge.
pub(super) fn dot(sheet: &Sheet<'_>, at: (f64, f64), radius: f64, ink: Ink, is_ring: bool) -> Drawn {
    use plotters::prelude::Circle;
    let (middle, radius) = ((fine(at.0), fine(at.1)), fine(radius));
    if !is_ring {
        return sheet.draw(&Circle::new(middle, radius, ink.colour().filled()));
    }
    sheet.draw(&Circle::new(middle, radius, Ink::Paper.colour().filled()))?;
    sheet.draw(&Circle::new(middle, radius, ink.pen(1.6)))
}

/// Draws a picture and returns its text: an `svg` element that fits the width it is given and says in words what it shows.
pub(super) fn svg(size: Size, label: &str, draw: impl FnOnce(&Sheet<'_>) -> Drawn) -> String {
    let mut text = String::new();
    let pixels = (fine(f64::from(size.width)) as u32, fine(f64::from(size.height)) as u32);
    {
        let sheet = SVGBackend::with_string(&mut text, pixels).into_drawing_area();
        draw(&sheet).and_then(|()| sheet.present()).expect("a string takes whatever is drawn into it");
    }
    let (_, drawn) = text.split_once(">\n").expect("the backend opens an element first");
    let label = label.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let head = format!("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{label}\">\n", pixels.0, pixels.1);
    head + &shortened(drawn)
}

/// Leaves out what the style sheet or a default says.
fn shortened(drawn: &str) -> String {
    let mut text = drawn.to_owned();
    let spare = [" opacity=\"1\"", " font-family=\"sans-serif\"", " stroke=\"none\"", " stroke-width=\"0\""];
    for attribute in spare {
        text = text.replace(attribute, "");
    }
    text.replace(" \"/>", "\"/>")
}
