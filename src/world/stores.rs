//! The stores of an area or a destination: computed when they are needed, the same for whoever asks.

use crate::codes::{Category, Currency, Mcc};
use crate::rng::{Stream, mix};
use crate::scenario::StoreLaw;
use crate::units::{Date, LocationId, MerchantId};
use crate::world::World;
use crate::world::geography::{Area, Spot};
use crate::world::ids::{self, Kind};
use crate::world::merchants::{self, Codes, Merchant};
use crate::world::names::{self, Vocabulary};

/// The year from which on premises change hands.
const EPOCH_YEAR: i32 = 2_000;

/// Where stores stand: an area or a destination.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site<'w> {
    /// Its streets and people.
    pub(super) area: &'w Area,
    /// Its currency.
    pub(super) currency: Currency,
    kind: Kind,
    /// Its place in the seeded order, or in the table of destinations.
    number: usize,
    /// Whether the country's chains have stores there.
    has_chains: bool,
}

impl<'w> Site<'w> {
    /// Returns the site of an area.
    pub(super) fn area(world: &'w World, number: usize) -> Self {
        let area = world.geography.area(number);
        Self { area, currency: world.currency, kind: Kind::Area, number, has_chains: true }
    }

    /// Returns the site of a travel destination.
    pub(super) fn destination(world: &'w World, number: usize) -> Self {
        let destination = &world.destinations.all()[number];
        let has_chains = !destination.is_abroad;
        let (area, currency) = (&destination.area, destination.currency);
        Self { area, currency, kind: Kind::Destination, number, has_chains }
    }

    /// Computes the stores of a category that trade at some time of the horizon, ascending by id: first those that were the first in
    /// their premises, the best known in front, then their successors.
    ///
    /// # Randomness
    ///
    /// Stream `merchants.stores`, subject the number that the category's first store has, or would have, and for a successor its
    /// own; when stores open and close from `merchants.turnover`, subject the number of the first store in the premises.
    pub(super) fn stores(&self, world: &'w World, category: Category) -> Trade<'w> {
        let laws = &world.scenario.merchants;
        let law = &laws.categories[&category];
        let mut stream = world.streams.stream("merchants.stores", ids::number(self.kind, self.number, category, 0));
        let codes = Codes::of(&law.store_mcc_shares);
        let scatter_km = world.scenario.geography.scatter_km;
        let mut of_chain = vec![0; world.merchants.chains.all().len()];
        let count = self.count(law, &mut stream);
        let firsts: Vec<Store<'w>> = (0..count)
            .map(|running| {
                let chain = self.chain(world, category, law, &mut stream);
                let mcc = chain.map_or_else(|| codes.draw(&mut stream), |at| world.merchants.chains.all()[at].mcc);
                let location = LocationId(ids::number(self.kind, self.number, category, running));
                let chain = chain.map(|at| {
                    of_chain[at] += 1;
                    (&world.merchants.chains.all()[at], self.store_number(of_chain[at]))
                });
                Store::found(location, chain, category, mcc, law, self.area.spot(scatter_km, &mut stream), &mut stream)
            })
            .collect();
        let mut stores: Vec<Store<'w>> =
            firsts.into_iter().enumerate().flat_map(|(place, first)| self.tenants(world, place, first, law)).collect();
        stores.sort_by_key(|store| store.location);
        Trade { premises: count, stores }
    }

    /// Returns the stores that follow one another in the premises of a first one, of those that trade in the horizon.
    fn tenants(&self, world: &'w World, place: usize, first: Store<'w>, law: &StoreLaw) -> Vec<Store<'w>> {
        let turnover = &world.scenario.merchants.turnover;
        let mut stream = world.streams.stream("merchants.turnover", first.location.0);
        let epoch = Date::of(EPOCH_YEAR, 1, 1);
        let (category, premises) = (first.category, first.spot);
        let mut opened_on = epoch.plus(-(stream.exponential(3_000.0) as i32) - 1);
        let (mut tenants, mut store, mut trades_from) = (Vec::new(), first, epoch);
        for generation in 1..=ids::MOST_GENERATIONS {
            let rate = if store.chain.is_some() { turnover.chain_closed_per_year } else { turnover.closed_per_year };
            let closes_on = trades_from.plus((stream.exponential(365.25 / rate.max(1e-6)).min(1e6)) as i32 + 30);
            let is_last = generation == ids::MOST_GENERATIONS;
            store.opened_on = opened_on;
            store.closed_on = Some(closes_on).filter(|_| !is_last);
            if closes_on > world.horizon.from || is_last {
                tenants.push(store);
            }
            opened_on = closes_on.plus(stream.between(turnover.vacant_days[0], turnover.vacant_days[1]) as i32);
            if is_last || opened_on > world.horizon.to {
                break;
            }
            trades_from = opened_on;
            store = self.successor(world, (category, law), place, generation, premises);
        }
        tenants
    }

