//! Where people live: areas in a seeded order, each taking communities up to the bank's share of its people.

use crate::calendar::Zone;
use crate::country::Country;
use crate::error::Result;
use crate::rng::{Stream, Streams};
use crate::scenario::GeographyLaws;
use crate::units::COMMUNITY_SIZE;
use crate::world::zone_index;

/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;

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

/// Where a home or a store stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The index of its postcode in its area.
    pub postcode: usize,
    /// Latitude, to about ten metres.
    pub latitude: f64,
    /// Longitude, to about ten metres.
    pub longitude: f64,
}

impl Area {
    /// Draws a spot: a postcode by its people, then a normal scatter of `scatter_km` around its middle.
    pub fn spot(&self, scatter_km: f64, stream: &mut Stream) -> Spot {
        let mut left = stream.unit() * self.population;
        let last = self.postcodes.len() - 1;
        let postcode = (0..last).find(|&i| {
            left -= self.postcodes[i].population;
            left < 0.0
        });
        let postcode = postcode.unwrap_or(last);
        let middle = &self.postcodes[postcode];
        let north = stream.normal() * scatter_km / KM_PER_DEGREE;
        let east = stream.normal() * scatter_km / (KM_PER_DEGREE * middle.latitude.to_radians().cos());
        let round = |degrees: f64| (degrees * 1e4).round() / 1e4;
        Spot { postcode, latitude: round(middle.latitude + north), longitude: round(middle.longitude + east) }
    }
}

/// The areas in the order in which the bank serves them.
#[derive(Debug, Default)]
pub struct Geography {
    areas: Vec<Area>,
    /// The first community of each area, ascending, and after the last the number of communities that all areas hold.
    starts: Vec<i64>,
}

impl Geography {
    /// Surveys a country and puts its areas in the order that the seed decides.
    ///
    /// An area's key is an exponential draw divided by its people, so that areas come in proportion to their people and
    /// the key of one never depends on another.
    ///
    /// # Errors
    ///
    /// Fails where a place has a time zone that the database lacks.
    pub(super) fn survey(
        country: &Country,
        laws: &GeographyLaws,
        streams: &Streams,
        zones: &mut Vec<Zone>,
    ) -> Result<Self> {
        let mut keyed: Vec<(f64, Area)> =
            districts_of(country, laws, zones)?.into_iter().map(|area| (order_key(&area, streams), area)).collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        let areas: Vec<Area> = keyed.into_iter().map(|(_, area)| area).collect();
        let mut starts = vec![0];
        for area in &areas {
            let customers = area.population * laws.adult_share * laws.market_share;
            let communities = ((customers / COMMUNITY_SIZE as f64) as i64).max(1);
            starts.push(starts[starts.len() - 1] + communities);
        }
        Ok(Self { areas, starts })
    }

    /// Returns how many communities all areas hold together; beyond that the order starts again from the first area.
    pub fn capacity(&self) -> i64 {
        *self.starts.last().expect("a survey finds at least one area")
    }

    /// Returns the index of the area in which a community lives.
    pub fn area_of(&self, community: i64) -> usize {
        let seat = community.rem_euclid(self.capacity());
        self.starts.partition_point(|start| *start <= seat) - 1
    }

    /// Returns an area by its index.
    pub fn area(&self, index: usize) -> &Area {
        &self.areas[index]
    }

    /// Returns every area in order.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Returns whether a community is the first of its area.
    pub fn is_first_of_area(&self, community: i64) -> bool {
        community < self.capacity() && self.starts.binary_search(&community).is_ok()
    }
}

fn order_key(area: &Area, streams: &Streams) -> f64 {
    let subject = area.postcodes[0].code.bytes().fold(0, |number, byte| number * 256 + i64::from(byte));
    let draw = streams.stream("geography.order", subject).unit();
    -(1.0 - draw).ln() / area.population
}

/// Reads postcodes, which come sorted by state and city, and cuts cities that are too large into districts.
fn districts_of(country: &Country, laws: &GeographyLaws, zones: &mut Vec<Zone>) -> Result<Vec<Area>> {
    let mut areas = Vec::new();
    let mut city: Option<Area> = None;
    for line in country.tables.places.lines().skip(1) {
        let field: Vec<&str> = line.split(',').collect();
        let [state, name, code, latitude, longitude, people, zone] = field[..] else {
            panic!("the embedded line has seven fields: {line}");
        };
        let number = |text: &str| text.parse::<f64>().expect("the embedded table holds numbers");
        let population = number(people);
        let postcode =
            Postcode { code: code.to_owned(), latitude: number(latitude), longitude: number(longitude), population };
        match &mut city {
            Some(area) if area.city == name && area.admin1 == state => {
                area.population += population;
                area.postcodes.push(postcode);
            }
            _ => {
                areas.extend(city.take().into_iter().flat_map(|area| cut(area, laws.district_people)));
                city = Some(Area {
                    city: name.to_owned(),
                    admin1: state.to_owned(),
                    country: country.code.to_owned(),
                    zone: zone_index(zones, zone)?,
                    postcodes: vec![postcode],
                    population,
                });
            }
        }
    }
    areas.extend(city.into_iter().flat_map(|area| cut(area, laws.district_people)));
    Ok(areas)
}

/// Cuts a city into districts of neighbouring postcodes: each grows from the first postcode left by what lies nearest.
fn cut(city: Area, district_people: f64) -> Vec<Area> {
    if city.population <= district_people {
        return vec![city];
    }
    let mut left = city.postcodes;
    let mut districts = Vec::new();
    while !left.is_empty() {
        let seed = left.remove(0);
        let distance = |other: &Postcode| {
            let east = (other.longitude - seed.longitude) * seed.latitude.to_radians().cos();
            (other.latitude - seed.latitude).powi(2) + east.powi(2)
        };
        left.sort_by(|a, b| distance(a).total_cmp(&distance(b)).then_with(|| a.code.cmp(&b.code)));
        let mut population = seed.population;
        let near = left.iter().take_while(|postcode| {
            population += postcode.population;
            population <= district_people
        });
        let near = near.count();
        let postcodes: Vec<Postcode> = std::iter::once(seed).chain(left.drain(..near)).collect();
        left.sort_by(|a, b| a.code.cmp(&b.code));
        let population = postcodes.iter().map(|postcode| postcode.population).sum();
        let (name, admin1, country) = (city.city.clone(), city.admin1.clone(), city.country.clone());
        districts.push(Area { city: name, admin1, country, zone: city.zone, postcodes, population });
    }
    districts
}
