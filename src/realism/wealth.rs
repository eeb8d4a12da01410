//! What households have and earn: liquid assets by age and income, rent, and what fifths of income spend by card.

use std::collections::BTreeMap;

use crate::calendar::Horizon;
use crate::codes::{Category, Mcc, Product, Tenure};
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed};
use crate::realism::{Facts, LogHistogram};
use crate::units::{Cents, Date};

/// Bands of age of the best earner: below 35, 35–44, 45–54, 55–64, 65–74, 75 and over.
pub const EARNER_AGES: [&str; 6] = ["18-34", "35-44", "45-54", "55-64", "65-74", "75+"];

/// Households of about the same income, one percent apart at most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomeBin {
    /// What each has in checking and savings on its day, in dollars; less than one counts as nothing.
    pub liquid: LogHistogram,
    /// What they spent by card, kind by kind.
    pub spending: BTreeMap<(Category, Mcc), Cents>,
}

/// Households with a customer in the dataset, and rents of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wealth {
    /// Households by income: the key is a hundred times the logarithm of their yearly dollars, rounded.
    pub by_income: BTreeMap<i32, IncomeBin>,
    /// What they have in checking and savings on their day, by the age of the best earner.
    pub by_age: [LogHistogram; EARNER_AGES.len()],
    /// The same over a month's income.
    pub months: LogHistogram,
    /// Yearly incomes of all households in dollars.
    pub incomes: LogHistogram,
    /// Monthly rents of those that rent.
    pub rents: LogHistogram,
    /// Rents over incomes.
    pub rent_shares: LogHistogram,
}

/// A household while its community is seen.
#[derive(Clone, Default)]
struct Home {
    /// Income of the best earner, and the number of the customer, negative so that the first of equals wins; nobody yet.
    best: Option<(Cents, i64)>,
    age: i32,
    funds: Cents,
}

impl Tally for Wealth {
    fn see(&mut self, community: &Community<'_>) {
        let homes = homes(community);
        for (home, household) in homes.iter().zip(&community.households) {
            let income = household.annual_income.to_major();
            self.incomes.add(income);
            if household.tenure == Tenure::Rent {
                self.rents.add(household.monthly_housing_cost.to_major());
                if income > 0.0 {
                    self.rent_shares.add(household.monthly_housing_cost.to_major() * 12.0 / income);
                }
            }
            if home.best.is_none() {
                continue;
            }
            let funds = if home.funds < Cents::from_major(1.0) { 0.0 } else { home.funds.to_major() };
            self.by_income.entry(income_bin(household.annual_income)).or_default().liquid.add(funds);
            self.by_age[earner_band(home.age)].add(funds);
            if income > 0.0 {
                // Incomes are told in prices of the base year.
                self.months.add(funds / community.context.price_level * 12.0 / income);
            }
        }
        for purchase in &community.purchases {
            if let Some(household) = community.household_of(&community.people[purchase.person]) {
                let row = community.row(purchase);
                let bin = self.by_income.entry(income_bin(household.annual_income)).or_default();
                *bin.spending.entry((row.category, row.mcc)).or_default() += row.amount;
            }
        }
    }

    fn append(&mut self, later: &Self) {
        for (income, bin) in &later.by_income {
            let own = self.by_income.entry(*income).or_default();
            own.liquid.append(&bin.liquid);
            bin.spending.iter().for_each(|(kind, amount)| *own.spending.entry(*kind).or_default() += *amount);
        }
        self.by_age.iter_mut().zip(&later.by_age).for_each(|(own, other)| own.append(other));
        self.months.append(&later.months);
        self.incomes.append(&later.incomes);
        self.rents.append(&later.rents);
        self.rent_shares.append(&later.rent_shares);
    }
}

fn homes(community: &Community<'_>) -> Vec<Home> {
    let mut homes = vec![Home::default(); community.households.len()];
    for (person, customer) in community.people.iter().zip(&community.customers) {
        let Some(home) = person.household.map(|place| &mut homes[place]) else { continue };
        let standing = (customer.annual_income, -customer.customer_id);
        if home.best.is_none_or(|best| best < standing) {
            (home.best, home.age) = (Some(standing), person.age);
        }
    }
    for account in &community.accounts {
        let owner = community.person_of(account.customer_id).and_then(|person| community.people[person].household);
        let (Product::Checking | Product::Savings, Some(place)) = (account.product, owner) else { continue };
        let asked_on = day_of(community.households[place].household_id, community.context.horizon);
        let balances = community.balances_of(account.account_id);
        if let Ok(found) = balances.binary_search_by_key(&asked_on, |balance| balance.balance_date) {
            homes[place].funds += balances[found].closing_booked;
        }
    }
    homes
}

/// Returns the day on which a household is asked: one of the last 91, for a survey does not ask everybody on the eve of the rent.
fn day_of(household_id: i64, horizon: Horizon) -> Date {
    let days = i64::from(horizon.to.since(horizon.from) + 1).min(91);
    horizon.to.plus(-((37 * household_id).rem_euclid(days) as i32))
}

