//! Cells in less room than what they are read from: rows by the thousand are slow for their size.

use std::marker::PhantomData;

use arrow::array::Array;
use arrow::buffer::NullBuffer;

use super::{Field, TextColumn};
use crate::rng::mix;
use crate::units::{Cents, Timestamp};

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

#[cfg(test)]
mod tests {
    use arrow::array::{DictionaryArray, Int64Array, StringArray};
    use arrow::datatypes::Int32Type;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_that_is_missing_is_none_and_zero_is_not() {
        let array = Int64Array::from(vec![Some(0), None, Some(-7)]);
        let column = Sparse::<i64>::column(&array).unwrap();
        assert_eq!([0, 1, 2].map(|row| <Sparse<i64> as Field>::get(&column, row).get()), [Some(0), None, Some(-7)]);
    }

    #[test]
    fn a_text_has_one_print_whether_it_is_plain_or_of_a_vocabulary() {
        let words = ["US", "GB", "a text of more than seven bytes", "", "US"];
        let (plain, coded) = (StringArray::from_iter_values(words), DictionaryArray::<Int32Type>::from_iter(words));
        let (plain, coded) = (TextPrint::column(&plain).unwrap(), TextPrint::column(&coded).unwrap());
        for (row, word) in words.iter().enumerate() {
            assert_eq!(<TextPrint as Field>::get(&plain, row), TextPrint::of(word));
            assert_eq!(<TextPrint as Field>::get(&coded, row), TextPrint::of(word));
        }
    }

    proptest! {
        #[test]
        fn different_texts_have_different_prints(one in "[A-Z\\x00]{0,10}", other in "[A-Z\\x00]{0,10}") {
            // Long texts meet with probability 2^-63; short ones never.
            prop_assert_eq!(TextPrint::of(&one) == TextPrint::of(&other), one == other);
        }
    }
}
