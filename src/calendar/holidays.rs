//! Bank holidays by rule, and the business-day rule.

use super::Weekday;
use crate::units::Date;

/// The bank holidays of a country, computed for any year.
///
/// # Source
///
/// US: Federal Reserve Bank holiday schedule. A holiday on a Sunday is kept on Monday; one on a Saturday is not moved
/// (Federal Reserve Banks are open the preceding Friday).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holidays {
    /// The Federal Reserve's holidays.
    UnitedStates,
}

impl Holidays {
    /// Returns whether the banks are closed for a holiday on that day.
    pub fn contains(self, day: Date) -> bool {
        match self {
            Self::UnitedStates => us_holiday(day) || (day.weekday() == Weekday::Monday && fixed_us(day.plus(-1))),
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
