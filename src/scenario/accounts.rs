//! The laws of `[accounts]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::codes::Network;

/// The numbers of `[accounts]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is described at its type")]
pub struct AccountsLaws {
    pub holding: HoldingLaw,
    pub by_income: HoldingByIncomeLaw,
    pub liquid: LiquidLaw,
    pub liquid_by_age: LiquidByAgeLaw,
    pub split: SplitLaw,
    pub overdraft: OverdraftLaw,
    pub savings_rate: SavingsRateLaw,
    pub deferred_debit: Option<DeferredDebitLaw>,
    pub credit_limit: CreditLimitLaw,
    pub credit_rate: CreditRateLaw,
    pub owed: OwedLaw,
    pub cards: CardLaw,
    pub network_shares: BTreeMap<Network, f64>,
    pub daily_limit: DailyLimitLaw,
    pub devices: DeviceLaw,
    pub openings: OpeningLaw,
}

/// Who holds what together, and where.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldingLaw {
    /// Share of couples who live from one joint checking account.
    pub joint_share: f64,
    /// Share of savings and credit-card accounts that another bank keeps.
    pub second_bank_share: f64,
    /// Share of couples in which the partner of a holder is an authorised user of the first credit card.
    pub authorised_user_share: f64,
}

/// Who holds what, by yearly household income.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldingByIncomeLaw {
    /// The first income of each band, in dollars.
    pub from_income: Vec<f64>,
    /// Share with a savings account.
    pub savings: Vec<f64>,
    /// Weight of no credit card of one's own.
    pub no_card: Vec<f64>,
    /// Weight of one.
    pub one_card: Vec<f64>,
    /// Weight of two.
    pub two_cards: Vec<f64>,
    /// Weight of three.
    pub three_cards: Vec<f64>,
}

/// Liquid assets of a household: log-normal at an income, the median and spread read between the given points.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiquidLaw {
    /// Yearly household income of each point, in dollars.
    pub at_income: Vec<f64>,
    /// Median at each point, in dollars.
    pub median: Vec<f64>,
    /// Standard deviation of the logarithm at each point.
    pub ln_sd: Vec<f64>,
    /// Share of the spread's variance that thrift explains.
    pub thrift_share: f64,
    /// No household has more, in dollars.
    pub most: f64,
}

/// How liquid assets depend on the age of the household's first person, at a given income.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiquidByAgeLaw {
    /// From which age each factor holds.
    pub from_age: Vec<i32>,
    /// What the assets are multiplied by.
    pub factor: Vec<f64>,
}

impl LiquidByAgeLaw {
    /// Returns the factor at an age in years.
    pub fn at(&self, age: i32) -> f64 {
        let band = self.from_age.iter().rposition(|from| *from <= age).unwrap_or(0);
        self.factor[band]
    }
}

/// How liquid assets lie between checking and savings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitLaw {
    /// Median months of net income that stay on checking where there is a savings account to take the rest.
    pub checking_months: f64,
    /// Standard deviation of the logarithm of those months.
    pub checking_ln_sd: f64,
    /// Most months of net income on checking where there is none; the rest is invested elsewhere.
    pub most_checking_months: f64,
    /// Where there is a savings account, checking holds at most a share of the assets that is drawn between this
    pub least_checking_share: f64,
    /// and this.
    pub most_checking_share: f64,
}

/// Overdraft lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverdraftLaw {
    /// Share of checking accounts with a line.
    pub line_share: f64,
    /// The lines there are, in dollars, each as likely.
    pub lines: Vec<f64>,
    /// Share of holders of a line who let cards use it.
    pub opt_in_share: f64,
    /// Interest a year.
    pub rate_per_year: f64,
}

/// What savings earn a year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavingsRateLaw {
    /// Share of accounts that earn the high rate.
    pub high_share: f64,
    /// The usual rate.
    pub usual: f64,
    /// The high rate.
    pub high: f64,
    /// The most that may be paid in; interest may go beyond. None if absent.
    pub ceiling: Option<f64>,
    /// Whether interest is credited once a year, on its last day, rather than month by month.
    #[serde(default)]
    pub is_yearly: bool,
}

/// Cards whose purchases gather over the month and are debited at its end, all at once and without interest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeferredDebitLaw {
    /// Share of people who pay with one.
    pub share: f64,
    /// How likely a purchase of theirs is made with it rather than with the debit card.
    pub taste: f64,
    /// The days on which banks close the month's account, each bank its own.
    pub closing_days: Vec<u32>,
    /// What may be spent between two closings, as a share of the month's net income; median.
    pub limit_of_net: f64,
    /// Standard deviation of its logarithm.
    pub limit_ln_sd: f64,
    /// What was bought between the last closing and the start, as a share of the month's net income; mean.
    pub opening_of_net: f64,
    /// Limits are multiples of it, and at least twice that.
    pub step: f64,
}

/// Limits of credit cards.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditLimitLaw {
    /// Median limit as a share of the holder's yearly gross income.
    pub income_share: f64,
    /// An own income below this share of the household's counts as that much.
    pub household_share: f64,
    /// Standard deviation of its logarithm.
    pub ln_sd: f64,
    /// Least, in dollars.
    pub least: f64,
    /// Most, in dollars.
    pub most: f64,
    /// Limits are multiples of it, in dollars.
    pub step: f64,
}

/// What credit cards charge a year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditRateLaw {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Least.
    pub least: f64,
    /// Most.
    pub most: f64,
}

/// What is owed on credit cards at the start.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwedLaw {
    /// Share of people who carry a balance from month to month: the least thrifty.
    pub revolver_share: f64,
    /// Mean share of the limit that they owe.
    pub revolver_use: f64,
    /// Shape of the gamma law around it.
    pub revolver_shape: f64,
    /// What the others owe, as a share of a month's net income, on the card they use most.
    pub transactor_month_share: f64,
    /// No card owes more than this share of its limit.
    pub most_of_limit_share: f64,
}

/// Plastic.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardLaw {
    /// Share of cards that can be tapped.
    pub contactless_share: f64,
    /// Shortest validity, in years.
    pub least_years: i64,
    /// Longest validity, in years.
    pub most_years: i64,
}

/// What a card may spend in a day, in dollars.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailyLimitLaw {
    /// Debit: the usual limits, each as likely.
    pub debit: Vec<f64>,
    /// Debit limits are at least this share of a month's net income.
    pub debit_month_share: f64,
    /// Credit: this share of the credit limit, and at least the lowest debit limit.
    pub credit_share: f64,
    /// Limits that follow income are multiples of it, in dollars.
    pub step: f64,
}

/// Phones and browsers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceLaw {
    /// Share of phones of the first family of operating systems.
    pub phone_a_share: f64,
    /// Share of people who use the bank from a computer too, at a median online score.
    pub browser_share: f64,
    /// Share of computers of the first family of operating systems.
    pub desktop_a_share: f64,
    /// Years for which a phone or a computer is kept at most.
    pub kept_years: f64,
}

/// What opens and closes as time goes on, a month and person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningLaw {
    /// Chance that somebody without savings opens a savings account.
    pub savings_per_month: f64,
    /// Chance that somebody with fewer than three credit cards opens one more.
    pub credit_per_month: f64,
    /// Chance that a savings account is closed.
    pub savings_closed_per_month: f64,
    /// Chance that a credit card which is not the holder's first is closed.
    pub credit_closed_per_month: f64,
}
