//! Parquet files, with the settings that pay for our columns.
//!
//! Only what old readers understand: v1 data pages, no BYTE_STREAM_SPLIT, decimals and instants as INT64. Numbers are
//! delta-encoded and vocabularies dictionary-encoded: a dictionary on a column of many values costs twice, once to build
//! and once to abandon.

use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression as Codec, Encoding, ZstdLevel};
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder, WriterVersion};
use parquet::schema::types::ColumnPath;

use super::{Compression, HashingFile, Opening, Shape, TableFile, Written};
use crate::error::{Error, Result};

/// A row group ends at the first community border at which it holds so many rows.
const ROW_GROUP_ROWS: usize = 500_000;

/// Compressed by writers, known by readers: nothing of it may tell the machine or the time.
const CREATED_BY: &str = concat!("fauxbank version ", env!("CARGO_PKG_VERSION"));

struct ParquetFile {
    writer: ArrowWriter<HashingFile>,
    path: PathBuf,
    rows: u64,
}

pub(super) fn open(opening: &Opening<'_>) -> Result<Box<dyn TableFile>> {
    let file = HashingFile::create(opening.path)?;
    let schema = Arc::clone(&opening.shape.schema);
    let writer = ArrowWriter::try_new(file, schema, Some(properties(opening)));
    let writer = writer.map_err(Error::at(opening.path, "write"))?;
    Ok(Box::new(ParquetFile { writer, path: opening.path.to_path_buf(), rows: 0 }))
}

impl TableFile for ParquetFile {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(Error::at(&self.path, "write"))
    }

    fn end_community(&mut self) -> Result<()> {
        if self.writer.in_progress_rows() >= ROW_GROUP_ROWS {
            self.writer.flush().map_err(Error::at(&self.path, "write"))?;
        }
        Ok(())
    }

    fn close(self: Box<Self>) -> Result<Written> {
        self.writer.into_inner().map_err(Error::at(&self.path, "write"))?.close(self.rows)
    }
}

fn properties(opening: &Opening<'_>) -> WriterProperties {
    let facts = opening.facts.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    let mut builder = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(codec(opening.compression))
        .set_max_row_group_row_count(None)
        .set_max_row_group_bytes(None)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_key_value_metadata(Some(facts.collect()))
        .set_sorting_columns(sorting(opening.shape));
    for (index, field) in opening.shape.schema.fields().iter().enumerate() {
        let column = ColumnPath::from(field.name().as_str());
        builder = tuned(builder, column.clone(), field.data_type());
        if opening.shape.sorted_by.first() == Some(&index) {
            builder = builder.set_column_statistics_enabled(column, EnabledStatistics::Page);
        }
    }
    builder.build()
}

fn tuned(builder: WriterPropertiesBuilder, column: ColumnPath, kind: &DataType) -> WriterPropertiesBuilder {
    match kind {
        // The least and the greatest word of a vocabulary tell a reader little and cost a comparison of texts a value.
        DataType::Dictionary(..) => builder
            .set_column_dictionary_enabled(column.clone(), true)
            .set_column_statistics_enabled(column, EnabledStatistics::None),
        DataType::Int64 | DataType::Int32 | DataType::Date32 | DataType::Timestamp(..) | DataType::Decimal128(..) => {
            builder
                .set_column_dictionary_enabled(column.clone(), false)
                .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED)
        }
        _ => builder.set_column_dictionary_enabled(column, false),
    }
}

fn sorting(shape: &Shape) -> Option<Vec<SortingColumn>> {
    let columns = shape.sorted_by.iter();
    let columns = columns.map(|&i| SortingColumn { column_idx: i as i32, descending: false, nulls_first: false });
    (!shape.sorted_by.is_empty()).then(|| columns.collect())
}

fn codec(compression: Compression) -> Codec {
    match compression {
        Compression::None => Codec::UNCOMPRESSED,
        Compression::Snappy => Codec::SNAPPY,
        Compression::Zstd => Codec::ZSTD(ZstdLevel::default()),
        Compression::Lz4 => Codec::LZ4_RAW,
    }
}
