//! The fictional banks.

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
    /// A routing number that cannot be assigned.
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
pub(super) fn found(laws: &BankLaws) -> Result<Vec<BankProfile>> {
    let total: f64 = laws.members.iter().map(|bank| bank.customer_share).sum();
    if (total - 1.0).abs() > 1e-6 {
        return Err(Error::input("[[bank.members]]", format!("customer_share sums to {total}"), "make it sum to 1"));
    }
    (1..).zip(&laws.members).map(|(id, law)| profile(id, law, &laws.country)).collect()
}

fn profile(id: i64, law: &BankLaw, country: &str) -> Result<BankProfile> {
    let routing_number = routing_number(&law.routing_stem).ok_or_else(|| {
        let cause = format!(
            "routing_stem '{}' of {} is not eight digits of a prefix that nobody has",
            law.routing_stem, law.name
        );
        Error::input("[[bank.members]]", cause, "begin it with 13-20, 33-60, 73-79 or 81-99")
    })?;
    Ok(BankProfile {
        id: BankId(id),
        name: law.name.clone(),
        country: country.to_owned(),
        routing_number,
        share: law.customer_share,
        shares_data: law.shares_data,
        website: format!("https://{}", law.host),
    })
}

/// Completes eight digits by the check digit of the American Bankers Association, if the prefix cannot be assigned.
fn routing_number(stem: &str) -> Option<String> {
    let digits: Vec<u32> = stem.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    let prefix = digits.first()? * 10 + digits.get(1)?;
    if digits.len() != 8 || !matches!(prefix, 13..=20 | 33..=60 | 73..=79 | 81..=99) {
        return None;
    }
    let sum: u32 = digits.iter().zip([3, 7, 1].iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    Some(format!("{stem}{}", (10 - sum % 10) % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_routing_number_passes_the_check_and_belongs_to_nobody() {
        let number = routing_number("33004127").unwrap();
        let sum: u32 = number.chars().zip([3, 7, 1].iter().cycle()).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
        assert_eq!((sum % 10, number.len()), (0, 9));
        assert_eq!(routing_number("02100002"), None);
        assert_eq!(routing_number("3300412"), None);
    }
}
