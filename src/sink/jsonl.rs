//! JSON Lines: an object a row, a key left out for null.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use arrow::datatypes::SchemaRef;
use arrow::json::LineDelimitedWriter;

use super::text::{text_batch, text_schema};
use super::{HashingFile, Opening, Shape, TableFile, Written};
use crate::columns::{Column, to_batch};
use crate::error::{Error, Result};

const BUFFER: usize = 1 << 20;

struct JsonFile {
    shape: &'static Shape,
    schema: SchemaRef,
    writer: LineDelimitedWriter<BufWriter<HashingFile>>,
    path: PathBuf,
    rows: u64,
}

pub(super) fn open(opening: &Opening<'_>) -> Result<Box<dyn TableFile>> {
    let file = BufWriter::with_capacity(BUFFER, HashingFile::create(opening.path)?);
    let (schema, writer) = (text_schema(&opening.shape.schema), LineDelimitedWriter::new(file));
    Ok(Box::new(JsonFile { shape: opening.shape, schema, writer, path: opening.path.to_path_buf(), rows: 0 }))
}

impl TableFile for JsonFile {
    fn write(&mut self, columns: &[Column<'_>]) -> Result<()> {
        let batch = to_batch(&self.shape.schema, columns);
        self.rows += batch.num_rows() as u64;
        self.writer.write(&text_batch(&batch, &self.schema)).map_err(Error::at(&self.path, "write"))
    }

    fn close(mut self: Box<Self>) -> Result<Written> {
        self.writer.finish().map_err(Error::at(&self.path, "write"))?;
        let mut buffer = self.writer.into_inner();
        buffer.flush().map_err(Error::at(&self.path, "write"))?;
        let file = buffer.into_inner();
        let file = file.map_err(|failure| Error::at(&self.path, "write")(failure.into_error()))?;
        Ok(file.close(self.rows))
    }
}
