//! Batches as the text formats take them.

use std::sync::Arc;

use arrow::array::{Array as _, ArrayRef, AsArray as _, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit, TimestampMicrosecondType};

/// The offset that stands for UTC where names of time zones would take a database to print.
const UTC: &str = "+00:00";

/// Returns the schema with instants at offset zero instead of in the zone named UTC: the same instants.
pub(super) fn text_schema(schema: &Schema) -> SchemaRef {
    let field = |field: &Field| match field.data_type() {
        DataType::Timestamp(unit, Some(_)) => {
            field.clone().with_data_type(DataType::Timestamp(*unit, Some(UTC.into())))
        }
        _ => field.clone(),
    };
    Arc::new(Schema::new(schema.fields().iter().map(|f| field(f)).collect::<Vec<Field>>()))
}

/// Returns the batch in that schema.
pub(super) fn text_batch(batch: &RecordBatch, schema: &SchemaRef) -> RecordBatch {
    let column = |column: &ArrayRef| -> ArrayRef {
        match column.data_type() {
            DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
                Arc::new(column.as_primitive::<TimestampMicrosecondType>().clone().with_timezone(UTC))
            }
            _ => Arc::clone(column),
        }
    };
    let columns = batch.columns().iter().map(column).collect();
    RecordBatch::try_new(Arc::clone(schema), columns).expect("the columns fit their schema")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Compression, Opening, Shape, sink};
    use super::*;
    use crate::columns::{Column, ColumnType, Values};

    fn instants() -> &'static Shape {
        let schema = Arc::new(Schema::new(vec![
            Field::new("id", DataType::Int64, false),
            Field::new("at", DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), false),
            Field::new("paid", DataType::Decimal128(18, 2), true),
            Field::new("note", DataType::Utf8, true),
        ]));
        Box::leak(Box::new(Shape {
            name: "instants",
            folder: "instants".into(),
            schema,
            sorted_by: vec![0],
            has_open_vocabulary: vec![false; 4],
            schema_sha256: String::new(),
        }))
    }

    fn written(format: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let opening = Opening { path: &path, shape: instants(), compression: Compression::None, facts: &[] };
        let mut file = (sink(format).unwrap().open)(&opening).unwrap();
        let column = |kind, values, valid| Column { kind, values, rows: 2, valid };
        file.write(&[
            column(ColumnType::Int64, Values::Int64(&[1, 2]), None),
            column(ColumnType::Timestamp, Values::Int64(&[0, 1_735_689_600_500_000]), None),
            column(ColumnType::Decimal(2), Values::Int64(&[-1]), Some(&[0b01])),
            column(ColumnType::String, Values::Strings(&["a,\"b\"".to_owned()]), Some(&[0b10])),
        ])
        .unwrap();
        assert_eq!(file.close().unwrap().rows, 2);
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn csv_has_a_header_exact_decimals_and_instants_in_utc() {
        let text = "id,at,paid,note\n\
                    1,1970-01-01T00:00:00.000000Z,-0.01,\n\
                    2,2025-01-01T00:00:00.500000Z,,\"a,\"\"b\"\"\"\n";
        assert_eq!(written("csv"), text);
    }

    #[test]
    fn json_lines_leave_nulls_out() {
        let text = "{\"id\":1,\"at\":\"1970-01-01T00:00:00Z\",\"paid\":-0.01}\n\
                    {\"id\":2,\"at\":\"2025-01-01T00:00:00.500Z\",\"note\":\"a,\\\"b\\\"\"}\n";
        assert_eq!(written("jsonl"), text);
    }
}
