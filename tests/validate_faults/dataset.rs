//! A small bank on disk that can be copied and tampered with.
#![allow(unreachable_pub, reason = "a test file includes it as its own module")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use arrow::array::{
    Array, ArrayRef, AsArray as _, BooleanArray, Date32Array, Decimal128Array, Int32Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use arrow::compute::{cast, concat_batches, take_record_batch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use fauxbank::manifest::{FILE_NAME, Manifest};
use fauxbank::validate::{self, Options};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use tempfile::TempDir;

/// The bank that every test copies: made once, never changed.
static BANK: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder for the bank");
    let made = Command::new(env!("CARGO_BIN_EXE_fauxbank"))
        .args(["generate", "--customers", "600", "--from", "2025-01-01", "--to", "2025-04-30", "--quiet", "--out"])
        .arg(folder.path().join("bank"))
        .output()
        .expect("the program runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder
});

/// A value to put in a cell.
#[derive(Debug, Clone)]
pub enum Cell {
    Null,
    Number(i128),
    Text(String),
    Truth(bool),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(i128::from(number))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Cell {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

/// A copy of the bank.
#[derive(Debug)]
pub struct Dataset {
    folder: TempDir,
}

impl Dataset {
    /// Copies the bank; files are linked, and replaced when they are tampered with.
    pub fn copy() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the copy");
        link_all(&BANK.path().join("bank"), folder.path());
        Self { folder }
    }

    /// Returns the folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the names of the checks that the dataset breaks.
    pub fn broken(&self) -> Vec<String> {
        let report =
            validate::run(self.path(), &Options { only: Vec::new(), threads: 1 }).expect("there is a manifest");
        report.broken().into_iter().map(str::to_owned).collect()
    }

    /// Reads the manifest.
    pub fn manifest(&self) -> Manifest {
        Manifest::read(self.path()).expect("there is a manifest")
    }

    /// Replaces the manifest.
    pub fn set_manifest(&self, manifest: &Manifest) {
        let path = self.path().join(FILE_NAME);
        fs::remove_file(&path).expect("the manifest can be removed");
        fs::write(path, manifest.to_json()).expect("the manifest can be written");
    }

    /// Opens the first file of a table that has rows.
    pub fn table(&self, name: &'static str) -> Table<'_> {
        let manifest = self.manifest();
        let facts = manifest.files_of(name).find(|file| file.rows > 0).expect("the table has rows");
        let path = self.path().join(&facts.path);
        let file = fs::File::open(&path).expect("the file is there");
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("the file is Parquet");
        let schema = Arc::clone(builder.schema());
        let batches: Vec<RecordBatch> =
            builder.build().expect("the file has batches").collect::<Result<_, _>>().expect("the file can be read");
        let batch = concat_batches(&schema, &batches).expect("batches of a file have one schema");
        Table { dataset: self, path: facts.path.clone(), batch }
    }
}

fn link_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the bank can be listed") {
        let entry = entry.expect("the bank can be listed");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            link_all(&entry.path(), &target);
        } else {
            fs::hard_link(entry.path(), &target)
                .or_else(|_| fs::copy(entry.path(), &target).map(drop))
                .expect("a file can be copied");
        }
    }
}

/// A file of a table, all rows in memory.
#[derive(Debug)]
pub struct Table<'a> {
    dataset: &'a Dataset,
    path: String,
    pub batch: RecordBatch,
}

