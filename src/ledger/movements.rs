//! Movements without a card: amounts that depend on balances, both legs of transfers, returned items.

use crate::codes::{BankTransactionCode as Code, Product};
use crate::columns::Text;
use crate::intent::{Amount, CaseIndex, Direction, Movement, Other, Shortfall};
use crate::population::AccountIndex;
use crate::units::{Cents, Timestamp, TransferId};

use super::Ledger;
use super::book::Details;

impl Ledger<'_, '_> {
    /// Settles a movement.
    pub(super) fn move_money(&mut self, at: Timestamp, movement: &Movement, case: Option<CaseIndex>) {
        let is_usable = |account: AccountIndex| {
            self.accounts[account.ix()].is_open && self.community.people.accounts[account.ix()].is_usable(self.today)
        };
        let is_possible = match movement.other {
            Other::Inside(other) => is_usable(movement.account) && is_usable(other),
            Other::Outside { .. } | Other::Bank => is_usable(movement.account),
        };
        if !is_possible {
            return;
        }
        match (movement.direction, movement.other) {
            (Direction::In, Other::Inside(payer)) => {
                let amount = self.amount_of(movement.amount, payer, Some(movement.account), case);
                let code = outgoing_of(movement.code);
                self.transfer(at, payer, movement.account, amount, (code, movement), case);
            }
            (Direction::Out, Other::Inside(receiver)) => {
                let amount = self.amount_of(movement.amount, movement.account, Some(receiver), case);
                if movement.shortfall == Shortfall::PayOrReturn {
                    self.protect(at, movement.account, amount - self.own(movement.account));
                }
                self.transfer(at, movement.account, receiver, amount, (movement.code, movement), case);
            }
            (Direction::In, _) => {
                let amount = match movement.amount {
                    Amount::Fixed(amount) => amount,
                    Amount::TopUp { target, step } => self.missing(movement.account, target, step),
                    _ => return,
                };
                if amount > Cents::ZERO {
                    let details = self.details_of(movement);
                    let sequence = self.book(movement.account, at, amount, details);
                    self.label_movement(at, movement.account, sequence, amount, case);
                }
            }
            (Direction::Out, _) => {
                let amount = self.amount_of(movement.amount, movement.account, None, case);
                if case.is_none() {
                    self.protect(at, movement.account, amount - self.own(movement.account));
                }
                self.pay_out(at, movement, amount, case);
            }
        }
    }

    /// Works out a relative amount from the balances of this instant; zero where there is nothing to move.
    fn amount_of(
        &self,
        amount: Amount,
        from: AccountIndex,
        receiver: Option<AccountIndex>,
        case: Option<CaseIndex>,
    ) -> Cents {
        let own = self.own(from);
        let billed =
            || receiver.and_then(|account| self.accounts[account.ix()].cycle.as_ref()).map(|cycle| cycle.billed);
        let owed_now = || receiver.map_or(Cents::ZERO, |account| -self.accounts[account.ix()].booked);
        let amount = match amount {
            Amount::Fixed(amount) => amount,
            Amount::ShareAbove { floor, share, step } => (own - floor).max(Cents::ZERO).share(share).floor_to(step),
            Amount::PassOn { share, step } => self.received_in_case(case, from).share(share).floor_to(step).min(own),
            Amount::TopUp { target, step } => {
                receiver.map_or(Cents::ZERO, |account| self.missing(account, target, step)).min(own)
            }
            Amount::StatementShare(share) => {
                let Some(billed) = billed() else { return Cents::ZERO };
                // Who has not got the whole share pays what there is, but at least the minimum.
                let within_means = billed.left().share(share).min(own);
                within_means.max(billed.minimum_left()).min(owed_now())
            }
            Amount::StatementMinimum => {
                let left = billed().map_or(Cents::ZERO, |billed| billed.minimum_left());
                left.min(owed_now())
            }
        };
        amount.max(Cents::ZERO)
    }

    /// Returns what an account lacks of a target in money of its own, rounded up to a step.
    fn missing(&self, account: AccountIndex, target: Cents, step: Cents) -> Cents {
        ((target - self.own(account)).max(Cents::ZERO) + step - Cents(1)).floor_to(step)
    }

    /// Returns what an account has of its own: without what is held and without any line.
    fn own(&self, account: AccountIndex) -> Cents {
        let state = &self.accounts[account.ix()];
        state.available() - state.credit_line
    }

    /// Moves what a protected checking account lacks from its owner's savings, if they have it all.
    pub(super) fn protect(&mut self, at: Timestamp, account: AccountIndex, missing: Cents) {
        let people = &self.community.people;
        let savings = people.persons[people.accounts[account.ix()].owner.ix()].savings;
        let Some(savings) = savings.filter(|_| self.accounts[account.ix()].is_protected) else { return };
        let step = Cents::from_major(self.laws.overdraft.protection_step);
        let amount = (missing + step - Cents(1)).floor_to(step).min(self.accounts[savings.ix()].booked);
        if missing <= Cents::ZERO || amount < missing || self.accounts[account.ix()].product != Product::Checking {
            return;
        }
        let movement = Movement {
            account: savings,
            direction: Direction::Out,
            amount: Amount::Fixed(amount),
            other: Other::Inside(account),
            code: Code::BookSent,
            text: self.words.protection,
            mandate: None,
            cheque: None,
            shortfall: Shortfall::Refuse,
        };
        self.transfer(at, savings, account, amount, (Code::BookSent, &movement), None);
    }

