//! Bank holidays by rule, and the business-day rule.

use std::sync::LazyLock;

use super::Weekday;
use crate::units::Date;

/// The days whose holidays are worked out once: from 2000 until 2060 begins. Others are worked out whenever they are asked for.
const TABULATED: (Date, Date) = (Date(10_957), Date(32_872));

/// The bank holidays of a country, computed for any year.
///
/// # Source
///
/// US: Federal Reserve Bank holiday schedule. A holiday on a Sunday is kept on Monday; one on a Saturday is not moved
/// (Federal Reserve Banks are open the preceding Friday). France: Code du travail, article L3133-1; none is moved. England and
/// Wales: Banking and Financial Dealings Act 1971 and the proclamations since; a holiday at a weekend is kept on the next
/// weekday that is none. Easter: the Gregorian computus as J. Meeus has it, Astronomical Algorithms, 1991.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holidays {
    /// The Federal Reserve's holidays.
    UnitedStates,
    /// The public holidays of metropolitan France.
    France,
    /// The bank holidays of England and Wales.
    EnglandAndWales,
}

impl Holidays {
    /// Returns whether the banks are closed for a holiday on that day.
    pub fn contains(self, day: Date) -> bool {
        static KEPT: [LazyLock<Vec<bool>>; 3] = [
            LazyLock::new(|| Holidays::UnitedStates.tabulated()),
            LazyLock::new(|| Holidays::France.tabulated()),
            LazyLock::new(|| Holidays::EnglandAndWales.tabulated()),
        ];
        let known = usize::try_from(day.since(TABULATED.0)).ok().and_then(|day| KEPT[self as usize].get(day));
        known.copied().unwrap_or_else(|| self.by_rule(day))
    }

    /// Returns of each day of the table whether the banks are closed for a holiday.
    fn tabulated(self) -> Vec<bool> {
        (TABULATED.0.0..TABULATED.1.0).map(|day| self.by_rule(Date(day))).collect()
    }

    fn by_rule(self, day: Date) -> bool {
        match self {
            Self::UnitedStates => us_holiday(day) || (day.weekday() == Weekday::Monday && fixed_us(day.plus(-1))),
            Self::France => french_holiday(day),
            Self::EnglandAndWales => english_holiday(day),
        }
    }

    /// Returns whether payments settle on that day.
    pub fn is_business_day(self, day: Date) -> bool {
        !day.weekday().is_weekend() && !self.contains(day)
    }

    /// Returns that day or the next business day after it: the rule for debits.
    pub fn on_or_after(self, mut day: Date) -> Date {
        while !self.is_business_day(day) {
            day = day.plus(1);
        }
        day
    }

    /// Returns that day or the last business day before it: the rule for wages.
    pub fn on_or_before(self, mut day: Date) -> Date {
        while !self.is_business_day(day) {
            day = day.plus(-1);
        }
        day
    }

    /// Returns the business day that is `n` business days after `day`.
    pub fn plus_business_days(self, mut day: Date, n: u32) -> Date {
        for _ in 0..n {
            day = self.on_or_after(day.plus(1));
        }
        day
    }
}

fn us_holiday(day: Date) -> bool {
    let civil = day.civil();
    let nth = (civil.day - 1) / 7 + 1;
    let is_last_week = day.plus(7).civil().month != civil.month;
    fixed_us(day)
        || match (civil.month, day.weekday()) {
            (1 | 2, Weekday::Monday) => nth == 3,
            (5, Weekday::Monday) => is_last_week,
            (9, Weekday::Monday) => nth == 1,
            (10, Weekday::Monday) => nth == 2,
            (11, Weekday::Thursday) => nth == 4,
            _ => false,
        }
}

fn fixed_us(day: Date) -> bool {
    let civil = day.civil();
    matches!((civil.month, civil.day), (1, 1) | (6, 19) | (7, 4) | (11, 11) | (12, 25))
}

fn french_holiday(day: Date) -> bool {
    let civil = day.civil();
    let fixed = matches!(
        (civil.month, civil.day),
        (1, 1) | (5, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 1) | (11, 11) | (12, 25)
    );
    // Easter Monday, Ascension, Whit Monday.
    fixed || matches!(day.since(easter(civil.year)), 1 | 39 | 50)
}

/// Proclaimed once: kept in another week than the rule's, or added.
const PROCLAIMED: [(i32, u32, u32); 7] =
    [(2020, 5, 8), (2022, 6, 2), (2022, 6, 3), (2022, 9, 19), (2023, 5, 8), (2012, 6, 4), (2012, 6, 5)];
/// Days on which the rule's holiday was not kept, for it was moved.
const MOVED_AWAY: [(i32, u32, u32); 3] = [(2020, 5, 4), (2022, 5, 30), (2012, 5, 28)];