impl Table<'_> {
    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    fn column(&self, name: &str) -> &ArrayRef {
        self.batch.column_by_name(name).unwrap_or_else(|| panic!("{} has no column {name}", self.path))
    }

    /// Returns a cell as text; empty for null.
    pub fn text(&self, column: &str, row: usize) -> String {
        let array = self.column(column);
        if array.is_null(row) {
            return String::new();
        }
        if matches!(array.data_type(), DataType::Timestamp(..)) {
            return self.number(column, row).to_string();
        }
        let formatter =
            ArrayFormatter::try_new(array.as_ref(), &FormatOptions::default()).expect("the type has a form");
        formatter.value(row).to_string()
    }

    /// Returns a cell as a whole number: cents, days, microseconds, an id.
    pub fn number(&self, column: &str, row: usize) -> i64 {
        let array = self.column(column);
        match array.data_type() {
            DataType::Decimal128(..) => array.as_primitive::<arrow::datatypes::Decimal128Type>().value(row) as i64,
            _ => {
                let array = cast(array, &DataType::Int64).expect("the column holds numbers");
                array.as_primitive::<arrow::datatypes::Int64Type>().value(row)
            }
        }
    }

    /// Returns the first row of which a test holds.
    pub fn find(&self, test: impl Fn(&Self, usize) -> bool) -> usize {
        (0..self.rows()).find(|row| test(self, *row)).unwrap_or_else(|| panic!("{} has no such row", self.path))
    }

    /// Puts a value into a cell.
    pub fn set(&mut self, column: &str, row: usize, cell: impl Into<Cell>) {
        let index = self.batch.schema().index_of(column).expect("the column is there");
        let changed = with_cell(self.batch.column(index), row, cell.into());
        let mut columns = self.batch.columns().to_vec();
        columns[index] = changed;
        self.batch = RecordBatch::try_new(nullable(&self.batch.schema()), columns).expect("the column keeps its type");
    }

    /// Adds to a number.
    pub fn add(&mut self, column: &str, row: usize, difference: i64) {
        let number = self.number(column, row) + difference;
        self.set(column, row, number);
    }

    /// Puts the rows in another order, leaving out and doubling as the order says.
    pub fn reorder(&mut self, order: &[usize]) {
        let order = Int64Array::from_iter_values(order.iter().map(|row| *row as i64));
        self.batch = take_record_batch(&self.batch, &order).expect("the rows are there");
    }

    /// Takes out a row.
    pub fn remove(&mut self, row: usize) {
        let order: Vec<usize> = (0..self.rows()).filter(|other| *other != row).collect();
        self.reorder(&order);
    }

    /// Replaces a column, with another type if need be.
    pub fn replace(&mut self, column: &str, array: ArrayRef) {
        let schema = self.batch.schema();
        let index = schema.index_of(column).expect("the column is there");
        let fields = schema.fields().iter().enumerate().map(|(i, field)| {
            let kind = if i == index { array.data_type().clone() } else { field.data_type().clone() };
            field.as_ref().clone().with_data_type(kind)
        });
        let schema = Schema::new_with_metadata(fields.collect::<Vec<Field>>(), schema.metadata().clone());
        let mut columns = self.batch.columns().to_vec();
        columns[index] = array;
        self.batch = RecordBatch::try_new(Arc::new(schema), columns).expect("the column has as many rows");
    }

    /// Writes the file anew and says so in the manifest, as a careful forger would.
    pub fn save(self) {
        let path: PathBuf = self.dataset.path().join(&self.path);
        fs::remove_file(&path).expect("the file can be removed");
        let file = fs::File::create(&path).expect("the file can be written");
        let mut writer = ArrowWriter::try_new(file, self.batch.schema(), None).expect("the schema can be written");
        writer.write(&self.batch).expect("the rows can be written");
        writer.close().expect("the file can be closed");
        let (bytes, sha256) = fauxbank::digest::sha256_of(&path).expect("the file can be read");
        let mut manifest = self.dataset.manifest();
        let facts = manifest.files.iter_mut().find(|file| file.path == self.path).expect("the file is listed");
        (facts.rows, facts.bytes, facts.sha256) = (self.batch.num_rows() as u64, bytes, sha256);
        self.dataset.set_manifest(&manifest);
    }
}

fn nullable(schema: &SchemaRef) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
    Arc::new(Schema::new_with_metadata(fields.collect::<Vec<Field>>(), schema.metadata().clone()))
}

fn with_cell(array: &ArrayRef, row: usize, cell: Cell) -> ArrayRef {
    let kind = array.data_type();
    match kind {
        DataType::Dictionary(..) | DataType::Utf8 => {
            let texts = cast(array, &DataType::Utf8).expect("a vocabulary is text");
            let texts = texts.as_string::<i32>();
            let changed: StringArray = (0..texts.len())
                .map(|i| match (&cell, i == row) {
                    (Cell::Text(text), true) => Some(text.as_str()),
                    (_, true) => None,
                    _ => texts.is_valid(i).then(|| texts.value(i)),
                })
                .collect();
            cast(&changed, kind).expect("text is a vocabulary")
        }
        DataType::Boolean => {
            let truths = array.as_boolean();
            let changed: BooleanArray = (0..truths.len())
                .map(|i| match (&cell, i == row) {
                    (Cell::Truth(truth), true) => Some(*truth),
                    (_, true) => None,
                    _ => truths.is_valid(i).then(|| truths.value(i)),
                })
                .collect();
            Arc::new(changed)
        }
        _ => with_number(array, row, cell),
    }
}

fn with_number(array: &ArrayRef, row: usize, cell: Cell) -> ArrayRef {
    let number = match cell {
        Cell::Number(number) => Some(number),
        _ => None,
    };
    macro_rules! changed {
        ($arrow:ident, $array:ident) => {{
            let old = array.as_primitive::<arrow::datatypes::$arrow>();
            let values = (0..old.len())
                .map(|i| if i == row { number.map(|n| n as _) } else { old.is_valid(i).then(|| old.value(i)) });
            values.collect::<$array>()
        }};
    }
    match array.data_type() {
        DataType::Int64 => Arc::new(changed!(Int64Type, Int64Array)),
        DataType::Int32 => Arc::new(changed!(Int32Type, Int32Array)),
        DataType::Date32 => Arc::new(changed!(Date32Type, Date32Array)),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Arc::new(changed!(TimestampMicrosecondType, TimestampMicrosecondArray).with_timezone("UTC"))
        }
        DataType::Decimal128(precision, scale) => Arc::new(
            changed!(Decimal128Type, Decimal128Array)
                .with_precision_and_scale(*precision, *scale)
                .expect("the type was valid before"),
        ),
        other => panic!("no way to change a cell of {other}"),
    }
}
