//! The page that shows a dataset: pictures of it beside what is published, the scoreboard, the data dictionary, the invariants.
//!
//! One HTML file with everything in it: no script, no font, no picture is loaded from anywhere.

mod bank;
mod charts;
mod dictionary;
mod engines;
mod ground;
mod invariants;
mod numbers;
mod opening;
mod page;
mod picture;
mod pictures;
mod prose;
mod published;
mod scoreboard;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wellformed;

use std::path::Path;

pub use engines::html as engines_html;
use maud::html;

use crate::error::Result;
use crate::manifest::Manifest;
use crate::realism::{Reading, Score};
use crate::validate;
use pictures::Material;

/// The most rows that a page validates unless it is asked to.
pub const VALIDATED_ROWS: u64 = 20_000_000;

/// What a page shows.
#[derive(Debug, Clone, Copy)]
pub struct Contents<'a> {
    /// The dataset's folder.
    pub dir: &'a Path,
    /// What the dataset is.
    pub manifest: &'a Manifest,
    /// What was read of it.
    pub reading: &'a Reading,
    /// The scenario whose figures it is held against.
    pub figures: &'a str,
    /// How near it comes to them.
    pub scores: &'a [Score],
    /// What its validation found, where it was validated.
    pub findings: Option<&'a validate::Report>,
}

/// Writes the page.
///
/// # Errors
///
/// Fails where the table of banks cannot be read.
pub fn html(contents: &Contents<'_>) -> Result<String> {
    let bank = bank::read(contents.dir, contents.manifest)?;
    let material =
        Material { facts: &contents.reading.all, scores: contents.scores, figures: contents.figures, bank: &bank };
    let body = html! {
        header {
            (opening::head(contents.manifest, &bank, contents.reading.all.horizon))
            (scoreboard::summary(contents.scores))
            @if let Some(report) = contents.findings { (invariants::summary(report)) }
            nav aria-label="contents" {
                @for (id, title) in pictures::CHAPTERS { a href={ "#" (id) } { (title) } }
                a href="#scoreboard" { "Scoreboard" }
                a href="#dictionary" { "Data dictionary" }
                a href="#invariants" { "Invariants" }
            }
        }
        main {
            (opening::tables(contents.manifest))
            (pictures::pictures(&material))
            (scoreboard::scoreboard(contents.scores))
            (dictionary::dictionary(contents.manifest))
            (invariants::invariants(contents.findings))
        }
        footer {
            p {
                "Made by fauxbank " (contents.manifest.run.version) " from the dataset's own files: the same dataset gives the same page. "
                "Everything in it is synthetic; any likeness to a person, a bank or a shop is chance."
            }
        }
    };
    Ok(page::page(&opening::title(contents.manifest), &body))
}
