//! When money comes regularly: wages, social security, pensions.

use crate::calendar::Weekday;
use crate::codes::{IncomeSource, PayFrequency};
use crate::population::Person;
use crate::scenario::PayRule;
use crate::units::Date;
use crate::world::World;

/// A day on which a regular income is due, and the business day on which it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::behaviour) struct Payday {
    /// The day by the calendar of the payer; the same whatever holidays do.
    pub due: Date,
    /// The last business day up to it.
    pub paid: Date,
}

/// Returns the paydays of a person's main income in a range of months, in order of due day.
///
/// # Randomness
///
/// Stream `income.paydays`, subject the person, period the number of their income; the same draws for whatever months are asked for.
pub(in crate::behaviour) fn paydays(world: &World, person: &Person, months: impl Iterator<Item = i32>) -> Vec<Payday> {
    let schedule = Schedule::of(world, person);
    let due = months.flat_map(|month| schedule.in_month(month));
    due.map(|due| Payday { due, paid: world.holidays.on_or_before(due) }).collect()
}

/// By which rule an income comes.
#[derive(Debug, Clone, Copy)]
enum Schedule {
    /// Every so many days, counted from a day.
    Every { days: i32, phase: i32 },
    /// On these days of the month; 31 is its last.
    OnDays([u32; 2]),
    /// Social security: the second, third or fourth Wednesday, by birth day.
    SocialSecurity { nth: u32 },
    /// Every four weeks, on a weekday that a number decides.
    FourWeekly { number: i64 },
}

impl Schedule {
    fn of(world: &World, person: &Person) -> Self {
        let law = &world.scenario.income.paydays;
        let mut stream = world.streams.period("income.paydays", person.id.0, person.income.spell);
        let weekday = stream.weighted(&law.weekday_weights) as i32;
        let week = stream.below(2) as i32;
        let pair = law.semimonthly_days[stream.weighted(&law.semimonthly_weights)];
        let day = law.monthly_days[stream.weighted(&law.monthly_weights)];
        match (person.income.source, person.income.frequency) {
            (IncomeSource::Pension, _) => match world.scenario.income.pension.paid {
                PayRule::BirthdayWednesday => Self::SocialSecurity { nth: social_security_week(person.birth_date) },
                PayRule::FirstOrBefore | PayRule::FirstOrAfter => Self::OnDays([1, 1]),
                PayRule::OnDay(day) => Self::OnDays([day, day]),
                PayRule::EveryFourWeeks => Self::FourWeekly { number: person.id.0 },
                PayRule::EveryOtherTuesday => Self::Every { days: 14, phase: 7 * week - 2 },
            },
            (IncomeSource::Wage | IncomeSource::Student, Some(PayFrequency::Weekly)) => {
                Self::Every { days: 7, phase: weekday - 3 }
            }
            (IncomeSource::Wage, Some(PayFrequency::Semimonthly)) => Self::OnDays(pair),
            (IncomeSource::Wage, Some(PayFrequency::Monthly)) => Self::OnDays([day, day]),
            (IncomeSource::Wage | IncomeSource::Student, _) => Self::Every { days: 14, phase: weekday - 3 + 7 * week },
            (IncomeSource::SelfEmployed | IncomeSource::Benefit | IncomeSource::Nothing, _) => Self::OnDays([1, 1]),
        }
    }

    fn in_month(self, month: i32) -> impl Iterator<Item = Date> {
        let start = Date::month_start(month);
        let end = Date::month_start(month + 1);
        let (first, step, count) = match self {
            Self::Every { days, phase } => {
                let first = start.plus((phase - start.0).rem_euclid(days));
                (first, days, (end.since(first) + days - 1) / days)
            }
            Self::OnDays([one, other]) => {
                let (one, other) = (start.with_day(one), start.with_day(other));
                (one.min(other), one.since(other).abs().max(1), if one == other { 1 } else { 2 })
            }
            Self::SocialSecurity { nth } => (nth_wednesday(start, nth), 1, 1),
            Self::FourWeekly { number } => {
                let days = four_weekly(number, month);
                (days.first().copied().unwrap_or(start), 28, days.len() as i32)
            }
        };
        (0..count).map(move |n| first.plus(n * step))
    }
}

/// Returns which Wednesday of the month brings social security.
///
/// # Source
///
/// US Social Security Administration, publication 05-10031: born on the 1st–10th the second Wednesday, 11th–20th the third,
/// 21st–31st the fourth.
pub(super) fn social_security_week(birth: Date) -> u32 {
    match birth.civil().day {
        ..=10 => 2,
        11..=20 => 3,
        _ => 4,
    }
}

/// Returns the days of a month on which somebody of a number is paid every four weeks; weekday and week are the number's.
pub(super) fn four_weekly(number: i64, month: i32) -> Vec<Date> {
    let (weekday, week) = (number.rem_euclid(5) as i32, (number / 5).rem_euclid(4) as i32);
    // Day -3 was a Monday.
    let phase = weekday - 3 + 7 * week;
    let (start, end) = (Date::month_start(month), Date::month_start(month + 1));
    (start.0..end.0).filter(|day| (day - phase).rem_euclid(28) == 0).map(Date).collect()
}

/// Returns the n-th Wednesday of the month that starts on a day.
pub(super) fn nth_wednesday(month_start: Date, nth: u32) -> Date {
    let first = (Weekday::Wednesday as i32 - month_start.weekday() as i32).rem_euclid(7);
    month_start.plus(first + 7 * (nth as i32 - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn due(schedule: Schedule, months: std::ops::Range<i32>) -> Vec<Date> {
        months.flat_map(|month| schedule.in_month(month)).collect()
    }

    proptest! {
        #[test]
        fn periodic_paydays_keep_their_distance_across_months(phase in -3_i32..11, start in 24_000_i32..24_600, weekly: bool) {
            let days = if weekly { 7 } else { 14 };
            let days_due = due(Schedule::Every { days, phase }, start..start + 14);
            prop_assert!(days_due.windows(2).all(|pair| pair[1].since(pair[0]) == days));
            prop_assert!(days_due[0] < Date::month_start(start).plus(days));
        }

        #[test]
        fn semimonthly_wages_are_due_twice_a_month_on_their_days(start in 24_000_i32..24_600) {
            for pair in due(Schedule::OnDays([15, 31]), start..start + 12).chunks(2) {
                prop_assert_eq!(pair[0].civil().day, 15);
                prop_assert_eq!(pair[1].plus(1).civil().day, 1);
                prop_assert_eq!(pair[0].month_number(), pair[1].month_number());
            }
        }

        #[test]
        fn social_security_comes_on_a_wednesday_of_the_right_week(start in 24_000_i32..24_600, day in 1_u32..32) {
            let nth = social_security_week(Date::of(1950, 1, day));
            for due in due(Schedule::SocialSecurity { nth }, start..start + 12) {
                prop_assert_eq!(due.weekday(), Weekday::Wednesday);
                prop_assert_eq!((due.civil().day - 1) / 7 + 1, nth);
            }
        }
    }

    #[test]
    fn phase_zero_is_a_thursday_as_the_epoch_was() {
        // The phases count from 1970-01-01, a Thursday, so Monday is -3.
        assert_eq!(Date(-3).weekday(), Weekday::Monday);
    }
}
