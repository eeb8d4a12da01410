//! Rows to Arrow columns: what a cell is, and the macro that gives a row type its columns.
//!
//! A row type is a plain struct. The macro `row!` makes a columnar store beside it, so that pushing a row is a handful of
//! vector pushes, and a batch is the vectors handed to Arrow as they are.

mod texts;
mod validity;

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    StringArray, StringBuilder, TimestampMicrosecondArray,
};
use arrow::buffer::NullBuffer;

use crate::units::{Cents, Date, Degrees, Mills, Rate, Timestamp};

pub use texts::{Text, Texts};
pub use validity::Validity;

/// The logical type of a column, as the schema files name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// 64-bit signed integer: ids.
    Int64,
    /// 32-bit signed integer: counts and small numbers.
    Int32,
    /// True or false.
    Boolean,
    /// Double: coordinates only, never money.
    Float64,
    /// Exact decimal of 18 digits with this many after the point, stored as INT64.
    Decimal(i8),
    /// Local calendar day.
    Date,
    /// Instant in UTC, microseconds.
    Timestamp,
    /// Text with few repetitions.
    String,
    /// Text from a vocabulary, dictionary-encoded.
    Category,
}

/// The dictionaries that a batch's text columns share.
#[derive(Debug)]
pub struct Dictionaries {
    texts: ArrayRef,
}

impl Dictionaries {
    /// Builds the dictionaries of a vocabulary.
    pub fn of(texts: &Texts) -> Self {
        Self { texts: texts.dictionary() }
    }
}

/// A value that a column can hold: the native type it is stored as and the Arrow array it ends in.
pub trait Value: Sized {
    /// The type in the column's vector.
    type Native: Default;
    /// The logical type of the column.
    const TYPE: ColumnType;
    /// Turns the value into what the vector stores.
    fn into_native(self) -> Self::Native;
    /// Turns the vector into an Arrow array.
    fn array(values: Vec<Self::Native>, nulls: Option<NullBuffer>, dictionaries: &Dictionaries) -> ArrayRef;
    /// The closed vocabulary, if the type is an enumeration.
    fn vocabulary() -> Option<Vec<&'static str>> {
        None
    }
}

/// A field of a row: a [`Value`] or an `Option` of one.
pub trait Cell: Sized {
    /// The column's store.
    type Store: Default;
    /// The logical type of the column.
    const TYPE: ColumnType;
    /// Whether the column may hold nulls.
    const NULLABLE: bool;
    /// Adds the value to the column.
    fn push(self, store: &mut Self::Store);
    /// Adds the values of a block of rows, 64 at most, to the column.
    fn extend(values: impl Iterator<Item = Self> + Clone, store: &mut Self::Store);
    /// Makes room for so many more values.
    fn reserve(store: &mut Self::Store, values: usize);
    /// Takes the column as an Arrow array, leaving the store empty.
    fn take(store: &mut Self::Store, dictionaries: &Dictionaries) -> ArrayRef;
    /// The closed vocabulary, if the type is an enumeration.
    fn vocabulary() -> Option<Vec<&'static str>>;
}

impl<V: Value> Cell for V {
    type Store = Vec<V::Native>;
    const TYPE: ColumnType = V::TYPE;
    const NULLABLE: bool = false;

    fn push(self, store: &mut Self::Store) {
        store.push(self.into_native());
    }

    fn extend(values: impl Iterator<Item = Self> + Clone, store: &mut Self::Store) {
        store.extend(values.map(V::into_native));
    }

    fn reserve(store: &mut Self::Store, values: usize) {
        store.reserve(values);
    }

    fn take(store: &mut Self::Store, dictionaries: &Dictionaries) -> ArrayRef {
        V::array(std::mem::take(store), None, dictionaries)
    }

    fn vocabulary() -> Option<Vec<&'static str>> {
        V::vocabulary()
    }
}

/// The store of a column with nulls.
#[derive(Debug)]
pub struct Nullable<N> {
    values: Vec<N>,
    nulls: Validity,
}

impl<N> Default for Nullable<N> {
    fn default() -> Self {
        Self { values: Vec::new(), nulls: Validity::default() }
    }
}

impl<V: Value> Cell for Option<V> {
    type Store = Nullable<V::Native>;
    const TYPE: ColumnType = V::TYPE;
    const NULLABLE: bool = true;

    fn push(self, store: &mut Self::Store) {
        store.nulls.append(u64::from(self.is_some()), 1);
        store.values.push(self.map(V::into_native).unwrap_or_default());
    }

