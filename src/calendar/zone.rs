//! Time zones from the database that is compiled in, so that a machine's own cannot change a row.

use std::ops::Range;

use jiff::tz::TimeZone;

use crate::error::{Error, Result};
use crate::units::{Date, Timestamp, span};

/// A time zone as a table of its offsets.
#[derive(Debug, Clone)]
pub struct Zone {
    name: String,
    /// Instant from which an offset holds, and the offset, both in microseconds; ascending, never empty.
    offsets: Vec<(i64, i64)>,
    /// Where in `offsets` to look, by stretches of time from the first year on: the offset in force as each begins.
    stretches: Vec<usize>,
}

/// A stretch lasts 2^42 microseconds, some 51 days: clocks change once in it at most.
const STRETCH_BITS: u32 = 42;

const FIRST_YEAR: i16 = 1990;
/// The first instant of that year, UTC.
const FIRST_INSTANT: i64 = 7_305 * span::DAY;
const LAST_YEAR: i16 = 2120;

impl Zone {
    /// Loads a zone of the IANA database by its name.
    ///
    /// # Errors
    ///
    /// Fails where the database has no such zone.
    pub fn load(name: &str) -> Result<Self> {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get(name).map_err(|cause| {
            Error::input(format!("time zone {name}"), cause, "use a name of the IANA database, as in America/New_York")
        })?;
        let offsets = offsets_of(&zone);
        let stretches = stretches_of(&offsets);
        Ok(Self { name: name.to_owned(), offsets, stretches })
    }

    /// Returns the IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the local day of an instant, and the microseconds since that day's midnight on the wall clock.
    pub fn local(&self, at: Timestamp) -> (Date, i64) {
        let wall = at.0 + self.offset_at(at.0);
        (Date(wall.div_euclid(span::DAY) as i32), wall.rem_euclid(span::DAY))
    }

    /// Returns the local day of an instant.
    pub fn day(&self, at: Timestamp) -> Date {
        self.local(at).0
    }

    /// Returns the instant at which the wall clock of a day shows so many microseconds since midnight.
    ///
    /// A time that the spring change skips comes out an hour later on the wall; one that autumn repeats is its first.
    pub fn instant(&self, day: Date, micros: i64) -> Timestamp {
        let wall = i64::from(day.0) * span::DAY + micros;
        let index = self.index_at(wall - span::DAY);
        let early = self.offsets[index].1;
        if self.offsets.get(index + 1).is_none_or(|(from, _)| *from > wall + span::DAY) {
            return Timestamp(wall - early);
        }
        let late = self.offset_at(wall + span::DAY);
        let first = wall - early.max(late);
        let offset = if self.offset_at(first) == early.max(late) { early.max(late) } else { early.min(late) };
        Timestamp(wall - offset)
    }

    /// Returns what the wall clock is ahead of UTC at an instant, in microseconds, and the instants around it for which this holds.
    pub fn offset_around(&self, at: Timestamp) -> (i64, Range<Timestamp>) {
        let next = self.offsets.partition_point(|(from, _)| *from <= at.0);
        let (from, offset) = self.offsets[next.saturating_sub(1)];
        let until = self.offsets.get(next).map_or(i64::MAX, |(from, _)| *from);
        (offset, Timestamp(from)..Timestamp(until))
    }

    fn offset_at(&self, utc: i64) -> i64 {
        self.offsets[self.index_at(utc)].1
    }

    /// Returns where in `offsets` the one in force stands.
    #[inline]
    fn index_at(&self, utc: i64) -> usize {
        let stretch = ((utc - FIRST_INSTANT) >> STRETCH_BITS).clamp(0, self.stretches.len() as i64 - 1);
        let mut index = self.stretches[stretch as usize];
        while self.offsets.get(index + 1).is_some_and(|(from, _)| *from <= utc) {
            index += 1;
        }
        index
    }
}

