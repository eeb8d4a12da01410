//! The ceiling of a generator that writes through `ArrowWriter`: what writing our rows costs when they are already there.
//!
//! `cargo bench --bench ceiling -- COMMUNITIES` simulates so many communities into batches, then writes every table of them through
//! `ArrowWriter` with its default properties (and snappy), on one thread. It prints as JSON the CPU seconds of the writing alone,
//! as the operating system counts them, the rows and cells, the bytes of Arrow, and the bytes of Parquet.
#![allow(missing_docs, reason = "a program without an interface")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use arrow::array::RecordBatch;
use fauxbank::calendar::Horizon;
use fauxbank::columns::to_batch;
use fauxbank::rows::Rows;
use fauxbank::scenario::Scenario;
use fauxbank::simulate::{With, simulate};
use fauxbank::sink::shape;
use fauxbank::units::Date;
use fauxbank::world::World;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression::SNAPPY;
use parquet::file::properties::WriterProperties;

type Tables = BTreeMap<&'static str, Vec<RecordBatch>>;

fn main() {
    let communities = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10);
    let tables = simulated(communities);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let before = cpu_seconds();
    let parquet: u64 = tables.iter().map(|(name, batches)| write(&folder.path().join(name), batches)).sum();
    let seconds = cpu_seconds() - before;
    let batches = || tables.values().flatten();
    let rows: usize = batches().map(RecordBatch::num_rows).sum();
    let cells: usize = batches().map(|batch| batch.num_rows() * batch.num_columns()).sum();
    let arrow: usize = batches().map(RecordBatch::get_array_memory_size).sum();
    println!(
        r#"{{"communities": {communities}, "cpu_seconds": {seconds:.4}, "rows": {rows}, "cells": {cells}, "arrow_bytes": {arrow}, "parquet_bytes": {parquet}}}"#
    );
}

fn simulated(communities: i64) -> Tables {
    let horizon = Horizon { from: Date::of(2025, 1, 1), to: Date::of(2025, 12, 31) };
    let scenario = Scenario::load("us-retail").expect("the scenario is compiled in");
    let world = World::build(scenario, 42, horizon).expect("the world fits its scenario");
    let (mut tables, mut rows) = (Tables::new(), Rows::default());
    for community in 0..communities {
        rows.clear();
        let texts = simulate(&world, community, With::NOTHING, &mut rows);
        for (name, columns) in rows.tables(&texts) {
            let schema = &shape(name).expect("every table has a shape").schema;
            tables.entry(name).or_default().push(to_batch(schema, &columns));
        }
    }
    tables
}

fn write(path: &Path, batches: &[RecordBatch]) -> u64 {
    let file = File::create(path).expect("the file can be made");
    let properties = WriterProperties::builder().set_compression(SNAPPY).build();
    let mut writer =
        ArrowWriter::try_new(file, batches[0].schema(), Some(properties)).expect("the schema can be written");
    batches.iter().for_each(|batch| writer.write(batch).expect("the file can be written"));
    writer.close().expect("the file can be written");
    fs::metadata(path).expect("the file is there").len()
}

/// Returns the CPU time that this thread, the only one, has had.
fn cpu_seconds() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux tells the CPU time of a thread");
    let nanoseconds = text.split_whitespace().next().and_then(|field| field.parse::<f64>().ok());
    nanoseconds.expect("the first field is nanoseconds") / 1e9
}
