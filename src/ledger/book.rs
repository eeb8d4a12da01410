//! The accounts: booked balance, holds, entries, and how a day ends.

use crate::codes::{BankTransactionCode, CreditDebit, Product};
use crate::columns::Text;
use crate::population::AccountIndex;
use crate::rows::{AccountEntry, Balance};
use crate::units::{AccountId, Cents, Date, DisputeId, Rate, StandingOrderId, Timestamp, TransactionId, TransferId};

use super::books::Booked;
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
    pages: Pages,
    /// The first day that was ended, and what was booked as it began.
    first_day: Option<(Date, Cents)>,
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
}

/// What is written of an account: the long lists, whose memory one account leaves to another.
#[derive(Debug, Default)]
pub(super) struct Pages {
    entries: Vec<Entry>,
    /// What entries say that say more than which card transaction they are of.
    said: Vec<Details>,
    day_ends: Vec<DayEnd>,
}

impl Pages {
    fn blank(mut self) -> Self {
        self.entries.clear();
        self.said.clear();
        self.day_ends.clear();
        self
    }
}

/// An entry as the ledger keeps it. Most are of card transactions, of which there are many, so that entries had better be small.
#[derive(Debug, Clone, Copy)]
struct Entry {
    at: Timestamp,
    amount: Cents,
    balance_after: Cents,
    on: Date,
    value_date: Date,
    code: BankTransactionCode,
    text: Text,
    more: More,
}

/// What else an entry says.
#[derive(Debug, Clone, Copy)]
enum More {
    /// It is of a card transaction, and the counterparty's name is its text.
    Card(TransactionId),
    /// What stands at a place of [`AccountState::said`].
    Said(u32),
}

/// How an account ended a day; an account's days follow one another without a gap, and each begins as the last one ended.
#[derive(Debug, Clone, Copy)]
struct DayEnd {
    closing: Cents,
    holds: Cents,
    entries: i32,
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

    /// Returns the card transaction that an entry is of, if it says nothing else.
    fn card_only(&self) -> Option<TransactionId> {
        let Self { counterparty_name, counterparty_account, counterparty_account_id, transfer, order, .. } = self;
        let is_plain = *counterparty_name == Some(self.text)
            && counterparty_account.is_none()
            && counterparty_account_id.is_none()
            && transfer.is_none()
            && order.is_none()
            && self.dispute.is_none()
            && self.cheque.is_none();
        self.transaction.filter(|_| is_plain)
    }
}

impl AccountState {
    /// Opens an account with a booked balance, in the memory of other pages.
    pub(super) fn new(id: AccountId, product: Product, booked: Cents, pages: Pages) -> Self {
        Self {
            id,
            product,
            rate_per_year: Rate::default(),
            credit_line: Cents::ZERO,
            booked,
            holds: Cents::ZERO,
            pending: 0,
            pages: pages.blank(),
            first_day: None,
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
        if let Some(cycle) = &mut self.cycle {
            cycle.count(details.code, amount);
        }
        let more = match details.card_only() {
            Some(transaction) => More::Card(transaction),
            None => {
                self.pages.said.push(details);
                More::Said(self.pages.said.len() as u32 - 1)
            }
        };
        let value_date = details.value_date.unwrap_or(on);
        let Details { code, text, .. } = details;
        self.pages.entries.push(Entry { at, amount, balance_after: self.booked, on, value_date, code, text, more });
        self.pages.entries.len() as i32
    }

    /// Gives its pages away.
    pub(super) fn into_pages(self) -> Pages {
        self.pages
    }

    /// Returns how many entries there are, and how many days have been ended.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.pages.entries.len(), self.pages.day_ends.len())
    }

    /// Returns the rows of the entries, in order.
    pub(super) fn entry_rows(&self) -> impl Iterator<Item = AccountEntry> {
        self.pages.entries.iter().zip(1..).map(|(entry, sequence)| {
            let said = match entry.more {
                More::Card(transaction) => Details {
                    transaction: Some(transaction),
                    counterparty_name: Some(entry.text),
                    ..Details::new(entry.code, entry.text)
                },
                More::Said(place) => self.pages.said[place as usize],
            };
            AccountEntry {
                account_id: self.id,
                entry_sequence: sequence,
                booked_at: entry.at,
                booking_date: entry.on,
                value_date: entry.value_date,
                amount: entry.amount,
                balance_after: entry.balance_after,
                credit_debit: if entry.amount < Cents::ZERO { CreditDebit::Debit } else { CreditDebit::Credit },
                bank_transaction_code: entry.code,
                text: entry.text,
                counterparty_name: said.counterparty_name,
                counterparty_account: said.counterparty_account,
                counterparty_account_id: said.counterparty_account_id,
                transfer_id: said.transfer,
                standing_order_id: said.order,
                transaction_id: said.transaction,
                dispute_id: said.dispute,
                cheque_number: said.cheque,
            }
        })
    }

