//! The world that all communities share: computed from the seed and an id, never stored per customer.

mod banks;
mod geography;
mod places;

pub use banks::BankProfile;
pub use geography::{Area, Geography, Postcode};
pub use places::{Place, PlaceIndex, Places};

use crate::calendar::{Holidays, Horizon, Zone};
use crate::codes::Currency;
use crate::columns::Texts;
use crate::error::Result;
use crate::rng::Streams;
use crate::rows::Rows;
use crate::scenario::Scenario;
use crate::units::{Date, Rate};

/// Everything that the communities share.
#[derive(Debug)]
pub struct World {
    /// The numbers.
    pub scenario: Scenario,
    /// The randomness.
    pub streams: Streams,
    /// The days.
    pub horizon: Horizon,
    /// The bank holidays.
    pub holidays: Holidays,
    /// The time zones in use; places and areas point into it.
    pub zones: Vec<Zone>,
    /// The fictional banks.
    pub banks: Vec<BankProfile>,
    /// The areas that the bank serves, in their seeded order.
    pub geography: Geography,
}

impl World {
    /// Builds the world of a scenario, a seed and a horizon. Nothing in it depends on the horizon's end.
    ///
    /// # Errors
    ///
    /// Fails where the scenario names what the reference data lacks.
    pub fn build(scenario: Scenario, seed: u64, horizon: Horizon) -> Result<Self> {
        let _ = (scenario, seed, horizon);
        unimplemented!("world helper")
    }

    /// Returns the rate of a currency in account currency per unit on a day: a seeded walk around the scenario's level.
    pub fn fx_rate(&self, currency: Currency, on: Date) -> Rate {
        let _ = (currency, on);
        unimplemented!("world helper")
    }

    /// Adds the rows of what communities share and this community is the one to list: banks, merchants, locations.
    ///
    /// Community 0 lists the banks, the chains, the online shops and the travel destinations; the first community of
    /// an area lists the area's own stores. So the parts of a run list each exactly once.
    pub fn list_shared(&self, community: i64, texts: &mut Texts, rows: &mut Rows) {
        let _ = (community, texts, rows);
        unimplemented!("world helper")
    }
}
