//! The laws of `[cash]`.

use serde::Deserialize;

use super::ByAge;

/// The numbers of `[cash]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct CashLaws {
    pub withdrawals_per_month: f64,
    pub ln_sd: f64,
    pub notes: Vec<i64>,
    pub notes_shares: Vec<f64>,
    pub weekdays: [f64; 7],
    pub contactless_share: f64,
    pub stripe_share: f64,
    pub wrong_pin_share: f64,
    pub explored_share: f64,
    pub abroad_factor: f64,
    pub distance_km: f64,
    pub by_age: ByAge,
}