    fn extend(values: impl Iterator<Item = Self> + Clone, store: &mut Self::Store) {
        let (mut bits, mut count) = (0, 0);
        for value in values.clone() {
            bits |= u64::from(value.is_some()) << count;
            count += 1;
        }
        store.nulls.append(bits, count);
        store.values.extend(values.map(|value| value.map(V::into_native).unwrap_or_default()));
    }

    fn reserve(store: &mut Self::Store, values: usize) {
        store.values.reserve(values);
        store.nulls.reserve(values);
    }

    fn take(store: &mut Self::Store, dictionaries: &Dictionaries) -> ArrayRef {
        let nulls = store.nulls.finish();
        V::array(std::mem::take(&mut store.values), nulls, dictionaries)
    }

    fn vocabulary() -> Option<Vec<&'static str>> {
        V::vocabulary()
    }
}

macro_rules! primitive_values {
    ($($type:ty, $native:ty, $kind:expr, |$value:ident| $into:expr, |$values:ident, $nulls:ident| $array:expr;)+) => {$(
        impl Value for $type {
            type Native = $native;
            const TYPE: ColumnType = $kind;
            fn into_native(self) -> $native {
                let $value = self;
                $into
            }
            fn array($values: Vec<$native>, $nulls: Option<NullBuffer>, _: &Dictionaries) -> ArrayRef {
                Arc::new($array)
            }
        }
    )+};
}

fn decimal(values: Vec<i128>, nulls: Option<NullBuffer>, scale: i8) -> Decimal128Array {
    Decimal128Array::new(values.into(), nulls)
        .with_precision_and_scale(18, scale)
        .expect("18 digits with a small scale are a valid decimal type")
}

primitive_values! {
    i64, i64, ColumnType::Int64, |v| v, |values, nulls| Int64Array::new(values.into(), nulls);
    i32, i32, ColumnType::Int32, |v| v, |values, nulls| Int32Array::new(values.into(), nulls);
    bool, bool, ColumnType::Boolean, |v| v, |values, nulls| BooleanArray::new(values.into(), nulls);
    Degrees, f64, ColumnType::Float64, |v| v.0, |values, nulls| Float64Array::new(values.into(), nulls);
    Cents, i128, ColumnType::Decimal(2), |v| i128::from(v.0), |values, nulls| decimal(values, nulls, 2);
    Mills, i128, ColumnType::Decimal(3), |v| i128::from(v.0), |values, nulls| decimal(values, nulls, 3);
    Rate, i128, ColumnType::Decimal(6), |v| i128::from(v.0), |values, nulls| decimal(values, nulls, 6);
    Date, i32, ColumnType::Date, |v| v.0, |values, nulls| Date32Array::new(values.into(), nulls);
    Timestamp, i64, ColumnType::Timestamp, |v| v.0, |values, nulls| {
        TimestampMicrosecondArray::new(values.into(), nulls).with_timezone("UTC")
    };
    String, String, ColumnType::String, |v| v, |values, nulls| strings(&values, nulls.as_ref());
}

fn strings(values: &[String], nulls: Option<&NullBuffer>) -> StringArray {
    match nulls {
        None => StringArray::from_iter_values(values),
        Some(nulls) => values.iter().enumerate().map(|(i, v)| nulls.is_valid(i).then_some(v)).collect(),
    }
}

macro_rules! id_values {
    ($($id:ident),+ $(,)?) => {$(
        impl Value for crate::units::$id {
            type Native = i64;
            const TYPE: ColumnType = ColumnType::Int64;
            fn into_native(self) -> i64 {
                self.0
            }
            fn array(values: Vec<i64>, nulls: Option<NullBuffer>, _: &Dictionaries) -> ArrayRef {
                Arc::new(Int64Array::new(values.into(), nulls))
            }
        }
    )+};
}

id_values!(
    BankId,
    HouseholdId,
    CustomerId,
    AccountId,
    CardId,
    DeviceId,
    MerchantId,
    LocationId,
    TransactionId,
    TransferId,
    StandingOrderId,
    StatementId,
    DisputeId,
    CaseId,
);

impl Value for Text {
    type Native = i32;
    const TYPE: ColumnType = ColumnType::Category;
    fn into_native(self) -> i32 {
        self.0 as i32
    }
    fn array(values: Vec<i32>, nulls: Option<NullBuffer>, dictionaries: &Dictionaries) -> ArrayRef {
        dictionary(values, nulls, Arc::clone(&dictionaries.texts))
    }
}

/// An authorization code (ISO 8583 data element 38): six characters of 0–9 and A–Z, made from a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthorizationCode(u32);

impl AuthorizationCode {
    const COUNT: u64 = 36_u64.pow(6);

