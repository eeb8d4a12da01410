//! Finding rows by key among rows that are sorted by it.

use std::ops::Range;

use crate::rng::mix;

/// Returns the row of an id among rows sorted by it.
pub fn by_id<T>(rows: &[T], id: i64, key: impl Fn(&T) -> i64) -> Option<&T> {
    rows.binary_search_by_key(&id, key).ok().map(|place| &rows[place])
}

/// Returns the rows of an id among rows sorted by it.
pub fn run_of<T>(rows: &[T], id: i64, key: impl Fn(&T) -> i64) -> &[T] {
    &rows[range_of(rows, id, key)]
}

fn range_of<T>(rows: &[T], id: i64, key: impl Fn(&T) -> i64) -> Range<usize> {
    let start = rows.partition_point(|row| key(row) < id);
    start..start + rows[start..].partition_point(|row| key(row) == id)
}

/// The places of ascending ids, found in a step or two where the ids lie evenly.
///
/// The ids are cut into ranges of equal width, about one range an id, and the index tells where each range begins. Ids that
/// do not ascend one by one, as in a broken file, are searched as [`by_id`] searches rows: some are not found.
#[derive(Debug, Default)]
pub struct Places {
    ids: Vec<i64>,
    /// Ids of a range differ in no more than so many low bits of their distance from the first.
    shift: u32,
    /// Where each range begins, and where the last ends; empty where the ids do not ascend.
    starts: Vec<u32>,
    /// Ids that do not ascend, in order, and the place of each.
    sorted: Vec<(i64, u32)>,
}

impl Places {
    /// Indexes other ids than before.
    pub fn index(&mut self, ids: impl Iterator<Item = i64>) {
        self.clear();
        self.extend(ids);
        self.finish();
    }

    /// Forgets all ids.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.starts.clear();
        self.sorted.clear();
    }

    /// Adds ids that follow those before; they are found once [`finish`](Self::finish) is called.
    pub fn extend(&mut self, ids: impl Iterator<Item = i64>) {
        self.ids.extend(ids);
    }

    /// Returns the ids in the order of their places.
    pub fn ids(&self) -> &[i64] {
        &self.ids
    }

    /// Returns whether the ids ascend one by one.
    pub fn ascend(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Returns the place of an id wherever it stands.
    pub fn find_anywhere(&self, id: i64) -> Option<usize> {
        if self.ascend() {
            return self.find(id);
        }
        let found = self.sorted.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(self.sorted[found].1 as usize)
    }

    /// Makes the ids ready to be found.
    pub fn finish(&mut self) {
        let (Some(first), Some(last)) = (self.ids.first(), self.ids.last()) else { return };
        if !self.ids.is_sorted_by(|one, next| one < next) {
            self.sorted.extend(self.ids.iter().enumerate().map(|(place, id)| (*id, place as u32)));
            self.sorted.sort_unstable();
            return;
        }
        let span = last.wrapping_sub(*first) as u64;
        let most = 2 * self.ids.len() as u64 + 62;
        self.shift = (0..64).find(|shift| span >> shift <= most).unwrap_or(63);
        self.starts.resize((span >> self.shift) as usize + 2, self.ids.len() as u32);
        let mut next = 0;
        for (place, id) in self.ids.iter().enumerate() {
            let range = (id.wrapping_sub(*first) as u64 >> self.shift) as usize;
            while next <= range {
                self.starts[next] = place as u32;
                next += 1;
            }
        }
    }

    /// Returns the place of an id.
    #[inline]
    pub fn find(&self, id: i64) -> Option<usize> {
        if self.starts.is_empty() {
            return self.ids.binary_search(&id).ok();
        }
        let first = self.ids[0];
        if id < first {
            return None;
        }
        let range = usize::try_from(id.wrapping_sub(first) as u64 >> self.shift).ok()?;
        let start = *self.starts.get(range)? as usize;
        let end = *self.starts.get(range + 1)? as usize;
        let ids = self.ids.get(start..end)?;
        match ids {
            [] => None,
            [only] => (*only == id).then_some(start),
            _ => ids.binary_search(&id).ok().map(|place| start + place),
        }
    }
}

