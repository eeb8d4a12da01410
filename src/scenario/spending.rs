//! The laws of `[spending]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::codes::{Category, Mcc};

/// The numbers of `[spending]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct SpendingLaws {
    pub purchases_per_month: f64,
    pub price_factor: f64,
    pub remote_odds_factor: f64,
    pub taste_ln_sd: f64,
    pub follow_up_share: f64,
    pub follow_up_minutes: f64,
    pub habit_share: f64,
    pub habit_minutes: f64,
    pub usual_order_share: f64,
    pub payday_factor: f64,
    pub holiday_factor: f64,
    pub by_age: ByAge,
    pub by_income: SpendingByIncome,
    /// Odds of paying by credit card rather than debit, against those of taste and income alone.
    pub credit_by_age: ByAge,
    pub means: SpendingMeans,
    pub amounts: AmountsLaws,
    pub hours: HoursLaws,
    /// Factors a day of each month, for kinds of business whose months differ from those of their category.
    pub months_by_mcc: BTreeMap<Mcc, [f64; 12]>,
    pub haunts: HauntsLaws,
    pub presenting: PresentingLaws,
    pub bills: CardBillsLaws,
    pub subscriptions: SubscriptionsLaws,
    pub categories: BTreeMap<Category, CategoryLaw>,
}

/// A factor by age.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByAge {
    /// The first year of age of each bracket, ascending.
    pub from_age: [i32; 7],
    /// The factor of each bracket.
    pub factor: [f64; 7],
}

impl ByAge {
    /// Returns the factor at an age in years.
    pub fn at(&self, age: i32) -> f64 {
        let bracket = self.from_age.iter().rposition(|from| *from <= age).unwrap_or(0);
        self.factor[bracket]
    }
}

/// How spending depends on the household's income: numbers and prices by band, lowest first; how the mix of categories follows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct SpendingByIncome {
    pub factor: [f64; 6],
    pub price: [f64; 6],
    /// Of what is spent over income, in categories that name none of their own.
    pub elasticity: f64,
    /// The yearly household income at which the mix of categories is that of all purchases together.
    pub mix_at_income: f64,
}

/// What card spending may reach, given the income.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct SpendingMeans {
    pub most_share: f64,
    pub least_per_month: f64,
    pub usual_amount: f64,
}

/// What all amounts share.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct AmountsLaws {
    pub person_weight: f64,
    pub credit_price: f64,
    #[serde(default)]
    pub remote_price: f64,
    pub remote_ninety_nine_factor: f64,
}

/// When purchases are made, where a category has no curve of its own: shares by hour and weekday, factors by kind of day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct HoursLaws {
    pub in_person: [f64; 24],
    pub remote: [f64; 24],
    pub working_day: [f64; 24],
    pub weekend: [f64; 24],
    pub in_person_weekdays: [f64; 7],
    pub remote_weekdays: [f64; 7],
}

/// How people return to places and try new ones.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct HauntsLaws {
    pub exploration: f64,
    pub decay: f64,
    pub settling_visits: u32,
    pub tries: u32,
}

/// How a card is presented.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct PresentingLaws {
    pub entry_shares: EntryShares,
    pub wallet_share: f64,
    pub watch_share: f64,
    pub pin_share: f64,
    #[serde(default)]
    pub credit_pin_share: f64,
    pub contactless_limit: Option<f64>,
    pub contactless_half: Option<f64>,
    pub signature_share: f64,
    pub wrong_pin_share: f64,
    pub on_file_share: f64,
    pub mail_share: f64,
    pub online_wallet_share: f64,
    pub phone_device_share: f64,
    pub told_device_share: f64,
    pub three_d_secure_share: f64,
    pub three_d_secure_shares: ThreeDSecureShares,
    pub avs_shares: AvsShares,
    pub cvv_shares: CvvShares,
    pub first_card_share: f64,
    pub cashback_share: f64,
    pub cashback_amounts: Vec<i64>,
    pub cashback_shares: Vec<f64>,
    pub pump_share: f64,
    pub pump_holds: Vec<i64>,
    pub pump_hold_shares: Vec<f64>,
    pub tip_to_round_share: f64,
}

/// How cards reach terminals that can read them in every way.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the shares of the entry modes of their names")]
pub struct EntryShares {
    pub contactless: f64,
    pub chip: f64,
    pub magnetic_stripe: f64,
    pub fallback: f64,
    pub manual: f64,
}

/// Outcomes of 3-D Secure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the shares of the outcomes of their names")]
pub struct ThreeDSecureShares {
    pub authenticated: f64,
    pub attempted: f64,
    pub not_authenticated: f64,
}

/// Outcomes of address verification.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the shares of the outcomes of their names")]
pub struct AvsShares {
    pub r#match: f64,
    pub address_only: f64,
    pub postcode_only: f64,
    pub no_match: f64,
    pub unavailable: f64,
}

/// Outcomes of the check of the verification value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the shares of the outcomes of their names")]
pub struct CvvShares {
    pub r#match: f64,
    pub no_match: f64,
    pub not_processed: f64,
    pub unavailable: f64,
}

/// Bills that recur on a card.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct CardBillsLaws {
    pub telecom_per_month: f64,
    pub utility_per_month: f64,
    pub financial_per_month: f64,
    pub charity_per_month: f64,
    pub variation_ln_sd: f64,
    pub season_swing: f64,
}

/// Subscriptions that recur on a card.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each number is described where it stands, in the scenario file")]
pub struct SubscriptionsLaws {
    pub prices: Vec<f64>,
    pub price_shares: Vec<f64>,
    pub per_month: f64,
    pub ranks: usize,
    pub rank_exponent: f64,
    pub ended_per_month: f64,
    pub trial_share: f64,
    pub trial_days: i32,
    pub raised_per_year: f64,
    pub raise: f64,
}

/// What is bought in a category: how often, for how much, when, how far away.
///
/// # Units
///
/// `quantiles` and `largest` are dollars: the 5th, 10th, 25th, 50th, 75th, 90th, 95th and 99th percentile, and the most.
/// `elsewhere_share` is the part of the category's purchases that bills, subscriptions and trips make. `whole_share` is the
/// share of prices in whole dollars, `whole_fives_share` of those in multiples of five; `endings` are the shares of
/// .99 .95 .50 .49 .98 .97 .25 .75 .90. `months` are factors a day, `weekdays` and `hours` shares. `income_elasticity` is how
/// spending grows with the household's income, logarithm over logarithm; only its difference to the other categories' counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "described above")]
pub struct CategoryLaw {
    pub share: f64,
    pub remote_share: f64,
    #[serde(default)]
    pub elsewhere_share: f64,
    pub quantiles: [f64; 8],
    pub largest: Option<f64>,
    pub whole_share: f64,
    pub whole_fives_share: f64,
    pub endings: [f64; 9],
    pub weekdays: Option<[f64; 7]>,
    pub months: Option<[f64; 12]>,
    pub hours: Option<[f64; 24]>,
    #[serde(default)]
    pub tipped_share: f64,
    #[serde(default)]
    pub tip_rate: f64,
    pub distance_km: f64,
    pub novelty: f64,
    pub credit_shift: f64,
    pub income_elasticity: Option<f64>,
}
