//! The laws of `[messenger]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::codes::Category;

/// The numbers of `[messenger]`: who links accounts to a platform, and what they consent to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the law of its name, described at its type")]
pub struct MessengerLaws {
    pub agreements: AgreementLaw,
    pub joining: JoiningLaw,
    pub linking: LinkingLaw,
    pub consents: ConsentLaw,
    pub data_requests: DataRequestLaw,
    pub receipts: ReceiptLaw,
    pub shipments: ShipmentLaw,
}

/// When banks let the platform read data, and when they stop. A bank whose `shares_data` is false never does.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementLaw {
    /// Days before the first day at which the agreements of most banks began.
    pub since_days: i32,
    /// The bank that joins later, by its number from 1.
    pub late_bank: usize,
    /// Days after the first day at which it does.
    pub late_after_days: i32,
    /// The bank that ends its agreement, by its number from 1.
    pub leaving_bank: usize,
    /// Days after the first day at which it does.
    pub leaves_after_days: i32,
}

/// Who takes banking to the messenger, and when.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoiningLaw {
    /// Share of customers who ever do, of the median digital ones; it grows with how digital they are.
    pub share: f64,
    /// Share of homes whose members take to it together, or not at all.
    pub together_share: f64,
    /// Days before the first day at which the first of them did.
    pub days_before: i32,
    /// Days after the first day at which the last of them will.
    pub days_after: i32,
    /// Mean days until they turn to the page of the next of their banks.
    pub next_bank_mean_days: f64,
    /// Share of them who use the second channel.
    pub whatsapp_share: f64,
    /// Share of them who ask a page to write no more of its own accord, a year.
    pub opt_outs_per_year: f64,
}

/// How links come and go.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkingLaw {
    /// Share of logins that are abandoned.
    pub abandoned_share: f64,
    /// Share of those that are tried again.
    pub retried_share: f64,
    /// Mean days until then.
    pub retry_mean_days: f64,
    /// Links that are ended by the customer, a year.
    pub unlinks_per_year: f64,
    /// Share of those that are made again.
    pub relinked_share: f64,
    /// Mean days until then.
    pub relink_mean_days: f64,
    /// Share of those that are made to the accounts of somebody else of the home who banks there.
    pub other_customer_share: f64,
}

/// What people consent to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentLaw {
    /// Share of links with consent to alerts.
    pub alerts: f64,
    /// Share of links with consent to receipts.
    pub receipts: f64,
    /// Share of links with consent to offers.
    pub offers: f64,
    /// Days for which a consent holds.
    pub validity_days: i32,
    /// Share of consents that are renewed before they expire.
    pub renewed_share: f64,
    /// Consents withdrawn while the link holds, a year.
    pub withdrawals_per_year: f64,
    /// Share of somebody's accounts that a consent is about; at least one is.
    pub account_share: f64,
}

/// Who asks for what is held of them, and how that ends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataRequestLaw {
    /// Requests to see it, a year and platform user.
    pub accesses_per_year: f64,
    /// Share of unlinkings that are followed by a request to erase it.
    pub erasure_share: f64,
    /// Mean days until then.
    pub erasure_mean_days: f64,
    /// Days within which the law wants an answer.
    pub answer_days: i32,
    /// Share answered too late.
    pub late_share: f64,
    /// Share refused.
    pub refused: f64,
    /// Share of erasures that leave what the bank must keep.
    pub partly: f64,
}

/// Which shops tell the platform what was bought, and how a purchase falls into its parts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptLaw {
    /// Share of chains that take part.
    pub chain_share: f64,
    /// Share of online shops that take part.
    pub online_share: f64,
    /// Share of receipts with a discount.
    pub discount_share: f64,
    /// What a discount takes off, one of these.
    pub discounts: Vec<f64>,
    /// Share of parcels for which nothing is charged below the amount from which nobody is.
    pub free_share: f64,
    /// Amount in major units from which parcels are free.
    pub free_from: f64,
    /// What a parcel costs in major units, one of these.
    pub shipping_costs: Vec<f64>,
    /// What the state takes.
    pub tax: SalesTaxLaw,
}

/// What the state takes of a sale.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalesTaxLaw {
    /// Whether prices contain it.
    pub is_included: bool,
    /// The rate where nothing else is said.
    pub standard: f64,
    /// The rates of categories that are taxed otherwise, or not at all.
    pub categories: BTreeMap<Category, f64>,
    /// The rates of states that tax otherwise, for the other categories.
    pub regions: BTreeMap<String, f64>,
}

impl SalesTaxLaw {
    /// Returns the rate for what a category sells in a region, or somewhere else.
    pub fn rate(&self, category: Category, region: Option<&str>) -> f64 {
        let regional = region.and_then(|region| self.regions.get(region));
        *self.categories.get(&category).or(regional).unwrap_or(&self.standard)
    }
}

/// How parcels travel.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShipmentLaw {
    /// The carriers and what they carry.
    pub carrier_shares: BTreeMap<String, f64>,
    /// Days from the posting to the promised one, one of these.
    pub promise_days: Vec<i32>,
    /// Share of parcels that come after the promised day.
    pub late_share: f64,
    /// Mean days that they do, one day at least.
    pub late_mean_days: f64,
    /// Share of the others that come a day before it, or more.
    pub early_share: f64,
    /// Share of parcels that find nobody at home at first.
    pub attempted_share: f64,
    /// Share of refunds for which the goods need not go back.
    pub kept_share: f64,
    /// Days before the refund within which they have gone back.
    pub return_days: f64,
}
