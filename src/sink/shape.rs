//! What a writer needs to know of a table.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

use crate::columns::{CodeColumn, ColumnType};
use crate::rows::CODE_TABLES;

/// A table as its writers see it.
#[derive(Debug)]
pub struct Shape {
    /// The table's name in SQL.
    pub name: &'static str,
    /// The folder of its files inside the dataset, as in `truth/fraud_cases`.
    pub folder: String,
    /// Its columns.
    pub schema: SchemaRef,
    /// The columns that its rows are sorted by, by index.
    pub sorted_by: Vec<usize>,
    /// Which columns are dictionary-encoded from a vocabulary that grows with the communities.
    pub has_open_vocabulary: Vec<bool>,
    /// SHA-256 of the table's schema, in hexadecimal.
    pub schema_sha256: String,
}

static SHAPES: LazyLock<Vec<Shape>> =
    LazyLock::new(|| CODE_TABLES.iter().map(|(name, columns)| shape_of(name, &columns())).collect());

/// Returns the shape of every table, in the order of the registry.
pub fn shapes() -> &'static [Shape] {
    &SHAPES
}

/// Returns the shape of the table of that name.
pub fn shape(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.name == name)
}

fn shape_of(name: &'static str, columns: &[CodeColumn]) -> Shape {
    let fields: Vec<Field> = columns.iter().map(|c| Field::new(c.name, arrow_type(c.kind), c.nullable)).collect();
    let folder = if matches!(name, "fraud_cases" | "fraud_labels" | "genuine_episodes") { "truth/" } else { "" };
    Shape {
        name,
        folder: format!("{folder}{name}"),
        schema: Arc::new(Schema::new(fields)),
        sorted_by: Vec::new(),
        has_open_vocabulary: columns.iter().map(|c| c.kind == ColumnType::Category && c.vocabulary.is_none()).collect(),
        schema_sha256: String::new(),
    }
}

fn arrow_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Int64 => DataType::Int64,
        ColumnType::Int32 => DataType::Int32,
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Float64 => DataType::Float64,
        ColumnType::Decimal(scale) => DataType::Decimal128(18, scale),
        ColumnType::Date => DataType::Date32,
        ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        ColumnType::String => DataType::Utf8,
        ColumnType::Category => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
    }
}
