//! The checks, their SQL, and the walk over a dataset.
//!
//! A dataset is read through its manifest and the schemas only, one community's rows at a time, so memory does not grow
//! with the dataset.

mod cells;
mod checks;
mod clock;
mod count;
mod extract;
mod files;
mod index;
mod linked;
mod postings;
mod references;
mod report;
mod rules;
mod shared;
mod tables;
mod tally;
mod unique;
mod views;
mod walk;

use std::path::Path;

pub use checks::{CHECKS, Check};
pub use report::{Finding, Report, Verdict};
pub use tally::{EXAMPLES, Tally};

use crate::country::Country;
use crate::dataset::{Dataset, Digests};
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use count::{Counted, Subject};
use files::FileCounts;
use rules::{Kind, Rule};
use tables::table_rules;

/// How to validate.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The rules to look at, by name or by the beginning of a name up to a point; all of them if empty.
    pub only: Vec<String>,
    /// How many threads to use; as many as there are cores if zero.
    pub threads: usize,
}

/// Validates the dataset in a folder.
///
/// # Errors
///
/// Fails where there is no dataset or no such rule. A file that is missing or broken is a finding, not an error.
pub fn run(dir: &Path, options: &Options) -> Result<Report> {
    let manifest = Manifest::read(dir)?;
    let horizon = manifest.horizon(dir)?;
    let holidays = Country::of(&manifest.run.scenario.country)?.holidays;
    let tables = table_rules();
    let rules = chosen(rules::rules(&tables, horizon, holidays), &options.only)?;
    let threads = match options.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let mut files = files::check_files(dir, &manifest, &tables, threads);
    let digests = Digests::default();
    let dataset = Dataset { dir, manifest: &manifest, unreadable: &files.unreadable, digests: Some(&digests) };
    let counted = Subject { dataset, tables: &tables }.count(&rules, horizon, holidays, threads);
    files.hash = files::check_hashes(dir, &manifest, &digests, threads);
    let findings = rules.into_iter().map(|rule| finding(rule, &dataset, &files, &counted)).collect();
    Ok(Report { dataset: described(dir, &manifest), findings })
}

fn described(dir: &Path, manifest: &Manifest) -> String {
    let run = &manifest.run;
    format!(
        "{}: fauxbank {}, {}, seed {}, {} to {}, part {} of {}",
        dir.display(),
        run.version,
        run.scenario.name,
        run.seed,
        run.horizon.from,
        run.horizon.to,
        run.part.index,
        run.part.of
    )
}

fn chosen(rules: Vec<Rule>, only: &[String]) -> Result<Vec<Rule>> {
    let is_named = |rule: &Rule, name: &str| {
        rule.id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if let Some(unknown) = only.iter().find(|name| !rules.iter().any(|rule| is_named(rule, name))) {
        let names: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        let remedy = format!("name one of {}, or what stands before a point", names.join(", "));
        return Err(Error::input("--check", format!("there is no check '{unknown}'"), remedy));
    }
    let is_chosen = |rule: &Rule| only.is_empty() || only.iter().any(|name| is_named(rule, name));
    Ok(rules.into_iter().filter(is_chosen).collect())
}

/// Turns a rule and what was counted into what is reported.
fn finding(rule: Rule, dataset: &Dataset<'_>, files: &FileCounts, counted: &Counted) -> Finding {
    let missing = rule.tables.iter().find(|table| !dataset.has(table));
    let tally = match rule.kind {
        Kind::File(place) => Some(files.tally(place).clone()),
        _ if missing.is_some() => None,
        kind => counted.tally(kind),
    };
    let verdict = match (&tally, missing) {
        (Some(tally), _) if tally.broken > 0 => Verdict::Broken,
        (Some(_), _) => Verdict::Holds,
        (None, Some(table)) => Verdict::NotRun(format!("{table} is not there or cannot be read")),
        (None, None) => Verdict::NotRun("a part may refer to shops that another part lists".to_owned()),
    };
    Finding { id: rule.id, title: rule.title, sql: rule.sql, tally: tally.unwrap_or_default(), verdict }
}
