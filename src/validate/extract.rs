//! The rows of one community, and what lies beside them.

use std::ops::Range;

use arrow::record_batch::RecordBatch;

use crate::calendar::{Holidays, Horizon};
use crate::dataset::{Row as _, Zones, by_id, run_of};
use crate::units::{Date, Timestamp};
use crate::validate::clock::Clock;
use crate::validate::index::{Index, Leg};
use crate::validate::postings::Posting;
use crate::validate::shared::{Location, Shared};
use crate::validate::views::*;

/// What all communities of a dataset share.
#[derive(Debug)]
pub(super) struct Context {
    /// The days of the run.
    pub(super) horizon: Horizon,
    /// The bank holidays.
    pub(super) holidays: Holidays,
    /// Shops and banks.
    pub(super) shared: Shared,
    /// The time zones met so far.
    pub(super) zones: Zones,
}

macro_rules! extract {
    ($( $table:ident: $row:ident ),+ $(,)?) => {
        /// The rows of one community, each table in the order of its file.
        #[derive(Debug)]
        pub(super) struct Extract<'a> {
            /// What lies beside the rows.
            pub(super) context: &'a Context,
            $( pub(super) $table: Vec<$row>, )+
            index: Index,
        }

        impl<'a> Extract<'a> {
            /// Makes an extract without rows.
            pub(super) fn empty(context: &'a Context) -> Self {
                Self { context, $( $table: Vec::new(), )+ index: Index::of(&context.shared) }
            }

            /// Forgets all rows.
            pub(super) fn clear(&mut self) {
                $( self.$table.clear(); )+
                self.index.clear();
            }

            fn add(&mut self, table: &str, batch: &RecordBatch) -> Result<(), &'static str> {
                match table {
                    $( $row::TABLE => $row::read(batch, &mut self.$table), )+
                    _ => Ok(()),
                }
            }
        }
    };
}

extract! {
    customers: Customer,
    customer_events: CustomerEvent,
    accounts: Account,
    account_holders: AccountHolder,
    cards: Card,
    devices: Device,
    card_transactions: Transaction,
    card_events: CardEvent,
    account_entries: Entry,
    balances: Balance,
    standing_orders: StandingOrder,
    statements: Statement,
    disputes: Dispute,
    platform_users: PlatformUser,
    account_links: AccountLink,
    consents: Consent,
    consent_scopes: ConsentScope,
    data_requests: DataRequest,
    data_accesses: DataAccess,
    notifications: Notification,
    fraud_alerts: FraudAlert,
    receipts: Receipt,
    receipt_items: ReceiptItem,
    shipments: Shipment,
    shipment_events: ShipmentEvent,
    fraud_cases: FraudCase,
    fraud_labels: FraudLabel,
    genuine_episodes: GenuineEpisode,
    life_events: LifeEvent,
    violations: Violation,
}

