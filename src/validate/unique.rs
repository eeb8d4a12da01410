//! What no two rows of the whole dataset may share: card numbers, tax ids and the like, kept as fingerprints of 64 bits.

use arrow::record_batch::RecordBatch;

use crate::rng::mix;
use crate::validate::cells::each_text;
use crate::validate::tally::Tally;

/// The columns whose values are unique: table, column.
pub(super) const UNIQUE: &[(&str, &str)] = &[
    ("customers", "tax_id"),
    ("customers", "email"),
    ("customers", "phone"),
    ("accounts", "account_number"),
    ("accounts", "iban"),
    ("cards", "pan"),
    ("cards", "pan_token"),
    ("receipts", "order_number"),
    ("shipments", "tracking_number"),
];

/// Fingerprints by column of [`UNIQUE`]. Two of n different values meet with probability n²/2⁶⁵: 3e-6 for ten million.
#[derive(Debug, Default)]
pub(super) struct Fingerprints([Vec<u64>; UNIQUE.len()]);

impl Fingerprints {
    /// Keeps the values of a batch.
    pub(super) fn see(&mut self, table: &str, batch: &RecordBatch) {
        for ((_, column), prints) in UNIQUE.iter().zip(&mut self.0).filter(|((of, _), _)| *of == table) {
            if let Some(array) = batch.column_by_name(column) {
                each_text(array, |_, text| prints.push(fingerprint(text)));
            }
        }
    }

    /// Adds what was seen elsewhere.
    pub(super) fn append(&mut self, later: Self) {
        for (prints, later) in self.0.iter_mut().zip(later.0) {
            prints.extend(later);
        }
    }

    /// Counts the values that were seen before, by column of [`UNIQUE`].
    pub(super) fn count(&mut self) -> Vec<Tally> {
        self.0
            .iter_mut()
            .map(|prints| {
                prints.sort_unstable();
                let twice = prints.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64;
                Tally { checked: prints.len() as u64, broken: twice, examples: Vec::new() }
            })
            .collect()
    }
}

fn fingerprint(text: &str) -> u64 {
    text.as_bytes().chunks(8).fold(text.len() as u64, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        mix(hash ^ u64::from_le_bytes(word)).wrapping_add(hash.rotate_left(29))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_seen_twice_is_counted_once() {
        let mut prints = Fingerprints::default();
        for pan in ["9999990000000001", "9999990000000002", "9999990000000001"] {
            prints.0[5].push(fingerprint(pan));
        }
        let tally = &prints.count()[5];
        assert_eq!((tally.checked, tally.broken), (3, 1));
    }
}
