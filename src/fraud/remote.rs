//! Stolen card data used remotely: purchases that imitate what others buy.

use super::detection::Discovery;
use super::plot::Plot;
use super::scene::is_shopping;
use crate::codes::*;
use crate::intent::{Aftermath, CardUse, Hold, What};
use crate::population::{DeviceIndex, SlotIndex};
use crate::rng::Stream;
use crate::scenario::draw_by_share;
use crate::units::{Timestamp, span};

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
    /// The device that shows where a shop tells one, once there is one.
    pub(super) device: Option<DeviceIndex>,
}

/// Draws the instants of attempts: bursts and pauses until the thief stops or the card is blocked, and sometimes once more.
pub(super) fn attempts(plot: &Plot<'_, '_>, spree: &Spree, stream: &mut Stream) -> Vec<Timestamp> {
    let laws = &plot.laws.purchases;
    let mut times = vec![spree.starts_at];
    let mut at = spree.starts_at;
    while !stream.chance(laws.stop_share) {
        let mean = if stream.chance(laws.burst_share) {
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
    })?;
    let amount = reprice(model.amount, laws.remote_factor.draw(stream));
    let device = model.device.map(|_| match spree.device {
        Some(device) => device,
        None => {
            let device = strange_or_spoofed(plot, spree.slot, at, stream);
            spree.device = Some(device);
            device
        }
    });
    Some(typed(plot, model, spree.slot, device, amount, stream))
}

fn strange_or_spoofed(plot: &mut Plot<'_, '_>, slot: SlotIndex, at: Timestamp, stream: &mut Stream) -> DeviceIndex {
    let holder = plot.slot(slot).holder;
    let own = plot.person(holder).devices.first().copied();
    let (is_spoofed, look) = (stream.chance(plot.laws.purchases.spoofed_device_share), stream.word());
    match own {
        Some(own) if is_spoofed && plot.community.people.devices[own.ix()].first_seen_at < at => own,
        _ => plot.strange_device(holder, look, at),
    }
}

/// Makes the use of stolen data out of a genuine one: the same shop and channel, typed anew, checked as far as the
/// shop checks.
pub(super) fn typed(
    plot: &Plot<'_, '_>,
    model: CardUse,
    slot: SlotIndex,
    device: Option<DeviceIndex>,
    amount: i64,
    stream: &mut Stream,
) -> CardUse {
    let laws = &plot.laws.purchases;
    let three_d_secure = model.three_d_secure.map(|_| draw_by_share(&laws.three_d_secure_shares, stream));
    let is_authenticated = three_d_secure == Some(ThreeDSecure::Authenticated);
    CardUse {
        slot,
        device,
        amount,
        tip: 0,
        cashback: 0,
        entry: if model.channel == Channel::Mail { EntryMode::Manual } else { EntryMode::Ecommerce },
        verification: if is_authenticated { Verification::ThreeDSecure } else { Verification::None },
        wallet: Wallet::None,
        three_d_secure,
        avs: model.avs.map(|_| draw_by_share(&laws.avs_shares, stream)),
        cvv: model.cvv.map(|_| draw_by_share(&laws.cvv_shares, stream)),
        wrong_pin: false,
        aftermath: Aftermath::Nothing,
        word: stream.word(),
        ..model
    }
}
