//! The laws of `[service]`.

use serde::Deserialize;

/// The numbers of `[service]`: what people change in their profiles.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLaws {
    /// Passwords reset, per customer and year, for the median digital person.
    pub password_resets_per_year: f64,
    /// Telephone numbers changed, per customer and year.
    pub phone_changes_per_year: f64,
    /// E-mail addresses changed, per customer and year.
    pub email_changes_per_year: f64,
    /// Payees stored, per customer and year, for the median digital person.
    pub payees_per_year: f64,
    /// Transfer limits raised, per customer and year.
    pub limit_raises_per_year: f64,
    /// Share done between midnight and seven.
    pub night_share: f64,
    /// Share done without a banker, for the median digital person.
    pub self_service_share: f64,
    /// Share of that done by telephone app.
    pub mobile_share: f64,
}
