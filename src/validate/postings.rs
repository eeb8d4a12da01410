//! The entries that post each card transaction.

use crate::codes::BankTransactionCode::{self, CardPayment, CardRefund, CashWithdrawal};
use crate::dataset::Places;
use crate::units::{Cents, Timestamp};
use crate::validate::views::Entry;

/// What the posting of a card transaction says. Kept apart from the entries, which lie account by account: transactions lie in the order
/// of time, and would go through the cache with each look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting {
    /// The account it is booked on.
    pub(super) account_id: i64,
    /// When.
    pub(super) booked_at: Timestamp,
    /// What it moves.
    pub(super) amount: Cents,
    /// What it is.
    pub(super) code: BankTransactionCode,
    /// One more than the place of the next posting of the same transaction; zero if there is none.
    next: u32,
}

/// The postings of each card transaction, in the order of the entries.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// By transaction, one more than the place of its first posting; zero if it has none.
    first: Vec<u32>,
    all: Vec<Posting>,
}

impl Postings {
    /// Indexes the entries of another community with so many transactions.
    pub(super) fn index(&mut self, entries: &[Entry], transactions: &Places, count: usize) {
        self.first.clear();
        self.first.resize(count, 0);
        self.all.clear();
        for entry in entries.iter().rev().filter(|entry| is_posting(entry)) {
            let Some(named) = entry.transaction_id.and_then(|id| transactions.find(id)) else { continue };
            let Entry { account_id, booked_at, amount, bank_transaction_code: code, .. } = *entry;
            self.all.push(Posting { account_id, booked_at, amount, code, next: self.first[named] });
            self.first[named] = self.all.len() as u32;
        }
    }

    /// Returns the postings of the transaction at a place.
    pub(super) fn of(&self, transaction: usize) -> impl Iterator<Item = &Posting> {
        let at = |place: u32| Some(&self.all[place.checked_sub(1)? as usize]);
        std::iter::successors(at(self.first[transaction]), move |posting| at(posting.next))
    }
}

/// Returns whether an entry is the posting of a card transaction, not a fee or a dispute's credit beside it.
fn is_posting(entry: &Entry) -> bool {
    entry.dispute_id.is_none() && matches!(entry.bank_transaction_code, CardPayment | CashWithdrawal | CardRefund)
}