    /// Makes a code of random bits.
    pub fn of(word: u64) -> Self {
        Self((word % Self::COUNT) as u32)
    }

    fn characters(self) -> [u8; 6] {
        let mut left = self.0;
        let mut characters = [0; 6];
        for place in characters.iter_mut().rev() {
            *place = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(left % 36) as usize];
            left /= 36;
        }
        characters
    }
}

impl Value for AuthorizationCode {
    type Native = u32;
    const TYPE: ColumnType = ColumnType::String;
    fn into_native(self) -> u32 {
        self.0
    }
    fn array(values: Vec<u32>, nulls: Option<NullBuffer>, _: &Dictionaries) -> ArrayRef {
        let mut builder = StringBuilder::with_capacity(values.len(), values.len() * 6);
        for (index, value) in values.into_iter().enumerate() {
            if nulls.as_ref().is_none_or(|nulls| nulls.is_valid(index)) {
                let characters = Self(value).characters();
                builder.append_value(std::str::from_utf8(&characters).expect("letters and digits are UTF-8"));
            } else {
                builder.append_null();
            }
        }
        Arc::new(builder.finish())
    }
}

/// Makes a dictionary array of codes and the words they stand for.
pub(crate) fn dictionary(codes: Vec<i32>, nulls: Option<NullBuffer>, words: ArrayRef) -> ArrayRef {
    let keys = Int32Array::new(codes.into(), nulls);
    Arc::new(DictionaryArray::try_new(keys, words).expect("codes come from the vocabulary they index"))
}

/// Declares enumerations whose words are a standard's codes, in the order of their numbers.
macro_rules! codes {
    ($(
        $(#[$doc:meta])*
        $name:ident { $( $(#[$variant_doc:meta])* $variant:ident = $word:literal ),+ $(,)? }
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$variant_doc])* #[doc = concat!("`", $word, "`")] $variant ),+ }

        impl $name {
            /// The words of the vocabulary, in order of their codes.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the word that stands in the data.
            pub fn word(self) -> &'static str {
                Self::WORDS[self as usize]
            }

            /// Returns the value that a word stands for.
            pub fn parse(word: &str) -> Option<Self> {
                Self::WORDS.iter().position(|w| *w == word).map(|i| Self::ALL[i])
            }
        }

        impl $crate::columns::Value for $name {
            type Native = i32;
            const TYPE: $crate::columns::ColumnType = $crate::columns::ColumnType::Category;
            fn into_native(self) -> i32 {
                self as i32
            }
            fn array(
                values: Vec<i32>,
                nulls: Option<arrow::buffer::NullBuffer>,
                _: &$crate::columns::Dictionaries,
            ) -> arrow::array::ArrayRef {
                static WORDS: std::sync::LazyLock<arrow::array::ArrayRef> = std::sync::LazyLock::new(|| {
                    std::sync::Arc::new(arrow::array::StringArray::from_iter_values($name::WORDS))
                });
                $crate::columns::dictionary(values, nulls, std::sync::Arc::clone(&WORDS))
            }
            fn vocabulary() -> Option<Vec<&'static str>> {
                Some(Self::WORDS.to_vec())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::parse(&word).ok_or_else(|| {
                    serde::de::Error::custom(format!("'{word}' is none of {}", Self::WORDS.join(", ")))
                })
            }
        }
    )+};
}
pub(crate) use codes;

/// What a column is on the side of the code: compared with the schema files by a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeColumn {
    /// The column's name.
    pub name: &'static str,
    /// Its logical type.
    pub kind: ColumnType,
    /// Whether it may be null.
    pub nullable: bool,
    /// Its closed vocabulary, if it is an enumeration.
    pub vocabulary: Option<Vec<&'static str>>,
}

/// As many rows as are turned into columns at once: they stay near the processor, and their nulls fill a word.
pub(crate) const BLOCK: usize = 64;

/// A columnar store of rows of one table.
pub trait Columns: Default + std::fmt::Debug {
    /// The row type.
    type Row;
    /// The table's name in SQL.
    const TABLE: &'static str;
    /// Adds a row.
    fn push(&mut self, row: Self::Row);
    /// Adds many rows: block by block and column by column, which is faster than row by row.
    fn extend(&mut self, rows: impl IntoIterator<Item = Self::Row>);
    /// Adds the rows of a slice, in the same way.
    fn extend_from(&mut self, rows: &[Self::Row]);
    /// Makes room for so many more rows.
    fn reserve(&mut self, rows: usize);
    /// Returns the number of rows held.
    fn rows(&self) -> usize;
    /// Takes the columns as Arrow arrays in order, leaving the store empty.
    fn take(&mut self, dictionaries: &Dictionaries) -> Vec<ArrayRef>;
    /// Describes the columns in order.
    fn describe() -> Vec<CodeColumn>;
}

