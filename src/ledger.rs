//! The ledger: settles intents in time order and keeps every balance.
//!
//! It has no opinion about who is honest: fraud and genuine intents take the same way. Everything it decides comes from
//! balances, card states, the laws of `[ledger]` and random bits that are an intent's own.

mod authorize;
mod book;
mod books;
mod clock;
mod day;
mod disputes;
mod lifecycle;
mod movements;
mod output;
mod plastic;
mod profiles;
mod statements;
mod transactions;
mod truth;
mod words;

pub use books::{Booked, Books, Plastic, Step};
pub use output::Outcome;

use crate::calendar::{Horizon, Zone};
use crate::community::Community;
use crate::identity::Mint;
use crate::intent::{Intent, Intents, What};
use crate::population::AccountIndex;
use crate::rows::{CardTransaction, CustomerEvent, Rows};
use crate::scenario::LedgerLaws;
use crate::units::{Date, StandingOrderId, Timestamp, span};

use book::{AccountState, Details, Pages};
use clock::{Clock, Task};
use disputes::DisputeState;
use plastic::{CardNumber, CardState};
use transactions::{Life, RawEvent};
use truth::CaseState;
use words::Words;

/// The large lists that one community leaves to the next, empty, so that their memory need not be asked for anew.
#[derive(Debug, Default)]
pub struct Buffers {
    /// For the intents.
    pub intents: [Vec<Intent>; 2],
    transactions: Vec<CardTransaction>,
    lives: Vec<Life>,
    events: Vec<RawEvent>,
    pages: Vec<Pages>,
}

/// The ledger of one community while it runs.
struct Ledger<'c, 'w> {
    community: &'c mut Community<'w>,
    intents: Intents,
    laws: &'w LedgerLaws,
    zone: &'w Zone,
    horizon: Horizon,
    mint: Mint,
    today: Date,
    accounts: Vec<AccountState>,
    owner_names: Vec<crate::columns::Text>,
    account_numbers: Vec<crate::columns::Text>,
    order_ids: Vec<Option<StandingOrderId>>,
    slots: Vec<Vec<CardNumber>>,
    cards: Vec<CardState>,
    cards_issued: Vec<i64>,
    transactions: Vec<CardTransaction>,
    lives: Vec<Life>,
    events: Vec<RawEvent>,
    disputes: Vec<DisputeState>,
    cases: Vec<CaseState>,
    planned_refunds: Vec<(usize, Timestamp)>,
    profile_events: Vec<Vec<CustomerEvent>>,
    device_last_seen: Vec<Option<Timestamp>>,
    terminals: Vec<Vec<crate::columns::Text>>,
    transfers: i64,
    clock: Clock,
    words: Words,
    /// Whether savings are credited their interest once a year.
    pays_yearly: bool,
}

/// Settles the intents of a community, which must be in time order, and adds the rows of the money, the cards and the truth.
///
/// Whoever has read the books gives their memory back to the buffers.
pub fn settle(community: &mut Community<'_>, intents: Intents, rows: &mut Rows, buffers: &mut Buffers) -> Books {
    let mut ledger = Ledger::open_books(community, intents, buffers);
    ledger.run();
    ledger.close_books(rows)
}

impl Ledger<'_, '_> {
    fn run(&mut self) {
        let list = std::mem::take(&mut self.intents.list);
        let start = self.zone.instant(self.horizon.from, 0);
        let mut next = list.partition_point(|intent| intent.at < start);
        for day in self.horizon.days() {
            self.today = day;
            let end = self.last_instant(day);
            self.begin_day(day);
            while let Some(intent) = list.get(next).filter(|intent| intent.at <= end) {
                self.settle_due(intent.at);
                self.settle_intent(intent);
                next += 1;
            }
            self.settle_due(end);
            self.end_day(end, day);
        }
        self.intents.list = list;
    }

    fn settle_intent(&mut self, intent: &Intent) {
        match &intent.what {
            What::Card(usage) => self.use_card(intent.at, usage, intent.case),
            What::Movement(movement) => self.move_money(intent.at, movement, intent.case),
            What::Control(control) => self.control(intent.at, control, intent.case),
        }
    }

    fn settle_due(&mut self, until: Timestamp) {
        while let Some((at, task)) = self.clock.next_until(until) {
            match task {
                Task::Post(number) => self.post_transaction(at, number),
                Task::Expire(number) => self.expire(at, number),
                Task::Reverse(number) => self.reverse(at, number),
                Task::Increment(number, step) => self.increment(at, number, step),
                Task::Refund(number, amount) => self.refund(at, number, amount),
                Task::Dispute(number, plan) => self.open_dispute(at, number, plan),
                Task::Credit(number) => self.credit_dispute(at, number),
                Task::ChargeBack(number) => self.charge_back(at, number),
                Task::Represent(number) => self.represent(at, number),
                Task::Resolve(number) => self.resolve(at, number),
                Task::Renew(slot) => self.renew(slot),
                Task::Replace(slot, old) => self.replace(slot, old),
                Task::Activate(card) => self.activate(at, card),
            }
        }
    }

    /// Puts a task off until a moment of a day, in microseconds after midnight.
    fn schedule(&mut self, on: Date, micros: i64, task: Task) {
        let at = self.zone.instant(on, micros);
        self.clock.at(at, task);
    }

    /// Puts a task off until a moment of a day, but a minute after an instant at the earliest, and returns when that is.
    fn schedule_after(&mut self, earliest: Timestamp, on: Date, micros: i64, task: Task) -> Timestamp {
        let at = self.zone.instant(on, micros).max(earliest.plus(span::MINUTE));
        self.clock.at(at, task);
        at
    }

    /// Books an amount on an account today.
    fn book(&mut self, account: AccountIndex, at: Timestamp, amount: crate::units::Cents, details: Details) -> i32 {
        let today = self.today;
        self.accounts[account.ix()].book(at, today, amount, details)
    }
}
