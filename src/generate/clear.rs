//! Removing what runs of fauxbank have written, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::manifest;
use crate::sink::{SINKS, shapes};

/// Files beside the manifest, named like it in the dataset's folder.
pub(super) const DATA_PACKAGE: &str = "datapackage.json";
/// The views of a dataset for DuckDB.
pub(super) const DUCKDB_VIEWS: &str = "duckdb.sql";

/// Removes a dataset, complete or not: the manifest first, so that what is left is never taken for a dataset.
///
/// # Errors
///
/// Fails, before anything is removed, where a table's folder holds a file that is not ours.
pub(super) fn remove_dataset(root: &Path, work: &Path) -> Result<()> {
    let mut files = Vec::new();
    for shape in shapes() {
        files.extend(files_of_table(&root.join(&shape.folder))?);
    }
    for name in [manifest::FILE_NAME, DATA_PACKAGE, DUCKDB_VIEWS, manifest::REPORT_PAGE, manifest::REPORT_JSON] {
        remove_if_there(&root.join(name))?;
    }
    for file in files {
        remove_if_there(&file)?;
    }
    for shape in shapes() {
        let _ = fs::remove_dir(root.join(&shape.folder));
    }
    let _ = fs::remove_dir(root.join("truth"));
    for entry in list(work)? {
        if entry.is_dir() {
            fs::remove_dir_all(&entry).map_err(Error::at(&entry, "remove"))?;
        } else if entry.extension().is_some() {
            remove_if_there(&entry)?;
        }
    }
    Ok(())
}

fn files_of_table(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let files = list(folder)?;
    match files.iter().find(|file| !is_ours(file)) {
        None => Ok(files),
        Some(foreign) => {
            let cause = "the file lies in a table's folder but is not of fauxbank";
            Err(Error::input(foreign.display(), cause, "move it away, or choose another folder with --out"))
        }
    }
}

fn is_ours(path: &Path) -> bool {
    let text = |part: Option<&std::ffi::OsStr>| part.and_then(|text| text.to_str()).unwrap_or_default().to_owned();
    let (stem, extension) = (text(path.file_stem()), text(path.extension()));
    stem.starts_with("part-") && SINKS.iter().any(|sink| sink.extension == extension)
}

fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(Error::at(folder, "list"))?;
    entries.map(|entry| Ok(entry.map_err(Error::at(folder, "list"))?.path())).collect()
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::at(path, "remove")(cause)),
        _ => Ok(()),
    }
}
