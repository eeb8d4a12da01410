//! Files of a dataset to batches, whatever their format.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use arrow::error::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Type as PhysicalType;
use parquet::file::reader::ChunkReader;

use super::Layout;

/// The name of the format that can be read from memory.
pub(super) const PARQUET: &str = "parquet";

/// Rows read at a time.
const BATCH_ROWS: usize = 8_192;

/// The batches of a file.
pub type Batches = Box<dyn Iterator<Item = Result<RecordBatch, String>> + Send>;

/// Opens a file of a format, with the columns that a layout wants; a reason says why it cannot be read.
pub fn open(path: &Path, format: &str, layout: &Layout) -> Result<Batches, String> {
    let file = File::open(path).map_err(|cause| format!("cannot open: {cause}"))?;
    match format {
        PARQUET => open_parquet(file, layout),
        "arrow" => {
            let reader = arrow::ipc::reader::FileReader::try_new_buffered(file, layout.wanted().map(<[usize]>::to_vec));
            Ok(coded(reader.map_err(|cause| cause.to_string())?, layout.wanted_schema()))
        }
        "csv" => {
            let builder =
                arrow::csv::ReaderBuilder::new(plain(&layout.schema)).with_header(true).with_batch_size(BATCH_ROWS);
            let builder = match layout.wanted() {
                None => builder,
                Some(places) => builder.with_projection(places.to_vec()),
            };
            let reader = builder.build(file).map_err(|cause| cause.to_string())?;
            Ok(coded(reader, layout.wanted_schema()))
        }
        "jsonl" => {
            let builder = arrow::json::ReaderBuilder::new(plain(&layout.wanted_schema())).with_batch_size(BATCH_ROWS);
            let reader = builder.build(BufReader::new(file)).map_err(|cause| cause.to_string())?;
            Ok(coded(reader, layout.wanted_schema()))
        }
        other => Err(format!("'{other}' is no format that can be read")),
    }
}

/// Opens a Parquet file, on the disk or in memory, with the columns that a layout wants; a reason says why it cannot be read.
pub(super) fn open_parquet(file: impl ChunkReader + 'static, layout: &Layout) -> Result<Batches, String> {
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|cause| cause.to_string())?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, narrowed(metadata)?);
    let mask = match layout.wanted() {
        None => ProjectionMask::all(),
        Some(places) => ProjectionMask::roots(builder.parquet_schema(), places.iter().copied()),
    };
    let reader =
        builder.with_batch_size(BATCH_ROWS).with_projection(mask).build().map_err(|cause| cause.to_string())?;
    Ok(boxed(reader))
}

/// Has decimals that are stored in 64 bits read in 64 bits, not in the 128 that the file's Arrow schema asks for.
fn narrowed(metadata: ArrowReaderMetadata) -> Result<ArrowReaderMetadata, String> {
    let columns = metadata.metadata().file_metadata().schema_descr().columns();
    if columns.len() != metadata.schema().fields().len() {
        return Ok(metadata);
    }
    let fields = metadata.schema().fields().iter().zip(columns).map(|(field, column)| match field.data_type() {
        DataType::Decimal128(precision, scale) if column.physical_type() == PhysicalType::INT64 => {
            Arc::new(field.as_ref().clone().with_data_type(DataType::Decimal64(*precision, *scale)))
        }
        _ => Arc::clone(field),
    });
    let schema = Schema::new_with_metadata(fields.collect::<Fields>(), metadata.schema().metadata().clone());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
    ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).map_err(|cause| cause.to_string())
}

/// Returns the types and the metadata that a file declares; nothing for formats that declare none.
pub fn declared(path: &Path, format: &str) -> Result<Option<Declared>, String> {
    if !matches!(format, "parquet" | "arrow") {
        return Ok(None);
    }
    let file = File::open(path).map_err(|cause| format!("cannot open: {cause}"))?;
    if format == "arrow" {
        let reader = arrow::ipc::reader::FileReader::try_new_buffered(file, None).map_err(|cause| cause.to_string())?;
        return Ok(Some(Declared { schema: reader.schema(), rows: None }));
    }
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|cause| cause.to_string())?;
    let rows = builder.metadata().file_metadata().num_rows();
    Ok(Some(Declared { schema: Arc::clone(builder.schema()), rows: Some(rows as u64) }))
}

/// What a file says of itself.
#[derive(Debug)]
pub struct Declared {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows, if it says how many.
    pub rows: Option<u64>,
}

fn boxed(reader: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'static) -> Batches {
    Box::new(reader.map(|batch| batch.map_err(|cause| cause.to_string())))
}

/// Returns the schema as text formats hold it: vocabularies as plain text, and instants at offset zero, because the name of a time zone
/// would take a database to read.
fn plain(schema: &SchemaRef) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Dictionary(_, words) => Field::new(field.name(), words.as_ref().clone(), true),
        DataType::Timestamp(unit, Some(_)) => {
            Field::new(field.name(), DataType::Timestamp(*unit, Some("+00:00".into())), true)
        }
        kind => Field::new(field.name(), kind.clone(), true),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Turns plain text back into vocabularies, and instants at offset zero into instants in UTC.
fn coded(reader: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'static, schema: SchemaRef) -> Batches {
    Box::new(reader.map(move |batch| {
        let batch = batch.map_err(|cause| cause.to_string())?;
        let columns =
            batch.columns().iter().zip(schema.fields()).map(|(column, field)| cast(column, field.data_type()));
        let columns = columns.collect::<Result<Vec<_>, _>>().map_err(|cause| cause.to_string())?;
        let fields = schema.fields().iter().map(|field| Field::new(field.name(), field.data_type().clone(), true));
        let nullable = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        RecordBatch::try_new(nullable, columns).map_err(|cause| cause.to_string())
    }))
}