fn income_bin(income: Cents) -> i32 {
    (income.to_major().max(1.0).ln() * 100.0).round() as i32
}

fn earner_band(age: i32) -> usize {
    [35, 45, 55, 65, 75].iter().filter(|from| age >= **from).count()
}

impl Wealth {
    /// Returns households by income with the share of households that earn less, those of the same bin taken in half.
    pub fn ranked(&self) -> Vec<(f64, &IncomeBin)> {
        let total: u64 = self.by_income.values().map(|bin| bin.liquid.count()).sum();
        let mut below = 0;
        let ranked = self.by_income.values().map(|bin| {
            let count = bin.liquid.count();
            let rank = (below as f64 + count as f64 / 2.0) / total as f64;
            below += count;
            (rank, bin)
        });
        ranked.collect()
    }

    /// Returns what all households have in checking and savings.
    pub fn liquid(&self) -> LogHistogram {
        let mut all = LogHistogram::default();
        self.by_age.iter().for_each(|histogram| all.append(histogram));
        all
    }
}

/// The measures of what households have and earn.
pub(super) const MEASURES: &[Measure] = &[
    Measure { name: "household_income_median", take: |facts, _| quantile(&facts.wealth.incomes, 0.5) },
    Measure { name: "rent_median", take: |facts, _| quantile(&facts.wealth.rents, 0.5) },
    Measure { name: "rent_to_income", take: |facts, _| quantile(&facts.wealth.rent_shares, 0.5) },
    Measure { name: "liquid_quantile", take: |facts, of| quantile(&facts.wealth.liquid(), of.parse().ok()?) },
    Measure { name: "liquid_ln_sd", take: liquid_ln_sd },
    Measure { name: "liquid_months", take: |facts, _| quantile(&facts.wealth.months, 0.5) },
    Measure { name: "liquid_by_age", take: liquid_by_age },
    Measure { name: "liquid_by_income", take: liquid_by_income },
    Measure { name: "spending_by_income", take: spending_by_income },
];

fn quantile(histogram: &LogHistogram, share: f64) -> Option<Observed> {
    Some(Observed::number(histogram.quantile(share)?, histogram.count()))
}

fn liquid_ln_sd(facts: &Facts, _: &str) -> Option<Observed> {
    let liquid = facts.wealth.liquid();
    Some(Observed::number(liquid.ln_moments()?.sd, liquid.count_positive()))
}

fn liquid_by_age(facts: &Facts, of: &str) -> Option<Observed> {
    let band = EARNER_AGES.iter().position(|band| *band == of)?;
    quantile(&facts.wealth.by_age[band], 0.5)
}

/// Groups of income, and the rank at which the next begins: fifths, the highest in two tenths.
const INCOME_GROUPS: [(&str, f64); 6] =
    [("Q1", 0.2), ("Q2", 0.4), ("Q3", 0.6), ("Q4", 0.8), ("P80-90", 0.9), ("P90-100", 1.0)];

fn liquid_by_income(facts: &Facts, of: &str) -> Option<Observed> {
    let mut group = LogHistogram::default();
    for (rank, bin) in facts.wealth.ranked() {
        if INCOME_GROUPS.iter().find(|(_, until)| rank < *until).is_some_and(|(name, _)| *name == of) {
            group.append(&bin.liquid);
        }
    }
    quantile(&group, 0.5)
}

fn spending_by_income(facts: &Facts, of: &str) -> Option<Observed> {
    let is_meant = |(category, mcc): &(Category, Mcc)| {
        of.split_whitespace()
            .any(|word| word == "all" || Category::parse(word) == Some(*category) || word.parse() == Ok(mcc.0))
    };
    let mut fifths = vec![0.0; 5];
    let mut households = 0;
    for (rank, bin) in facts.wealth.ranked() {
        let spent: Cents = bin.spending.iter().filter(|(kind, _)| is_meant(kind)).map(|(_, amount)| *amount).sum();
        fifths[((rank * 5.0) as usize).min(4)] += spent.to_major();
        households += bin.liquid.count();
    }
    Observed::curve(fifths, households)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn households_of_one_income_share_the_middle_of_their_ranks() {
        let mut wealth = Wealth::default();
        for (income, count) in [(30_000, 2), (60_000, 6), (90_000, 2)] {
            let bin = wealth.by_income.entry(income_bin(Cents::from_major(f64::from(income)))).or_default();
            (0..count).for_each(|_| bin.liquid.add(100.0));
        }
        let ranks: Vec<f64> = wealth.ranked().iter().map(|(rank, _)| *rank).collect();
        assert_eq!(ranks, [0.1, 0.5, 0.9]);
    }

    #[test]
    fn best_earners_fall_into_bands_of_ten_years_from_35() {
        let bands = [18, 34, 35, 64, 75, 99].map(|age| EARNER_AGES[earner_band(age)]);
        assert_eq!(bands, ["18-34", "18-34", "35-44", "55-64", "75+", "75+"]);
    }
}
