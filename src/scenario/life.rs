//! The laws of `[life]`.

use serde::Deserialize;

/// The numbers of `[life]`: what changes in people's lives, how often, and what follows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the law of its name, described at its type")]
pub struct LifeLaws {
    pub job_loss: JobLossLaw,
    pub unemployment: UnemploymentLaw,
    pub job_search: NewPayLaw,
    pub job_change: NewPayLaw,
    pub pay_cut: PayCutLaw,
    pub first_job: PerAge,
    pub retirement: RetirementLaw,
    pub death: DeathLaw,
    pub leaving: LeavingLaw,
    pub birth: BirthLaw,
    pub spending: LifeSpendingLaw,
}

/// A number by age: each holds from its age up to the next.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerAge {
    /// The first age of each bracket, ascending.
    pub from_age: Vec<i32>,
    /// The number of each bracket.
    pub value: Vec<f64>,
}

impl PerAge {
    /// Returns the number of an age in years; the first bracket's below it.
    pub fn at(&self, age: i32) -> f64 {
        let bracket = self.from_age.iter().rposition(|from| *from <= age).unwrap_or(0);
        self.value.get(bracket).copied().unwrap_or(0.0)
    }
}

/// How a rate falls with income: `(income / at_income) ^ exponent`, within a factor of four either way.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncomeGradient {
    /// The yearly gross income, in dollars, at which the rate holds.
    pub at_income: f64,
    /// The exponent; negative where the rich have less of it.
    pub exponent: f64,
}

impl IncomeGradient {
    /// Returns the factor at a yearly gross income in dollars.
    pub fn at(&self, income: f64) -> f64 {
        (income.max(1.0) / self.at_income).powf(self.exponent).clamp(0.25, 4.0)
    }
}

/// How people lose their work.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobLossLaw {
    /// Share of wage earners who are laid off in a month.
    pub per_month: f64,
    /// The same of the self-employed who have to give up.
    pub self_employed_per_month: f64,
    /// Factor by age.
    pub by_age: PerAge,
    /// Factor by income.
    pub by_income: IncomeGradient,
}

/// What the unemployed are paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnemploymentLaw {
    /// Share of those laid off who get the benefit.
    pub covered_share: f64,
    /// The benefit as a share of the wage before tax.
    pub of_gross: f64,
    /// The most a week, in dollars.
    pub most_per_week: f64,
    /// Weeks for which it is paid.
    pub weeks: i32,
    /// Days from the loss of the job to the first payment.
    pub waiting_days: i32,
}

/// How people find work, or change it, and at what pay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPayLaw {
    /// Share of those who could that do so in a month.
    pub per_month: f64,
    /// Median of the new pay against the old.
    pub pay_median: f64,
    /// Standard deviation of its logarithm.
    pub pay_ln_sd: f64,
}

/// How employers cut pay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayCutLaw {
    /// Share of wage earners whose pay is cut in a year.
    pub per_year: f64,
    /// What is left of it.
    pub pay_factor: f64,
}

/// When people retire, and on what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetirementLaw {
    /// Share of workers of an age who retire in a year.
    pub per_year: PerAge,
    /// Median of the pension before tax against the pay.
    pub pension_of_pay: f64,
    /// Standard deviation of its logarithm.
    pub ln_sd: f64,
}

/// When people die, and when the bank hears of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeathLaw {
    /// Ages between which deaths a year are read, exponentially.
    pub at_age: Vec<f64>,
    /// Deaths of 1,000 women in a year at each age.
    pub per_1000_women: Vec<f64>,
    /// The same of men.
    pub per_1000_men: Vec<f64>,
    /// Factor by household income.
    pub by_income: IncomeGradient,
    /// Mean days from a death until the bank is told.
    pub days_to_notice: f64,
    /// Fewest and most days from the notice until the estate is settled and the accounts close.
    pub days_to_settle: [i64; 2],
}

/// Who takes their money to another bank.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeavingLaw {
    /// Share who leave in a year.
    pub per_year: f64,
    /// Factor by age.
    pub by_age: PerAge,
    /// Days from the decision until savings and cards close; checking waits a week longer.
    pub days_to_close: i32,
}

/// Who has a child, and what that costs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BirthLaw {
    /// Births of 1,000 women in a year.
    pub per_1000_women: PerAge,
    /// Factor for women who live with a partner.
    pub with_partner: f64,
    /// Factor for others.
    pub without_partner: f64,
    /// Fewest and most days from the birth to the first bill for childcare, of those who pay for it.
    pub days_to_childcare: [i64; 2],
    /// Factor on the parents' purchases of groceries, a child.
    pub groceries: f64,
    /// The same of general merchandise.
    pub general_merchandise: f64,
}

/// How card spending answers to what happens: factors on the number of purchases.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeSpendingLaw {
    /// Out of work, on the benefit.
    pub on_benefit: f64,
    /// Out of work, without it.
    pub without_benefit: f64,
    /// Retired.
    pub retired: f64,
    /// Exponent on the ratio of new to old pay.
    pub pay_elasticity: f64,
    /// Days after which spending follows income.
    pub lag_days: i32,
}
