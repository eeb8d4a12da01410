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
    /// Each posting with the transaction that it names.
    named: Vec<i64>,
    /// By transaction, one more than the place of its first posting; zero if it has none.
    first: Vec<u32>,
    all: Vec<Posting>,
}

impl Postings {
    /// Forgets all postings.
    pub(super) fn clear(&mut self) {
        self.named.clear();
        self.all.clear();
    }

    /// Adds the postings among entries.
    pub(super) fn extend(&mut self, entries: &[Entry]) {
        for entry in entries.iter().filter(|entry| is_posting(entry)) {
            let Some(named) = entry.transaction_id.get() else { continue };
            let Entry { account_id, booked_at, amount, bank_transaction_code: code, .. } = *entry;
            self.named.push(named);
            self.all.push(Posting { account_id, booked_at, amount, code, next: 0 });
        }
    }

    /// Makes the postings ready to be found by these transactions.
    pub(super) fn finish(&mut self, transactions: &Places) {
        self.first.clear();
        self.first.resize(transactions.ids().len(), 0);
        for (place, named) in self.named.iter().enumerate().rev() {
            let Some(named) = transactions.find_anywhere(*named) else { continue };
            self.all[place].next = self.first[named];
            self.first[named] = place as u32 + 1;
        }
    }

    /// Returns the postings of the transaction at a place; none for one that is not there.
    #[inline]
    pub(super) fn of(&self, transaction: Option<usize>) -> impl Iterator<Item = &Posting> {
        let at = |place: u32| Some(&self.all[place.checked_sub(1)? as usize]);
        let first = transaction.map_or(0, |transaction| self.first[transaction]);
        std::iter::successors(at(first), move |posting| at(posting.next))
    }
}

/// Returns whether an entry is the posting of a card transaction, not a fee or a dispute's credit beside it.
fn is_posting(entry: &Entry) -> bool {
    !entry.dispute_id.is_some() && matches!(entry.bank_transaction_code, CardPayment | CashWithdrawal | CardRefund)
}
