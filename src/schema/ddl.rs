//! CREATE TABLE statements for databases that load the files.

use std::fmt::Write as _;

use super::order::by_reference;
use super::table::{Column, Table};
use crate::columns::ColumnType;

/// What a database calls things and lets a table say.
#[derive(Debug)]
pub(super) struct Dialect {
    /// What stands above the statements, each line a comment.
    preamble: &'static str,
    type_of: fn(ColumnType) -> String,
    /// Whether a table states its keys, references and the ranges and vocabularies of its columns.
    has_constraints: bool,
    /// Whether comments stand in the column's definition rather than in statements of their own.
    has_inline_comments: bool,
    /// Writes a text as a literal.
    literal: fn(&str) -> String,
    /// What ends the statement after the closing bracket.
    ending: fn(&Table) -> String,
}

/// DuckDB.
pub(super) const DUCKDB: Dialect = Dialect {
    preamble: "",
    type_of: duckdb_type,
    has_constraints: true,
    has_inline_comments: false,
    literal: text_literal,
    ending: |_| String::new(),
};

/// PostgreSQL.
pub(super) const POSTGRES: Dialect = Dialect {
    preamble: "",
    type_of: postgres_type,
    has_constraints: true,
    has_inline_comments: false,
    literal: text_literal,
    ending: |_| String::new(),
};

/// Spark SQL, whose tables state no keys; they stand in the properties.
pub(super) const SPARK: Dialect = Dialect {
    preamble: "-- Tables over the Parquet files: first SET fauxbank.dir=/path/of/the/dataset;\n",
    type_of: spark_type,
    has_constraints: false,
    has_inline_comments: true,
    literal: spark_literal,
    ending: spark_ending,
};

/// Returns DuckDB's name of a type.
pub(super) fn duckdb_type(kind: ColumnType) -> String {
    match kind {
        ColumnType::Int64 => "BIGINT".to_owned(),
        ColumnType::Int32 => "INTEGER".to_owned(),
        ColumnType::Boolean => "BOOLEAN".to_owned(),
        ColumnType::Float64 => "DOUBLE".to_owned(),
        ColumnType::Decimal(scale) => format!("DECIMAL(18,{scale})"),
        ColumnType::Date => "DATE".to_owned(),
        ColumnType::Timestamp => "TIMESTAMP WITH TIME ZONE".to_owned(),
        ColumnType::String | ColumnType::Category => "VARCHAR".to_owned(),
    }
}

fn postgres_type(kind: ColumnType) -> String {
    match kind {
        ColumnType::Float64 => "double precision".to_owned(),
        ColumnType::Decimal(scale) => format!("numeric(18,{scale})"),
        ColumnType::Timestamp => "timestamptz".to_owned(),
        ColumnType::String | ColumnType::Category => "text".to_owned(),
        other => duckdb_type(other).to_lowercase(),
    }
}

fn spark_type(kind: ColumnType) -> String {
    match kind {
        ColumnType::Int32 => "INT".to_owned(),
        ColumnType::Timestamp => "TIMESTAMP".to_owned(),
        ColumnType::String | ColumnType::Category => "STRING".to_owned(),
        other => duckdb_type(other),
    }
}

fn spark_ending(table: &Table) -> String {
    format!(
        "\nUSING PARQUET\nCOMMENT {}\nTBLPROPERTIES ('primary_key' = '{}', 'sort_order' = '{}')\nLOCATION '${{fauxbank.dir}}/{}'",
        spark_literal(&table.description),
        table.primary_key.join(","),
        table.sort_order.join(","),
        table.folder(),
    )
}

/// Writes a text as a literal of Spark, where a doubled quote is two literals side by side.
fn spark_literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Writes a text as an SQL literal.
pub(super) fn text_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Writes CREATE TABLE statements, each after those that it refers to.
pub(super) fn create(tables: &[&Table], dialect: &Dialect) -> String {
    let mut text = dialect.preamble.to_owned();
    for table in by_reference(tables) {
        if !text.is_empty() {
            text.push('\n');
        }
        create_one(table, tables, dialect, &mut text);
    }
    text
}

fn create_one(table: &Table, all: &[&Table], dialect: &Dialect, text: &mut String) {
    let mut lines: Vec<String> = table.columns.iter().map(|column| definition(column, dialect)).collect();
    if dialect.has_constraints {
        lines.push(format!("PRIMARY KEY ({})", table.primary_key.join(", ")));
        // A reference to a table that is not created here would be an error, so one table alone states none to others.
        for key in table.foreign_keys.iter().filter(|key| all.iter().any(|other| other.name == key.table)) {
            let (columns, references) = (key.columns.join(", "), key.references.join(", "));
            lines.push(format!("FOREIGN KEY ({columns}) REFERENCES {} ({references})", key.table));
        }
    }
    let ending = (dialect.ending)(table);
    let _ = writeln!(text, "CREATE TABLE {} (\n    {}\n){ending};", table.name, lines.join(",\n    "));
    if !dialect.has_inline_comments {
        text.push_str(&comments(table, "TABLE"));
    }
}

fn definition(column: &Column, dialect: &Dialect) -> String {
    let mut line = format!("{} {}", column.name, (dialect.type_of)(column.kind));
    if !column.nullable {
        line.push_str(" NOT NULL");
    }
    if dialect.has_constraints && !column.values.is_empty() {
        let words: Vec<String> = column.values.keys().map(|word| text_literal(word)).collect();
        let _ = write!(line, " CHECK ({} IN ({}))", column.name, words.join(", "));
    }
    if dialect.has_constraints
        && let Some(range) = range(column)
    {
        let _ = write!(line, " CHECK ({range})");
    }
    if dialect.has_inline_comments {
        let _ = write!(line, " COMMENT {}", (dialect.literal)(&column.description));
    }
    line
}

fn range(column: &Column) -> Option<String> {
    let name = &column.name;
    match (column.minimum, column.maximum) {
        (Some(least), Some(greatest)) => Some(format!("{name} BETWEEN {least} AND {greatest}")),
        (Some(least), None) => Some(format!("{name} >= {least}")),
        (None, Some(greatest)) => Some(format!("{name} <= {greatest}")),
        (None, None) => None,
    }
}

/// Writes COMMENT statements of a table or view and its columns.
pub(super) fn comments(table: &Table, kind: &str) -> String {
    let mut text = format!("COMMENT ON {kind} {} IS {};\n", table.name, text_literal(&table.description));
    for column in &table.columns {
        let _ = writeln!(
            text,
            "COMMENT ON COLUMN {}.{} IS {};",
            table.name,
            column.name,
            text_literal(&column.description)
        );
    }
    text
}
