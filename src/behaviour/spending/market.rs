//! What a community's purchases share: the laws of the scenario, ready to draw from.

use super::amounts::Prices;
use super::haunts::Map;
use super::presenting::Presenting;
use super::seasons::Seasons;
use super::when::{CATEGORIES, CELLS, Cell, Curves, Midnights};
use crate::behaviour::trips::is_season;
use crate::codes::Category;
use crate::community::Community;
use crate::scenario::SpendingLaws;
use crate::units::{Date, Timestamp};
use crate::world::{Place, World};

/// What people buy more of before Christmas.
pub(in crate::behaviour) const SEASONAL: Category = Category::GeneralMerchandise;

/// The laws of spending, prepared for one community.
#[derive(Debug)]
pub(in crate::behaviour) struct Market<'w> {
    pub(in crate::behaviour) world: &'w World,
    pub(in crate::behaviour) laws: &'w SpendingLaws,
    pub(in crate::behaviour) curves: Curves,
    pub(in crate::behaviour) prices: Prices,
    pub(in crate::behaviour) seasons: Seasons,
    pub(in crate::behaviour) presenting: Presenting<'w>,
    pub(in crate::behaviour) map: Map<'w>,
    pub(in crate::behaviour) midnights: Midnights<'w>,
    credit_factors: [f64; CATEGORIES],
    zone: usize,
    days: Vec<DayLaw>,
}

/// How a day differs from the mean day.
#[derive(Debug)]
pub(in crate::behaviour) struct DayLaw {
    pub(in crate::behaviour) is_weekend: bool,
    /// The month, from 0 for January.
    pub(in crate::behaviour) month: usize,
    /// How prices compare with the base year's.
    level: f64,
    /// How much is bought in each cell, against the mean day.
    pub(in crate::behaviour) factors: [f32; CELLS],
    /// The largest of the factors.
    pub(in crate::behaviour) peak: f32,
}

impl<'w> Market<'w> {
    /// Prepares the laws for a community.
    pub(in crate::behaviour) fn open(community: &Community<'w>) -> Self {
        let world = community.world;
        let laws = &world.scenario.spending;
        let curves = Curves::new(laws);
        // The month's factor holds for all people together, those included who make most of the season.
        let law = &world.scenario.episodes.holiday_season;
        let least = 1.0 / (1.0 + law.share * (law.spending_factor - 1.0));
        let season = |day: Date| if is_season(day) { least } else { 1.0 };
        let day = |day: Date| {
            let is_weekend = day.weekday().is_weekend();
            let shops = if world.holidays.contains(day) { laws.holiday_factor } else { 1.0 };
            let of_day = curves.day_factors(day);
            let of_shops = |cell: usize| if Cell(cell).is_remote() { 1.0 } else { shops };
            let of_season = |cell: usize| if Cell(cell).category() == SEASONAL { season(day) } else { 1.0 };
            let of_all = |cell: usize| (of_day[cell] * of_shops(cell) * of_season(cell)) as f32;
            let factors: [f32; CELLS] = std::array::from_fn(of_all);
            let (month, level) =
                (day.civil().month as usize - 1, world.scenario.income.trend.level(day.month_number()));
            DayLaw { is_weekend, month, level, factors, peak: factors.iter().copied().fold(0.0, f32::max) }
        };
        Self {
            world,
            laws,
            days: world.horizon.days().map(day).collect(),
            credit_factors: std::array::from_fn(|category| {
                laws.categories.get(&Cell(2 * category).category()).map_or(1.0, |law| law.credit_shift.exp())
            }),
            curves,
            prices: Prices::new(&world.scenario),
            seasons: Seasons::new(&world.scenario),
            presenting: Presenting::new(&laws.presenting),
            map: Map::new(world, laws),
            midnights: Midnights::new(community.zone(), world.horizon),
            zone: world.geography.area(community.area).zone,
        }
    }

    /// Returns the law of a day of the horizon.
    pub(in crate::behaviour) fn day(&self, day: Date) -> &DayLaw {
        &self.days[day.since(self.world.horizon.from) as usize]
    }

    /// Returns how prices of a day compare with the base year's.
    pub(in crate::behaviour) fn level(&self, day: Date) -> f64 {
        let known = usize::try_from(day.since(self.world.horizon.from)).ok().and_then(|day| self.days.get(day));
        known.map_or_else(|| self.world.scenario.income.trend.level(day.month_number()), |law| law.level)
    }

    /// Returns the factor on the odds of credit against debit in a category.
    pub(in crate::behaviour) fn credit_factor(&self, category: Category) -> f64 {
        self.credit_factors[category as usize]
    }

    /// Returns the instant of a time of day on the clock of a place; online, on the clock at home.
    pub(in crate::behaviour) fn instant(&self, place: &Place, day: Date, micros: i64) -> Timestamp {
        if place.location.is_none() || place.zone == self.zone {
            self.midnights.instant(day, micros)
        } else {
            self.world.zones[place.zone].instant(day, micros)
        }
    }

    /// Returns how many minor units of a place's currency an amount in cents is worth on a day.
    pub(in crate::behaviour) fn in_currency_of(&self, place: &Place, cents: f64, on: Date) -> f64 {
        let currency = place.currency;
        if currency == self.world.currency {
            return cents;
        }
        let minor_per_major = 10_f64.powi(currency.exponent() as i32);
        cents / 100.0 / self.world.fx_rate(currency, on).to_f64() * minor_per_major
    }
}
