//! A table's rows in time order, as a feed would bring them.
//!
//! Files are sorted by key. Each is sorted by time once, into the cache; the stream merges the sorted files and holds one batch of each.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array as _, AsArray as _, RecordBatch, UInt32Array};
use arrow::compute::{concat_batches, take_record_batch};
use arrow::datatypes::TimestampMicrosecondType;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression::SNAPPY;
use parquet::file::properties::WriterProperties;

use super::cache::{self, Entry};
use super::fixture::Bank;
use super::gather::Gather;
use super::reading::Batches;
use crate::columns::ColumnType;
use crate::digest::{sha256, sha256_of};
use crate::error::{Error, Result};

/// The file that names the hashes of an entry's other files; written last.
const HASHES: &str = "hashes.json";

impl Bank {
    /// Returns a table's rows in the order of its first column that always tells an instant, such as `authorized_at`.
    ///
    /// # Errors
    ///
    /// Fails where there is no such table or no such column, or where the sorted files cannot be written to the cache.
    pub fn events(&self, table: &str) -> Result<Events> {
        let known = self.table_of(table)?;
        let column = known.columns.iter().find(|column| column.kind == ColumnType::Timestamp && !column.nullable);
        let column = column.ok_or_else(|| {
            Error::input(table, "no column tells when a row happened", "name one of another table, or use `batches`")
        })?;
        self.events_by(table, &column.name)
    }

    /// Returns a table's rows in the order of a column of instants; rows that have none have not happened yet and are left out.
    ///
    /// Rows of one instant come in the order of the primary key.
    ///
    /// # Errors
    ///
    /// Fails where there is no such table or column, or where the sorted files cannot be written to the cache.
    pub fn events_by(&self, table: &str, column: &str) -> Result<Events> {
        self.events_within(&cache::folder()?, table, column)
    }

    pub(super) fn events_within(&self, root: &Path, table: &str, column: &str) -> Result<Events> {
        let known = self.table_of(table)?;
        if known.column(column).is_none_or(|column| column.kind != ColumnType::Timestamp) {
            let remedy = format!("see `fauxbank schema {table}`");
            return Err(Error::input(table, format!("'{column}' is no column of instants"), remedy));
        }
        let bank = sha256(self.manifest.to_json().as_bytes());
        let key = format!("{}-{}-by-{column}", &bank[..16], known.name);
        let paths = self.paths(table);
        let make = |out: &Path| sort_files(&paths, column, out);
        let folder = Entry { root, key: &key, make: &make, is_sound: &is_sound }.get()?;
        let files = (0..paths.len()).map(|file| folder.join(name_of(file))).collect();
        Events::merge(files, column)
    }
}

fn name_of(file: usize) -> String {
    format!("part-{file:05}.parquet")
}

/// Writes each file again with its rows in time order, and the hashes of what was written.
fn sort_files(paths: &[PathBuf], column: &str, out: &Path) -> Result<()> {
    fs::create_dir_all(out).map_err(Error::at(out, "create"))?;
    let mut hashes = Vec::new();
    for (file, path) in paths.iter().enumerate() {
        let name = name_of(file);
        let place = out.join(&name);
        sort_file(path, column, &place)?;
        hashes.push((name, sha256_of(&place)?.1));
    }
    let place = out.join(HASHES);
    let text = serde_json::to_string_pretty(&hashes).expect("strings are JSON");
    fs::write(&place, text).map_err(Error::at(&place, "write"))
}

fn sort_file(path: &Path, column: &str, out: &Path) -> Result<()> {
    let batches = Batches::of(vec![path.to_owned()], None).collect::<Result<Vec<_>>>()?;
    let Some(first) = batches.first() else {
        return Err(Error::outside(path.display(), "the file holds no batch", "generate the dataset again"));
    };
    let rows = concat_batches(&first.schema(), &batches).map_err(Error::at(path, "put together"))?;
    let times = instants(&rows, column)?;
    let happened = |row: &u32| times.is_none_or_valid(*row as usize);
    let mut order: Vec<u32> = (0..rows.num_rows() as u32).filter(happened).collect();
    // Stable: rows of one instant stay in the order of their key.
    order.sort_by_key(|&row| times.values[row as usize]);
    let sorted = take_record_batch(&rows, &UInt32Array::from(order)).map_err(Error::at(path, "sort"))?;
    let properties = WriterProperties::builder().set_compression(SNAPPY).build();
    let file = File::create(out).map_err(Error::at(out, "create"))?;
    let writer = ArrowWriter::try_new(file, sorted.schema(), Some(properties));
    let mut writer = writer.map_err(Error::at(out, "write"))?;
    writer.write(&sorted).map_err(Error::at(out, "write"))?;
    writer.close().map(|_| ()).map_err(Error::at(out, "write"))
}

