//! Opening the books from the people's plans, and closing them into rows.

use crate::codes::{AccountStatus, OrderStatus, Product, ProfileEvent};
use crate::columns::{Columns as _, Text};
use crate::community::Community;
use crate::identity::Mint;
use crate::intent::{Intents, Mandate, What};
use crate::rng::Stream;
use crate::rows::{Rows, StandingOrder};
use crate::units::{AccountId, Cents, Date, StandingOrderId, Timestamp};

use super::book::{AccountState, Pages};
use super::books::Books;
use super::clock::Clock;
use super::truth::CaseState;
use super::words::Words;
use super::{Buffers, Ledger};

/// What the ledger knows at the end of the horizon that the rows of the parties show.
#[derive(Debug, Default)]
pub struct Outcome {
    /// When each device was last seen, by device index.
    pub device_last_seen: Vec<Option<Timestamp>>,
    /// When each account was closed, by account index; an account that never opened has no row.
    pub accounts: Vec<AccountOutcome>,
    /// What of each person's profile has changed, by person index.
    pub profiles: Vec<ProfileNow>,
    /// The card transactions that a shop means to refund, by place, and when, be it beyond the horizon.
    pub planned_refunds: Vec<(usize, Timestamp)>,
}

/// An account at the end of the horizon.
#[derive(Debug, Clone, Copy)]
pub struct AccountOutcome {
    /// Whether it has been opened by then.
    pub has_opened: bool,
    /// The day it was closed.
    pub closed_on: Option<Date>,
    /// Open or closed.
    pub status: AccountStatus,
}

/// What has changed in a profile; `None` where nothing has.
#[derive(Debug, Clone, Default)]
pub struct ProfileNow {
    /// The telephone number now.
    pub phone: Option<String>,
    /// The e-mail address now.
    pub email: Option<String>,
    /// The address now, as the change logged it.
    pub address: Option<String>,
}

impl<'c, 'w> Ledger<'c, 'w> {
    /// Opens the books of a community.
    pub(super) fn open_books(community: &'c mut Community<'w>, intents: Intents, buffers: &mut Buffers) -> Self {
        let world = community.world;
        let laws = &world.scenario.ledger;
        let words = Words::of(&mut community.texts, world.country);
        let accounts: Vec<AccountState> = (0..community.people.accounts.len())
            .map(|index| open(community, index, buffers.pages.pop().unwrap_or_default()))
            .collect();
        let owner_names: Vec<Text> = (0..accounts.len()).map(|i| owner_name(community, i)).collect();
        let numbers = community.people.accounts.iter().map(|plan| community.texts.intern(plan.payable_as()));
        let account_numbers: Vec<Text> = numbers.collect();
        let people = &community.people;
        // Refunds come on top, and nearly every use is authorized, posted, and nothing else.
        let card_uses = intents.list.iter().filter(|intent| matches!(intent.what, What::Card(_))).count();
        let order_ids = order_ids(&intents.mandates, &accounts, world.horizon.to);
        Ledger {
            zone: community.zone(),
            horizon: world.horizon,
            mint: Mint::new(&world.streams),
            today: world.horizon.from,
            order_ids,
            owner_names,
            account_numbers,
            slots: vec![Vec::new(); people.slots.len()],
            cards: Vec::new(),
            cards_issued: vec![0; people.persons.len()],
            transactions: emptied(&mut buffers.transactions, card_uses + card_uses / 32),
            lives: emptied(&mut buffers.lives, card_uses + card_uses / 32),
            events: emptied(&mut buffers.events, 3 * card_uses),
            disputes: Vec::new(),
            cases: intents.cases.iter().map(|_| CaseState::default()).collect(),
            planned_refunds: Vec::new(),
            profile_events: vec![Vec::new(); people.persons.len()],
            device_last_seen: vec![None; people.devices.len()],
            terminals: Vec::new(),
            transfers: 0,
            clock: Clock::default(),
            pays_yearly: world.scenario.accounts.savings_rate.is_yearly,
            accounts,
            words,
            laws,
            intents,
            community,
        }
    }

    /// Closes the books: adds every row and tells what the parties' rows need.
    pub(super) fn close_books(mut self, rows: &mut Rows) -> Books {
        let (cases, labels) = self.truth_rows();
        cases.into_iter().for_each(|row| rows.fraud_cases.push(row));
        labels.into_iter().for_each(|row| rows.fraud_labels.push(row));
        self.episode_rows().into_iter().for_each(|row| rows.genuine_episodes.push(row));
        self.life_rows().into_iter().for_each(|row| rows.life_events.push(row));
        self.card_rows().into_iter().for_each(|row| rows.cards.push(row));
        self.add_money(rows);
        self.add_orders(rows);
        let profiles = self.profile_events.iter().map(|log| profile_now(log)).collect();
        self.profile_events.into_iter().flatten().for_each(|row| rows.customer_events.push(row));
        let outcome = |account: &AccountState| AccountOutcome {
            has_opened: account.is_open || account.closed_on.is_some(),
            closed_on: account.closed_on,
            status: if account.closed_on.is_some() { AccountStatus::Closed } else { AccountStatus::Open },
        };
        let outcome = Outcome {
            accounts: self.accounts.iter().map(outcome).collect(),
            device_last_seen: self.device_last_seen,
            profiles,
            planned_refunds: self.planned_refunds,
        };
        let Self { intents, transactions, lives, events, accounts, cards, .. } = self;
        Books { outcome, intents, transactions, lives, events, accounts, cards }
    }

