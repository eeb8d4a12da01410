//! Rows to columns: what a cell is, and the macro that gives a row type its columns.
//!
//! A row type is a plain struct. The macro `row!` makes a columnar store beside it, so that pushing a row is a handful of
//! vector pushes. A [`Column`] is a view of one vector: the Parquet sink encodes it as it is, the others ask for Arrow. The
//! vectors keep their memory from community to community.

mod arrays;
mod column;
mod texts;
mod validity;

pub use arrays::to_batch;
pub use column::{Column, Nullable, Values};
pub use texts::{Text, Texts};

use crate::units::{Cents, Date, Degrees, Mills, Rate, Timestamp};

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

/// A value that a column can hold, and the native type it is stored as.
pub trait Value: Sized {
    /// The type in the column's vector.
    type Native: Default;
    /// The logical type of the column.
    const TYPE: ColumnType;
    /// Turns the value into what the vector stores.
    fn into_native(self) -> Self::Native;
    /// Returns the vector as the values of a column.
    fn values<'a>(natives: &'a [Self::Native], texts: &'a Texts) -> Values<'a>;
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
    /// Returns the column.
    fn column<'a>(store: &'a Self::Store, texts: &'a Texts) -> Column<'a>;
    /// Empties the column and keeps its memory.
    fn clear(store: &mut Self::Store);
    /// The closed vocabulary, if the type is an enumeration.
    fn vocabulary() -> Option<Vec<&'static str>>;
}

impl<V: Value> Cell for V {
    type Store = Vec<V::Native>;
    const TYPE: ColumnType = V::TYPE;
    const NULLABLE: bool = false;

    #[inline]
    fn push(self, store: &mut Self::Store) {
        store.push(self.into_native());
    }

    fn extend(values: impl Iterator<Item = Self> + Clone, store: &mut Self::Store) {
        store.extend(values.map(V::into_native));
    }

    fn reserve(store: &mut Self::Store, values: usize) {
        store.reserve(values);
    }

    fn column<'a>(store: &'a Self::Store, texts: &'a Texts) -> Column<'a> {
        Column { kind: V::TYPE, values: V::values(store, texts), rows: store.len(), valid: None }
    }

    fn clear(store: &mut Self::Store) {
        store.clear();
    }

    fn vocabulary() -> Option<Vec<&'static str>> {
        V::vocabulary()
    }
}

impl<V: Value> Cell for Option<V> {
    type Store = Nullable<V::Native>;
    const TYPE: ColumnType = V::TYPE;
    const NULLABLE: bool = true;

    #[inline]
    fn push(self, store: &mut Self::Store) {
        store.push(self.map(V::into_native));
    }

    fn extend(values: impl Iterator<Item = Self> + Clone, store: &mut Self::Store) {
        store.extend(values.map(|value| value.map(V::into_native)));
    }

    fn reserve(store: &mut Self::Store, values: usize) {
        store.reserve(values);
    }

    fn column<'a>(store: &'a Self::Store, texts: &'a Texts) -> Column<'a> {
        let values = V::values(store.present(), texts);
        Column { kind: V::TYPE, values, rows: store.rows(), valid: Some(store.valid()) }
    }

    fn clear(store: &mut Self::Store) {
        store.clear();
    }

    fn vocabulary() -> Option<Vec<&'static str>> {
        V::vocabulary()
    }
}

macro_rules! primitive_values {
    ($($type:ty, $native:ty, $kind:expr, $values:ident, |$value:ident| $into:expr;)+) => {$(
        impl Value for $type {
            type Native = $native;
            const TYPE: ColumnType = $kind;
            #[inline]
            fn into_native(self) -> $native {
                let $value = self;
                $into
            }
            fn values<'a>(natives: &'a [$native], _: &'a Texts) -> Values<'a> {
                Values::$values(natives)
            }
        }
    )+};
}

