//! How long card purchases take to be booked.

use crate::codes::{BankTransactionCode, Category, Product};
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, count_curve};
use crate::realism::selection::Place;
use crate::units::Date;

/// How long card purchases take to be booked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Posting {
    /// Purchases of groceries and fuel in person by credit card, by the banking days from use to booking: 0, 1, 2, 3 and
    /// more.
    pub days: [u64; 4],
}

impl Tally for Posting {
    fn see(&mut self, community: &Community<'_>) {
        for account in community.accounts.iter().filter(|account| account.product == Product::CreditCard) {
            for entry in community.entries_of(account.account_id) {
                let Some(transaction) = entry.transaction_id.and_then(|id| community.transaction(id)) else { continue };
                if entry.bank_transaction_code == BankTransactionCode::CardPayment
                    && matches!(transaction.category, Category::Groceries | Category::Fuel)
                    && Place::of(transaction.channel) == Place::InPerson
                {
                    let days = banking_day(entry.booking_date) - banking_day(transaction.local_date);
                    self.days[days.clamp(0, 3) as usize] += 1;
                }
            }
        }
    }

    fn append(&mut self, later: &Self) {
        self.days.iter_mut().zip(later.days).for_each(|(count, other)| *count += other);
    }
}

/// Returns the running number of a banking day, Monday to Friday; a weekend has Friday's.
fn banking_day(date: Date) -> i32 {
    // Day 0 was a Thursday.
    let since_monday = date.0 + 3;
    5 * since_monday.div_euclid(7) + since_monday.rem_euclid(7).min(4)
}

/// The measure of how long booking takes.
pub(super) const MEASURES: &[Measure] =
    &[Measure { name: "posting_days", take: |facts, _| count_curve(facts.posting.days) }];
