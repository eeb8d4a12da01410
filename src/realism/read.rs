//! One reading of a dataset: every table once, in step, into facts.

use std::collections::BTreeSet;
use std::path::Path;

use arrow::record_batch::RecordBatch;

use crate::calendar::Horizon;
use crate::dataset::{Dataset, Layout, Row as _, Visitor};
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::realism::Facts;
use crate::realism::community::{Community, Context, layout, layouts};
use crate::realism::views::Store;
use crate::scenario::Scenario;

/// Groups that communities are dealt into, to tell sampling error from their scatter.
pub const REPLICATES: usize = 8;

/// What was read of a dataset.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What a thing cost on the days that were read that cost 1 in the base year of the dataset's scenario.
    pub price_level: f64,
    /// Of all communities.
    pub all: Facts,
    /// Of the communities whose number leaves the same remainder; those without communities are left out.
    pub replicates: Vec<Facts>,
}

/// Reads a dataset with so many threads; as many as there are cores if zero. What is read depends on no number of threads.
///
/// # Errors
///
/// Fails where a file is missing or cannot be read to its end.
pub fn read(dir: &Path, manifest: &Manifest, threads: usize) -> Result<Reading> {
    read_days(dir, manifest, manifest.horizon(dir)?, threads)
}

/// Reads some days of a dataset as if they were all: who held no account on them, and what happened on others, is left out.
/// States as of the horizon's end, such as whether a card is active, stay what they are.
///
/// # Errors
///
/// As [`read`].
pub fn read_days(dir: &Path, manifest: &Manifest, days: Horizon, threads: usize) -> Result<Reading> {
    let threads = match threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let none = BTreeSet::new();
    let dataset = Dataset { dir, manifest, unreadable: &none, digests: None };
    let price_level = price_level(manifest, days);
    let is_window = days != manifest.horizon(dir)?;
    let context = Context::of(days, manifest.run.customers.made, stores(&dataset)?);
    let context = Context { is_window, price_level, ..context };
    let layouts = layouts();
    let wanted: Vec<&Layout> = layouts.iter().collect();
    let mut gathered = Gathered::empty();
    let visitor =
        || Gathering { layouts: &layouts, community: Community::empty(&context), gathered: Gathered::empty() };
    dataset.walk(&wanted, threads, visitor, |later| gathered.append(later));
    if let Some((place, cause)) = gathered.failure {
        return Err(unreadable(&place, &cause));
    }
    let replicates: Vec<Facts> = gathered.replicates.into_iter().flatten().collect();
    let mut all = Facts::of(days);
    replicates.iter().for_each(|facts| all.append(facts));
    Ok(Reading { price_level, all, replicates })
}

/// Returns the price level of the year in the middle of some days, by the trend of the dataset's scenario or of the one that it
/// extends; 1 where the program knows neither.
fn price_level(manifest: &Manifest, days: Horizon) -> f64 {
    let facts = &manifest.run.scenario;
    let known = Scenario::names().find(|name| *name == facts.name || Some(*name) == facts.base.as_deref());
    let Some(scenario) = known.and_then(|name| Scenario::load(name).ok()) else { return 1.0 };
    let trend = &scenario.income.trend;
    (1.0 + trend.rate_per_year).powi(days.middle().civil().year - trend.base_year)
}

fn unreadable(place: &str, cause: &str) -> Error {
    Error::outside(place, cause, "run `fauxbank validate` on the dataset, or generate it again")
}

fn stores(dataset: &Dataset<'_>) -> Result<Vec<Store>> {
    let layout = layout(Store::TABLE, Store::COLUMNS);
    let mut stores = Vec::new();
    for path in dataset.paths(Store::TABLE) {
        let place = path.display().to_string();
        let batches = dataset.open(&path, &layout).map_err(|cause| unreadable(&place, &cause))?;
        for batch in batches {
            let batch = batch.map_err(|cause| unreadable(&place, &cause))?;
            let read = Store::read(&batch, &mut stores);
            read.map_err(|column| unreadable(&place, &format!("column {column} cannot be read")))?;
        }
    }
    stores.sort_unstable_by_key(|store| store.location_id);
    Ok(stores)
}

/// What one visitor, or all, have gathered.
struct Gathered {
    replicates: Vec<Option<Facts>>,
    /// The place and the cause of the first failure.
    failure: Option<(String, String)>,
}

impl Gathered {
    fn empty() -> Self {
        Self { replicates: vec![None; REPLICATES], failure: None }
    }

    fn append(&mut self, later: Self) {
        for (facts, later) in self.replicates.iter_mut().zip(later.replicates) {
            match (facts.as_mut(), later) {
                (Some(facts), Some(later)) => facts.append(&later),
                (None, Some(later)) => *facts = Some(later),
                (_, None) => {}
            }
        }
        self.failure = self.failure.take().or(later.failure);
    }
}

/// The visitor of a group of files.
struct Gathering<'a> {
    layouts: &'a [Layout],
    community: Community<'a>,
    gathered: Gathered,
}

impl Gathering<'_> {
    fn fail(&mut self, place: &str, cause: String) {
        self.gathered.failure.get_or_insert_with(|| (place.to_owned(), cause));
    }
}

impl Visitor for Gathering<'_> {
    type Tally = Gathered;

    fn rows(&mut self, table: usize, batch: &RecordBatch) {
        let name = self.layouts[table].name;
        if let Err(column) = self.community.read(name, batch) {
            self.fail(name, format!("column {column} cannot be read"));
        }
    }

    fn community(&mut self, number: i64) {
        self.community.index(number);
        let group = number.rem_euclid(REPLICATES as i64) as usize;
        let horizon = self.community.context.horizon;
        self.gathered.replicates[group].get_or_insert_with(|| Facts::of(horizon)).see(&self.community);
        self.community.clear();
    }

    fn file(&mut self, path: &Path, outcome: Result<(), String>) {
        if let Err(cause) = outcome {
            self.fail(&path.display().to_string(), cause);
        }
    }

    fn tally(&mut self) -> Gathered {
        std::mem::replace(&mut self.gathered, Gathered::empty())
    }
}
