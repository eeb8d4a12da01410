//! The world that all communities share: computed from the seed and an id, never stored per customer.

mod banks;
mod compromise;
mod destinations;
mod fx;
mod geography;
mod ids;
mod merchants;
mod names;
mod partners;
mod places;
mod register;
mod sharing;
mod sites;
mod stores;

pub use banks::BankProfile;
pub use destinations::{Destination, Destinations};
pub use geography::{Area, Geography, Postcode, Spot};
pub use merchants::{Directory, Merchant, Merchants};
pub use places::{Place, PlaceIndex, Places};
pub use sharing::Sharing;

use crate::calendar::{Holidays, Horizon, Zone};
use crate::codes::Currency;
use crate::country::Country;
use crate::error::Result;
use crate::rng::Streams;
use crate::scenario::Scenario;
use fx::Rates;
use sites::Sites;

#[cfg(test)]
mod tests;

/// Everything that the communities share.
#[derive(Debug)]
pub struct World {
    /// The numbers.
    pub scenario: Scenario,
    /// The randomness.
    pub streams: Streams,
    /// The days.
    pub horizon: Horizon,
    /// The facts of the country.
    pub country: &'static Country,
    /// The bank holidays.
    pub holidays: Holidays,
    /// The currency of the accounts.
    pub currency: Currency,
    /// The time zones in use; places and areas point into it.
    pub zones: Vec<Zone>,
    /// The fictional banks.
    pub banks: Vec<BankProfile>,
    /// The areas that the bank serves, in their seeded order.
    pub geography: Geography,
    /// Where people travel.
    pub destinations: Destinations,
    /// The merchants that the whole country shares.
    pub merchants: Merchants,
    rates: Rates,
    sites: Sites,
}

impl World {
    /// Builds the world of a scenario, a seed and a horizon. Nothing in it depends on the horizon's end.
    ///
    /// # Errors
    ///
    /// Fails where the scenario names what the reference data lacks.
    pub fn build(scenario: Scenario, seed: u64, horizon: Horizon) -> Result<Self> {
        let streams = Streams::new(seed);
        let mut zones = Vec::new();
        let country = Country::of(&scenario.geography.country)?;
        let banks = banks::found(country, &scenario.bank)?;
        let geography = Geography::survey(country, &scenario.geography, &streams, &mut zones)?;
        let destinations = Destinations::read(country, &mut zones)?;
        let currency = scenario.bank.currency;
        let merchants = Merchants::register((country, currency), &scenario.merchants, &banks, &streams)?;
        let holidays = country.holidays;
        let mut world = Self {
            scenario,
            streams,
            horizon,
            country,
            holidays,
            currency,
            zones,
            banks,
            geography,
            sites: Sites::of(&destinations),
            destinations,
            merchants,
            rates: Rates::default(),
        };
        world.rates = Rates::of(&world);
        Ok(world)
    }
}

/// Returns the index of a time zone, loading it if it is new.
fn zone_index(zones: &mut Vec<Zone>, name: &str) -> Result<usize> {
    if let Some(known) = zones.iter().position(|zone| zone.name() == name) {
        return Ok(known);
    }
    zones.push(Zone::load(name)?);
    Ok(zones.len() - 1)
}
