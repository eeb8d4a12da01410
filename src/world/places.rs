//! The places where a community's cards can be used: the area's stores, travel destinations, sites.

use std::sync::Arc;

use crate::codes::{Category, Currency, Mcc};
use crate::columns::{Text, Texts};
use crate::rng::Stream;
use crate::units::{Date, LocationId, MerchantId};
use crate::world::World;
use crate::world::merchants::Merchant;
use crate::world::sites::StoreDirectory;

/// The place of a [`Place`] in a community's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceIndex(pub u32);

/// Where a card can be used: a store, a cash machine, a site.
#[derive(Debug, Clone)]
pub struct Place {
    /// The merchant.
    pub merchant: MerchantId,
    /// The store; none online.
    pub location: Option<LocationId>,
    /// What it sells.
    pub category: Category,
    /// Its merchant category code.
    pub mcc: Mcc,
    /// The currency it charges.
    pub currency: Currency,
    /// ISO 3166 country code.
    pub country: Text,
    /// The name on the statement, once [`Places::descriptor`] has been asked for it: most stores are never bought at.
    pub(super) descriptor: Option<Text>,
    /// The time zone its clock shows, an index into `World::zones`; online, the zone of the community.
    pub zone: usize,
    /// Where it stands; zero online.
    pub latitude: f64,
    /// Where it stands; zero online.
    pub longitude: f64,
    /// First hour it is open, 0–23.
    pub opens_at_hour: u8,
    /// Hour it closes, 1–24; equal to 24 with `opens_at_hour` 0 for round the clock.
    pub closes_at_hour: u8,
    /// Whether it is closed on Sundays.
    pub rests_on_sunday: bool,
    /// Number of terminals, at least 1; zero online.
    pub terminals: u8,
    /// What it charges against the mean of its category; mean about 1.
    pub price_level: f32,
    /// How long it takes goods back; zero for none.
    pub return_window_days: u16,
    /// The first day on which it trades; none where it always has.
    pub opened_on: Option<Date>,
    /// The first day on which it does not any more, if it closes.
    pub closed_on: Option<Date>,
}

impl Place {
    /// Returns whether it trades on a day.
    pub fn trades(&self, on: Date) -> bool {
        self.opened_on.is_none_or(|opened_on| opened_on <= on) && self.closed_on.is_none_or(|closed_on| on < closed_on)
    }
}

/// The places that a community knows: the area's own from the start, others as they are visited.
#[derive(Debug)]
pub struct Places {
    list: Vec<Place>,
    zone: usize,
    /// The stores of the area first, then those of destinations as they were visited.
    entered: Vec<Stores>,
    /// Places of online shops by their index, of subscription sites by their rank.
    shops: Vec<Option<PlaceIndex>>,
    subscriptions: Vec<Option<PlaceIndex>>,
    /// The destinations that were visited, by number: their place in `entered`.
    destinations: Vec<Option<usize>>,
}

/// The stores of an area or destination among a community's places.
#[derive(Debug)]
struct Stores {
    /// The place of the first one in the community's list.
    first: u32,
    directory: Arc<StoreDirectory>,
}

impl Stores {
    /// Adds the stores of a directory to a community's places.
    fn enter(directory: Arc<StoreDirectory>, list: &mut Vec<Place>, texts: &mut Texts) -> Self {
        let (first, country) = (list.len() as u32, texts.intern(directory.country()));
        list.extend(directory.stores().iter().map(|(place, _)| Place { country, ..place.clone() }));
        Self { first, directory }
    }

    /// Draws a store of a category that trades on a day; none if there is none, or hardly any.
    fn draw(&self, category: Category, on: Date, stream: &mut Stream) -> Option<PlaceIndex> {
        self.directory.draw(category, on, stream).map(|store| PlaceIndex(self.first + store))
    }
}

impl Places {
    /// Builds the places of an area.
    pub fn of_area(world: &World, area: usize, texts: &mut Texts) -> Self {
        let mut list = Vec::new();
        let entered = vec![Stores::enter(world.stores_of_area(area), &mut list, texts)];
        let destinations = world.destinations.all().iter().map(|_| None).collect();
        Self {
            list,
            zone: world.geography.area(area).zone,
            entered,
            shops: vec![None; world.merchants.shops.all().len()],
            subscriptions: vec![None; world.merchants.subscriptions.len()],
            destinations,
        }
    }

    /// Returns a place.
    pub fn get(&self, place: PlaceIndex) -> &Place {
        &self.list[place.0 as usize]
    }

