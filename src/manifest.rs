//! What a dataset says of itself: `manifest.json`, the last file that a run writes.
//!
//! Nothing in it depends on the machine, the time or the number of threads: the same run gives the same manifest.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::calendar::Horizon;
use crate::error::{Error, Result};
use crate::units::Date;

/// The manifest's name in the dataset's folder.
pub const FILE_NAME: &str = "manifest.json";
/// The report's page in the dataset's folder; its JSON has the ending `.json`.
pub const REPORT_PAGE: &str = "report.html";
/// The report as JSON in the dataset's folder.
pub const REPORT_JSON: &str = "report.json";

/// What decides the bytes of a dataset: two runs with equal facts write equal files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFacts {
    /// The version of fauxbank.
    pub version: String,
    /// The seed.
    pub seed: u64,
    /// The scenario.
    pub scenario: ScenarioFacts,
    /// The days.
    pub horizon: HorizonFacts,
    /// The customers.
    pub customers: CustomerFacts,
    /// The communities.
    pub communities: CommunityFacts,
    /// The part of the whole.
    pub part: PartFacts,
    /// The format of the files: a name of [`SINKS`](crate::sink::SINKS).
    pub format: String,
    /// How the files are compressed.
    pub compression: String,
    /// The tables written, in the order of the registry.
    pub tables: Vec<TableFacts>,
}

/// Which scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioFacts {
    /// Its name.
    pub name: String,
    /// SHA-256 of what it says.
    pub sha256: String,
    /// The country of its bank, ISO 3166.
    pub country: String,
    /// The currency of its accounts, ISO 4217.
    pub currency: String,
    /// The scenario of the program that it extends, where it is a user's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

/// First and last day, both included, as in `2025-12-31`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "first and last day are what they are")]
pub struct HorizonFacts {
    pub from: String,
    pub to: String,
}

/// How many customers the whole dataset has, all parts together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFacts {
    /// As asked.
    pub asked: u64,
    /// As made: whole communities.
    pub made: u64,
}

/// Which communities the files hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityFacts {
    /// Communities of the whole dataset, all parts together.
    pub total: i64,
    /// The first community of this part.
    pub first: i64,
    /// The number of communities of this part.
    pub count: i64,
    /// Customers of a community.
    pub size: i64,
    /// Communities of a file, but for the last one and where a part begins or ends.
    pub per_file: i64,
}

/// Which part of how many: 1 of 1 is the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "index of total needs no words")]
pub struct PartFacts {
    pub index: i64,
    pub of: i64,
}

/// A table of the dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFacts {
    /// Its name in SQL.
    pub name: String,
    /// The folder of its files, as in `truth/fraud_cases`.
    pub folder: String,
    /// SHA-256 of its schema.
    pub schema_sha256: String,
}

/// A file of the dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// The table whose rows it holds.
    pub table: String,
    /// Its path in the dataset's folder, with `/`.
    pub path: String,
    /// The first community in it.
    pub first_community: i64,
    /// The number of communities in it.
    pub communities: i64,
    /// Its rows.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The manifest of a complete dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What the dataset is.
    pub run: RunFacts,
    /// Its files, by table and first community.
    pub files: Vec<FileFacts>,
}

impl Manifest {
    /// Returns the first and the last day of the dataset in a folder.
    ///
    /// # Errors
    ///
    /// Fails where the manifest gives no dates.
    pub fn horizon(&self, dir: &Path) -> Result<Horizon> {
        let day = |text: &str| {
            Date::parse(text).ok_or_else(|| {
                let place = dir.join(FILE_NAME);
                Error::outside(place.display(), format!("'{text}' is no date"), "generate the dataset again")
            })
        };
        let horizon = &self.run.horizon;
        Ok(Horizon { from: day(&horizon.from)?, to: day(&horizon.to)? })
    }

    /// Reads the manifest of a dataset.
    ///
    /// # Errors
    ///
    /// Fails where there is none, or where it cannot be read or understood.
    pub fn read(dataset: &Path) -> Result<Self> {
        let path = dataset.join(FILE_NAME);
        let text = fs::read_to_string(&path).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::NotFound => Error::outside(
                path.display(),
                "there is no manifest, so this is no complete dataset",
                "name the folder that `fauxbank generate` wrote, or finish it with --resume",
            ),
            _ => Error::at(&path, "read")(cause),
        })?;
        serde_json::from_str(&text).map_err(Error::at(&path, "understand"))
    }

    /// Returns the text of the file.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("strings and numbers are JSON");
        text.push('\n');
        text
    }

    /// Returns the files of a table in order.
    pub fn files_of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a FileFacts> {
        self.files.iter().filter(move |file| file.table == table)
    }

    /// Returns the rows and bytes of a table.
    pub fn size_of(&self, table: &str) -> (u64, u64) {
        self.files_of(table).fold((0, 0), |(rows, bytes), file| (rows + file.rows, bytes + file.bytes))
    }
}

impl RunFacts {
    /// Tells the first thing in which another run differs, as in `seed is 42 here and 43 there`.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let value = |facts: &Self| serde_json::to_value(facts).expect("strings and numbers are JSON");
        first_difference("", &value(self), &value(other))
    }
}

fn first_difference(place: &str, one: &serde_json::Value, other: &serde_json::Value) -> Option<String> {
    use serde_json::Value::{Array, Object};
    match (one, other) {
        (Object(these), Object(those)) => these.iter().find_map(|(key, value)| {
            let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
            first_difference(&place, value, those.get(key).unwrap_or(&serde_json::Value::Null))
        }),
        (Array(these), Array(those)) if these.len() == those.len() => {
            let mut pairs = these.iter().zip(those).enumerate();
            pairs.find_map(|(i, (this, that))| first_difference(&format!("{place}[{i}]"), this, that))
        }
        (Array(these), Array(those)) => Some(format!("{place} are {} there and {} here", these.len(), those.len())),
        _ if one == other => None,
        _ => Some(format!("{place} is {one} there and {other} here")),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn scenario_facts() -> ScenarioFacts {
        let text = |text: &str| text.to_owned();
        ScenarioFacts { name: text("test"), sha256: text("00"), country: text("US"), currency: text("USD"), base: None }
    }

    pub(crate) fn facts() -> RunFacts {
        RunFacts {
            version: "0.0.0".into(),
            seed: 42,
            scenario: scenario_facts(),
            horizon: HorizonFacts { from: "2025-01-01".into(), to: "2025-01-31".into() },
            customers: CustomerFacts { asked: 1_150, made: 1_200 },
            communities: CommunityFacts { total: 12, first: 0, count: 12, size: 100, per_file: 5 },
            part: PartFacts { index: 1, of: 1 },
            format: "parquet".into(),
            compression: "snappy".into(),
            tables: vec![],
        }
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let file = FileFacts {
            table: "banks".into(),
            path: "banks/part-00000.parquet".into(),
            first_community: 0,
            communities: 5,
            rows: 6,
            bytes: 100,
            sha256: "00".into(),
        };
        let manifest = Manifest { run: facts(), files: vec![file] };
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE_NAME), manifest.to_json()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), manifest);
        assert_eq!(manifest.size_of("banks"), (6, 100));
    }

    #[test]
    fn a_difference_between_runs_is_named_by_its_place() {
        let (one, mut other) = (facts(), facts());
        assert_eq!(one.difference(&other), None);
        other.horizon.to = "2025-02-28".into();
        let difference = one.difference(&other).unwrap();
        assert_eq!(difference, r#"horizon.to is "2025-01-31" there and "2025-02-28" here"#);
    }
}
