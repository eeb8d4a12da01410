//! Cards that get lost or stolen: most are only reported, some are used at local stores before the report.

use super::detection::Discovery;
use super::in_person::{Presenting, buy_nearby, needs_plastic, when_open, withdrawal};
use super::plot::{Plot, Strike, card_case};
use crate::codes::*;
use crate::intent::{Case, Control, What};
use crate::population::SlotIndex;
use crate::rng::Stream;
use crate::scenario::LostStolenLaws;
use crate::units::{Timestamp, span};

const NAME: &str = "fraud.lost_stolen";

/// Guesses of a PIN before a machine would keep the card.
const GUESSES: i64 = 3;

pub(super) fn run(plot: &mut Plot<'_, '_>) {
    let rate = plot.laws.lost_stolen.losses_per_year;
    for strike in plot.strikes(NAME, |_, _| rate) {
        lose(plot, strike);
    }
}

fn lose(plot: &mut Plot<'_, '_>, strike: Strike) -> Option<()> {
    let Strike { person, on, mut stream } = strike;
    let laws = &plot.laws.lost_stolen;
    let lost_at = plot.zone.instant(on, stream.between(8 * span::HOUR, 23 * span::HOUR));
    let people = &plot.community.people;
    let (_, used) = plot.scene.own(plot.intents, people, person, lost_at, &mut stream, needs_plastic)?;
    if !plot.is_usable(used.slot, on) {
        return None;
    }
    let reported_at = report(plot, lost_at, &mut stream);
    let reason = if stream.chance(laws.stolen_share) { BlockReason::Stolen } else { BlockReason::Lost };
    plot.withhold(used.slot, lost_at, reported_at);
    let deeds = match stream.chance(laws.misuse_share) {
        true => misuse(plot, used.slot, (lost_at, reported_at), &mut stream),
        false => Vec::new(),
    };
    if deeds.iter().all(|(at, _)| *at >= reported_at) {
        let lost = Control::BlockCard { slot: used.slot, reason: BlockReason::Lost };
        plot.intents.add(reported_at, What::Control(lost));
        return Some(());
    }
    let known = Discovery { at: reported_at, by: Detector::Customer };
    let case = Case {
        compromised_at: Some(lost_at),
        block: Some(reason),
        ..card_case(plot, Typology::LostStolen, used.slot, known)
    };
    plot.carry_out(case, deeds)?;
    Some(())
}

/// Draws when the holder reports the loss: during the day, for at night they sleep.
fn report(plot: &Plot<'_, '_>, lost_at: Timestamp, stream: &mut Stream) -> Timestamp {
    let hours = plot.laws.lost_stolen.report_hours.draw(stream).min(24.0 * 20.0);
    let drawn = lost_at.plus((hours * span::HOUR as f64) as i64 + 10 * span::MINUTE);
    let (day, time) = plot.zone.local(drawn);
    if time < 7 * span::HOUR { plot.zone.instant(day, 7 * span::HOUR + time / 3) } else { drawn }
}

fn misuse(
    plot: &Plot<'_, '_>,
    slot: SlotIndex,
    (lost_at, reported_at): (Timestamp, Timestamp),
    stream: &mut Stream,
) -> Vec<(Timestamp, What)> {
    let laws = &plot.laws.lost_stolen;
    let mut deeds = Vec::new();
    let mut at = lost_at.plus(stream.exponential(laws.first_attempt_hours * span::HOUR as f64) as i64 + span::MINUTE);
    if stream.chance(laws.cash_machine_share) {
        at = try_cash_machine(plot, slot, (at, reported_at), stream, &mut deeds);
    }
    loop {
        let presenting = Presenting { slot, ..present(plot, slot, laws, stream) };
        if let Some(card) = buy_nearby(plot, at, presenting, stream) {
            let open_at = when_open(plot, plot.community.places.get(card.place), at);
            if open_at < reported_at || at >= reported_at {
                deeds.push((open_at, What::Card(card)));
            }
            at = open_at;
        }
        at = at.plus(stream.exponential(laws.gap_minutes * span::MINUTE as f64) as i64 + span::MINUTE);
        let is_blocked = at >= reported_at;
        let is_sated = deeds.len() >= plot.laws.purchases.most_attempts;
        if is_sated
            || stream.chance(laws.stop_share)
            || (is_blocked && !stream.chance(plot.laws.detection.late_attempt_share))
        {
            return deeds;
        }
        if is_blocked && deeds.last().is_some_and(|(last, _)| *last >= reported_at) {
            return deeds;
        }
    }
}

/// Tries a PIN at a cash machine, rightly where the thief has seen it, and returns when the thief leaves.
fn try_cash_machine(
    plot: &Plot<'_, '_>,
    slot: SlotIndex,
    (at, reported_at): (Timestamp, Timestamp),
    stream: &mut Stream,
    deeds: &mut Vec<(Timestamp, What)>,
) -> Timestamp {
    let Some(place) = plot.community.places.local(Category::Cash, plot.zone.day(at), stream) else { return at };
    let presenting = Presenting { slot, entry: EntryMode::Chip, verification: Verification::Pin };
    let is_known = stream.chance(plot.laws.lost_stolen.known_pin_share);
    let tries = if is_known { 1 } else { stream.between(1, GUESSES) };
    let amount = stream.between(2, 25) * 20_00;
    let mut at = at;
    for _ in 0..tries {
        if at >= reported_at {
            return at;
        }
        deeds.push((at, What::Card(withdrawal(place, presenting, amount, !is_known, stream))));
        at = at.plus(stream.between(25, 90) * span::SECOND);
    }
    at.plus(stream.between(5, 60) * span::MINUTE)
}

/// Draws how the thief presents the card: without a PIN, which they rarely know.
fn present(plot: &Plot<'_, '_>, slot: SlotIndex, laws: &LostStolenLaws, stream: &mut Stream) -> Presenting {
    let is_tapped = plot.slot(slot).is_contactless && stream.chance(laws.tapped_share);
    let entry = match (is_tapped, stream.chance(laws.stripe_share)) {
        (true, _) => EntryMode::Contactless,
        (false, true) => EntryMode::MagneticStripe,
        (false, false) => EntryMode::Chip,
    };
    let is_signed = !is_tapped && stream.chance(0.3);
    Presenting { slot, entry, verification: if is_signed { Verification::Signature } else { Verification::None } }
}
