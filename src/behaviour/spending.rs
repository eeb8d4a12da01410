//! Spending: day by day people run errands and order online; where, when, for how much and with which card.

mod amounts;
mod haunts;
mod market;
mod means;
mod presenting;
mod purse;
mod seasons;
mod shopper;
mod standing;
mod till;
mod when;

#[cfg(test)]
mod tests;

pub(super) use haunts::Doorstep;
pub(super) use market::Market;
pub(super) use purse::{Card, Purse};
pub(super) use till::Till;
pub(super) use when::Cell;

use crate::codes::Category;
use crate::community::Community;
use crate::intent::Intents;
use crate::population::PersonIndex;
use crate::rng::{Named, Stream};
use crate::units::{Date, span};
use haunts::Haunts;
use market::{DayLaw, SEASONAL};
use shopper::Shopper;

/// Adds everybody's purchases by card.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let market = Market::open(community);
    let limits = means::monthly_limits(&community.people, &market.laws.means, &market.world.scenario.income.beyond);
    let mut haunts = Haunts::default();
    let streams = market.world.streams.named("spending.day");
    for (index, limit) in limits.into_iter().enumerate() {
        let shopper = Shopper::of(community, &market, PersonIndex(index as u32), limit);
        let frequency = community.people.persons[index].income.frequency;
        let till = Till::new(community, &market, intents);
        let mut spree = Spree { market: &market, shopper: &shopper, streams, haunts: &mut haunts, till };
        spree.settle_in();
        let first = market.world.horizon.from.max(shopper.onboarded_on);
        let last = market.world.horizon.to.min(shopper.acts_until.plus(-1));
        for day in (first.0..=last.0).map(Date) {
            let payday = if is_payday(frequency, shopper.id, day) { market.laws.payday_factor } else { 1.0 };
            spree.day(day, payday);
        }
        standing::add(&market, &shopper, &mut spree.till);
    }
}

/// One person's way through the shops.
struct Spree<'a, 'w, 'c> {
    market: &'a Market<'w>,
    shopper: &'a Shopper,
    streams: Named,
    haunts: &'a mut Haunts,
    till: Till<'a, 'w, 'c>,
}

