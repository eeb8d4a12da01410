//! Banks to measure on: made once, found again by every process.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::cache::{self, Entry};
use crate::calendar::Horizon;
use crate::digest::{sha256, sha256_of};
use crate::error::{Error, Result};
use crate::generate::{self, Existing, Request};
use crate::manifest::{Manifest, PartFacts};
use crate::population::COMMUNITY_SIZE;
use crate::scenario::Scenario;
use crate::sink::{SINKS, shapes};
use crate::units::Date;

/// The scenario of fixtures.
pub const SCENARIO: &str = "us-retail";
/// The days of fixtures: from the first of January 2025 to the last of December.
pub const HORIZON: Horizon = Horizon { from: Date(20_089), to: Date(20_453) };
/// The seed of [`Bank::fixture`], for which the query suite has answers.
const SEED: u64 = 42;

/// The sizes for which the query suite has names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 1,000 customers: some 50 megabytes, made in seconds.
    Small,
    /// 10,000 customers: some 500 megabytes.
    Medium,
    /// 100,000 customers: some 5 gigabytes.
    Large,
}

impl Scale {
    /// Returns how many customers it has.
    pub fn customers(self) -> u64 {
        match self {
            Self::Small => 1_000,
            Self::Medium => 10_000,
            Self::Large => 100_000,
        }
    }
}

/// A bank in a folder, to be read by pipelines.
#[derive(Debug, Clone)]
pub struct Bank {
    pub(super) dir: PathBuf,
    pub(super) manifest: Manifest,
}

impl Bank {
    /// Returns the bank of a scale at seed 42, made if it is not in the cache.
    ///
    /// # Errors
    ///
    /// Fails where the cache cannot be written.
    pub fn fixture(scale: Scale) -> Result<Self> {
        Self::of(scale.customers(), SEED)
    }

    /// Returns the bank of so many customers, rounded up to whole communities, and of a seed; made if it is not in the cache.
    ///
    /// # Errors
    ///
    /// Fails where the cache cannot be written.
    pub fn of(customers: u64, seed: u64) -> Result<Self> {
        Self::within(&cache::folder()?, customers, seed, HORIZON)
    }

    /// Opens a dataset that lies somewhere else; it must be in Parquet.
    ///
    /// # Errors
    ///
    /// Fails where there is no dataset, or where it is in another format.
    pub fn open(dir: &Path) -> Result<Self> {
        let manifest = Manifest::read(dir)?;
        if manifest.run.format != "parquet" {
            let cause = format!("the dataset is in {}, which pipelines do not read", manifest.run.format);
            return Err(Error::input(dir.display(), cause, "generate it in Parquet"));
        }
        Ok(Self { dir: dir.to_owned(), manifest })
    }

    /// Returns the bank of a size, seed and horizon in a cache.
    pub(super) fn within(root: &Path, customers: u64, seed: u64, horizon: Horizon) -> Result<Self> {
        let customers = customers.next_multiple_of(COMMUNITY_SIZE as u64);
        let make = |out: &Path| make(out, customers, seed, horizon);
        let key = key(customers, seed, horizon)?;
        let entry = Entry { root, key: &key, make: &make, is_sound: &is_sound };
        Self::open(&entry.get()?)
    }

    /// Returns the folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns what the bank says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

/// What the code makes of a seed, by the rows of a few communities: a change of the code that gives other rows changes them too.
const VALUES: &str = include_str!("../../tests/golden.txt");

/// Names a bank by all that decides its bytes: two versions with other numbers, other columns or other rows keep apart.
fn key(customers: u64, seed: u64, horizon: Horizon) -> Result<String> {
    let schemas: String = shapes().iter().map(|shape| shape.schema_sha256.as_str()).collect();
    let decided = sha256(format!("{}{schemas}{VALUES}", Scenario::load(SCENARIO)?.hash()).as_bytes());
    let (version, short) = (env!("CARGO_PKG_VERSION"), &decided[..12]);
    let (from, to) = (horizon.from.iso(), horizon.to.iso());
    Ok(format!("{version}-{SCENARIO}-{short}-{customers}-seed-{seed}-{from}-{to}"))
}

fn make(out: &Path, customers: u64, seed: u64, horizon: Horizon) -> Result<()> {
    let request = Request {
        customers,
        horizon,
        seed,
        scenario: SCENARIO.to_owned(),
        out: out.to_owned(),
        existing: Existing::Refuse,
        tables: shapes().iter().collect(),
        sink: &SINKS[0],
        compression: SINKS[0].compressions[0],
        part: PartFacts { index: 1, of: 1 },
        threads: threads(),
    };
    generate::run(&request, &|_| (), &AtomicBool::new(false)).map(|_| ())
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Returns whether every file is as the manifest says.
fn is_sound(dir: &Path) -> bool {
    let Ok(manifest) = Manifest::read(dir) else { return false };
    let threads = threads();
    let is_sound = |share: usize| {
        manifest.files.iter().skip(share).step_by(threads).all(|file| {
            sha256_of(&dir.join(&file.path)).is_ok_and(|(bytes, hash)| (bytes, &hash) == (file.bytes, &file.sha256))
        })
    };
    std::thread::scope(|scope| {
        let shares: Vec<_> = (0..threads).map(|share| scope.spawn(move || is_sound(share))).collect();
        shares.into_iter().all(|share| share.join().is_ok_and(|is_sound| is_sound))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixtures_are_of_the_year_2025() {
        assert_eq!((HORIZON.from.iso(), HORIZON.to.iso()), ("2025-01-01".to_owned(), "2025-12-31".to_owned()));
    }

    #[test]
    fn a_bank_is_named_by_what_decides_it() {
        let names = [(100, 1), (200, 1), (100, 2)].map(|(customers, seed)| key(customers, seed, HORIZON).unwrap());
        assert!(names[0] != names[1] && names[0] != names[2] && names[1] != names[2]);
        assert!(names[0].starts_with(concat!(env!("CARGO_PKG_VERSION"), "-us-retail-")), "{}", names[0]);
    }
}
