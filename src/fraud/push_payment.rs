//! Payments that victims are talked into: a purchase that never comes, a false bank, a false love, a false investment.

use super::detection::Discovery;
use super::mules::{Payee, instant_transfer, pass_on, payee};
use super::plot::{Plot, Strike, profile_change};
use crate::codes::*;
use crate::intent::{Amount, Case, What};
use crate::population::{Person, PersonIndex};
use crate::rng::Stream;
use crate::scenario::ScamStory;
use crate::units::{Cents, Date, Timestamp, span};

const NAME: &str = "fraud.authorised_push_payment";

/// Age from which some stories find more believers.
const OLD_AGE: i32 = 60;

pub(super) fn run(plot: &mut Plot<'_, '_>) {
    let laws = &plot.laws.authorised_push_payment;
    let total: f64 = laws.stories.iter().map(|story| story.weight).sum();
    let rate = |person: &Person, on: Date| {
        laws.cases_per_year * weights(&laws.stories, person, on).iter().sum::<f64>() / total
    };
    for strike in plot.strikes(NAME, rate) {
        deceive(plot, strike);
    }
}

fn weights(stories: &[ScamStory], person: &Person, on: Date) -> Vec<f64> {
    let is_old = person.age(on) >= OLD_AGE;
    stories.iter().map(|story| story.weight * if is_old { story.old_age_factor } else { 1.0 }).collect()
}

fn deceive(plot: &mut Plot<'_, '_>, strike: Strike) -> Option<()> {
    let Strike { person, on, mut stream } = strike;
    let laws = &plot.laws.authorised_push_payment;
    let story = &laws.stories[stream.weighted(&weights(&laws.stories, plot.person(person), on))];
    let starts_at = plot.zone.instant(on, stream.between(8 * span::HOUR, 22 * span::HOUR));
    let payee = payee(plot, person, on, &mut stream);
    let mut deeds = Vec::new();
    if stream.chance(laws.payee_share) {
        let device = plot.person(person).devices.first().copied();
        let named = Some(payee.name(plot));
        let added = profile_change(person, ProfileEvent::PayeeAdded, (ServiceChannel::Mobile, device), None, named);
        deeds.push((starts_at.plus(-stream.between(1, 90) * span::MINUTE), added));
    }
    let last_at = pay(plot, (person, payee), story, starts_at, &mut stream, &mut deeds);
    let known = Discovery {
        at: awake(plot, last_at.plus(stream.exponential(story.discovery_days * span::DAY as f64) as i64 + span::HOUR)),
        by: if stream.chance(0.85) { Detector::Customer } else { Detector::Issuer },
    };
    let case = Case {
        typology: Typology::PushPaymentScam,
        person,
        account: Some(plot.person(person).checking),
        slot: None,
        compromised: None,
        compromised_at: None,
        mule: payee.account(plot),
        started_at: starts_at,
        detected_at: known.at,
        detected_by: known.by,
        block: None,
        is_reimbursed: stream.chance(laws.reimbursed_share),
        note: Some(plot.community.texts.intern(&story.name)),
    };
    plot.carry_out(case, deeds)?;
    Some(())
}

/// Draws the payments of a story and how a mule moves them on; returns the last payment's instant.
fn pay(
    plot: &mut Plot<'_, '_>,
    (victim, payee): (PersonIndex, Payee),
    story: &ScamStory,
    starts_at: Timestamp,
    stream: &mut Stream,
    deeds: &mut Vec<(Timestamp, What)>,
) -> Timestamp {
    let [fewest, most] = story.payments;
    let checking = plot.person(victim).checking;
    let mut dollars = story.amount.draw(stream);
    let mut at = starts_at;
    for payment in 0..stream.between(fewest, most) {
        if payment > 0 {
            at =
                awake(plot, at.plus(stream.exponential(story.gap_hours * span::HOUR as f64) as i64 + 5 * span::MINUTE));
            dollars *= story.growth * stream.log_normal(0.0, 0.25);
        }
        let amount = if stream.chance(story.drained_share) {
            Amount::ShareAbove { floor: Cents::ZERO, share: 0.4 + 0.55 * stream.unit(), step: Cents(10_000) }
        } else {
            Amount::Fixed(as_asked(dollars, stream))
        };
        deeds.push((at, instant_transfer(plot, checking, amount, payee, stream)));
        if let Payee::Mule(mule) = payee {
            deeds.extend(pass_on(plot, (mule, victim), at, true, stream));
        }
    }
    at
}

/// Rounds an amount as people ask for it: to tens from a hundred dollars, to fifties from a thousand, or not at all.
fn as_asked(dollars: f64, stream: &mut Stream) -> Cents {
    let step = match dollars {
        ..100.0 => 1_00,
        ..1000.0 => 10_00,
        _ => 50_00,
    };
    let cents = Cents::from_major(dollars.clamp(10.0, 25_000.0));
    if stream.chance(0.7) { Cents(cents.floor_to(Cents(step)).0.max(step)) } else { cents }
}

/// Moves an instant of the night to the morning after.
fn awake(plot: &Plot<'_, '_>, at: Timestamp) -> Timestamp {
    let (day, time) = plot.zone.local(at);
    if time < 7 * span::HOUR { plot.zone.instant(day, 7 * span::HOUR + time / 2) } else { at }
}
