//! Where the rows of a community are found: gathered while they are read, because a second look at them is a way to memory.

use std::ops::Range;
use std::sync::Arc;

use crate::codes::CardEventType;
use crate::dataset::{Places, Runs};
use crate::units::{Cents, Timestamp};
use crate::validate::clock::Clock;
use crate::validate::postings::Postings;
use crate::validate::shared::Shared;
use crate::validate::views::{Balance, CardEvent, Entry, Transaction};

/// Where rows are found.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) customers: Places,
    pub(super) accounts: Places,
    pub(super) cards: Places,
    pub(super) devices: Places,
    pub(super) transactions: Places,
    /// The entries of each account.
    pub(super) entries: Runs,
    /// The balances of each account.
    pub(super) balances: Runs,
    /// By account that has balances, the first day, if there is one balance for each day from there on.
    pub(super) dense_from: Vec<Option<i32>>,
    /// By card transaction, where its steps begin and end.
    pub(super) lives: Vec<Range<u32>>,
    pub(super) postings: Postings,
    /// The places of entries that belong to a dispute, by dispute.
    pub(super) by_dispute: Vec<(i64, u32)>,
    /// The legs of transfers by transfer, those of one in the order of their rows.
    pub(super) legs: Vec<Leg>,
    /// The places of refunds among the card transactions.
    pub(super) refunds: Vec<u32>,
    /// The places of steps that tell of a refund.
    pub(super) refunded: Vec<u32>,
    /// The places of deaths and departures among the life events, by customer.
    pub(super) ends: Vec<(i64, u32)>,
    /// By customer, the clock where they live.
    pub(super) clocks: Vec<Clock>,
    /// By time zone of the stores, its clock.
    pub(super) store_clocks: Vec<Clock>,
    /// By step, its card transaction.
    named: Vec<i64>,
}

impl Index {
    /// Makes the index of no rows.
    pub(super) fn of(shared: &Shared) -> Self {
        let store_clocks = shared.zones.iter().map(|zone| Clock::of(Arc::clone(zone))).collect();
        Self { store_clocks, ..Self::default() }
    }

    /// Forgets the community.
    pub(super) fn clear(&mut self) {
        self.transactions.clear();
        self.entries.clear();
        self.balances.clear();
        self.postings.clear();
        self.by_dispute.clear();
        self.legs.clear();
        self.refunds.clear();
        self.refunded.clear();
        self.named.clear();
    }

    /// Gathers from card transactions, which follow those seen before.
    pub(super) fn see_transactions(&mut self, rows: &[Transaction]) {
        let place = self.transactions.ids().len();
        self.transactions.extend(rows.iter().map(|row| row.transaction_id));
        self.refunds.extend(rows.iter().zip(place as u32..).filter(|(row, _)| row.is_refund()).map(|(_, place)| place));
    }

    /// Gathers from steps of card transactions.
    pub(super) fn see_events(&mut self, rows: &[CardEvent]) {
        let places = self.named.len() as u32..;
        self.named.extend(rows.iter().map(|row| row.transaction_id));
        let refunded = rows.iter().zip(places).filter(|(row, _)| row.event_type == CardEventType::Refunded);
        self.refunded.extend(refunded.map(|(_, place)| place));
    }

    /// Gathers from entries.
    pub(super) fn see_entries(&mut self, rows: &[Entry]) {
        let places = self.entries.rows() as u32..;
        self.entries.extend(rows.iter().map(|row| row.account_id));
        self.postings.extend(rows);
        self.legs.extend(rows.iter().filter_map(Leg::of));
        self.by_dispute.extend(rows.iter().zip(places).filter_map(|(row, place)| Some((row.dispute_id.get()?, place))));
    }

    /// Gathers from balances.
    pub(super) fn see_balances(&mut self, rows: &[Balance]) {
        self.balances.extend(rows.iter().map(|row| row.account_id));
    }

    /// Makes ready what was gathered.
    pub(super) fn finish(&mut self, balances: &[Balance]) {
        self.transactions.finish();
        self.entries.finish();
        self.balances.finish();
        self.postings.finish(&self.transactions);
        self.by_dispute.sort_unstable();
        // Stable, so that the legs of a transfer stay in the order of their rows.
        self.legs.sort_by_key(|leg| leg.transfer_id);
        self.lives.clear();
        self.lives.extend(lives(self.transactions.ids(), &self.named));
        self.dense_from.clear();
        self.dense_from.extend(self.balances.all().map(|places| dense_from(&balances[places])));
    }
}

/// Returns, by card transaction, the range of its steps, both sorted by transaction.
fn lives(transactions: &[i64], steps: &[i64]) -> impl Iterator<Item = Range<u32>> {
    let mut next = 0;
    transactions.iter().map(move |id| {
        let start = next + steps[next..].iter().take_while(|step| *step < id).count();
        next = start + steps[start..].iter().take_while(|step| *step == id).count();
        start as u32..next as u32
    })
}

fn dense_from(days: &[Balance]) -> Option<i32> {
    let first = days.first()?.balance_date.0;
    days.iter().zip(first..).all(|(balance, day)| balance.balance_date.0 == day).then_some(first)
}

/// A leg of a transfer between two accounts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leg {
    /// The transfer.
    pub(super) transfer_id: i64,
    /// The account it is booked on.
    pub(super) account_id: i64,
    /// The account that it names as its other side.
    pub(super) counterparty_account_id: Option<i64>,
    /// When it is booked.
    pub(super) booked_at: Timestamp,
    /// What it moves.
    pub(super) amount: Cents,
}

impl Leg {
    fn of(entry: &Entry) -> Option<Self> {
        let transfer_id = entry.transfer_id.get()?;
        let counterparty_account_id = entry.counterparty_account_id.get();
        let Entry { account_id, booked_at, amount, .. } = *entry;
        Some(Self { transfer_id, account_id, counterparty_account_id, booked_at, amount })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_has_the_steps_that_name_it_and_steps_of_none_are_passed_over() {
        let lives: Vec<Range<u32>> = lives(&[2, 3, 5, 9], &[1, 2, 2, 4, 5, 5, 5]).collect();
        assert_eq!(lives, [1..3, 3..3, 4..7, 7..7]);
    }
}
