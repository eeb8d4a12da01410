//! Cash: withdrawals at cash machines, at the same few near home, or where a trip leads.

use super::spending::{Card, Cell, Doorstep, Market, Purse, Till};
use super::trips::{self, Trip};
use crate::codes::{Category, Currency};
use crate::community::Community;
use crate::intent::Intents;
use crate::population::PersonIndex;
use crate::rng::{Alias, Stream};
use crate::units::{Date, span};
use crate::world::PlaceIndex;

/// How many machines somebody uses again and again.
const USUAL_MACHINES: usize = 2;
/// How often somebody takes the same amount as ever.
const USUAL_AMOUNT_SHARE: f64 = 0.5;

/// One person's habits with cash.
struct Holder {
    id: i64,
    purse: Purse,
    home: Doorstep,
    per_day: f64,
    machines: Vec<PlaceIndex>,
    usual: i64,
    trips: Vec<Trip>,
    onboarded_on: Date,
    acts_until: Date,
}

/// Adds everybody's withdrawals.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let market = Market::open(community);
    let notes = Alias::new(&market.world.scenario.cash.notes_shares);
    let words = market.world.streams.named("cash.day");
    for index in (0..community.people.persons.len()).map(|person| PersonIndex(person as u32)) {
        let holder = holder(community, &market, index, &notes, intents);
        let mut till = Till::new(community, &market, intents);
        let is_lived = |day: &Date| holder.onboarded_on <= *day && *day < holder.acts_until;
        for day in market.world.horizon.days().filter(is_lived) {
            // Most days need this one word only.
            let word = words.word(holder.id, i64::from(day.0));
            withdraw(&market, &holder, &notes, (day, word), &mut till);
        }
    }
}

fn holder(
    community: &mut Community<'_>,
    market: &Market<'_>,
    index: PersonIndex,
    notes: &Alias,
    intents: &mut Intents,
) -> Holder {
    let laws = &market.world.scenario.cash;
    let person = &community.people.persons[index.ix()];
    let mut stream = market.world.streams.stream("cash.holder", person.id.0);
    let taste = stream.log_normal(-0.5 * laws.ln_sd * laws.ln_sd, laws.ln_sd);
    let age = person.age(market.world.horizon.from);
    let (id, onboarded_on) = (person.id.0, person.onboarded_on);
    let home = Doorstep::of(&community.people.homes[person.home.ix()]);
    let purse = Purse::of(&community.people, index, market.laws, market.world.horizon.from);
    let trips = trips::of_person(community, index);
    let acts_until = community.lives.acts_until(index);
    let mut till = Till::new(community, market, intents);
    Holder {
        id,
        purse,
        home,
        per_day: laws.withdrawals_per_month * taste * laws.by_age.at(age) * 12.0 / 365.25,
        machines: (0..USUAL_MACHINES)
            .filter_map(|_| till.shop(Category::Cash, (home, market.world.horizon.from), &mut stream))
            .collect(),
        usual: laws.notes[notes.sample(&mut stream)],
        trips,
        onboarded_on,
        acts_until,
    }
}

fn withdraw(
    market: &Market<'_>,
    holder: &Holder,
    notes: &Alias,
    (day, word): (Date, u64),
    till: &mut Till<'_, '_, '_>,
) {
    let laws = &market.world.scenario.cash;
    let trip = holder.trips.iter().find(|trip| trip.from <= day && day <= trip.to);
    let factor = 7.0 * laws.weekdays[day.weekday() as usize] * trip.map_or(1.0, |_| laws.abroad_factor);
    let wanted = holder.per_day * factor;
    if (word >> 11) as f64 / (1_u64 << 53) as f64 >= wanted {
        return;
    }
    let mut stream = Stream::seeded(word);
    let Some(card) = holder.purse.debit(day) else { return };
    let machine = match trip {
        Some(trip) => till.at_destination(trip.destination, (Category::Cash, day), &mut stream),
        None if holder.machines.is_empty() || stream.chance(laws.explored_share) => {
            till.shop(Category::Cash, (holder.home, day), &mut stream)
        }
        None => Some(*stream.pick(&holder.machines)),
    };
    let trading = machine.filter(|machine| till.place(*machine).trades(day));
    let Some(machine) = trading.or_else(|| till.shop(Category::Cash, (holder.home, day), &mut stream)) else { return };
    let major = if stream.chance(USUAL_AMOUNT_SHARE) { holder.usual } else { laws.notes[notes.sample(&mut stream)] };
    ring(market, till, card, machine, day, major, &mut stream);
}

fn ring(
    market: &Market<'_>,
    till: &mut Till<'_, '_, '_>,
    card: Card,
    machine: PlaceIndex,
    day: Date,
    major: i64,
    stream: &mut Stream,
) {
    let laws = &market.world.scenario.cash;
    let hour = market.curves.hour(Cell::of(Category::Cash, false), day.weekday().is_weekend(), stream);
    let place = till.place(machine);
    let at = market.instant(place, day, hour * span::HOUR + stream.below(span::HOUR as u64) as i64);
    let note = smallest_note(place.currency);
    let units = market.in_currency_of(place, 100.0 * major as f64, day);
    let mut used = market.presenting.at_machine(card, machine, laws, stream);
    // Machines give whole notes, so the trend shows in how often one more is taken.
    let notes = units / note as f64 * market.level(day);
    used.amount = ((notes + stream.unit()).floor() as i64).max(1) * note;
    till.ring(at, used);
}

/// Returns the smallest note that machines give, in minor units of its currency.
fn smallest_note(currency: Currency) -> i64 {
    match currency {
        Currency::Usd | Currency::Cad | Currency::Chf => 2_000,
        Currency::Eur | Currency::Gbp => 1_000,
        Currency::Mxn => 10_000,
        Currency::Jpy => 1_000,
    }
}
