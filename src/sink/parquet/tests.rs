//! The crate's own writer is the oracle: the same columns written both ways read back equal.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray as _, BooleanBufferBuilder, RecordBatch};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::{BoundaryOrder, Compression as Codec, Encoding};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData};
use parquet::file::statistics::Statistics;
use proptest::prelude::*;

use crate::columns::{Column, ColumnType, Texts, Values, to_batch};
use crate::sink::{Compression, Opening, Shape, sink};

/// The columns of the test's table: every kind, with and without nulls.
const KINDS: [(&str, ColumnType); 8] = [
    ("id", ColumnType::Int64),
    ("day", ColumnType::Date),
    ("is_new", ColumnType::Boolean),
    ("latitude", ColumnType::Float64),
    ("paid", ColumnType::Decimal(2)),
    ("code", ColumnType::String),
    ("note", ColumnType::String),
    ("word", ColumnType::Category),
];

const CLOSED: &[&str] = &["one", "two", "three"];

/// The values of one community in every column, and which of the rows have one.
#[derive(Debug, Clone)]
struct Community {
    valid: Vec<bool>,
    words: Vec<String>,
    numbers: Vec<i64>,
}

/// The stores that the columns of a community look at.
struct Stores {
    rows: usize,
    valid: BooleanBufferBuilder,
    int64: Vec<i64>,
    int32: Vec<i32>,
    boolean: Vec<bool>,
    float64: Vec<f64>,
    characters: Vec<[u8; 6]>,
    strings: Vec<String>,
    open: Vec<u32>,
    closed: Vec<u16>,
    texts: Texts,
}

impl Stores {
    fn of(community: &Community) -> Self {
        let mut texts = Texts::default();
        let mut valid = BooleanBufferBuilder::new(0);
        community.valid.iter().for_each(|&is_valid| valid.append(is_valid));
        let present: Vec<usize> = (0..community.valid.len()).filter(|&row| community.valid[row]).collect();
        let number = |row: &usize| community.numbers[row % community.numbers.len()];
        let word = |row: &usize| &community.words[row % community.words.len()];
        Self {
            rows: community.valid.len(),
            valid,
            int64: present.iter().map(number).collect(),
            int32: present.iter().map(|row| number(row) as i32).collect(),
            boolean: present.iter().map(|row| number(row) % 2 == 0).collect(),
            float64: present.iter().map(|row| number(row) as f64 / 7.0).collect(),
            characters: present.iter().map(|row| [b'a' + (row % 26) as u8; 6]).collect(),
            strings: present.iter().map(|row| word(row).clone()).collect(),
            open: present.iter().map(|row| texts.intern(word(row)).0).collect(),
            closed: present.iter().map(|row| (row % CLOSED.len()) as u16).collect(),
            texts,
        }
    }

    fn columns(&self) -> Vec<Column<'_>> {
        let values = [
            Values::Int64(&self.int64),
            Values::Int32(&self.int32),
            Values::Boolean(&self.boolean),
            Values::Float64(&self.float64),
            Values::Int64(&self.int64),
            Values::Characters(&self.characters),
            Values::Strings(&self.strings),
            Values::Open(&self.open, &self.texts),
            Values::Closed(&self.closed, CLOSED),
        ];
        let kinds = KINDS.iter().map(|(_, kind)| *kind).chain([ColumnType::Category]);
        let column = |(kind, values)| Column { kind, values, rows: self.rows, valid: Some(self.valid.as_slice()) };
        kinds.zip(values).map(column).collect()
    }
}

fn schema() -> SchemaRef {
    let names = KINDS.iter().map(|(name, kind)| (*name, *kind)).chain([("closed", ColumnType::Category)]);
    let field = |(name, kind)| Field::new(name, data_type(kind), true);
    Arc::new(Schema::new(names.map(field).collect::<Vec<_>>()))
}

fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Int64 => DataType::Int64,
        ColumnType::Date => DataType::Date32,
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Float64 => DataType::Float64,
        ColumnType::Decimal(scale) => DataType::Decimal128(18, scale),
        ColumnType::String => DataType::Utf8,
        _ => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
    }
}

fn shape() -> &'static Shape {
    let schema = schema();
    let has_open_vocabulary = vec![false; schema.fields().len()];
    let (name, folder) = ("things", "things".to_owned());
    Box::leak(Box::new(Shape {
        name,
        folder,
        schema,
        sorted_by: vec![0],
        has_open_vocabulary,
        schema_sha256: String::new(),
    }))
}

/// Writes communities our way.
fn write(path: &Path, communities: &[Stores], compression: Compression) {
    let opening = Opening { path, shape: shape(), compression, facts: &[("fact", "value".to_owned())] };
    let mut file = (sink("parquet").unwrap().open)(&opening).unwrap();
    for community in communities.iter().filter(|community| community.rows > 0) {
        file.write(&community.columns()).unwrap();
        file.end_community().unwrap();
    }
    let rows: usize = communities.iter().map(|community| community.rows).sum();
    assert_eq!(file.close().unwrap().rows, rows as u64);
}

/// Writes communities as the crate does.
fn write_as_oracle(path: &Path, communities: &[Stores]) {
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), schema(), None).unwrap();
    for community in communities {
        writer.write(&to_batch(&schema(), &community.columns())).unwrap();
    }
    writer.close().unwrap();
}

/// Reads a file whole, vocabularies as their words.
fn read(path: &Path) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let schema = Arc::clone(reader.schema());
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    let whole = concat_batches(&schema, &batches).unwrap();
    let plain = |array: &ArrayRef| match array.data_type() {
        DataType::Dictionary(..) => cast(array, &DataType::Utf8).unwrap(),
        _ => Arc::clone(array),
    };
    RecordBatch::try_from_iter(
        whole.schema().fields().iter().zip(whole.columns()).map(|(field, array)| (field.name().clone(), plain(array))),
    )
    .unwrap()
}

fn metadata(path: &Path) -> ParquetMetaData {
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(File::open(path).unwrap(), options).unwrap();
    reader.metadata().as_ref().clone()
}

fn communities() -> impl Strategy<Value = Vec<Community>> {
    let valid = prop_oneof![
        proptest::collection::vec(any::<bool>(), 0..200),
        proptest::collection::vec(prop::bool::weighted(0.02), 0..600),
        (0_usize..400).prop_map(|rows| vec![true; rows]),
        (0_usize..400).prop_map(|rows| vec![false; rows]),
    ];
    let numbers = prop_oneof![
        proptest::collection::vec(any::<i64>(), 1..200),
        proptest::collection::vec(0_i64..3, 1..300),
        (any::<i64>(), 1_usize..300).prop_map(|(first, n)| (0..n as i64).map(|i| first.wrapping_add(i * i)).collect()),
    ];
    let words = proptest::collection::vec("\\PC{0,9}", 1..40);
    let community = (valid, words, numbers).prop_map(|(valid, words, numbers)| Community { valid, words, numbers });
    proptest::collection::vec(community, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_file_reads_back_as_one_that_the_crate_wrote(
        communities in communities(),
        compression in proptest::sample::select(Compression::ALL),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (ours, theirs) = (folder.path().join("ours"), folder.path().join("theirs"));
        let communities: Vec<Stores> = communities.iter().map(Stores::of).collect();
        write(&ours, &communities, compression);
        write_as_oracle(&theirs, &communities);
        prop_assert_eq!(read(&ours), read(&theirs));
    }
}

/// Communities large enough for a page each and for two row groups.
fn large() -> Vec<Stores> {
    let community = |number: i64| {
        let rows = 60_000_i64;
        Stores::of(&Community {
            valid: (0..rows).map(|row| row % 5 != 0).collect(),
            words: (0..50).map(|word| format!("word {}", word * (number + 1))).collect(),
            numbers: (0..rows).map(|row| number * rows + row).collect(),
        })
    };
    (0..10).map(community).collect()
}

#[test]
fn pages_and_row_groups_of_a_large_file_are_as_the_metadata_says() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (folder.path().join("ours"), folder.path().join("theirs"));
    let communities = large();
    write(&ours, &communities, Compression::Snappy);
    write_as_oracle(&theirs, &communities);
    assert_eq!(read(&ours), read(&theirs));

    let file = metadata(&ours);
    let rows: Vec<i64> = file.row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(rows, [540_000, 60_000]);
    let id = file.row_group(0).column(0);
    assert_eq!(id.compression(), Codec::SNAPPY, "differences of neighbours repeat");
    let Some(Statistics::Int64(bounds)) = id.statistics() else { panic!("ids have statistics") };
    assert_eq!((bounds.min_opt(), bounds.max_opt()), (Some(&1), Some(&539_999)));
    assert_eq!(bounds.null_count_opt(), Some(108_000));
    let word = file.row_group(0).column(7);
    let Some(Statistics::ByteArray(bounds)) = word.statistics() else { panic!("words have statistics") };
    assert_eq!(bounds.min_opt().unwrap().as_utf8().unwrap(), "word 1");
    assert_eq!(bounds.max_opt().unwrap().as_utf8().unwrap(), "word 99");
    assert!(word.page_encoding_stats_mask().unwrap().is_only(Encoding::RLE_DICTIONARY));
}

