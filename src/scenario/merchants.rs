//! The laws of `[merchants]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::codes::{Category, Mcc};

/// The numbers of `[merchants]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MerchantsLaws {
    /// Exponent of the Zipf law by which the chains of a category share its chain stores.
    pub chain_zipf_exponent: f64,
    /// Exponent of the Zipf law by which the sites of a category share its customers.
    pub online_zipf_exponent: f64,
    /// Share of the sites that sit abroad and charge in foreign money.
    pub online_abroad_share: f64,
    /// Number of sites that sell subscriptions.
    pub subscription_sites: u32,
    /// What subscription sites sell.
    pub subscription_mcc_shares: BTreeMap<Mcc, f64>,
    /// Share of cash machines run by the banks themselves, as far as chains run them.
    pub bank_machine_share: f64,
    /// Terminals that copy cards, and shops that lose them.
    pub compromise: CompromiseLaws,
    /// How stores close and others open in their premises.
    pub turnover: TurnoverLaws,
    /// What each category's stores are like.
    pub categories: BTreeMap<Category, StoreLaw>,
}

/// How stores close and others open in their premises.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnoverLaws {
    /// Share of stores on their own that close in a year.
    pub closed_per_year: f64,
    /// The same of the stores and machines of chains.
    pub chain_closed_per_year: f64,
    /// Fewest and most days for which premises stand empty.
    pub vacant_days: [i64; 2],
}

/// Terminals that copy cards, and shops that lose them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompromiseLaws {
    /// Probability that a terminal begins to be compromised in a given month.
    pub terminals_per_month: f64,
    /// How many times likelier that is at a fuel pump or a cash machine.
    pub unattended_factor: f64,
    /// Longest time that a terminal stays compromised, in days; the shortest is a tenth of it.
    pub terminal_days: i32,
    /// Probability that an online shop begins to leak in a given month.
    pub shops_per_month: f64,
    /// Longest time that a shop leaks, in days; the shortest is a tenth of it.
    pub shop_days: i32,
    /// Probability that an online shop becomes easy for thieves in a given month.
    pub easy_shops_per_month: f64,
    /// Longest time that it stays so, in days; the shortest is a tenth of it.
    pub easy_shop_days: i32,
    /// How many of the most popular shops of a category can become so: thieves know no others.
    pub easy_shop_ranks: usize,
}

/// What the stores and sites of a category are like.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreLaw {
    /// Stores per thousand residents of an area.
    pub stores_per_1000_people: f64,
    /// Stores at a travel destination.
    pub stores_per_destination: u32,
    /// Sites in the whole country.
    pub online_shops: u32,
    /// Share of the stores that belong to a chain.
    pub chain_store_share: f64,
    /// Exponent of the Zipf law by which an area's stores share their customers.
    pub zipf_exponent: f64,
    /// Usual hour of opening.
    pub opens_at_hour: u8,
    /// Usual hour of closing, up to 24.
    pub closes_at_hour: u8,
    /// Share of the stores that never close.
    pub round_the_clock_share: f64,
    /// Share of the stores that open on Sundays.
    #[serde(default = "all")]
    pub open_on_sunday_share: f64,
    /// Mean number of terminals, at least 1.
    pub mean_terminals: f64,
    /// Return windows in use, each as often as it is listed; 0 takes nothing back.
    pub return_window_days: Vec<u16>,
    /// Standard deviation of the logarithm of a store's price level.
    pub price_ln_sd: f64,
    /// What its stores sell.
    pub store_mcc_shares: BTreeMap<Mcc, f64>,
    /// What its sites sell; none if there are no sites.
    #[serde(default)]
    pub online_mcc_shares: BTreeMap<Mcc, f64>,
}

fn all() -> f64 {
    1.0
}
