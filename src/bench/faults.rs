//! The faults of real feeds, by seed: rows out of order, late, or delivered twice.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use arrow::array::RecordBatch;

use super::gather::Gather;
use crate::error::Result;
use crate::rng::{Named, Streams};

/// What a feed does to the rows that it delivers. The default does nothing.
///
/// Everything is counted in rows of the stream, so the same rows suffer the same whatever the size of batches.
///
/// # Randomness
///
/// Streams `bench.shuffle`, `bench.late` and `bench.duplicate`, subject the row's number in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Faults {
    /// What decides which rows.
    pub seed: u64,
    /// How far rows stray: each is delivered up to so many rows after its turn, at random.
    pub shuffled_rows: u64,
    /// The share of rows that are late.
    pub late_share: f64,
    /// How many rows late those are at most; at least half of it.
    pub late_rows: u64,
    /// The share of rows that are delivered twice.
    pub duplicate_share: f64,
    /// How many rows after the first the second comes at most.
    pub duplicate_rows: u64,
}

impl Faults {
    /// Returns the rows of a stream as the feed delivers them.
    pub fn of<I: Iterator<Item = Result<RecordBatch>>>(self, batches: I) -> Faulty<I> {
        let streams = Streams::new(self.seed);
        Faulty {
            faults: self,
            streams: ["bench.shuffle", "bench.late", "bench.duplicate"].map(|name| streams.named(name)),
            batches,
            gather: Gather::default(),
            waiting: BinaryHeap::new(),
            seen: 0,
            is_over: false,
            has_failed: false,
        }
    }
}

/// A row to be delivered; the fields are in the order that decides which is first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Delivery {
    turn: u64,
    number: u64,
    is_again: bool,
    batch: u64,
    row: usize,
}

/// A stream with faults.
#[derive(Debug)]
pub struct Faulty<I> {
    faults: Faults,
    streams: [Named; 3],
    batches: I,
    gather: Gather,
    waiting: BinaryHeap<Reverse<Delivery>>,
    /// Rows of the stream that have been read.
    seen: u64,
    is_over: bool,
    has_failed: bool,
}

impl<I: Iterator<Item = Result<RecordBatch>>> Faulty<I> {
    /// Reads a batch and decides when its rows are delivered; returns whether there was one.
    fn read(&mut self) -> Result<bool> {
        let Some(batch) = self.batches.next() else { return Ok(false) };
        let batch = batch?;
        let rows = batch.num_rows();
        let turns: Vec<(u64, Option<u64>)> = (self.seen..).take(rows).map(|number| self.turns(number)).collect();
        let copies = turns.iter().filter(|(_, again)| again.is_some()).count();
        let held = self.gather.hold(batch, rows + copies);
        for (row, (turn, again)) in turns.into_iter().enumerate() {
            let number = self.seen + row as u64;
            let first = Delivery { turn, number, is_again: false, batch: held, row };
            self.waiting.push(Reverse(first));
            self.waiting.extend(again.map(|turn| Reverse(Delivery { turn, is_again: true, ..first })));
        }
        self.seen += rows as u64;
        Ok(true)
    }

    /// Returns when a row is delivered, and when again.
    fn turns(&self, number: u64) -> (u64, Option<u64>) {
        let [shuffle, late, duplicate] = &self.streams;
        let faults = &self.faults;
        let stream = |named: &Named| named.period(number as i64, 0);
        let mut turn = number;
        if faults.shuffled_rows > 0 {
            turn += stream(shuffle).below(faults.shuffled_rows + 1);
        }
        if faults.late_share > 0.0 && faults.late_rows > 0 {
            let mut draws = stream(late);
            if draws.chance(faults.late_share) {
                turn += draws.between(faults.late_rows.div_ceil(2) as i64, faults.late_rows as i64) as u64;
            }
        }
        let mut draws = stream(duplicate);
        let is_twice = faults.duplicate_share > 0.0 && draws.chance(faults.duplicate_share);
        (turn, is_twice.then(|| turn + draws.below(faults.duplicate_rows + 1)))
    }

    fn advance(&mut self) -> Result<Option<RecordBatch>> {
        while !self.gather.is_full() {
            // A row that is not read yet comes at its own turn at the earliest.
            let is_due = self.waiting.peek().is_some_and(|Reverse(first)| first.turn < self.seen || self.is_over);
            if is_due {
                let Some(Reverse(first)) = self.waiting.pop() else { break };
                self.gather.pick(first.batch, first.row);
            } else if self.is_over || !self.read()? {
                self.is_over = true;
                if self.waiting.is_empty() {
                    break;
                }
            }
        }
        self.gather.take()
    }
}

impl<I: Iterator<Item = Result<RecordBatch>>> Iterator for Faulty<I> {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        let next = self.advance();
        self.has_failed = next.is_err();
        next.transpose()
    }
}
