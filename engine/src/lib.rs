//! The engine of `fauxbank bench`: DataFusion on the Parquet files of a dataset, and what it answers as texts.
//!
//! A crate of its own, because DataFusion stands on another version of Arrow than fauxbank writes with, and because it takes longer
//! to compile than all else: the two meet in files and in texts only.
#![warn(missing_debug_implementations)]

mod memory;
mod texts;

use std::path::{Path, PathBuf};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::DataFusionError;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use tokio::runtime::Runtime;

pub use memory::{COLD, cpu_seconds, drop_pages};
pub use texts::Kind;

/// The engine's name in results.
pub const NAME: &str = "datafusion";
/// The engine's version in results.
pub const VERSION: &str = datafusion::DATAFUSION_VERSION;

/// A session with the tables of a dataset. Errors are told in words.
pub struct Engine {
    runtime: Runtime,
    session: SessionContext,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl Engine {
    /// Opens a session on tables: a name and the folder of its Parquet files each.
    ///
    /// # Errors
    ///
    /// Fails where a folder holds no Parquet.
    pub fn open(tables: &[(String, PathBuf)]) -> Result<Self, String> {
        let runtime = Runtime::new().map_err(|cause| format!("cannot start threads: {cause}"))?;
        let session = SessionContext::new();
        for (name, folder) in tables {
            runtime.block_on(register(&session, name, folder)).map_err(|cause| told(&cause))?;
        }
        Ok(Self { runtime, session })
    }

    /// Runs one statement to its last row.
    ///
    /// # Errors
    ///
    /// Fails where the statement is wrong or cannot be run.
    pub fn run(&self, sql: &str) -> Result<Outcome, String> {
        let work = async {
            let frame = self.session.sql(sql).await?;
            let schema = SchemaRef::new(frame.schema().as_arrow().clone());
            Ok(Outcome { schema, batches: frame.collect().await? })
        };
        self.runtime.block_on(work).map_err(|cause: DataFusionError| told(&cause))
    }
}

/// What a statement returned.
#[derive(Debug)]
pub struct Outcome {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Outcome {
    /// Returns how many rows there are.
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Returns the names of the columns.
    pub fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Returns the rows as texts, each column written after its kind; nothing for a null.
    ///
    /// # Errors
    ///
    /// Fails where the columns are more or fewer than the kinds, or where a value is none of its kind.
    pub fn texts(&self, kinds: &[Kind]) -> Result<Vec<Vec<Option<String>>>, String> {
        if kinds.len() != self.schema.fields().len() {
            return Err(format!("{} columns instead of {}", self.schema.fields().len(), kinds.len()));
        }
        let mut rows = Vec::with_capacity(self.rows());
        for batch in &self.batches {
            let columns = batch.columns().iter().zip(kinds).zip(self.schema.fields());
            let columns = columns.map(|((column, kind), field)| {
                texts::of(column, *kind).map_err(|cause| format!("{}: {cause}", field.name()))
            });
            let mut columns: Vec<_> = columns.map(|texts| Ok(texts?.into_iter())).collect::<Result<_, String>>()?;
            rows.extend(
                (0..batch.num_rows()).map(|_| columns.iter_mut().map(|texts| texts.next().flatten()).collect()),
            );
        }
        Ok(rows)
    }
}

async fn register(session: &SessionContext, name: &str, folder: &Path) -> Result<(), DataFusionError> {
    // With a slash at its end, or it would be taken for a file.
    let folder = format!("{}/", folder.display());
    session.register_parquet(name, folder, ParquetReadOptions::default()).await
}

/// Tells an error in one line.
fn told(cause: &DataFusionError) -> String {
    cause.strip_backtrace().lines().next().unwrap_or_default().to_owned()
}
