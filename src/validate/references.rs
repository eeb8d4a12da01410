//! References: every row that is named exists, in the same community or among what all share.

use arrow::record_batch::RecordBatch;

use crate::dataset::whole_numbers;
use crate::validate::cells::row_name;
use crate::validate::shared::Shared;
use crate::validate::tables::{Reference, TableRules};
use crate::validate::tally::Tally;

/// A key of one or two numbers.
type Key = [i64; 2];

/// The keys of the community's rows that others refer to, and the references themselves, gathered batch by batch.
#[derive(Debug, Default)]
pub(super) struct References {
    /// By table, the keys of its rows.
    keys: Vec<Vec<Key>>,
    /// By table, its batches of the community.
    batches: Vec<Vec<RecordBatch>>,
}

impl References {
    /// Makes an empty collection for so many tables.
    pub(super) fn of(tables: usize) -> Self {
        Self { keys: vec![Vec::new(); tables], batches: vec![Vec::new(); tables] }
    }

    /// Forgets the community.
    pub(super) fn clear(&mut self) {
        self.keys.iter_mut().for_each(Vec::clear);
        self.batches.iter_mut().for_each(Vec::clear);
    }

    /// Keeps a batch of a table.
    pub(super) fn see(&mut self, place: usize, table: &TableRules, batch: &RecordBatch) {
        if let Some(keys) = keys_of(batch, &table.layout.key) {
            self.keys[place].extend(keys);
        }
        self.batches[place].push(batch.clone());
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
        for batch in &self.batches[place] {
            let Some(keys) = keys_of(batch, &reference.columns) else { continue };
            let mut last = (None, true);
            for (row, key) in keys.into_iter().enumerate() {
                if key[0] == i64::MIN || (reference.columns.len() > 1 && key[1] == i64::MIN) {
                    continue;
                }
                if last.0 != Some(key) {
                    last = (Some(key), self.holds(&target, key));
                }
                tally.expect(last.1, || {
                    let columns = reference.columns.join(", ");
                    let key = if reference.columns.len() > 1 { format!("{key:?}") } else { key[0].to_string() };
                    format!("{}: {columns} {key} is not in {}", row_name(table, batch, row), reference.target)
                });
            }
        }
    }

    fn holds(&self, target: &Target<'_>, key: Key) -> bool {
        match target {
            Target::Community(place) => self.keys[*place].binary_search(&key).is_ok(),
            Target::Shared(shared, table) => match *table {
                "banks" => shared.has_bank(key[0]),
                "merchants" => shared.merchant(key[0]).is_some(),
                _ => shared.location(key[0]).is_some(),
            },
        }
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

fn keys_of(batch: &RecordBatch, columns: &[&str]) -> Option<Vec<Key>> {
    let first = whole_numbers(batch, columns[0])?;
    let second = columns.get(1).and_then(|column| whole_numbers(batch, column));
    Some(match second {
        None => first.into_iter().map(|number| [number, 0]).collect(),
        Some(second) => first.into_iter().zip(second).map(|(one, other)| [one, other]).collect(),
    })
}
