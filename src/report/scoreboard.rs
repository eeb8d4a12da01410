//! The scoreboard: every figure, measured and published, with its source.

use maud::{Markup, PreEscaped, html};

use super::charts::spark;
use super::prose::{prose, spoken};
use crate::realism::{self, FigureValue, Score, Verdict};

/// The subjects of figures, by the beginning of their names, and how the board calls them.
const SUBJECTS: [(&str, &str); 38] = [
    ("ticket", "What a purchase costs"),
    ("share", "What people buy"),
    ("remote", "In shops and online"),
    ("use", "How often cards are used"),
    ("cards", "How often cards are used"),
    ("cents", "Endings of prices"),
    ("digits", "Endings of prices"),
    ("weekdays", "Days of the week"),
    ("hours", "Hours of the day"),
    ("months", "Months"),
    ("pay", "Pay and paydays"),
    ("payday", "Pay and paydays"),
    ("income", "Pay and paydays"),
    ("rent", "Rent, tips and bills"),
    ("tips", "Rent, tips and bills"),
    ("bills", "Rent, tips and bills"),
    ("posting", "From authorization to posting"),
    ("declines", "From authorization to posting"),
    ("returns", "Returns and chargebacks"),
    ("chargebacks", "Returns and chargebacks"),
    ("fraud", "Fraud"),
    ("liquid", "Balances"),
    ("overdraft", "Overdrafts"),
    ("income_fifths", "Spending by income"),
    ("bundles", "Habits and places"),
    ("places", "Habits and places"),
    ("distance", "Habits and places"),
    ("popularity", "Habits and places"),
    ("dispersion", "Habits and places"),
    ("echo", "Habits and places"),
    ("unicity", "How few points single a person out"),
    ("cash", "Cash"),
    ("saving", "Saving"),
    ("credit", "Credit"),
    ("transfers", "Transfers"),
    ("contactless", "How cards are presented"),
    ("cards_held", "How often cards are used"),
    ("lives", "How lives change"),
];

/// Writes the class, the sign and the word of a verdict.
pub(super) fn mark(verdict: Verdict) -> Markup {
    html! { span class={ "mark " (class(verdict)) } { (sign(verdict)) " " (verdict.word()) } }
}

/// Returns the class of the style sheet.
pub(super) fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Near => "near",
        Verdict::Off => "off",
        Verdict::NotMeasured => "none",
    }
}

fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Near => "≈",
        Verdict::Off => "✗",
        Verdict::NotMeasured => "–",
    }
}

/// Writes a bar of how many figures pass, are near, off, not measured, and the same in words.
pub(super) fn summary(scores: &[Score]) -> Markup {
    let count = |verdict: Verdict| scores.iter().filter(|score| score.verdict == verdict).count();
    html! {
        div.summary {
            h3 { "Against " (scores.len()) " published figures" }
            div.bar aria-hidden="true" {
                @for verdict in Verdict::ALL {
                    @if count(verdict) > 0 { span class=(class(verdict)) style={ "flex:" (count(verdict)) } {} }
                }
            }
            ul.tally {
                @for verdict in Verdict::ALL {
                    li { span class={ "mark " (class(verdict)) } { (sign(verdict)) " " (count(verdict)) } " " (verdict.word()) }
                }
            }
        }
    }
}

/// Writes the scoreboard, subject by subject.
pub(super) fn scoreboard(scores: &[Score]) -> Markup {
    let mut subjects: Vec<String> = Vec::new();
    for score in scores {
        let subject = subject(&score.figure.id);
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    html! {
        section #scoreboard {
            h2 { "Scoreboard" }
            p {
                "Each figure was published by somebody who measured it; beside it stands what this dataset gives, measured the same way. "
                "It passes within its tolerance, is near up to about twice that, and is off beyond; what sampling alone explains is not "
                "held against it. Curves are compared by the share that would have to move to turn one into the other."
            }
            table.score {
                thead { tr {
                    th { "result" } th { "figure" } th.number { "here" } th.number { "published" } th.number.least { "tolerance" }
                } }
                @for subject_name in &subjects {
                    tbody {
                        tr.group { td colspan="5" { (subject_name) } }
                        @for score in scores.iter().filter(|score| subject(&score.figure.id) == *subject_name) { (row(score)) }
                    }
                }
            }
        }
    }
}

fn subject(id: &str) -> String {
    let name = id.split('.').next().unwrap_or(id);
    SUBJECTS.iter().find(|(known, _)| *known == name).map_or_else(|| spoken(name), |(_, title)| (*title).to_owned())
}

fn row(score: &Score) -> Markup {
    let figure = &score.figure;
    let [_, _, measured, published, allowed, sample] = realism::cells(score);
    html! {
        tr id={ "figure-" (figure.id) } {
            td { (mark(score.verdict)) }
            td {
                (figure.title)
                details {
                    summary { code { (figure.id) } }
                    (about(score, &sample))
                }
            }
            td.number { (measured) @if let Some(curves) = curves(score) { (PreEscaped(curves)) } }
            td.number { (published) }
            td.number.least { (allowed) }
        }
    }
}

fn about(score: &Score, sample: &str) -> Markup {
    let figure = &score.figure;
    let description = realism::descriptions().get(&figure.measure);
    html! {
        @if let Some(description) = description { p { (prose(&description.words)) } }
        p { "Source: " (figure.source) }
        @if let Some(remark) = &figure.remark { p { "Remark: " (prose(remark)) } }
        @if !sample.is_empty() { p { "Sample: " (sample) } }
        @if let Some(description) = description { pre { (description.sql.trim().replace("{of}", &figure.of)) } }
    }
}

/// Draws both curves of a figure that is a curve.
fn curves(score: &Score) -> Option<String> {
    match (score.measured.as_ref().map(|measured| &measured.value), &score.figure.published) {
        (Some(FigureValue::Curve(ours)), FigureValue::Curve(published)) => Some(spark(ours, published)),
        _ => None,
    }
}
