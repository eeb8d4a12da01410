//! Where people live: areas in a seeded order, each taking communities up to the bank's share of its people.

/// A postcode of an area.
#[derive(Debug, Clone)]
pub struct Postcode {
    /// The code.
    pub code: String,
    /// Its middle.
    pub latitude: f64,
    /// Its middle.
    pub longitude: f64,
    /// People living there.
    pub population: f64,
}

/// A city, or a part of a large one, of at most some 60,000 people.
#[derive(Debug, Clone)]
pub struct Area {
    /// The city's name.
    pub city: String,
    /// State or region code.
    pub admin1: String,
    /// ISO 3166 country code.
    pub country: String,
    /// An index into `World::zones`.
    pub zone: usize,
    /// Its postcodes, never empty.
    pub postcodes: Vec<Postcode>,
    /// People living there.
    pub population: f64,
}

/// The areas in the order in which the bank serves them.
#[derive(Debug, Default)]
pub struct Geography {
    areas: Vec<Area>,
}

impl Geography {
    /// Returns the index of the area in which a community lives.
    pub fn area_of(&self, community: i64) -> usize {
        let _ = community;
        unimplemented!("world helper")
    }

    /// Returns an area by its index.
    pub fn area(&self, index: usize) -> &Area {
        &self.areas[index]
    }

    /// Returns whether a community is the first of its area.
    pub fn is_first_of_area(&self, community: i64) -> bool {
        let _ = community;
        unimplemented!("world helper")
    }
}
