//! Arrow columns back to typed rows: only the columns that somebody looks at.

use std::ops::Range;

use arrow::array::{
    Array, AsArray as _, BooleanArray, Date32Array, Decimal64Array, Decimal128Array, DictionaryArray, Float64Array,
    Int32Array, Int64Array, StringArray, TimestampMicrosecondArray,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{
    Date32Type, Decimal64Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
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
    /// Reads the cells of a range into a field of as many rows.
    #[inline]
    fn fill<R>(column: &Self::Column<'_>, cells: Range<usize>, rows: &mut [R], field: impl Fn(&mut R) -> &mut Self) {
        for (row, cell) in rows.iter_mut().zip(cells) {
            *field(row) = Self::get(column, cell);
        }
    }
}

macro_rules! primitive_fields {
    ($($type:ty, $arrow:ty, $array:ty, |$value:ident| $from:expr;)+) => {$(
        impl Field for $type {
            type Column<'a> = &'a $array;
            fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
                array.as_primitive_opt::<$arrow>()
            }
            #[inline]
            fn get(column: &Self::Column<'_>, row: usize) -> Self {
                let $value = column.value(row);
                $from
            }
            #[inline]
            fn fill<R>(column: &Self::Column<'_>, cells: Range<usize>, rows: &mut [R], field: impl Fn(&mut R) -> &mut Self) {
                for (row, $value) in rows.iter_mut().zip(column.values()[cells].iter().copied()) {
                    *field(row) = $from;
                }
            }
        }
    )+};
}

primitive_fields! {
    i64, Int64Type, Int64Array, |v| v;
    i32, Int32Type, Int32Array, |v| v;
    f64, Float64Type, Float64Array, |v| v;
    Date, Date32Type, Date32Array, |v| Date(v);
    Timestamp, TimestampMicrosecondType, TimestampMicrosecondArray, |v| Timestamp(v);
}

/// A column of decimals: the files hold them in 64 bits, and so they are read where the format allows it.
#[derive(Debug)]
pub enum DecimalColumn<'a> {
    /// In 64 bits.
    Narrow(&'a Decimal64Array),
    /// In 128 bits.
    Wide(&'a Decimal128Array),
}

macro_rules! decimal_fields {
    ($($type:ident),+) => {$(
        impl Field for $type {
            type Column<'a> = DecimalColumn<'a>;
            fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
                let narrow = array.as_primitive_opt::<Decimal64Type>().map(DecimalColumn::Narrow);
                narrow.or_else(|| array.as_primitive_opt::<Decimal128Type>().map(DecimalColumn::Wide))
            }
            #[inline]
            fn get(column: &Self::Column<'_>, row: usize) -> Self {
                match column {
                    DecimalColumn::Narrow(array) => Self(array.value(row)),
                    DecimalColumn::Wide(array) => Self(array.value(row) as i64),
                }
            }
            #[inline]
            fn fill<R>(column: &Self::Column<'_>, cells: Range<usize>, rows: &mut [R], field: impl Fn(&mut R) -> &mut Self) {
                match column {
                    DecimalColumn::Narrow(array) => {
                        for (row, value) in rows.iter_mut().zip(&array.values()[cells]) {
                            *field(row) = Self(*value);
                        }
                    }
                    DecimalColumn::Wide(array) => {
                        for (row, value) in rows.iter_mut().zip(&array.values()[cells]) {
                            *field(row) = Self(*value as i64);
                        }
                    }
                }
            }
        }
    )+};
}

decimal_fields!(Cents, Mills, Rate);

impl Field for bool {
    type Column<'a> = &'a BooleanArray;
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        array.as_boolean_opt()
    }
    #[inline]
    fn get(column: &Self::Column<'_>, row: usize) -> Self {
        column.value(row)
    }
}

impl<F: Field> Field for Option<F> {
    type Column<'a> = (F::Column<'a>, Option<&'a NullBuffer>);
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        Some((F::column(array)?, array.nulls()))
    }
    #[inline]
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

