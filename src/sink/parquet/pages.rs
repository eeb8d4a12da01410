//! The pages of a column chunk, compressed and described.

use std::io::{self, Read};
use std::sync::Arc;

use bytes::{Buf as _, Bytes};
use parquet::basic::{BoundaryOrder, Compression as Codec, Encoding, PageType};
use parquet::column::page::{CompressedPage, Page, PageWriter as _};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::Result;
use parquet::file::metadata::{ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder, PageEncodingStats};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::codec::Packer;

/// A chunk whose first page shrinks by less than this share is left uncompressed: cheaper to write and to read.
const LEAST_GAIN: f64 = 0.08;

/// The pages of a column chunk that is being written.
pub(super) struct Pages {
    column: ColumnDescPtr,
    data: TrackedWrite<Vec<u8>>,
    /// Whether pages are compressed; not known before the first.
    is_compressed: Option<bool>,
    encodings: Vec<(Encoding, i32)>,
    rows: usize,
    uncompressed: usize,
    offsets: OffsetIndexBuilder,
    bounds: PageBounds,
}

/// A page before it is compressed.
pub(super) struct RawPage<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) encoding: Encoding,
    pub(super) rows: usize,
    pub(super) nulls: usize,
    pub(super) bounds: Option<(i64, i64)>,
}

impl Pages {
    /// Begins a chunk.
    pub(super) fn new(column: ColumnDescPtr) -> Self {
        let bounds = PageBounds::new(&column);
        Self {
            column,
            data: TrackedWrite::new(Vec::new()),
            is_compressed: None,
            encodings: Vec::new(),
            rows: 0,
            uncompressed: 0,
            offsets: OffsetIndexBuilder::new(),
            bounds,
        }
    }

    /// Has the pages of the chunk compressed whether the first shrinks or not.
    pub(super) fn always_compress(&mut self) {
        self.is_compressed = Some(true);
    }

    /// Adds a page.
    pub(super) fn add(&mut self, page: &RawPage<'_>, packer: &mut Packer) -> Result<()> {
        let bytes = self.compress(page.bytes, packer);
        let compressed = Page::DataPage {
            buf: bytes.clone(),
            num_values: page.rows as u32,
            encoding: page.encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let written =
            SerializedPageWriter::new(&mut self.data).write_page(CompressedPage::new(compressed, page.bytes.len()))?;
        packer.keep(bytes);
        self.offsets.append_row_count(page.rows as i64);
        self.offsets.append_offset_and_size(written.offset as i64, written.compressed_size as i32);
        self.uncompressed += written.uncompressed_size;
        self.rows += page.rows;
        self.bounds.add(page);
        match self.encodings.iter_mut().find(|(encoding, _)| *encoding == page.encoding) {
            Some((_, count)) => *count += 1,
            None => self.encodings.push((page.encoding, 1)),
        }
        Ok(())
    }

    fn compress(&mut self, bytes: &[u8], packer: &mut Packer) -> Bytes {
        let pays = *self
            .is_compressed
            .get_or_insert_with(|| (packer.size_of(bytes) as f64) < (1.0 - LEAST_GAIN) * bytes.len() as f64);
        if pays { packer.pack(bytes) } else { packer.copy(bytes) }
    }

    /// Takes the memory of a chunk that has been written back for the next.
    pub(super) fn take_back(&mut self, chunk: ChunkBytes) {
        if let Ok(memory) = chunk.data.try_into_mut() {
            let mut memory = Vec::from(memory);
            memory.clear();
            self.data = TrackedWrite::new(memory);
        }
    }

    /// Ends the chunk and begins the next: its bytes and what the file says of it.
    pub(super) fn finish(
        &mut self,
        dictionary: Option<(&[u8], usize)>,
        statistics: Statistics,
        packer: &mut Packer,
    ) -> Result<(ChunkBytes, ColumnCloseResult)> {
        let mut head = TrackedWrite::new(Vec::new());
        if let Some((plain, count)) = dictionary {
            let bytes = self.compress(plain, packer);
            let page = Page::DictionaryPage {
                buf: bytes.clone(),
                num_values: count as u32,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            };
            let written = SerializedPageWriter::new(&mut head).write_page(CompressedPage::new(page, plain.len()))?;
            packer.keep(bytes);
            self.uncompressed += written.uncompressed_size;
        }
        let next = Self::new(Arc::clone(&self.column));
        let ended = std::mem::replace(self, next);
        let codec = if ended.is_compressed == Some(true) { packer.codec() } else { Codec::UNCOMPRESSED };
        let data = ended.data.into_inner()?;
        let head = head.into_inner()?;
        let size = head.len() + data.len();
        let first = head.len() as i64;
        let metadata = ColumnChunkMetaData::builder(ended.column)
            .set_compression(codec)
            .set_encodings(encodings(&ended.encodings, dictionary.is_some()))
            .set_page_encoding_stats(encoding_counts(&ended.encodings, dictionary.is_some()))
            .set_num_values(ended.rows as i64)
            .set_total_compressed_size(size as i64)
            .set_total_uncompressed_size(ended.uncompressed as i64)
            .set_data_page_offset(first)
            .set_dictionary_page_offset(dictionary.map(|_| 0))
            .set_statistics(statistics)
            .build()?;
        let mut offset_index = ended.offsets.build();
        offset_index.page_locations.iter_mut().for_each(|page| page.offset += first);
        let closed = ColumnCloseResult {
            bytes_written: size as u64,
            rows_written: ended.rows as u64,
            metadata,
            bloom_filter: None,
            column_index: ended.bounds.build()?,
            offset_index: Some(offset_index),
        };
        Ok((ChunkBytes { head: Bytes::from(head), data: Bytes::from(data) }, closed))
    }
}

/// Lists every encoding of a chunk: of its pages, its dictionary, its levels.
fn encodings(pages: &[(Encoding, i32)], has_dictionary: bool) -> Vec<Encoding> {
    let mut all = vec![Encoding::RLE];
    all.extend(has_dictionary.then_some(Encoding::PLAIN));
    all.extend(pages.iter().map(|(encoding, _)| *encoding));
    all.dedup();
    all
}

fn encoding_counts(pages: &[(Encoding, i32)], has_dictionary: bool) -> Vec<PageEncodingStats> {
    let dictionary = PageEncodingStats { page_type: PageType::DICTIONARY_PAGE, encoding: Encoding::PLAIN, count: 1 };
    let data = |&(encoding, count)| PageEncodingStats { page_type: PageType::DATA_PAGE, encoding, count };
    has_dictionary.then_some(dictionary).into_iter().chain(pages.iter().map(data)).collect()
}

/// The least and the greatest value of every page: the column index.
struct PageBounds {
    index: Option<ColumnIndexBuilder>,
    is_narrow: bool,
    last: Option<(i64, i64)>,
    rises: bool,
    falls: bool,
}

impl PageBounds {
    fn new(column: &ColumnDescPtr) -> Self {
        let index = Some(ColumnIndexBuilder::new(column.physical_type()));
        let is_narrow = column.physical_type() == parquet::basic::Type::INT32;
        Self { index, is_narrow, last: None, rises: true, falls: true }
    }

