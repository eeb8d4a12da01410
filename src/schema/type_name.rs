//! Names of column types, as schema files write them.

use serde::{Deserialize as _, Deserializer, Serializer};

use crate::columns::ColumnType;

/// Returns the name of a type.
pub(super) fn of(kind: ColumnType) -> String {
    match kind {
        ColumnType::Int64 => "int64".to_owned(),
        ColumnType::Int32 => "int32".to_owned(),
        ColumnType::Boolean => "boolean".to_owned(),
        ColumnType::Float64 => "float64".to_owned(),
        ColumnType::Decimal(scale) => format!("decimal(18,{scale})"),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Timestamp => "timestamp".to_owned(),
        ColumnType::String => "string".to_owned(),
        ColumnType::Category => "category".to_owned(),
    }
}

fn parse(name: &str) -> Option<ColumnType> {
    if let Some(scale) = name.strip_prefix("decimal(18,").and_then(|rest| rest.strip_suffix(')')) {
        return scale.parse().ok().filter(|scale| (0..=18).contains(scale)).map(ColumnType::Decimal);
    }
    Some(match name {
        "int64" => ColumnType::Int64,
        "int32" => ColumnType::Int32,
        "boolean" => ColumnType::Boolean,
        "float64" => ColumnType::Float64,
        "date" => ColumnType::Date,
        "timestamp" => ColumnType::Timestamp,
        "string" => ColumnType::String,
        "category" => ColumnType::Category,
        _ => return None,
    })
}

pub(super) fn serialize<S: Serializer>(kind: &ColumnType, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&of(*kind))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ColumnType, D::Error> {
    let name = String::deserialize(deserializer)?;
    parse(&name).ok_or_else(|| serde::de::Error::custom(format!("'{name}' is no type of a column")))
}
