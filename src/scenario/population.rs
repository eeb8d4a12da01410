//! The laws of `[population]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::codes::{PayFrequency, RiskRating};

/// The numbers of `[population]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is described at its type")]
pub struct PopulationLaws {
    pub households: HouseholdLaw,
    pub children_shares: BTreeMap<String, f64>,
    pub couples: CoupleLaw,
    pub names: NameLaw,
    pub sources: SourceLaw,
    pub earnings: EarningsLaw,
    pub earnings_by_age: EarningsByAgeLaw,
    pub taxes: TaxLaw,
    pub pay_frequency_shares: BTreeMap<PayFrequency, f64>,
    pub employers: EmployerLaw,
    pub tenure: TenureLaw,
    pub rent: HousingCostLaw,
    pub mortgage: HousingCostLaw,
    pub relationship: RelationshipLaw,
    pub temperament: TemperamentLaw,
    pub risk_shares: BTreeMap<RiskRating, f64>,
}

/// Who lives together: weights of the kinds of household, by the age of the adult who is asked first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseholdLaw {
    /// The first age of each band.
    pub from_age: Vec<i32>,
    /// One adult, no children.
    pub alone: Vec<f64>,
    /// One adult with children.
    pub lone_parent: Vec<f64>,
    /// Two partners, no children.
    pub couple: Vec<f64>,
    /// Two partners with children.
    pub family: Vec<f64>,
    /// Two partners with a grown child.
    pub grown_child: Vec<f64>,
    /// Two adults who share the rent.
    pub flatmates: Vec<f64>,
}

/// How two partners resemble one another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoupleLaw {
    /// Share of couples of the same sex.
    pub same_sex_share: f64,
    /// Standard deviation of the difference of ages, in years.
    pub age_gap_sd: f64,
    /// Share of couples with two surnames.
    pub two_surnames_share: f64,
    /// Share of partners who bank elsewhere and so are no customers.
    pub banks_elsewhere_share: f64,
}

/// Names and languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameLaw {
    /// Share of those with a surname of the country's second language who want that from the bank.
    pub second_language_by_surname_share: f64,
    /// Share of all others who do.
    pub second_language_otherwise_share: f64,
}

/// Where the money comes from: weights by age.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceLaw {
    /// The first age of each band.
    pub from_age: Vec<i32>,
    /// Wages.
    pub wage: Vec<f64>,
    /// Self-employment.
    pub self_employed: Vec<f64>,
    /// Pensions.
    pub pension: Vec<f64>,
    /// Benefits.
    pub benefit: Vec<f64>,
    /// Study.
    pub student: Vec<f64>,
    /// Nothing of one's own.
    pub none: Vec<f64>,
}

/// Gross income of a person in a year: a log-normal law for each source, in dollars.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "median and standard deviation of the logarithm, by source")]
pub struct EarningsLaw {
    pub wage_median: f64,
    pub wage_ln_sd: f64,
    pub self_employed_median: f64,
    pub self_employed_ln_sd: f64,
    pub pension_median: f64,
    pub pension_ln_sd: f64,
    pub benefit_median: f64,
    pub benefit_ln_sd: f64,
    pub student_median: f64,
    pub student_ln_sd: f64,
    /// Correlation of the logarithms of two incomes in one household.
    pub household_correlation: f64,
    /// No income is below.
    pub floor: f64,
    /// No income is above.
    pub ceiling: f64,
}

/// What work earns at an age, against the median.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the columns of a table")]
pub struct EarningsByAgeLaw {
    pub from_age: Vec<i32>,
    pub factor: Vec<f64>,
}

/// What is kept back from gross income.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxLaw {
    /// Yearly income from which each rate applies, after the deduction.
    pub bracket_from: Vec<f64>,
    /// The marginal rates.
    pub bracket_rate: Vec<f64>,
    /// What is free of income tax.
    pub deduction: f64,
    /// Social insurance on wages.
    pub social_rate: f64,
    /// Social insurance on self-employment, both halves.
    pub self_employed_social_rate: f64,
    /// Income up to which social insurance takes nothing.
    #[serde(default)]
    pub social_free: f64,
    /// Income above which social insurance ends.
    pub social_ceiling: f64,
    /// Income tax of the state.
    pub state_rate: f64,
    /// Share of wages kept back for retirement and health plans.
    pub plan_share: f64,
}

/// Who pays: how many employers an area has, how large the large ones are, and the fund that pays most pensions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmployerLaw {
    /// People of an area for each employer in it.
    pub residents_per_employer: f64,
    /// Employers that have people in every area.
    pub national_count: u64,
    /// Share of wage earners who work for one of those.
    pub national_share: f64,
    /// Exponent of the law by which large employers are larger (Zipf).
    pub zipf_exponent: f64,
    /// Share of pensions that the main fund pays for certain.
    pub main_fund_share: f64,
}

/// Who owns their home, by the age of the first adult.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenureLaw {
    /// The first age of each band.
    pub from_age: Vec<i32>,
    /// Share of owners.
    pub owner: Vec<f64>,
    /// Share of owners who pay a mortgage.
    pub mortgaged: Vec<f64>,
    /// Change of the logit of owning for each unit of the logarithm of yearly income above `at_income`.
    pub income_slope: f64,
    /// The yearly household income, in dollars, at which the shares hold.
    pub at_income: f64,
}

/// What housing costs a month.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HousingCostLaw {
    /// Median, in dollars a month, at the reference income.
    pub median: f64,
    /// The yearly household income, in dollars, at which the median is paid.
    pub at_income: f64,
    /// Elasticity of the cost to income.
    pub income_elasticity: f64,
    /// Standard deviation of the logarithm at a given income.
    pub ln_sd: f64,
    /// The cost is at most this share of what reaches the payer's account.
    pub most_of_net_share: f64,
}

/// How long people have been with the bank.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationshipLaw {
    /// Mean, in years (an exponential law).
    pub mean_years: f64,
    /// The age at which one may open an account.
    pub least_age: i32,
}

/// How people differ where nothing shows it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemperamentLaw {
    /// Shape of the gamma law of activity; its variance is one over it.
    pub activity_shape: f64,
    /// Age at which the median person is at 0.5 online.
    pub digital_middle_age: f64,
    /// Years of age that lower the online score by one standard deviation.
    pub digital_years: f64,
    /// Taste for paying by credit card at the income `at_income`, as a standard normal score.
    pub credit_score: f64,
    /// Change of that score for each unit of the logarithm of yearly income above it.
    pub credit_income_slope: f64,
    /// The yearly household income, in dollars, at which the score holds.
    pub at_income: f64,
}
