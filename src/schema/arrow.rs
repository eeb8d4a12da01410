//! Schemas as Arrow knows them, with what the schema files say in the metadata.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

use super::table::{Column, Table};
use crate::columns::ColumnType;

impl Table {
    /// Returns the Arrow schema; its metadata and its fields' say what the schema file says of them.
    pub fn arrow_schema(&self) -> SchemaRef {
        let fields: Vec<Field> = self.columns.iter().map(field).collect();
        let metadata = [
            ("table", self.name.clone()),
            ("description", self.description.clone()),
            ("primary_key", self.primary_key.join(",")),
            ("sort_order", self.sort_order.join(",")),
            ("schema_sha256", self.schema_hash()),
        ];
        Arc::new(Schema::new_with_metadata(fields, metadata.into_iter().collect::<arrow::datatypes::Metadata>()))
    }
}

/// Returns the Arrow type of a logical type.
fn data_type(kind: ColumnType) -> DataType {
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

fn field(column: &Column) -> Field {
    Field::new(&column.name, data_type(column.kind), column.nullable)
        .with_metadata(facts(column).into_iter().collect::<arrow::datatypes::Metadata>())
}

fn facts(column: &Column) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("description", column.description.clone()),
        ("privacy", column.privacy.word().to_owned()),
        ("unit", column.unit.clone()),
    ];
    if let Some(rule) = &column.identifier {
        facts.push(("identifier", rule.clone()));
    }
    if column.as_of_horizon {
        facts.push(("as_of_horizon", "true".to_owned()));
    }
    facts
}

/// Writes the fields of tables and their metadata, a line each.
pub(super) fn listing(tables: &[&Table], _: bool) -> String {
    let mut text = String::new();
    for (index, table) in tables.iter().enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        let _ = writeln!(text, "{gap}{}", table.name);
        for (column, field) in table.columns.iter().zip(table.arrow_schema().fields()) {
            let null = if field.is_nullable() { "" } else { " not null" };
            let _ = writeln!(text, "  {}: {}{null}", field.name(), field.data_type());
            for (key, value) in facts(column) {
                let _ = writeln!(text, "    {key}: {value}");
            }
        }
    }
    text
}
