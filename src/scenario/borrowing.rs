//! The laws of `[borrowing]`.

use serde::Deserialize;

/// The numbers of `[borrowing]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the law of its name, described at its type")]
pub struct BorrowingLaws {
    pub habits: HabitsLaw,
    pub revolving: RevolvingLaw,
    pub by_hand: ByHandLaw,
}

/// Who pays a credit card how.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HabitsLaw {
    /// A card that owes more than this share of its limit at the start belongs to a revolver.
    pub revolver_from_utilisation: f64,
    /// How those who pay in full do it.
    pub transactor_shares: TransactorShares,
    /// How revolvers do it.
    pub revolver_shares: RevolverShares,
    /// Share of revolvers among cards that owe nothing at the start.
    pub new_revolver_share: f64,
}

/// The habits of those who pay in full.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the share of its name")]
pub struct TransactorShares {
    pub autopay: f64,
    pub by_hand: f64,
}

/// The habits of those who carry a balance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the share of its name")]
pub struct RevolverShares {
    pub autopay_minimum: f64,
    pub minimum_by_hand: f64,
    pub part_by_hand: f64,
}

/// What revolvers pay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevolvingLaw {
    /// The least share of the statement that a payment in part covers.
    pub least_part: f64,
    /// The largest share, in ordinary months.
    pub most_part: f64,
    /// Share of months in which any revolver pays off a large part (a bonus, a refund).
    pub catch_up_share: f64,
    /// That part.
    pub catch_up_part: f64,
}

/// How payments by hand are timed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByHandLaw {
    /// Made so many days before the due day, at most.
    pub days_ahead: u32,
    /// Share that comes late.
    pub late_share: f64,
    /// The same while the payer is out of work.
    pub late_share_out_of_work: f64,
    /// Late by so many days, at most.
    pub days_late: u32,
    /// Share that is forgotten until the next statement.
    pub skipped_share: f64,
}
