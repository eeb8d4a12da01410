//! The scoreboard as text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::manifest::Manifest;
use crate::realism::Reading;
use crate::realism::figure::{FigureValue, ToleranceKind};
use crate::realism::score::{Measured, Score, Verdict, total_variation};

/// Writes the scoreboard for people: a line a figure, then how many passed; what did not pass says why it may be so.
pub fn to_text(scores: &[Score]) -> String {
    let rows: Vec<[String; 6]> = scores.iter().map(cells).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; 5] = [width(0), width(1), width(2), width(3), width(4)];
    let mut text = String::new();
    for (row, score) in rows.iter().zip(scores) {
        let [verdict, id, measured, published, allowed, sample] = row;
        let _ = writeln!(
            text,
            "{verdict:v$}  {id:i$}  {measured:>m$}  {published:>p$}  {allowed:a$}  {sample}",
            v = widths[0],
            i = widths[1],
            m = widths[2],
            p = widths[3],
            a = widths[4],
        );
        if let (Verdict::Near | Verdict::Off, Some(remark)) = (score.verdict, &score.figure.remark) {
            let _ = writeln!(text, "{:v$}  {remark}", "", v = widths[0]);
        }
    }
    let _ = writeln!(text, "\n{}", summary(scores));
    text
}

/// Tells how many figures passed, as in `188 of 214 figures pass, 14 near, 9 off, 3 not measured`.
pub fn summary(scores: &[Score]) -> String {
    let count = |verdict: Verdict| scores.iter().filter(|score| score.verdict == verdict).count();
    let [pass, near, off, not_measured] = Verdict::ALL.map(count);
    format!("{pass} of {} figures pass, {near} near, {off} off, {not_measured} not measured", scores.len())
}

/// Returns the words of a line: verdict, name, measured, published, tolerance, sample.
pub fn cells(score: &Score) -> [String; 6] {
    let figure = &score.figure;
    let (measured, published) = match (&score.measured, &figure.published) {
        (Some(Measured { value: FigureValue::Curve(parts), .. }), FigureValue::Curve(published)) => {
            (format!("distance {}", significant(total_variation(parts, published))), "curve".to_owned())
        }
        (Some(Measured { value: FigureValue::Number(value), .. }), FigureValue::Number(published)) => {
            (significant(*value), format!("{} {}", significant(*published), figure.unit))
        }
        (_, FigureValue::Number(published)) => ("-".to_owned(), format!("{} {}", significant(*published), figure.unit)),
        (_, FigureValue::Curve(_)) => ("-".to_owned(), "curve".to_owned()),
    };
    let allowed = match (figure.tolerance_kind, &figure.published) {
        (ToleranceKind::Relative, _) => format!("±{} %", significant(figure.tolerance * 100.0)),
        (ToleranceKind::Absolute, FigureValue::Curve(_)) => format!("≤{}", significant(figure.tolerance)),
        (ToleranceKind::Absolute, _) => format!("±{}", significant(figure.tolerance)),
        (ToleranceKind::AtLeast, _) => "or more".to_owned(),
        (ToleranceKind::Factor, _) => format!("×÷{}", significant(figure.tolerance)),
    };
    let sample = score.measured.as_ref().map_or(String::new(), |measured| {
        let error = measured.standard_error.map(|error| format!(", error {}", significant(error)));
        format!("n {}{}", measured.sample, error.unwrap_or_default())
    });
    [score.verdict.word().to_owned(), figure.id.clone(), measured, published, allowed, sample]
}

/// Writes a number with four significant digits.
pub fn significant(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    let magnitude = number.abs().log10().floor() as i32;
    let decimals = usize::try_from(3 - magnitude).unwrap_or(0);
    let text = format!("{number:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Returns the scoreboard and what the dataset is, as JSON.
pub fn to_json(manifest: &Manifest, reading: &Reading, figures: &str, scores: &[Score]) -> Value {
    let run = &manifest.run;
    let count = |verdict: Verdict| scores.iter().filter(|score| score.verdict == verdict).count();
    json!({
        "dataset": {
            "version": run.version,
            "scenario": run.scenario.name,
            "seed": run.seed,
            "from": run.horizon.from,
            "to": run.horizon.to,
            "customers": run.communities.count * run.communities.size,
            "part": run.part,
        },
        "measured": {
            "from": reading.all.horizon.from.iso(),
            "to": reading.all.horizon.to.iso(),
            "price_level": reading.price_level,
        },
        "figures_of": figures,
        "summary": {
            "figures": scores.len(),
            "pass": count(Verdict::Pass),
            "near": count(Verdict::Near),
            "off": count(Verdict::Off),
            "not_measured": count(Verdict::NotMeasured),
        },
        "figures": scores.iter().map(score_json).collect::<Vec<_>>(),
    })
}

fn score_json(score: &Score) -> Value {
    let figure = &score.figure;
    let measured = score.measured.as_ref();
    json!({
        "id": figure.id,
        "title": figure.title,
        "measure": figure.measure,
        "of": figure.of,
        "verdict": score.verdict.word(),
        "measured": measured.map(|measured| &measured.value),
        "published": figure.published,
        "unit": figure.unit,
        "tolerance": figure.tolerance,
        "tolerance_kind": figure.tolerance_kind,
        "near": figure.near(),
        "distance": score.distance.filter(|distance| distance.is_finite()),
        "sample": measured.map(|measured| measured.sample),
        "standard_error": measured.and_then(|measured| measured.standard_error),
        "source": figure.source,
        "remark": figure.remark,
    })
}

#[cfg(test)]
mod tests {
    use super::significant;

    #[test]
    fn numbers_are_written_with_four_significant_digits() {
        let texts = [0.009_31, 57.0, 1_234.56, 26.183, 0.0, 123_456.7].map(significant);
        assert_eq!(texts, ["0.00931", "57", "1235", "26.18", "0", "123457"]);
    }
}
