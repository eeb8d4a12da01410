//! What the ledger has put off until later: a queue in time order, first in first out among equals.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::population::SlotIndex;
use crate::units::{Cents, Timestamp};

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

/// The queue of tasks.
#[derive(Debug, Default)]
pub(super) struct Clock {
    due: BinaryHeap<Due>,
    turns: u64,
}

impl Clock {
    /// Puts a task off until an instant.
    pub(super) fn at(&mut self, at: Timestamp, task: Task) {
        self.turns += 1;
        self.due.push(Due { at, turn: self.turns, task });
    }

    /// Takes the next task if it is due at or before an instant.
    pub(super) fn next_until(&mut self, until: Timestamp) -> Option<(Timestamp, Task)> {
        if self.due.peek()?.at > until {
            return None;
        }
        self.due.pop().map(|due| (due.at, due.task))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
