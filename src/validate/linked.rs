//! Rows beside what they name, looked up once for all checks.

use crate::units::Date;
use crate::validate::clock::Clock;
use crate::validate::extract::{Extract, owner_of};
use crate::validate::shared::{Location, Merchant};
use crate::validate::views::*;

/// Card transactions that every check sees before the next ones are looked at: they stay in the cache.
const BLOCK: usize = 256;

/// A card transaction and what it names, as far as it is there.
#[derive(Debug)]
pub(super) struct Linked<'a> {
    /// The transaction.
    pub(super) row: &'a Transaction,
    /// Its card.
    pub(super) card: Option<&'a Card>,
    /// Its account.
    pub(super) account: Option<&'a Account>,
    /// Its shop.
    pub(super) merchant: Option<&'a Merchant>,
    /// Its store.
    pub(super) store: Option<&'a Location>,
    /// Its steps.
    pub(super) life: &'a [CardEvent],
    /// The clock where its customer lives.
    pub(super) clock: Option<&'a Clock>,
    /// The day on which it was authorized where its customer lives.
    pub(super) day: Date,
}

impl Linked<'_> {
    /// Returns the day on which it was authorized where the holder of its card lives.
    pub(super) fn day_of_holder(&self, rows: &Extract<'_>, card: &Card) -> Date {
        if card.customer_id == self.row.customer_id {
            return self.day;
        }
        rows.day(card.customer_id, self.row.authorized_at)
    }
}

/// The entries of one account.
#[derive(Debug)]
pub(super) struct Booked<'a> {
    /// The account.
    pub(super) account: Option<&'a Account>,
    /// The clock where its owner lives.
    pub(super) clock: Option<&'a Clock>,
    /// Its entries; never none.
    pub(super) entries: &'a [Entry],
}

/// The balances of one account.
#[derive(Debug)]
pub(super) struct Kept<'a> {
    /// The account.
    pub(super) account: Option<&'a Account>,
    /// Its balances; never none.
    pub(super) days: &'a [Balance],
    /// Its entries.
    pub(super) entries: &'a [Entry],
}

impl Extract<'_> {
    /// Shows the card transactions block by block.
    pub(super) fn each_block(&self, mut see: impl FnMut(&[Linked<'_>])) {
        let mut block = Vec::with_capacity(BLOCK);
        for (number, rows) in self.card_transactions.chunks(BLOCK).enumerate() {
            block.clear();
            block.extend(rows.iter().enumerate().map(|(place, row)| self.linked(number * BLOCK + place, row)));
            see(&block);
        }
    }

    fn linked<'a>(&'a self, place: usize, row: &'a Transaction) -> Linked<'a> {
        let clock = self.clock(row.customer_id);
        Linked {
            row,
            card: self.card(row.card_id),
            account: self.account(row.account_id),
            merchant: self.context.shared.merchant(row.merchant_id),
            store: row.location_id.get().and_then(|id| self.context.shared.location(id)),
            life: self.life_at(place),
            clock,
            day: clock
                .map_or_else(|| self.day(row.customer_id, row.authorized_at), |clock| clock.day(row.authorized_at)),
        }
    }

    /// Shows the entries account by account.
    pub(super) fn each_booked(&self, mut see: impl FnMut(&Booked<'_>)) {
        for entries in self.entries_by_account() {
            let id = entries[0].account_id;
            see(&Booked { account: self.account(id), clock: self.clock(owner_of(id)), entries });
        }
    }

    /// Shows the balances account by account.
    pub(super) fn each_kept(&self, mut see: impl FnMut(&Kept<'_>)) {
        for days in self.days_by_account().map(|days| days.balances) {
            let id = days[0].account_id;
            see(&Kept { account: self.account(id), days, entries: self.entries_of(id) });
        }
    }
}
