//! Queries: their registry, their SQL, and when an answer is right.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::answer::{Answer, Cell};
use super::raw::Verdict;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::manifest::Manifest;

/// The scales that have names: customers of `us-retail` in 2025 at seed 42.
const SCALES: &[(&str, u64)] = &[("small", 1_000), ("medium", 10_000), ("large", 100_000)];
/// What a dataset without a name is called.
pub const OTHER_SCALE: &str = "other";

/// How the values of a column are written and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// A decimal with so many digits after the point.
    Decimal(u8),
    /// A number rounded to so many digits after the point, equal within one unit of the last.
    Float(u8),
    /// A text.
    Text,
    /// A date.
    Date,
    /// An instant.
    Instant,
    /// True or false.
    Boolean,
}

/// A query of the suite.
#[derive(Debug, Clone)]
pub struct Query {
    /// Its name, which is its file's.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// The statement.
    pub sql: String,
    /// The columns of its answer.
    pub columns: Vec<(String, Kind)>,
    /// Its committed answers by scale.
    pub answers: BTreeMap<String, Answer>,
    /// The tables that it reads, by scale, each with its fingerprint in the dataset of which the answer is.
    pub datasets: BTreeMap<String, BTreeMap<String, String>>,
    /// Why a dataset of a scale has no answer all the same; else nothing.
    pub unchecked: &'static str,
}

/// What is said of a dataset of a scale whose files are other than those that were asked for the committed answer.
pub const ANOTHER_DATASET: &str = "another dataset";

#[derive(Debug, Deserialize)]
struct Registry {
    query: Vec<Entry>,
    #[serde(default)]
    fingerprints: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    name: String,
    title: String,
    columns: Vec<ColumnEntry>,
}

#[derive(Debug, Deserialize)]
struct ColumnEntry {
    name: String,
    kind: String,
    #[serde(default)]
    scale: u8,
    #[serde(default)]
    digits: u8,
}

impl ColumnEntry {
    fn kind(&self) -> Option<Kind> {
        Some(match self.kind.as_str() {
            "integer" => Kind::Integer,
            "decimal" => Kind::Decimal(self.scale),
            "float" => Kind::Float(self.digits),
            "text" => Kind::Text,
            "date" => Kind::Date,
            "instant" => Kind::Instant,
            "boolean" => Kind::Boolean,
            _ => return None,
        })
    }
}

