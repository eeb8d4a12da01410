//! The rows of what communities share: banks, merchants, their stores.

use crate::codes::Category;
use crate::columns::{Columns as _, Texts};
use crate::rows::{self, Rows};
use crate::units::{Degrees, MerchantId};
use crate::world::World;
use crate::world::merchants::Merchant;
use crate::world::names::{self, Vocabulary};
use crate::world::stores::{Site, Store};

impl World {
    /// Adds the rows of what communities share and this community is the one to list: banks, merchants, locations.
    ///
    /// Community 0 lists the banks, the chains, the online shops and the travel destinations; the first community of
    /// an area lists the area's own stores. So the parts of a run list each exactly once, ascending by id.
    pub fn list_shared(&self, community: i64, texts: &mut Texts, rows: &mut Rows) {
        if community == 0 {
            self.list_banks(texts, rows);
            let (chains, shops) = (self.merchants.chains.all(), self.merchants.shops.all());
            chains.iter().for_each(|chain| list_merchant(chain, true, texts, rows));
            shops.iter().chain(&self.merchants.subscriptions).for_each(|site| list_merchant(site, false, texts, rows));
            for destination in 0..self.destinations.all().len() {
                self.list_stores(Site::destination(self, destination), texts, rows);
            }
        }
        if self.geography.is_first_of_area(community) {
            self.list_stores(Site::area(self, self.geography.area_of(community)), texts, rows);
        }
    }

    fn list_banks(&self, texts: &mut Texts, rows: &mut Rows) {
        for bank in &self.banks {
            rows.banks.push(rows::Bank {
                bank_id: bank.id,
                name: bank.name.clone(),
                country: texts.intern(&bank.country),
                routing_number: bank.routing_number.clone(),
                website: bank.website.clone(),
                shares_data: bank.shares_data,
            });
        }
    }

    fn list_stores(&self, site: Site<'_>, texts: &mut Texts, rows: &mut Rows) {
        for &category in Category::ALL {
            for store in site.stores(self, category).stores {
                if store.chain.is_none() {
                    list_independent(&store, Vocabulary::of(self.country), &site, texts, rows);
                }
                self.list_location(&store, &site, texts, rows);
            }
        }
    }

    fn list_location(&self, store: &Store<'_>, site: &Site<'_>, texts: &mut Texts, rows: &mut Rows) {
        let area = site.area;
        let mut stream = self.streams.stream("merchants.address", store.location.0);
        rows.merchant_locations.push(rows::MerchantLocation {
            location_id: store.location,
            merchant_id: store.merchant(),
            store_number: store.store_number,
            street_address: Vocabulary::of(self.country)
                .street_address(self.scenario.geography.highest_shop_number, &mut stream),
            city: texts.intern(&area.city),
            admin1: texts.intern(&area.admin1),
            postcode: texts.intern(&area.postcodes[store.spot.postcode].code),
            country: texts.intern(&area.country),
            latitude: Degrees(store.spot.latitude),
            longitude: Degrees(store.spot.longitude),
            timezone: texts.intern(self.zones[area.zone].name()),
            opens_at_hour: i32::from(store.opens_at_hour),
            closes_at_hour: i32::from(store.closes_at_hour),
            terminal_count: i32::from(store.terminals),
            opened_on: store.opened_on,
            closed_on: store.closed_on.filter(|closed_on| *closed_on <= self.horizon.to),
        });
    }
}

fn list_merchant(merchant: &Merchant, is_chain: bool, texts: &mut Texts, rows: &mut Rows) {
    rows.merchants.push(rows::Merchant {
        merchant_id: merchant.id,
        card_acceptor_id: card_acceptor_id(merchant.id),
        name: texts.intern(&merchant.name),
        statement_descriptor: texts.intern(&merchant.descriptor),
        mcc: merchant.mcc,
        category: merchant.category,
        is_chain,
        is_online: !is_chain,
        country: texts.intern(merchant.country),
        website: Some(format!("https://{}", merchant.host)),
        return_window_days: i32::from(merchant.return_window_days),
    });
}

fn list_independent(store: &Store<'_>, words: &Vocabulary, site: &Site<'_>, texts: &mut Texts, rows: &mut Rows) {
    let name = store.name(words, &site.area.country);
    rows.merchants.push(rows::Merchant {
        merchant_id: store.merchant(),
        card_acceptor_id: card_acceptor_id(store.merchant()),
        name: texts.intern(&name),
        statement_descriptor: texts.intern(&names::descriptor(&name)),
        mcc: store.mcc,
        category: store.category,
        is_chain: false,
        is_online: false,
        country: texts.intern(&site.area.country),
        website: None,
        return_window_days: i32::from(store.return_window_days),
    });
}

/// Returns the fifteen characters by which terminals name a merchant (ISO 8583 data element 42), marked as nobody's.
fn card_acceptor_id(merchant: MerchantId) -> String {
    format!("SYN{:012}", merchant.0)
}
