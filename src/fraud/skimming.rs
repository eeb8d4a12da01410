//! Cards copied at a compromised terminal: the copy's stripe is used weeks later, far from the victim's home.

use super::detection::{Discovery, discover};
use super::in_person::{Presenting, model, presented, when_open, withdrawal};
use super::plot::{Plot, card_case};
use super::remote::{Look, Spree, attempts, reprice};
use super::scene::{Trait, card_use};
use crate::codes::*;
use crate::intent::{CardUse, Case, Hold, What};
use crate::population::SlotIndex;
use crate::rng::Stream;
use crate::scenario::draw_by_share;
use crate::units::{Timestamp, span};
use crate::world::PlaceIndex;

const NAME: &str = "fraud.skimmed_terminal";

/// One card read by a compromised terminal.
#[derive(Debug)]
struct Copy {
    slot: SlotIndex,
    place: PlaceIndex,
    at: Timestamp,
    has_pin: bool,
}

pub(super) fn run(plot: &mut Plot<'_, '_>) {
    for copy in copies(plot) {
        let slot = i64::from(copy.slot.0);
        let mut stream = plot.stream(NAME, plot.community.number * 1_000_000 + slot, copy.at.0);
        if stream.chance(plot.laws.skimmed_terminal.exploited_share) {
            exploit(plot, &copy, stream);
        }
    }
}

/// Returns every card whose stripe a compromised terminal could read: put in or drawn through, not tapped.
fn copies(plot: &Plot<'_, '_>) -> Vec<Copy> {
    let read = |index: u32| {
        let (at, card) = card_use(plot.intents, index);
        Copy { slot: card.slot, place: card.place, at, has_pin: card.verification == Verification::Pin }
    };
    plot.scene.all_like(Trait::Copied).map(read).collect()
}

fn exploit(plot: &mut Plot<'_, '_>, copy: &Copy, mut stream: Stream) -> Option<()> {
    let laws = &plot.laws.skimmed_terminal;
    let lag = laws.lag_days.draw(&mut stream).clamp(1.0, 300.0);
    let starts_at = copy.at.plus((lag * span::DAY as f64) as i64);
    let on = plot.zone.day(starts_at);
    if plot.is_beyond(starts_at) || !plot.is_usable(copy.slot, on) {
        return None;
    }
    let known = discover(plot, starts_at, &mut stream);
    let is_debit = plot.slot(copy.slot).kind == CardKind::Debit;
    let deeds = if is_debit && copy.has_pin && stream.chance(laws.cash_share) {
        draw_cash(plot, copy.slot, starts_at, known, &mut stream)
    } else {
        buy_far_away(plot, copy.slot, starts_at, known, &mut stream)
    };
    let case = Case {
        compromised: Some(copy.place),
        compromised_at: Some(copy.at),
        ..card_case(plot, Typology::Skimming, copy.slot, known)
    };
    plot.carry_out(case, deeds)?;
    Some(())
}

fn times(plot: &Plot<'_, '_>, slot: SlotIndex, at: Timestamp, known: Discovery, stream: &mut Stream) -> Vec<Timestamp> {
    attempts(plot, &Spree { slot, starts_at: at, known, look: Look::Hidden }, stream)
}

/// Draws purchases with the copy in another town, of what people at home buy at such an hour.
fn buy_far_away(
    plot: &mut Plot<'_, '_>,
    slot: SlotIndex,
    starts_at: Timestamp,
    known: Discovery,
    stream: &mut Stream,
) -> Vec<(Timestamp, What)> {
    let laws = &plot.laws.skimmed_terminal;
    let is_abroad = stream.chance(laws.abroad_share);
    let town = plot.community.places.destination(plot.community.world, is_abroad, stream);
    let mut deeds = Vec::new();
    for at in times(plot, slot, starts_at, known, stream) {
        let wanted = model(plot, at, stream, |card| {
            let category = plot.community.places.get(card.place).category;
            matches!(
                category,
                Category::GeneralMerchandise | Category::Groceries | Category::Fuel | Category::Entertainment
            )
        });
        let Some(wanted) = wanted else { continue };
        let category = plot.community.places.get(wanted.place).category;
        let wanted_on = (category, plot.zone.day(at));
        let community = &mut *plot.community;
        let place = community.places.at_destination(community.world, town, wanted_on, &mut community.texts, stream);
        let Some(place) = place else { continue };
        let entry = if stream.chance(laws.fallback_share) { EntryMode::Fallback } else { EntryMode::MagneticStripe };
        let presenting = Presenting { slot, entry, verification: draw_by_share(&laws.verification_shares, stream) };
        let home_amount = reprice(wanted.amount, plot.laws.purchases.in_person_factor.draw(stream));
        let amount = in_currency_of(plot, place, home_amount, at);
        let card = presented(wanted, presenting, amount, stream);
        let open_at = when_open(plot, plot.community.places.get(place), at);
        if at < known.at && known.at <= open_at {
            continue;
        }
        deeds.push((open_at, What::Card(CardUse { place, hold: Hold::Exact, ..card })));
    }
    deeds
}

/// Draws withdrawals with the copy and the PIN at cash machines of another town.
fn draw_cash(
    plot: &mut Plot<'_, '_>,
    slot: SlotIndex,
    starts_at: Timestamp,
    known: Discovery,
    stream: &mut Stream,
) -> Vec<(Timestamp, What)> {
    let wanted = (Category::Cash, plot.zone.day(starts_at));
    let community = &mut *plot.community;
    let town = community.places.destination(community.world, false, stream);
    let machine = community.places.at_destination(community.world, town, wanted, &mut community.texts, stream);
    let Some(machine) = machine else { return Vec::new() };
    let presenting = Presenting { slot, entry: EntryMode::MagneticStripe, verification: Verification::Pin };
    let mut deeds = Vec::new();
    for at in times(plot, slot, starts_at, known, stream) {
        let amount = stream.between(3, 20) * 20_00;
        deeds.push((at, What::Card(withdrawal(machine, presenting, amount, false, stream))));
    }
    deeds
}

/// Turns an amount of account currency into the place's, rounded to the exponent of its currency.
fn in_currency_of(plot: &Plot<'_, '_>, place: PlaceIndex, cents: i64, at: Timestamp) -> i64 {
    let currency = plot.community.places.get(place).currency;
    let rate = plot.community.world.fx_rate(currency, plot.zone.day(at)).to_f64();
    let minor_units = f64::from(10_i32.pow(currency.exponent()));
    ((cents as f64 / 100.0 / rate) * minor_units).round().max(1.0) as i64
}
