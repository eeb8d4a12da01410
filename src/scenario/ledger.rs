//! The laws of `[ledger]`: how the bank decides, posts, charges and settles disputes.

use serde::Deserialize;

use crate::units::Cents;

/// The numbers of `[ledger]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the block of its name, described at its type")]
pub struct LedgerLaws {
    pub authorization: AuthorizationLaws,
    pub clearing: ClearingLaws,
    pub refunds: RefundLaws,
    pub disputes: DisputeLaws,
    pub plastic: PlasticLaws,
    pub fees: FeeLaws,
    pub overdraft: OverdraftLaws,
    pub cushion: CushionLaw,
    pub statement: StatementLaws,
}

/// Why an issuer says no although the money is there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationLaws {
    /// Share of requests the issuer or network cannot answer (91, 96).
    pub technical_decline_rate: f64,
    /// Share of in-person requests declined without a reason given (05).
    pub do_not_honor_rate: f64,
    /// Share of remote requests declined without a reason given (05).
    pub do_not_honor_rate_remote: f64,
    /// Share of remote requests with a mistyped number (14).
    pub invalid_card_rate_remote: f64,
    /// Share of requests whose verification value does not match that are declined for it (N7).
    pub cvv_mismatch_decline_share: f64,
    /// Share declined as suspected fraud (59), by how unusual the request is.
    pub suspected_fraud_rate: SuspicionLaws,
    /// Share of uses without an authorization at all (offline, tolls, parking) in transit.
    pub offline_share_transit: f64,
    /// Share of uses of debit cards in person for which the funds do not suffice that the holder, who knows the balance, does
    /// not even try.
    pub refrains_share: f64,
    /// The same for remote uses that do not recur.
    pub refrains_share_remote: f64,
    /// The same for credit cards whose limit is reached, anywhere.
    pub refrains_share_credit: f64,
    /// Share of recurring charges for which the money or the limit does not suffice that have been moved elsewhere by then.
    pub refrains_share_recurring: f64,
}

/// How likely an issuer's rules stop a request: the base, and what each unusual trait multiplies it by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuspicionLaws {
    /// With nothing unusual.
    pub base_rate: f64,
    /// Abroad.
    pub abroad_factor: f64,
    /// Remote.
    pub remote_factor: f64,
    /// Amount above `large_amount`.
    pub large_factor: f64,
    /// What counts as large, in dollars.
    pub large_amount: f64,
    /// The fifth request on a card within a day, and each after it.
    pub velocity_factor: f64,
}

/// From authorization to posting.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearingLaws {
    /// Whether a debit card's purchase that a PIN confirms posts with the request, as on single-message networks.
    #[serde(default = "yes")]
    pub pin_debit_posts_at_once: bool,
    /// Shares of authorizations that post after 0, 1, 2 and 3 days, before the business-day rule.
    pub lag_days_shares: LagShares,
    /// Share of approved purchases that the merchant reverses within the hour.
    pub reversal_rate: f64,
    /// Share of approved purchases that never clear and expire.
    pub expiry_rate: f64,
    /// Days after which an authorization expires.
    pub validity_days: i32,
    /// Days after which a lodging authorization expires.
    pub lodging_validity_days: i32,
}

/// Shares by days of lag.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the share of its days")]
pub struct LagShares {
    pub same_day: f64,
    pub one_day: f64,
    pub two_days: f64,
    pub three_days: f64,
}

/// Goods that come back.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundLaws {
    /// Share of purchases at shops with a return window that are refunded at least in part, in person.
    pub rate_in_person: f64,
    /// The same for remote purchases.
    pub rate_remote: f64,
    /// The amount, in dollars, at which purchases come back at these rates.
    pub at_amount: f64,
    /// How the rates grow with the amount: their logarithm per logarithm of it.
    pub amount_elasticity: f64,
    /// The largest probability that a purchase comes back.
    pub most_share: f64,
    /// Share of refunds that return the whole amount.
    pub full_share: f64,
    /// Mean days from posting to refund.
    pub mean_days: f64,
}

