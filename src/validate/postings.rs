//! The entries that post each card transaction.

use crate::codes::BankTransactionCode::{CardPayment, CardRefund, CashWithdrawal};
use crate::dataset::Places;
use crate::validate::views::Entry;

/// Where the postings of each card transaction are among the entries, in the order of their rows.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// By transaction, one more than the place of its first posting; zero if it has none.
    first: Vec<u32>,
    /// By entry, one more than the place of the next posting of the same transaction; zero if there is none. Only read where
    /// something leads to it.
    next: Vec<u32>,
}

impl Postings {
    /// Indexes the entries of another community with so many transactions.
    pub(super) fn index(&mut self, entries: &[Entry], transactions: &Places, count: usize) {
        self.first.clear();
        self.first.resize(count, 0);
        self.next.resize(entries.len().max(self.next.len()), 0);
        for (place, entry) in entries.iter().enumerate().rev().filter(|(_, entry)| is_posting(entry)) {
            let Some(named) = entry.transaction_id.and_then(|id| transactions.find(id)) else { continue };
            self.next[place] = self.first[named];
            self.first[named] = place as u32 + 1;
        }
    }

    /// Returns the places of the postings of the transaction at a place.
    pub(super) fn of(&self, transaction: usize) -> impl Iterator<Item = usize> {
        let mut next = self.first[transaction];
        std::iter::from_fn(move || {
            let place = next.checked_sub(1)? as usize;
            next = self.next[place];
            Some(place)
        })
    }
}

/// Returns whether an entry is the posting of a card transaction, not a fee or a dispute's credit beside it.
fn is_posting(entry: &Entry) -> bool {
    entry.dispute_id.is_none() && matches!(entry.bank_transaction_code, CardPayment | CashWithdrawal | CardRefund)
}
