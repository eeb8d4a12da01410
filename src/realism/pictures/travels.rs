//! Where customers live, shop and travel, on a grid; and one town, point by point.

use std::collections::BTreeMap;

use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::selection::Place;

/// Communities on the map: those with lower numbers, so that the map is bounded and a larger dataset shows the same.
pub const MAPPED_COMMUNITIES: i64 = 200;

/// Squares of the grid to a degree.
pub const CELLS_PER_DEGREE: f64 = 4.0;

/// How far from home a purchase is part of a journey, in kilometres.
const JOURNEY_KM: f64 = 100.0;

const KM_PER_DEGREE: f64 = 111.2;

/// Longitude and latitude in degrees.
pub type Spot = (f64, f64);

/// A square of the grid: east and north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell(pub i16, pub i16);

impl Cell {
    /// Returns the square that holds a point.
    pub fn of((longitude, latitude): Spot) -> Self {
        let cell = |degrees: f64| (degrees * CELLS_PER_DEGREE).floor() as i16;
        Self(cell(longitude), cell(latitude))
    }

    /// Returns its middle.
    pub fn middle(self) -> Spot {
        let middle = |cell: i16| (f64::from(cell) + 0.5) / CELLS_PER_DEGREE;
        (middle(self.0), middle(self.1))
    }
}

/// A town: the homes of one community and the stores that its people went to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Town {
    /// The community's number.
    pub community: i64,
    /// The town's name.
    pub name: String,
    /// The homes, by customer.
    pub homes: Vec<Spot>,
    /// The stores, each with its purchases.
    pub stores: BTreeMap<i64, (Spot, u32)>,
    /// Purchases by customer and store.
    pub visits: BTreeMap<(usize, i64), u32>,
}

/// Where customers live, shop and travel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Travels {
    /// Customers by where they live.
    pub homes: BTreeMap<Cell, u32>,
    /// Purchases in person by where the store is.
    pub stores: BTreeMap<Cell, u32>,
    /// Purchases in person far from home, by where home and store are.
    pub journeys: BTreeMap<(Cell, Cell), u32>,
    /// Purchases by merchant.
    pub merchants: BTreeMap<i64, u32>,
    /// The town of the first community.
    pub town: Option<Town>,
}

impl Travels {
    fn see_purchases(&mut self, community: &Community<'_>, town: &mut Town) {
        for purchase in community.purchases.iter().filter(|purchase| purchase.place == Place::InPerson) {
            let Some(store) = community.row(purchase).location_id.and_then(|id| community.context.store(id)) else {
                continue;
            };
            let (home, spot) = (town.homes[purchase.person], (store.longitude, store.latitude));
            *self.stores.entry(Cell::of(spot)).or_default() += 1;
            if distance_km(home, spot) >= JOURNEY_KM {
                *self.journeys.entry((Cell::of(home), Cell::of(spot))).or_default() += 1;
            }
            if self.town.as_ref().is_none_or(|known| community.number < known.community) {
                town.stores.entry(store.location_id).or_insert((spot, 0)).1 += 1;
                *town.visits.entry((purchase.person, store.location_id)).or_default() += 1;
            }
        }
    }

    fn keep_first(&mut self, town: Town) {
        if self.town.as_ref().is_none_or(|known| town.community < known.community) {
            self.town = Some(town);
        }
    }
}

/// Returns the distance of two points on a plane that touches the earth between them: right to one percent within a country.
pub(crate) fn distance_km(from: Spot, to: Spot) -> f64 {
    let shrink = ((from.1 + to.1) / 2.0).to_radians().cos();
    ((from.0 - to.0) * shrink).hypot(from.1 - to.1) * KM_PER_DEGREE
}

impl Tally for Travels {
    fn see(&mut self, community: &Community<'_>) {
        if community.number >= MAPPED_COMMUNITIES || community.customers.is_empty() {
            return;
        }
        let homes: Vec<Spot> = community.customers.iter().map(|person| (person.longitude, person.latitude)).collect();
        for home in &homes {
            *self.homes.entry(Cell::of(*home)).or_default() += 1;
        }
        let name = community.customers[0].city.to_string();
        for purchase in &community.purchases {
            *self.merchants.entry(community.row(purchase).merchant_id).or_default() += 1;
        }
        let mut town = Town { community: community.number, name, homes, ..Town::default() };
        self.see_purchases(community, &mut town);
        self.keep_first(town);
    }

    fn append(&mut self, later: &Self) {
        later.homes.iter().for_each(|(cell, count)| *self.homes.entry(*cell).or_default() += count);
        later.stores.iter().for_each(|(cell, count)| *self.stores.entry(*cell).or_default() += count);
        later.journeys.iter().for_each(|(cells, count)| *self.journeys.entry(*cells).or_default() += count);
        later.merchants.iter().for_each(|(id, count)| *self.merchants.entry(*id).or_default() += count);
        if let Some(town) = &later.town {
            self.keep_first(town.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_holds_its_middle_west_and_south_of_zero_too() {
        for spot in [(2.35, 48.86), (-0.12, 51.5), (-122.4, 37.8), (18.4, -33.9)] {
            let cell = Cell::of(spot);
            assert_eq!(Cell::of(cell.middle()), cell);
            assert!((cell.middle().0 - spot.0).abs() <= 0.5 / CELLS_PER_DEGREE);
        }
    }

    #[test]
    fn a_degree_of_longitude_is_shorter_in_the_north() {
        assert!((distance_km((0.0, 60.0), (1.0, 60.0)) - KM_PER_DEGREE / 2.0).abs() < 0.1);
    }
}