    /// Returns a place's name on the statement.
    pub fn descriptor(&mut self, place: PlaceIndex, texts: &mut Texts) -> Text {
        if let Some(known) = self.get(place).descriptor {
            return known;
        }
        let entered = self.entered.partition_point(|stores| stores.first <= place.0) - 1;
        let Stores { first, directory } = &self.entered[entered];
        let descriptor = texts.intern(directory.descriptor(place.0 - first));
        self.list[place.0 as usize].descriptor = Some(descriptor);
        descriptor
    }

    /// Returns every place known so far, the area's own first.
    pub fn all(&self) -> &[Place] {
        &self.list
    }

    /// Draws a store of a category in the area that trades on a day, by its popularity; none if the area has no such store.
    pub fn local(&self, category: Category, on: Date, stream: &mut Stream) -> Option<PlaceIndex> {
        self.entered[0].draw(category, on, stream)
    }

    /// Returns every store of a category in the area, the best known first.
    pub fn all_local(&self, category: Category) -> impl Iterator<Item = PlaceIndex> + use<> {
        let Stores { first, ref directory } = self.entered[0];
        directory.of_category(category).map(move |store| PlaceIndex(first + store))
    }

    /// Draws a site of a category by its popularity; none if the category is not sold online.
    pub fn online(
        &mut self,
        world: &World,
        category: Category,
        texts: &mut Texts,
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        let shop = world.merchants.shops.draw(category, stream)?;
        Some(self.shop(world, shop, texts))
    }

    /// Draws a site of a category that is easy for thieves on a day and charges a currency; none if there is none.
    pub fn easy_shop(
        &mut self,
        world: &World,
        (category, currency): (Category, Currency),
        on: Date,
        texts: &mut Texts,
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        let shops = world.merchants.shops.of_category(category);
        let popular = &shops[..shops.len().min(world.scenario.merchants.compromise.easy_shop_ranks)];
        let is_easy = |shop: &&Merchant| shop.currency == currency && world.shop_easy(shop.id, on);
        let easy: Vec<MerchantId> = popular.iter().filter(is_easy).map(|shop| shop.id).collect();
        if easy.is_empty() {
            return None;
        }
        let chosen = *stream.pick(&easy);
        let shop = world.merchants.shops.all().binary_search_by_key(&chosen, |shop| shop.id);
        Some(self.shop(world, shop.expect("shops are sorted by id"), texts))
    }

    fn shop(&mut self, world: &World, shop: usize, texts: &mut Texts) -> PlaceIndex {
        if let Some(known) = self.shops[shop] {
            return known;
        }
        let place = self.add_site(&world.merchants.shops.all()[shop], texts);
        self.shops[shop] = Some(place);
        place
    }

    /// Draws a travel destination by its attraction, at home or abroad, and returns its number.
    pub fn destination(&self, world: &World, is_abroad: bool, stream: &mut Stream) -> usize {
        world.destinations.draw(is_abroad, stream)
    }

    /// Draws a store of a category at a destination that trades on a day; none if it has no such store.
    pub fn at_destination(
        &mut self,
        world: &World,
        destination: usize,
        (category, on): (Category, Date),
        texts: &mut Texts,
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        let entered = *self.destinations[destination].get_or_insert_with(|| {
            let directory = world.stores_of_destination(destination);
            self.entered.push(Stores::enter(directory, &mut self.list, texts));
            self.entered.len() - 1
        });
        self.entered[entered].draw(category, on, stream)
    }

    /// Returns a subscription site by its rank in popularity (0 is the best known): streaming, cloud, news, gym, games.
    ///
    /// Ranks beyond the scenario's number of sites start again from the best known.
    pub fn subscription(&mut self, world: &World, rank: usize, texts: &mut Texts) -> PlaceIndex {
        let rank = rank % world.merchants.subscriptions.len();
        if let Some(known) = self.subscriptions[rank] {
            return known;
        }
        let place = self.add_site(&world.merchants.subscriptions[rank], texts);
        self.subscriptions[rank] = Some(place);
        place
    }

    fn add_site(&mut self, site: &Merchant, texts: &mut Texts) -> PlaceIndex {
        self.list.push(Place {
            merchant: site.id,
            location: None,
            category: site.category,
            mcc: site.mcc,
            currency: site.currency,
            country: texts.intern(site.country),
            descriptor: Some(texts.intern(&site.line)),
            zone: self.zone,
            latitude: 0.0,
            longitude: 0.0,
            opens_at_hour: 0,
            closes_at_hour: 24,
            rests_on_sunday: false,
            terminals: 0,
            price_level: site.price_level,
            return_window_days: site.return_window_days,
            opened_on: None,
            closed_on: None,
        });
        PlaceIndex(self.list.len() as u32 - 1)
    }
}
