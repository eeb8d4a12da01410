//! The laws of `[geography]`.

use serde::Deserialize;

/// The numbers of `[geography]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeographyLaws {
    /// ISO 3166 code of the country in which the customers live.
    pub country: String,
    /// A city of more people than that is cut into districts.
    pub district_people: f64,
    /// Share of the people who are adults.
    pub adult_share: f64,
    /// Share of an area's adults who are customers, at most.
    pub market_share: f64,
    /// Standard deviation of a spot's distance from the middle of its postcode, north and east, in kilometres.
    pub scatter_km: f64,
    /// The highest house number of a street.
    pub highest_house_number: i64,
    /// The same where shops stand.
    pub highest_shop_number: i64,
}
