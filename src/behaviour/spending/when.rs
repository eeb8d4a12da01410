//! When: days that differ in how much is bought, hours that differ in what.

use crate::calendar::{Horizon, Zone};
use crate::codes::Category;
use crate::rng::{Alias, Stream};
use crate::scenario::{CategoryLaw, HoursLaws, SpendingLaws};
use crate::units::{Date, Timestamp, span};

/// The number of categories.
pub(in crate::behaviour) const CATEGORIES: usize = Category::ALL.len();
/// The number of cells: a category, in person or remote.
pub(in crate::behaviour) const CELLS: usize = 2 * CATEGORIES;

/// A category, bought in person or remotely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::behaviour) struct Cell(pub(in crate::behaviour) usize);

impl Cell {
    pub(in crate::behaviour) fn of(category: Category, is_remote: bool) -> Self {
        Self(2 * category as usize + usize::from(is_remote))
    }

    pub(in crate::behaviour) fn category(self) -> Category {
        Category::ALL[self.0 / 2]
    }

    pub(in crate::behaviour) fn is_remote(self) -> bool {
        self.0 % 2 == 1
    }
}

/// The instants at which local days begin, so that hours become instants without asking the zone each time.
#[derive(Debug)]
pub(in crate::behaviour) struct Midnights<'z> {
    zone: &'z Zone,
    first: Date,
    /// The start of each day, or none where the clocks change.
    starts: Vec<Option<Timestamp>>,
}

impl<'z> Midnights<'z> {
    pub(in crate::behaviour) fn new(zone: &'z Zone, horizon: Horizon) -> Self {
        let start = |day: Date| {
            let (start, next) = (zone.instant(day, 0), zone.instant(day.plus(1), 0));
            (next.since(start) == span::DAY).then_some(start)
        };
        Self { zone, first: horizon.from, starts: horizon.days().map(start).collect() }
    }

    /// Returns the instant of a time of day, in microseconds after local midnight.
    pub(in crate::behaviour) fn instant(&self, day: Date, micros: i64) -> Timestamp {
        match self.starts.get(day.since(self.first) as usize) {
            Some(Some(start)) => start.plus(micros),
            _ => self.zone.instant(day, micros),
        }
    }
}

/// How purchases spread over hours, weekdays and months.
#[derive(Debug)]
pub(in crate::behaviour) struct Curves {
    /// Hours of each cell on a working day and on a weekend.
    hours: Vec<[Alias; 2]>,
    /// The same as weights, hour by hour: `[weekend][hour][category]`, in person.
    by_hour: Vec<[[f64; CATEGORIES]; 24]>,
    weekdays: Vec<[f64; 7]>,
    months: Vec<[f64; 12]>,
}

impl Curves {
    pub(in crate::behaviour) fn new(laws: &SpendingLaws) -> Self {
        let mut curves = Self {
            hours: Vec::new(),
            by_hour: vec![[[0.0; CATEGORIES]; 24]; 2],
            weekdays: Vec::new(),
            months: Vec::new(),
        };
        for cell in (0..CELLS).map(Cell) {
            let law = laws.categories.get(&cell.category());
            let kinds = [false, true].map(|is_weekend| hours(&laws.hours, law, cell.is_remote(), is_weekend));
            if !cell.is_remote() {
                for (by_hour, kind) in curves.by_hour.iter_mut().zip(&kinds) {
                    (0..24).for_each(|hour| by_hour[hour][cell.0 / 2] = kind[hour]);
                }
            }
            curves.hours.push(kinds.map(|kind| Alias::new(&kind)));
            let of_all = if cell.is_remote() { laws.hours.remote_weekdays } else { laws.hours.in_person_weekdays };
            let own = law.and_then(|law| law.weekdays).filter(|_| !cell.is_remote());
            curves.weekdays.push(own.unwrap_or(of_all).map(|share| 7.0 * share));
            curves.months.push(law.and_then(|law| law.months).unwrap_or([1.0; 12]));
        }
        curves
    }

    /// Returns how much is bought on a day against the mean day, cell by cell.
    pub(in crate::behaviour) fn day_factors(&self, day: Date) -> [f64; CELLS] {
        let (month, weekday) = (day.civil().month as usize - 1, day.weekday() as usize);
        std::array::from_fn(|cell| self.months[cell][month] * self.weekdays[cell][weekday])
    }

    /// Draws the hour of a purchase.
    pub(in crate::behaviour) fn hour(&self, cell: Cell, is_weekend: bool, stream: &mut Stream) -> i64 {
        self.hours[cell.0][usize::from(is_weekend)].sample(stream) as i64
    }

    /// Returns the share of each category's purchases in person that falls on an hour.
    pub(in crate::behaviour) fn at_hour(&self, hour: usize, is_weekend: bool) -> &[f64; CATEGORIES] {
        &self.by_hour[usize::from(is_weekend)][hour]
    }
}

fn hours(laws: &HoursLaws, law: Option<&CategoryLaw>, is_remote: bool, is_weekend: bool) -> [f64; 24] {
    let base = match law.and_then(|law| law.hours) {
        _ if is_remote => laws.remote,
        Some(own) => own,
        None => laws.in_person,
    };
    let kind = if is_weekend { &laws.weekend } else { &laws.working_day };
    let product: [f64; 24] = std::array::from_fn(|hour| if is_remote { base[hour] } else { base[hour] * kind[hour] });
    let total: f64 = product.iter().sum();
    product.map(|weight| weight / total)
}