/// The places of sorted ids, found by their hash. Where an id stands twice, ids are searched as [`by_id`] searches rows.
#[derive(Debug, Default)]
pub struct Hashed {
    /// The ids, if one of them stands twice.
    ids: Vec<i64>,
    /// Ids and one more than their places, at the first free slot from their hash on; zero for a free slot. At most half are taken.
    slots: Vec<(i64, u32)>,
}

impl Hashed {
    /// Indexes other ids than before.
    pub fn index(&mut self, ids: impl ExactSizeIterator<Item = i64> + Clone) {
        self.ids.clear();
        self.slots.clear();
        self.slots.resize((2 * ids.len()).next_power_of_two(), (0, 0));
        for (place, id) in ids.clone().enumerate() {
            let slot = self.slot(id);
            if self.slots[slot].1 != 0 {
                self.slots.clear();
                self.ids.extend(ids);
                return;
            }
            self.slots[slot] = (id, place as u32 + 1);
        }
    }

    /// Returns the place of an id.
    #[inline]
    pub fn find(&self, id: i64) -> Option<usize> {
        if self.slots.is_empty() {
            return self.ids.binary_search(&id).ok();
        }
        self.slots[self.slot(id)].1.checked_sub(1).map(|place| place as usize)
    }

    /// Returns the slot that holds an id, or the free one where it belongs.
    #[inline]
    fn slot(&self, id: i64) -> usize {
        let mut slot = mix(id as u64) as usize & (self.slots.len() - 1);
        while self.slots[slot].1 != 0 && self.slots[slot].0 != id {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }
}

/// The rows of each id among rows sorted by it.
#[derive(Debug, Default)]
pub struct Runs {
    places: Places,
    /// Where the rows of each id begin, and where the last end.
    starts: Vec<u32>,
    rows: u32,
    /// The id of each row, if the rows are not sorted: then they are searched as [`run_of`] does.
    unsorted: Vec<i64>,
}

impl Runs {
    /// Indexes other rows than before, by the ids they have in turn.
    pub fn index(&mut self, ids: impl Iterator<Item = i64>) {
        self.clear();
        self.extend(ids);
        self.finish();
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.places.clear();
        self.starts.clear();
        self.unsorted.clear();
        self.rows = 0;
    }

    /// Adds the ids of rows that follow those before; they are found once [`finish`](Self::finish) is called.
    pub fn extend(&mut self, ids: impl Iterator<Item = i64>) {
        let Self { places, starts, rows, .. } = self;
        let mut last = places.ids().last().copied();
        places.extend(ids.filter(|id| {
            let begins = last != Some(*id);
            if begins {
                starts.push(*rows);
                last = Some(*id);
            }
            *rows += 1;
            begins
        }));
    }

    /// Makes the rows ready to be found.
    pub fn finish(&mut self) {
        self.starts.push(self.rows);
        self.places.finish();
        if !self.places.ascend() {
            let ids = self.places.ids().iter().enumerate();
            self.unsorted = ids.flat_map(|(place, id)| vec![*id; self.run(place).len()]).collect();
        }
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.rows as usize
    }

    /// Returns the ids that have rows, in turn.
    pub fn ids(&self) -> &[i64] {
        self.places.ids()
    }

    /// Returns the place of an id among those that have rows; none if the rows are not sorted.
    #[inline]
    pub fn place(&self, id: i64) -> Option<usize> {
        if self.unsorted.is_empty() { self.places.find(id) } else { None }
    }

    /// Returns the rows of an id; an empty range if it has none.
    #[inline]
    pub fn find(&self, id: i64) -> Range<usize> {
        if self.unsorted.is_empty() {
            return self.places.find(id).map_or(0..0, |place| self.run(place));
        }
        range_of(&self.unsorted, id, |id| *id)
    }