impl Extract<'_> {
    /// Adds the rows of a batch of a table; fails with the column that cannot be read.
    pub(super) fn read(&mut self, table: &str, batch: &RecordBatch) -> Result<(), &'static str> {
        self.add(table, batch)?;
        // The rows just read are still in the cache.
        let Self { card_transactions, card_events, account_entries, balances, index, .. } = self;
        let before = |rows: usize| rows - batch.num_rows();
        match table {
            Transaction::TABLE => index.see_transactions(&card_transactions[before(card_transactions.len())..]),
            CardEvent::TABLE => index.see_events(&card_events[before(card_events.len())..]),
            Entry::TABLE => index.see_entries(&account_entries[before(account_entries.len())..]),
            Balance::TABLE => index.see_balances(&balances[before(balances.len())..]),
            _ => {}
        }
        Ok(())
    }

    /// Prepares what checks look up, once all rows are read.
    pub(super) fn index(&mut self) {
        let index = &mut self.index;
        index.finish(&self.balances);
        index.customers.index(self.customers.iter().map(|customer| customer.customer_id));
        index.accounts.index(self.accounts.iter().map(|account| account.account_id));
        index.cards.index(self.cards.iter().map(|card| card.card_id));
        index.devices.index(self.devices.iter().map(|device| device.device_id));
        index.ends.clear();
        let events = self.life_events.iter().enumerate().filter(|(_, event)| event.is_end());
        index.ends.extend(events.map(|(place, event)| (event.customer_id, place as u32)));
        index.clocks.clear();
        index.clocks.extend(self.customers.iter().map(|c| Clock::of(self.context.zones.get(&c.timezone))));
    }

    /// Returns the clock where a customer lives.
    pub(super) fn clock(&self, customer_id: i64) -> Option<&Clock> {
        self.index.customers.find(customer_id).map(|place| &self.index.clocks[place])
    }

    /// Returns the clock of a store.
    pub(super) fn clock_of(&self, store: &Location) -> &Clock {
        &self.index.store_clocks[store.zone]
    }

    /// Returns the customer of an id.
    pub(super) fn customer(&self, id: i64) -> Option<&Customer> {
        self.index.customers.find(id).map(|place| &self.customers[place])
    }

    /// Returns the local day of an instant where a customer lives; the day in UTC for a customer who is not there.
    pub(super) fn day(&self, customer_id: i64, at: Timestamp) -> Date {
        match self.clock(customer_id) {
            Some(clock) => clock.day(at),
            None => Date(at.0.div_euclid(crate::units::span::DAY) as i32),
        }
    }

    /// Returns the account of an id.
    pub(super) fn account(&self, id: i64) -> Option<&Account> {
        self.index.accounts.find(id).map(|place| &self.accounts[place])
    }

    /// Returns the card of an id.
    pub(super) fn card(&self, id: i64) -> Option<&Card> {
        self.index.cards.find(id).map(|place| &self.cards[place])
    }

    /// Returns the mandate of an id.
    pub(super) fn standing_order(&self, id: i64) -> Option<&StandingOrder> {
        by_id(&self.standing_orders, id, |order| order.standing_order_id)
    }

    /// Returns whether a customer has a part in an account.
    pub(super) fn is_holder(&self, account_id: i64, customer_id: i64) -> bool {
        let key = (account_id, customer_id);
        self.account_holders.binary_search_by_key(&key, |holder| (holder.account_id, holder.customer_id)).is_ok()
    }

    /// Returns the entry of an account with that number.
    pub(super) fn entry(&self, account_id: i64, sequence: i32) -> Option<&Entry> {
        let key = (account_id, sequence);
        let found = self.account_entries.binary_search_by_key(&key, |entry| (entry.account_id, entry.entry_sequence));
        found.ok().map(|place| &self.account_entries[place])
    }

    /// Returns the card transactions before one, the latest first.
    pub(super) fn transactions_before(&self, later: &Transaction) -> impl Iterator<Item = &Transaction> {
        let end = self.card_transactions.partition_point(|t| t.transaction_id < later.transaction_id);
        self.card_transactions[..end].iter().rev()
    }

    /// Returns the device of an id.
    pub(super) fn device(&self, id: i64) -> Option<&Device> {
        self.index.devices.find(id).map(|place| &self.devices[place])
    }

    /// Returns the card transaction of an id.
    pub(super) fn transaction(&self, id: i64) -> Option<&Transaction> {
        self.index.transactions.find(id).map(|place| &self.card_transactions[place])
    }

    /// Returns the dispute of an id.
    pub(super) fn dispute(&self, id: i64) -> Option<&Dispute> {
        by_id(&self.disputes, id, |dispute| dispute.dispute_id)
    }

    /// Returns the platform user of an id.
    pub(super) fn platform_user(&self, id: i64) -> Option<&PlatformUser> {
        by_id(&self.platform_users, id, |user| user.platform_user_id)
    }

    /// Returns the link of an id.
    pub(super) fn link(&self, id: i64) -> Option<&AccountLink> {
        by_id(&self.account_links, id, |link| link.link_id)
    }

    /// Returns the consent of an id.
    pub(super) fn consent(&self, id: i64) -> Option<&Consent> {
        by_id(&self.consents, id, |consent| consent.consent_id)
    }

    /// Returns the notification of an id.
    pub(super) fn notification(&self, id: i64) -> Option<&Notification> {
        by_id(&self.notifications, id, |told| told.notification_id)
    }

    /// Returns the statement of an id.
    pub(super) fn statement(&self, id: i64) -> Option<&Statement> {
        by_id(&self.statements, id, |statement| statement.statement_id)
    }

    /// Returns the receipt of an id.
    pub(super) fn receipt(&self, id: i64) -> Option<&Receipt> {
        by_id(&self.receipts, id, |receipt| receipt.receipt_id)
    }

    /// Returns the parts in an account.
    pub(super) fn holders(&self, account_id: i64) -> &[AccountHolder] {
        run_of(&self.account_holders, account_id, |holder| holder.account_id)
    }

    /// Returns the postings of a card transaction: its entries without fees and the credits of a dispute.
    pub(super) fn postings_of(&self, id: i64) -> impl Iterator<Item = &Posting> {
        self.index.postings.of(self.index.transactions.find_anywhere(id))
    }

    /// Returns the entries that name a dispute.
    pub(super) fn entries_of_dispute(&self, id: i64) -> impl Iterator<Item = &Entry> {
        run_of(&self.index.by_dispute, id, |(named, _)| *named)
            .iter()
            .map(|&(_, place)| &self.account_entries[place as usize])
    }

    /// Returns the legs of each transfer, by transfer, at least one.
    pub(super) fn transfers(&self) -> impl Iterator<Item = &[Leg]> {
        self.index.legs.chunk_by(|a, b| a.transfer_id == b.transfer_id)
    }

    /// Returns the refunds among the card transactions.
    pub(super) fn refunds(&self) -> impl Iterator<Item = &Transaction> {
        self.index.refunds.iter().map(|place| &self.card_transactions[*place as usize])
    }

    /// Returns the steps that tell of a refund.
    pub(super) fn refunded(&self) -> impl Iterator<Item = &CardEvent> {
        self.index.refunded.iter().map(|place| &self.card_events[*place as usize])
    }

    /// Returns the event that ends a customer's life with the bank.
    pub(super) fn end_of(&self, customer_id: i64) -> Option<&LifeEvent> {
        let ends = run_of(&self.index.ends, customer_id, |(customer, _)| *customer);
        ends.first().map(|(_, place)| &self.life_events[*place as usize])
    }

    /// Returns the steps of the card transaction at a place.
    pub(super) fn life_at(&self, place: usize) -> &[CardEvent] {
        let Range { start, end } = self.index.lives[place];
        &self.card_events[start as usize..end as usize]
    }

    /// Returns the events of a card transaction.
    pub(super) fn events_of(&self, id: i64) -> &[CardEvent] {
        run_of(&self.card_events, id, |event| event.transaction_id)
    }

    /// Returns the entries of an account.
    pub(super) fn entries_of(&self, id: i64) -> &[Entry] {
        &self.account_entries[self.index.entries.find(id)]
    }

    /// Returns the entries of every account that has some.
    pub(super) fn entries_by_account(&self) -> impl Iterator<Item = &[Entry]> {
        self.index.entries.all().map(|run| &self.account_entries[run])
    }

    /// Returns what happened to a customer.
    pub(super) fn life_of(&self, id: i64) -> &[LifeEvent] {
        run_of(&self.life_events, id, |event| event.customer_id)
    }

    /// Returns the daily balances of an account.
    pub(super) fn days_of(&self, id: i64) -> Days<'_> {
        if let Some(place) = self.index.balances.place(id) {
            return self.days_at(place);
        }
        let places = self.index.balances.find(id);
        Days { start: places.start, balances: &self.balances[places], dense_from: None }
    }

    /// Returns the daily balances of every account that has some.
    pub(super) fn days_by_account(&self) -> impl Iterator<Item = Days<'_>> {
        (0..self.index.balances.ids().len()).map(|place| self.days_at(place))
    }

    fn days_at(&self, place: usize) -> Days<'_> {
        let places = self.index.balances.run(place);
        Days { start: places.start, balances: &self.balances[places], dense_from: self.index.dense_from[place] }
    }
}

/// The daily balances of an account.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Days<'a> {
    /// The place of the first among all balances.
    pub(super) start: usize,
    /// The balances.
    pub(super) balances: &'a [Balance],
    /// The first day, if there is one balance for each day from there on.
    dense_from: Option<i32>,
}

impl Days<'_> {
    /// Returns whether there is one balance for each day from a day on, as many as there are.
    pub(super) fn are_dense_from(&self, day: Date) -> bool {
        match self.dense_from {
            Some(first) => first == day.0,
            None => self.balances.iter().zip(day.0..).all(|(balance, day)| balance.balance_date.0 == day),
        }
    }

    /// Returns the place among all balances of the first, in the order of the file, on a day or after it.
    pub(super) fn place(&self, day: Date) -> Option<usize> {
        let place = match self.dense_from {
            Some(first) => usize::try_from(i64::from(day.0) - i64::from(first)).unwrap_or(0),
            None => self.balances.iter().position(|balance| balance.balance_date >= day)?,
        };
        (place < self.balances.len()).then_some(self.start + place)
    }
}

/// Returns the customer who owns an account first, as the id tells.
pub(super) fn owner_of(account_id: i64) -> i64 {
    account_id / 100
}
