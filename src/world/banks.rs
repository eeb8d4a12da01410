//! The fictional banks.

use crate::units::BankId;

/// One of the fictional banks.
#[derive(Debug, Clone)]
pub struct BankProfile {
    /// Its id.
    pub id: BankId,
    /// Its name.
    pub name: String,
    /// ISO 3166 country code.
    pub country: String,
    /// A routing number that cannot be assigned.
    pub routing_number: String,
    /// Its share of the dataset's customers.
    pub share: f64,
    /// Whether it lets the platform have any data at all.
    pub shares_data: bool,
    /// Its site under `.example`.
    pub website: String,
}
