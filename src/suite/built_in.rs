//! The engine that the program holds: DataFusion.

use std::path::{Path, PathBuf};

use fauxbank_engine as embedded;

use super::answer::Answer;
use super::library;
use super::measure::Engine;
use super::query::{Kind, Query};
use crate::error::{Error, Result};
use crate::manifest::Manifest;

/// Tells what a cold run of the engine is.
pub const COLD: &str = embedded::COLD;

/// Returns every query of the suite, with the statements of the engine.
///
/// # Errors
///
/// Fails where the files that were compiled in are wrong.
pub fn queries() -> Result<Vec<Query>> {
    library::queries(embedded::NAME)
}

/// DataFusion on a dataset in Parquet.
#[derive(Debug)]
pub struct DataFusion {
    tables: Vec<(String, PathBuf)>,
    engine: Option<embedded::Engine>,
    outcome: Option<embedded::Outcome>,
}

impl DataFusion {
    /// Takes the tables of a dataset; `truth/fraud_cases` is called `truth_fraud_cases`.
    ///
    /// # Errors
    ///
    /// Fails where the dataset is not in Parquet.
    pub fn on(dir: &Path, manifest: &Manifest) -> Result<Self> {
        if manifest.run.format != "parquet" {
            let cause = format!("the dataset is in {}, which the engine does not read", manifest.run.format);
            return Err(Error::input(dir.display(), cause, "generate it in Parquet"));
        }
        let tables = manifest.run.tables.iter();
        let tables = tables.map(|table| (table.folder.replace('/', "_"), dir.join(&table.folder))).collect();
        Ok(Self { tables, engine: None, outcome: None })
    }
}

impl Engine for DataFusion {
    fn name(&self) -> &str {
        embedded::NAME
    }

    fn version(&self) -> &str {
        embedded::VERSION
    }

    fn open(&mut self) -> std::result::Result<(), String> {
        (self.engine, self.outcome) = (None, None);
        self.engine = Some(embedded::Engine::open(&self.tables)?);
        self.tables.iter().for_each(|(_, folder)| embedded::drop_pages(folder));
        Ok(())
    }

    fn run(&mut self, sql: &str) -> std::result::Result<(), String> {
        let engine = self.engine.as_ref().ok_or("no session is open")?;
        self.outcome = Some(engine.run(sql)?);
        Ok(())
    }

    fn answer(&mut self, query: &Query) -> std::result::Result<Answer, String> {
        let outcome = self.outcome.take().ok_or("nothing was run")?;
        let kinds: Vec<embedded::Kind> = query.columns.iter().map(|(_, kind)| embedded_kind(*kind)).collect();
        Ok(Answer::of(outcome.columns(), outcome.texts(&kinds)?))
    }

    fn cpu_seconds(&self) -> f64 {
        embedded::cpu_seconds()
    }
}

fn embedded_kind(kind: Kind) -> embedded::Kind {
    match kind {
        Kind::Integer => embedded::Kind::Integer,
        Kind::Decimal(scale) => embedded::Kind::Decimal(scale),
        Kind::Float(digits) => embedded::Kind::Float(digits),
        Kind::Text => embedded::Kind::Text,
        Kind::Date => embedded::Kind::Date,
        Kind::Instant => embedded::Kind::Instant,
        Kind::Boolean => embedded::Kind::Boolean,
    }
}
