//! `fauxbank report`: how near a dataset comes to published figures.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::error::{Error, Result};
use crate::manifest::{Manifest, REPORT_PAGE};
use crate::realism::{self, Verdict};

/// Holds a dataset against published figures and prints the scoreboard.
///
/// Reads every table that a figure speaks of once, with memory that does not grow with the dataset. Writes `report.json` into
/// the dataset's folder, beside `manifest.json`: validation and the readers of tables do not look at it.
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
    let reading = realism::read(&args.dir, &manifest, args.threads)?;
    let scores = realism::score(&reading, figures);
    let json = serde_json::to_string_pretty(&realism::to_json(&manifest, scenario, &scores));
    let json = format!("{}\n", json.expect("strings and numbers are JSON"));
    let path = page.with_extension("json");
    if path == page {
        return Err(Error::input("--out", "the page would overwrite its JSON", "name a file that ends in .html"));
    }
    fs::write(&path, &json).map_err(Error::at(&path, "write"))?;
    super::print(&if args.json { json } else { realism::to_text(&scores) })?;
    Ok(u8::from(args.strict && scores.iter().any(|score| score.verdict == Verdict::Off)))
}

/// Returns the scenario whose figures a dataset is held against.
fn figures_for<'a>(args: &'a ReportArgs, manifest: &'a Manifest) -> &'a str {
    let scenario = &manifest.run.scenario;
    let has_figures = realism::scenarios_with_figures().any(|name| name == scenario.name);
    let own = if has_figures { &scenario.name } else { scenario.base.as_ref().unwrap_or(&scenario.name) };
    args.figures.as_ref().unwrap_or(own)
}
