//! The accounts: booked balance, holds, entries, and how a day ends.

use crate::codes::{BankTransactionCode, CreditDebit, Product};
use crate::columns::Text;
use crate::population::AccountIndex;
use crate::rows::AccountEntry;
use crate::units::{AccountId, Cents, Date, DisputeId, Rate, StandingOrderId, Timestamp, TransactionId, TransferId};

use super::statements::Cycle;

/// One account while the ledger runs.
#[derive(Debug)]
pub(super) struct AccountState {
    pub(super) id: AccountId,
    pub(super) product: Product,
    pub(super) rate_per_year: Rate,
    pub(super) credit_line: Cents,
    pub(super) booked: Cents,
    pub(super) holds: Cents,
    /// Live authorizations and open disputes: an account does not close before they end.
    pub(super) pending: u32,
    pub(super) entries: Vec<AccountEntry>,
    pub(super) day_ends: Vec<DayEnd>,
    pub(super) is_open: bool,
    pub(super) closed_on: Option<Date>,
    pub(super) cycle: Option<Cycle>,
    pub(super) has_courtesy: bool,
    /// Whether savings pay what checking lacks.
    pub(super) is_protected: bool,
    /// What the holders would rather keep for the bills to come.
    pub(super) cushion: Cents,
    pub(super) bears_monthly_fee: bool,
    pub(super) bears_overdraft_interest: bool,
    /// The most that may be paid in.
    pub(super) ceiling: Option<Cents>,
    pub(super) overdraft_fees_today: u32,
    /// Interest accrued since it was last booked, in cents × millionths × days.
    pub(super) accrued: i128,
    pub(super) month_low: Cents,
    entries_today: i32,
    day_opening: Cents,
}

/// How an account ended a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayEnd {
    pub(super) on: Date,
    pub(super) opening: Cents,
    pub(super) closing: Cents,
    pub(super) holds: Cents,
    pub(super) entries: i32,
}

/// What an entry says beside its amount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Details {
    pub(super) code: BankTransactionCode,
    pub(super) text: Text,
    pub(super) value_date: Option<Date>,
    pub(super) counterparty_name: Option<Text>,
    pub(super) counterparty_account: Option<Text>,
    pub(super) counterparty_account_id: Option<AccountId>,
    pub(super) transfer: Option<TransferId>,
    pub(super) order: Option<StandingOrderId>,
    pub(super) transaction: Option<TransactionId>,
    pub(super) dispute: Option<DisputeId>,
    pub(super) cheque: Option<i32>,
}

impl Details {
    /// Makes the details of an entry with a code and a text only.
    pub(super) fn new(code: BankTransactionCode, text: Text) -> Self {
        Self {
            code,
            text,
            value_date: None,
            counterparty_name: None,
            counterparty_account: None,
            counterparty_account_id: None,
            transfer: None,
            order: None,
            transaction: None,
            dispute: None,
            cheque: None,
        }
    }
}

impl AccountState {
    /// Opens an account with a booked balance.
    pub(super) fn new(id: AccountId, product: Product, booked: Cents) -> Self {
        Self {
            id,
            product,
            rate_per_year: Rate::default(),
            credit_line: Cents::ZERO,
            booked,
            holds: Cents::ZERO,
            pending: 0,
            entries: Vec::new(),
            day_ends: Vec::new(),
            is_open: false,
            closed_on: None,
            cycle: None,
            has_courtesy: false,
            is_protected: false,
            cushion: Cents::ZERO,
            bears_monthly_fee: false,
            bears_overdraft_interest: false,
            ceiling: None,
            overdraft_fees_today: 0,
            accrued: 0,
            month_low: booked,
            entries_today: 0,
            day_opening: booked,
        }
    }

    /// Returns how much of an amount may be paid in.
    pub(super) fn room_for(&self, amount: Cents) -> Cents {
        self.ceiling.map_or(amount, |ceiling| amount.min(ceiling - self.booked))
    }

