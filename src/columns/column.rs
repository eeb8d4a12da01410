//! A column as its writers see it: native values, and which of the rows have one.

use super::validity::Validity;
use super::{ColumnType, Texts};

/// The values of a column that are present, as they are stored.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "each variant is the store of its name")]
pub enum Values<'a> {
    Int64(&'a [i64]),
    Int32(&'a [i32]),
    Boolean(&'a [bool]),
    Float64(&'a [f64]),
    /// Codes of a standard, with the words they stand for.
    Closed(&'a [u16], &'static [&'static str]),
    /// Codes of the community's vocabulary.
    Open(&'a [u32], &'a Texts),
    /// Texts of six characters each.
    Characters(&'a [[u8; 6]]),
    Strings(&'a [String]),
}

/// A column of rows of one community.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// The logical type.
    pub kind: ColumnType,
    /// The values that are present, in the order of the rows.
    pub values: Values<'a>,
    /// The number of rows.
    pub rows: usize,
    /// A bit a row, from the lowest of the first byte: whether the row has a value. `None` where nulls are not allowed.
    pub valid: Option<&'a [u8]>,
}

impl Values<'_> {
    /// Returns the number of values.
    pub fn len(&self) -> usize {
        match self {
            Self::Int64(values) => values.len(),
            Self::Int32(values) => values.len(),
            Self::Boolean(values) => values.len(),
            Self::Float64(values) => values.len(),
            Self::Closed(codes, _) => codes.len(),
            Self::Open(codes, _) => codes.len(),
            Self::Characters(values) => values.len(),
            Self::Strings(values) => values.len(),
        }
    }

    /// Returns whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Column<'_> {
    /// Returns the number of rows without a value.
    pub fn nulls(&self) -> usize {
        self.rows - self.values.len()
    }
}

/// The store of a column with nulls: the values that are present, and a bit a row.
#[derive(Debug)]
pub struct Nullable<N> {
    present: Vec<N>,
    valid: Validity,
}

impl<N> Default for Nullable<N> {
    fn default() -> Self {
        Self { present: Vec::new(), valid: Validity::default() }
    }
}

impl<N: Default> Nullable<N> {
    /// Adds a row.
    #[inline]
    pub fn push(&mut self, value: Option<N>) {
        self.valid.append(u64::from(value.is_some()), 1);
        self.present.extend(value);
    }

    /// Adds a block of rows, 64 at most.
    #[inline]
    pub fn extend(&mut self, values: impl Iterator<Item = Option<N>> + Clone) {
        let (mut bits, mut count) = (0, 0);
        for value in values.clone() {
            bits |= u64::from(value.is_some()) << count;
            count += 1;
        }
        self.valid.append(bits, count);
        if bits == 0 {
            return;
        }
        // Whether a value is there is anybody's guess, the processor's too: all are put down, and those that are not there
        // are overwritten by the next.
        let mut present: [N; 64] = std::array::from_fn(|_| N::default());
        let mut filled = 0;
        for value in values {
            let is_there = value.is_some();
            present[filled] = value.unwrap_or_default();
            filled += usize::from(is_there);
        }
        self.present.extend(present.into_iter().take(filled));
    }

    /// Makes room for so many more rows.
    pub fn reserve(&mut self, rows: usize) {
        self.present.reserve(rows);
        self.valid.reserve(rows);
    }

    /// Returns the values that are present.
    pub fn present(&self) -> &[N] {
        &self.present
    }

    /// Returns a bit a row, from the lowest of the first byte.
    pub fn valid(&self) -> &[u8] {
        self.valid.bytes()
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.valid.len()
    }

    /// Empties the store and keeps its memory.
    pub fn clear(&mut self) {
        self.present.clear();
        self.valid.clear();
    }
}