impl<E: Copy> CodeColumn<'_, E> {
    /// Returns what a cell stands for; a null reads as the first word, and what no word stands for as `other`.
    #[inline]
    fn meaning(&self, row: usize, other: E) -> E {
        let key = if self.keys.is_null(row) { 0 } else { self.keys.value(row) };
        self.meanings.get(key as usize).copied().unwrap_or(other)
    }

    /// Does [`Field::fill`].
    #[inline]
    fn fill<R>(&self, cells: Range<usize>, rows: &mut [R], other: E, field: impl Fn(&mut R) -> &mut E) {
        if self.keys.null_count() > 0 {
            return rows.iter_mut().zip(cells).for_each(|(row, cell)| *field(row) = self.meaning(cell, other));
        }
        for (row, key) in rows.iter_mut().zip(&self.keys.values()[cells]) {
            *field(row) = self.meanings.get(*key as usize).copied().unwrap_or(other);
        }
    }
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
            #[inline]
            fn get(column: &Self::Column<'_>, row: usize) -> Self {
                column.meaning(row, Self::ALL[0])
            }
            #[inline]
            fn fill<R>(column: &Self::Column<'_>, cells: Range<usize>, rows: &mut [R], field: impl Fn(&mut R) -> &mut Self) {
                column.fill(cells, rows, Self::ALL[0], field);
            }
        }
    )+};
}

code_fields!(
    AccessPurpose,
    AccountStatus,
    Actor,
    AlertReply,
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
    DataRequestOutcome,
    Detector,
    DisputeOutcome,
    DisputeReason,
    DisputeStage,
    EntryMode,
    HolderRole,
    IncomeBand,
    IncomeSource,
    JointRule,
    LabelledRecord,
    LifeEventKind,
    MessageTag,
    MessageType,
    NotificationDecision,
    NotificationKind,
    Network,
    OrderKind,
    OrderStatus,
    PayFrequency,
    ProcessingCode,
    Product,
    Purpose,
    Recipient,
    ResponseCode,
    SharingDecision,
    SharingScope,
    ShipmentStatus,
    ShipmentStep,
    Tenure,
    TransactionStatus,
    Typology,
    Verification,
    ViolationKind,
    Wallet,
    WindowState,
);

impl Field for Mcc {
    type Column<'a> = CodeColumn<'a, Mcc>;
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        let coded = array.as_dictionary_opt::<Int32Type>()?;
        let words = coded.values().as_string_opt::<i32>()?;
        let meanings = (0..words.len()).map(|i| Self(words.value(i).parse().unwrap_or(0))).collect();
        Some(CodeColumn { keys: coded.keys(), meanings })
    }
    #[inline]
    fn get(column: &Self::Column<'_>, row: usize) -> Self {
        column.meaning(row, Self(0))
    }
    #[inline]
    fn fill<R>(column: &Self::Column<'_>, cells: Range<usize>, rows: &mut [R], field: impl Fn(&mut R) -> &mut Self) {
        column.fill(cells, rows, Self(0), field);
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

/// Rows that are read column by column before the next ones are.
pub(crate) const ROWS_AT_A_TIME: usize = 256;

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
                let mut start = 0;
                while start < batch.num_rows() {
                    // Column by column is faster than row by row, as long as the rows stay in the cache.
                    let cells = start..(start + $crate::dataset::ROWS_AT_A_TIME).min(batch.num_rows());
                    let first = Self { $( $field: <$type as Field>::get(&$field, start) ),+ };
                    let place = rows.len();
                    rows.push(first);
                    // Rows that can be copied are doubled by copying memory.
                    while rows.len() < place + cells.len() {
                        let more = (rows.len() - place).min(place + cells.len() - rows.len());
                        rows.extend_from_within(place..place + more);
                    }
                    let filled = &mut rows[place..];
                    $( <$type as Field>::fill(&$field, cells.clone(), filled, |row| &mut row.$field); )+
                    start = cells.end;
                }
                Ok(())
            }
        }
    )+};
}
pub(crate) use views;
