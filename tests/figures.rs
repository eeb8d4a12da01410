//! The published figures: every one says where it comes from, can fail, and stands in the documentation.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use fauxbank::realism::{Figure, FigureValue, ToleranceKind, figures_of, scenarios_with_figures, significant};

/// Set it to rewrite what a test compares with the figures.
const REWRITE: &str = "FAUXBANK_REWRITE";

/// What surrounds the table in the documentation.
const BORDERS: [&str; 2] = ["<!-- figures -->\n", "<!-- end of figures -->\n"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn all() -> Vec<Figure> {
    scenarios_with_figures().flat_map(|scenario| figures_of(scenario).expect("figures can be read")).collect()
}

#[test]
fn the_reference_tables_that_figures_cite_are_there() {
    for figure in all() {
        let cited = figure.source.split(['(', ')', ',', ' ']).filter(|word| word.starts_with("reference/"));
        for file in cited {
            assert!(root().join(file).is_file(), "{} cites {file}", figure.id);
        }
    }
}

#[test]
fn a_curve_and_its_tolerance_leave_something_to_fail() {
    for figure in all() {
        if let FigureValue::Curve(_) = figure.published {
            assert!(figure.tolerance < 0.5, "{}: a distance of {} lets everything pass", figure.id, figure.tolerance);
        }
        let is_wide = figure.tolerance_kind == ToleranceKind::Factor || figure.tolerance > 0.3;
        assert!(!is_wide || figure.remark.is_some(), "{}: a wide tolerance wants a remark", figure.id);
    }
}

#[test]
fn the_documentation_lists_the_figures() {
    let path: PathBuf = root().join("docs/realism.md");
    let text = fs::read_to_string(&path).expect("the documentation is there");
    let (before, rest) = text.split_once(BORDERS[0]).expect("the table has a beginning");
    let (_, after) = rest.split_once(BORDERS[1]).expect("the table has an end");
    let expected = format!("{before}{}{}{}{after}", BORDERS[0], table(), BORDERS[1]);
    if std::env::var_os(REWRITE).is_some() {
        fs::write(&path, &expected).expect("the documentation can be written");
    } else {
        assert!(text == expected, "docs/realism.md is stale: run the test with {REWRITE}=1");
    }
}

fn table() -> String {
    let mut text = String::new();
    for scenario in scenarios_with_figures() {
        let figures = figures_of(scenario).expect("figures can be read");
        let _ = writeln!(text, "\n### {scenario}: {} figures\n", figures.len());
        text.push_str("| figure | what | published | tolerance | measured by | source | remark |\n|---|---|---|---|---|---|---|\n");
        for figure in figures {
            let _ = writeln!(
                text,
                "| `{}` | {} | {} | {} | `{}` of `{}` | {} | {} |",
                figure.id,
                figure.title,
                published(&figure),
                tolerance(&figure),
                figure.measure,
                figure.of,
                figure.source,
                figure.remark.as_deref().unwrap_or_default(),
            );
        }
    }
    text.push('\n');
    text
}

fn published(figure: &Figure) -> String {
    match &figure.published {
        FigureValue::Number(value) => format!("{} {}", significant(*value), figure.unit),
        FigureValue::Curve(parts) => parts
            .iter()
            .map(|part| format!("{part:.3}").trim_start_matches('0').to_owned())
            .collect::<Vec<_>>()
            .join(" "),
    }
}

fn tolerance(figure: &Figure) -> String {
    match figure.tolerance_kind {
        ToleranceKind::Relative => format!("±{} %", significant(figure.tolerance * 100.0)),
        ToleranceKind::Absolute => match figure.published {
            FigureValue::Curve(_) => format!("distance {}", significant(figure.tolerance)),
            FigureValue::Number(_) => format!("±{}", significant(figure.tolerance)),
        },
        ToleranceKind::Factor => format!("×÷{}", significant(figure.tolerance)),
        ToleranceKind::AtLeast => "or more".to_owned(),
    }
}
