//! A bank's tables as paths, schemas, batches and tables in memory.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::fixture::Bank;
use crate::error::{Error, Result};
use crate::schema::{self, Table};

/// Rows of a batch.
const BATCH_ROWS: usize = 8_192;

impl Bank {
    /// Returns the paths of a table's files, in the order of their rows; none for a table that the bank lacks.
    pub fn paths(&self, table: &str) -> Vec<PathBuf> {
        self.manifest.files_of(table).map(|file| self.dir.join(&file.path)).collect()
    }

    /// Returns the names of the tables.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.manifest.run.tables.iter().map(|table| table.name.as_str())
    }

    /// Returns the columns of a table, with their units and privacy classes as metadata.
    ///
    /// # Errors
    ///
    /// Fails where there is no such table.
    pub fn schema(&self, table: &str) -> Result<SchemaRef> {
        Ok(self.table_of(table)?.arrow_schema())
    }

    /// Returns the batches of a table, in the order of its primary key.
    ///
    /// # Errors
    ///
    /// Fails where there is no such table; the batches fail where a file cannot be read.
    pub fn batches(&self, table: &str) -> Result<Batches> {
        self.table_of(table)?;
        Ok(Batches::of(self.paths(table), None))
    }

    /// Returns the batches of some columns of a table, which come in the table's order.
    ///
    /// # Errors
    ///
    /// Fails where there is no such table or column; the batches fail where a file cannot be read.
    pub fn columns(&self, table: &str, columns: &[&str]) -> Result<Batches> {
        let known = self.table_of(table)?;
        if let Some(unknown) = columns.iter().find(|name| known.column(name).is_none()) {
            let remedy = format!("see `fauxbank schema {table}`");
            return Err(Error::input(table, format!("there is no column '{unknown}'"), remedy));
        }
        Ok(Batches::of(self.paths(table), Some(columns.iter().map(|&name| name.to_owned()).collect())))
    }

    /// Reads a table into memory.
    ///
    /// # Errors
    ///
    /// Fails where there is no such table, or where a file cannot be read.
    pub fn in_memory(&self, table: &str) -> Result<Vec<RecordBatch>> {
        self.batches(table)?.collect()
    }

    pub(super) fn table_of(&self, name: &str) -> Result<&'static Table> {
        let is_here = self.tables().any(|table| table == name);
        schema::table(name).filter(|_| is_here).ok_or_else(|| {
            let known: Vec<&str> = self.tables().collect();
            let remedy = format!("choose from {}", known.join(", "));
            Error::input(self.dir.display(), format!("there is no table '{name}'"), remedy)
        })
    }
}

/// The batches of some files, one file after the other.
#[derive(Debug)]
pub struct Batches {
    files: std::vec::IntoIter<PathBuf>,
    columns: Option<Vec<String>>,
    open: Option<(PathBuf, ParquetRecordBatchReader)>,
}

impl Batches {
    pub(super) fn of(files: Vec<PathBuf>, columns: Option<Vec<String>>) -> Self {
        Self { files: files.into_iter(), columns, open: None }
    }

    fn advance(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            if let Some((path, reader)) = &mut self.open {
                match reader.next() {
                    Some(Ok(batch)) => return Ok(Some(batch)),
                    Some(Err(cause)) => return Err(Error::at(path, "read")(cause)),
                    None => self.open = None,
                }
            }
            let Some(path) = self.files.next() else { return Ok(None) };
            let reader = open(&path, self.columns.as_deref())?;
            self.open = Some((path, reader));
        }
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.advance();
        if next.is_err() {
            // A file that failed once is not asked again.
            (self.open, self.files) = (None, Vec::new().into_iter());
        }
        next.transpose()
    }
}

fn open(path: &Path, columns: Option<&[String]>) -> Result<ParquetRecordBatchReader> {
    let file = File::open(path).map_err(Error::at(path, "open"))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(Error::at(path, "understand"))?;
    let mask = match columns {
        None => ProjectionMask::all(),
        Some(names) => {
            let schema = Arc::clone(builder.schema());
            let places = schema.fields().iter().enumerate().filter(|(_, field)| names.contains(field.name()));
            ProjectionMask::roots(builder.parquet_schema(), places.map(|(place, _)| place))
        }
    };
    builder.with_batch_size(BATCH_ROWS).with_projection(mask).build().map_err(Error::at(path, "read"))
}
