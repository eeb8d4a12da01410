//! Stolen card data used remotely: purchases that imitate what others buy.

use super::detection::Discovery;
use super::plot::Plot;
use super::scene::is_shopping;
use crate::codes::*;
use crate::intent::{Aftermath, CardUse, Hold, What};
use crate::population::{DeviceIndex, SlotIndex};
use crate::rng::{Stream, mix};
use crate::scenario::draw_by_share;
use crate::units::{Timestamp, span};
use crate::world::PlaceIndex;

/// Returns whether a use needs no plastic and is ordinary shopping.
pub(super) fn is_remote_shopping(card: &CardUse) -> bool {
    is_shopping(card) && matches!(card.channel, Channel::Ecommerce | Channel::Mail) && card.hold == Hold::Exact
}

/// Scales a price and keeps its cents, so that it still looks like a price.
pub(super) fn reprice(amount: i64, factor: f64) -> i64 {
    let major = (amount as f64 * factor / 100.0).floor() as i64;
    let cents = amount.rem_euclid(100);
    (major * 100 + cents).max(100)
}

/// A spree: when the first attempt is made, and how the case ends.
#[derive(Debug)]
pub(super) struct Spree {
    pub(super) slot: SlotIndex,
    pub(super) starts_at: Timestamp,
    pub(super) known: Discovery,
    /// What shows where a shop tells the device, once that is known.
    pub(super) look: Look,
}

/// What shows of the thief where a shop tells the device.
#[derive(Debug, Clone, Copy)]
pub(super) enum Look {
    /// Not decided yet.
    Unknown,
    /// Nothing: the device is none that the bank has a customer for.
    Hidden,
    /// A device that is, or passes for, one of the victim's.
    Shown(DeviceIndex),
}

/// Draws the instants of attempts: bursts and pauses until the thief stops, has tried often enough or the card is blocked,
/// and sometimes once more.
pub(super) fn attempts(plot: &Plot<'_, '_>, spree: &Spree, stream: &mut Stream) -> Vec<Timestamp> {
    let laws = &plot.laws.purchases;
    let is_hasty = stream.chance(laws.hasty_share);
    let (stop_share, burst_share) =
        if is_hasty { (laws.hasty_stop_share, laws.hasty_burst_share) } else { (laws.stop_share, laws.burst_share) };
    let mut times = vec![spree.starts_at];
    let mut at = spree.starts_at;
    while times.len() < laws.most_attempts && !stream.chance(stop_share) {
        let mean = if stream.chance(burst_share) {
            laws.burst_minutes * span::MINUTE as f64
        } else {
            laws.pause_hours * span::HOUR as f64
        };
        at = at.plus(stream.exponential(mean) as i64 + 20 * span::SECOND);
        if at >= spree.known.at {
            if stream.chance(plot.laws.detection.late_attempt_share) {
                times.push(at);
            }
            break;
        }
        times.push(at);
    }
    times
}

/// Draws a spree of remote purchases.
///
/// The hour of an attempt is the thief's; the shop, the price and the way of paying are those of somebody's genuine
/// purchase at about that hour.
pub(super) fn shop(plot: &mut Plot<'_, '_>, mut spree: Spree, stream: &mut Stream) -> Vec<(Timestamp, What)> {
    let mut deeds = Vec::new();
    for at in attempts(plot, &spree, stream) {
        if let Some(card) = imitate(plot, &mut spree, at, stream) {
            deeds.push((at, What::Card(card)));
        }
    }
    deeds
}

fn imitate(plot: &mut Plot<'_, '_>, spree: &mut Spree, at: Timestamp, stream: &mut Stream) -> Option<CardUse> {
    let laws = &plot.laws.purchases;
    let is_odd = stream.chance(laws.odd_hour_share);
    let hour = |at: Timestamp| at.0.rem_euclid(span::DAY) / (2 * span::HOUR);
    let slots = &plot.community.people.slots;
    let (_, model) = plot.scene.imitable(plot.intents, spree.starts_at, laws.memory_days, stream, |then, card| {
        is_remote_shopping(card)
            && slots[card.slot.ix()].holder != slots[spree.slot.ix()].holder
            && (is_odd || hour(then) == hour(at))
            && is_coveted(card, laws.coveted_amount)
    })?;
    let amount = reprice(model.amount, laws.remote_factor.draw(stream));
    let is_easy = model.channel == Channel::Ecommerce && stream.chance(laws.easy_shop_share);
    let place = if is_easy { at_easy_shop(plot, model.place, at, stream) } else { model.place };
    let model = CardUse { place, ..model };
    let device = if model.device.is_some() { shown(plot, spree, stream) } else { None };
    Some(typed(plot, model, spree.slot, device, amount, stream))
}