    /// Returns the rows of every id in turn.
    pub fn all(&self) -> impl Iterator<Item = Range<usize>> {
        (0..self.starts.len().saturating_sub(1)).map(|place| self.run(place))
    }

    /// Returns the rows of the id at a place.
    pub fn run(&self, place: usize) -> Range<usize> {
        self.starts[place] as usize..self.starts[place + 1] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_are_found_by_their_key_and_those_that_are_not_there_are_not() {
        let rows = [1, 1, 3, 5, 5, 5];
        assert_eq!(run_of(&rows, 5, |row| *row), [5, 5, 5]);
        assert!(run_of(&rows, 4, |row| *row).is_empty());
        assert_eq!(by_id(&rows, 3, |row| *row), Some(&3));
        assert_eq!(by_id(&rows, 2, |row| *row), None);
    }

    #[test]
    fn hashed_ids_are_found_and_those_that_stand_twice_as_rows_are() {
        let ids = [i64::MIN, -3, 0, 7, 500_000_000_049, 500_000_000_050];
        let mut hashed = Hashed::default();
        assert_eq!(hashed.find(0), None);
        hashed.index(ids.into_iter());
        assert_eq!(ids.map(|id| hashed.find(id)), [0, 1, 2, 3, 4, 5].map(Some));
        assert_eq!([1, i64::MAX, 500_000_000_051].map(|id| hashed.find(id)), [None; 3]);
        let ids = [1, 4, 4, 4, 9];
        hashed.index(ids.into_iter());
        assert!((0..10).all(|id| hashed.find(id) == ids.binary_search(&id).ok()));
        hashed.index([].into_iter());
        assert_eq!(hashed.find(4), None);
    }

    #[test]
    fn an_index_of_runs_finds_what_a_search_finds() {
        let mut runs = Runs::default();
        assert_eq!(runs.find(3), 0..0);
        runs.index([7].into_iter());
        runs.clear();
        runs.extend([1, 1, 3, 5].into_iter());
        runs.extend([5, 5].into_iter());
        runs.finish();
        assert_eq!((runs.find(5), runs.find(3), runs.find(4)), (3..6, 2..3, 0..0));
        assert_eq!(runs.all().collect::<Vec<_>>(), [0..2, 2..3, 3..6]);
    }

    #[test]
    fn ids_that_do_not_ascend_are_searched_as_rows_are() {
        let ids = [5, 1, 9, 3, 3];
        let (mut places, mut runs) = (Places::default(), Runs::default());
        places.index(ids.into_iter());
        runs.index(ids.into_iter());
        for id in 0..10 {
            assert_eq!(places.find(id), ids.binary_search(&id).ok());
            assert_eq!(places.find_anywhere(id).map(|place| ids[place]), ids.contains(&id).then_some(id));
            assert_eq!(&ids[runs.find(id)], run_of(&ids, id, |id| *id));
        }
    }

    #[test]
    fn ids_at_both_ends_of_the_numbers_are_found() {
        let mut places = Places::default();
        places.index([i64::MIN, -1, 0, i64::MAX].into_iter());
        assert_eq!(
            [i64::MIN, -1, 0, i64::MAX, 7].map(|id| places.find(id)),
            [Some(0), Some(1), Some(2), Some(3), None]
        );
    }

    proptest! {
        #[test]
        fn places_are_those_of_a_binary_search(
            ids in proptest::collection::btree_set(-50_000_i64..50_000, 0..300),
            near in proptest::collection::vec(-50_100_i64..50_100, 50),
        ) {
            let ids: Vec<i64> = ids.into_iter().collect();
            let mut places = Places::default();
            places.index(ids.iter().copied());
            for id in ids.iter().chain(&near) {
                prop_assert_eq!(places.find(*id), ids.binary_search(id).ok());
            }
        }
    }
}
