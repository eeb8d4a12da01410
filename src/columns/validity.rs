//! Which values of a column are there and which are null, a bit each.

use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer};

/// A bit for each value, 64 to a word; a one stands for a value that is there.
#[derive(Debug, Default)]
pub struct Validity {
    words: Vec<u64>,
    values: usize,
    nulls: usize,
}

impl Validity {
    /// Adds the bits of up to 64 values, the lowest first; the bits above them must be zero.
    #[inline]
    pub(super) fn append(&mut self, bits: u64, values: usize) {
        let place = self.values % 64;
        if place == 0 {
            self.words.push(bits);
        } else {
            *self.words.last_mut().expect("the word has been begun") |= bits << place;
            if place + values > 64 {
                self.words.push(bits >> (64 - place));
            }
        }
        self.values += values;
        self.nulls += values - bits.count_ones() as usize;
    }

    /// Makes room for so many more values.
    pub(super) fn reserve(&mut self, values: usize) {
        self.words.reserve(values.div_ceil(64));
    }

    /// Takes the bits, leaving none; nothing if no value is null.
    pub(super) fn finish(&mut self) -> Option<NullBuffer> {
        let Self { words, values, nulls } = std::mem::take(self);
        (nulls > 0).then(|| NullBuffer::new(BooleanBuffer::new(Buffer::from_vec(words), 0, values)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_back_in_their_order_however_they_were_added() {
        let is_there = |value: usize| value.is_multiple_of(3) || value.is_multiple_of(7);
        let mut validity = Validity::default();
        let mut values = 0;
        for count in [1, 63, 64, 5, 64, 60, 64, 3, 1, 1, 64, 62] {
            let bits = (0..count).map(|bit| u64::from(is_there(values + bit)) << bit).sum();
            validity.append(bits, count);
            values += count;
        }
        let nulls = validity.finish().expect("some are null");
        assert_eq!(nulls.iter().collect::<Vec<_>>(), (0..values).map(is_there).collect::<Vec<_>>());
        assert!(validity.finish().is_none());
    }

    #[test]
    fn a_column_without_nulls_needs_no_bits() {
        let mut validity = Validity::default();
        validity.append(u64::MAX, 64);
        validity.append(1, 1);
        assert!(validity.finish().is_none());
    }
}
