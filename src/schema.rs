//! The schema files as the program knows them, and everything that derives from them: Arrow, DDL, docs, the data package.

mod arrow;
mod ddl;
mod duckdb;
mod json;
mod markdown;
mod order;
mod package;
mod table;
mod type_name;
mod words;

use std::sync::LazyLock;

pub use duckdb::views as duckdb_views;
pub use package::{PackageFacts, PackageFile, data_package};
pub use table::{Column, ForeignKey, Group, Privacy, Scope, Table};
pub use words::Words;

use crate::rows::SCHEMA_FILES;

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let parse = |(name, text): &(&str, &str)| {
        Table::parse(&format!("schemas/{name}.toml"), text).unwrap_or_else(|error| panic!("{error}"))
    };
    SCHEMA_FILES.iter().map(parse).collect()
});

/// Returns every table, in the order of the registry.
pub fn tables() -> &'static [Table] {
    &TABLES
}

/// Returns the table of that name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// A form in which schemas can be shown.
#[derive(Debug)]
pub struct Rendering {
    /// The word of the command line.
    pub name: &'static str,
    /// What it is good for, in a line.
    pub summary: &'static str,
    /// Writes the tables; `true` asks for what stands around them when they are all the tables there are.
    write: fn(&[&Table], bool) -> String,
}

/// Every form, the default first.
pub const RENDERINGS: &[Rendering] = &[
    Rendering { name: "markdown", summary: "the data dictionary, to read", write: markdown::dictionary },
    Rendering { name: "json", summary: "all that the schema files say, for programs", write: json::dictionary },
    Rendering { name: "arrow", summary: "Arrow fields and their metadata, as in the files", write: arrow::listing },
    Rendering {
        name: "duckdb",
        summary: "CREATE TABLE for DuckDB",
        write: |tables, _| ddl::create(tables, &ddl::DUCKDB),
    },
    Rendering {
        name: "postgres",
        summary: "CREATE TABLE for PostgreSQL",
        write: |tables, _| ddl::create(tables, &ddl::POSTGRES),
    },
    Rendering {
        name: "spark",
        summary: "CREATE TABLE for Spark, over Parquet files",
        write: |tables, _| ddl::create(tables, &ddl::SPARK),
    },
];

/// Returns the form of that name.
pub fn rendering(name: &str) -> Option<&'static Rendering> {
    RENDERINGS.iter().find(|rendering| rendering.name == name)
}

/// Shows one table, or all of them, in a form.
pub fn render(table: Option<&Table>, rendering: &Rendering) -> String {
    match table {
        Some(table) => (rendering.write)(&[table], false),
        None => (rendering.write)(&tables().iter().collect::<Vec<_>>(), true),
    }
}
