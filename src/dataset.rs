//! A written dataset, read through its manifest and the schemas: batches of the columns that somebody wants, typed rows,
//! and the walk over all tables in step, one community at a time.
//!
//! Rows are sorted by keys that tell their community, so no more than one community's rows are held per thread, whatever
//! the size of the dataset.

mod compact;
mod digests;
mod fields;
pub mod formats;
mod keys;
mod layout;
mod walk;
mod zones;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use compact::{IsGiven, PrintColumn, Sparse, TextPrint, Whole};
pub use digests::{Digest, Digests};
pub use fields::{CodeColumn, DecimalColumn, Field, Row, TextColumn};
pub(crate) use fields::{ROWS_AT_A_TIME, views};
pub use keys::{Hashed, Places, Runs, by_id, run_of};
pub use layout::{Layout, whole_numbers};
pub use walk::Visitor;
pub use zones::Zones;

use crate::manifest::Manifest;

/// A dataset in a folder.
#[derive(Debug, Clone, Copy)]
pub struct Dataset<'a> {
    /// The folder.
    pub dir: &'a Path,
    /// Its manifest.
    pub manifest: &'a Manifest,
    /// Tables to pass over, because their files cannot be read.
    pub unreadable: &'a BTreeSet<String>,
    /// Where the hashes of the files that are opened are noted, if anybody wants them.
    pub digests: Option<&'a Digests>,
}

impl Dataset<'_> {
    /// Returns whether the dataset has a table that can be read.
    pub fn has(&self, table: &str) -> bool {
        !self.unreadable.contains(table) && self.manifest.run.tables.iter().any(|facts| facts.name == table)
    }

    /// Returns the paths of a table's files in order; none for a table that cannot be read.
    pub fn paths(&self, table: &str) -> Vec<PathBuf> {
        let files = self.manifest.files_of(table).filter(|_| self.has(table));
        files.map(|file| self.dir.join(&file.path)).collect()
    }

    /// Opens a file, reading a Parquet file that is to be hashed into memory, with the columns that a layout wants; a reason says why it cannot be read.
    pub fn open(&self, path: &Path, layout: &Layout) -> Result<formats::Batches, String> {
        match (self.digests, self.manifest.run.format.as_str()) {
            (Some(digests), formats::PARQUET) => formats::open_parquet(digests.read(path)?, layout),
            (_, format) => formats::open(path, format, layout),
        }
    }
}
