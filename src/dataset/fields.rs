//! Arrow columns back to typed rows: only the columns that somebody looks at.

use std::marker::PhantomData;
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
use crate::rng::mix;
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

/// What is one whole number.
pub trait Whole: Copy {
    /// Makes it of its number.
    fn of(number: i64) -> Self;
    /// Returns its number.
    fn number(self) -> i64;
}

impl Whole for i64 {
    fn of(number: i64) -> Self {
        number
    }
    fn number(self) -> i64 {
        self
    }
}

impl Whole for Timestamp {
    fn of(number: i64) -> Self {
        Self(number)
    }
    fn number(self) -> i64 {
        self.0
    }
}

impl Whole for Cents {
    fn of(number: i64) -> Self {
        Self(number)
    }
    fn number(self) -> i64 {
        self.0
    }
}

/// A number that may be missing, in the room of a number: an option takes twice as much, and rows by the thousand are slow for their
/// size. The lowest number reads as missing, as it does in [`whole_numbers`](super::whole_numbers).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sparse<T>(i64, PhantomData<T>);

impl<T: Whole> Sparse<T> {
    const MISSING: Self = Self(i64::MIN, PhantomData);

    /// Returns the number if there is one.
    #[inline]
    pub fn get(self) -> Option<T> {
        self.is_some().then(|| T::of(self.0))
    }

    /// Returns whether there is a number.
    #[inline]
    pub fn is_some(self) -> bool {
        self.0 != i64::MIN
    }
}

impl<T: Whole + Field> Field for Sparse<T> {
    type Column<'a> = (T::Column<'a>, Option<&'a NullBuffer>);
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        Some((T::column(array)?, array.nulls()))
    }
    #[inline]
    fn get((column, nulls): &Self::Column<'_>, row: usize) -> Self {
        if nulls.is_none_or(|nulls| nulls.is_valid(row)) {
            return Self(T::get(column, row).number(), PhantomData);
        }
        Self::MISSING
    }
}

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

/// Whether a text is given: what it says is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IsGiven(pub bool);

impl Field for IsGiven {
    type Column<'a> = Option<&'a NullBuffer>;
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        Box::<str>::column(array).map(|_| array.nulls())
    }
    #[inline]
    fn get(nulls: &Self::Column<'_>, row: usize) -> Self {
        Self(nulls.is_none_or(|nulls| nulls.is_valid(row)))
    }
}

/// A text as 64 bits that tell it from others: exact up to seven bytes, which is all that a code of a standard needs, and a hash beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPrint(u64);

impl TextPrint {
    /// Returns the print of a text.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        if bytes.len() < 8 {
            let mut word = [0; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            word[7] = bytes.len() as u8;
            return Self(u64::from_le_bytes(word));
        }
        Self(bytes.iter().fold(0, |hash, byte| mix(hash ^ u64::from(*byte))) | 1 << 63)
    }
}

impl Field for TextPrint {
    type Column<'a> = PrintColumn<'a>;
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        let text = Box::<str>::column(array)?;
        let words = match &text {
            TextColumn::Plain(_) => Vec::new(),
            TextColumn::Coded(_, words) => (0..words.len()).map(|word| Self::of(words.value(word))).collect(),
        };
        Some(PrintColumn { text, words })
    }
    #[inline]
    fn get(column: &Self::Column<'_>, row: usize) -> Self {
        match &column.text {
            TextColumn::Plain(array) => Self::of(array.value(row)),
            TextColumn::Coded(array, _) => array.key(row).map_or(Self::of(""), |key| column.words[key]),
        }
    }
}

/// A text column, and the prints of its vocabulary if it has one.
#[derive(Debug)]
pub struct PrintColumn<'a> {
    text: TextColumn<'a>,
    words: Vec<TextPrint>,
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
