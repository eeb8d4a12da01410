//! The stages of a run, each alone: simulate, build batches, encode, write a dataset; and reading one for its report, and
//! validating it; throughput in rows.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fauxbank::calendar::Horizon;
use fauxbank::columns::Dictionaries;
use fauxbank::generate::{self, Existing, Request};
use fauxbank::manifest::PartFacts;
use fauxbank::realism::{self, Facts};
use fauxbank::scenario::Scenario;
use fauxbank::simulate::simulate;
use fauxbank::sink::{Compression, Opening, SINKS, Shape, shape, shapes};
use fauxbank::units::Date;
use fauxbank::validate::{self, Finding, Options, Verdict};
use fauxbank::world::World;

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

fn batches(world: &World) -> Vec<(&'static Shape, RecordBatch)> {
    let (mut rows, texts) = simulate(world, COMMUNITY);
    let batch = |(name, arrays)| {
        let shape = shape(name).expect("every table has a shape");
        (shape, RecordBatch::try_new(Arc::clone(&shape.schema), arrays).expect("rows have the columns of their schema"))
    };
    rows.take(&Dictionaries::of(&texts)).into_iter().map(batch).collect()
}

fn simulating(criterion: &mut Criterion) {
    let world = world();
    let rows = simulate(&world, COMMUNITY).0.count();
    let mut group = criterion.benchmark_group("community");
    group.throughput(Throughput::Elements(rows as u64)).sample_size(20);
    group.bench_function("simulate", |bencher| {
        bencher.iter(|| assert_eq!(black_box(simulate(&world, COMMUNITY)).0.count(), rows));
    });
    group.bench_function("batches", |bencher| {
        bencher.iter_custom(|times| {
            let mut took = Duration::ZERO;
            for _ in 0..times {
                let (mut stores, texts) = simulate(&world, COMMUNITY);
                let began = Instant::now();
                let tables = stores.take(&Dictionaries::of(&texts));
                took += began.elapsed();
                assert_eq!(tables.iter().map(|(_, arrays)| arrays[0].len()).sum::<usize>(), rows);
            }
            took
        });
    });
    group.finish();
}

/// Encodes the tables that a row group of a real file would be filled with.
fn encoding(criterion: &mut Criterion) {
    let batches = batches(&world());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut group = criterion.benchmark_group("encode");
    group.sample_size(10);
    for (shape, batch) in batches.iter().filter(|(_, batch)| batch.num_rows() > 10_000) {
        group.throughput(Throughput::Elements(10 * batch.num_rows() as u64));
        group.bench_function(shape.name, |bencher| {
            bencher.iter(|| assert_eq!(encode(shape, batch, folder.path()), 10 * batch.num_rows() as u64));
        });
    }
    group.finish();
}

fn encode(shape: &'static Shape, batch: &RecordBatch, folder: &Path) -> u64 {
    let path = folder.join(shape.name);
    let opening = Opening { path: &path, shape, compression: Compression::Snappy, facts: &[] };
    let mut file = (SINKS[0].open)(&opening).expect("the file can be made");
    for _ in 0..10 {
        file.write(batch).expect("the file can be written");
    }
    file.close().expect("the file can be written").rows
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
