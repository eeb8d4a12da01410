//! `datapackage.json`: the dataset as a Frictionless data package.
//!
//! # Source
//!
//! Data Package 2.0, <https://datapackage.org/standard/>: resources of several files, table schema, fields.

use serde_json::{Map, Value, json};

use super::table::{Column, Table};
use crate::columns::ColumnType;

/// A file of a dataset.
#[derive(Debug, Clone, Copy)]
pub struct PackageFile<'a> {
    /// The table whose rows it holds.
    pub table: &'a str,
    /// Its path inside the dataset, with `/` between folders.
    pub path: &'a str,
    /// The rows in it.
    pub rows: u64,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: &'a str,
}

/// What a package says of itself.
#[derive(Debug, Clone, Copy)]
pub struct PackageFacts<'a> {
    /// A name of lower-case letters, digits and hyphens.
    pub name: &'a str,
    /// A title to read.
    pub title: &'a str,
    /// The version of the program that made it.
    pub version: &'a str,
    /// The format of its files, which is also how their names end: `parquet`, `csv`, `jsonl` or `arrow`.
    pub format: &'a str,
}

/// Describes a dataset as a data package, from its tables and the list of its files.
pub fn data_package(tables: &[&Table], files: &[PackageFile<'_>], facts: &PackageFacts<'_>) -> String {
    let resources: Vec<Value> = tables.iter().map(|table| resource(table, tables, files, facts.format)).collect();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": facts.name,
        "title": facts.title,
        "description": "Synthetic: every person, account, card and shop in it is invented, and every identifier is one that nobody can have.",
        "version": facts.version,
        "resources": resources,
    });
    let mut text = serde_json::to_string_pretty(&package).expect("a package is plain data");
    text.push('\n');
    text
}

fn resource(table: &Table, all: &[&Table], files: &[PackageFile<'_>], format: &str) -> Value {
    let own: Vec<&PackageFile<'_>> = files.iter().filter(|file| file.table == table.name).collect();
    let paths: Vec<&str> = own.iter().map(|file| file.path).collect();
    let parts: Vec<Value> = own
        .iter()
        .map(|file| json!({ "path": file.path, "rows": file.rows, "bytes": file.bytes, "hash": format!("sha256:{}", file.sha256) }))
        .collect();
    let mut resource = json!({
        "name": table.name,
        "type": "table",
        "description": table.description,
        "path": paths,
        "format": format,
        "mediatype": media_type(format),
        "encoding": "utf-8",
        "bytes": own.iter().map(|file| file.bytes).sum::<u64>(),
        "rows": own.iter().map(|file| file.rows).sum::<u64>(),
        "files": parts,
        "schema": table_schema(table, all),
    });
    // The standard has one hash for a resource, so it can be said of a resource that is one file only.
    if let [file] = own[..] {
        resource["hash"] = json!(format!("sha256:{}", file.sha256));
    }
    resource
}

fn media_type(format: &str) -> &'static str {
    match format {
        "parquet" => "application/vnd.apache.parquet",
        "csv" => "text/csv",
        "jsonl" => "application/jsonl",
        _ => "application/vnd.apache.arrow.file",
    }
}

fn table_schema(table: &Table, all: &[&Table]) -> Value {
    let references: Vec<Value> = table
        .foreign_keys
        .iter()
        .filter(|key| all.iter().any(|other| other.name == key.table))
        .map(|key| {
            let mut reference = json!({ "fields": key.references });
            // A reference within the same table names no resource.
            if key.table != table.name {
                reference["resource"] = json!(key.table);
            }
            json!({ "fields": key.columns, "reference": reference })
        })
        .collect();
    let mut schema = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
        "primaryKey": table.primary_key,
        "missingValues": [""],
    });
    if !references.is_empty() {
        schema["foreignKeys"] = json!(references);
    }
    schema
}

fn field(column: &Column) -> Value {
    let mut constraints = Map::new();
    if !column.nullable {
        constraints.insert("required".to_owned(), json!(true));
    }
    if let Some(minimum) = column.minimum {
        constraints.insert("minimum".to_owned(), json!(minimum));
    }
    if let Some(maximum) = column.maximum {
        constraints.insert("maximum".to_owned(), json!(maximum));
    }
    let mut field = json!({
        "name": column.name,
        "type": field_type(column.kind),
        "description": column.description,
        "unit": column.unit,
        "privacy": column.privacy.word(),
    });
    if !column.values.is_empty() {
        let categories: Vec<Value> =
            column.values.iter().map(|(word, meaning)| json!({ "value": word, "label": meaning })).collect();
        field["categories"] = json!(categories);
    }
    if !constraints.is_empty() {
        field["constraints"] = Value::Object(constraints);
    }
    field
}

fn field_type(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Int64 | ColumnType::Int32 => "integer",
        ColumnType::Boolean => "boolean",
        ColumnType::Float64 | ColumnType::Decimal(_) => "number",
        ColumnType::Date => "date",
        ColumnType::Timestamp => "datetime",
        ColumnType::String | ColumnType::Category => "string",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_lists_files_with_hashes_and_tables_with_keys() {
        let cards = crate::schema::table("cards").expect("there are cards");
        let files =
            [PackageFile { table: "cards", path: "cards/part-00000.parquet", rows: 3, bytes: 10, sha256: "ab" }];
        let facts = PackageFacts { name: "bank", title: "A bank", version: "0.1.0", format: "parquet" };
        let package: Value = serde_json::from_str(&data_package(&[cards], &files, &facts)).expect("it is JSON");
        let resource = &package["resources"][0];
        assert_eq!(resource["path"], json!(["cards/part-00000.parquet"]));
        assert_eq!(resource["hash"], "sha256:ab");
        assert_eq!(resource["schema"]["primaryKey"], json!(["card_id"]));
        let own = json!([{ "fields": ["replaces_card_id"], "reference": { "fields": ["card_id"] } }]);
        assert_eq!(resource["schema"]["foreignKeys"], own, "tables that are not in the package are not referred to");
    }
}
