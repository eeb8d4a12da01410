//! What stands beside the tables: the data package and the views for DuckDB.

use super::clear::{DATA_PACKAGE, DUCKDB_VIEWS};
use super::folder::Folder;
use crate::error::Result;
use crate::manifest::{FileFacts, Manifest};
use crate::schema::{self, PackageFacts, PackageFile, Table};

/// Writes the files that tell other tools how to read the dataset.
pub(super) fn write_companions(folder: &Folder, manifest: &Manifest) -> Result<()> {
    let run = &manifest.run;
    let table = |name: &str| schema::table(name).expect("a run writes tables that have a schema");
    let tables: Vec<&Table> = run.tables.iter().map(|written| table(&written.name)).collect();
    let companions =
        [(DATA_PACKAGE, data_package(manifest, &tables)), (DUCKDB_VIEWS, schema::duckdb_views(&tables, &run.format))];
    for (name, text) in companions {
        folder.write_whole(name, text.as_bytes(), &folder.root().join(name))?;
    }
    Ok(())
}

fn data_package<'a>(manifest: &'a Manifest, tables: &[&Table]) -> String {
    let run = &manifest.run;
    let file = |file: &'a FileFacts| {
        let FileFacts { table, path, rows, bytes, sha256, .. } = file;
        PackageFile { table, path, rows: *rows, bytes: *bytes, sha256 }
    };
    let files: Vec<PackageFile<'_>> = manifest.files.iter().map(file).collect();
    let name = format!("fauxbank-{}-{}", run.scenario.name, run.seed);
    let title = format!("A synthetic bank, {} to {}", run.horizon.from, run.horizon.to);
    schema::data_package(
        tables,
        &files,
        &PackageFacts { name: &name, title: &title, version: &run.version, format: &run.format },
    )
}
