//! References: every row that is named exists, in the same community or among what all share.

use arrow::array::{Array as _, AsArray as _};
use arrow::datatypes::Int64Type;
use arrow::record_batch::RecordBatch;

use crate::dataset::whole_numbers;
use crate::validate::cells::row_name;
use crate::validate::shared::Shared;
use crate::validate::tables::{Reference, TableRules};
use crate::validate::tally::Tally;

/// A key of one or two numbers.
type Key = [i64; 2];

/// The most bits that the keys of a table are kept in; keys that lie farther apart are searched.
const MOST_BITS: u64 = 1 << 22;

/// The keys of the community's rows that others refer to, and the references themselves, gathered batch by batch.
#[derive(Debug, Default)]
pub(super) struct References {
    /// By table, whether others refer to it, and the keys of its rows.
    keys: Vec<(bool, Keys)>,
    /// By table, whether it refers to others, and its batches of the community.
    batches: Vec<(bool, Vec<RecordBatch>)>,
}

impl References {
    /// Makes an empty collection for so many tables and these references: the table's place, the reference's place in it, the place
    /// of its target.
    pub(super) fn of(tables: usize, references: &[(usize, usize, usize)]) -> Self {
        let mut made = Self::default();
        made.keys.resize_with(tables, Default::default);
        made.batches.resize_with(tables, Default::default);
        for (table, _, target) in references {
            made.keys[*target].0 = true;
            made.batches[*table].0 = true;
        }
        made
    }

    /// Forgets the community.
    pub(super) fn clear(&mut self) {
        self.keys.iter_mut().for_each(|(_, keys)| keys.clear());
        self.batches.iter_mut().for_each(|(_, batches)| batches.clear());
    }

    /// Keeps a batch of a table.
    pub(super) fn see(&mut self, place: usize, table: &TableRules, batch: &RecordBatch) {
        let (is_target, keys) = &mut self.keys[place];
        if *is_target {
            keys.see(batch, &table.layout.key);
        }
        let (refers, batches) = &mut self.batches[place];
        if *refers {
            batches.push(batch.clone());
        }
    }

    /// Prepares what is looked up, once all rows are seen.
    pub(super) fn index(&mut self) {
        self.keys.iter_mut().for_each(|(_, keys)| keys.index());
    }

    /// Counts the rows of a table whose reference leads nowhere.
    pub(super) fn count(
        &self,
        place: usize,
        table: &TableRules,
        reference: &Reference,
        target: Target<'_>,
        tally: &mut Tally,
    ) {
        let columns = &reference.columns;
        for batch in &self.batches[place].1 {
            let mut see = |row: usize, key: Key, holds: bool| {
                tally.expect(holds, || {
                    let key = if columns.len() > 1 { format!("{key:?}") } else { key[0].to_string() };
                    format!(
                        "{}: {} {key} is not in {}",
                        row_name(table, batch, row),
                        columns.join(", "),
                        reference.target
                    )
                });
            };
            if let [column] = columns[..] {
                match target {
                    Target::Community(place) => {
                        let keys = &self.keys[place].1;
                        each_number(batch, column, |[number, _]| keys.has(number), &mut see);
                    }
                    Target::Shared(..) => {
                        let mut known = Known::default();
                        each_number(batch, column, |key| known.has(key[0], || self.holds(target, key)), &mut see);
                    }
                }
            } else if let (Some(first), Some(second)) =
                (whole_numbers(batch, columns[0]), whole_numbers(batch, columns[1]))
            {
                let keys = first.iter().zip(second.iter()).map(|(first, second)| [*first, *second]);
                each_key(keys.enumerate(), |key| self.holds(target, key), &mut see);
            }
        }
    }

    fn holds(&self, target: Target<'_>, key: Key) -> bool {
        match target {
            Target::Community(place) => self.keys[place].1.has_pair(key),
            Target::Shared(shared, table) => match table {
                "banks" => shared.has_bank(key[0]),
                "merchants" => shared.merchant(key[0]).is_some(),
                _ => shared.location(key[0]).is_some(),
            },
        }
    }
}

/// Calls `see` with each row whose column names another row, what it names, and whether that is there.
fn each_number(
    batch: &RecordBatch,
    column: &str,
    has: impl FnMut(Key) -> bool,
    see: &mut impl FnMut(usize, Key, bool),
) {
    let array = batch.column_by_name(column);
    let numbers = array.and_then(|array| array.as_primitive_opt::<Int64Type>());
    if let Some((numbers, nulls)) = numbers.and_then(|numbers| Some((numbers.values(), numbers.nulls()?))) {
        // Most columns that may be null mostly are.
        return each_key(nulls.valid_indices().map(|row| (row, [numbers[row], 0])), has, see);
    }
    if let Some(numbers) = whole_numbers(batch, column) {
        each_key(numbers.iter().map(|number| [*number, 0]).enumerate(), has, see);
    }
}

