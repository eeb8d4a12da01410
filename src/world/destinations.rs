//! Where people travel: a short table of cities at home and abroad.

use crate::calendar::Zone;
use crate::codes::Currency;
use crate::country::Country;
use crate::error::Result;
use crate::rng::{Alias, Stream};
use crate::world::geography::{Area, Postcode};
use crate::world::zone_index;

/// A city that people travel to.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The part of the city where visitors go.
    pub area: Area,
    /// Its currency.
    pub currency: Currency,
    /// Whether it lies in another country than the customers.
    pub is_abroad: bool,
}

/// The travel destinations.
#[derive(Debug, Default)]
pub struct Destinations {
    list: Vec<Destination>,
    home: Choice,
    abroad: Choice,
}

#[derive(Debug, Default)]
struct Choice {
    numbers: Vec<usize>,
    alias: Alias,
}

impl Destinations {
    /// Reads the table, seen from a country.
    ///
    /// # Errors
    ///
    /// Fails where the table names a time zone that the database lacks.
    pub(super) fn read(country: &Country, zones: &mut Vec<Zone>) -> Result<Self> {
        let mut destinations = Self::default();
        let (mut home, mut abroad) = (Vec::new(), Vec::new());
        for (number, line) in country.tables.destinations.lines().skip(1).enumerate() {
            let (destination, attraction) = destination(line, country.code, zones)?;
            let (choice, weights) = match destination.is_abroad {
                true => (&mut destinations.abroad, &mut abroad),
                false => (&mut destinations.home, &mut home),
            };
            choice.numbers.push(number);
            weights.push(attraction);
            destinations.list.push(destination);
        }
        destinations.home.alias = Alias::new(&home);
        destinations.abroad.alias = Alias::new(&abroad);
        Ok(destinations)
    }

    /// Returns every destination in order of its number.
    pub fn all(&self) -> &[Destination] {
        &self.list
    }

    /// Draws the number of a destination by its attraction.
    pub fn draw(&self, is_abroad: bool, stream: &mut Stream) -> usize {
        let choice = if is_abroad { &self.abroad } else { &self.home };
        choice.numbers[choice.alias.sample(stream)]
    }
}

fn destination(line: &str, country: &str, zones: &mut Vec<Zone>) -> Result<(Destination, f64)> {
    let field: Vec<&str> = line.split(',').collect();
    let [city, admin1, of, postcode, latitude, longitude, zone, currency, attraction] = field[..] else {
        panic!("the embedded line has nine fields: {line}");
    };
    let number = |text: &str| text.parse::<f64>().expect("the embedded table holds numbers");
    let middle = Postcode {
        code: postcode.to_owned(),
        latitude: number(latitude),
        longitude: number(longitude),
        population: 1.0,
    };
    let area = Area {
        city: city.to_owned(),
        admin1: admin1.to_owned(),
        country: of.to_owned(),
        zone: zone_index(zones, zone)?,
        postcodes: vec![middle],
        population: 1.0,
    };
    let currency = Currency::parse(currency).expect("the embedded table names known currencies");
    Ok((Destination { area, currency, is_abroad: of != country }, number(attraction)))
}
