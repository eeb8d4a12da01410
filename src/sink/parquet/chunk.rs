//! A column chunk that is being written: values gather to pages, pages to a chunk.

use arrow::array::BooleanBufferBuilder;
use parquet::basic::Encoding;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::Result;
use parquet::schema::types::ColumnDescPtr;

use super::codec::Packer;
use super::gather::{Encoded, Gather, Occasion};
use super::numbers::NumberColumn;
use super::pages::{ChunkBytes, Pages, RawPage};
use super::plain::{BooleanColumn, DoubleColumn};
use super::runs;
use super::words::{CharacterColumn, StringColumn, WordColumn};
use crate::columns::{Column, Values};

/// A column of a file and what it holds of the row group at hand.
pub(super) struct Chunk {
    values: Option<Box<dyn Gather>>,
    valid: Option<BooleanBufferBuilder>,
    rows: usize,
    nulls: usize,
    nulls_before: usize,
    pages: Pages,
}

/// What the columns of a file share to make pages.
pub(super) struct Press {
    /// Compresses.
    pub(super) packer: Packer,
    /// The page at hand before it is compressed.
    pub(super) page: Vec<u8>,
}

fn gatherer(values: &Values<'_>) -> Box<dyn Gather> {
    match values {
        Values::Int64(_) => Box::<NumberColumn<i64>>::default(),
        Values::Int32(_) => Box::<NumberColumn<i32>>::default(),
        Values::Boolean(_) => Box::<BooleanColumn>::default(),
        Values::Float64(_) => Box::<DoubleColumn>::default(),
        Values::Closed(..) | Values::Open(..) => Box::<WordColumn>::default(),
        Values::Characters(_) => Box::<CharacterColumn>::default(),
        Values::Strings(_) => Box::<StringColumn>::default(),
    }
}

impl Chunk {
    /// Begins a column; what its values are is seen when the first come.
    pub(super) fn new(column: ColumnDescPtr) -> Self {
        let valid = (column.max_def_level() > 0).then(|| BooleanBufferBuilder::new(0));
        let pages = Pages::new(column);
        Self { values: None, valid, rows: 0, nulls: 0, nulls_before: 0, pages }
    }

    /// Adds rows to a page that will hold more.
    pub(super) fn add(&mut self, column: &Column<'_>) {
        self.count(column);
        self.values.get_or_insert_with(|| gatherer(&column.values)).add(&column.values);
    }

    /// Adds the last rows of a page and ends it; `pages_to_come` like it follow, about.
    pub(super) fn add_last(&mut self, column: &Column<'_>, pages_to_come: usize, press: &mut Press) -> Result<()> {
        if self.rows > 0 {
            self.add(column);
            return self.end_page(None, pages_to_come, press);
        }
        self.count(column);
        self.values.get_or_insert_with(|| gatherer(&column.values));
        self.end_page(Some(&column.values), pages_to_come, press)
    }

    fn count(&mut self, column: &Column<'_>) {
        self.rows += column.rows;
        self.nulls += column.nulls();
        if let (Some(all), Some(valid)) = (&mut self.valid, column.valid) {
            all.append_packed_range(0..column.rows, valid);
        }
    }

    /// Ends a page of these values, or else of those gathered.
    fn end_page(&mut self, values: Option<&Values<'_>>, pages_to_come: usize, press: &mut Press) -> Result<()> {
        let (rows, nulls) = (self.rows, self.nulls);
        let Some(gatherer) = self.values.as_mut().filter(|_| rows > 0) else { return Ok(()) };
        let Press { packer, page } = press;
        page.clear();
        if let Some(valid) = &mut self.valid {
            levels(valid, rows - nulls, page);
            valid.truncate(0);
        }
        let Encoded { encoding, bounds } = if nulls == rows {
            Encoded { encoding: Encoding::PLAIN, bounds: None }
        } else {
            gatherer.encode(values, page, &mut Occasion { packer, pages_to_come })
        };
        if gatherer.has_open_vocabulary() {
            // The words are worth it, even where the indices are not.
            self.pages.always_compress();
        }
        self.pages.add(&RawPage { bytes: page, encoding, rows, nulls, bounds }, packer)?;
        self.nulls_before += nulls;
        (self.rows, self.nulls) = (0, 0);
        Ok(())
    }

    /// Ends the chunk and begins the next.
    pub(super) fn finish(&mut self, press: &mut Press) -> Result<(ChunkBytes, ColumnCloseResult)> {
        self.end_page(None, 1, press)?;
        let values = self.values.as_mut().expect("a row group has rows");
        let statistics = values.statistics(self.nulls_before as u64);
        let dictionary = values.dictionary();
        values.clear();
        self.nulls_before = 0;
        let dictionary = dictionary.as_ref().map(|(plain, count)| (plain.as_slice(), *count));
        self.pages.finish(dictionary, statistics, &mut press.packer)
    }

    /// Takes the memory of a chunk that has been written back, before the next begins.
    pub(super) fn take_back(&mut self, written: ChunkBytes) {
        self.pages.take_back(written);
    }
}

/// Adds the definition levels of a page, after their length.
fn levels(valid: &BooleanBufferBuilder, present: usize, page: &mut Vec<u8>) {
    page.extend_from_slice(&[0; 4]);
    runs::encode_levels(valid.as_slice(), valid.len(), present, page);
    let length = page.len() as u32 - 4;
    page[..4].copy_from_slice(&length.to_le_bytes());
}