    /// Returns what may be spent: booked less holds plus the credit line.
    pub(super) fn available(&self) -> Cents {
        self.booked - self.holds + self.credit_line
    }

    /// Books an amount and returns the entry's sequence number.
    pub(super) fn book(&mut self, at: Timestamp, on: Date, amount: Cents, details: Details) -> i32 {
        debug_assert!(self.is_open, "nothing is booked before opening or after closing");
        self.booked += amount;
        self.entries_today += 1;
        self.month_low = self.month_low.min(self.booked);
        let sequence = self.entries.len() as i32 + 1;
        if let Some(cycle) = &mut self.cycle {
            cycle.count(details.code, amount);
        }
        self.entries.push(AccountEntry {
            account_id: self.id,
            entry_sequence: sequence,
            booked_at: at,
            booking_date: on,
            value_date: details.value_date.unwrap_or(on),
            amount,
            balance_after: self.booked,
            credit_debit: if amount < Cents::ZERO { CreditDebit::Debit } else { CreditDebit::Credit },
            bank_transaction_code: details.code,
            text: details.text,
            counterparty_name: details.counterparty_name,
            counterparty_account: details.counterparty_account,
            counterparty_account_id: details.counterparty_account_id,
            transfer_id: details.transfer,
            standing_order_id: details.order,
            transaction_id: details.transaction,
            dispute_id: details.dispute,
            cheque_number: details.cheque,
        });
        sequence
    }

    /// Ends a day: keeps how it ended and accrues a day's interest.
    pub(super) fn end_day(&mut self, on: Date) {
        self.day_ends.push(DayEnd {
            on,
            opening: self.day_opening,
            closing: self.booked,
            holds: self.holds,
            entries: self.entries_today,
        });
        self.day_opening = self.booked;
        self.entries_today = 0;
        self.overdraft_fees_today = 0;
        let earning = match self.product {
            Product::CreditCard | Product::DeferredDebit => -self.booked,
            Product::Savings => self.booked,
            Product::Checking if self.bears_overdraft_interest => -self.booked,
            Product::Checking => Cents::ZERO,
        };
        if earning > Cents::ZERO {
            self.accrued += i128::from(earning.0) * i128::from(self.rate_per_year.0);
        }
    }

    /// Takes the interest accrued since it was last taken, rounded down to the cent.
    pub(super) fn take_interest(&mut self) -> Cents {
        let interest = self.accrued / (365 * 1_000_000);
        self.accrued = 0;
        Cents(interest as i64)
    }
}

/// A reference to an entry: account and sequence.
#[derive(Debug, Clone, Copy)]
pub(super) struct EntryRef {
    pub(super) account: AccountIndex,
    pub(super) sequence: i32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn account() -> AccountState {
        let mut account = AccountState::new(AccountId(1), Product::Savings, Cents(100));
        account.is_open = true;
        account
    }

    proptest! {
        #[test]
        fn every_entry_continues_the_balance_before_it(amounts in prop::collection::vec(-10_000_i64..10_000, 0..50)) {
            let mut account = account();
            for amount in &amounts {
                let details = Details::new(BankTransactionCode::BookSent, Text(0));
                account.book(Timestamp(0), Date(0), Cents(*amount), details);
            }
            let mut balance = 100;
            for (index, entry) in account.entries.iter().enumerate() {
                balance += entry.amount.0;
                prop_assert_eq!(entry.balance_after.0, balance);
                prop_assert_eq!(entry.entry_sequence as usize, index + 1);
            }
            prop_assert_eq!(account.booked.0, balance);
        }
    }

    #[test]
    fn a_year_of_accrual_is_the_rate_of_the_balance() {
        let mut account = account();
        account.booked = Cents(100_000);
        account.rate_per_year = Rate(40_000);
        for day in 0..365 {
            account.end_day(Date(day));
        }
        assert_eq!(account.take_interest(), Cents(4_000));
        assert_eq!(account.take_interest(), Cents::ZERO);
    }
}
