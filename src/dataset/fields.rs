//! Arrow columns back to typed rows: only the columns that somebody looks at.

use arrow::array::{
    Array, AsArray as _, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array,
    Int64Array, StringArray, TimestampMicrosecondArray,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;

use crate::codes::*;
use crate::units::{Cents, Date, Mills, Rate, Timestamp};

/// A type that a column's cells can be read as. A null in a column that forbids nulls reads as the type's zero.
pub trait Field: Sized {
    /// The column as its Arrow type.
    type Column<'a>;
    /// Returns the column, or nothing where the array has another type.
    fn column(array: &dyn Array) -> Option<Self::Column<'_>>;
    /// Reads one cell.
    fn get(column: &Self::Column<'_>, row: usize) -> Self;
}

macro_rules! primitive_fields {
    ($($type:ty, $arrow:ty, $array:ty, |$value:ident| $from:expr;)+) => {$(
        impl Field for $type {
            type Column<'a> = &'a $array;
            fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
                array.as_primitive_opt::<$arrow>()
            }
            fn get(column: &Self::Column<'_>, row: usize) -> Self {
                let $value = column.value(row);
                $from
            }
        }
    )+};
}

primitive_fields! {
    i64, Int64Type, Int64Array, |v| v;
    i32, Int32Type, Int32Array, |v| v;
    f64, Float64Type, Float64Array, |v| v;
    Cents, Decimal128Type, Decimal128Array, |v| Cents(v as i64);
    Mills, Decimal128Type, Decimal128Array, |v| Mills(v as i64);
    Rate, Decimal128Type, Decimal128Array, |v| Rate(v as i64);
    Date, Date32Type, Date32Array, |v| Date(v);
    Timestamp, TimestampMicrosecondType, TimestampMicrosecondArray, |v| Timestamp(v);
}

impl Field for bool {
    type Column<'a> = &'a BooleanArray;
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        array.as_boolean_opt()
    }
    fn get(column: &Self::Column<'_>, row: usize) -> Self {
        column.value(row)
    }
}

impl<F: Field> Field for Option<F> {
    type Column<'a> = (F::Column<'a>, Option<&'a NullBuffer>);
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        Some((F::column(array)?, array.nulls()))
    }
    fn get((column, nulls): &Self::Column<'_>, row: usize) -> Self {
        nulls.is_none_or(|nulls| nulls.is_valid(row)).then(|| F::get(column, row))
    }
}

/// A text column, plain or of a vocabulary.
#[derive(Debug)]
pub enum TextColumn<'a> {
    /// Each cell holds its text.
    Plain(&'a StringArray),
    /// Each cell points into a vocabulary.
    Coded(&'a DictionaryArray<Int32Type>, &'a StringArray),
}

impl TextColumn<'_> {
    /// Returns the text of a cell; empty for null.
    pub fn text(&self, row: usize) -> &str {
        match self {
            Self::Plain(array) => array.value(row),
            Self::Coded(array, words) => array.key(row).map_or("", |key| words.value(key)),
        }
    }
}

impl Field for Box<str> {
    type Column<'a> = TextColumn<'a>;
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        if let Some(plain) = array.as_string_opt::<i32>() {
            return Some(TextColumn::Plain(plain));
        }
        let coded = array.as_dictionary_opt::<Int32Type>()?;
        Some(TextColumn::Coded(coded, coded.values().as_string_opt::<i32>()?))
    }
    fn get(column: &Self::Column<'_>, row: usize) -> Self {
        column.text(row).into()
    }
}

/// A column of a closed vocabulary: the codes in the file, and what each stands for here.
#[derive(Debug)]
pub struct CodeColumn<'a, E> {
    keys: &'a Int32Array,
    meanings: Vec<E>,
}

macro_rules! code_fields {
    ($($code:ident),+ $(,)?) => {$(
        impl Field for $code {
            type Column<'a> = CodeColumn<'a, $code>;
            fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
                let coded = array.as_dictionary_opt::<Int32Type>()?;
                let words = coded.values().as_string_opt::<i32>()?;
                // A word outside the vocabulary is reported by its own check and read as the first word here.
                let meanings = (0..words.len()).map(|i| Self::parse(words.value(i)).unwrap_or(Self::ALL[0])).collect();
                Some(CodeColumn { keys: coded.keys(), meanings })
            }
            fn get(column: &Self::Column<'_>, row: usize) -> Self {
                let key = if column.keys.is_null(row) { 0 } else { column.keys.value(row) };
                column.meanings.get(key as usize).copied().unwrap_or(Self::ALL[0])
            }
        }
    )+};
}

code_fields!(
    AccountStatus,
    BankTransactionCode,
    BlockReason,
    CardEventType,
    CardKind,
    CardStatus,
    CashAccountType,
    Category,
    Channel,
    CreditDebit,
    Currency,
    CustomerStatus,
    Detector,
    DisputeOutcome,
    DisputeReason,
    DisputeStage,
    EntryMode,
    HolderRole,
    IncomeBand,
    IncomeSource,
    LabelledRecord,
    LifeEventKind,
    MessageType,
    OrderKind,
    OrderStatus,
    PayFrequency,
    ProcessingCode,
    Product,
    ResponseCode,
    Tenure,
    TransactionStatus,
    Typology,
    Verification,
    Wallet,
);

impl Field for Mcc {
    type Column<'a> = CodeColumn<'a, Mcc>;
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        let coded = array.as_dictionary_opt::<Int32Type>()?;
        let words = coded.values().as_string_opt::<i32>()?;
        let meanings = (0..words.len()).map(|i| Self(words.value(i).parse().unwrap_or(0))).collect();
        Some(CodeColumn { keys: coded.keys(), meanings })
    }
    fn get(column: &Self::Column<'_>, row: usize) -> Self {
        let key = if column.keys.is_null(row) { 0 } else { column.keys.value(row) };
        column.meanings.get(key as usize).copied().unwrap_or(Self(0))
    }
}

/// A row of a table as a reader sees it.
pub trait Row: Sized {
    /// The table's name.
    const TABLE: &'static str;
    /// The columns that are read.
    const COLUMNS: &'static [&'static str];
    /// Adds the rows of a batch; returns the name of the first column that is missing or has another type.
    fn read(batch: &RecordBatch, rows: &mut Vec<Self>) -> Result<(), &'static str>;
}

/// Declares rows as a reader sees them, and how they are read from a batch by the names of their columns.
macro_rules! views {
    ($( $(#[$doc:meta])* $vis:vis $row:ident of $table:literal { $( $field:ident: $type:ty ),+ $(,)? } )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        $vis struct $row { $( #[allow(missing_docs, reason = "the schema says what a column is")] $vis $field: $type ),+ }

        impl $crate::dataset::Row for $row {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[ $( stringify!($field) ),+ ];
            fn read(batch: &arrow::record_batch::RecordBatch, rows: &mut Vec<Self>) -> Result<(), &'static str> {
                use $crate::dataset::Field;
                $( let $field = batch
                    .column_by_name(stringify!($field))
                    .and_then(|array| <$type as Field>::column(array.as_ref()))
                    .ok_or(stringify!($field))?; )+
                rows.reserve(batch.num_rows());
                for row in 0..batch.num_rows() {
                    rows.push(Self { $( $field: <$type as Field>::get(&$field, row) ),+ });
                }
                Ok(())
            }
        }
    )+};
}
pub(crate) use views;