    fn transfer(
        &mut self,
        at: Timestamp,
        payer: AccountIndex,
        receiver: AccountIndex,
        amount: Cents,
        (code, movement): (Code, &Movement),
        case: Option<CaseIndex>,
    ) {
        let room = self.accounts[receiver.ix()].room_for(amount);
        // A standing order is for its amount or not at all.
        let amount = if movement.mandate.is_some() && room < amount { Cents::ZERO } else { room };
        let is_possible =
            payer != receiver && self.accounts[payer.ix()].is_open && self.accounts[receiver.ix()].is_open;
        if amount <= Cents::ZERO || !is_possible {
            return;
        }
        if amount > self.accounts[payer.ix()].available() {
            if movement.shortfall == Shortfall::PayOrReturn {
                self.charge(payer, at, self.laws.fees.returned_item, self.words.returned_item_fee);
            }
            return;
        }
        self.transfers += 1;
        let transfer = TransferId(self.community.number * 1_000_000_000 + self.transfers);
        let order = movement.mandate.and_then(|mandate| self.order_ids[mandate.0 as usize]);
        let leg = |code, text, other: &Self, account: AccountIndex| Details {
            transfer: Some(transfer),
            counterparty_name: Some(other.owner_names[account.ix()]),
            counterparty_account: Some(other.account_numbers[account.ix()]),
            counterparty_account_id: Some(other.accounts[account.ix()].id),
            ..Details::new(code, text)
        };
        let is_own =
            self.community.people.accounts[payer.ix()].owner == self.community.people.accounts[receiver.ix()].owner;
        let out = Details { order, ..leg(code, movement.text, self, receiver) };
        let into = leg(incoming_of(code, is_own), movement.text, self, payer);
        let sequence = self.book(payer, at, -amount, out);
        self.label_movement(at, payer, sequence, amount, case);
        self.pass_in_case(case, payer, -amount);
        self.pass_in_case(case, receiver, amount);
        let sequence = self.book(receiver, at, amount, into);
        self.label_movement(at, receiver, sequence, Cents::ZERO, case);
    }

    fn pay_out(&mut self, at: Timestamp, movement: &Movement, amount: Cents, case: Option<CaseIndex>) {
        if amount <= Cents::ZERO {
            return;
        }
        let account = movement.account;
        let details = self.details_of(movement);
        let state = &self.accounts[account.ix()];
        if amount <= state.available() {
            self.pass_in_case(case, account, -amount);
            let sequence = self.book(account, at, -amount, details);
            self.label_movement(at, account, sequence, amount, case);
            return;
        }
        if movement.shortfall == Shortfall::Refuse {
            return;
        }
        let courtesy =
            if state.has_courtesy { Cents::from_major(self.laws.overdraft.courtesy_limit) } else { Cents::ZERO };
        if amount <= state.available() + courtesy {
            let sequence = self.book(account, at, -amount, details);
            self.label_movement(at, account, sequence, amount, case);
            self.charge_overdraft(account, at);
        } else {
            self.return_item(at, account, amount, details);
        }
    }

    fn return_item(&mut self, at: Timestamp, account: AccountIndex, amount: Cents, details: Details) {
        let code = if details.code == Code::ChequePaid { Code::ChequeReturned } else { Code::DirectDebitReturned };
        self.book(account, at, -amount, details);
        self.book(account, at, amount, Details { code, text: self.words.returned_item, ..details });
        self.charge(account, at, self.laws.fees.returned_item, self.words.returned_item_fee);
    }

    fn details_of(&self, movement: &Movement) -> Details {
        let (name, account): (Option<Text>, Option<Text>) = match movement.other {
            Other::Outside { name, account } => (Some(name), account),
            Other::Inside(_) | Other::Bank => (None, None),
        };
        Details {
            counterparty_name: name,
            counterparty_account: account,
            order: movement.mandate.and_then(|mandate| self.order_ids[mandate.0 as usize]),
            cheque: movement.cheque,
            ..Details::new(movement.code, movement.text)
        }
    }
}

/// Returns the code of the receiving leg of a transfer.
fn incoming_of(code: Code, is_own: bool) -> Code {
    match code {
        Code::InstantSent => Code::InstantReceived,
        Code::CardRepayment => Code::CardRepayment,
        Code::BookSent => Code::BookReceived,
        _ if is_own => Code::BookReceived,
        _ => Code::CreditReceived,
    }
}

/// Returns the code of the paying leg of a transfer that the receiver asked for.
fn outgoing_of(code: Code) -> Code {
    match code {
        Code::InstantReceived => Code::InstantSent,
        Code::BookReceived => Code::BookSent,
        Code::CreditReceived => Code::CreditSent,
        other => other,
    }
}
