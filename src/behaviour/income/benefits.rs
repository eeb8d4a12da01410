//! Pensions, social security and other benefits, each on the payer's own calendar.

use super::paydays::{nth_wednesday, paydays, social_security_week};
use crate::behaviour::diary::{Diary, Hours, incoming};
use crate::codes::BankTransactionCode;
use crate::columns::Text;
use crate::intent::{Amount, Other};
use crate::population::Person;
use crate::units::{Cents, Date};

/// A benefit and the rule by which it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Benefit {
    /// Social security disability insurance: on the Wednesday that the birth day decides.
    DisabilityInsurance,
    /// Supplemental security income: on the first, or the business day before.
    SupplementalSecurity,
    /// Veterans' compensation: on the first business day after the month it is for.
    Veterans,
    /// Unemployment insurance: every other Tuesday.
    Unemployment,
}

const BENEFITS: [Benefit; 4] =
    [Benefit::DisabilityInsurance, Benefit::SupplementalSecurity, Benefit::Veterans, Benefit::Unemployment];

impl Benefit {
    fn text(self) -> &'static str {
        match self {
            Self::DisabilityInsurance => "Social security disability",
            Self::SupplementalSecurity => "Supplemental security income",
            Self::Veterans => "Veterans compensation",
            Self::Unemployment => "Unemployment insurance",
        }
    }

    fn paid_in(self, diary: &Diary<'_, '_>, person: &Person, month: i32) -> Vec<Date> {
        let holidays = diary.world.holidays;
        let start = Date::month_start(month);
        match self {
            Self::DisabilityInsurance => {
                vec![holidays.on_or_before(nth_wednesday(start, social_security_week(person.birth_date)))]
            }
            Self::SupplementalSecurity => vec![holidays.on_or_before(start)],
            Self::Veterans => vec![holidays.on_or_after(start)],
            Self::Unemployment => {
                // Tuesdays are the days with (number + 2) divisible by 7; customers alternate weeks.
                let week = 7 * (person.id.0.rem_euclid(2) as i32);
                (start.0..Date::month_start(month + 1).0)
                    .filter(|day| (day + 2 + week).rem_euclid(14) == 0)
                    .map(|day| holidays.on_or_after(Date(day)))
                    .collect()
            }
        }
    }

    fn payments_per_month(self) -> f64 {
        if self == Self::Unemployment { 365.2425 / 12.0 / 14.0 } else { 1.0 }
    }
}

/// Adds a pensioner's social security and, for some, a private pension.
pub(super) fn add_pension(diary: &mut Diary<'_, '_>, person: &Person) {
    let world = diary.world;
    let law = &world.scenario.income.pension;
    let mut stream = diary.stream("income.pension", person, 0);
    let has_private = stream.chance(law.private_share);
    let private_day = if stream.chance(0.6) { 1 } else { 31 };
    let of_net = if has_private { law.social_security_of_net } else { 1.0 };
    let monthly = person.income.monthly_net.to_major();
    let fund = match person.income.payer {
        Some(payer) => payer,
        None => diary.firm("pension fund", &["Retirement", "Pensions", "Annuities"], -1, stream.below(8)),
    };
    let social_security = treasury(diary, "Social security");
    let pension = (diary.outside(fund), diary.phrase("Pension"));
    for payday in paydays(world, person, diary.months()) {
        credit(diary, person, payday.paid, monthly * of_net, social_security);
    }
    for month in diary.months().filter(|_| has_private) {
        let day = world.holidays.on_or_before(Date::month_start(month).with_day(private_day));
        credit(diary, person, day, monthly * (1.0 - of_net), pension);
    }
}

/// Adds the benefit that a person lives on.
pub(super) fn add_benefit(diary: &mut Diary<'_, '_>, person: &Person) {
    let shares = &diary.world.scenario.income.benefit.kind_shares;
    let weights = [shares.disability_insurance, shares.supplemental_security, shares.veterans, shares.unemployment];
    let benefit = BENEFITS[diary.stream("income.benefit", person, 0).weighted(&weights)];
    let amount = person.income.monthly_net.to_major() / benefit.payments_per_month();
    let paid_by = treasury(diary, benefit.text());
    for month in diary.months() {
        for day in benefit.paid_in(diary, person, month) {
            credit(diary, person, day, amount, paid_by);
        }
    }
}

/// Returns the treasury as payer, and what it writes.
fn treasury(diary: &mut Diary<'_, '_>, word: &str) -> (Other, Text) {
    let name = diary.phrase("Treasury");
    (diary.outside(name), diary.phrase(word))
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
