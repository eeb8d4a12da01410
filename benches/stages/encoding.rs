//! Encoding: the tables that a row group of a real file would be filled with, beside the crate's own writer on batches built beforehand.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use arrow::array::RecordBatch;
use arrow::compute::cast;
use fauxbank::bench::{Answer, Bank, Pipeline, Size};
use fauxbank::columns::{Texts, to_batch};
use fauxbank::error::{Error, Result};
use fauxbank::rows::Rows;
use fauxbank::sink::{Compression, Opening, SINKS, Shape, shape};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression::SNAPPY;
use parquet::file::properties::WriterProperties;

use crate::{community, world};

/// So many communities fill a row group of the largest tables.
const COMMUNITIES_OF_A_GROUP: u64 = 10;
/// Tables of fewer rows a community are not worth a measurement.
const FEWEST_ROWS: usize = 10_000;

static COMMUNITY: LazyLock<(Rows, Texts)> = LazyLock::new(|| community(&world()));

/// Returns both writers for every large table.
pub(crate) fn large_tables(folder: &Path) -> Vec<(Ours, ByArrowWriter)> {
    let (rows, texts) = &*COMMUNITY;
    let tables = rows.tables(texts);
    let large = tables.iter().filter(|(_, columns)| columns[0].rows > FEWEST_ROWS);
    let writers = large.map(|(name, columns)| {
        let shape = shape(name).expect("every table has a shape");
        let batch = to_batch(&shape.schema, columns);
        let size = Size {
            rows: COMMUNITIES_OF_A_GROUP * batch.num_rows() as u64,
            bytes: COMMUNITIES_OF_A_GROUP * batch.get_array_memory_size() as u64,
        };
        let ours = Ours { shape, path: folder.join(shape.name), size };
        (ours, ByArrowWriter { batch, path: folder.join("arrow_writer"), size })
    });
    writers.collect()
}

/// Reads a file back, once and unmeasured: the rows of a community as they were told, as often as they were written.
fn hold_to(told: &RecordBatch, path: &Path) -> Result<()> {
    let file = File::open(path).map_err(Error::at(path, "open"))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(Error::at(path, "understand"))?;
    let reader = reader.with_batch_size(told.num_rows()).build().map_err(Error::at(path, "read"))?;
    let mut communities = 0;
    for read in reader {
        let read = read.map_err(Error::at(path, "read"))?;
        for (number, (read, told)) in read.columns().iter().zip(told.columns()).enumerate() {
            let told = cast(told, read.data_type()).map_err(Error::at(path, "compare"))?;
            if told.as_ref() != read.as_ref() {
                let cause = format!("column {number} of community {communities} reads otherwise than it was told");
                return Err(Error::check(path.display(), cause, "see what the encoder does to that column"));
            }
        }
        communities += u64::from(read.num_rows() == told.num_rows());
    }
    match communities {
        COMMUNITIES_OF_A_GROUP => Ok(()),
        _ => Err(Error::check(path.display(), format!("{communities} communities were read"), "see what was written")),
    }
}

/// Encodes, compresses and writes columns by the sink.
pub(crate) struct Ours {
    shape: &'static Shape,
    path: PathBuf,
    size: Size,
}

impl Ours {
    pub(crate) fn table(&self) -> &'static str {
        self.shape.name
    }
}

impl Pipeline for Ours {
    fn name(&self) -> &str {
        "fauxbank"
    }

    fn size(&self, _: &Bank) -> Size {
        self.size
    }

    fn prepare(&mut self, bank: &Bank) -> Result<()> {
        let (rows, texts) = &*COMMUNITY;
        let tables = rows.tables(texts);
        let (_, columns) = tables.iter().find(|(name, _)| *name == self.shape.name).expect("the table is there");
        let told = to_batch(&self.shape.schema, columns);
        self.run(bank)?;
        hold_to(&told, &self.path)
    }

    fn run(&mut self, _: &Bank) -> Result<Answer> {
        let (rows, texts) = &*COMMUNITY;
        let tables = rows.tables(texts);
        let (_, columns) = tables.iter().find(|(name, _)| *name == self.shape.name).expect("the table is there");
        let opening = Opening { path: &self.path, shape: self.shape, compression: Compression::Snappy, facts: &[] };
        let mut file = (SINKS[0].open)(&opening)?;
        for _ in 0..COMMUNITIES_OF_A_GROUP {
            file.write(columns)?;
            file.end_community()?;
        }
        Ok(Answer::number("rows", file.close()?.rows))
    }
}

/// Writes batches by the crate's own writer.
pub(crate) struct ByArrowWriter {
    batch: RecordBatch,
    path: PathBuf,
    size: Size,
}

impl Pipeline for ByArrowWriter {
    fn name(&self) -> &str {
        "ArrowWriter"
    }

    fn size(&self, _: &Bank) -> Size {
        self.size
    }

    fn prepare(&mut self, bank: &Bank) -> Result<()> {
        self.run(bank)?;
        hold_to(&self.batch, &self.path)
    }

    fn run(&mut self, _: &Bank) -> Result<Answer> {
        let file = File::create(&self.path).map_err(Error::at(&self.path, "create"))?;
        let properties = WriterProperties::builder().set_compression(SNAPPY).build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&self.batch.schema()), Some(properties));
        let mut writer = writer.map_err(Error::at(&self.path, "write"))?;
        for _ in 0..COMMUNITIES_OF_A_GROUP {
            writer.write(&self.batch).map_err(Error::at(&self.path, "write"))?;
        }
        let written = writer.close().map_err(Error::at(&self.path, "write"))?;
        Ok(Answer::number("rows", written.file_metadata().num_rows() as u64))
    }
}
