//! Batches to files: one file holds rows of one table, in a format of the registry.

mod arrow_file;
mod csv;
mod file;
mod jsonl;
mod parquet;
mod shape;
mod text;

use std::path::Path;

pub use file::{HashingFile, Written, bring_to_disk};
pub use shape::{Shape, shape, shapes};

use crate::columns::Column;
use crate::error::Result;

/// How the pages of a file are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all: the fastest to write.
    None,
    /// Snappy: what every reader knows.
    Snappy,
    /// Zstandard, level 1: the smallest.
    Zstd,
    /// LZ4 (raw blocks).
    Lz4,
}

impl Compression {
    /// Every way to compress.
    pub const ALL: &'static [Self] = &[Self::None, Self::Snappy, Self::Zstd, Self::Lz4];

    /// Returns the word of the command line and the manifest.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Snappy => "snappy",
            Self::Zstd => "zstd",
            Self::Lz4 => "lz4",
        }
    }
}

/// What a file to be written is.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// Where to write it.
    pub path: &'a Path,
    /// The shape of the table whose rows it holds.
    pub shape: &'static Shape,
    /// How to compress it.
    pub compression: Compression,
    /// What the file tells of its origin, as key and value, in order.
    pub facts: &'a [(&'static str, String)],
}

/// A file that is being written.
pub trait TableFile: Send {
    /// Adds rows, all of one community, by their columns in the order of the table's schema.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be written.
    fn write(&mut self, columns: &[Column<'_>]) -> Result<()>;

    /// Tells that a community is complete, the only moment at which a row group may end.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be written.
    fn end_community(&mut self) -> Result<()> {
        Ok(())
    }

    /// Writes what is left and tells what was written.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be written.
    fn close(self: Box<Self>) -> Result<Written>;
}

/// A format that tables can be written in.
#[derive(Debug)]
pub struct Sink {
    /// The word of the command line and the manifest.
    pub name: &'static str,
    /// The ending of the files' names.
    pub extension: &'static str,
    /// What it is good for, in a line.
    pub summary: &'static str,
    /// How it can be compressed; the first is the default.
    pub compressions: &'static [Compression],
    /// Opens a file.
    pub open: fn(&Opening<'_>) -> Result<Box<dyn TableFile>>,
}

/// Every format.
pub const SINKS: &[Sink] = &[
    Sink {
        name: "parquet",
        extension: "parquet",
        summary: "typed, compressed columns; what analytics engines read fastest",
        compressions: &[Compression::Snappy, Compression::None, Compression::Zstd, Compression::Lz4],
        open: parquet::open,
    },
    Sink {
        name: "csv",
        extension: "csv",
        summary: "a header and a line a row; instants in RFC 3339, UTC; an empty field is null",
        compressions: &[Compression::None],
        open: csv::open,
    },
    Sink {
        name: "jsonl",
        extension: "jsonl",
        summary: "a JSON object a line; a missing key is null, a decimal is an exact number",
        compressions: &[Compression::None],
        open: jsonl::open,
    },
    Sink {
        name: "arrow",
        extension: "arrow",
        summary: "Arrow IPC files: the largest, read without decoding",
        compressions: &[Compression::None],
        open: arrow_file::open,
    },
];

/// Returns the format of a name.
pub fn sink(name: &str) -> Option<&'static Sink> {
    SINKS.iter().find(|sink| sink.name == name)
}