impl Spree<'_, '_, '_> {
    /// Gives the person the places they know before the horizon begins.
    fn settle_in(&mut self) {
        self.haunts.clear();
        let mut stream = self.market.world.streams.stream("spending.haunts", self.shopper.id);
        for _ in 0..self.market.laws.haunts.settling_visits {
            let cell = Cell(self.shopper.cells.sample(&mut stream));
            if let Some(place) = self.choose(cell, self.market.world.horizon.from, &mut stream) {
                self.haunts.remember(cell, place);
            }
        }
    }

    /// Adds the purchases of one day.
    fn day(&mut self, day: Date, payday: f64) {
        let mut stream = self.streams.period(self.shopper.id, i64::from(day.0));
        let law = self.market.day(day);
        let travel = &self.market.world.scenario.episodes.travel;
        let trip = self.shopper.away(day).copied();
        let season = self.shopper.season(day).map(|season| season.spending_factor);
        let child = self.shopper.child_factors(day);
        let peak = child.map_or(1.0, |(groceries, goods)| groceries.max(goods))
            * f64::from(law.peak)
            * trip.map_or(1.0, |_| travel.peak())
            * season.unwrap_or(1.0);
        for _ in 0..stream.poisson(self.shopper.starts_on(day) * payday * peak) {
            let cell = Cell(self.shopper.cells.sample(&mut stream));
            let mut factor = f64::from(law.factors[cell.0]);
            if let (Some(_), false) = (trip, cell.is_remote()) {
                factor *= travel.factor(cell.category());
            }
            if let (Some(season), SEASONAL) = (season, cell.category()) {
                factor *= season;
            }
            match (child, cell.category()) {
                (Some((groceries, _)), Category::Groceries) => factor *= groceries,
                (Some((_, goods)), Category::GeneralMerchandise) => factor *= goods,
                _ => {}
            }
            if stream.unit() * peak >= factor {
                continue;
            }
            if cell.is_remote() {
                self.order(cell, day, law, &mut stream);
            } else {
                self.errand(cell, day, law, &mut stream);
            }
        }
    }

    /// Adds a purchase online or by phone.
    fn order(&mut self, cell: Cell, day: Date, law: &DayLaw, stream: &mut Stream) {
        let Some(place) = self.choose_on(cell, day, stream) else { return };
        self.haunts.remember(cell, place);
        let micros = self.market.curves.hour(cell, law.is_weekend, stream) * span::HOUR + within_hour(stream);
        self.till.order(self.shopper, cell, place, day, micros, stream);
    }

    /// Adds a purchase in a shop and those that follow on the same way.
    fn errand(&mut self, first: Cell, day: Date, law: &DayLaw, stream: &mut Stream) {
        let laws = self.market.laws;
        let is_habit = !law.is_weekend && stream.chance(laws.habit_share);
        let planned = is_habit.then(|| {
            let spread = laws.habit_minutes * span::MINUTE as f64;
            self.shopper.habits[first.0] + (spread * stream.normal()) as i64
        });
        let mut cell = first;
        let Some((mut place, mut micros)) = self.meet(cell, day, law, planned, stream) else { return };
        loop {
            let is_usual = is_habit && cell == first;
            self.till.buy(self.shopper, cell, place, day, micros, is_usual, stream);
            if !stream.chance(laws.follow_up_share) {
                return;
            }
            let minutes = stream.exponential(laws.follow_up_minutes).clamp(2.0, 58.0);
            micros += (minutes * span::MINUTE as f64) as i64;
            if micros >= span::DAY {
                return;
            }
            let hour = (micros / span::HOUR) as usize;
            cell = self.next_in(hour, day, law, stream);
            let Some(next) = self.open_at(cell, day, hour as i64, stream) else { return };
            place = next;
        }
    }

    /// Finds a place and a time of day at which it is open.
    fn meet(
        &mut self,
        cell: Cell,
        day: Date,
        law: &DayLaw,
        planned: Option<i64>,
        stream: &mut Stream,
    ) -> Option<(crate::world::PlaceIndex, i64)> {
        let planned = planned.filter(|micros| (0..span::DAY).contains(micros));
        for attempt in 0..4 {
            let micros = match planned {
                Some(micros) if attempt == 0 => micros,
                _ => self.market.curves.hour(cell, law.is_weekend, stream) * span::HOUR + within_hour(stream),
            };
            if let Some(place) = self.open_at(cell, day, micros / span::HOUR, stream) {
                return Some((place, micros));
            }
        }
        None
    }

    /// Chooses a place that is open at an hour, after a few looks.
    fn open_at(&mut self, cell: Cell, day: Date, hour: i64, stream: &mut Stream) -> Option<crate::world::PlaceIndex> {
        let away = self.shopper.away(day).copied();
        for _ in 0..5 {
            let place = match away {
                Some(trip) => self.till.at_destination(trip.destination, (cell.category(), day), stream)?,
                None => self.choose_on(cell, day, stream)?,
            };
            if self.till.is_open(place, day, hour) {
                if away.is_none() {
                    self.haunts.remember(cell, place);
                }
                return Some(place);
            }
        }
        None
    }

    /// Draws what is bought next at an hour.
    fn next_in(&self, hour: usize, day: Date, law: &DayLaw, stream: &mut Stream) -> Cell {
        let at_hour = self.market.curves.at_hour(hour, law.is_weekend);
        let own = &self.shopper.in_person;
        let mut weights: [f64; when::CATEGORIES] =
            std::array::from_fn(|category| at_hour[category] * own[category] * f64::from(law.factors[2 * category]));
        if self.shopper.away(day).is_some() {
            let travel = &self.market.world.scenario.episodes.travel;
            weights.iter_mut().zip(Category::ALL).for_each(|(weight, category)| *weight *= travel.factor(*category));
        }
        Cell(2 * stream.weighted(&weights))
    }

    /// Chooses where to go on a day: of the shops that come to mind rather one whose season it is.
    fn choose_on(&mut self, cell: Cell, day: Date, stream: &mut Stream) -> Option<crate::world::PlaceIndex> {
        let month = self.market.day(day).month;
        let mut place = self.choose(cell, day, stream)?;
        for _ in 0..seasons::TRIES {
            if self.market.seasons.suits(self.till.place(place), month, stream) {
                break;
            }
            place = self.choose(cell, day, stream)?;
        }
        Some(place)
    }

    fn choose(&mut self, cell: Cell, day: Date, stream: &mut Stream) -> Option<crate::world::PlaceIndex> {
        self.till.choose(self.haunts, &self.market.map, cell, (self.shopper.home, day), stream)
    }
}

fn within_hour(stream: &mut Stream) -> i64 {
    stream.below(3_600_000) as i64 * 1_000
}

/// Returns whether a wage of that frequency is likely to have come on a day.
fn is_payday(frequency: Option<crate::codes::PayFrequency>, id: i64, day: Date) -> bool {
    use crate::calendar::Weekday;
    use crate::codes::PayFrequency::*;
    let is_friday = day.weekday() == Weekday::Friday;
    match frequency {
        Some(Weekly) => is_friday,
        Some(Biweekly) => is_friday && (day.0.div_euclid(7) + id as i32) % 2 == 0,
        Some(Semimonthly) => matches!(day.civil().day, 15) || day.plus(1).civil().day == 1,
        Some(Monthly) => day.plus(1).civil().day == 1,
        None => false,
    }
}
