//! What the ledger has put off until later: a queue in time order, first in first out among equals.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use crate::population::SlotIndex;
use crate::units::{Cents, Timestamp, span};

use super::disputes::{DisputeNumber, DisputePlan};
use super::plastic::CardNumber;
use super::transactions::TransactionNumber;

/// Something the ledger does by itself at an instant.
#[derive(Debug, Clone)]
pub(super) enum Task {
    Post(TransactionNumber),
    Expire(TransactionNumber),
    Reverse(TransactionNumber),
    Increment(TransactionNumber, i64),
    Refund(TransactionNumber, Cents),
    Dispute(TransactionNumber, DisputePlan),
    Credit(DisputeNumber),
    ChargeBack(DisputeNumber),
    Represent(DisputeNumber),
    Resolve(DisputeNumber),
    Renew(SlotIndex),
    Replace(SlotIndex, CardNumber),
    Activate(CardNumber),
}

#[derive(Debug)]
struct Due {
    at: Timestamp,
    turn: u64,
    task: Task,
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.turn == other.turn
    }
}
impl Eq for Due {}
impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Due {
    // The heap yields its greatest first, so the earliest is the greatest here.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.turn).cmp(&(self.at, self.turn))
    }
}

/// The queue of tasks. Most are put off to another day, so that a day's tasks are sorted when the day comes.
#[derive(Debug)]
pub(super) struct Clock {
    /// What was due on the day that has come, the last first.
    today: Vec<Due>,
    /// What was put off to a later moment of the same day, or of one before it.
    soon: BinaryHeap<Due>,
    /// What is due on later days, counted as UTC has them.
    later: BTreeMap<i64, Vec<Due>>,
    day: i64,
    turns: u64,
}

impl Default for Clock {
    fn default() -> Self {
        Self { today: Vec::new(), soon: BinaryHeap::new(), later: BTreeMap::new(), day: i64::MIN, turns: 0 }
    }
}

fn day_of(at: Timestamp) -> i64 {
    at.0.div_euclid(span::DAY)
}

impl Clock {
    /// Puts a task off until an instant.
    pub(super) fn at(&mut self, at: Timestamp, task: Task) {
        self.turns += 1;
        let due = Due { at, turn: self.turns, task };
        if day_of(at) <= self.day {
            self.soon.push(due);
        } else {
            self.later.entry(day_of(at)).or_default().push(due);
        }
    }

    /// Takes the next task if it is due at or before an instant.
    pub(super) fn next_until(&mut self, until: Timestamp) -> Option<(Timestamp, Task)> {
        while self.today.is_empty() && self.soon.is_empty() {
            let next = self.later.first_entry().filter(|next| *next.key() <= day_of(until))?;
            (self.day, self.today) = next.remove_entry();
            self.today.sort_unstable();
        }
        let (today, soon) = (self.today.last(), self.soon.peek());
        // Of two, the greater is due first.
        let is_soon = today < soon;
        let next = if is_soon { soon } else { today };
        if next?.at > until {
            return None;
        }
        let due = if is_soon { self.soon.pop() } else { self.today.pop() };
        due.map(|due| (due.at, due.task))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;

    #[test]
    fn tasks_come_in_time_order_and_first_in_first_out() {
        let mut clock = Clock::default();
        for (at, slot) in [(5, 1), (3, 2), (5, 3)] {
            clock.at(Timestamp(at), Task::Renew(SlotIndex(slot)));
        }
        let mut order = Vec::new();
        while let Some((_, Task::Renew(slot))) = clock.next_until(Timestamp(9)) {
            order.push(slot.0);
        }
        assert_eq!(order, [2, 1, 3]);
    }

    #[test]
    fn what_is_due_later_stays() {
        let mut clock = Clock::default();
        clock.at(Timestamp(5), Task::Renew(SlotIndex(0)));
        assert!(clock.next_until(Timestamp(4)).is_none());
        assert!(clock.next_until(Timestamp(5)).is_some());
    }

    #[test]
    fn tasks_of_many_days_come_in_time_order_whenever_they_were_put_off() {
        let mut stream = Stream::seeded(1);
        let (mut clock, mut expected, mut came) = (Clock::default(), Vec::new(), Vec::new());
        for now in (0..100).map(|hour| Timestamp(hour * 7 * span::HOUR)) {
            for _ in 0..20 {
                let at = now.plus(stream.below(3 * span::DAY as u64) as i64 / span::HOUR * span::HOUR);
                expected.push((at, expected.len() as u32));
                clock.at(at, Task::Renew(SlotIndex(expected.len() as u32 - 1)));
            }
            while let Some((at, Task::Renew(slot))) = clock.next_until(now) {
                came.push((at, slot.0));
            }
        }
        while let Some((at, Task::Renew(slot))) = clock.next_until(Timestamp(i64::MAX)) {
            came.push((at, slot.0));
        }
        expected.sort_unstable();
        assert_eq!(came, expected);
    }
}
