//! The laws of `[bank]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::codes::Currency;

/// The numbers of `[bank]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankLaws {
    /// ISO 3166 code of the country in which the banks sit.
    pub country: String,
    /// The currency of its accounts.
    pub currency: Currency,
    /// The fictional banks, in the order of their ids.
    pub members: Vec<BankLaw>,
    /// What foreign money costs.
    pub exchange: ExchangeLaws,
}

/// One fictional bank.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankLaw {
    /// Its name.
    pub name: String,
    /// Its host under `.example`.
    pub host: String,
    /// The first eight digits of its routing number, its sort code, or its bank code and branch: in a range that cannot be assigned.
    pub routing_stem: String,
    /// Its share of the customers, 0–1; the banks' shares sum to 1.
    pub customer_share: f64,
    /// Whether it lets the platform have any data at all.
    pub shares_data: bool,
}

/// What foreign money costs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeLaws {
    /// Standard deviation of the logarithm of a rate around its level, over years.
    pub ln_sd: f64,
    /// Account currency per unit of each currency, in the long run.
    pub levels: BTreeMap<Currency, f64>,
}
