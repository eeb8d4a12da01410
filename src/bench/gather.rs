//! Rows taken from many batches, put together into new ones.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use arrow::compute::interleave_record_batch;

use crate::error::{Error, Result};

/// Rows of a batch that is put together.
pub(super) const BATCH_ROWS: usize = 8_192;

/// Batches by number, and the rows of them that are to come next.
#[derive(Debug, Default)]
pub(super) struct Gather {
    batches: BTreeMap<u64, Held>,
    picked: Vec<(u64, usize)>,
    next: u64,
}

#[derive(Debug)]
struct Held {
    batch: RecordBatch,
    /// How many more times a row of it will be picked.
    owed: usize,
}

impl Gather {
    /// Holds a batch until its rows have been picked so many times in all, and returns its number.
    pub(super) fn hold(&mut self, batch: RecordBatch, owed: usize) -> u64 {
        let number = self.next;
        self.next += 1;
        if owed > 0 {
            self.batches.insert(number, Held { batch, owed });
        }
        number
    }

    /// Puts a row of a batch that is held behind those picked before.
    pub(super) fn pick(&mut self, batch: u64, row: usize) {
        self.picked.push((batch, row));
    }

    /// Returns whether enough rows are picked for a batch.
    pub(super) fn is_full(&self) -> bool {
        self.picked.len() >= BATCH_ROWS
    }

    /// Returns the picked rows as a batch, or nothing if there are none, and lets go of batches that are used up.
    pub(super) fn take(&mut self) -> Result<Option<RecordBatch>> {
        if self.picked.is_empty() {
            return Ok(None);
        }
        let mut numbers: Vec<u64> = self.picked.iter().map(|&(batch, _)| batch).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let place = |batch: u64| numbers.binary_search(&batch).expect("the number is of a picked row");
        let rows: Vec<(usize, usize)> = self.picked.iter().map(|&(batch, row)| (place(batch), row)).collect();
        let held: Vec<&RecordBatch> = numbers.iter().map(|number| &self.batches[number].batch).collect();
        let taken = interleave_record_batch(&held, &rows);
        for (batch, _) in self.picked.drain(..) {
            let held = self.batches.get_mut(&batch).expect("a batch is held while it is owed");
            held.owed -= 1;
            if held.owed == 0 {
                self.batches.remove(&batch);
            }
        }
        taken.map(Some).map_err(|cause| Error::outside("events", format!("cannot put rows together: {cause}"), ""))
    }
}
