//! Stolen or copied plastic used in person.

use super::plot::Plot;
use super::remote::{Spree, attempts, is_coveted, linked_device, reprice};
use super::scene::is_shopping;
use crate::codes::*;
use crate::intent::{Aftermath, CardUse, Hold, What};
use crate::population::SlotIndex;
use crate::rng::Stream;
use crate::units::{Timestamp, span};
use crate::world::Place;

/// Returns whether a use needs the plastic itself: in person or at a machine, and not from a telephone.
pub(super) fn needs_plastic(card: &CardUse) -> bool {
    matches!(card.channel, Channel::InPerson | Channel::Atm) && card.wallet == Wallet::None
}

/// How a thief presents plastic.
#[derive(Debug, Clone, Copy)]
pub(super) struct Presenting {
    pub(super) slot: SlotIndex,
    pub(super) entry: EntryMode,
    pub(super) verification: Verification,
}

/// Imitates somebody's purchase in a store near the victim's home at about this hour.
pub(super) fn buy_nearby(
    plot: &Plot<'_, '_>,
    at: Timestamp,
    presenting: Presenting,
    stream: &mut Stream,
) -> Option<CardUse> {
    const NEAR_KM: f64 = 60.0;
    let home = &plot.community.people.homes[plot.person(plot.slot(presenting.slot).holder).home.ix()];
    let places = &plot.community.places;
    let model = model(plot, at, stream, |card| {
        let place = places.get(card.place);
        kilometres((home.latitude, home.longitude), (place.latitude, place.longitude)) < NEAR_KM
    })?;
    let amount = reprice(model.amount, plot.laws.purchases.in_person_factor.draw(stream));
    Some(presented(model, presenting, amount, stream))
}

/// Draws a spree with the card in the thief's own telephone, which its issuer takes for the victim's new one.
pub(super) fn tap_nearby(plot: &mut Plot<'_, '_>, spree: &Spree, stream: &mut Stream) -> Vec<(Timestamp, What)> {
    // The bit that tells computers from telephones.
    const COMPUTER: u64 = 2;
    let look = stream.word() & !COMPUTER;
    let telephone = linked_device(plot, spree.slot, spree.starts_at, look, stream);
    let tapped = Presenting { slot: spree.slot, entry: EntryMode::Contactless, verification: Verification::Device };
    let mut deeds = Vec::new();
    for at in attempts(plot, spree, stream) {
        let Some(card) = buy_nearby(plot, at, tapped, stream) else { continue };
        let open_at = when_open(plot, plot.community.places.get(card.place), at);
        if open_at < spree.known.at || at >= spree.known.at {
            deeds.push((open_at, What::Card(CardUse { device: Some(telephone), wallet: Wallet::Phone, ..card })));
        }
    }
    deeds
}

/// Picks a genuine purchase in person at about this hour that can be imitated.
pub(super) fn model(
    plot: &Plot<'_, '_>,
    at: Timestamp,
    stream: &mut Stream,
    accept: impl Fn(&CardUse) -> bool,
) -> Option<CardUse> {
    let hour = |at: Timestamp| plot.zone.local(at).1 / (2 * span::HOUR);
    let days = plot.laws.purchases.memory_days;
    let found = plot.scene.imitable(plot.intents, at, days, stream, |then, card| {
        is_shopping(card)
            && card.channel == Channel::InPerson
            && !matches!(card.hold, Hold::Incremental { .. })
            && hour(then) == hour(at)
            && is_coveted(card, plot.laws.purchases.coveted_amount)
            && accept(card)
    });
    found.map(|(_, card)| card)
}

/// Makes a thief's use out of a genuine one.
pub(super) fn presented(model: CardUse, presenting: Presenting, amount: i64, stream: &mut Stream) -> CardUse {
    let Presenting { slot, entry, verification } = presenting;
    CardUse {
        slot,
        device: None,
        amount,
        tip: 0,
        cashback: 0,
        entry,
        verification,
        wallet: Wallet::None,
        wrong_pin: false,
        aftermath: Aftermath::Nothing,
        word: stream.word(),
        ..model
    }
}

/// Makes a withdrawal at a cash machine with chip and PIN, or with a copied stripe.
pub(super) fn withdrawal(
    place: crate::world::PlaceIndex,
    presenting: Presenting,
    amount: i64,
    is_wrong_pin: bool,
    stream: &mut Stream,
) -> CardUse {
    CardUse {
        slot: presenting.slot,
        place,
        device: None,
        processing: ProcessingCode::CashWithdrawal,
        amount,
        tip: 0,
        cashback: 0,
        hold: Hold::Exact,
        entry: presenting.entry,
        verification: presenting.verification,
        channel: Channel::Atm,
        wallet: Wallet::None,
        is_recurring: false,
        three_d_secure: None,
        avs: None,
        cvv: None,
        wrong_pin: is_wrong_pin,
        aftermath: Aftermath::Nothing,
        word: stream.word(),
    }
}

/// Moves an instant to the place's next opening if the place is closed then.
pub(super) fn when_open(plot: &Plot<'_, '_>, place: &Place, at: Timestamp) -> Timestamp {
    let zone = &plot.community.world.zones[place.zone];
    let (day, time) = zone.local(at);
    let hours = |hour: u8| i64::from(hour) * span::HOUR;
    if time < hours(place.opens_at_hour) {
        return zone.instant(day, hours(place.opens_at_hour) + time.rem_euclid(span::HOUR));
    }
    if time >= hours(place.closes_at_hour) {
        return zone.instant(day.plus(1), hours(place.opens_at_hour) + time.rem_euclid(span::HOUR));
    }
    at
}

/// Returns the distance between two points given in degrees, as the crow flies over a small plane.
pub(super) fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const KM_PER_DEGREE: f64 = 111.2;
    let north = a.0 - b.0;
    let east = (a.1 - b.1) * a.0.to_radians().cos();
    KM_PER_DEGREE * north.hypot(east)
}