/// Returns whether a thief wants what was bought: the dearer the likelier. A purchase's own word decides, so that
/// nothing else does.
pub(super) fn is_coveted(card: &CardUse, coveted_dollars: f64) -> bool {
    const TICKS: u64 = 1 << 32;
    let share = card.amount as f64 / (coveted_dollars * 100.0);
    ((mix(card.word) % TICKS) as f64) < share * TICKS as f64
}

/// Moves a purchase to a site of the same kind that is easy for thieves at the time, if there is one.
fn at_easy_shop(plot: &mut Plot<'_, '_>, place: PlaceIndex, at: Timestamp, stream: &mut Stream) -> PlaceIndex {
    let community = &mut *plot.community;
    let kind = (community.places.get(place).category, community.places.get(place).currency);
    let on = plot.zone.day(at);
    community.places.easy_shop(community.world, kind, on, &mut community.texts, stream).unwrap_or(place)
}

/// Returns the device that shows, the same for all of a spree.
fn shown(plot: &mut Plot<'_, '_>, spree: &mut Spree, stream: &mut Stream) -> Option<DeviceIndex> {
    if let Look::Unknown = spree.look {
        spree.look = look(plot, spree, stream);
    }
    match spree.look {
        Look::Shown(device) => Some(device),
        Look::Hidden | Look::Unknown => None,
    }
}

fn look(plot: &mut Plot<'_, '_>, spree: &Spree, stream: &mut Stream) -> Look {
    let holder = plot.slot(spree.slot).holder;
    let own = plot.person(holder).devices.first().copied();
    let own = own.filter(|own| plot.community.people.devices[own.ix()].first_seen_at < spree.starts_at);
    let shares = &plot.laws.purchases.device_shares;
    let (way, word) = (stream.weighted(&[shares.victims, shares.linked, shares.unknown]), stream.word());
    match (way, own) {
        (0, Some(own)) => Look::Shown(own),
        (1, _) => Look::Shown(linked_device(plot, spree.slot, spree.starts_at, word, stream)),
        _ => Look::Hidden,
    }
}

/// Links a strange device to the victim, some time before its first use and on the same day, which lies inside the horizon
/// if the first attempt does.
pub(super) fn linked_device(
    plot: &mut Plot<'_, '_>,
    slot: SlotIndex,
    starts_at: Timestamp,
    look: u64,
    stream: &mut Stream,
) -> DeviceIndex {
    let holder = plot.slot(slot).holder;
    let midnight = plot.zone.instant(plot.zone.day(starts_at), 0);
    let seen_at = midnight.plus((starts_at.since(midnight) as f64 * stream.unit()) as i64);
    plot.strange_device(holder, look, seen_at.whole_millisecond())
}

/// Makes the use of stolen data out of a genuine one: the same shop and channel, typed anew and checked as far as the
/// shop checks, or paid with what the victim's account at the shop or wallet has stored.
pub(super) fn typed(
    plot: &Plot<'_, '_>,
    model: CardUse,
    slot: SlotIndex,
    device: Option<DeviceIndex>,
    amount: i64,
    stream: &mut Stream,
) -> CardUse {
    let laws = &plot.laws.purchases;
    let is_stored = model.entry == EntryMode::CredentialOnFile || (model.wallet == Wallet::Online && device.is_some());
    let stolen = CardUse {
        slot,
        device,
        amount,
        tip: 0,
        cashback: 0,
        wrong_pin: false,
        aftermath: Aftermath::Nothing,
        word: stream.word(),
        ..model
    };
    if is_stored && stream.chance(laws.kept_credential_share) {
        return stolen;
    }
    let three_d_secure = stolen.three_d_secure.map(|_| draw_by_share(&laws.three_d_secure_shares, stream));
    let is_authenticated = three_d_secure == Some(ThreeDSecure::Authenticated);
    CardUse {
        entry: if stolen.channel == Channel::Mail { EntryMode::Manual } else { EntryMode::Ecommerce },
        verification: if is_authenticated { Verification::ThreeDSecure } else { Verification::None },
        wallet: Wallet::None,
        three_d_secure,
        avs: stolen.avs.map(|_| draw_by_share(&laws.avs_shares, stream)),
        cvv: stolen.cvv.map(|_| draw_by_share(&laws.cvv_shares, stream)),
        ..stolen
    }
}
