//! `fauxbank report`: what a dataset looks like, and how near it comes to published figures.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::calendar::Horizon;
use crate::error::{Error, Result};
use crate::manifest::{Manifest, REPORT_PAGE};
use crate::realism::{self, Verdict};
use crate::report::{self, Contents, VALIDATED_ROWS};
use crate::units::Date;
use crate::validate;

/// Draws a dataset, holds it against published figures, and prints the scoreboard.
///
/// Reads every table that a figure speaks of once, with memory that does not grow with the dataset. Writes `report.html`, a page
/// that holds pictures, scoreboard, data dictionary and invariants and needs no network, and `report.json` into the dataset's
/// folder, beside `manifest.json`: validation and the readers of tables do not look at them.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// The folder that `fauxbank generate` wrote.
    dir: PathBuf,
    /// Where to write the page; the JSON goes beside it, with the ending `.json`. [default: report.html in the dataset's folder]
    #[arg(long, value_name = "FILE.html")]
    out: Option<PathBuf>,
    /// Print the scoreboard as JSON.
    #[arg(long)]
    json: bool,
    /// Hold the dataset against the figures of this scenario, or of this file. [default: those of its own, or of the one that it extends]
    #[arg(long, value_name = "SCENARIO|FILE")]
    figures: Option<String>,
    /// Run every check of `fauxbank validate` for the page, however large the dataset is. [default: up to 20 million rows]
    #[arg(long)]
    validate: bool,
    /// Measure and draw only what happened from this day on, as if the dataset began there. [default: its first day]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Measure and draw only what happened up to this day; prices count in those of the scenario's base year. [default: its last day]
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Exit with code 1 if a figure is off.
    #[arg(long)]
    strict: bool,
    /// Threads to use; does not change what is measured. [default: one a core]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,
}

/// Reads a dataset, prints the scoreboard, and writes it.
pub(super) fn report(args: &ReportArgs) -> Result<u8> {
    let manifest = Manifest::read(&args.dir)?;
    let scenario = figures_for(args, &manifest);
    let figures = realism::figures_of(scenario)?;
    let page = args.out.clone().unwrap_or_else(|| args.dir.join(REPORT_PAGE));
    let reading = realism::read_days(&args.dir, &manifest, days(args, &manifest)?, args.threads)?;
    let scores = realism::score(&reading, figures);
    let json = serde_json::to_string_pretty(&realism::to_json(&manifest, &reading, scenario, &scores));
    let json = format!("{}\n", json.expect("strings and numbers are JSON"));
    let path = page.with_extension("json");
    if path == page {
        return Err(Error::input("--out", "the page would overwrite its JSON", "name a file that ends in .html"));
    }
    fs::write(&path, &json).map_err(Error::at(&path, "write"))?;
    let findings = findings(args, &manifest)?;
    let contents = Contents {
        dir: &args.dir,
        manifest: &manifest,
        reading: &reading,
        figures: scenario,
        scores: &scores,
        findings: findings.as_ref(),
    };
    fs::write(&page, report::html(&contents)?).map_err(Error::at(&page, "write"))?;
    super::print(&if args.json { json } else { realism::to_text(&scores) })?;
    Ok(u8::from(args.strict && scores.iter().any(|score| score.verdict == Verdict::Off)))
}

/// Returns the days to measure: those of the dataset that are asked for.
fn days(args: &ReportArgs, manifest: &Manifest) -> Result<Horizon> {
    let whole = manifest.horizon(&args.dir)?;
    let day = |text: &Option<String>, default: Date| match text {
        None => Ok(default),
        Some(text) => Date::parse(text).ok_or_else(|| Error::input(text, "is no date", "write it as in 2029-12-31")),
    };
    let days = Horizon { from: day(&args.from, whole.from)?, to: day(&args.to, whole.to)? };
    if days.is_empty() || !whole.contains(days.from) || !whole.contains(days.to) {
        let cause = format!("the dataset goes from {} to {}", whole.from.iso(), whole.to.iso());
        return Err(Error::input("--from, --to", cause, "name days of the dataset, the first one first"));
    }
    Ok(days)
}

/// Validates the dataset, where that is asked for or does not take long.
fn findings(args: &ReportArgs, manifest: &Manifest) -> Result<Option<validate::Report>> {
    let rows: u64 = manifest.files.iter().map(|file| file.rows).sum();
    let is_wanted = args.validate || rows <= VALIDATED_ROWS;
    is_wanted.then(|| validate::run(&args.dir, &validate::Options { only: vec![], threads: args.threads })).transpose()
}

/// Returns the scenario whose figures a dataset is held against.
fn figures_for<'a>(args: &'a ReportArgs, manifest: &'a Manifest) -> &'a str {
    let scenario = &manifest.run.scenario;
    let has_figures = realism::scenarios_with_figures().any(|name| name == scenario.name);
    let own = if has_figures { &scenario.name } else { scenario.base.as_ref().unwrap_or(&scenario.name) };
    args.figures.as_ref().unwrap_or(own)
}
