//! The rows of one community, and what lies beside them.

use std::sync::Arc;

use arrow::record_batch::RecordBatch;

use crate::calendar::{Holidays, Horizon, Zone};
use crate::dataset::{Row as _, Zones, by_id, run_of};
use crate::units::{Date, Timestamp};
use crate::validate::shared::Shared;
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
            zones: Vec<Arc<Zone>>,
            by_transaction: Vec<(i64, u32)>,
            by_dispute: Vec<(i64, u32)>,
        }

        impl<'a> Extract<'a> {
            /// Makes an extract without rows.
            pub(super) fn empty(context: &'a Context) -> Self {
                Self {
                    context,
                    $( $table: Vec::new(), )+
                    zones: Vec::new(),
                    by_transaction: Vec::new(),
                    by_dispute: Vec::new(),
                }
            }

            /// Forgets all rows.
            pub(super) fn clear(&mut self) {
                $( self.$table.clear(); )+
            }

            /// Adds the rows of a batch of a table; fails with the column that cannot be read.
            pub(super) fn read(&mut self, table: &str, batch: &RecordBatch) -> Result<(), &'static str> {
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
    fraud_cases: FraudCase,
    fraud_labels: FraudLabel,
    genuine_episodes: GenuineEpisode,
    life_events: LifeEvent,
}

impl Extract<'_> {
    /// Prepares what checks look up, once all rows are read.
    pub(super) fn index(&mut self) {
        self.zones = self.customers.iter().map(|c| self.context.zones.get(&c.timezone)).collect();
        self.by_transaction = indexed(&self.account_entries, |entry| entry.transaction_id);
        self.by_dispute = indexed(&self.account_entries, |entry| entry.dispute_id);
    }

    /// Returns the time zone that a customer lives in.
    pub(super) fn zone(&self, customer_id: i64) -> Option<&Zone> {
        let place = self.customers.binary_search_by_key(&customer_id, |c| c.customer_id).ok()?;
        Some(&self.zones[place])
    }

    /// Returns the customer of an id.
    pub(super) fn customer(&self, id: i64) -> Option<&Customer> {
        by_id(&self.customers, id, |customer| customer.customer_id)
    }

    /// Returns the local day of an instant where a customer lives; the day in UTC for a customer who is not there.
    pub(super) fn day(&self, customer_id: i64, at: Timestamp) -> Date {
        match self.zone(customer_id) {
            Some(zone) => zone.day(at),
            None => Date(at.0.div_euclid(crate::units::span::DAY) as i32),
        }
    }

    /// Returns the account of an id.
    pub(super) fn account(&self, id: i64) -> Option<&Account> {
        by_id(&self.accounts, id, |account| account.account_id)
    }

    /// Returns the card of an id.
    pub(super) fn card(&self, id: i64) -> Option<&Card> {
        by_id(&self.cards, id, |card| card.card_id)
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
        by_id(&self.devices, id, |device| device.device_id)
    }

    /// Returns the card transaction of an id.
    pub(super) fn transaction(&self, id: i64) -> Option<&Transaction> {
        by_id(&self.card_transactions, id, |transaction| transaction.transaction_id)
    }

    /// Returns the dispute of an id.
    pub(super) fn dispute(&self, id: i64) -> Option<&Dispute> {
        by_id(&self.disputes, id, |dispute| dispute.dispute_id)
    }

    /// Returns the entries that name a card transaction, disputes included.
    pub(super) fn entries_of_transaction(&self, id: i64) -> impl Iterator<Item = &Entry> {
        named(&self.by_transaction, id).iter().map(|&(_, place)| &self.account_entries[place as usize])
    }

    /// Returns the entries that name a dispute.
    pub(super) fn entries_of_dispute(&self, id: i64) -> impl Iterator<Item = &Entry> {
        named(&self.by_dispute, id).iter().map(|&(_, place)| &self.account_entries[place as usize])
    }

    /// Returns the events of a card transaction.
    pub(super) fn events_of(&self, id: i64) -> &[CardEvent] {
        run_of(&self.card_events, id, |event| event.transaction_id)
    }

    /// Returns the entries of an account.
    pub(super) fn entries_of(&self, id: i64) -> &[Entry] {
        run_of(&self.account_entries, id, |entry| entry.account_id)
    }

    /// Returns what happened to a customer.
    pub(super) fn life_of(&self, id: i64) -> &[LifeEvent] {
        run_of(&self.life_events, id, |event| event.customer_id)
    }

    /// Returns the daily balances of an account.
    pub(super) fn balances_of(&self, id: i64) -> &[Balance] {
        run_of(&self.balances, id, |balance| balance.account_id)
    }
}

/// Returns the customer who owns an account first, as the id tells.
pub(super) fn owner_of(account_id: i64) -> i64 {
    account_id / 100
}

fn indexed(entries: &[Entry], key: impl Fn(&Entry) -> Option<i64>) -> Vec<(i64, u32)> {
    let mut index: Vec<(i64, u32)> =
        entries.iter().enumerate().filter_map(|(place, entry)| Some((key(entry)?, place as u32))).collect();
    index.sort_unstable();
    index
}

fn named(index: &[(i64, u32)], id: i64) -> &[(i64, u32)] {
    run_of(index, id, |(named, _)| *named)
}
