//! How a day begins and ends: openings, closings, interest, monthly fees, statements, balances.

use crate::codes::{BankTransactionCode as Code, BlockReason, Category, ProcessingCode, Product};
use crate::columns::Text;
use crate::population::{AccountIndex, ClosesTo, SlotIndex};
use crate::units::{Cents, Date, Timestamp, TransferId};

use super::Ledger;
use super::book::Details;
use super::statements::Cycle;
use super::transactions::TransactionNumber;

/// Days before an account closes at which its cards are blocked, so that what is pending can post.
const NOTICE_DAYS: i32 = 12;

impl Ledger<'_, '_> {
    /// Opens the accounts that open on a day and issues their cards.
    pub(super) fn begin_day(&mut self, on: Date) {
        let is_first = on == self.horizon.from;
        let mut has_opened = is_first;
        for index in 0..self.accounts.len() {
            let opened_on = self.community.people.accounts[index].opened_on;
            if opened_on == on || (is_first && opened_on < on) {
                self.open(AccountIndex(index as u32), on);
                has_opened = true;
            }
        }
        if has_opened {
            self.issue_first_cards(|issued_on| if is_first { issued_on <= on } else { issued_on == on });
        }
        self.give_notice(on);
    }

    fn open(&mut self, account: AccountIndex, on: Date) {
        let plan = &self.community.people.accounts[account.ix()];
        let state = &mut self.accounts[account.ix()];
        state.open(on, self.horizon.to);
        if plan.product.is_card_account() {
            let day = plan.statement_day.unwrap_or(1).clamp(1, 28);
            let is_deferred = plan.product == Product::DeferredDebit;
            state.cycle = Some(Cycle::start(&self.laws.statement, day, on, state.booked, is_deferred));
        }
    }

    fn give_notice(&mut self, on: Date) {
        for slot in 0..self.community.people.slots.len() {
            let (account, ends) = (self.community.people.slots[slot].account, self.community.people.slots[slot].ends);
            if let Some((_, reason)) = ends.filter(|(ends_on, _)| *ends_on == on) {
                let at = self.zone.instant(on, 0);
                self.end_slot(at, SlotIndex(slot as u32), reason);
            }
            if self.is_closing(account, on.plus(NOTICE_DAYS)) {
                let at = self.zone.instant(on, 0);
                self.block_slot(at, SlotIndex(slot as u32), BlockReason::AccountClosed);
            }
        }
    }

    fn is_closing(&self, account: AccountIndex, on: Date) -> bool {
        self.accounts[account.ix()].is_open
            && self.community.people.accounts[account.ix()].closes_on.is_some_and(|closes_on| closes_on <= on)
    }

    /// Ends a day: interest, fees, statements and closings fall on its last instant, then every open account's day is kept.
    pub(super) fn end_day(&mut self, at: Timestamp, on: Date) {
        let is_month_end = on.plus(1).civil().day == 1;
        let open: Vec<AccountIndex> =
            (0..self.accounts.len() as u32).map(AccountIndex).filter(|a| self.accounts[a.ix()].is_open).collect();
        for &account in &open {
            match self.accounts[account.ix()].product {
                product if product.is_card_account() => self.end_card_day(account, at, on),
                _ if is_month_end => self.end_month(account, at, on),
                _ => {}
            }
        }
        for &account in &open {
            self.close_if_asked(account, at, on);
        }
        for account in open {
            let state = &mut self.accounts[account.ix()];
            state.end_day();
            state.is_open = state.closed_on.is_none();
        }
    }

    fn end_month(&mut self, account: AccountIndex, at: Timestamp, on: Date) {
        let state = &mut self.accounts[account.ix()];
        let waits = state.product == Product::Savings && self.pays_yearly && on.civil().month != 12;
        let interest = if waits { Cents::ZERO } else { state.take_interest() };
        let low = state.month_low;
        state.month_low = state.booked;
        if interest > Cents::ZERO && state.product == Product::Checking {
            let text = self.words.overdraft_interest;
            self.book(account, at, -interest, Details::new(Code::InterestCharged, text));
        } else if interest > Cents::ZERO {
            let text = self.words.interest;
            self.book(account, at, interest, Details::new(Code::InterestCredited, text));
        }
        let fees = &self.laws.fees;
        if self.accounts[account.ix()].bears_monthly_fee && low < Cents::from_major(fees.monthly_waiver) {
            self.charge(account, at, fees.monthly, self.words.monthly_fee);
        }
    }

    fn end_card_day(&mut self, account: AccountIndex, at: Timestamp, on: Date) {
        let Some(cycle) = self.accounts[account.ix()].cycle.as_mut() else { return };
        let (closes, falls_due) = (on.civil().day == cycle.closing_day, cycle.billed.due_on == on);
        if falls_due && cycle.fall_due() {
            self.charge(account, at, self.laws.fees.late, self.words.late_fee);
        }
        if !closes {
            return;
        }
        let state = &mut self.accounts[account.ix()];
        let interest = state.take_interest();
        let is_revolving = state.cycle.as_ref().is_some_and(|cycle| cycle.is_revolving);
        if is_revolving && interest > Cents::ZERO {
            let text = self.words.purchase_interest;
            self.book(account, at, -interest, Details::new(Code::InterestCharged, text));
        }
        let state = &mut self.accounts[account.ix()];
        let (id, booked) = (state.id, state.booked);
        if let Some(cycle) = &mut state.cycle {
            cycle.close(&self.laws.statement, id, on, booked);
        }
    }

