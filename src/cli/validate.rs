//! `fauxbank validate`: whether a dataset is what it promises to be.

use std::path::PathBuf;

use clap::Args;

use crate::error::Result;
use crate::validate::{self, Options};

/// Checks a dataset: hashes, types, keys, references, identifiers, and every invariant of the ledger.
///
/// Reads every file once, with memory that does not grow with the dataset. Exit code 0 if everything holds, 1 if a check
/// finds something, 3 if there is no dataset.
#[derive(Debug, Args)]
pub(super) struct ValidateArgs {
    /// The folder that `fauxbank generate` wrote.
    dir: PathBuf,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    /// Show for every check the SQL that returns its broken rows, to be run in DuckDB after `duckdb.sql`. Broken checks
    /// always show it.
    #[arg(long)]
    sql: bool,
    /// Run these checks only, by name (entries.balance) or by what stands before a point (entries). [default: all]
    #[arg(long = "check", value_name = "ID", value_delimiter = ',')]
    checks: Vec<String>,
    /// Threads to use; does not change what is found. [default: one a core]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,
}

/// Validates a dataset and prints the report.
pub(super) fn validate(args: ValidateArgs) -> Result<u8> {
    let report = validate::run(&args.dir, &Options { only: args.checks, threads: args.threads })?;
    super::print(&if args.json { report.to_json() } else { report.to_text(args.sql) })?;
    Ok(u8::from(!report.holds()))
}