/// Declares a row type and its columnar store.
macro_rules! row {
    (
        $(#[$doc:meta])*
        $row:ident, $columns:ident, $table:literal {
            $( $(#[$field_doc:meta])* $field:ident: $type:ty ),+ $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        #[allow(missing_docs, reason = "the columns are described in the table's schema file")]
        pub struct $row { $( $(#[$field_doc])* pub $field: $type ),+ }

        #[doc = concat!("The columns of `", $table, "`.")]
        #[derive(Debug, Default)]
        pub struct $columns { rows: usize, $( $field: <$type as $crate::columns::Cell>::Store ),+ }

        impl $crate::columns::Columns for $columns {
            type Row = $row;
            const TABLE: &'static str = $table;

            fn push(&mut self, row: $row) {
                self.rows += 1;
                $( $crate::columns::Cell::push(row.$field, &mut self.$field); )+
            }

            fn extend(&mut self, rows: impl IntoIterator<Item = $row>) {
                let mut rows = rows.into_iter();
                let mut block: Vec<$row> = Vec::with_capacity($crate::columns::BLOCK);
                loop {
                    block.extend(rows.by_ref().take($crate::columns::BLOCK));
                    if block.is_empty() {
                        return;
                    }
                    self.extend_from(&block);
                    block.clear();
                }
            }

            #[allow(clippy::clone_on_copy, reason = "most fields are numbers, and some are texts")]
            fn extend_from(&mut self, rows: &[$row]) {
                self.rows += rows.len();
                for block in rows.chunks($crate::columns::BLOCK) {
                    $( <$type as $crate::columns::Cell>::extend(
                        block.iter().map(|row| row.$field.clone()),
                        &mut self.$field,
                    ); )+
                }
            }

            fn reserve(&mut self, rows: usize) {
                $( <$type as $crate::columns::Cell>::reserve(&mut self.$field, rows); )+
            }

            fn rows(&self) -> usize {
                self.rows
            }

            fn take(&mut self, dictionaries: &$crate::columns::Dictionaries) -> Vec<arrow::array::ArrayRef> {
                self.rows = 0;
                vec![$( <$type as $crate::columns::Cell>::take(&mut self.$field, dictionaries) ),+]
            }

            fn describe() -> Vec<$crate::columns::CodeColumn> {
                vec![$( $crate::columns::CodeColumn {
                    name: stringify!($field),
                    kind: <$type as $crate::columns::Cell>::TYPE,
                    nullable: <$type as $crate::columns::Cell>::NULLABLE,
                    vocabulary: <$type as $crate::columns::Cell>::vocabulary(),
                } ),+]
            }
        }
    };
}
pub(crate) use row;

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro makes public types wherever it stands")]
mod tests {
    use super::*;
    use arrow::array::{Array as _, AsArray as _};

    row! {
        /// A row for the test.
        Thing, ThingColumns, "things" { id: i64, name: Option<Text>, paid: Cents }
    }

    #[test]
    fn rows_come_back_as_arrow_columns_with_their_nulls() {
        let mut texts = Texts::default();
        let mut columns = ThingColumns::default();
        columns.push(Thing { id: 1, name: Some(texts.intern("a")), paid: Cents(150) });
        columns.push(Thing { id: 2, name: None, paid: Cents(-1) });
        let arrays = columns.take(&Dictionaries::of(&texts));
        assert_eq!(arrays[1].null_count(), 1);
        assert_eq!(arrays[2].as_primitive::<arrow::datatypes::Decimal128Type>().value_as_string(0), "1.50");
        assert_eq!(columns.rows(), 0);
    }

    #[test]
    fn many_rows_at_once_are_the_same_as_one_by_one() {
        let mut texts = Texts::default();
        let (known, text) = ([0..0, 0..300, 70..100, 5..6], texts.intern("a"));
        for known in known {
            let row = |id: i64| Thing { id, name: known.contains(&id).then_some(text), paid: Cents(id) };
            let (mut one_by_one, mut at_once) = (ThingColumns::default(), ThingColumns::default());
            (0..300).for_each(|id| one_by_one.push(row(id)));
            at_once.extend((0..300).map(row));
            assert_eq!(at_once.rows(), 300);
            let dictionaries = Dictionaries::of(&texts);
            assert_eq!(one_by_one.take(&dictionaries), at_once.take(&dictionaries));
        }
    }
}
