//! The wall clock of a place, read many times for instants that lie near one another.

use std::cell::Cell;
use std::sync::Arc;

use crate::calendar::Zone;
use crate::units::{Date, Timestamp, span};

/// A time zone that remembers the offset it was last asked for: most instants fall between the same two changes of the clocks.
#[derive(Debug)]
pub(super) struct Clock {
    zone: Arc<Zone>,
    /// Instants from which and up to which the offset holds, and the offset.
    held: Cell<(i64, i64, i64)>,
}

impl Clock {
    /// Makes the clock of a zone.
    pub(super) fn of(zone: Arc<Zone>) -> Self {
        Self { zone, held: Cell::new((0, 0, 0)) }
    }

    /// Returns the zone.
    pub(super) fn zone(&self) -> &Arc<Zone> {
        &self.zone
    }

    /// Returns the local day of an instant, and the microseconds since that day's midnight.
    #[inline]
    pub(super) fn local(&self, at: Timestamp) -> (Date, i64) {
        let (from, until, mut offset) = self.held.get();
        if at.0 < from || at.0 >= until {
            let (other, holds) = self.zone.offset_around(at);
            self.held.set((holds.start.0, holds.end.0, other));
            offset = other;
        }
        let wall = at.0 + offset;
        (Date(wall.div_euclid(span::DAY) as i32), wall.rem_euclid(span::DAY))
    }

    /// Returns the local day of an instant.
    #[inline]
    pub(super) fn day(&self, at: Timestamp) -> Date {
        self.local(at).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_shows_what_its_zone_shows_on_both_sides_of_a_change() {
        let zone = Arc::new(Zone::load("America/New_York").unwrap());
        let clock = Clock::of(Arc::clone(&zone));
        let start = Date::of(2025, 3, 1).0;
        for hour in (0..24 * 365).chain([3, 9_000, 4]) {
            let at = Timestamp(i64::from(start) * span::DAY + hour * span::HOUR);
            assert_eq!(clock.local(at), zone.local(at));
        }
    }
}
