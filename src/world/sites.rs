//! What communities that see the same stores share of them: worked out by the first that asks, and kept for the others.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::codes::Category;
use crate::columns::Text;
use crate::rng::{Alias, Stream};
use crate::units::Date;
use crate::world::destinations::Destinations;
use crate::world::merchants;
use crate::world::names::Vocabulary;
use crate::world::places::Place;
use crate::world::stores::{Site, Store, Trade};
use crate::world::{World, ids};

/// How many areas are kept: communities of one area follow one another, on every thread.
const AREAS_KEPT: usize = 16;

/// The directories that have been asked for.
#[derive(Debug)]
pub(super) struct Sites {
    destinations: Vec<OnceLock<Arc<StoreDirectory>>>,
    areas: Mutex<VecDeque<(usize, Arc<StoreDirectory>)>>,
}

impl Sites {
    pub(super) fn of(destinations: &Destinations) -> Self {
        let destinations = destinations.all().iter().map(|_| OnceLock::new()).collect();
        Self { destinations, areas: Mutex::default() }
    }
}

impl World {
    /// Returns the stores of a travel destination.
    pub(super) fn stores_of_destination(&self, number: usize) -> Arc<StoreDirectory> {
        let list = || Arc::new(StoreDirectory::of(self, Site::destination(self, number)));
        Arc::clone(self.sites.destinations[number].get_or_init(list))
    }

    /// Returns the stores of an area.
    pub(super) fn stores_of_area(&self, number: usize) -> Arc<StoreDirectory> {
        let known = || self.sites.areas.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, directory)) = known().iter().find(|(area, _)| *area == number) {
            return Arc::clone(directory);
        }
        let directory = Arc::new(StoreDirectory::of(self, Site::area(self, number)));
        let mut known = known();
        known.truncate(AREAS_KEPT - 1);
        known.push_front((number, Arc::clone(&directory)));
        directory
    }
}

/// The stores of an area or a destination, as all who go there find them.
#[derive(Debug)]
pub(super) struct StoreDirectory {
    /// Every store, category by category, with the line on the statement; the places' own texts are still to be interned.
    stores: Vec<(Place, String)>,
    country: String,
    groups: Vec<Group>,
}

/// The stores of one category, and the Zipf law by which their premises draw customers.
#[derive(Debug)]
struct Group {
    /// The places of its stores in the directory.
    stores: std::ops::Range<u32>,
    /// The stores of all premises, those of one after another in time, and where the next premises' begin.
    tenants: Vec<u32>,
    ends: Vec<u32>,
    popularity: Alias,
}

impl StoreDirectory {
    fn of(world: &World, site: Site<'_>) -> Self {
        let words = Vocabulary::of(world.country);
        let mut stores = Vec::new();
        let groups = Category::ALL.iter().map(|&category| {
            let first = stores.len() as u32;
            let Trade { premises, stores: own } = site.stores(world, category);
            stores.extend(own.iter().map(|store| (place_of(store, &site), store.descriptor(words, site.area))));
            let exponent = world.scenario.merchants.categories[&category].zipf_exponent;
            Group::of(first, premises, &own, exponent)
        });
        let groups = groups.collect();
        Self { stores, country: site.area.country.clone(), groups }
    }

    /// Returns the country in which the stores stand.
    pub(super) fn country(&self) -> &str {
        &self.country
    }

    /// Returns every store as a place whose texts are still to be interned, and its line on a statement.
    pub(super) fn stores(&self) -> &[(Place, String)] {
        &self.stores
    }

    /// Returns a store's line on a statement.
    pub(super) fn descriptor(&self, store: u32) -> &str {
        &self.stores[store as usize].1
    }

    /// Returns where the stores of a category stand among all, the best known first.
    pub(super) fn of_category(&self, category: Category) -> std::ops::Range<u32> {
        self.groups[category as usize].stores.clone()
    }

    /// Draws a store of a category that trades on a day; none if there is none, or hardly any.
    pub(super) fn draw(&self, category: Category, on: Date, stream: &mut Stream) -> Option<u32> {
        const TRIES: usize = 24;
        let group = &self.groups[category as usize];
        if group.popularity.is_empty() {
            return None;
        }
        (0..TRIES).find_map(|_| {
            let tenants = group.tenants(group.popularity.sample(stream));
            tenants.iter().copied().find(|store| self.stores[*store as usize].0.trades(on))
        })
    }
}

impl Group {
    fn of(first: u32, premises: usize, stores: &[Store<'_>], exponent: f64) -> Self {
        let mut by_premises: Vec<(usize, u32)> =
            stores.iter().zip(first..).map(|(store, index)| (ids::place_of(store.location), index)).collect();
        by_premises.sort_unstable();
        let end = |place| by_premises.partition_point(|(of, _)| *of <= place) as u32;
        Self {
            stores: first..first + stores.len() as u32,
            ends: (0..premises).map(end).collect(),
            tenants: by_premises.into_iter().map(|(_, index)| index).collect(),
            popularity: Alias::new(&merchants::zipf(premises, exponent)),
        }
    }

    fn tenants(&self, premises: usize) -> &[u32] {
        let start = premises.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.tenants[start as usize..self.ends[premises] as usize]
    }
}

fn place_of(store: &Store<'_>, site: &Site<'_>) -> Place {
    Place {
        merchant: store.merchant(),
        location: Some(store.location),
        category: store.category,
        mcc: store.mcc,
        currency: site.currency,
        country: Text(0),
        descriptor: None,
        zone: site.area.zone,
        latitude: store.spot.latitude,
        longitude: store.spot.longitude,
        opens_at_hour: store.opens_at_hour,
        closes_at_hour: store.closes_at_hour,
        rests_on_sunday: store.rests_on_sunday,
        terminals: store.terminals,
        price_level: store.price_level,
        return_window_days: store.return_window_days,
        opened_on: Some(store.opened_on),
        closed_on: store.closed_on,
    }
}
