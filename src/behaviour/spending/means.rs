//! How much card spending each person can bear.

use crate::population::People;
use crate::scenario::{BeyondLaw, SpendingMeans};

/// Returns, for each person, the dollars that card spending may come near in a month: their part of what comes to the
/// account through which they live, less the cost of the home where that account pays it.
pub(super) fn monthly_limits(people: &People, laws: &SpendingMeans, beyond: &BeyondLaw) -> Vec<f64> {
    let mut income = vec![0.0; people.accounts.len()];
    let mut sharers = vec![0.0; people.accounts.len()];
    for person in &people.persons {
        income[person.checking.ix()] += person.income.monthly_net.to_major();
        sharers[person.checking.ix()] += 1.0;
    }
    for home in &people.homes {
        if let Some(payer) = home.residents.first() {
            income[people.persons[payer.ix()].checking.ix()] +=
                beyond.per_month_at(home.annual_income) - home.monthly_housing_cost.to_major();
        }
    }
    let limit = |person: &crate::population::Person| {
        let account = person.checking.ix();
        (laws.most_share * income[account] / sharers[account]).max(laws.least_per_month)
    };
    people.persons.iter().map(limit).collect()
}

/// Bends a wish under a limit: small wishes pass, large ones stay below it.
pub(super) fn softly(wish: f64, limit: f64) -> f64 {
    wish / (1.0 + (wish / limit).powi(3)).cbrt()
}
