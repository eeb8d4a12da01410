//! `duckdb.sql`: a view over the files of each table of a dataset.

use std::fmt::Write as _;

use super::ddl::{comments, duckdb_type};
use super::table::Table;

const PREAMBLE: &str = "\
-- Views over the tables of this dataset, with the names and types of docs/tables.md.
-- Start DuckDB in this folder:   duckdb -init duckdb.sql
-- From elsewhere, first say:     SET file_search_path = '/path/of/this/folder';
";

const ARROW_EXTENSION: &str = "INSTALL nanoarrow FROM community;\nLOAD nanoarrow;\n";

/// Writes the views of the tables of a dataset whose files have the given format: `parquet`, `csv`, `jsonl` or `arrow`.
pub fn views(tables: &[&Table], format: &str) -> String {
    let mut text = PREAMBLE.to_owned();
    if format == "arrow" {
        text.push_str(ARROW_EXTENSION);
    }
    for table in tables {
        let _ = writeln!(text, "\nCREATE OR REPLACE VIEW {} AS\n    {};", table.name, selection(table, format));
        text.push_str(&comments(table, "VIEW"));
    }
    text
}

fn selection(table: &Table, format: &str) -> String {
    let files = format!("'{}/*.{format}'", table.folder());
    match format {
        "csv" => format!("SELECT * FROM read_csv({files}, header = true, columns = {})", types(table)),
        "jsonl" => {
            format!("SELECT * FROM read_json({files}, format = 'newline_delimited', columns = {})", types(table))
        }
        "arrow" => format!("SELECT * FROM read_arrow({files})"),
        _ => format!("SELECT * FROM read_parquet({files})"),
    }
}

/// Writes the types of columns that a file of text does not tell.
fn types(table: &Table) -> String {
    let columns: Vec<String> =
        table.columns.iter().map(|column| format!("'{}': '{}'", column.name, duckdb_type(column.kind))).collect();
    format!("{{\n        {}\n    }}", columns.join(",\n        "))
}
