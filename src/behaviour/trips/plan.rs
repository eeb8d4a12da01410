//! Who travels when, and who makes most of December: pure functions of the household or person, so that every behaviour
//! can ask and gets the same answer.

use crate::community::Community;
use crate::population::{HomeIndex, PersonIndex};
use crate::scenario::TripLaw;
use crate::units::Date;
use crate::world::World;

/// A household's trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::behaviour) struct Trip {
    /// The day of departure.
    pub(in crate::behaviour) from: Date,
    /// The day of return.
    pub(in crate::behaviour) to: Date,
    /// Where, as `Places::destination` numbers it.
    pub(in crate::behaviour) destination: usize,
    /// Whether it leads abroad.
    pub(in crate::behaviour) is_abroad: bool,
    /// The month that decided it.
    pub(in crate::behaviour) month: i32,
}

/// The weeks before one Christmas of somebody who makes most of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::behaviour) struct Season {
    pub(in crate::behaviour) from: Date,
    pub(in crate::behaviour) to: Date,
    pub(in crate::behaviour) spending_factor: f64,
    pub(in crate::behaviour) price_shift: f64,
}

/// Returns a household's trips over the horizon and the months after it, for which bookings are made inside.
///
/// # Randomness
///
/// Stream `trips.plan`, subject household, period month: one trip a month at most, and none while another lasts.
pub(in crate::behaviour) fn of_home(community: &Community<'_>, home: HomeIndex) -> Vec<Trip> {
    let world = community.world;
    let laws = &world.scenario.episodes;
    let plan = &community.people.homes[home.ix()];
    let wealth = laws.travel.by_income[plan.income_band as usize];
    let months = world.horizon.from.month_number() - 1..=world.horizon.to.month_number() + laws.travel.lead_months;
    let mut trips: Vec<Trip> = Vec::new();
    for month in months {
        let mut stream = world.streams.period("trips.plan", plan.id.0, i64::from(month));
        let chance = |law: &TripLaw| wealth * law.per_year / 12.0 * law.months[month.rem_euclid(12) as usize];
        let drawn = stream.unit();
        let is_abroad = drawn < chance(&laws.trips_abroad);
        if !is_abroad && drawn >= chance(&laws.trips_abroad) + chance(&laws.trips_at_home) {
            continue;
        }
        let law = if is_abroad { &laws.trips_abroad } else { &laws.trips_at_home };
        let from = Date::month_start(month).plus(stream.below(28) as i32);
        let to = from.plus(stream.between(law.nights[0], law.nights[1]) as i32);
        let destination = community.places.destination(world, is_abroad, &mut stream);
        if trips.last().is_none_or(|last| last.to.plus(3) < from) {
            trips.push(Trip { from, to, destination, is_abroad, month });
        }
    }
    trips
}

/// Returns the trips on which a person comes along.
pub(in crate::behaviour) fn of_person(community: &Community<'_>, person: PersonIndex) -> Vec<Trip> {
    let plan = &community.people.persons[person.ix()];
    let mut trips = of_home(community, plan.home);
    trips.retain(|trip| joins(community.world, trip, plan.id.0));
    trips
}

/// Returns whether somebody of the household comes along.
pub(super) fn joins(world: &World, trip: &Trip, person: i64) -> bool {
    let word = world.streams.word("trips.joins", person, i64::from(trip.month));
    share_of(word) < world.scenario.episodes.joins_share
}

/// Returns the Decembers of which a person makes most.
pub(in crate::behaviour) fn seasons(world: &World, person: i64) -> Vec<Season> {
    let law = &world.scenario.episodes.holiday_season;
    let season = |year: i32| {
        let word = world.streams.word("trips.holiday_season", person, i64::from(year));
        (share_of(word) < law.share).then(|| Season {
            from: Date::of(year, 11, 28).plus((word % 10) as i32),
            to: Date::of(year, 12, 24),
            spending_factor: law.spending_factor,
            price_shift: law.price_shift,
        })
    };
    (world.horizon.from.civil().year..=world.horizon.to.civil().year).filter_map(season).collect()
}

/// Returns whether a day lies in everybody's season of giving: the weeks that all who make most of it share.
pub(in crate::behaviour) fn is_season(day: Date) -> bool {
    let civil = day.civil();
    civil.month == 12 && (3..=24).contains(&civil.day)
}

/// Returns a word's place in [0, 1).
fn share_of(word: u64) -> f64 {
    (word >> 11) as f64 / (1_u64 << 53) as f64
}
