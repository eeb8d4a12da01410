//! Reading the rows of a dataset back, as text.
#![allow(dead_code, unreachable_pub, reason = "no test file needs all of it, and each includes it as its own module")]

use std::fs::File;
use std::path::Path;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use fauxbank::manifest::Manifest;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Returns the batches of a table in the order of its files.
pub fn batches(dataset: &Path, table: &str) -> Vec<RecordBatch> {
    let manifest = Manifest::read(dataset).expect("the dataset is complete");
    let mut batches = Vec::new();
    for file in manifest.files_of(table) {
        let file = File::open(dataset.join(&file.path)).expect("a listed file is there");
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("the file is Parquet");
        batches.extend(reader.build().expect("the file is Parquet").map(|batch| batch.expect("the file is whole")));
    }
    batches
}

/// Returns the rows of a table as lines of text, only the columns that are wanted.
pub fn rows(dataset: &Path, table: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let options = FormatOptions::default().with_null("∅");
    let mut lines = Vec::new();
    for batch in batches(dataset, table) {
        let schema = batch.schema();
        let wanted = schema.fields().iter().zip(batch.columns()).filter(|(field, _)| is_wanted(field.name()));
        let columns: Vec<ArrayRef> = wanted.map(|(_, column)| without_zone(column)).collect();
        let formatters: Vec<ArrayFormatter<'_>> = columns
            .iter()
            .map(|column| ArrayFormatter::try_new(column, &options).expect("a column has a text"))
            .collect();
        lines.extend((0..batch.num_rows()).map(|row| {
            let cells: Vec<String> = formatters.iter().map(|column| column.value(row).to_string()).collect();
            cells.join("|")
        }));
    }
    lines
}

/// Turns instants into microseconds: writing a named zone would need another time-zone database.
fn without_zone(column: &ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::Timestamp(..) => cast(column, &DataType::Int64).expect("an instant is a number"),
        _ => column.clone(),
    }
}
