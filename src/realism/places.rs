//! Where people buy in person: how far from home, and how they come to know new stores.

use std::collections::BTreeMap;

use crate::codes::{Category, Mcc};
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed, line, share};
use crate::realism::selection::{Place, Selection};
use crate::realism::views::Store;
use crate::realism::{Facts, LogHistogram};

/// The fewest and the most stores known that the law of new stores is fitted to.
const KNOWN: std::ops::RangeInclusive<usize> = 20..=200;
/// Purchases farther from home than this, in kilometres, are made on trips.
const TRIP: f64 = 100.0;
/// A walk of twenty minutes in kilometres: a mile.
const WALK: f64 = 1.609;
/// The Earth's mean diameter in kilometres.
const DIAMETER: f64 = 12_742.0;

/// How far from home purchases of one sort are made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distances {
    /// Purchases at known stores.
    pub count: u64,
    /// Those of them beyond a walk of twenty minutes.
    pub beyond_walk: u64,
    /// Kilometres from home to the store as the crow flies, trips of more than 100 km left out.
    pub kilometres: LogHistogram,
}

/// Where people buy in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Distances by category and merchant category code.
    pub distances: BTreeMap<(Category, Mcc), Distances>,
    /// By the number of stores that the customer has been to before: purchases in the second half of the horizon, and those of them at
    /// a store new to the customer.
    pub known: Vec<[u64; 2]>,
}

impl Default for Places {
    fn default() -> Self {
        Self { distances: BTreeMap::new(), known: vec![[0; 2]; KNOWN.end() + 1] }
    }
}

/// A purchase at a store: who, where, and the place of the purchase in time.
type Visit = (usize, i64, usize);

impl Tally for Places {
    fn see(&mut self, community: &Community<'_>) {
        let mut visits: Vec<Visit> = Vec::with_capacity(community.purchases.len());
        for (order, purchase) in community.purchases.iter().enumerate() {
            if let Some(location) = community.row(purchase).location_id {
                visits.push((purchase.person, location, order));
            }
        }
        visits.sort_unstable();
        let mut is_new = vec![None; community.purchases.len()];
        for of_store in visits.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            of_store.iter().for_each(|(_, _, order)| is_new[*order] = Some(false));
            is_new[of_store[0].2] = Some(true);
            self.see_distance(community, of_store);
        }
        self.see_new(community, &is_new);
    }

    fn append(&mut self, later: &Self) {
        for (key, other) in &later.distances {
            let distances = self.distances.entry(*key).or_default();
            distances.count += other.count;
            distances.beyond_walk += other.beyond_walk;
            distances.kilometres.append(&other.kilometres);
        }
        for (counts, other) in self.known.iter_mut().zip(&later.known) {
            counts.iter_mut().zip(other).for_each(|(count, other)| *count += other);
        }
    }
}

impl Places {
    /// Adds one customer's visits to one store.
    fn see_distance(&mut self, community: &Community<'_>, visits: &[Visit]) {
        let (person, location, order) = visits[0];
        let Some(store) = community.context.store(location) else { return };
        let row = community.row(&community.purchases[order]);
        let home = &community.customers[person];
        let kilometres = kilometres((home.latitude, home.longitude), store);
        let distances = self.distances.entry((row.category, row.mcc)).or_default();
        let count = visits.len() as u64;
        distances.count += count;
        if kilometres > WALK {
            distances.beyond_walk += count;
        }
        if kilometres <= TRIP {
            distances.kilometres.add_many(kilometres, count);
        }
    }

    fn see_new(&mut self, community: &Community<'_>, is_new: &[Option<bool>]) {
        let middle = community.context.middle();
        let mut known = vec![0; community.people.len()];
        for (purchase, is_new) in community.purchases.iter().zip(is_new) {
            let Some(is_new) = *is_new else { continue };
            let stores = &mut known[purchase.person];
            if KNOWN.contains(stores) && community.row(purchase).local_date > middle {
                self.known[*stores][0] += 1;
                self.known[*stores][1] += u64::from(is_new);
            }
            *stores += usize::from(is_new);
        }
    }
}

/// Returns the kilometres from a place, latitude first, to a store as the crow flies (haversine).
fn kilometres((latitude, longitude): (f64, f64), store: &Store) -> f64 {
    let half_chord = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let across = latitude.to_radians().cos() * store.latitude.to_radians().cos();
    let square = half_chord(store.latitude - latitude) + across * half_chord(store.longitude - longitude);
    DIAMETER * square.sqrt().asin()
}

/// The measures of places.
pub(super) const MEASURES: &[Measure] = &[
    Measure { name: "distance_median", take: distance_median },
    Measure { name: "beyond_walk", take: beyond_walk },
    Measure { name: "new_places", take: new_places },
];

fn distances(facts: &Facts, words: &str) -> Option<Distances> {
    let selection = Selection::parse(words)?;
    if selection.kind.is_some() || selection.weekend.is_some() || selection.place == Some(Place::Remote) {
        return None;
    }
    let mut all = Distances::default();
    for ((category, mcc), distances) in &facts.places.distances {
        if selection.category.is_none_or(|wanted| wanted == *category)
            && selection.mcc.is_none_or(|wanted| wanted == *mcc)
        {
            all.count += distances.count;
            all.beyond_walk += distances.beyond_walk;
            all.kilometres.append(&distances.kilometres);
        }
    }
    Some(all)
}

fn distance_median(facts: &Facts, words: &str) -> Option<Observed> {
    let kilometres = distances(facts, words)?.kilometres;
    Some(Observed::number(kilometres.quantile(0.5)?, kilometres.count()))
}

fn beyond_walk(facts: &Facts, words: &str) -> Option<Observed> {
    let distances = distances(facts, words)?;
    share(distances.beyond_walk, distances.count)
}

/// Fits rho S^-gamma to the probability of a new store by least squares in the logarithms, weighted by number.
fn new_places(facts: &Facts, parameter: &str) -> Option<Observed> {
    let rates = facts.places.known.iter().enumerate().filter(|(_, [_, new])| *new > 0);
    let points: Vec<[f64; 3]> = rates
        .map(|(stores, [visits, new])| [(stores as f64).ln(), (*new as f64 / *visits as f64).ln(), *visits as f64])
        .collect();
    let (level, slope) = line(&points)?;
    let value = match parameter {
        "gamma" => -slope,
        "rho" => level.exp(),
        _ => return None,
    };
    let sample = points.iter().map(|[_, _, visits]| *visits as u64).sum();
    Some(Observed::number(value, sample))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() {
        let store = Store { location_id: 1, latitude: 41.0, longitude: -74.0 };
        let distance = kilometres((40.0, -74.0), &store);
        assert!((distance - 111.19).abs() < 0.01, "{distance}");
    }

    #[test]
    fn two_halves_of_places_together_are_the_whole() {
        let with = |visits: u64, new: u64| {
            let mut places = Places::default();
            places.known[30] = [visits, new];
            places.distances.entry((Category::Fuel, Mcc(5541))).or_default().kilometres.add_many(3.0, visits);
            places
        };
        let mut joined = with(4, 1);
        joined.append(&with(6, 2));
        assert_eq!(joined, with(10, 3));
    }
}
