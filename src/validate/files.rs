//! The files of a dataset against its manifest: there, whole, with the rows and the types it promises.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::datatypes::DataType;

use crate::dataset::{Digest, Digests, formats};
use crate::digest::sha256_of;
use crate::manifest::{FileFacts, Manifest};
use crate::validate::tables::TableRules;
use crate::validate::tally::Tally;

/// The checks of files: name, what holds.
pub(super) const FILE_CHECKS: &[(&str, &str)] = &[
    ("files.listed", "every file that the manifest lists is there, and no other lies among them"),
    ("files.hash", "every file has the size and the SHA-256 that the manifest gives"),
    ("files.rows", "every file holds as many rows as the manifest says"),
    ("files.types", "every table has the columns and types of its schema, whose hash the manifest gives"),
    ("files.metadata", "every column carries its unit, description and privacy class, every table its key"),
];

/// The counts of [`FILE_CHECKS`], and the tables whose files cannot be walked.
#[derive(Debug, Default, Clone)]
pub(super) struct FileCounts {
    listed: Tally,
    /// Whether the hashes are those that the manifest gives: known once the files have been read.
    pub(super) hash: Tally,
    rows: Tally,
    types: Tally,
    metadata: Tally,
    /// Tables that lack a file or whose columns are not those of their schema.
    pub(super) unreadable: BTreeSet<String>,
}

impl FileCounts {
    /// Returns the count of the check at a place of [`FILE_CHECKS`].
    pub(super) fn tally(&self, place: usize) -> &Tally {
        [&self.listed, &self.hash, &self.rows, &self.types, &self.metadata][place]
    }

    fn append(&mut self, later: Self) {
        self.listed.append(later.listed);
        self.rows.append(later.rows);
        self.types.append(later.types);
        self.metadata.append(later.metadata);
        self.unreadable.extend(later.unreadable);
    }
}

/// Looks at every file of a dataset, as far as its first and last bytes tell.
pub(super) fn check_files(dir: &Path, manifest: &Manifest, tables: &[TableRules], threads: usize) -> FileCounts {
    let mut all = FileCounts::default();
    each_file(manifest, threads, |file| check_file(dir, manifest, file, tables)).for_each(|counts| all.append(counts));
    check_strangers(dir, manifest, &mut all.listed);
    check_schemas(manifest, tables, &mut all.types);
    all
}

/// Compares the hashes of all files that are there with the manifest's; those that nobody has read yet are read.
pub(super) fn check_hashes(dir: &Path, manifest: &Manifest, digests: &Digests, threads: usize) -> Tally {
    let mut all = Tally::default();
    each_file(manifest, threads, |file| check_hash(dir, file, digests)).for_each(|tally| all.append(tally));
    all
}

/// Does something with each file of a manifest, on so many threads, and returns the results in the order of the files.
fn each_file<T: Default + Clone + Send>(
    manifest: &Manifest,
    threads: usize,
    see: impl Fn(&FileFacts) -> T + Sync,
) -> impl Iterator<Item = T> {
    let next = AtomicUsize::new(0);
    let seen = Mutex::new(vec![T::default(); manifest.files.len()]);
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = manifest.files.get(place) else { break };
                    let result = see(file);
                    seen.lock().expect("no thread panics while it holds the results")[place] = result;
                }
            });
        }
    });
    seen.into_inner().expect("no thread panics while it holds the results").into_iter()
}

fn check_hash(dir: &Path, file: &FileFacts, digests: &Digests) -> Tally {
    let mut tally = Tally::default();
    let path = dir.join(&file.path);
    if !path.is_file() {
        return tally;
    }
    let found = match digests.of(&path) {
        Some(Digest { bytes, sha256 }) => Ok((bytes, sha256)),
        None => sha256_of(&path),
    };
    match found {
        Ok((bytes, sha256)) => tally.expect(bytes == file.bytes && sha256 == file.sha256, || {
            format!("{}: {bytes} bytes, SHA-256 {sha256}", file.path)
        }),
        Err(error) => tally.expect(false, || error.to_string()),
    }
    tally
}

