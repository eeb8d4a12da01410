//! Which values of a column are there and which are null, a bit each.

use arrow::datatypes::ToByteSlice as _;

/// A bit for each value, 64 to a word; a one stands for a value that is there.
#[derive(Debug, Default)]
pub(super) struct Validity {
    words: Vec<u64>,
    values: usize,
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
    }

    /// Makes room for so many more values.
    pub(super) fn reserve(&mut self, values: usize) {
        self.words.reserve(values.div_ceil(64));
    }

    /// Returns the bits, from the lowest of the first byte; what follows the last value is zero.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.words.to_byte_slice()[..self.values.div_ceil(8)]
    }

    pub(super) fn len(&self) -> usize {
        self.values
    }

    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.values = 0;
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
        let bit = |value: usize| validity.bytes()[value / 8] >> (value % 8) & 1 == 1;
        assert!((0..values).all(|value| bit(value) == is_there(value)));
        assert_eq!((validity.len(), validity.bytes().len()), (values, values.div_ceil(8)));
    }

    #[test]
    fn what_was_cleared_leaves_no_bits() {
        let mut validity = Validity::default();
        validity.append(u64::MAX, 64);
        validity.clear();
        validity.append(0b10, 2);
        assert_eq!(validity.bytes(), [0b10]);
    }
}