    fn add(&mut self, page: &RawPage<'_>) {
        let is_null = page.nulls == page.rows;
        if page.bounds.is_none() && !is_null {
            self.index = None;
        }
        let Some(index) = &mut self.index else { return };
        let bytes = |value: i64| {
            if self.is_narrow { (value as i32).to_le_bytes().to_vec() } else { value.to_le_bytes().to_vec() }
        };
        let (least, greatest) =
            page.bounds.map(|(least, greatest)| (bytes(least), bytes(greatest))).unwrap_or_default();
        index.append(is_null, least, greatest, page.nulls as i64, None);
        if let (Some(bounds), Some(last)) = (page.bounds, self.last) {
            self.rises &= last.0 <= bounds.0 && last.1 <= bounds.1;
            self.falls &= last.0 >= bounds.0 && last.1 >= bounds.1;
        }
        self.last = page.bounds.or(self.last);
    }

    fn build(self) -> Result<Option<parquet::file::page_index::column_index::ColumnIndexMetaData>> {
        let Some(mut index) = self.index.filter(|_| self.last.is_some()) else { return Ok(None) };
        index.set_boundary_order(match (self.rises, self.falls) {
            (true, _) => BoundaryOrder::ASCENDING,
            (false, true) => BoundaryOrder::DESCENDING,
            (false, false) => BoundaryOrder::UNORDERED,
        });
        index.build().map(Some)
    }
}

/// A finished chunk: its dictionary page, then its data pages.
pub(super) struct ChunkBytes {
    head: Bytes,
    data: Bytes,
}

impl Length for ChunkBytes {
    fn len(&self) -> u64 {
        (self.head.len() + self.data.len()) as u64
    }
}

impl ChunkReader for ChunkBytes {
    type T = io::Chain<bytes::buf::Reader<Bytes>, bytes::buf::Reader<Bytes>>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let start = start as usize;
        let head = self.head.slice(start.min(self.head.len())..);
        let data = self.data.slice(start.saturating_sub(self.head.len())..);
        Ok(head.reader().chain(data.reader()))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let mut bytes = vec![0; length];
        self.get_read(start)?.read_exact(&mut bytes)?;
        Ok(Bytes::from(bytes))
    }
}
