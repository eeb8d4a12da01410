//! Schemas as JSON: all that the schema files say, for programs.

use serde_json::{Value, json};

use super::table::Table;

/// Writes tables as a JSON array, or one table as an object.
pub(super) fn dictionary(tables: &[&Table], is_all: bool) -> String {
    let value: Value = match tables {
        [table] if !is_all => json!(table),
        tables => json!(tables),
    };
    let mut text = serde_json::to_string_pretty(&value).expect("tables are plain data");
    text.push('\n');
    text
}
