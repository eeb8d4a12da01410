//! The run: communities on all threads, into the files of a dataset that is complete or is none.

mod clear;
mod finish;
mod folder;
mod group;
mod plan;
mod workers;

pub use folder::Existing;
pub use plan::{Group, Plan};

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use folder::{Claim, Folder};

use crate::calendar::Horizon;
use crate::columns::Texts;
use crate::error::Result;
use crate::manifest::{
    CommunityFacts, CustomerFacts, FileFacts, HorizonFacts, Manifest, PartFacts, RunFacts, ScenarioFacts, TableFacts,
};
use crate::population::COMMUNITY_SIZE;
use crate::rows::Rows;
use crate::scenario::Scenario;
use crate::schema;
use crate::simulate::{With, simulate};
use crate::sink::{Compression, Shape, Sink};
use crate::world::World;

/// What a run is asked to make.
#[derive(Debug, Clone)]
pub struct Request {
    /// Customers of the whole dataset; rounded up to whole communities.
    pub customers: u64,
    /// The days.
    pub horizon: Horizon,
    /// The seed.
    pub seed: u64,
    /// A scenario's name, or the path of its file.
    pub scenario: String,
    /// The dataset's folder.
    pub out: PathBuf,
    /// What to do if the folder holds something.
    pub existing: Existing,
    /// The tables to write, in the order of the registry.
    pub tables: Vec<&'static Shape>,
    /// The format.
    pub sink: &'static Sink,
    /// How to compress.
    pub compression: Compression,
    /// Which part of how many.
    pub part: PartFacts,
    /// How many threads.
    pub threads: usize,
}

/// What has been made.
#[derive(Debug)]
pub struct Outcome {
    /// The manifest of the dataset.
    pub manifest: Manifest,
    /// Whether it was already complete.
    pub was_complete: bool,
}

/// What happens during a run.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are what their names say")]
pub enum Event<'a> {
    /// The run begins to write.
    Began { run: &'a RunFacts, file_groups: usize, threads: usize },
    /// Communities have been made, or found made.
    Advanced { communities: i64, rows: u64 },
    /// A file group is complete.
    Finished { group: &'a Group, files: &'a [FileFacts], is_kept: bool },
}

/// Who is told of a run's events, from any of its threads.
pub type Watch<'a> = dyn Fn(Event<'_>) + Sync + 'a;

/// What the threads of a run have to know.
#[derive(Debug)]
struct Job {
    run: RunFacts,
    plan: Plan,
    shapes: Vec<&'static Shape>,
    sink: &'static Sink,
    compression: Compression,
    threads: usize,
}

/// Makes the dataset of a request.
///
/// # Errors
///
/// Fails where the scenario is wrong, the folder is taken or cannot be written, or `stop` becomes true.
pub fn run(request: &Request, watch: &Watch<'_>, stop: &AtomicBool) -> Result<Outcome> {
    let scenario = Scenario::load(&request.scenario)?;
    let job = Job::plan(request, scenario_facts(&scenario))?;
    let folder = match Folder::claim(&request.out, &job.run, request.existing)? {
        Claim::Ours(folder) => folder,
        Claim::Complete(manifest) => return Ok(Outcome { manifest: *manifest, was_complete: true }),
    };
    let world = World::build(scenario, request.seed, request.horizon)?;
    let with = With { messenger: request.tables.iter().any(|shape| shape.group() == schema::Group::Messenger) };
    write(&job, folder, |community, rows| simulate(&world, community, with, rows), watch, stop)
}

fn scenario_facts(scenario: &Scenario) -> ScenarioFacts {
    ScenarioFacts {
        name: scenario.name.clone(),
        sha256: scenario.hash().to_owned(),
        country: scenario.bank.country.clone(),
        currency: scenario.bank.currency.word().to_owned(),
        base: scenario.base().map(str::to_owned),
    }
}

/// Writes a job's dataset from whatever adds the rows of a community and returns its vocabulary.
fn write<P>(job: &Job, folder: Folder, produce: P, watch: &Watch<'_>, stop: &AtomicBool) -> Result<Outcome>
where
    P: Fn(i64, &mut Rows) -> Texts + Sync,
{
    watch(Event::Began { run: &job.run, file_groups: job.plan.groups.len(), threads: job.threads });
    let files = workers::write_groups(job, &folder, &produce, watch, stop)?;
    let manifest = Manifest { run: job.run.clone(), files };
    finish::write_companions(&folder, &manifest)?;
    folder.complete(&manifest)?;
    Ok(Outcome { manifest, was_complete: false })
}

impl Job {
    fn plan(request: &Request, scenario: ScenarioFacts) -> Result<Self> {
        let plan = Plan::of(request.customers, request.part)?;
        let table = |shape: &&Shape| TableFacts {
            name: shape.name.to_owned(),
            folder: shape.folder.clone(),
            schema_sha256: shape.schema_sha256.clone(),
        };
        let run = RunFacts {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: request.seed,
            scenario,
            horizon: HorizonFacts { from: request.horizon.from.iso(), to: request.horizon.to.iso() },
            customers: CustomerFacts { asked: request.customers, made: (plan.total * COMMUNITY_SIZE) as u64 },
            communities: CommunityFacts {
                total: plan.total,
                first: plan.part.start,
                count: plan.communities(),
                size: COMMUNITY_SIZE,
                per_file: plan.per_file,
            },
            part: request.part,
            format: request.sink.name.to_owned(),
            compression: request.compression.word().to_owned(),
            tables: request.tables.iter().map(table).collect(),
        };
        let (shapes, sink, compression) = (request.tables.clone(), request.sink, request.compression);
        Ok(Self { run, plan, shapes, sink, compression, threads: request.threads.max(1) })
    }

    /// Returns what every file tells of its origin: nothing of the machine or the time.
    fn facts_in_files(&self) -> Vec<(&'static str, String)> {
        vec![
            ("fauxbank.version", self.run.version.clone()),
            ("fauxbank.seed", self.run.seed.to_string()),
            ("fauxbank.scenario", self.run.scenario.name.clone()),
        ]
    }
}

#[cfg(test)]
mod tests;