/// Genuine disputes and how disputes go.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeLaws {
    /// Genuine disputes per posted remote purchase.
    pub rate_remote: f64,
    /// Genuine disputes per posted purchase in person.
    pub rate_in_person: f64,
    /// The amount, in dollars, at which purchases are disputed at these rates.
    pub at_amount: f64,
    /// How the rates grow with the amount: their logarithm per logarithm of it.
    pub amount_elasticity: f64,
    /// Mean days from posting to dispute.
    pub mean_days: f64,
    /// Share of remote frauds that the card holder's bank may charge back; it bears the others, as after a strong authentication.
    pub fraud_charged_back_share_remote: f64,
    /// The same of frauds in person, where the chip moves the liability.
    pub fraud_charged_back_share_in_person: f64,
    /// What genuine disputes are about.
    pub reason_shares: ReasonShares,
    /// Share of disputes that the merchant fights.
    pub represented_share: f64,
    /// Share of fought disputes that the cardholder loses.
    pub lost_share_if_represented: f64,
}

/// Shares of genuine dispute reasons.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the share of its reason")]
pub struct ReasonShares {
    pub not_received: f64,
    pub not_as_described: f64,
    pub duplicate: f64,
    pub credit_not_processed: f64,
    pub cancelled_recurring: f64,
}

/// How plastic is issued.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlasticLaws {
    /// Years a card is valid.
    pub validity_years: i32,
    /// Days before expiry at which the next card is sent.
    pub renewal_lead_days: i32,
    /// Fewest and most days from issue to activation.
    pub activation_days: [i64; 2],
    /// Share of genuine in-person uses tried with a card that is no longer or not yet good, where there is no other.
    pub bad_card_tried_share: f64,
    /// Share of recurring charges presented on the old card in the weeks after a reissue.
    pub stale_credential_share: f64,
}

/// What the bank charges, in dollars.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeLaws {
    /// For paying an item into overdraft.
    pub overdraft: f64,
    /// For returning an item unpaid.
    pub returned_item: f64,
    /// At another bank's cash machine.
    pub foreign_cash_machine: f64,
    /// Share of withdrawals at another bank's machine.
    pub foreign_cash_machine_share: f64,
    /// Share of the amount for a purchase in another currency.
    pub foreign_purchase_rate: f64,
    /// Share of the amount for cash on a credit card.
    pub cash_advance_rate: f64,
    /// A month, on the share of checking accounts that bear one.
    pub monthly: f64,
    /// Share of checking accounts with a monthly fee.
    pub monthly_share: f64,
    /// The month's lowest balance that waives the fee.
    pub monthly_waiver: f64,
    /// For a late credit-card payment.
    pub late: f64,
}

/// What a bank pays although the money is not there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverdraftLaws {
    /// How far below zero a bank pays direct debits and cheques, in dollars.
    pub courtesy_limit: f64,
    /// Share of checking accounts to which it extends that.
    pub courtesy_share: f64,
    /// Overdrafts this small cost nothing, in dollars.
    pub free_below: f64,
    /// Most overdraft fees in a day.
    pub fees_per_day: u32,
    /// Share of the accounts whose cards may use a line whose holders use it without a thought.
    pub heedless_share: f64,
    /// Share of the other checking accounts to which the owner's savings move what is missing.
    pub protected_share: f64,
    /// That is moved in multiples of so many dollars.
    pub protection_step: f64,
    /// Whether checking accounts below zero bear interest, day by day and booked at the month's end.
    #[serde(default)]
    pub bears_interest: bool,
}

/// What holders keep on checking for the bills to come, rather than use their cards.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CushionLaw {
    /// Share of accounts whose holders keep any, but for the heedless.
    pub share: f64,
    /// Months of the holders' net income, the median over them.
    pub months_median: f64,
    /// Standard deviation of its logarithm.
    pub months_ln_sd: f64,
}

/// Credit-card statements.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementLaws {
    /// Days from closing to due date.
    pub grace_days: i32,
    /// Least minimum payment, in dollars.
    pub minimum_floor: f64,
    /// Share of the balance in the minimum payment, beside interest and fees.
    pub minimum_rate: f64,
    /// Share of what a card owes at the start that its last statement asks for.
    pub opening_statement_share: f64,
}

impl FeeLaws {
    /// Returns a fee in cents.
    pub fn cents(dollars: f64) -> Cents {
        Cents::from_major(dollars)
    }
}

fn yes() -> bool {
    true
}
