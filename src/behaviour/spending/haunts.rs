//! Where: people return to the places they know, in proportion to their visits, and now and then try another.
//!
//! # Source
//!
//! C. Song, T. Koren, P. Wang, A.-L. Barabási, "Modelling the scaling properties of human mobility", Nature Physics 6
//! (2010): a new place with probability ρ S^−γ once S are known, else a known one in proportion to past visits.

use super::when::{CELLS, Cell};
use crate::codes::Category;
use crate::columns::Texts;
use crate::population::Home;
use crate::rng::Stream;
use crate::scenario::{HauntsLaws, SpendingLaws};
use crate::units::{Date, Degrees};
use crate::world::{Place, PlaceIndex, Places, World};

const KM_PER_DEGREE: f64 = 111.32;
/// Beyond so many places the probability to try another hardly falls.
const MOST_TABULATED: usize = 512;
/// How often somebody who wants another place looks further when it is one they know.
const SEEKS: usize = 3;

/// What people need to find a place.
#[derive(Debug)]
pub(in crate::behaviour) struct Map<'w> {
    pub(in crate::behaviour) world: &'w World,
    /// Probability to try another place, by the number of known ones.
    exploration: Vec<f64>,
    novelty: [f64; CELLS / 2],
    distance_km: [f64; CELLS / 2],
    tries: u32,
}

impl<'w> Map<'w> {
    pub(in crate::behaviour) fn new(world: &'w World, laws: &SpendingLaws) -> Self {
        let HauntsLaws { exploration, decay, tries, .. } = laws.haunts;
        let of = |read: fn(&crate::scenario::CategoryLaw) -> f64| {
            std::array::from_fn(|cell| laws.categories.get(&Cell(2 * cell).category()).map_or(1.0, read))
        };
        let mut distance_km: [f64; CELLS / 2] = of(|law| law.distance_km);
        distance_km[Category::Cash as usize] = world.scenario.cash.distance_km;
        Self {
            world,
            exploration: (0..=MOST_TABULATED).map(|known| exploration * (known.max(1) as f64).powf(-decay)).collect(),
            novelty: of(|law| law.novelty),
            distance_km,
            tries,
        }
    }

    /// Draws a store near home that trades on a day: the popular ones come up, the far ones are passed over.
    pub(in crate::behaviour) fn near(
        &self,
        places: &Places,
        cell: Cell,
        (home, on): (Doorstep, Date),
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        let scale = self.distance_km[cell.0 / 2];
        let mut nearest = (f64::INFINITY, places.local(cell.category(), on, stream)?);
        for _ in 0..self.tries {
            let place = places.local(cell.category(), on, stream)?;
            let km = home.km_to(places.get(place));
            if stream.unit() < (-km / scale).exp() {
                return Some(place);
            }
            if km < nearest.0 {
                nearest = (km, place);
            }
        }
        Some(nearest.1)
    }
}

impl Map<'_> {
    /// Draws a place by its fame: a site where the category is bought from afar and sold online, else a store near home.
    fn seek(
        &self,
        places: &mut Places,
        texts: &mut Texts,
        cell: Cell,
        near: (Doorstep, Date),
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        let online = if cell.is_remote() { places.online(self.world, cell.category(), texts, stream) } else { None };
        online.or_else(|| self.near(places, cell, near, stream))
    }
}

/// Where somebody lives, ready to measure distances within a city.
#[derive(Debug, Clone, Copy)]
pub(in crate::behaviour) struct Doorstep {
    latitude: Degrees,
    longitude: Degrees,
    km_per_degree_east: f64,
}

impl Doorstep {
    pub(in crate::behaviour) fn of(home: &Home) -> Self {
        Self {
            latitude: Degrees(home.latitude),
            longitude: Degrees(home.longitude),
            km_per_degree_east: KM_PER_DEGREE * home.latitude.to_radians().cos(),
        }
    }

    fn km_to(self, place: &Place) -> f64 {
        let north = (place.latitude - self.latitude.0) * KM_PER_DEGREE;
        let east = (place.longitude - self.longitude.0) * self.km_per_degree_east;
        north.hypot(east)
    }
}

/// The places one person knows, each as often as it was visited.
#[derive(Debug)]
pub(in crate::behaviour) struct Haunts {
    visits: [Vec<PlaceIndex>; CELLS],
    known: usize,
}

impl Default for Haunts {
    fn default() -> Self {
        Self { visits: std::array::from_fn(|_| Vec::new()), known: 0 }
    }
}

impl Haunts {
    /// Forgets everything: the next person begins.
    pub(in crate::behaviour) fn clear(&mut self) {
        self.visits.iter_mut().for_each(Vec::clear);
        self.known = 0;
    }

    /// Chooses where to go for a purchase; none if the category is sold nowhere.
    pub(in crate::behaviour) fn choose(
        &self,
        map: &Map<'_>,
        places: &mut Places,
        texts: &mut Texts,
        cell: Cell,
        (home, on): (Doorstep, Date),
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        let visits = &self.visits[cell.0];
        let explores = map.exploration[self.known.min(MOST_TABULATED)] * map.novelty[cell.0 / 2];
        if !visits.is_empty() && stream.unit() >= explores {
            let known = *stream.pick(visits);
            // Whoever stands before a closed door looks for another store.
            if places.get(known).trades(on) {
                return Some(known);
            }
        }
        let mut found = map.seek(places, texts, cell, (home, on), stream)?;
        for _ in 0..SEEKS {
            if !is_known(visits, found) {
                break;
            }
            found = map.seek(places, texts, cell, (home, on), stream)?;
        }
        Some(found)
    }

    /// Remembers a visit.
    pub(in crate::behaviour) fn remember(&mut self, cell: Cell, place: PlaceIndex) {
        let visits = &mut self.visits[cell.0];
        if !is_known(visits, place) {
            self.known += 1;
        }
        visits.push(place);
    }
}

/// Returns whether a place is among the recent visits; one that was not seen for so long counts as new again.
fn is_known(visits: &[PlaceIndex], place: PlaceIndex) -> bool {
    visits.iter().rev().take(64).any(|known| *known == place)
}