    /// Founds the store of a generation in the premises of a place.
    fn successor(
        &self,
        world: &'w World,
        (category, law): (Category, &StoreLaw),
        place: usize,
        generation: usize,
        premises: Spot,
    ) -> Store<'w> {
        let location = LocationId(ids::number(self.kind, self.number, category, ids::running(place, generation)));
        let mut stream = world.streams.stream("merchants.stores", location.0);
        let chains = world.merchants.chains.all();
        let chain = self.chain(world, category, law, &mut stream);
        let mcc = chain.map_or_else(|| Codes::of(&law.store_mcc_shares).draw(&mut stream), |at| chains[at].mcc);
        let number = 30_000_000 * generation + 1_000 * (self.number % 30_000) + place;
        let chain = chain.map(|at| (&chains[at], number as i32));
        Store::found(location, chain, category, mcc, law, premises, &mut stream)
    }

    /// Returns how many stores there are: the law's density rounded up or down by a draw, at least one in an area.
    fn count(&self, law: &StoreLaw, stream: &mut Stream) -> usize {
        let draw = stream.unit();
        match self.kind {
            Kind::Destination => law.stores_per_destination as usize,
            _ => ((law.stores_per_1000_people * self.area.population / 1_000.0 + draw) as usize).max(1),
        }
    }

    fn chain(&self, world: &World, category: Category, law: &StoreLaw, stream: &mut Stream) -> Option<usize> {
        let is_chain = stream.chance(law.chain_store_share) && self.has_chains;
        if is_chain { world.merchants.chains.draw(category, stream) } else { None }
    }

    /// Returns the number that a chain gives a store: the site's hundred plus a running number.
    fn store_number(&self, running: usize) -> i32 {
        /// Above the numbers of any area's stores.
        const FIRST_DESTINATION: usize = 20_000;
        let site = if self.kind == Kind::Destination { FIRST_DESTINATION + self.number } else { self.number };
        (site * 100 + running) as i32
    }
}

/// The stores of a category at a site.
#[derive(Debug, Clone)]
pub(super) struct Trade<'w> {
    /// How many premises there are, those that stand empty all the time included.
    pub(super) premises: usize,
    /// Who trades in them.
    pub(super) stores: Vec<Store<'w>>,
}

/// A store or cash machine.
#[derive(Debug, Clone)]
pub(super) struct Store<'w> {
    /// Its id.
    pub(super) location: LocationId,
    /// The chain it belongs to.
    pub(super) chain: Option<&'w Merchant>,
    /// The number its chain gives it; 1 for a store on its own.
    pub(super) store_number: i32,
    /// What it sells.
    pub(super) category: Category,
    /// Its merchant category code.
    pub(super) mcc: Mcc,
    /// Where it stands.
    pub(super) spot: Spot,
    /// The first day on which it trades.
    pub(super) opened_on: Date,
    /// The first day on which it does not any more, if it closes at all.
    pub(super) closed_on: Option<Date>,
    /// First hour it is open.
    pub(super) opens_at_hour: u8,
    /// Hour it closes.
    pub(super) closes_at_hour: u8,
    /// Whether it is closed on Sundays; what never closes is not.
    pub(super) rests_on_sunday: bool,
    /// Number of terminals.
    pub(super) terminals: u8,
    /// What it charges against the mean of its category.
    pub(super) price_level: f32,
    /// How long it takes goods back.
    pub(super) return_window_days: u16,
    /// Decides its name, if it is on its own.
    name_word: u64,
}

impl<'w> Store<'w> {
    fn found(
        location: LocationId,
        chain: Option<(&'w Merchant, i32)>,
        category: Category,
        mcc: Mcc,
        law: &StoreLaw,
        spot: Spot,
        stream: &mut Stream,
    ) -> Self {
        let (opens_at_hour, closes_at_hour) = hours(law, stream);
        let name_word = stream.word();
        let terminals = (1.0 + stream.exponential(law.mean_terminals - 1.0)).round().clamp(1.0, 40.0) as u8;
        let own_level = merchants::price_level(law, stream);
        let own_window = *stream.pick(&law.return_window_days);
        let merchant = chain.map(|(merchant, _)| merchant);
        Self {
            location,
            chain: merchant,
            store_number: chain.map_or(1, |(_, number)| number),
            category,
            mcc,
            spot,
            opened_on: Date(i32::MIN),
            closed_on: None,
            opens_at_hour,
            closes_at_hour,
            rests_on_sunday: closes_at_hour < 24 && share_of(mix(name_word)) >= law.open_on_sunday_share,
            terminals,
            price_level: merchant.map_or(own_level, |merchant| merchant.price_level),
            return_window_days: merchant.map_or(own_window, |merchant| merchant.return_window_days),
            name_word,
        }
    }

    /// Returns its merchant: its chain, or itself.
    pub(super) fn merchant(&self) -> MerchantId {
        self.chain.map_or(MerchantId(self.location.0), |merchant| merchant.id)
    }

    /// Returns its name, in the language of its country.
    pub(super) fn name(&self, words: &Vocabulary, country: &str) -> String {
        let own = || words.store(country, self.category, self.mcc, self.name_word);
        self.chain.map_or_else(own, |merchant| merchant.name.clone())
    }

    /// Returns its line on a statement.
    pub(super) fn descriptor(&self, words: &Vocabulary, area: &Area) -> String {
        let number = self.chain.map(|_| self.store_number);
        names::store_descriptor(&self.name(words, &area.country), number, &area.city, &area.admin1)
    }
}

/// Returns a word's place in [0, 1).
fn share_of(word: u64) -> f64 {
    (word >> 11) as f64 / (1_u64 << 53) as f64
}

/// Draws the opening hours: round the clock, or the usual ones give or take an hour.
fn hours(law: &StoreLaw, stream: &mut Stream) -> (u8, u8) {
    let word = stream.word();
    let always = (word >> 32) as f64 / (1_u64 << 32) as f64;
    if always < law.round_the_clock_share {
        return (0, 24);
    }
    let shifted = |hour: u8, bits: u64| (i16::from(hour) + (bits % 3) as i16 - 1).clamp(0, 24) as u8;
    (shifted(law.opens_at_hour, word & 0xff).min(23), shifted(law.closes_at_hour, (word >> 8) & 0xff).max(1))
}