fn english_holiday(day: Date) -> bool {
    let civil = day.civil();
    let date = (civil.year, civil.month, civil.day);
    if PROCLAIMED.contains(&date) || MOVED_AWAY.contains(&date) {
        return PROCLAIMED.contains(&date);
    }
    let is_last_week = day.plus(7).civil().month != civil.month;
    let moving = match (civil.month, day.weekday()) {
        (5, Weekday::Monday) => civil.day <= 7 || is_last_week,
        (8, Weekday::Monday) => is_last_week,
        _ => false,
    };
    // Good Friday and Easter Monday.
    let is_easter = matches!(day.since(easter(civil.year)), -2 | 1);
    moving || is_easter || new_year_kept(civil.year) == day || christmas_kept(civil.year).contains(&day)
}

/// Returns when New Year's Day is kept: on Monday if it falls on a weekend.
fn new_year_kept(year: i32) -> Date {
    let day = Date::of(year, 1, 1);
    match day.weekday() {
        Weekday::Saturday => day.plus(2),
        Weekday::Sunday => day.plus(1),
        _ => day,
    }
}

/// Returns when Christmas Day and Boxing Day are kept.
fn christmas_kept(year: i32) -> [Date; 2] {
    let christmas = Date::of(year, 12, 25);
    match christmas.weekday() {
        Weekday::Friday => [christmas, christmas.plus(3)],
        Weekday::Saturday => [christmas.plus(2), christmas.plus(3)],
        Weekday::Sunday => [christmas.plus(2), christmas.plus(1)],
        _ => [christmas, christmas.plus(1)],
    }
}

/// Returns Easter Sunday.
fn easter(year: i32) -> Date {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Date::of(year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_banks_keep_the_eleven_holidays_of_2025() {
        let closed: Vec<String> = (0..365)
            .map(|d| Date::of(2025, 1, 1).plus(d))
            .filter(|d| Holidays::UnitedStates.contains(*d))
            .map(|d| d.iso()[5..].to_owned())
            .collect();
        let known = ["01-01", "01-20", "02-17", "05-26", "06-19", "07-04", "09-01", "10-13", "11-11", "11-27", "12-25"];
        assert_eq!(closed, known);
    }

    fn closed_in(holidays: Holidays, year: i32) -> Vec<String> {
        let days = (0..365).map(|d| Date::of(year, 1, 1).plus(d)).filter(|d| holidays.contains(*d));
        days.map(|d| d.iso()[5..].to_owned()).collect()
    }

    #[test]
    fn france_keeps_its_eleven_holidays_of_2025() {
        let known = ["01-01", "04-21", "05-01", "05-08", "05-29", "06-09", "07-14", "08-15", "11-01", "11-11", "12-25"];
        assert_eq!(closed_in(Holidays::France, 2025), known);
    }

    #[test]
    fn england_and_wales_keep_eight_holidays_and_what_was_proclaimed() {
        let known = ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"];
        assert_eq!(closed_in(Holidays::EnglandAndWales, 2025), known);
        // GOV.UK lists these: the jubilee, the funeral, the coronation, and what fell on weekends.
        let known = ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"];
        assert_eq!(closed_in(Holidays::EnglandAndWales, 2022), known);
        let known = ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"];
        assert_eq!(closed_in(Holidays::EnglandAndWales, 2023), known);
    }

    #[test]
    fn the_table_says_what_the_rules_say() {
        assert_eq!(TABULATED, (Date::of(2000, 1, 1), Date::of(2060, 1, 1)));
        for holidays in [Holidays::UnitedStates, Holidays::France, Holidays::EnglandAndWales] {
            for day in (Date::of(1999, 1, 1).0..Date::of(2061, 1, 1).0).map(Date) {
                assert_eq!(holidays.contains(day), holidays.by_rule(day), "{}", day.iso());
            }
        }
    }

    #[test]
    fn a_wage_due_on_a_holiday_comes_the_business_day_before() {
        assert_eq!(Holidays::UnitedStates.on_or_before(Date::of(2025, 1, 20)), Date::of(2025, 1, 17));
        assert_eq!(Holidays::UnitedStates.on_or_after(Date::of(2025, 7, 4)), Date::of(2025, 7, 7));
        assert_eq!(Holidays::UnitedStates.plus_business_days(Date::of(2025, 7, 3), 1), Date::of(2025, 7, 7));
    }

    #[test]
    fn a_holiday_on_a_sunday_is_kept_on_monday() {
        assert!(Holidays::UnitedStates.contains(Date::of(2023, 1, 2)));
        assert!(!Holidays::UnitedStates.contains(Date::of(2026, 7, 3)));
    }
}