fn check_file(dir: &Path, manifest: &Manifest, file: &FileFacts, tables: &[TableRules]) -> FileCounts {
    let mut counts = FileCounts::default();
    let FileCounts { listed, rows, types, metadata, .. } = &mut counts;
    let path = dir.join(&file.path);
    let mut is_readable = path.is_file();
    listed.expect(is_readable, || format!("{} is missing", file.path));
    if is_readable {
        let table = tables.iter().find(|table| table.layout.name == file.table);
        match (formats::declared(&path, &manifest.run.format), table) {
            (Err(cause), _) => {
                types.expect(false, || format!("{}: {cause}", file.path));
                is_readable = false;
            }
            (Ok(Some(declared)), Some(table)) => {
                if let Some(found) = declared.rows {
                    rows.expect(found == file.rows, || format!("{}: {found} rows, not {}", file.path, file.rows));
                }
                let difference = type_difference(table, &declared.schema, &manifest.run.format);
                types.expect(difference.is_none(), || {
                    format!("{}: {}", file.path, difference.clone().unwrap_or_default())
                });
                is_readable = difference.is_none();
                let lacking = metadata_difference(table, &declared.schema);
                metadata.expect(lacking.is_none(), || format!("{}: {}", file.path, lacking.unwrap_or_default()));
            }
            (Ok(_), _) => {}
        }
    }
    if !is_readable {
        counts.unreadable.insert(file.table.clone());
    }
    counts
}

/// Tells the first column of another type than its schema's. Arrow files hold open vocabularies as plain text.
fn type_difference(table: &TableRules, found: &arrow::datatypes::Schema, format: &str) -> Option<String> {
    let expected = table.layout.schema.fields();
    if expected.len() != found.fields().len() {
        return Some(format!("{} columns, not {}", found.fields().len(), expected.len()));
    }
    expected.iter().zip(found.fields()).find_map(|(expected, found)| {
        let is_text = matches!(expected.data_type(), DataType::Dictionary(..)) && *found.data_type() == DataType::Utf8;
        let is_same = expected.data_type() == found.data_type() || (is_text && format == "arrow");
        (expected.name() != found.name() || !is_same).then(|| {
            let (name, kind) = (expected.name(), expected.data_type());
            format!("column {} is {}, expected {name} {kind}", found.name(), found.data_type())
        })
    })
}

fn metadata_difference(table: &TableRules, found: &arrow::datatypes::Schema) -> Option<String> {
    let of_table = table.layout.schema.metadata();
    if let Some((key, value)) = of_table.iter().find(|(key, value)| found.metadata().get(key) != Some(value)) {
        return Some(format!("{key} is not '{value}'"));
    }
    let pairs = table.layout.schema.fields().iter().zip(found.fields());
    pairs
        .filter(|(expected, found)| expected.metadata() != found.metadata())
        .map(|(field, _)| field)
        .next()
        .map(|field| format!("column {} does not say what its schema says", field.name()))
}

/// Finds data files that the manifest does not list: an engine that reads the folder would read them.
fn check_strangers(dir: &Path, manifest: &Manifest, tally: &mut Tally) {
    let known: BTreeSet<PathBuf> = manifest.files.iter().map(|file| dir.join(&file.path)).collect();
    for table in &manifest.run.tables {
        let Ok(entries) = std::fs::read_dir(dir.join(&table.folder)) else { continue };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| !known.contains(path)) {
            tally.expect(false, || format!("{} is not in the manifest", path.display()));
        }
    }
}

fn check_schemas(manifest: &Manifest, tables: &[TableRules], tally: &mut Tally) {
    for facts in &manifest.run.tables {
        let table = tables.iter().find(|table| table.layout.name == facts.name);
        tally.expect(table.is_some_and(|table| table.schema_sha256 == facts.schema_sha256), || {
            format!("{}: the manifest's schema {} is not this program's", facts.name, facts.schema_sha256)
        });
    }
}
