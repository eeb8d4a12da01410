//! What a trip takes: tickets weeks ahead, a hotel that raises its authorization night by night.

use super::plan::{self, Trip};
use crate::behaviour::spending::{Cell, Market, Purse, Till};
use crate::codes::{Category, EpisodeKind, Mcc};
use crate::community::Community;
use crate::intent::{Episode, Hold, Intents};
use crate::population::{HomeIndex, PersonIndex};
use crate::rng::Stream;
use crate::units::{Date, span};
use crate::world::PlaceIndex;

/// Who goes, and who pays.
struct Party {
    trip: Trip,
    household: i64,
    size: u64,
    purse: Purse,
}

/// Adds the bookings of every household, and the trips abroad as episodes.
pub(super) fn add(community: &mut Community<'_>, market: &Market<'_>, intents: &mut Intents) {
    for home in (0..community.people.homes.len()).map(|home| HomeIndex(home as u32)) {
        for trip in plan::of_home(community, home) {
            let travellers = travellers(community, home, &trip);
            if let Some(payer) = travellers.first() {
                let household = community.people.homes[home.ix()].id.0;
                let purse = Purse::of(&community.people, *payer, market.laws, market.world.horizon.from);
                let size = travellers.len() as u64;
                book(community, market, intents, &Party { trip, household, size, purse });
                note(community, intents, &trip, &travellers);
            }
        }
    }
}

fn travellers(community: &Community<'_>, home: HomeIndex, trip: &Trip) -> Vec<PersonIndex> {
    let residents = &community.people.homes[home.ix()].residents;
    let comes = |person: &&PersonIndex| {
        let plan = &community.people.persons[person.ix()];
        plan.onboarded_on < trip.from
            && community.lives.acts(**person, trip.from)
            && plan::joins(community.world, trip, plan.id.0)
    };
    residents.iter().filter(comes).copied().collect()
}

fn note(community: &mut Community<'_>, intents: &mut Intents, trip: &Trip, travellers: &[PersonIndex]) {
    let horizon = community.world.horizon;
    if !trip.is_abroad || trip.from > horizon.to || trip.to < horizon.from {
        return;
    }
    let mut stream = community.world.streams.stream("trips.country", trip.destination as i64);
    let place = community.places.at_destination(
        community.world,
        trip.destination,
        (Category::Restaurant, trip.from),
        &mut community.texts,
        &mut stream,
    );
    let country = place.map(|place| community.places.get(place).country);
    intents.episodes.extend(travellers.iter().map(|person| Episode {
        person: *person,
        kind: EpisodeKind::TripAbroad,
        from: trip.from,
        to: trip.to,
        place: country,
    }));
}

fn book(community: &mut Community<'_>, market: &Market<'_>, intents: &mut Intents, party: &Party) {
    let laws = &market.world.scenario.episodes;
    let law = if party.trip.is_abroad { &laws.trips_abroad } else { &laws.trips_at_home };
    let period = i64::from(party.trip.month);
    let mut stream = market.world.streams.period("trips.booking", party.household, period);
    let booked_on =
        party.trip.from.plus(-stream.between(laws.travel.booked_days[0], laws.travel.booked_days[1]) as i32);
    let (flies, sleeps) = (stream.chance(law.flight_share), stream.chance(law.hotel_share));
    let level = market.level(party.trip.from);
    let fare = level * stream.log_normal(law.flight_median.ln(), laws.travel.ln_sd) * party.size as f64;
    let night = level * stream.log_normal(law.night_median.ln(), laws.travel.ln_sd) * party.size.div_ceil(2) as f64;
    let prepays = stream.chance(laws.travel.prepaid_share);
    let mut till = Till::new(community, market, intents);
    if flies && let Some(airline) = airline(&mut till, party, booked_on, &mut stream) {
        pay_ahead(market, &mut till, party, airline, booked_on, fare, &mut stream);
    }
    let nights = f64::from(party.trip.to.since(party.trip.from));
    let Some(hotel) = till.at_destination(party.trip.destination, (Category::Lodging, booked_on), &mut stream) else {
        return;
    };
    if sleeps && prepays {
        pay_ahead(market, &mut till, party, hotel, booked_on, night * nights, &mut stream);
    } else if sleeps {
        check_in(market, &mut till, party, hotel, night, &mut stream);
    }
}

/// Draws an airline or an agency among the sites that sell travel.
fn airline(till: &mut Till<'_, '_, '_>, party: &Party, booked_on: Date, stream: &mut Stream) -> Option<PlaceIndex> {
    const TRIES: usize = 12;
    let is_airline = |mcc: Mcc| (3000..=3350).contains(&mcc.0) || mcc.0 == 4511 || mcc.0 == 4722;
    let mut site = None;
    for _ in 0..TRIES {
        site = till.online(Category::Travel, stream);
        if site.is_some_and(|site| is_airline(till.place(site).mcc)) {
            return site;
        }
    }
    site.or_else(|| till.at_destination(party.trip.destination, (Category::Travel, booked_on), stream))
}

fn pay_ahead(
    market: &Market<'_>,
    till: &mut Till<'_, '_, '_>,
    party: &Party,
    place: PlaceIndex,
    day: Date,
    dollars: f64,
    stream: &mut Stream,
) {
    let category = till.place(place).category;
    let hour = market.curves.hour(Cell::of(category, true), false, stream);
    let at = market.midnights.instant(day, hour * span::HOUR + stream.below(span::HOUR as u64) as i64);
    let card = party.purse.card(day, market.credit_factor(category), stream);
    if let Some(card) = card.filter(|_| market.world.horizon.contains(day)) {
        let mut used = market.presenting.remote(&party.purse, card, place, at, stream);
        used.amount = market.in_currency_of(till.place(place), 100.0 * dollars, day).round() as i64;
        till.ring(at, used);
    }
}

fn check_in(
    market: &Market<'_>,
    till: &mut Till<'_, '_, '_>,
    party: &Party,
    hotel: PlaceIndex,
    night: f64,
    stream: &mut Stream,
) {
    const MOST_STEPS: i64 = 5;
    let day = party.trip.from;
    let card = party.purse.card(day, market.credit_factor(Category::Lodging), stream);
    let micros = 15 * span::HOUR + stream.below(7 * span::HOUR as u64) as i64;
    let Some(card) = card.filter(|_| market.world.horizon.contains(day)) else { return };
    let at = market.instant(till.place(hotel), day, micros);
    let minor = |dollars: f64| market.in_currency_of(till.place(hotel), 100.0 * dollars, day).round() as i64;
    let nights = i64::from(party.trip.to.since(day));
    let (one, all) = (minor(night), minor(night * nights as f64));
    let mut used = market.presenting.in_person(&party.purse, card, hotel, at, stream);
    used.amount = all;
    let steps = (nights - 1).min(MOST_STEPS);
    let first = one + minor(market.world.scenario.episodes.travel.incidentals);
    let step = if steps > 0 { (all - one) / steps } else { 0 };
    used.hold = Hold::Incremental { first, step, steps: steps as u8 };
    till.ring(at, used);
}
