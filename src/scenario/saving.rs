//! The laws of `[saving]`.

use serde::Deserialize;

/// The numbers of `[saving]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the law of its name, described at its type")]
pub struct SavingLaws {
    pub plan: SavingPlanLaw,
    pub buffer: BufferLaw,
    pub reserve: ReserveLaw,
    pub rescue: RescueLaw,
    pub purchases: PurchasesLaw,
}

/// Standing orders to one's own savings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavingPlanLaw {
    /// Share of people with savings, at the median of thrift, who have one.
    pub share: f64,
    /// Its amount as a share of the net income, at the median of thrift; grows with it.
    pub of_net: f64,
}

/// What people leave on the checking account: about what they had at the start, or so many months of net income where that is
/// more.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BufferLaw {
    /// Median over people.
    pub months_median: f64,
    /// Standard deviation of its logarithm.
    pub months_ln_sd: f64,
    /// Standard deviation of the logarithm of what they leave against what they had.
    pub opening_ln_sd: f64,
    /// Months of net income that on any one day wait to be spent, and so are no buffer though they were there at the start.
    pub waiting_months: f64,
    /// Months of net income that stay above it for the bills to come, when they move money away.
    pub kept_months: f64,
    /// Share of what lies above that they move away when they look.
    pub moved_share: f64,
    /// Share of months in which they look.
    pub looking_share: f64,
}

/// What people keep on savings: about what they had at the start, or so many months of net income where that is more. The rest
/// goes to an outside broker.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReserveLaw {
    /// Median over people.
    pub months_median: f64,
    /// Standard deviation of its logarithm.
    pub months_ln_sd: f64,
    /// Standard deviation of the logarithm of what they keep against what they had.
    pub opening_ln_sd: f64,
    /// Months of net income that on any one day wait on savings to be moved on, and so are no reserve.
    pub waiting_months: f64,
    /// No reserve is more than this share of what may be paid into the account, where that is limited.
    #[serde(default)]
    pub of_ceiling: f64,
    /// Share of what lies above that is moved each quarter.
    pub moved_share: f64,
    /// Share of the reserve up to which they bring money back from elsewhere each quarter, if they have any.
    pub refilled_share: f64,
}

/// Money that comes when the checking account runs low.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RescueLaw {
    /// How often a month they look, on average.
    pub looks_per_month: f64,
    /// Share of people who can draw on money outside the bank (a broker, another bank, family), of those who had a month's net
    /// income at the start.
    pub outside_share: f64,
    /// By what that share grows with the logarithm of what they had.
    pub outside_wealth_slope: f64,
    /// Share of the buffer to which savings fill the account up.
    pub from_savings_to: f64,
    /// Share of the buffer to which outside money fills it up.
    pub from_outside_to: f64,
    /// Months of net income to which it is filled up before a credit card is paid in full.
    pub before_card_in_full: f64,
    /// The same before one is paid in part.
    pub before_card_in_part: f64,
}

/// Large purchases out of savings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchasesLaw {
    /// How many a year, on average.
    pub per_year: f64,
    /// The least share of the savings above the reserve's half that one takes.
    pub least_share: f64,
    /// The largest share.
    pub most_share: f64,
}