/// A column of instants.
struct Instants {
    values: arrow::buffer::ScalarBuffer<i64>,
    nulls: Option<arrow::buffer::NullBuffer>,
}

impl Instants {
    fn is_none_or_valid(&self, row: usize) -> bool {
        self.nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row))
    }
}

fn instants(batch: &RecordBatch, column: &str) -> Result<Instants> {
    let array = batch.column_by_name(column).and_then(|array| array.as_primitive_opt::<TimestampMicrosecondType>());
    let array = array.ok_or_else(|| {
        Error::outside("events", format!("'{column}' holds no instants in microseconds"), "generate the dataset again")
    })?;
    Ok(Instants { values: array.values().clone(), nulls: array.nulls().cloned() })
}

/// Returns whether every sorted file is as it was written.
fn is_sound(dir: &Path) -> bool {
    let hashes = fs::read_to_string(dir.join(HASHES)).ok();
    let hashes = hashes.and_then(|text| serde_json::from_str::<Vec<(String, String)>>(&text).ok());
    let is_as_written =
        |(name, hash): &(String, String)| sha256_of(&dir.join(name)).is_ok_and(|(_, read)| read == *hash);
    hashes.is_some_and(|hashes| hashes.iter().all(is_as_written))
}

/// A table's rows in time order, in batches.
#[derive(Debug)]
pub struct Events {
    column: Arc<str>,
    sources: Vec<Source>,
    /// The next row of each file: its instant, and the file's place, which decides between rows of one instant.
    heads: BinaryHeap<Reverse<(i64, usize)>>,
    gather: Gather,
    has_failed: bool,
}

/// A sorted file that is being read.
#[derive(Debug)]
struct Source {
    batches: Batches,
    /// The number of the batch at hand, its instants, and the next row.
    batch: u64,
    times: Vec<i64>,
    row: usize,
}

impl Events {
    /// Merges files that are sorted by a column.
    pub(super) fn merge(files: Vec<PathBuf>, column: &str) -> Result<Self> {
        let sources = files.into_iter().map(|file| Source {
            batches: Batches::of(vec![file], None),
            batch: 0,
            times: Vec::new(),
            row: 0,
        });
        let sources: Vec<Source> = sources.collect();
        let mut events = Self {
            column: column.into(),
            heads: BinaryHeap::with_capacity(sources.len()),
            sources,
            gather: Gather::default(),
            has_failed: false,
        };
        for source in 0..events.sources.len() {
            events.refill(source)?;
        }
        Ok(events)
    }

    /// Reads the next batch of a file that has none left, and enters its first row among the heads.
    fn refill(&mut self, place: usize) -> Result<()> {
        let source = &mut self.sources[place];
        let Some(batch) = source.batches.find(|batch| !batch.as_ref().is_ok_and(|batch| batch.num_rows() == 0)) else {
            return Ok(());
        };
        let batch = batch?;
        source.times = instants(&batch, &self.column)?.values.to_vec();
        source.row = 0;
        source.batch = self.gather.hold(batch, source.times.len());
        self.heads.push(Reverse((source.times[0], place)));
        Ok(())
    }

    /// Picks the earliest row, and those after it in its file that come before any other file's.
    fn step(&mut self) -> Result<bool> {
        let Some(Reverse((_, place))) = self.heads.pop() else { return Ok(false) };
        let source = &mut self.sources[place];
        loop {
            self.gather.pick(source.batch, source.row);
            source.row += 1;
            let Some(&time) = source.times.get(source.row) else {
                self.refill(place)?;
                return Ok(true);
            };
            let is_next = self.heads.peek().is_none_or(|Reverse(other)| (time, place) < *other);
            if !is_next || self.gather.is_full() {
                self.heads.push(Reverse((time, place)));
                return Ok(true);
            }
        }
    }

    fn advance(&mut self) -> Result<Option<RecordBatch>> {
        while !self.gather.is_full() && self.step()? {}
        self.gather.take()
    }
}

impl Iterator for Events {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        let next = self.advance();
        self.has_failed = next.is_err();
        next.transpose()
    }
}