#[test]
fn the_page_index_tells_where_the_values_of_a_page_lie() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    write(&path, &large(), Compression::None);
    let file = metadata(&path);
    let index = file.page_index_for_row_group(0);
    assert_eq!(index.column_index(0).unwrap().get_boundary_order(), Some(BoundaryOrder::ASCENDING));
    let firsts: Vec<i64> =
        index.offset_index(0).unwrap().page_locations().iter().map(|page| page.first_row_index).collect();
    assert_eq!(firsts, (0..9).map(|page| page * 60_000).collect::<Vec<_>>());

    // A reader that trusts the index skips to the rows asked for.
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(File::open(&path).unwrap(), options).unwrap();
    let batches: Vec<RecordBatch> =
        reader.with_offset(300_001).with_limit(2).build().unwrap().map(Result::unwrap).collect();
    let ids = batches[0].column(0).as_primitive::<arrow::datatypes::Int64Type>();
    assert_eq!(ids.values(), &[300_001, 300_002]);
}

#[test]
fn numbers_that_repeat_are_indexed_and_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let scattered = |number: i64| {
        let mixed = number.wrapping_mul(0x5851_F42D_4C95_7F2D);
        ((mixed ^ (mixed >> 29)).wrapping_mul(0x1405_7B7E_F767_814F) >> 40).rem_euclid(1_000) * 1_000_003
    };
    let community = Stores::of(&Community {
        valid: vec![true; 40_000],
        words: vec!["word".to_owned()],
        numbers: (0..40_000).map(scattered).collect(),
    });
    write(&path, &[community, large().swap_remove(0)], Compression::Snappy);
    let file = metadata(&path);
    let id = file.row_group(0).column(0);
    assert!(id.encodings().any(|encoding| encoding == Encoding::RLE_DICTIONARY));
    assert!(id.encodings().any(|encoding| encoding == Encoding::DELTA_BINARY_PACKED), "the dictionary has outgrown");
    let latitude = file.row_group(0).column(3);
    assert!(latitude.encodings().all(|encoding| matches!(encoding, Encoding::PLAIN | Encoding::RLE)));
}

#[test]
fn an_empty_file_has_the_columns_and_no_row_group() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    write(&path, &[], Compression::Snappy);
    let batch = read(&path);
    assert_eq!((batch.num_rows(), batch.num_columns()), (0, 9));
}
