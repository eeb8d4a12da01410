//! A picture on the page: its title, what to see in it, its legend, and the drawing for wide and narrow screens.

use maud::{Markup, PreEscaped, html};

use super::charts::Ink;

/// The shape of a legend's sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    /// A line.
    Line,
    /// A dashed line.
    Dashes,
    /// A filled block.
    Block,
    /// A thin block.
    Pale,
    /// A dot.
    Dot,
    /// A ring.
    Ring,
}

/// A line of a legend.
#[derive(Debug, Clone)]
pub(super) struct Key {
    ink: Ink,
    sample: Sample,
    meaning: String,
}

impl Key {
    /// Makes a line of a legend.
    pub(super) fn new(ink: Ink, sample: Sample, meaning: impl Into<String>) -> Self {
        Self { ink, sample, meaning: meaning.into() }
    }

    fn draw(&self) -> Markup {
        let colour = format!("var({})", self.ink.variable());
        let sample = match self.sample {
            Sample::Line => {
                html! { line x1="1" x2="21" y1="6" y2="6" style={ "stroke:" (colour) ";stroke-width:2.4" } {} }
            }
            Sample::Dashes => {
                let style = format!("stroke:{colour};stroke-width:2;stroke-dasharray:5 4");
                html! { line x1="1" x2="21" y1="6" y2="6" style=(style) {} }
            }
            Sample::Block => html! { rect x="2" y="1" width="18" height="10" style={ "fill:" (colour) } {} },
            Sample::Pale => {
                html! { rect x="2" y="1" width="18" height="10" style={ "fill:" (colour) ";opacity:.25" } {} }
            }
            Sample::Dot => html! { circle cx="11" cy="6" r="4" style={ "fill:" (colour) } {} },
            Sample::Ring => {
                html! { circle cx="11" cy="6" r="3.4" style={ "fill:none;stroke-width:1.7;stroke:" (colour) } {} }
            }
        };
        html! { li { svg viewBox="0 0 22 12" aria-hidden="true" { (sample) } (self.meaning) } }
    }
}

/// The drawings of a picture.
#[derive(Debug, Clone)]
pub(super) enum Drawing {
    /// One for all screens, as wide as a column.
    Column(String),
    /// One for all screens that is as tall as two others.
    Tall(String),
    /// One over the whole width of a wide screen, and one for narrow screens.
    Both {
        /// As wide as the page.
        wide: String,
        /// As wide as a column.
        narrow: String,
    },
}

/// A picture with its words.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    /// The title.
    pub(super) title: String,
    /// One sentence that says what to see.
    pub(super) caption: String,
    /// What lines and dots mean.
    pub(super) legend: Vec<Key>,
    /// The drawing.
    pub(super) drawing: Drawing,
    /// Where the published part is from; may be empty.
    pub(super) source: String,
}

impl Picture {
    /// Writes the picture as an HTML figure.
    pub(super) fn markup(&self) -> Markup {
        let is_tall = matches!(self.drawing, Drawing::Tall(_));
        let is_wide = matches!(self.drawing, Drawing::Both { .. });
        html! {
            figure.wide[is_wide].tall[is_tall] {
                figcaption {
                    h3 { (self.title) }
                    p { (self.caption) }
                    @if !self.legend.is_empty() {
                        ul.legend { @for key in &self.legend { (key.draw()) } }
                    }
                }
                @match &self.drawing {
                    Drawing::Column(svg) | Drawing::Tall(svg) => { (PreEscaped(svg)) }
                    Drawing::Both { wide, narrow } => {
                        div.wide-only { (PreEscaped(wide)) }
                        div.narrow-only { (PreEscaped(narrow)) }
                    }
                }
                @if !self.source.is_empty() { p.source { "Published: " (self.source) } }
            }
        }
    }
}
