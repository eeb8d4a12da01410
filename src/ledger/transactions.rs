//! Card transactions: what is kept of each while it lives, and its events.

use crate::codes::*;
use crate::columns::{AuthorizationCode, Text};
use crate::intent::{Aftermath, CardUse, CaseIndex};
use crate::population::AccountIndex;
use crate::rng::{Stream, mix};
use crate::rows::{CardEvent, CardTransaction};
use crate::units::{Cents, Date, Mills, Rate, Timestamp, TransactionId};
use crate::world::PlaceIndex;

use super::Ledger;
use super::books::Step;
use super::plastic::CardNumber;

/// The number of a transaction in the community's list, in time order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TransactionNumber(pub(super) u32);

/// What the ledger keeps of a transaction beside its row.
#[derive(Debug)]
pub(super) struct Life {
    pub(super) account: AccountIndex,
    pub(super) place: PlaceIndex,
    pub(super) case: Option<CaseIndex>,
    /// What it holds of the account's funds.
    pub(super) hold: Cents,
    /// What will clear, in minor units of the place's currency.
    pub(super) clears: i64,
    pub(super) aftermath: Aftermath,
    pub(super) refunded: Cents,
    pub(super) is_disputed: bool,
    pub(super) is_closed: bool,
    /// Random bits for decisions after the authorization.
    pub(super) word: u64,
}

/// One event before it has its number in its transaction's life.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawEvent {
    transaction: TransactionNumber,
    kind: CardEventType,
    at: Timestamp,
    amount: Cents,
    response: Option<ResponseCode>,
}

impl RawEvent {
    /// Returns the event as the books show it.
    pub(super) fn step(&self) -> Step {
        let Self { transaction, kind, at, amount, response } = *self;
        Step { transaction: transaction.0 as usize, kind, at, amount, response }
    }
}

/// An amount of the place's currency in both currencies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Money {
    pub(super) original: Mills,
    pub(super) currency: Currency,
    pub(super) rate: Rate,
    pub(super) billed: Cents,
}

impl Ledger<'_, '_> {
    /// Converts minor units of a place's currency into the account's currency, at today's rate.
    pub(super) fn money(&self, minor: i64, currency: Currency) -> Money {
        convert(minor, currency, self.community.world.fx_rate(currency, self.today))
    }

    /// Adds a transaction's row with what is the same for all kinds of them.
    pub(super) fn add_transaction(
        &mut self,
        at: Timestamp,
        usage: &CardUse,
        card: CardNumber,
        case: Option<CaseIndex>,
        asked: Money,
    ) -> TransactionNumber {
        let number = TransactionNumber(self.transactions.len() as u32);
        let row = self.row_of(number, at, usage, card, asked);
        self.transactions.push(row);
        self.lives.push(Life {
            account: self.community.people.slots[usage.slot.ix()].account,
            place: usage.place,
            case,
            hold: Cents::ZERO,
            clears: usage.amount + usage.tip + usage.cashback,
            aftermath: usage.aftermath,
            refunded: Cents::ZERO,
            is_disputed: false,
            is_closed: true,
            word: mix(usage.word),
        });
        self.label_transaction(at, number, case);
        number
    }

    fn row_of(
        &mut self,
        number: TransactionNumber,
        at: Timestamp,
        usage: &CardUse,
        card: CardNumber,
        asked: Money,
    ) -> CardTransaction {
        let slot = &self.community.people.slots[usage.slot.ix()];
        let device = usage.device.map(|device| &self.community.people.devices[device.ix()]);
        let place = self.community.places.get(usage.place);
        let is_at_store = matches!(usage.channel, Channel::InPerson | Channel::Atm);
        let zone = if is_at_store { &self.community.world.zones[place.zone] } else { self.zone };
        let (local_date, micros) = zone.local(at);
        let (customer, account) =
            (&self.community.people.persons[slot.holder.ix()], self.accounts[slot.account.ix()].id);
        let is_single_message = self.is_single_message(usage);
        CardTransaction {
            transaction_id: TransactionId(self.community.number * 1_000_000_000 + i64::from(number.0) + 1),
            card_id: self.cards[card.0 as usize].id,
            account_id: account,
            customer_id: customer.id,
            merchant_id: place.merchant,
            location_id: place.location.filter(|_| is_at_store),
            terminal_id: None,
            original_transaction_id: None,
            message_type: if is_single_message {
                MessageType::FinancialRequest
            } else {
                MessageType::AuthorizationRequest
            },
            processing_code: usage.processing,
            authorized_at: at,
            local_date,
            local_hour: (micros / crate::units::span::HOUR) as i32,
            cleared_at: None,
            posted_at: None,
            authorized_amount: asked.billed,
            amount: Cents::ZERO,
            currency: self.community.world.currency,
            original_amount: asked.original,
            original_currency: asked.currency,
            fx_rate: asked.rate,
            tip_amount: Cents::ZERO,
            cashback_amount: if usage.cashback == 0 {
                Cents::ZERO
            } else {
                self.money(usage.cashback, place.currency).billed
            },
            mcc: place.mcc,
            category: place.category,
            merchant_country: place.country,
            entry_mode: usage.entry,
            verification: usage.verification,
            channel: usage.channel,
            wallet: usage.wallet,
            is_recurring: usage.is_recurring,
            three_d_secure: usage.three_d_secure,
            avs_result: usage.avs,
            cvv_result: usage.cvv,
            system_trace_number: (usage.word >> 40) as i32 % 999_999 + 1,
            response_code: ResponseCode::Approved,
            authorization_code: None,
            available_before: None,
            status: TransactionStatus::Pending,
            device_id: device.map(|device| device.id),
            ip_address: device.filter(|_| usage.channel == Channel::Ecommerce).map(|device| device.ip_address),
        }
        .with_terminal(self.terminal_of(usage).filter(|_| is_at_store))
    }

