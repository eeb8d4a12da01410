//! `machine.json`: what the figures depend on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::query::OTHER_SCALE;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::manifest::Manifest;

/// The name of the file in a folder of results.
pub const FILE_NAME: &str = "machine.json";

/// A machine, and the dataset that was measured on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// Its name.
    pub machine: String,
    /// Its operating system.
    pub os: String,
    /// Its processor.
    pub cpu: String,
    /// How many processors a process may use.
    pub cores: usize,
    /// Its memory.
    pub memory_bytes: u64,
    /// The day on which it was begun to measure.
    pub date: String,
    /// What a cold run is, by engine and version.
    #[serde(default)]
    pub cold: BTreeMap<String, String>,
    /// The dataset.
    pub dataset: DatasetFacts,
}

/// Which dataset was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetFacts {
    /// Its customers.
    pub customers: u64,
    /// Its seed.
    pub seed: u64,
    /// The version of fauxbank that wrote it.
    pub version: String,
    /// SHA-256 of its manifest, which holds the hash of every file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest_sha256: Option<String>,
}

impl DatasetFacts {
    /// Returns what a manifest says.
    pub fn of(manifest: &Manifest) -> Self {
        let run = &manifest.run;
        let manifest_sha256 = Some(sha256(manifest.to_json().as_bytes()));
        Self { customers: run.customers.made, seed: run.seed, version: run.version.clone(), manifest_sha256 }
    }

    /// Returns whether both may be the same dataset, by all that both tell.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        let told = |facts: &Self| (facts.customers, facts.seed, facts.version.clone());
        let hashes = self.manifest_sha256.as_ref().zip(other.manifest_sha256.as_ref());
        told(self) == told(other) && hashes.is_none_or(|(one, other)| one == other)
    }
}

impl Machine {
    /// Describes this machine, as far as its system tells, and what a cold run of an engine is on it.
    pub fn this(dataset: DatasetFacts, engine: &str, cold: &str) -> Self {
        let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let line = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name));
            line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned())
        };
        let memory = line(&file("/proc/meminfo"), "MemTotal").and_then(|value| value.split(' ').next()?.parse().ok());
        let name = Some(file("/proc/sys/kernel/hostname").trim().to_owned()).filter(|name| !name.is_empty());
        Self {
            machine: name.or_else(|| std::env::var("HOSTNAME").ok()).unwrap_or_else(|| "machine".to_owned()),
            os: format!("{} {}", std::env::consts::OS, file("/proc/sys/kernel/osrelease").trim()).trim().to_owned(),
            cpu: line(&file("/proc/cpuinfo"), "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            memory_bytes: memory.map_or(0, |kilobytes: u64| kilobytes * 1_024),
            date: jiff::Timestamp::now().to_string().chars().take(10).collect(),
            cold: BTreeMap::from([(engine.to_owned(), cold.to_owned())]),
            dataset,
        }
    }

    /// Reads the machine of a folder of results, if the folder tells one.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be understood.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE_NAME);
        match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(Error::at(&path, "understand")),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Error::at(&path, "read")(cause)),
        }
    }

    /// Writes the machine into a folder of results, or compares it with the one that is there.
    ///
    /// # Errors
    ///
    /// Fails where the folder holds results of another machine or dataset: their times do not compare.
    pub fn enter(&self, folder: &Path) -> Result<()> {
        let mut entered = Self::read(folder)?.unwrap_or_else(|| self.clone());
        let is_same = (&entered.machine, &entered.cpu) == (&self.machine, &self.cpu);
        if !is_same || !entered.dataset.may_be(&self.dataset) {
            let cause = "the folder holds results of another machine or dataset";
            return Err(Error::input(folder.display(), cause, "choose another folder with --out"));
        }
        // Engines share a folder, and each has a cold run of its own kind.
        entered.cold.extend(self.cold.clone());
        let path = folder.join(FILE_NAME);
        fs::write(&path, entered.to_json()).map_err(Error::at(&path, "write"))
    }

    /// Returns the folder of results unless another is named: one for each day (UTC), machine and dataset.
    pub fn default_folder(&self, scale: &str) -> PathBuf {
        let dataset = &self.dataset;
        let other = format!("{}-seed-{}", dataset.customers, dataset.seed);
        let name = if scale == OTHER_SCALE { other.as_str() } else { scale };
        PathBuf::from(format!("results/{}-{}-{name}", self.date, self.machine))
    }

    /// Tells what a cold run of each engine is.
    pub fn cold_lines(&self) -> impl Iterator<Item = String> {
        self.cold.iter().map(|(engine, cold)| format!("{engine}: {cold}"))
    }

    /// Returns the text of the file.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("strings and numbers are JSON");
        text.push('\n');
        text
    }

    /// Tells the machine in a line.
    pub fn line(&self) -> String {
        let memory = self.memory_bytes as f64 / f64::from(1 << 30);
        format!("{}, {} cores, {memory:.0} GiB, {}, {}", self.cpu, self.cores, self.os, self.date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(customers: u64) -> Machine {
        Machine::this(
            DatasetFacts { customers, seed: 42, version: "1".to_owned(), manifest_sha256: None },
            "engine 1",
            "a new session",
        )
    }

    #[test]
    fn a_folder_holds_the_results_of_one_machine_and_dataset() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Machine::read(folder.path()).unwrap(), None);
        let small = machine(1_000);
        small.enter(folder.path()).unwrap();
        assert_eq!(Machine::read(folder.path()).unwrap(), Some(small.clone()));
        Machine { date: "2000-01-01".to_owned(), ..small.clone() }.enter(folder.path()).unwrap();
        let hashed = |hash: &str| {
            let dataset = DatasetFacts { manifest_sha256: Some(hash.to_owned()), ..small.dataset.clone() };
            Machine { dataset, ..small.clone() }
        };
        hashed("a").enter(folder.path()).unwrap();
        assert!(!hashed("a").dataset.may_be(&hashed("b").dataset));
        assert_eq!(machine(10_000).enter(folder.path()).unwrap_err().exit_code(), 2);
        let cold = BTreeMap::from([("other 2".to_owned(), "a process".to_owned())]);
        Machine { cold, ..small.clone() }.enter(folder.path()).unwrap();
        let told: Vec<String> = Machine::read(folder.path()).unwrap().unwrap().cold_lines().collect();
        assert_eq!(told, ["engine 1: a new session", "other 2: a process"]);
    }

    #[test]
    fn a_folder_is_named_by_day_machine_and_dataset() {
        let machine = Machine { date: "2026-01-31".to_owned(), machine: "bench".to_owned(), ..machine(1_000) };
        assert_eq!(machine.default_folder("small"), Path::new("results/2026-01-31-bench-small"));
        assert_eq!(machine.default_folder(OTHER_SCALE), Path::new("results/2026-01-31-bench-1000-seed-42"));
    }

    #[test]
    fn the_date_is_a_date() {
        assert!(crate::units::Date::parse(&machine(1).date).is_some());
    }
}
