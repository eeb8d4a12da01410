//! The shared tables, kept once as sorted ids: banks, shops and their stores.

use std::sync::Arc;

use arrow::record_batch::RecordBatch;

use crate::calendar::Zone;
use crate::codes::{Category, Mcc, SharingDecision, SharingScope};
use crate::dataset::{Hashed, Row as _, TextPrint, Zones, views};
use crate::units::Date;
use crate::validate::tally::Tally;

views! {
    /// A shop.
    pub(super) Merchant of "merchants" { merchant_id: i64, mcc: Mcc, category: Category, country: TextPrint }

    /// A store as it is read.
    pub(super) Store of "merchant_locations" {
        location_id: i64, merchant_id: i64, timezone: Box<str>, opened_on: Date, closed_on: Option<Date>,
    }

    /// A bank.
    pub(super) Bank of "banks" { bank_id: i64 }

    /// What a bank lets the platform read.
    pub(super) Agreement of "sharing_agreements" {
        bank_id: i64, scope: SharingScope, decision: SharingDecision, starts_on: Option<Date>, ends_on: Option<Date>,
    }
}

impl Agreement {
    /// Returns whether data may be read on a day.
    pub(super) fn holds(&self, on: Date) -> bool {
        self.decision == SharingDecision::Shared
            && self.starts_on.is_some_and(|starts_on| starts_on <= on)
            && self.ends_on.is_none_or(|ends_on| on < ends_on)
    }
}

/// A store.
#[derive(Debug)]
pub(super) struct Location {
    /// Its id.
    pub(super) location_id: i64,
    /// Its shop.
    pub(super) merchant_id: i64,
    /// What its clock shows, an index into the zones.
    pub(super) zone: usize,
    /// The first day on which it trades.
    pub(super) opened_on: Date,
    /// The first day on which it does not any more.
    pub(super) closed_on: Option<Date>,
}

/// What communities share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Whether every community that lists shops is in the dataset; a part of a run may lack some.
    pub(super) is_whole: bool,
    /// The ids of the banks.
    pub(super) banks: Vec<Bank>,
    /// The shops by id.
    pub(super) merchants: Vec<Merchant>,
    /// The stores by id.
    pub(super) locations: Vec<Location>,
    /// What banks let the platform read, by bank and scope.
    pub(super) agreements: Vec<Agreement>,
    /// The time zones of the stores.
    pub(super) zones: Vec<Arc<Zone>>,
    bank_places: Hashed,
    merchant_places: Hashed,
    location_places: Hashed,
}

impl Shared {
    /// Makes an empty collection, of a whole dataset or of a part.
    pub(super) fn of(is_whole: bool) -> Self {
        Self { is_whole, ..Self::default() }
    }

    /// Adds the rows of a batch of a shared table; fails with the column that cannot be read.
    pub(super) fn read(&mut self, table: &str, batch: &RecordBatch, zones: &Zones) -> Result<(), &'static str> {
        match table {
            Bank::TABLE => Bank::read(batch, &mut self.banks),
            Merchant::TABLE => Merchant::read(batch, &mut self.merchants),
            Agreement::TABLE => Agreement::read(batch, &mut self.agreements),
            Store::TABLE => {
                let mut stores = Vec::new();
                Store::read(batch, &mut stores)?;
                for store in stores {
                    let zone = self.zone(&store.timezone, zones);
                    let Store { location_id, merchant_id, opened_on, closed_on, .. } = store;
                    self.locations.push(Location { location_id, merchant_id, zone, opened_on, closed_on });
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn zone(&mut self, name: &str, zones: &Zones) -> usize {
        self.zones.iter().position(|zone| zone.name() == name).unwrap_or_else(|| {
            self.zones.push(zones.get(name));
            self.zones.len() - 1
        })
    }

    /// Sorts and indexes what was read.
    pub(super) fn sort(&mut self) {
        self.banks.sort_unstable_by_key(|bank| bank.bank_id);
        self.merchants.sort_unstable_by_key(|merchant| merchant.merchant_id);
        self.locations.sort_unstable_by_key(|location| location.location_id);
        self.agreements.sort_unstable_by_key(|agreement| (agreement.bank_id, agreement.scope));
        self.bank_places.index(self.banks.iter().map(|bank| bank.bank_id));
        self.merchant_places.index(self.merchants.iter().map(|merchant| merchant.merchant_id));
        self.location_places.index(self.locations.iter().map(|location| location.location_id));
    }

    /// Counts the ids of a shared table that are there twice.
    pub(super) fn count_keys(&self, table: &str) -> Tally {
        match table {
            Bank::TABLE => twice(&self.banks, |bank| bank.bank_id),
            Merchant::TABLE => twice(&self.merchants, |merchant| merchant.merchant_id),
            Agreement::TABLE => twice(&self.agreements, |of| of.bank_id * 100 + of.scope as i64),
            _ => twice(&self.locations, |location| location.location_id),
        }
    }

    /// Returns whether there is a bank of that id.
    pub(super) fn has_bank(&self, id: i64) -> bool {
        self.bank_places.find(id).is_some()
    }

    /// Returns what a bank has agreed to about a scope.
    pub(super) fn agreement(&self, bank_id: i64, scope: SharingScope) -> Option<&Agreement> {
        let found = self.agreements.binary_search_by_key(&(bank_id, scope), |of| (of.bank_id, of.scope));
        found.ok().map(|place| &self.agreements[place])
    }

    /// Returns the shop of an id.
    pub(super) fn merchant(&self, id: i64) -> Option<&Merchant> {
        self.merchant_places.find(id).map(|place| &self.merchants[place])
    }

    /// Returns the store of an id.
    pub(super) fn location(&self, id: i64) -> Option<&Location> {
        self.location_places.find(id).map(|place| &self.locations[place])
    }
}

fn twice<T>(rows: &[T], id: impl Fn(&T) -> i64) -> Tally {
    let mut tally = Tally { checked: rows.len() as u64, ..Tally::default() };
    for pair in rows.windows(2).filter(|pair| id(&pair[0]) == id(&pair[1])) {
        tally.fail(|| format!("id {} is there twice", id(&pair[0])));
    }
    tally
}