    /// Returns whether a use is authorized and posted by one message: cash, and debit with a PIN.
    pub(super) fn is_single_message(&self, usage: &CardUse) -> bool {
        usage.processing == ProcessingCode::CashWithdrawal
            || usage.processing == ProcessingCode::PurchaseWithCashback
            || (self.laws.clearing.pin_debit_posts_at_once
                && usage.verification == Verification::Pin
                && self.community.people.slots[usage.slot.ix()].kind == CardKind::Debit)
    }

    /// Returns the terminal of a use, the same lane for the same bits.
    pub(super) fn terminal_of(&mut self, usage: &CardUse) -> Option<Text> {
        let place = self.community.places.get(usage.place);
        let (location, lane) = (place.location?, usage.terminal(place.terminals.max(1)));
        let index = usage.place.0 as usize;
        if self.terminals.len() <= index {
            self.terminals.resize_with(index + 1, Vec::new);
        }
        let known = &mut self.terminals[index];
        while known.len() <= usize::from(lane) {
            let text = terminal_code(location.0, known.len() as i64);
            known.push(self.community.texts.intern(&text));
        }
        Some(known[usize::from(lane)])
    }

    /// Adds an event to a transaction's life.
    pub(super) fn event(
        &mut self,
        transaction: TransactionNumber,
        kind: CardEventType,
        at: Timestamp,
        amount: Cents,
        response: Option<ResponseCode>,
    ) {
        self.events.push(RawEvent { transaction, kind, at, amount, response });
    }

    /// Returns the events as rows, by transaction and in the order in which they happened.
    pub(super) fn event_rows(&self) -> impl Iterator<Item = CardEvent> {
        let mut next = vec![0_u32; self.transactions.len() + 1];
        for event in &self.events {
            next[event.transaction.0 as usize + 1] += 1;
        }
        for transaction in 1..next.len() {
            next[transaction] += next[transaction - 1];
        }
        let mut order = vec![0_u32; self.events.len()];
        for (index, event) in self.events.iter().enumerate() {
            let place = &mut next[event.transaction.0 as usize];
            order[*place as usize] = index as u32;
            *place += 1;
        }
        let mut last = u32::MAX;
        let mut sequence = 0;
        order.into_iter().map(move |index| {
            let event = &self.events[index as usize];
            sequence = if event.transaction.0 == last { sequence + 1 } else { 1 };
            last = event.transaction.0;
            let row = &self.transactions[event.transaction.0 as usize];
            CardEvent {
                transaction_id: row.transaction_id,
                event_sequence: sequence,
                event_type: event.kind,
                occurred_at: event.at,
                amount: event.amount,
                account_id: row.account_id,
                response_code: event.response,
            }
        })
    }

    /// Returns a die of a transaction's own, for one kind of decision.
    pub(super) fn dice(&self, transaction: TransactionNumber, decision: u64) -> Stream {
        Stream::seeded(mix(self.lives[transaction.0 as usize].word ^ decision))
    }
}

impl CardTransaction {
    fn with_terminal(mut self, terminal: Option<Text>) -> Self {
        self.terminal_id = terminal;
        self
    }

    /// Marks the request as approved, with its code.
    pub(super) fn approve(&mut self, word: u64) {
        self.response_code = ResponseCode::Approved;
        self.authorization_code = Some(AuthorizationCode::of(word));
    }

    /// Marks the transaction as posted with its final amount.
    pub(super) fn post(&mut self, cleared_at: Timestamp, posted_at: Timestamp, money: Money, tip: Cents) {
        self.cleared_at = Some(cleared_at);
        self.posted_at = Some(posted_at);
        self.amount = money.billed;
        self.original_amount = money.original;
        self.tip_amount = tip;
        self.status = TransactionStatus::Posted;
    }
}

/// Converts minor units of a currency at a rate; the billed amount rounds to the nearest cent.
pub(super) fn convert(minor: i64, currency: Currency, rate: Rate) -> Money {
    let mills = minor * 10_i64.pow(3 - currency.exponent());
    let billed = match mills.checked_mul(rate.0).and_then(|product| product.checked_add(5_000_000)) {
        Some(product) => product.div_euclid(10_000_000),
        None => (i128::from(mills) * i128::from(rate.0) + 5_000_000).div_euclid(10_000_000) as i64,
    };
    Money { original: Mills(mills), currency, rate, billed: Cents(billed) }
}

/// Writes a terminal's id (ISO 8583 data element 41, eight characters): location and lane to base 36.
fn terminal_code(location: i64, lane: i64) -> String {
    let mut left = (location * 32 + lane).rem_euclid(36_i64.pow(8));
    let mut characters = [b'0'; 8];
    for place in characters.iter_mut().rev() {
        *place = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(left % 36) as usize];
        left /= 36;
    }
    characters.iter().map(|&character| char::from(character)).collect()
}

/// Returns the value date of a card entry: the day the card was used.
pub(super) fn value_date(row: &CardTransaction, booked_on: Date) -> Date {
    row.local_date.min(booked_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yen_have_no_cents_and_round_to_the_nearest() {
        let money = convert(10_000, Currency::Jpy, Rate::from_f64(0.006_712));
        assert_eq!(money.original, Mills(10_000_000));
        assert_eq!(money.billed, Cents(6_712));
        assert_eq!(convert(1_050, Currency::Usd, Rate::ONE).billed, Cents(1_050));
    }

    #[test]
    fn lanes_of_one_store_have_terminals_of_their_own() {
        assert_ne!(terminal_code(5, 0), terminal_code(5, 1));
        assert_eq!(terminal_code(5, 0).len(), 8);
    }
}