primitive_values! {
    i64, i64, ColumnType::Int64, Int64, |v| v;
    i32, i32, ColumnType::Int32, Int32, |v| v;
    bool, bool, ColumnType::Boolean, Boolean, |v| v;
    Degrees, f64, ColumnType::Float64, Float64, |v| v.0;
    Cents, i64, ColumnType::Decimal(2), Int64, |v| v.0;
    Mills, i64, ColumnType::Decimal(3), Int64, |v| v.0;
    Rate, i64, ColumnType::Decimal(6), Int64, |v| v.0;
    Date, i32, ColumnType::Date, Int32, |v| v.0;
    Timestamp, i64, ColumnType::Timestamp, Int64, |v| v.0;
    String, String, ColumnType::String, Strings, |v| v;
    AuthorizationCode, [u8; 6], ColumnType::String, Characters, |v| v.characters();
}

macro_rules! id_values {
    ($($id:ident),+ $(,)?) => {$(
        impl Value for crate::units::$id {
            type Native = i64;
            const TYPE: ColumnType = ColumnType::Int64;
            #[inline]
            fn into_native(self) -> i64 {
                self.0
            }
            fn values<'a>(natives: &'a [i64], _: &'a Texts) -> Values<'a> {
                Values::Int64(natives)
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
    PlatformUserId,
    LinkId,
    ConsentId,
    DataRequestId,
    AccessId,
    NotificationId,
    AlertId,
    ReceiptId,
    ShipmentId,
);

impl Value for Text {
    type Native = u32;
    const TYPE: ColumnType = ColumnType::Category;
    #[inline]
    fn into_native(self) -> u32 {
        self.0
    }
    fn values<'a>(natives: &'a [u32], texts: &'a Texts) -> Values<'a> {
        Values::Open(natives, texts)
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
            type Native = u16;
            const TYPE: $crate::columns::ColumnType = $crate::columns::ColumnType::Category;
            #[inline]
            fn into_native(self) -> u16 {
                self as u16
            }
            fn values<'a>(natives: &'a [u16], _: &'a $crate::columns::Texts) -> $crate::columns::Values<'a> {
                $crate::columns::Values::Closed(natives, Self::WORDS)
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
    /// Returns the columns in order.
    fn columns<'a>(&'a self, texts: &'a Texts) -> Vec<Column<'a>>;
    /// Empties the columns and keeps their memory.
    fn clear(&mut self);
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

            fn columns<'a>(&'a self, texts: &'a $crate::columns::Texts) -> Vec<$crate::columns::Column<'a>> {
                vec![$( <$type as $crate::columns::Cell>::column(&self.$field, texts) ),+]
            }

            fn clear(&mut self) {
                self.rows = 0;
                $( <$type as $crate::columns::Cell>::clear(&mut self.$field); )+
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

    row! {
        /// A row for the test.
        Thing, ThingColumns, "things" { id: i64, name: Option<Text>, paid: Cents }
    }

    #[test]
    fn rows_come_back_as_columns_that_hold_only_what_is_present() {
        let mut texts = Texts::default();
        let mut store = ThingColumns::default();
        store.push(Thing { id: 1, name: None, paid: Cents(150) });
        store.push(Thing { id: 2, name: Some(texts.intern("a")), paid: Cents(-1) });
        let columns = store.columns(&texts);
        assert!(matches!(columns[0].values, Values::Int64([1, 2])));
        assert!(matches!(columns[1].values, Values::Open([0], _)));
        assert_eq!((columns[1].rows, columns[1].nulls()), (2, 1));
        assert_eq!(columns[2].kind, ColumnType::Decimal(2));
        store.clear();
        assert_eq!(store.rows(), 0);
    }

    #[test]
    fn an_authorization_code_has_six_characters_of_the_alphabet() {
        assert_eq!(&AuthorizationCode::of(0).characters(), b"000000");
        assert_eq!(&AuthorizationCode::of(36_u64.pow(6) - 1).characters(), b"ZZZZZZ");
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
            let arrays = |store: &ThingColumns| store.columns(&texts).iter().map(Column::to_array).collect::<Vec<_>>();
            assert_eq!(arrays(&one_by_one), arrays(&at_once));
        }
    }
}