    /// Returns the entries as the books show them, in order.
    pub(super) fn booked_entries(&self) -> impl Iterator<Item = Booked> {
        self.pages.entries.iter().zip(1..).map(|(entry, sequence)| Booked {
            sequence,
            at: entry.at,
            on: entry.on,
            amount: entry.amount,
            balance_after: entry.balance_after,
            code: entry.code,
            text: entry.text,
            transaction: match entry.more {
                More::Card(transaction) => Some(transaction),
                More::Said(_) => None,
            },
        })
    }

    /// Returns how many entries there are until an instant, those of that instant included.
    pub(super) fn entries_until(&self, at: Timestamp) -> usize {
        self.pages.entries.partition_point(|entry| entry.at <= at)
    }

    /// Returns what was booked at an instant; nothing on an account that never opened, or later.
    pub(super) fn booked_at(&self, at: Timestamp) -> Option<Cents> {
        match self.entries_until(at).checked_sub(1) {
            Some(last) => Some(self.pages.entries[last].balance_after),
            None => self.first_day.map(|(_, opening)| opening),
        }
    }

    /// Returns the rows of the days, in order.
    pub(super) fn balance_rows(&self) -> impl Iterator<Item = Balance> {
        let (first_day, mut opening) = self.first_day.unwrap_or_default();
        self.pages.day_ends.iter().zip(first_day.0..).map(move |(day, on)| Balance {
            account_id: self.id,
            balance_date: Date(on),
            opening_booked: std::mem::replace(&mut opening, day.closing),
            closing_booked: day.closing,
            holds: day.holds,
            closing_available: day.closing - day.holds + self.credit_line,
            entry_count: day.entries,
        })
    }

    /// Opens for business on a day, with room for the days until the horizon's end.
    pub(super) fn open(&mut self, on: Date, last: Date) {
        self.is_open = true;
        self.first_day = Some((on, self.booked));
        let days = last.since(on).max(0) as usize + 1;
        self.pages.day_ends.reserve(days);
        // About an entry a day; most accounts have fewer, and hardly any has twice as many.
        self.pages.entries.reserve(days);
    }

    /// Ends a day: keeps how it ended and accrues a day's interest.
    pub(super) fn end_day(&mut self) {
        self.pages.day_ends.push(DayEnd { closing: self.booked, holds: self.holds, entries: self.entries_today });
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
        let mut account = AccountState::new(AccountId(1), Product::Savings, Cents(100), Pages::default());
        account.open(Date(0), Date(400));
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
            for (index, entry) in account.entry_rows().enumerate() {
                balance += entry.amount.0;
                prop_assert_eq!(entry.balance_after.0, balance);
                prop_assert_eq!(entry.entry_sequence as usize, index + 1);
            }
            prop_assert_eq!(account.booked.0, balance);
        }
    }

    #[test]
    fn a_day_begins_as_the_day_before_it_ended() {
        let mut account = account();
        for amount in [0, 50, -20] {
            account.book(Timestamp(0), Date(0), Cents(amount), Details::new(BankTransactionCode::BookSent, Text(0)));
            account.end_day();
        }
        let days: Vec<_> = account
            .balance_rows()
            .map(|row| (row.balance_date.0, row.opening_booked.0, row.closing_booked.0))
            .collect();
        assert_eq!(days, [(0, 100, 100), (1, 100, 150), (2, 150, 130)]);
    }

    #[test]
    fn an_entry_says_what_it_was_booked_with() {
        let mut account = account();
        let plain = Details {
            transaction: Some(TransactionId(7)),
            counterparty_name: Some(Text(3)),
            ..Details::new(BankTransactionCode::CardPayment, Text(3))
        };
        account.book(Timestamp(0), Date(1), Cents(-1), plain);
        account.book(Timestamp(0), Date(1), Cents(-1), Details { cheque: Some(101), ..plain });
        let rows: Vec<AccountEntry> = account.entry_rows().collect();
        assert!(rows.iter().all(|row| row.transaction_id == Some(TransactionId(7))));
        assert!(rows.iter().all(|row| row.counterparty_name == Some(Text(3)) && row.value_date == Date(1)));
        assert_eq!([rows[0].cheque_number, rows[1].cheque_number], [None, Some(101)]);
    }

    #[test]
    fn the_balance_of_an_instant_is_that_after_the_last_entry_until_then() {
        let mut account = account();
        for (at, amount) in [(10, 50), (10, 1), (30, -20)] {
            account.book(Timestamp(at), Date(0), Cents(amount), Details::new(BankTransactionCode::BookSent, Text(0)));
        }
        let booked: Vec<_> = [9, 10, 29, 30].map(|at| account.booked_at(Timestamp(at)).map(|cents| cents.0)).into();
        assert_eq!(booked, [Some(100), Some(151), Some(151), Some(131)]);
    }

    #[test]
    fn a_year_of_accrual_is_the_rate_of_the_balance() {
        let mut account = account();
        account.booked = Cents(100_000);
        account.rate_per_year = Rate(40_000);
        for _ in 0..365 {
            account.end_day();
        }
        assert_eq!(account.take_interest(), Cents(4_000));
        assert_eq!(account.take_interest(), Cents::ZERO);
    }
}
