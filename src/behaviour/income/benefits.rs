//! Pensions and other benefits, each on the payer's own calendar.

use super::paydays::{four_weekly, nth_wednesday, paydays, social_security_week};
use crate::behaviour::diary::{Diary, Hours, incoming};
use crate::codes::BankTransactionCode;
use crate::columns::Text;
use crate::intent::{Amount, Other};
use crate::population::Person;
use crate::scenario::PayRule;
use crate::units::{Cents, Date};

/// Returns the days of a month on which a benefit is paid to a person.
fn paid_in(rule: PayRule, diary: &Diary<'_, '_>, person: &Person, month: i32) -> Vec<Date> {
    let holidays = diary.world.holidays;
    let start = Date::month_start(month);
    match rule {
        PayRule::BirthdayWednesday => {
            vec![holidays.on_or_before(nth_wednesday(start, social_security_week(person.birth_date)))]
        }
        PayRule::FirstOrBefore => vec![holidays.on_or_before(start)],
        PayRule::FirstOrAfter => vec![holidays.on_or_after(start)],
        PayRule::OnDay(day) => vec![holidays.on_or_before(start.with_day(day))],
        PayRule::EveryOtherTuesday => {
            // Tuesdays are the days with (number + 2) divisible by 7; customers alternate weeks.
            let week = 7 * (person.id.0.rem_euclid(2) as i32);
            (start.0..Date::month_start(month + 1).0)
                .filter(|day| (day + 2 + week).rem_euclid(14) == 0)
                .map(|day| holidays.on_or_after(Date(day)))
                .collect()
        }
        PayRule::EveryFourWeeks => {
            four_weekly(person.id.0, month).into_iter().map(|day| holidays.on_or_before(day)).collect()
        }
    }
}

fn payments_per_month(rule: PayRule) -> f64 {
    match rule {
        PayRule::EveryOtherTuesday => 365.2425 / 12.0 / 14.0,
        PayRule::EveryFourWeeks => 365.2425 / 12.0 / 28.0,
        _ => 1.0,
    }
}

/// Adds the state's pension and, for some, a private pension.
pub(super) fn add_pension(diary: &mut Diary<'_, '_>, person: &Person) {
    let world = diary.world;
    let law = &world.scenario.income.pension;
    let mut stream = diary.stream("income.pension", person, 0);
    let has_private = stream.chance(law.private_share);
    let private_day = if stream.chance(0.6) { 1 } else { 31 };
    let of_net = if has_private { law.state_of_net } else { 1.0 };
    let monthly = person.income.monthly_net.to_major();
    let fund = match person.income.payer {
        Some(payer) => payer,
        None => diary.firm("pension fund", &["Retirement", "Pensions", "Annuities"], -1, stream.below(8)),
    };
    let state = payer_of(diary, &law.payer, &law.text);
    let pension = (diary.outside(fund), diary.phrase("Pension"));
    for payday in paydays(world, person, diary.months()) {
        credit(diary, person, payday.paid, monthly * of_net / payments_per_month(law.paid), state);
    }
    for month in diary.months().filter(|_| has_private) {
        let day = world.holidays.on_or_before(Date::month_start(month).with_day(private_day));
        credit(diary, person, day, monthly * (1.0 - of_net), pension);
    }
}

/// Adds the benefit that a person lives on.
pub(super) fn add_benefit(diary: &mut Diary<'_, '_>, person: &Person) {
    let Some(kind) = person.income.benefit else { return };
    let kind = &diary.world.scenario.income.benefit.kinds[kind];
    let amount = person.income.monthly_net.to_major() / payments_per_month(kind.paid);
    let paid_by = payer_of(diary, &kind.payer, &kind.text);
    for month in diary.months() {
        for day in paid_in(kind.paid, diary, person, month) {
            credit(diary, person, day, amount, paid_by);
        }
    }
}

/// Returns who pays, and what they write.
fn payer_of(diary: &mut Diary<'_, '_>, name: &str, text: &str) -> (Other, Text) {
    let name = diary.texts.intern(name);
    (diary.outside(name), diary.texts.intern(text))
}

/// Adds one payment; benefits are adjusted to prices each January.
fn credit(diary: &mut Diary<'_, '_>, person: &Person, day: Date, amount: f64, (payer, text): (Other, Text)) {
    let january = day.month_number() - day.month_number().rem_euclid(12);
    let amount = Cents::from_major(amount * diary.level(january + 6));
    let mut stream = diary.stream("income.benefit_time", person, i64::from(day.0));
    let code = BankTransactionCode::Benefit;
    let movement = incoming(person.checking, Amount::Fixed(amount), payer, code, text);
    diary.book(day, Hours::Overnight.draw(&mut stream), movement);
}