/// Does the same for keys of which the lowest number stands for null. Rows often name what the row before them named.
fn each_key(
    keys: impl Iterator<Item = (usize, Key)>,
    mut has: impl FnMut(Key) -> bool,
    see: &mut impl FnMut(usize, Key, bool),
) {
    let mut last = ([i64::MIN, 0], true);
    for (row, key) in keys.filter(|(_, key)| !key.contains(&i64::MIN)) {
        if last.0 != key {
            last = (key, has(key));
        }
        see(row, key, last.1);
    }
}

/// Ids that were found lately, each in the one slot where it may be: people keep going to the same shops.
struct Known(Vec<i64>);

impl Default for Known {
    fn default() -> Self {
        Self(vec![i64::MIN; 1 << Self::BITS])
    }
}

impl Known {
    const BITS: u32 = 12;

    /// Returns whether an id is there: it was found lately, or is found now.
    fn has(&mut self, id: i64, found: impl FnOnce() -> bool) -> bool {
        let slot = (id as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::BITS);
        let slot = &mut self.0[slot as usize];
        if *slot == id {
            return true;
        }
        let is_there = found();
        if is_there {
            *slot = id;
        }
        is_there
    }
}

/// The keys of a table's rows, searched in the order of its file: where that is not the order of the keys, as no file of ours is, some are
/// not found.
#[derive(Debug, Default)]
struct Keys {
    /// Keys of one number.
    numbers: Vec<i64>,
    /// Keys of two numbers.
    pairs: Vec<Key>,
    /// The numbers as bits, counted from the least; empty if they are out of order or lie too far apart.
    bits: Vec<u64>,
}

impl Keys {
    fn clear(&mut self) {
        self.numbers.clear();
        self.pairs.clear();
        self.bits.clear();
    }

    fn see(&mut self, batch: &RecordBatch, columns: &[&str]) {
        let Some(first) = whole_numbers(batch, columns[0]) else { return };
        match columns.get(1).and_then(|column| whole_numbers(batch, column)) {
            None => self.numbers.extend_from_slice(&first),
            Some(second) => self.pairs.extend(first.iter().zip(second.iter()).map(|(one, other)| [*one, *other])),
        }
    }

    fn index(&mut self) {
        let (Some(first), Some(last)) = (self.numbers.first(), self.numbers.last()) else { return };
        let span = last.wrapping_sub(*first) as u64;
        if span < MOST_BITS && self.numbers.is_sorted() {
            self.bits.resize(span as usize / 64 + 1, 0);
            for number in &self.numbers {
                let place = (number - first) as usize;
                self.bits[place / 64] |= 1 << (place % 64);
            }
        }
    }

    fn has(&self, number: i64) -> bool {
        let Some(first) = self.numbers.first() else { return false };
        if self.bits.is_empty() {
            return self.numbers.binary_search(&number).is_ok();
        }
        let place = number.wrapping_sub(*first) as u64;
        number >= *first && self.bits.get((place / 64) as usize).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    fn has_pair(&self, key: Key) -> bool {
        self.pairs.binary_search(&key).is_ok()
    }
}

/// Where the row that is named must be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target<'a> {
    /// In the community's rows of the table at this place.
    Community(usize),
    /// Among what all share.
    Shared(&'a Shared, &'static str),
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array};

    use super::*;

    #[test]
    fn keys_near_and_far_are_found_and_their_neighbours_are_not() {
        for step in [1, 3, 1_000_000_007] {
            let mut keys = Keys { numbers: (-5..100).map(|n| n * step).collect(), ..Keys::default() };
            keys.index();
            assert_eq!(keys.bits.is_empty(), step > 3);
            for number in -6 * step..100 * step.min(3) {
                assert_eq!(keys.has(number), number % step == 0 && number >= -5 * step, "{number}");
                if number > 300 {
                    break;
                }
            }
            assert!(!keys.has(100 * step) && !keys.has(i64::MIN) && !keys.has(i64::MAX));
        }
    }

    #[test]
    fn an_id_that_was_not_found_is_looked_for_again() {
        let mut known = Known::default();
        assert!(!known.has(7, || false) && known.has(7, || true) && known.has(7, || false));
        let other = (8..).find(|id| {
            let mut known = Known::default();
            known.has(7, || true) && known.has(*id, || true) && !known.has(7, || false)
        });
        assert!(!known.has(other.unwrap(), || false), "ids of one slot are told apart");
    }

    #[test]
    fn a_row_that_names_nothing_is_not_counted() {
        let numbers = Int64Array::from(vec![Some(7), None, Some(7), Some(8)]);
        let batch = RecordBatch::try_from_iter([("number", Arc::new(numbers) as ArrayRef)]).unwrap();
        let mut seen = Vec::new();
        each_number(&batch, "number", |key| key == [7, 0], &mut |row, key, holds| seen.push((row, key[0], holds)));
        assert_eq!(seen, [(0, 7, true), (2, 7, true), (3, 8, false)]);
    }
}
