//! Frauds by kind: how many, and how long until they were noticed.

use super::{COLUMN, Material};
use crate::codes::Typology;
use crate::realism::pictures::FraudKind;
use crate::report::charts::{Axis, Ink, Mark, Row, rows};
use crate::report::numbers::{grouped, short};
use crate::report::picture::{Drawing, Key, Picture, Sample};
use crate::report::prose::spoken;

/// Kinds with fewer cases show no quartiles.
const LEAST_CASES: u64 = 8;

pub(super) fn pictures(material: &Material<'_>) -> Vec<Picture> {
    let kinds = &material.facts.pictures.frauds.kinds;
    let mut seen: Vec<(Typology, &FraudKind)> = Typology::ALL.iter().copied().zip(kinds).collect();
    seen.retain(|(_, kind)| kind.cases > 0);
    seen.sort_by_key(|(typology, kind)| (std::cmp::Reverse(kind.cases), *typology as usize));
    if seen.is_empty() {
        return vec![];
    }
    vec![cases(material, &seen), detection(&seen)]
}

fn cases(material: &Material<'_>, seen: &[(Typology, &FraudKind)]) -> Picture {
    let most = seen.iter().map(|(_, kind)| kind.cases).max().unwrap_or(1) as f64;
    // Room for the words to the right of the longest bar.
    let axis = Axis::linear("cases", (0.0, most * 1.6), 4, short);
    let drawn: Vec<Row> = seen
        .iter()
        .map(|(typology, kind)| {
            let cases = kind.cases as f64;
            let words = format!(
                "{} · {} {}",
                grouped(kind.cases),
                grouped(kind.taken.to_major().round() as u64),
                material.bank.currency
            );
            Row {
                name: spoken(typology.word()),
                marks: vec![Mark::Bar(Ink::Ours, 0.85, 0.0, cases), Mark::Word(cases, words)],
            }
        })
        .collect();
    let total: u64 = seen.iter().map(|(_, kind)| kind.cases).sum();
    Picture {
        title: "Frauds by kind".into(),
        caption: format!(
            "{} cases, each told in truth/fraud_cases: beside the bar, their number and what the fraudsters got.",
            grouped(total)
        ),
        legend: vec![],
        drawing: Drawing::Column(rows(COLUMN, "Number of frauds by kind", &axis, &drawn)),
        source: String::new(),
    }
}

fn detection(seen: &[(Typology, &FraudKind)]) -> Picture {
    let ticks = [(0.1, "6 min"), (1.0, "1 h"), (24.0, "1 day"), (720.0, "1 month"), (8_760.0, "1 year")];
    let axis = Axis::log("from the first attempt to detection (logarithmic)", (0.05, 9_000.0), short)
        .written(ticks.map(|(hours, word)| (hours, word.to_owned())).to_vec());
    let drawn: Vec<Row> = seen
        .iter()
        .map(|(typology, kind)| {
            let quantile = |share: f64| kind.hours.quantile(share).unwrap_or(0.0);
            let mut marks = Vec::new();
            if kind.cases >= LEAST_CASES {
                marks.push(Mark::Line(Ink::Ours, quantile(0.1), quantile(0.9)));
                marks.push(Mark::Bar(Ink::Ours, 0.35, quantile(0.25), quantile(0.75)));
            }
            marks.push(Mark::Tick(Ink::Ours, quantile(0.5)));
            Row { name: spoken(typology.word()), marks }
        })
        .collect();
    Picture {
        title: "Time to detection".into(),
        caption: "A label is known only when somebody notices: within the hour for some kinds, after weeks for others. Train on what was \
                  known at the time."
            .into(),
        legend: vec![Key::new(Ink::Ours, Sample::Pale, "p10, quartiles, median, p90")],
        drawing: Drawing::Column(rows(COLUMN, "Hours from first attempt to detection by kind of fraud", &axis, &drawn)),
        source: String::new(),
    }
}