    fn add_money(&mut self, rows: &mut Rows) {
        let (entries, days) =
            self.accounts.iter().map(AccountState::counts).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
        rows.card_events.reserve(self.events.len());
        rows.card_transactions.reserve(self.transactions.len());
        rows.account_entries.reserve(entries);
        rows.balances.reserve(days);
        rows.card_events.extend(self.event_rows());
        rows.card_transactions.extend_from(&self.transactions);
        for dispute in &self.disputes {
            rows.disputes.push(dispute.row.clone());
        }
        let mut order: Vec<usize> = (0..self.accounts.len()).collect();
        order.sort_by_key(|&index| self.accounts[index].id);
        for index in order {
            let account = &mut self.accounts[index];
            rows.account_entries.extend(account.entry_rows());
            rows.balances.extend(account.balance_rows());
            if let Some(cycle) = &mut account.cycle {
                cycle.record_payments();
                cycle.statements.iter().for_each(|row| rows.statements.push(row.clone()));
            }
        }
    }

    fn add_orders(&self, rows: &mut Rows) {
        let mut orders: Vec<StandingOrder> = self
            .intents
            .mandates
            .iter()
            .zip(&self.order_ids)
            .filter_map(|(mandate, id)| id.map(|id| self.order_row(mandate, id)))
            .collect();
        orders.sort_by_key(|row| row.standing_order_id);
        orders.into_iter().for_each(|row| rows.standing_orders.push(row));
    }

    fn order_row(&self, mandate: &Mandate, id: StandingOrderId) -> StandingOrder {
        let ended_on = mandate.ended_on.filter(|ended_on| *ended_on <= self.horizon.to);
        StandingOrder {
            standing_order_id: id,
            account_id: self.accounts[mandate.account.ix()].id,
            customer_id: self.community.people.persons[mandate.person.ix()].id,
            kind: mandate.kind,
            purpose: mandate.purpose,
            creditor_name: mandate.creditor,
            creditor_account: mandate.creditor_account,
            amount: mandate.amount,
            frequency: mandate.frequency,
            day_of_month: mandate.day_of_month,
            started_on: mandate.started_on,
            ended_on,
            status: if ended_on.is_some() { OrderStatus::Ended } else { OrderStatus::Active },
        }
    }
}

/// Takes a buffer, emptied, with room for so many.
fn emptied<T>(buffer: &mut Vec<T>, room: usize) -> Vec<T> {
    let mut list = std::mem::take(buffer);
    list.clear();
    list.reserve(room);
    list
}

fn open(community: &Community<'_>, index: usize, pages: Pages) -> AccountState {
    let (world, plan) = (community.world, &community.people.accounts[index]);
    let laws = &world.scenario.ledger;
    let opens_later = plan.opened_on >= world.horizon.from;
    let opening_balance = if opens_later { Cents::ZERO } else { plan.opening_balance };
    let mut state = AccountState::new(plan.id, plan.product, opening_balance, pages);
    state.rate_per_year = plan.interest_rate_per_year;
    state.credit_line = plan.credit_limit;
    state.ceiling = plan.ceiling;
    if plan.product == Product::Checking {
        let mut dice: Stream = world.streams.stream("ledger.account", plan.id.0);
        state.bears_overdraft_interest = laws.overdraft.bears_interest;
        state.has_courtesy = dice.chance(laws.overdraft.courtesy_share);
        state.bears_monthly_fee = dice.chance(laws.fees.monthly_share);
        // The heedless use a line whenever it helps, so that the fees of a year fall on few.
        let is_heedless = plan.overdraft_opt_in && dice.chance(laws.overdraft.heedless_share);
        state.is_protected = dice.chance(laws.overdraft.protected_share) && !is_heedless;
        let law = &laws.cushion;
        let is_careful = dice.chance(law.share) && !is_heedless;
        let months = law.months_median * dice.log_normal(0.0, law.months_ln_sd);
        let holders = community.people.persons.iter().filter(|person| person.checking.ix() == index);
        let net: Cents = holders.map(|person| person.income.monthly_net).sum();
        state.cushion = if is_careful { net.share(months) } else { Cents::ZERO };
    }
    state
}

fn owner_name(community: &mut Community<'_>, index: usize) -> Text {
    let owner = &community.people.persons[community.people.accounts[index].owner.ix()];
    let texts = &mut community.texts;
    let name = format!("{} {}", texts.get(owner.given_name), texts.get(owner.surname));
    texts.intern(&name)
}

/// Numbers the mandates that have begun, by account and in order of their beginning, so that later ones come after.
fn order_ids(mandates: &[Mandate], accounts: &[AccountState], to: Date) -> Vec<Option<StandingOrderId>> {
    let begins = |mandate: &Mandate| {
        mandate.started_on <= to && mandate.ended_on.is_none_or(|ended_on| mandate.started_on <= ended_on)
    };
    let mut order: Vec<usize> = (0..mandates.len()).filter(|&index| begins(&mandates[index])).collect();
    order.sort_by_key(|&index| (mandates[index].account, mandates[index].started_on, index));
    let mut ids = vec![None; mandates.len()];
    let mut last: Option<(AccountId, i64)> = None;
    for index in order {
        let account = accounts[mandates[index].account.ix()].id;
        let number = last.filter(|(of, _)| *of == account).map_or(1, |(_, number)| number + 1);
        assert!(number < 100, "an account has fewer than a hundred mandates");
        ids[index] = Some(StandingOrderId(account.0 * 100 + number));
        last = Some((account, number));
    }
    ids
}

fn profile_now(log: &[crate::rows::CustomerEvent]) -> ProfileNow {
    let mut now = ProfileNow::default();
    for event in log {
        match event.event_type {
            ProfileEvent::PhoneChanged => now.phone.clone_from(&event.new_value),
            ProfileEvent::EmailChanged => now.email.clone_from(&event.new_value),
            ProfileEvent::AddressChanged => now.address.clone_from(&event.new_value),
            _ => {}
        }
    }
    now
}
