//! The fictional banks.

use crate::country::Country;
use crate::error::{Error, Result};
use crate::scenario::{BankLaw, BankLaws};
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
    /// Its routing number, sort code or bank code, which cannot be assigned.
    pub routing_number: String,
    /// Its share of the dataset's customers.
    pub share: f64,
    /// Whether it lets the platform have any data at all.
    pub shares_data: bool,
    /// Its site under `.example`.
    pub website: String,
}

/// Founds the banks of a scenario, ids dense from 1 in the order given.
///
/// # Errors
///
/// Fails where the shares do not sum to 1 or a routing number could belong to somebody.
pub(super) fn found(country: &Country, laws: &BankLaws) -> Result<Vec<BankProfile>> {
    let total: f64 = laws.members.iter().map(|bank| bank.customer_share).sum();
    if (total - 1.0).abs() > 1e-6 {
        return Err(Error::input("[[bank.members]]", format!("customer_share sums to {total}"), "make it sum to 1"));
    }
    (1..).zip(&laws.members).map(|(id, law)| profile(country, id, law)).collect()
}

fn profile(country: &Country, id: i64, law: &BankLaw) -> Result<BankProfile> {
    let routing_number = country.accounts.routing_number(&law.routing_stem).ok_or_else(|| {
        let cause = format!("routing_stem '{}' of {} is of no number that nobody has", law.routing_stem, law.name);
        Error::input("[[bank.members]]", cause, country.accounts.routing_remedy())
    })?;
    Ok(BankProfile {
        id: BankId(id),
        name: law.name.clone(),
        country: country.code.to_owned(),
        routing_number,
        share: law.customer_share,
        shares_data: law.shares_data,
        website: format!("https://{}", law.host),
    })
}

#[cfg(test)]
mod tests {
    use crate::country::COUNTRIES;
    use crate::identity;

    #[test]
    fn a_number_of_a_bank_belongs_to_nobody() {
        let known =
            [("US", "33004127", true), ("US", "02100002", false), ("US", "3300412", false), ("GB", "999999", true)];
        let more = [("GB", "200000", false), ("FR", "9999900101", true), ("FR", "3000400101", false)];
        for (code, stem, is_fine) in known.into_iter().chain(more) {
            for country in COUNTRIES.iter().filter(|country| country.code == code) {
                let number = country.accounts.routing_number(stem);
                assert_eq!(number.is_some(), is_fine, "{code} {stem}");
                assert!(number.is_none_or(|number| identity::is_routing_number(&number)));
            }
        }
    }
}
