//! The laws of `[messenger]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::codes::{Category, PlatformEra};

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
    pub accesses: AccessLaw,
    pub violations: ViolationLaw,
    pub notifications: NotificationLaw,
    pub fraud_alerts: FraudAlertLaw,
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

/// How the platform reads data that it may read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessLaw {
    /// Days from one synchronization for offers to the next; all others are daily.
    pub offers_every_days: i32,
    /// Share of days on which the platform skips a synchronization.
    pub skipped_share: f64,
    /// Share of requests that find the bank out of order, and are made again.
    pub outage_share: f64,
    /// Share of ended consents under which it asks once more, and is turned away.
    pub turned_away_share: f64,
}

/// How often the promise is broken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViolationLaw {
    /// Share of withdrawn consents under which reading goes on.
    pub after_revocation: f64,
    /// Share of expired consents under which reading goes on.
    pub expired: f64,
    /// Share of consents under which other data are read.
    pub out_of_scope: f64,
    /// Share of consents whose data are read for advertising.
    pub advertising: f64,
    /// Share of consents whose data go to a third party.
    pub third_party: f64,
    /// Share of consents that are used to read the data of others.
    pub contacts: f64,
    /// Share of consents under which data are read much too often on a day.
    pub over_frequent: f64,
    /// Share of the customers of a bank that shares nothing whose data are read all the same.
    pub refused_bank: f64,
    /// Mean number of reads of one such breach.
    pub mean_reads: f64,
}

/// What people want to be told, and what becomes of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotificationLaw {
    /// The years whose rules the platform keeps about messages outside the window.
    pub platform_era: PlatformEra,
    /// Share of users who want to be told of each kind.
    pub wanted: WantedLaw,
    /// The balances below which people want to be told, in major units; each wants one of them.
    pub low_balances: Vec<i64>,
    /// The amounts from which a payment is large, in major units; each wants one of them.
    pub large_amounts: Vec<i64>,
    /// Days before a payment is due at which a reminder goes out.
    pub due_lead_days: i32,
    /// Days for which the bank still tries where there is no consent, or no longer.
    pub stops_after_days: i32,
    /// Share of messages that the platform refuses to take.
    pub failed_share: f64,
    /// Share of messages sent that reach a telephone.
    pub delivered_share: f64,
    /// Share of those that reach it at once.
    pub at_once_share: f64,
    /// Mean hours until the others do.
    pub later_mean_hours: f64,
    /// Share of delivered messages that are read, on average over people.
    pub read_share: f64,
    /// By how much that differs between people, up and down.
    pub read_spread: f64,
    /// Median minutes from delivery to reading.
    pub read_median_minutes: f64,
    /// Standard deviation of its logarithm.
    pub read_sigma: f64,
}

/// Share of users who want to be told of each kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the share for the kind of its name")]
pub struct WantedLaw {
    pub posted_transaction: f64,
    pub declined: f64,
    pub low_balance: f64,
    pub salary: f64,
    pub large_transaction: f64,
    pub payment_due: f64,
}

/// Which card transactions the bank asks about, and how holders answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FraudAlertLaw {
    /// Share of ordinary approved requests that the bank's rules suspect.
    pub base_rate: f64,
    /// By how much that is higher abroad.
    pub abroad_factor: f64,
    /// By how much it is higher for a large amount.
    pub large_factor: f64,
    /// From what amount on it is large, in major units.
    pub large_amount: i64,
    /// By how much it is higher for a card that is used often on the day.
    pub velocity_factor: f64,
    /// From which use of the day on that is.
    pub velocity_uses: u32,
    /// Share of attempts by strangers that the rules notice, if the fraud becomes known soon after.
    pub caught_share: f64,
    /// Share of other attempts by strangers that they notice.
    pub noticed_share: f64,
    /// Hours within which that is soon, and a block belongs to an alert.
    pub soon_hours: i64,
    /// Hours after a question during which the bank asks nothing more about the card.
    pub quiet_hours: i64,
    /// Share of questions delivered that are read.
    pub read_share: f64,
    /// Share of questions read that are answered.
    pub answered_share: f64,
    /// Share of holders who know whether it was them.
    pub right_share: f64,
    /// Median minutes from delivery to reading.
    pub read_median_minutes: f64,
    /// Median minutes from reading to the answer.
    pub answer_median_minutes: f64,
    /// Standard deviation of the logarithm of either.
    pub sigma: f64,
    /// Hours after which the bank waits no more.
    pub timeout_hours: i64,
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
