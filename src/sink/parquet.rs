//! Parquet files, encoded by what is known of the columns.
//!
//! The crate's own writer looks every text of a dictionary up again and builds dictionaries only to abandon them. Here codes
//! are translated to indices without looking at a word twice, numbers are delta-encoded or indexed, whichever the first page
//! shows to be smaller, and what does not shrink is not compressed. Pages go to the crate's row-group API, which writes the
//! file: footer, indexes, metadata.
//!
//! Only what old readers understand: v1 data pages, no BYTE_STREAM_SPLIT, decimals and instants as INT64.

mod chunk;
mod codec;
mod delta;
mod dictionary;
mod gather;
mod numbers;
mod packing;
mod pages;
mod plain;
mod runs;
#[cfg(test)]
mod tests;
mod words;

use std::cell::RefCell;
use std::io::BufWriter;
use std::path::PathBuf;
use std::sync::Arc;

use parquet::arrow::{ArrowSchemaConverter, add_encoded_arrow_schema_to_metadata};
use parquet::errors::Result as Encoding;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::SchemaDescriptor;

use self::chunk::{Chunk, Press};
use self::codec::Packer;
use super::{Compression, HashingFile, Opening, Shape, TableFile, Written};
use crate::columns::Column;
use crate::error::{Error, Result};

/// A row group ends at the first community border at which it holds so many rows.
const ROW_GROUP_ROWS: usize = 500_000;
/// A page ends with the first rows written that make it hold so many.
const PAGE_ROWS: usize = 16_384;
/// Pages are written to the disk in pieces of this size.
const BUFFER: usize = 1 << 20;

/// Compressed by writers, known by readers: nothing of it may tell the machine or the time.
const CREATED_BY: &str = concat!("fauxbank version ", env!("CARGO_PKG_VERSION"));

/// What encodes the columns of a table; it keeps its memory from file to file.
struct Encoder {
    shape: &'static Shape,
    compression: Compression,
    chunks: Vec<Chunk>,
    press: Press,
}

thread_local! {
    /// The encoders of the files that a thread has closed.
    static IDLE: RefCell<Vec<Encoder>> = const { RefCell::new(Vec::new()) };
}

impl Encoder {
    /// Returns an encoder that has written another file of the table, or else a new one.
    fn of(opening: &Opening<'_>, columns: &SchemaDescriptor) -> Self {
        let Opening { shape, compression, .. } = *opening;
        let fits = |idle: &Self| std::ptr::eq(idle.shape, shape) && idle.compression == compression;
        let idle = IDLE.with_borrow_mut(|idle| idle.iter().position(fits).map(|at| idle.swap_remove(at)));
        idle.unwrap_or_else(|| Self {
            shape,
            compression,
            chunks: columns.columns().iter().map(|column| Chunk::new(Arc::clone(column))).collect(),
            press: Press { packer: Packer::new(compression), page: Vec::new() },
        })
    }
}

struct ParquetFile {
    writer: SerializedFileWriter<BufWriter<HashingFile>>,
    encoder: Encoder,
    rows_in_page: usize,
    rows_in_group: usize,
    rows: u64,
    path: PathBuf,
}

pub(super) fn open(opening: &Opening<'_>) -> Result<Box<dyn TableFile>> {
    let failed = || Error::at(opening.path, "write");
    let file = BufWriter::with_capacity(BUFFER, HashingFile::create(opening.path)?);
    let columns = ArrowSchemaConverter::new().convert(&opening.shape.schema).map_err(failed())?;
    let writer = SerializedFileWriter::new(file, columns.root_schema_ptr(), Arc::new(properties(opening)));
    Ok(Box::new(ParquetFile {
        writer: writer.map_err(failed())?,
        encoder: Encoder::of(opening, &columns),
        rows_in_page: 0,
        rows_in_group: 0,
        rows: 0,
        path: opening.path.to_path_buf(),
    }))
}

impl TableFile for ParquetFile {
    fn write(&mut self, columns: &[Column<'_>]) -> Result<()> {
        let rows = columns.first().map_or(0, |column| column.rows);
        self.rows_in_page += rows;
        self.rows_in_group += rows;
        self.rows += rows as u64;
        let Encoder { chunks, press, .. } = &mut self.encoder;
        let columns = chunks.iter_mut().zip(columns);
        if self.rows_in_page < PAGE_ROWS {
            columns.for_each(|(chunk, column)| chunk.add(column));
            return Ok(());
        }
        let pages_to_come = ROW_GROUP_ROWS.div_ceil(self.rows_in_page);
        self.rows_in_page = 0;
        for (chunk, column) in columns {
            let ended = chunk.add_last(column, pages_to_come, press);
            ended.map_err(Error::at(&self.path, "write"))?;
        }
        Ok(())
    }

    fn end_community(&mut self) -> Result<()> {
        if self.rows_in_group >= ROW_GROUP_ROWS {
            self.end_row_group().map_err(Error::at(&self.path, "write"))?;
        }
        Ok(())
    }

    fn close(mut self: Box<Self>) -> Result<Written> {
        self.end_row_group().map_err(Error::at(&self.path, "write"))?;
        let Self { writer, encoder, path, rows, .. } = *self;
        IDLE.with_borrow_mut(|idle| idle.push(encoder));
        let buffer = writer.into_inner().map_err(Error::at(&path, "write"))?;
        let file = buffer.into_inner();
        let file = file.map_err(|failure| Error::at(&path, "write")(failure.into_error()))?;
        Ok(file.close(rows))
    }
}

impl ParquetFile {
    fn end_row_group(&mut self) -> Encoding<()> {
        if self.rows_in_group == 0 {
            return Ok(());
        }
        (self.rows_in_page, self.rows_in_group) = (0, 0);
        let mut group = self.writer.next_row_group()?;
        let Encoder { chunks, press, .. } = &mut self.encoder;
        for chunk in chunks {
            let (bytes, closed) = chunk.finish(press)?;
            group.append_column(&bytes, closed)?;
            chunk.take_back(bytes);
        }
        group.close().map(|_| ())
    }
}

fn properties(opening: &Opening<'_>) -> WriterProperties {
    let facts = opening.facts.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    let mut properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by(CREATED_BY.to_owned())
        .set_key_value_metadata(Some(facts.collect()))
        .set_sorting_columns(sorting(opening.shape))
        .build();
    add_encoded_arrow_schema_to_metadata(&opening.shape.schema, &mut properties);
    properties
}

fn sorting(shape: &Shape) -> Option<Vec<SortingColumn>> {
    let columns = shape.sorted_by.iter();
    let columns = columns.map(|&i| SortingColumn { column_idx: i as i32, descending: false, nulls_first: false });
    (!shape.sorted_by.is_empty()).then(|| columns.collect())
}
