//! Payments among friends: dinners split, gifts, tickets, small debts.

use super::friends::Circle;
use crate::behaviour::diary::{Diary, Hours, incoming, outgoing, to_step};
use crate::calendar::Weekday;
use crate::codes::BankTransactionCode;
use crate::intent::{Amount, Other};
use crate::population::Person;
use crate::rng::Stream;
use crate::scenario::OccasionLaw;
use crate::units::{Cents, Date};

/// Adds what somebody sends to friends, and what friends who bank elsewhere send.
///
/// # Randomness
///
/// Stream `transfers.occasions`, subject the person, period the month.
pub(super) fn add(diary: &mut Diary<'_, '_>, person: &Person, circle: &Circle) {
    let laws = &diary.world.scenario.transfers;
    let rate = laws.occasions.sent_per_month * 2.0 * person.digital.clamp(0.05, 1.0);
    let weights: Vec<f64> = laws.occasions.kinds.iter().map(|kind| kind.weight).collect();
    let back = laws.occasions.received_per_sent * (1.0 - laws.friends.inside_share);
    for month in diary.months() {
        let mut stream = diary.stream("transfers.occasions", person, i64::from(month));
        for _ in 0..stream.poisson(rate) {
            let kind = &laws.occasions.kinds[stream.weighted(&weights)];
            let is_inside = stream.chance(laws.friends.inside_share) && !circle.inside.is_empty();
            let other = if is_inside {
                let friend = *stream.pick(&circle.inside);
                Other::Inside(diary.people.persons[friend.ix()].checking)
            } else {
                *stream.pick(&circle.outside)
            };
            send(diary, person, month, kind, (other, true), &mut stream);
        }
        for _ in 0..stream.poisson(rate * back) {
            let kind = &laws.occasions.kinds[stream.weighted(&weights)];
            let other = *stream.pick(&circle.outside);
            send(diary, person, month, kind, (other, false), &mut stream);
        }
    }
}

fn send(
    diary: &mut Diary<'_, '_>,
    person: &Person,
    month: i32,
    kind: &OccasionLaw,
    (other, is_out): (Other, bool),
    stream: &mut Stream,
) {
    let day = day_of(month, kind.is_evening, stream);
    let dollars = kind.median * diary.level(month) * stream.log_normal(0.0, kind.ln_sd);
    let amount = Amount::Fixed(rounded(diary, dollars, stream));
    let note = diary.texts.intern(&kind.note);
    let text = diary.phrase_with("Instant transfer", note);
    let movement = if is_out {
        outgoing(person.checking, amount, other, BankTransactionCode::InstantSent, text).or_refused()
    } else {
        incoming(person.checking, amount, other, BankTransactionCode::InstantReceived, text)
    };
    let hours = if kind.is_evening { Hours::Evening } else { Hours::Waking };
    diary.book(day, hours.draw(stream), movement);
}

/// Draws the day: any, or for evenings out mostly from Friday to Sunday.
fn day_of(month: i32, is_evening: bool, stream: &mut Stream) -> Date {
    let day = Date::month_start(month).plus(stream.below(28) as i32);
    let moved = stream.chance(0.6);
    if !is_evening || day.weekday() >= Weekday::Friday || !moved {
        return day;
    }
    day.plus(Weekday::Friday as i32 - day.weekday() as i32 + stream.below(2) as i32)
}

/// Rounds an amount as people do: whole dollars, mostly fives and tens when it is larger.
fn rounded(diary: &Diary<'_, '_>, dollars: f64, stream: &mut Stream) -> Cents {
    let amount = Cents::from_major(dollars.max(1.0));
    if !stream.chance(diary.world.scenario.transfers.occasions.round_share) {
        return amount;
    }
    let is_fine = stream.chance(0.35);
    let step = match amount.0 {
        _ if is_fine => 100,
        ..4_000 => 500,
        4_000..30_000 => 1_000,
        _ => 5_000,
    };
    to_step(amount, Cents(step))
}
