//! The laws of `[episodes]`.

use serde::Deserialize;

use crate::codes::Category;

/// The numbers of `[episodes]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct EpisodesLaws {
    pub joins_share: f64,
    pub trips_at_home: TripLaw,
    pub trips_abroad: TripLaw,
    pub travel: TravelLaws,
    pub holiday_season: HolidaySeasonLaws,
    pub new_phone: NewPhoneLaws,
    pub house_move: HouseMoveLaws,
}

/// One kind of trip of a household.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct TripLaw {
    pub per_year: f64,
    pub nights: [i64; 2],
    pub months: [f64; 12],
    pub flight_share: f64,
    pub flight_median: f64,
    pub hotel_share: f64,
    pub night_median: f64,
}

/// What all trips share; a category's factor says how much more is bought of it than at home.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct TravelLaws {
    pub by_income: [f64; 6],
    pub spending_factor: f64,
    pub booked_days: [i64; 2],
    pub prepaid_share: f64,
    pub ln_sd: f64,
    pub incidentals: f64,
    pub lead_months: i32,
    pub groceries: f64,
    pub fuel: f64,
    pub restaurant: f64,
    pub fast_food: f64,
    pub general_merchandise: f64,
    pub entertainment: f64,
    pub taxi_airline_delivery: f64,
    pub transit_tolls: f64,
}

/// People who make most of the weeks before Christmas.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct HolidaySeasonLaws {
    pub share: f64,
    pub spending_factor: f64,
    pub price_shift: f64,
}

/// People who get a new phone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct NewPhoneLaws {
    pub per_year: f64,
}

/// Households that move house, and what they buy then.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct HouseMoveLaws {
    pub per_year: f64,
    pub purchases: [i64; 2],
    pub days: i32,
    pub median: f64,
    pub ln_sd: f64,
}

impl TravelLaws {
    /// Returns how much more of a category is bought in shops on a trip than at home.
    pub fn factor(&self, category: Category) -> f64 {
        let factor = match category {
            Category::Groceries => self.groceries,
            Category::Fuel => self.fuel,
            Category::Restaurant => self.restaurant,
            Category::FastFood => self.fast_food,
            Category::GeneralMerchandise => self.general_merchandise,
            Category::Entertainment => self.entertainment,
            Category::Travel => self.taxi_airline_delivery,
            Category::Transit => self.transit_tolls,
            _ => 0.0,
        };
        self.spending_factor * factor
    }

    /// Returns the largest factor of any category.
    pub fn peak(&self) -> f64 {
        Category::ALL.iter().map(|category| self.factor(*category)).fold(1.0, f64::max)
    }
}
