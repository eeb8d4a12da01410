//! The laws of `[transfers]`.

use serde::Deserialize;

/// The numbers of `[transfers]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the law of its name, described at its type")]
pub struct TransfersLaws {
    pub friends: FriendsLaw,
    pub occasions: OccasionsLaw,
    pub sharing: SharingLaw,
    pub remittances: RemittancesLaw,
    pub own: OwnTransfersLaw,
}

/// Whom people know.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FriendsLaw {
    /// Contacts among the customers of the community besides the household, on average.
    pub inside_mean: f64,
    /// Contacts who bank elsewhere, on average.
    pub outside_mean: f64,
    /// Share of payments to friends that go to a contact of the community.
    pub inside_share: f64,
}

/// What people pay each other for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OccasionsLaw {
    /// Payments sent in a month at the median of digital habits, on average.
    pub sent_per_month: f64,
    /// Payments received from outside for each one sent outside.
    pub received_per_sent: f64,
    /// Share of amounts in whole dollars, among occasions that are not sums of a bill.
    pub round_share: f64,
    /// The occasions.
    pub kinds: Vec<OccasionLaw>,
}

/// An occasion.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OccasionLaw {
    /// What the sender writes.
    pub note: String,
    /// Its weight.
    pub weight: f64,
    /// Median in dollars.
    pub median: f64,
    /// Standard deviation of the logarithm.
    pub ln_sd: f64,
    /// Whether it is settled in the evening, mostly at the week's end.
    pub is_evening: bool,
}

/// Sharing of housing costs between residents with accounts of their own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharingLaw {
    /// Share of residents who send their part to who pays.
    pub share: f64,
    /// Share of those who do it by standing order.
    pub standing_order_share: f64,
}

/// Money sent abroad.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemittancesLaw {
    /// Share of people who send money abroad.
    pub share: f64,
    /// Times a month, on average.
    pub per_month: f64,
    /// Median in dollars.
    pub median: f64,
    /// Standard deviation of the logarithm.
    pub ln_sd: f64,
    /// Where to: countries with international account numbers.
    pub corridors: Vec<CorridorLaw>,
}

/// A country that money is sent to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorridorLaw {
    /// ISO 3166 country code.
    pub country: String,
    /// Its weight.
    pub weight: f64,
}

/// Transfers between one's own accounts on a whim.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnTransfersLaw {
    /// Transfers in a month of people with savings, on average; as many one way as the other.
    pub per_month: f64,
    /// Median at the income below.
    pub median: f64,
    /// The net income a month at which people move that.
    pub at_net: f64,
    /// Standard deviation of the logarithm.
    pub ln_sd: f64,
}
