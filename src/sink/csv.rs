//! Comma-separated values with a header (RFC 4180), an empty field for null.

use std::io::BufWriter;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::csv::{Writer, WriterBuilder};
use arrow::datatypes::SchemaRef;

use super::text::{text_batch, text_schema};
use super::{HashingFile, Opening, Shape, TableFile, Written};
use crate::columns::{Column, to_batch};
use crate::error::{Error, Result};

const BUFFER: usize = 1 << 20;

struct CsvFile {
    shape: &'static Shape,
    schema: SchemaRef,
    writer: Writer<BufWriter<HashingFile>>,
    path: PathBuf,
    rows: u64,
}

pub(super) fn open(opening: &Opening<'_>) -> Result<Box<dyn TableFile>> {
    let file = BufWriter::with_capacity(BUFFER, HashingFile::create(opening.path)?);
    let mut writer =
        WriterBuilder::new().with_header(true).with_timestamp_tz_format("%Y-%m-%dT%H:%M:%S%.6fZ".into()).build(file);
    let schema = text_schema(&opening.shape.schema);
    let header = RecordBatch::new_empty(Arc::clone(&schema));
    writer.write(&header).map_err(Error::at(opening.path, "write"))?;
    Ok(Box::new(CsvFile { shape: opening.shape, schema, writer, path: opening.path.to_path_buf(), rows: 0 }))
}

impl TableFile for CsvFile {
    fn write(&mut self, columns: &[Column<'_>]) -> Result<()> {
        let batch = to_batch(&self.shape.schema, columns);
        self.rows += batch.num_rows() as u64;
        self.writer.write(&text_batch(&batch, &self.schema)).map_err(Error::at(&self.path, "write"))
    }

    fn close(self: Box<Self>) -> Result<Written> {
        let file = self.writer.into_inner().into_inner();
        let file = file.map_err(|failure| Error::at(&self.path, "write")(failure.into_error()))?;
        Ok(file.close(self.rows))
    }
}
