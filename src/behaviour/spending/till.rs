//! The till: a purchase becomes a card use with a price, a tip, a hold, and the way the card was presented.

use super::haunts::{Doorstep, Haunts, Map};
use super::market::{Market, SEASONAL};
use super::shopper::Shopper;
use super::when::Cell;
use crate::calendar::Weekday;
use crate::codes::{CardKind, Category};
use crate::columns::Texts;
use crate::community::Community;
use crate::intent::{CardUse, Intents, What};
use crate::rng::Stream;
use crate::units::{Date, Timestamp, span};
use crate::world::{Place, PlaceIndex, Places};

/// Where card uses of one person are rung up.
#[derive(Debug)]
pub(in crate::behaviour) struct Till<'a, 'w, 'c> {
    market: &'a Market<'w>,
    places: &'c mut Places,
    texts: &'c mut Texts,
    intents: &'c mut Intents,
}

impl<'a, 'w, 'c> Till<'a, 'w, 'c> {
    pub(in crate::behaviour) fn new(
        community: &'c mut Community<'_>,
        market: &'a Market<'w>,
        intents: &'c mut Intents,
    ) -> Self {
        Self { market, places: &mut community.places, texts: &mut community.texts, intents }
    }

    /// Chooses where somebody goes.
    pub(super) fn choose(
        &mut self,
        haunts: &Haunts,
        map: &Map<'_>,
        cell: Cell,
        near: (Doorstep, Date),
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        haunts.choose(map, self.places, self.texts, cell, near, stream)
    }

    /// Draws a site, if the category is sold online.
    pub(in crate::behaviour) fn online(&mut self, category: Category, stream: &mut Stream) -> Option<PlaceIndex> {
        self.places.online(self.market.world, category, self.texts, stream)
    }

    /// Draws a site, or where the category is not sold online a shop nearby that takes cards by phone.
    pub(in crate::behaviour) fn site(
        &mut self,
        category: Category,
        near: (Doorstep, Date),
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        let site = self.online(category, stream);
        site.or_else(|| self.market.map.near(self.places, Cell::of(category, true), near, stream))
    }

    /// Draws a shop near home that trades on a day.
    pub(in crate::behaviour) fn shop(
        &mut self,
        category: Category,
        near: (Doorstep, Date),
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        self.market.map.near(self.places, Cell::of(category, false), near, stream)
    }

    /// Draws a place where a trip leads.
    pub(in crate::behaviour) fn at_destination(
        &mut self,
        destination: usize,
        wanted: (Category, Date),
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        self.places.at_destination(self.market.world, destination, wanted, self.texts, stream)
    }

    /// Returns the subscription site of a rank in popularity.
    pub(super) fn subscription(&mut self, rank: usize) -> PlaceIndex {
        self.places.subscription(self.market.world, rank, self.texts)
    }

    /// Returns a place.
    pub(in crate::behaviour) fn place(&self, place: PlaceIndex) -> &Place {
        self.places.get(place)
    }

    /// Returns whether a place is open in an hour of a day.
    pub(super) fn is_open(&self, place: PlaceIndex, day: Date, hour: i64) -> bool {
        let place = self.places.get(place);
        if place.rests_on_sunday && day.weekday() == Weekday::Sunday {
            return false;
        }
        i64::from(place.opens_at_hour) <= hour && hour < i64::from(place.closes_at_hour)
    }

    /// Rings up a purchase in a shop.
    #[allow(clippy::too_many_arguments, reason = "who, what, where, when, and the chance")]
    pub(super) fn buy(
        &mut self,
        shopper: &Shopper,
        cell: Cell,
        place: PlaceIndex,
        day: Date,
        micros: i64,
        is_usual: bool,
        stream: &mut Stream,
    ) {
        let (market, category) = (self.market, cell.category());
        let Some(card) = shopper.purse.card(day, market.credit_factor(category), stream) else { return };
        let at_place = self.places.get(place);
        let at = market.instant(at_place, day, micros);
        let mut used = market.presenting.in_person(&shopper.purse, card, place, at, stream);
        let total = if is_usual && is_routine(category) && stream.chance(market.laws.usual_order_share) {
            let word = market.world.streams.word("spending.usual", shopper.id, at_place.merchant.0);
            amount(market, shopper, cell, card.kind, at_place, day, &mut Stream::seeded(word))
        } else {
            amount(market, shopper, cell, card.kind, at_place, day, stream)
        };
        used.amount = total;
        if at_place.currency == market.world.currency {
            (used.amount, used.tip) = market.prices.tip(category, total, stream);
            match category {
                Category::Fuel => market.presenting.add_pump_hold(&mut used, at_place.mcc, stream),
                Category::Groceries => market.presenting.add_cashback(&mut used, stream),
                _ => {}
            }
        }
        self.ring(at, used);
    }

    /// Rings up a purchase made from afar.
    pub(super) fn order(
        &mut self,
        shopper: &Shopper,
        cell: Cell,
        place: PlaceIndex,
        day: Date,
        micros: i64,
        stream: &mut Stream,
    ) {
        let (market, category) = (self.market, cell.category());
        let Some(card) = shopper.purse.card(day, market.credit_factor(category), stream) else { return };
        let at_place = self.places.get(place);
        let at = market.midnights.instant(day, micros);
        let mut used = market.presenting.remote(&shopper.purse, card, place, at, stream);
        used.amount = amount(market, shopper, cell, card.kind, at_place, day, stream);
        self.ring(at, used);
    }

    /// Adds a card use as it is.
    pub(in crate::behaviour) fn ring(&mut self, at: Timestamp, mut used: CardUse) {
        let place = self.places.get(used.place);
        let on = Date(at.0.div_euclid(span::DAY) as i32);
        self.market.presenting.keep_limit(&mut used, |money| self.market.in_currency_of(place, 100.0 * money, on));
        self.intents.add(at, What::Card(used));
    }
}

/// Returns whether people order the same again in a category.
fn is_routine(category: Category) -> bool {
    matches!(category, Category::FastFood | Category::Transit)
}

fn amount(
    market: &Market<'_>,
    shopper: &Shopper,
    cell: Cell,
    card: CardKind,
    place: &Place,
    day: Date,
    stream: &mut Stream,
) -> i64 {
    let category = cell.category();
    let mut score = market.prices.score(shopper.price_taste, stream) + market.prices.card_shift(card);
    if cell.is_remote() {
        score += market.laws.amounts.remote_price;
    }
    if category == SEASONAL {
        score += shopper.season(day).map_or(0.0, |season| season.price_shift);
    }
    let cents = market.prices.price(category, score, place.price_level) * market.level(day);
    let units = market.in_currency_of(place, cents, day);
    if place.currency.exponent() == 0 {
        return ((units / 10.0).round() as i64 * 10).max(10);
    }
    market.prices.ended(category, cell.is_remote(), units, stream)
}