    /// Closes an account whose time has come, once nothing is pending on it: the balance goes to the owner's checking account.
    fn close_if_asked(&mut self, account: AccountIndex, at: Timestamp, on: Date) {
        let plan = &self.community.people.accounts[account.ix()];
        let (closes_to, home) = (plan.closes_to, self.community.people.persons[plan.owner.ix()].checking);
        let state = &self.accounts[account.ix()];
        // What is booked on the day a cycle closes belongs to that cycle, so the account waits a day.
        let has_just_billed = state.cycle.as_ref().is_some_and(|cycle| cycle.opened_on > on);
        if !self.is_closing(account, on) || state.pending > 0 || has_just_billed {
            return;
        }
        let balance = state.booked;
        let has_home = home != account && self.accounts[home.ix()].is_open;
        let home_bears = has_home && (balance >= Cents::ZERO || self.accounts[home.ix()].available() >= -balance);
        match closes_to {
            ClosesTo::Checking if home_bears => self.sweep(account, home, at, balance),
            ClosesTo::Checking => return,
            // What is owed on a card is paid from checking, which therefore closes last.
            _ if self.accounts[account.ix()].product == Product::Checking && self.has_other_open(account) => return,
            _ if has_home && home_bears && balance < Cents::ZERO => self.sweep(account, home, at, balance),
            ClosesTo::Elsewhere => self.settle_outside(account, at, balance, self.words.own_elsewhere),
            ClosesTo::Estate => self.settle_outside(account, at, balance, self.words.estate),
        }
        self.accounts[account.ix()].closed_on = Some(on);
    }

    /// Returns whether the owner of an account has another one that is open.
    fn has_other_open(&self, account: AccountIndex) -> bool {
        let accounts = &self.community.people.accounts;
        let owner = accounts[account.ix()].owner;
        let is_other = |index: usize| index != account.ix() && accounts[index].owner == owner;
        (0..accounts.len())
            .any(|index| is_other(index) && self.accounts[index].is_open && self.accounts[index].closed_on.is_none())
    }

    /// Pays the balance out to somebody outside; what is owed they pay in, or the bank writes it off.
    fn settle_outside(&mut self, account: AccountIndex, at: Timestamp, balance: Cents, name: Text) {
        if balance != Cents::ZERO {
            let text = self.words.closing;
            let details = Details { counterparty_name: Some(name), ..Details::new(Code::Closing, text) };
            self.book(account, at, -balance, details);
        }
    }

    fn sweep(&mut self, account: AccountIndex, home: AccountIndex, at: Timestamp, balance: Cents) {
        if balance == Cents::ZERO {
            return;
        }
        self.transfers += 1;
        let transfer = TransferId(self.community.number * 1_000_000_000 + self.transfers);
        let text = self.words.closing;
        let leg = |other: AccountIndex, ledger: &Self| Details {
            transfer: Some(transfer),
            counterparty_name: Some(ledger.owner_names[other.ix()]),
            counterparty_account: Some(ledger.account_numbers[other.ix()]),
            counterparty_account_id: Some(ledger.accounts[other.ix()].id),
            ..Details::new(Code::Closing, text)
        };
        let (from, to) = (leg(home, self), leg(account, self));
        self.book(account, at, -balance, from);
        self.book(home, at, balance, to);
    }

    /// Charges what a posted card transaction costs beside its amount.
    pub(super) fn charge_card_fees(&mut self, at: Timestamp, number: TransactionNumber) {
        let row = &self.transactions[number.0 as usize];
        let (amount, is_foreign) = (row.amount, row.original_currency != self.community.world.currency);
        let is_cash = row.category == Category::Cash && row.processing_code == ProcessingCode::CashWithdrawal;
        let account = self.lives[number.0 as usize].account;
        let product = self.accounts[account.ix()].product;
        let fees = &self.laws.fees;
        if is_foreign {
            let fee = amount.share(fees.foreign_purchase_rate).to_major();
            self.charge(account, at, fee, self.words.foreign_fee);
        }
        if is_cash && product == Product::CreditCard {
            self.charge(account, at, amount.share(fees.cash_advance_rate).to_major(), self.words.cash_advance_fee);
        } else if is_cash && self.dice(number, 0xFEE).chance(fees.foreign_cash_machine_share) {
            self.charge(account, at, fees.foreign_cash_machine, self.words.cash_machine_fee);
        }
        let short = -self.accounts[account.ix()].booked;
        if product == Product::Checking && short > Cents::ZERO {
            self.protect(at, account, short);
        }
        if product == Product::Checking && self.accounts[account.ix()].booked < Cents::ZERO {
            self.charge_overdraft(account, at);
        }
    }

    /// Charges an overdraft fee, unless the overdraft is small or the day has had its fees.
    pub(super) fn charge_overdraft(&mut self, account: AccountIndex, at: Timestamp) {
        let state = &mut self.accounts[account.ix()];
        let laws = &self.laws.overdraft;
        let is_small = -state.booked <= Cents::from_major(laws.free_below);
        if is_small || state.overdraft_fees_today >= laws.fees_per_day {
            return;
        }
        state.overdraft_fees_today += 1;
        self.charge(account, at, self.laws.fees.overdraft, self.words.overdraft_fee);
    }

    /// Books a fee given in dollars.
    pub(super) fn charge(&mut self, account: AccountIndex, at: Timestamp, dollars: f64, text: crate::columns::Text) {
        let fee = Cents::from_major(dollars);
        if fee > Cents::ZERO {
            self.book(account, at, -fee, Details::new(Code::Fee, text));
        }
    }

    /// Returns the last instant of a day.
    pub(super) fn last_instant(&self, on: Date) -> Timestamp {
        self.zone.instant(on.plus(1), 0).plus(-1)
    }
}
