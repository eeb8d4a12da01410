//! What stands beside the tables: the data package and the views for DuckDB.

use super::clear::{DATA_PACKAGE, DUCKDB_VIEWS};
use super::folder::Folder;
use crate::error::Result;
use crate::manifest::Manifest;

/// Writes the files that tell other tools how to read the dataset.
pub(super) fn write_companions(folder: &Folder, manifest: &Manifest) -> Result<()> {
    let companions = [(DATA_PACKAGE, String::from("{}")), (DUCKDB_VIEWS, manifest.run.format.clone())];
    for (name, text) in companions {
        folder.write_whole(name, text.as_bytes(), &folder.root().join(name))?;
    }
    Ok(())
}
