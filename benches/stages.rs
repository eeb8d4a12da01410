//! The stages of a run on one core, each a pipeline of the library's own harness: simulate a community into columns, encode each large
//! table (beside the crate's own writer), write a dataset; read a table, its events in time order, the dataset for its report, and validate it.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

#[path = "stages/encoding.rs"]
mod encoding;
#[path = "stages/reading.rs"]
mod reading;
#[path = "stages/writing.rs"]
mod writing;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, criterion_group, criterion_main};
use fauxbank::bench::{Bank, Group, HORIZON, Pipeline, SCENARIO};
use fauxbank::columns::Texts;
use fauxbank::generate::{self, Existing, Request};
use fauxbank::manifest::PartFacts;
use fauxbank::rows::Rows;
use fauxbank::scenario::Scenario;
use fauxbank::simulate::{With, simulate};
use fauxbank::sink::{Compression, SINKS, shapes};
use fauxbank::world::World;

/// A community well inside the first area.
const COMMUNITY: i64 = 3;
const SEED: u64 = 42;

fn world() -> World {
    let scenario = Scenario::load(SCENARIO).expect("the scenario is compiled in");
    World::build(scenario, SEED, HORIZON).expect("the world fits its scenario")
}

/// Simulates the community of the benches.
fn community(world: &World) -> (Rows, Texts) {
    let mut rows = Rows::default();
    let texts = simulate(world, COMMUNITY, With::NOTHING, &mut rows);
    (rows, texts)
}

/// Returns the request for a year of 500 customers.
fn request(folder: &Path) -> Request {
    Request {
        customers: 500,
        horizon: HORIZON,
        seed: SEED,
        scenario: SCENARIO.into(),
        out: folder.join("bank"),
        existing: Existing::Overwrite,
        tables: shapes().iter().collect(),
        sink: &SINKS[0],
        compression: Compression::Snappy,
        part: PartFacts { index: 1, of: 1 },
        threads: 1,
    }
}

fn stages(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let request = request(folder.path());
    // Made here and not taken from the cache: the code under measurement may write other rows than the version that filled it.
    generate::run(&request, &|_| (), &AtomicBool::new(false)).expect("the bank can be made");
    let bank = Bank::open(&request.out).expect("the bank can be opened");
    let mut bench =
        |name: &str, pipelines: &mut [&mut dyn Pipeline]| Group::new(name).bench(criterion, &bank, pipelines);

    bench("community", &mut [&mut writing::Simulate::new()]);
    for (mut ours, mut crates) in encoding::large_tables(folder.path()) {
        bench(&format!("encode {}", ours.table()), &mut [&mut ours, &mut crates]);
    }
    let other = tempfile::tempdir().expect("a temporary folder");
    bench("run", &mut [&mut writing::Generate::new(other.path())]);
    bench("read", &mut [&mut reading::Read]);
    bench("events", &mut [&mut reading::InTimeOrder]);
    bench("report", &mut [&mut reading::Report]);
    bench("validate", &mut [&mut reading::Validate]);
}

criterion_group!(all, stages);
criterion_main!(all);