fn stretches_of(offsets: &[(i64, i64)]) -> Vec<usize> {
    let last = offsets.last().map_or(0, |(from, _)| from.saturating_sub(FIRST_INSTANT).max(0) >> STRETCH_BITS);
    let starts = (0..=last).map(|stretch| FIRST_INSTANT + (stretch << STRETCH_BITS));
    starts.map(|start| offsets.partition_point(|(from, _)| *from <= start).max(1) - 1).collect()
}

fn offsets_of(zone: &TimeZone) -> Vec<(i64, i64)> {
    let start = jiff::civil::date(FIRST_YEAR, 1, 1).to_zoned(TimeZone::UTC).expect("the year is in range").timestamp();
    let end = jiff::civil::date(LAST_YEAR, 1, 1).to_zoned(TimeZone::UTC).expect("the year is in range").timestamp();
    let micros = |offset: jiff::tz::Offset| i64::from(offset.seconds()) * span::SECOND;
    let mut offsets = vec![(i64::MIN, micros(zone.to_offset(start)))];
    for change in zone.following(start).take_while(|change| change.timestamp() < end) {
        offsets.push((change.timestamp().as_microsecond(), micros(change.offset())));
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn noon_in_new_york_is_five_or_four_hours_behind() {
        let zone = Zone::load("America/New_York").unwrap();
        let noon = |day: Date| zone.instant(day, 12 * span::HOUR).0 - i64::from(day.0) * span::DAY;
        assert_eq!(noon(Date::of(2025, 1, 15)), 17 * span::HOUR);
        assert_eq!(noon(Date::of(2025, 7, 15)), 16 * span::HOUR);
    }

    #[test]
    fn the_skipped_hour_of_spring_comes_an_hour_later() {
        let zone = Zone::load("America/New_York").unwrap();
        let at = zone.instant(Date::of(2025, 3, 9), 2 * span::HOUR + 30 * span::MINUTE);
        assert_eq!(zone.local(at), (Date::of(2025, 3, 9), 3 * span::HOUR + 30 * span::MINUTE));
    }

    #[test]
    fn offsets_are_found_before_the_first_year_and_after_the_last() {
        assert_eq!(i64::from(Date::of(i32::from(FIRST_YEAR), 1, 1).0) * span::DAY, FIRST_INSTANT);
        let zone = Zone::load("America/New_York").unwrap();
        for (year, hour) in [(1960, 19), (2119, 20), (2500, 19)] {
            let summer = Timestamp(i64::from(Date::of(year, 7, 1).0) * span::DAY);
            assert_eq!(zone.local(summer).1 / span::HOUR, hour, "{year}");
        }
    }

    #[test]
    fn an_unknown_zone_is_refused_by_name() {
        assert!(Zone::load("Mars/Olympus").unwrap_err().to_string().contains("Mars/Olympus"));
    }

    proptest! {
        #[test]
        fn an_offset_holds_as_far_as_it_says(seconds in 946_684_800_i64..2_524_608_000) {
            let zone = Zone::load("Europe/Paris").unwrap();
            let at = Timestamp(seconds * span::SECOND);
            let (offset, holds) = zone.offset_around(at);
            prop_assert!(holds.contains(&at));
            for inside in [at, holds.start, Timestamp(holds.end.0 - 1)] {
                prop_assert_eq!(zone.offset_at(inside.0), offset);
            }
            prop_assert!(zone.offset_at(holds.end.0) != offset);
        }

        #[test]
        fn an_instant_survives_the_way_to_the_wall_and_back(seconds in 946_684_800_i64..2_524_608_000) {
            let zone = Zone::load("Europe/Paris").unwrap();
            let (day, micros) = zone.local(Timestamp(seconds * span::SECOND));
            let back = zone.instant(day, micros);
            // Only the repeated hour of autumn may come back an hour earlier.
            prop_assert!(back.0 == seconds * span::SECOND || back.0 == seconds * span::SECOND - span::HOUR);
            prop_assert_eq!(zone.local(back), (day, micros));
        }
    }
}
