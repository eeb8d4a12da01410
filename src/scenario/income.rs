//! The laws of `[income]`.

use serde::Deserialize;

use crate::units::Cents;

/// The numbers of `[income]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the law of its name, described at its type")]
pub struct IncomeLaws {
    pub trend: TrendLaw,
    pub paydays: PaydaysLaw,
    pub wages: WagesLaw,
    pub gig: GigLaw,
    pub self_employed: SelfEmployedLaw,
    pub pension: PensionLaw,
    pub benefit: BenefitLaw,
    pub support: SupportLaw,
    pub beyond: BeyondLaw,
    pub tax_refund: TaxRefundLaw,
    pub deposits: DepositsLaw,
    pub investments: InvestmentsLaw,
}

/// What comes to poor households beside the income that they report: from the family, for work in cash, out of money put by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeyondLaw {
    /// The household income a year, in dollars, below which something is missing.
    pub up_to_income: f64,
    /// How much of what is missing comes.
    pub share: f64,
    /// Payments a month, on average.
    pub payments_per_month: f64,
    /// Standard deviation of the logarithm of what a household gets, and of single payments.
    pub ln_sd: f64,
    /// Share of the younger who pay in cash rather than get transfers from the family.
    pub cash_share: f64,
    /// Age from which it is money put by for old age.
    pub retired_from_age: i32,
}

impl BeyondLaw {
    /// Returns the dollars a month that come to a household of that yearly income in the mean.
    pub fn per_month_at(&self, annual_income: Cents) -> f64 {
        self.share * (self.up_to_income - annual_income.to_major()).max(0.0) / 12.0
    }
}

/// How wages and prices rise together, so that many years stay balanced.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrendLaw {
    /// Rise per year.
    pub rate_per_year: f64,
    /// The year at whose start the level is 1.
    pub base_year: i32,
}

impl TrendLaw {
    /// Returns the level of a month, given by its dense number, against the base year's start.
    pub fn level(&self, month: i32) -> f64 {
        (1.0 + self.rate_per_year).powf(f64::from(month - self.base_year * 12) / 12.0)
    }
}

/// On which days wages are due.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaydaysLaw {
    /// Weights of Monday to Friday as the payday of weekly and biweekly wages.
    pub weekday_weights: [f64; 5],
    /// The pairs of days of semimonthly wages; 31 is the month's last.
    pub semimonthly_days: Vec<[u32; 2]>,
    /// Weights of the pairs.
    pub semimonthly_weights: Vec<f64>,
    /// The day of monthly wages; 31 is the month's last.
    pub monthly_days: Vec<u32>,
    /// Weights of the days.
    pub monthly_weights: Vec<f64>,
}

/// How a wage varies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WagesLaw {
    /// Share of wage earners paid by the hour.
    pub hourly_share: f64,
    /// Standard deviation of the logarithm of an hourly earner's pay from one payday to the next.
    pub hourly_ln_sd: f64,
    /// The same of the hours that a month offers.
    pub hourly_month_ln_sd: f64,
    /// Share of paydays on which a salaried earner's pay differs (expenses repaid, days unpaid).
    pub salaried_change_share: f64,
    /// Standard deviation of the logarithm of the difference.
    pub salaried_ln_sd: f64,
    /// Share of wage earners who get a yearly bonus.
    pub bonus_share: f64,
    /// The bonus as a share of the year's net income.
    pub bonus_of_net: f64,
    /// The months in which bonuses are paid.
    pub bonus_months: Vec<u32>,
    /// Share of wage earners paid by direct deposit; the others deposit a cheque.
    pub direct_deposit_share: f64,
    /// Standard deviation of the logarithm of a person's yearly raise around the trend.
    pub raise_ln_sd: f64,
}

/// A second income in small payouts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GigLaw {
    /// Share of wage earners who have one.
    pub share: f64,
    /// Its part of the net income of who has one.
    pub of_net: f64,
    /// Share of weeks with a payout.
    pub active_weeks_share: f64,
    /// Standard deviation of the logarithm of a payout.
    pub ln_sd: f64,
}

/// What the self-employed are paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfEmployedLaw {
    /// Payments received in a month, on average.
    pub payments_per_month: f64,
    /// Standard deviation of the logarithm of a payment.
    pub ln_sd: f64,
    /// Standard deviation of the logarithm of a month's business.
    pub month_ln_sd: f64,
    /// How customers pay.
    pub method_shares: ReceiptShares,
}

/// The ways in which money can be received.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the share of its name")]
pub struct ReceiptShares {
    pub transfer: f64,
    pub instant: f64,
    pub cheque: f64,
    pub cash: f64,
}

/// What pensioners are paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PensionLaw {
    /// Share of pensioners who have a private pension besides the state's.
    pub private_share: f64,
    /// The state pension's part of the net income of those.
    pub state_of_net: f64,
    /// When the state pays.
    pub paid: PayRule,
    /// Who pays the state's pension.
    pub payer: String,
    /// What the statement says of it.
    pub text: String,
}

/// What people on benefits are paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenefitLaw {
    /// The benefits there are.
    pub kinds: Vec<BenefitKind>,
}

/// A benefit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenefitKind {
    /// What the statement says.
    pub text: String,
    /// Who pays it.
    pub payer: String,
    /// How many people live on it, against the others.
    pub weight: f64,
    /// When it is paid.
    pub paid: PayRule,
    /// Whether it is paid to those who have lost their work.
    #[serde(default)]
    pub is_for_unemployed: bool,
}

/// By which rule the state pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayRule {
    /// On the second, third or fourth Wednesday, by the day of birth.
    BirthdayWednesday,
    /// On the first, or the business day before.
    FirstOrBefore,
    /// On the first business day.
    FirstOrAfter,
    /// Every other Tuesday.
    EveryOtherTuesday,
    /// Every four weeks, on a weekday of one's own.
    EveryFourWeeks,
    /// On that day of the month, or the business day before.
    OnDay(u32),
}

/// What students and people without an income of their own get from their family.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportLaw {
    /// Share of students with a part-time job.
    pub job_share: f64,
    /// The job's part of the net income of those.
    pub job_of_net: f64,
    /// Family transfers in a month, on average, besides the one on the first.
    pub extra_transfers_per_month: f64,
    /// The regular transfer's part of the support.
    pub regular_of_support: f64,
}

/// Refunds of income tax.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRefundLaw {
    /// Share of wage earners who get one in a year.
    pub share: f64,
    /// The refund as a share of the year's net income.
    pub of_net: f64,
    /// The month from whose first Wednesday on it is paid.
    pub first_month: u32,
    /// Weights of the weeks from that Wednesday on in which it is paid.
    pub week_weights: Vec<f64>,
}

/// Cash and cheques paid in, on top of the regular income.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepositsLaw {
    /// Cash deposits in a month, on average.
    pub cash_per_month: f64,
    /// Median of a cash deposit in dollars.
    pub cash_median: f64,
    /// Cheques deposited in a month, on average.
    pub cheques_per_month: f64,
    /// Median of such a cheque in dollars.
    pub cheque_median: f64,
    /// Standard deviation of the logarithm of either.
    pub ln_sd: f64,
}

/// Dividends and interest of investments kept elsewhere, quarterly.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvestmentsLaw {
    /// Share of people who draw them, among those with the median income and thrift; rises with both.
    pub share: f64,
    /// A quarter's payout as a share of a month's net income, median.
    pub of_month: f64,
    /// Standard deviation of the logarithm of a payout.
    pub ln_sd: f64,
}
