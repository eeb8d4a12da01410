//! What a run tells at its end.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::figures::{duration, grouped, rate, size};
use crate::error::Error;
use crate::generate::Outcome;
use crate::manifest::Manifest;

/// Tells what was made and how to look at it.
pub(super) fn text(outcome: &Outcome, out: &Path, took: Duration) -> String {
    let manifest = &outcome.manifest;
    let mut text = headline(outcome);
    let width = manifest.run.tables.iter().map(|table| table.name.len()).max().unwrap_or_default();
    let (mut all_rows, mut all_bytes) = (0, 0);
    let mut line = |name: &str, rows: u64, bytes: u64| {
        let _ = writeln!(text, "  {name:width$}  {:>15}  {:>10}", grouped(rows), size(bytes));
    };
    for table in &manifest.run.tables {
        let (rows, bytes) = manifest.size_of(&table.name);
        line(&table.name, rows, bytes);
        all_rows += rows;
        all_bytes += bytes;
    }
    line("all", all_rows, all_bytes);
    let seconds = took.as_secs_f64();
    if !outcome.was_complete {
        let _ = writeln!(text, "\nin {}: {} rows a second", duration(seconds), rate(all_rows, seconds));
    }
    text.push_str(&ways_to_look(manifest, out));
    text
}

fn headline(outcome: &Outcome) -> String {
    let run = &outcome.manifest.run;
    let mut text = String::new();
    if outcome.was_complete {
        text.push_str("there is nothing to do: the dataset is complete\n");
    }
    let customers = (run.communities.count * run.communities.size) as u64;
    let _ = write!(text, "a bank of {} customers, {} to {}", grouped(customers), run.horizon.from, run.horizon.to);
    if run.part.of > 1 {
        let _ = write!(text, ", part {} of {}", run.part.index, run.part.of);
    }
    let _ = writeln!(text, " (scenario {}, seed {})\n", run.scenario.name, run.seed);
    text
}

fn ways_to_look(manifest: &Manifest, out: &Path) -> String {
    let out = out.display();
    let tables = &manifest.run.tables;
    let table = tables.iter().find(|table| table.name == "card_transactions").or(tables.first());
    let folder = table.map_or("", |table| table.folder.as_str());
    let mut text = format!("\nlook at it:  cd {out} && duckdb -init duckdb.sql\n");
    if manifest.run.format == "parquet" {
        let _ = writeln!(
            text,
            "       or:  python3 -c \"import polars; print(polars.read_parquet('{out}/{folder}/*.parquet'))\""
        );
    }
    let _ = writeln!(text, "check it:    fauxbank validate {out}");
    text
}

/// Tells the same as a JSON line.
pub(super) fn json(outcome: &Outcome, out: &Path, took: Duration) -> String {
    let manifest = &outcome.manifest;
    let tables: serde_json::Map<_, _> = (manifest.run.tables.iter())
        .map(|table| {
            let (rows, bytes) = manifest.size_of(&table.name);
            (table.name.clone(), json!({"rows": rows, "bytes": bytes}))
        })
        .collect();
    let sum = |value: fn(&crate::manifest::FileFacts) -> u64| manifest.files.iter().map(value).sum::<u64>();
    let event = json!({"event": "done", "out": out.display().to_string(), "was_complete": outcome.was_complete,
        "rows": sum(|file| file.rows), "bytes": sum(|file| file.bytes), "seconds": took.as_secs_f64(),
        "tables": tables});
    format!("{event}\n")
}

/// Tells of a failure as a JSON line.
pub(super) fn json_failure(error: &Error) -> String {
    format!("{}\n", json!({"event": "failed", "error": error.to_string(), "exit_code": error.exit_code()}))
}