impl Query {
    /// Reads a registry, and the files that it speaks of: `file` returns the text of one, named from the registry's folder.
    ///
    /// A file `dialects/ENGINE/NAME.sql` is taken instead of `NAME.sql`.
    ///
    /// # Errors
    ///
    /// Fails where the registry is wrong, where a query has no SQL, or where an answer is no CSV of its columns.
    pub fn read_all(registry: &str, engine: &str, file: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Self>> {
        let wrong = |cause: String| Error::input("queries/registry.toml", cause, "see the other entries");
        let registry: Registry = toml::from_str(registry).map_err(|cause| wrong(cause.to_string()))?;
        let Registry { query, fingerprints } = registry;
        query.into_iter().map(|entry| entry.read(engine, file, &fingerprints).map_err(wrong)).collect()
    }

    /// Returns the query as it is judged on a dataset: without answers, if a table that it reads is another than when they were made.
    #[must_use]
    pub fn on(mut self, manifest: &Manifest) -> Self {
        let known = self.datasets.get(scale_of(manifest));
        let is_other = |(table, hash): (&String, &String)| fingerprint(manifest, table).as_ref() != Some(hash);
        if known.is_some_and(|known| known.iter().any(is_other)) {
            self.answers.clear();
            self.unchecked = ANOTHER_DATASET;
        }
        self
    }

    /// Returns whether an answer at a scale is the committed one, and if not, in what it differs.
    pub fn judge(&self, scale: &str, answer: &Answer) -> (Verdict, String) {
        let Some(expected) = self.answers.get(scale) else { return (Verdict::Unchecked, self.unchecked.to_owned()) };
        let alike = |column: usize, wanted: &Cell, got: &Cell| match (&self.columns[column].1, wanted, got) {
            (Kind::Float(_), Some(wanted), Some(got)) => are_near(wanted, got),
            _ => wanted == got,
        };
        match expected.difference_by(answer, alike) {
            None => (Verdict::Right, String::new()),
            Some(difference) => (Verdict::Wrong, difference),
        }
    }
}

impl Entry {
    fn read(
        self,
        engine: &str,
        file: &dyn Fn(&str) -> Option<String>,
        fingerprints: &BTreeMap<String, BTreeMap<String, String>>,
    ) -> std::result::Result<Query, String> {
        let Self { name, title, columns } = self;
        let sql = file(&format!("dialects/{engine}/{name}.sql")).or_else(|| file(&format!("{name}.sql")));
        let sql = sql.ok_or_else(|| format!("there is no {name}.sql"))?;
        let columns = columns.into_iter().map(|column| {
            let kind = column.kind().ok_or_else(|| format!("{name}: there is no kind '{}'", column.kind))?;
            Ok((column.name, kind))
        });
        let columns: Vec<(String, Kind)> = columns.collect::<std::result::Result<_, String>>()?;
        let mut answers = BTreeMap::new();
        for (scale, _) in SCALES {
            let path = format!("answers/{scale}/{name}.csv");
            let Some(text) = file(&path) else { continue };
            let answer = Answer::from_csv(&text).ok_or_else(|| format!("{path} is no CSV"))?;
            if !answer.columns().iter().eq(columns.iter().map(|(name, _)| name)) {
                return Err(format!("{path} has other columns than the registry"));
            }
            answers.insert((*scale).to_owned(), answer);
        }
        let tables = tables(&sql);
        let of_tables = |known: &BTreeMap<String, String>| {
            known
                .iter()
                .filter(|(table, _)| tables.contains(&table.as_str()))
                .map(|(t, h)| (t.clone(), h.clone()))
                .collect()
        };
        let datasets = fingerprints.iter().map(|(scale, known)| (scale.clone(), of_tables(known))).collect();
        let sql = sql.trim().trim_end_matches(';').to_owned();
        Ok(Query { name, title, sql, columns, answers, datasets, unchecked: "" })
    }
}

/// Returns the tables that the header of a statement names, as SQL calls them.
fn tables(sql: &str) -> Vec<&str> {
    let line = sql.lines().find_map(|line| line.strip_prefix("-- tables:"));
    line.map_or_else(Vec::new, |names| names.split(',').map(str::trim).collect())
}

/// Returns the hash of a table's files and their hashes; nothing for a table that the dataset lacks.
fn fingerprint(manifest: &Manifest, table: &str) -> Option<String> {
    let table = manifest.run.tables.iter().find(|one| one.folder.replace('/', "_") == table)?;
    let lines = manifest.files_of(&table.name).map(|file| format!("{} {}\n", file.path, file.sha256));
    Some(sha256(lines.collect::<String>().as_bytes()))
}

/// Returns whether two numbers with equally many digits after the point differ by one unit of the last at most.
fn are_near(wanted: &str, got: &str) -> bool {
    let digits = |text: &str| text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let units = |text: &str| text.replace('.', "").parse::<i128>();
    digits(wanted) == digits(got)
        && matches!((units(wanted), units(got)), (Ok(wanted), Ok(got)) if wanted.abs_diff(got) <= 1)
}

/// Returns the name of a dataset's scale, for which there may be answers.
pub fn scale_of(manifest: &Manifest) -> &'static str {
    let run = &manifest.run;
    let is_standard = run.seed == 42
        && run.scenario.name == "us-retail"
        && (run.horizon.from.as_str(), run.horizon.to.as_str()) == ("2025-01-01", "2025-12-31")
        && run.part.of == 1;
    let scale = SCALES.iter().find(|(_, customers)| is_standard && *customers == run.customers.made);
    scale.map_or(OTHER_SCALE, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTRY: &str = "[[query]]\nname = \"shares\"\ntitle = \"Shares\"\n\
        columns = [ { name = \"word\", kind = \"text\" }, { name = \"share\", kind = \"float\", digits = 3 } ]\n";

    fn file(name: &str) -> Option<String> {
        match name {
            "shares.sql" => Some("-- question: which?\n-- tables: cards, truth_fraud_cases\nSELECT 1;\n".to_owned()),
            "dialects/other/shares.sql" => Some("SELECT 2".to_owned()),
            "answers/small/shares.csv" => Some("word,share\na,0.500\nb,\n".to_owned()),
            _ => None,
        }
    }

    #[test]
    fn a_query_has_its_statement_its_dialect_and_its_answers() {
        let query = &Query::read_all(REGISTRY, "datafusion", &file).unwrap()[0];
        assert_eq!(query.sql, "-- question: which?\n-- tables: cards, truth_fraud_cases\nSELECT 1");
        assert_eq!(query.columns[1], ("share".to_owned(), Kind::Float(3)));
        assert_eq!(query.answers.keys().collect::<Vec<_>>(), ["small"]);
        assert_eq!(Query::read_all(REGISTRY, "other", &file).unwrap()[0].sql, "SELECT 2");
    }

    #[test]
    fn a_query_knows_the_fingerprints_of_the_tables_that_it_reads() {
        let registry = format!("{REGISTRY}\n[fingerprints.small]\ncards = \"a\"\naccounts = \"b\"\n");
        let query = &Query::read_all(&registry, "datafusion", &file).unwrap()[0];
        assert_eq!(query.datasets["small"], BTreeMap::from([("cards".to_owned(), "a".to_owned())]));
    }

    #[test]
    fn floats_are_right_within_a_unit_of_their_last_digit_and_texts_only_as_they_are() {
        let query = &Query::read_all(REGISTRY, "datafusion", &file).unwrap()[0];
        let judged = |word: &str, share: &str, last: Option<&str>| {
            let rows = [[Some(word), Some(share)], [Some("b"), last]];
            let rows = rows.map(|row| row.map(|cell| cell.map(str::to_owned)).to_vec()).to_vec();
            query.judge("small", &Answer::of(vec!["word".to_owned(), "share".to_owned()], rows)).0
        };
        assert_eq!(judged("a", "0.501", None), Verdict::Right);
        assert_eq!(judged("a", "0.502", None), Verdict::Wrong);
        assert_eq!(judged("A", "0.500", None), Verdict::Wrong);
        assert_eq!(judged("a", "0.500", Some("0.000")), Verdict::Wrong);
        assert_eq!(query.judge("medium", &Answer::default()).0, Verdict::Unchecked);
    }

    #[test]
    fn a_wrong_registry_is_told() {
        for (from, to) in
            [("\"text\"", "\"word\""), ("\"shares\"", "\"nothing\""), ("name = \"share\"", "name = \"s\"")]
        {
            let error = Query::read_all(&REGISTRY.replacen(from, to, 1), "datafusion", &file).expect_err(to);
            assert_eq!(error.exit_code(), 2, "{error}");
        }
    }
}
