//! The pictures of the page, each from what a dataset's reading has gathered and what is published.

mod amounts;
mod cards;
mod fraud;
mod health;
mod money;
mod places;
mod times;

use maud::{Markup, html};

use super::opening::Bank;
use crate::realism::{Facts, FigureValue, Score};

/// Width of a picture in a column, and of one over the whole page, in units.
const COLUMN: u32 = 420;
const PAGE: u32 = 1032;

/// What pictures are drawn from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Material<'a> {
    /// What was gathered.
    pub(super) facts: &'a Facts,
    /// Figures, measured and published.
    pub(super) scores: &'a [Score],
    /// The scenario whose figures these are.
    pub(super) figures: &'a str,
    /// The bank.
    pub(super) bank: &'a Bank,
}

/// A curve of ours and the published one, bucket by bucket.
#[derive(Debug, Clone, PartialEq)]
struct Pair {
    ours: Vec<f64>,
    published: Vec<f64>,
    title: String,
    source: String,
}

impl Material<'_> {
    /// Returns the score of a measure and its argument.
    fn score(&self, measure: &str, of: &str) -> Option<&Score> {
        self.scores.iter().find(|score| score.figure.measure == measure && score.figure.of == of)
    }

    /// Returns the curves of a measure; nothing where one of them is missing.
    fn pair(&self, measure: &str, of: &str) -> Option<Pair> {
        self.score(measure, of).and_then(pair_of)
    }

    /// Returns all curves of a measure, in the order of the figures.
    fn pairs(&self, measure: &str) -> Vec<Pair> {
        self.scores.iter().filter(|score| score.figure.measure == measure).filter_map(pair_of).collect()
    }
}

fn pair_of(score: &Score) -> Option<Pair> {
    let (Some(FigureValue::Curve(ours)), FigureValue::Curve(published)) =
        (score.measured.as_ref().map(|measured| &measured.value), &score.figure.published)
    else {
        return None;
    };
    let pair = Pair {
        ours: ours.clone(),
        published: published.clone(),
        title: score.figure.title.clone(),
        source: publisher(&score.figure.source),
    };
    (ours.len() == published.len()).then_some(pair)
}

/// Returns a source without the path of the file that it was taken over into.
fn publisher(source: &str) -> String {
    source.split(" (reference/").next().unwrap_or(source).to_owned()
}

/// The subjects of the pictures: the anchor and the title.
pub(super) const CHAPTERS: [(&str, &str); 6] = [
    ("amounts", "What things cost"),
    ("times", "When people pay"),
    ("money", "Money through the year"),
    ("places", "Where people go"),
    ("cards", "What becomes of a payment"),
    ("trouble", "When things go wrong"),
];

/// Writes all pictures, subject by subject.
pub(super) fn pictures(material: &Material<'_>) -> Markup {
    let pictures = [
        amounts::pictures(material),
        times::pictures(material),
        money::pictures(material),
        places::pictures(material),
        cards::pictures(material),
        [fraud::pictures(material), health::pictures(material)].concat(),
    ];
    html! {
        @for ((id, title), pictures) in CHAPTERS.iter().zip(&pictures) {
            section id=(id) {
                h2 { (title) }
                @if pictures.is_empty() { p.muted { "The dataset has too few rows for these pictures." } }
                div.figures { @for picture in pictures { (picture.markup()) } }
            }
        }
    }
}
