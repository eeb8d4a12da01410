//! What a writer needs to know of a table.

use std::sync::LazyLock;

use arrow::datatypes::SchemaRef;

use crate::columns::ColumnType;
use crate::schema::{self, Column, Group, Table};

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

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| schema::tables().iter().map(Shape::of).collect());

/// Returns the shape of every table, in the order of the registry.
pub fn shapes() -> &'static [Shape] {
    &SHAPES
}

/// Returns the shape of the table of that name.
pub fn shape(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.name == name)
}

impl Shape {
    /// Returns what kind of facts the table holds.
    pub fn group(&self) -> Group {
        schema::table(self.name).map_or(Group::Money, |table| table.group)
    }

    fn of(table: &'static Table) -> Self {
        let is_open = |column: &Column| column.kind == ColumnType::Category && column.values.is_empty();
        Self {
            name: &table.name,
            folder: table.folder(),
            schema: table.arrow_schema(),
            sorted_by: table.sorted_by(),
            has_open_vocabulary: table.columns.iter().map(is_open).collect(),
            schema_sha256: table.schema_hash(),
        }
    }
}
