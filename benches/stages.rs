//! The stages of a run on one core, each alone: simulate a community into columns, encode each table (beside the crate's own
//! writer), write a dataset; reading one for its report, and validating it. Throughput in rows, and in bytes of Arrow where there
//! are batches.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use arrow::array::RecordBatch;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fauxbank::calendar::Horizon;
use fauxbank::columns::{Column, Texts, to_batch};
use fauxbank::generate::{self, Existing, Request};
use fauxbank::manifest::PartFacts;
use fauxbank::realism::{self, Facts};
use fauxbank::rows::Rows;
use fauxbank::scenario::Scenario;
use fauxbank::simulate::{With, simulate};
use fauxbank::sink::{Compression, Opening, SINKS, Shape, shape, shapes};
use fauxbank::units::Date;
use fauxbank::validate::{self, Finding, Options, Verdict};
use fauxbank::world::World;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression::SNAPPY;
use parquet::file::properties::WriterProperties;

/// A community well inside the first area.
const COMMUNITY: i64 = 3;
const SEED: u64 = 42;

fn year() -> Horizon {
    Horizon { from: Date::of(2025, 1, 1), to: Date::of(2025, 12, 31) }
}

fn world() -> World {
    let scenario = Scenario::load("us-retail").expect("the scenario is compiled in");
    World::build(scenario, SEED, year()).expect("the world fits its scenario")
}

/// Simulates the community of the benches.
fn community(world: &World) -> (Rows, Texts) {
    let mut rows = Rows::default();
    let texts = simulate(world, COMMUNITY, With::NOTHING, &mut rows);
    (rows, texts)
}

fn simulating(criterion: &mut Criterion) {
    let world = world();
    let (mut rows, _) = community(&world);
    let count = rows.count();
    let mut group = criterion.benchmark_group("community");
    group.throughput(Throughput::Elements(count as u64)).sample_size(20);
    group.bench_function("simulate", |bencher| {
        bencher.iter(|| {
            rows.clear();
            black_box(simulate(&world, COMMUNITY, With::NOTHING, &mut rows));
            assert_eq!(rows.count(), count);
        });
    });
    group.finish();
}

/// So many communities fill a row group of the largest tables.
const COMMUNITIES_OF_A_GROUP: u64 = 10;

/// Encodes, compresses and writes the tables that a row group of a real file would be filled with; beside it the crate's own writer on
/// batches built beforehand.
fn encoding(criterion: &mut Criterion) {
    let world = world();
    let (rows, texts) = community(&world);
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, columns) in rows.tables(&texts).iter().filter(|(_, columns)| columns[0].rows > 10_000) {
        let shape = shape(name).expect("every table has a shape");
        let batch = to_batch(&shape.schema, columns);
        let elements = COMMUNITIES_OF_A_GROUP * batch.num_rows() as u64;
        let bytes = COMMUNITIES_OF_A_GROUP * batch.get_array_memory_size() as u64;
        let mut group = criterion.benchmark_group(format!("encode {name}"));
        group.sample_size(10).throughput(Throughput::ElementsAndBytes { elements, bytes });
        group.bench_function("fauxbank", |bencher| {
            bencher.iter(|| assert_eq!(encode(shape, columns, folder.path()), elements));
        });
        group.bench_function("ArrowWriter", |bencher| {
            bencher.iter(|| assert_eq!(encode_by_arrow_writer(&batch, folder.path()), elements));
        });
        group.finish();
    }
}

fn encode(shape: &'static Shape, columns: &[Column<'_>], folder: &Path) -> u64 {
    let path = folder.join(shape.name);
    let opening = Opening { path: &path, shape, compression: Compression::Snappy, facts: &[] };
    let mut file = (SINKS[0].open)(&opening).expect("the file can be made");
    for _ in 0..COMMUNITIES_OF_A_GROUP {
        file.write(columns).expect("the file can be written");
        file.end_community().expect("the file can be written");
    }
    file.close().expect("the file can be written").rows
}

fn encode_by_arrow_writer(batch: &RecordBatch, folder: &Path) -> u64 {
    let file = File::create(folder.join("arrow_writer")).expect("the file can be made");
    let properties = WriterProperties::builder().set_compression(SNAPPY).build();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).expect("the schema can be written");
    for _ in 0..COMMUNITIES_OF_A_GROUP {
        writer.write(batch).expect("the file can be written");
    }
    writer.close().expect("the file can be written").file_metadata().num_rows() as u64
}

/// Returns the request for a year of 500 customers.
fn request(folder: &Path) -> Request {
    Request {
        customers: 500,
        horizon: year(),
        seed: SEED,
        scenario: "us-retail".into(),
        out: folder.join("bank"),
        existing: Existing::Overwrite,
        tables: shapes().iter().collect(),
        sink: &SINKS[0],
        compression: Compression::Snappy,
        part: PartFacts { index: 1, of: 1 },
        threads: 1,
    }
}

fn whole(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let request = request(folder.path());
    let run = || {
        let outcome = generate::run(&request, &|_| (), &AtomicBool::new(false)).expect("the bank can be made");
        outcome.manifest.files.iter().map(|file| file.rows).sum::<u64>()
    };
    let rows = run();
    let mut group = criterion.benchmark_group("run");
    group.throughput(Throughput::Elements(rows)).sample_size(10);
    group.bench_function("500 customers, one thread", |bencher| bencher.iter(|| assert_eq!(run(), rows)));
    group.finish();
}

/// Reads a dataset for its report; throughput in card transactions.
fn reporting(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let request = request(folder.path());
    let outcome = generate::run(&request, &|_| (), &AtomicBool::new(false)).expect("the bank can be made");
    let (transactions, _) = outcome.manifest.size_of("card_transactions");
    let read = || realism::read(&request.out, &outcome.manifest, 1).expect("the bank can be read");
    let purchases = |facts: &Facts| facts.purchases.segments.values().map(|segment| segment.count).sum::<u64>();
    let expected = purchases(&read().all);
    let mut group = criterion.benchmark_group("report");
    group.throughput(Throughput::Elements(transactions)).sample_size(10);
    group.bench_function("500 customers, one thread", |bencher| {
        bencher.iter(|| assert_eq!(purchases(&read().all), expected));
    });
    group.finish();
}

/// Validates a dataset; throughput in rows of all tables.
fn validating(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let request = request(folder.path());
    let outcome = generate::run(&request, &|_| (), &AtomicBool::new(false)).expect("the bank can be made");
    let rows = outcome.manifest.files.iter().map(|file| file.rows).sum::<u64>();
    let options = Options { threads: 1, ..Options::default() };
    let is_broken = |finding: &Finding| !matches!(finding.verdict, Verdict::Holds);
    let broken = || {
        let report = validate::run(&request.out, &options).expect("the bank can be read");
        report.findings.iter().filter(|finding| is_broken(finding)).count()
    };
    let mut group = criterion.benchmark_group("validate");
    group.throughput(Throughput::Elements(rows)).sample_size(10);
    group.bench_function("500 customers, one thread", |bencher| bencher.iter(|| assert_eq!(broken(), 0)));
    group.finish();
}

criterion_group!(stages, simulating, encoding, whole, reporting, validating);
criterion_main!(stages);
