//! Arrow IPC files.
//!
//! An Arrow file holds one dictionary a column, while an open vocabulary grows from community to community. So columns of
//! a closed vocabulary keep their dictionary and the open ones stand as plain text.

use std::io::BufWriter;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::ipc::writer::FileWriter;

use super::{HashingFile, Opening, Shape, TableFile, Written};
use crate::columns::Column;
use crate::error::{Error, Result};

const BUFFER: usize = 1 << 20;

struct ArrowFile {
    writer: FileWriter<BufWriter<HashingFile>>,
    schema: SchemaRef,
    path: PathBuf,
    rows: u64,
}

pub(super) fn open(opening: &Opening<'_>) -> Result<Box<dyn TableFile>> {
    let file = BufWriter::with_capacity(BUFFER, HashingFile::create(opening.path)?);
    let schema = schema_in_file(opening.shape);
    let mut writer = FileWriter::try_new(file, &schema).map_err(Error::at(opening.path, "write"))?;
    for (key, value) in opening.facts {
        writer.write_metadata(*key, value);
    }
    Ok(Box::new(ArrowFile { writer, schema, path: opening.path.to_path_buf(), rows: 0 }))
}

fn schema_in_file(shape: &Shape) -> SchemaRef {
    let fields = shape.schema.fields().iter().zip(&shape.has_open_vocabulary);
    let fields: Vec<Field> = fields
        .map(|(field, &is_open)| {
            let field = field.as_ref().clone();
            if is_open { field.with_data_type(DataType::Utf8) } else { field }
        })
        .collect();
    Arc::new(Schema::new_with_metadata(fields, shape.schema.metadata().clone()))
}

impl TableFile for ArrowFile {
    fn write(&mut self, columns: &[Column<'_>]) -> Result<()> {
        let columns: Vec<ArrayRef> = columns
            .iter()
            .zip(self.schema.fields())
            .map(|(column, field)| {
                cast(&column.to_array(), field.data_type()).expect("a dictionary of texts becomes its texts")
            })
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).expect("the columns fit their schema");
        self.rows += batch.num_rows() as u64;
        self.writer.write(&batch).map_err(Error::at(&self.path, "write"))
    }

    fn close(self: Box<Self>) -> Result<Written> {
        let buffer = self.writer.into_inner().map_err(Error::at(&self.path, "write"))?;
        let file = buffer.into_inner();
        let file = file.map_err(|failure| Error::at(&self.path, "write")(failure.into_error()))?;
        Ok(file.close(self.rows))
    }
}
