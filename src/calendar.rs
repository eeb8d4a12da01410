//! Civil dates, business days and time zones: pure functions of the date, never of the wall clock.

mod holidays;
mod zone;

pub use holidays::Holidays;
pub use zone::Zone;

use crate::units::Date;

/// A day of the week, Monday first (ISO 8601).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the days of the week need no words")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Every day of the week, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// Returns whether it is Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        self >= Self::Saturday
    }
}

/// A year, a month (1–12) and a day of the month (1–31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "year, month and day need no words")]
pub struct Civil {
    pub year: i32,
    pub month: u32,
    pub day: u32,
}

impl Date {
    /// Returns the date of a year, month and day; a day past the month's end gives the month's last day.
    ///
    /// # Source
    ///
    /// Howard Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil).
    pub fn of(year: i32, month: u32, day: u32) -> Self {
        let day = day.min(days_in_month(year, month));
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let year_of_era = shifted.rem_euclid(400);
        let day_of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Returns the year, month and day (civil_from_days of the same source).
    pub fn civil(self) -> Civil {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u32;
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        Civil { year, month, day: (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32 }
    }

    /// Returns the day of the week.
    pub fn weekday(self) -> Weekday {
        Weekday::ALL[(self.0 + 3).rem_euclid(7) as usize]
    }

    /// Returns the months since year 0, a dense number for the month this day lies in.
    pub fn month_number(self) -> i32 {
        let civil = self.civil();
        civil.year * 12 + civil.month as i32 - 1
    }

    /// Returns the first day of the month with that dense number.
    pub fn month_start(month_number: i32) -> Self {
        Self::of(month_number.div_euclid(12), month_number.rem_euclid(12) as u32 + 1, 1)
    }

    /// Returns the day of the given number in this day's month, or the month's last day.
    pub fn with_day(self, day: u32) -> Self {
        let civil = self.civil();
        Self::of(civil.year, civil.month, day)
    }

    /// Returns the same day so many months later, or that month's last day.
    pub fn plus_months(self, months: i32) -> Self {
        let day = self.civil().day;
        Self::month_start(self.month_number() + months).with_day(day)
    }

    /// Returns the whole years from `birth` to this day.
    pub fn years_since(self, birth: Self) -> i32 {
        let (now, then) = (self.civil(), birth.civil());
        now.year - then.year - i32::from((now.month, now.day) < (then.month, then.day))
    }

    /// Returns the date as `2025-01-31`.
    pub fn iso(self) -> String {
        let civil = self.civil();
        format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
    }

    /// Reads a date such as `2025-01-31`.
    pub fn parse(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.parse().ok()?;
        Some(Self::of(i32::from(date.year()), date.month() as u32, date.day() as u32))
    }
}

/// Returns the number of days of a month (1–12).
pub fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days of a run, first and last included, as local dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Horizon {
    /// Returns every day in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        (self.from.0..=self.to.0).map(Date)
    }

    /// Returns the number of days.
    pub fn len(self) -> usize {
        (self.to.0 - self.from.0 + 1).max(0) as usize
    }

    /// Returns the day in the middle.
    pub fn middle(self) -> Date {
        self.from.plus(self.to.since(self.from) / 2)
    }

    /// Returns whether there is no day.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns whether a day lies inside.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Returns the dense numbers of the months touched, in order.
    pub fn months(self) -> std::ops::RangeInclusive<i32> {
        self.from.month_number()..=self.to.month_number()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_date_survives_the_way_to_year_month_day_and_back(days in -200_000_i32..200_000) {
            let civil = Date(days).civil();
            prop_assert_eq!(Date::of(civil.year, civil.month, civil.day), Date(days));
            prop_assert_eq!(Date::parse(&Date(days).iso()), Some(Date(days)));
        }
    }

    #[test]
    fn known_days_fall_on_their_weekdays() {
        assert_eq!(Date::of(1970, 1, 1).weekday(), Weekday::Thursday);
        assert_eq!(Date::of(2025, 1, 1).weekday(), Weekday::Wednesday);
        assert_eq!(Date::of(2024, 2, 29).plus_months(12), Date::of(2025, 2, 28));
    }

    #[test]
    fn a_birthday_counts_from_the_day_itself() {
        let birth = Date::of(1990, 6, 15);
        assert_eq!(Date::of(2025, 6, 14).years_since(birth), 34);
        assert_eq!(Date::of(2025, 6, 15).years_since(birth), 35);
    }
}
