//! The laws of `[bills]`.

use serde::Deserialize;

use crate::codes::{Frequency, IncomeSource, OrderKind, Tenure};

/// The numbers of `[bills]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the law of its name, described at its type")]
pub struct BillsLaws {
    pub budget: BudgetLaw,
    pub paying: PayingLaw,
    pub rent: HousingLaw,
    pub mortgage: HousingLaw,
    pub cheques: ChequesLaw,
    pub kinds: Vec<BillLaw>,
}

/// How much of an income bills may take, so that nobody is born bankrupt.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetLaw {
    /// The most that housing takes of the residents' net income.
    pub housing_share: f64,
    /// The most that all bills take of it.
    pub bills_share: f64,
    /// The net income a month, of the household or the person, at which bills have the medians below.
    pub reference_net: f64,
    /// The share of a home's bills that the resident with the largest income pays.
    pub main_payer_share: f64,
}

/// When people pay what they pay by hand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayingLaw {
    /// Share of payments by hand that wait for the last payday before they are due.
    pub on_payday_share: f64,
    /// The others are made so many days before they are due, at most.
    pub days_ahead: u32,
    /// Share that is paid some days late.
    pub late_share: f64,
    /// The same while the payer is out of work.
    pub late_share_out_of_work: f64,
    /// Whether transfers that people make by hand are instant.
    #[serde(default)]
    pub is_instant: bool,
}

/// How rent or a mortgage is paid; its amount is the home's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HousingLaw {
    /// How it is paid.
    pub method_shares: MethodShares,
    /// The days on which it can be due.
    pub days: Vec<u32>,
    /// Weights of the days.
    pub day_weights: Vec<f64>,
    /// Second words of the creditors' names.
    pub creditors: Vec<String>,
    /// How many creditors share an area.
    pub firms: u64,
    /// Whether it rises with prices.
    pub is_indexed: bool,
}

/// The ways in which a bill is paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodShares {
    /// A direct debit or standing order.
    pub automatic: f64,
    /// A transfer by hand.
    pub transfer: f64,
    /// A cheque.
    pub cheque: f64,
}

/// Cheques that are no bills: contractors, gifts, clubs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChequesLaw {
    /// Such cheques a person writes in a month, on average, at the age of 30.
    pub per_month_at_30: f64,
    /// By what it grows with every year of age.
    pub growth_per_year: f64,
    /// Median at the income below.
    pub median: f64,
    /// The net income a month at which people write that.
    pub at_net: f64,
    /// Standard deviation of the logarithm.
    pub ln_sd: f64,
    /// The most days from writing to presentation.
    pub days_to_presentation: u32,
}

/// Whose bill it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// One for the home.
    Home,
    /// One for each person.
    Person,
}

/// A kind of bill.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillLaw {
    /// What it is for; also the name of its random stream.
    pub purpose: String,
    /// Whose it is.
    pub scope: Scope,
    /// Share of homes or persons who pay it from an account (what is paid by card is spending's).
    pub share: f64,
    /// Only homes of these tenures; all if empty.
    #[serde(default)]
    pub tenures: Vec<Tenure>,
    /// Only people of these sources of income; all if empty.
    #[serde(default)]
    pub incomes: Vec<IncomeSource>,
    /// Only homes with children.
    #[serde(default)]
    pub needs_children: bool,
    /// Only people from this age on.
    #[serde(default)]
    pub from_age: i32,
    /// Only people up to this age.
    #[serde(default = "any_age")]
    pub to_age: i32,
    /// Median for a month in dollars, at the reference income.
    pub median: f64,
    /// Standard deviation of its logarithm between payers.
    pub ln_sd: f64,
    /// By which power of income it grows.
    pub income_elasticity: f64,
    /// Standard deviation of the logarithm from one bill to the next; zero for a fixed amount.
    #[serde(default)]
    pub variation_ln_sd: f64,
    /// Factors of January to December; even if empty.
    #[serde(default)]
    pub season: Vec<f64>,
    /// Whether it rises with prices.
    pub is_indexed: bool,
    /// How often it comes.
    pub frequency: Frequency,
    /// The months in which yearly, semiannual or quarterly bills may start; any if empty.
    #[serde(default)]
    pub months: Vec<u32>,
    /// The days of the month between which it is due.
    pub due_days: [u32; 2],
    /// How it is paid.
    pub method_shares: MethodShares,
    /// What the automatic way is.
    pub order: OrderKind,
    /// Share of payers who change to another creditor in a year.
    #[serde(default)]
    pub switched_per_year: f64,
    /// Second words of the creditors' names.
    pub creditors: Vec<String>,
    /// How many creditors share the region.
    pub firms: u64,
    /// Whether the creditors serve the whole country rather than an area.
    #[serde(default)]
    pub is_national: bool,
}

fn any_age() -> i32 {
    200
}
