//! What becomes of purchases: declines and their reasons, returns, chargebacks.

use crate::codes::{CardKind, Category, DisputeReason, ProcessingCode, ResponseCode, TransactionStatus};
use crate::realism::Facts;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed, share};
use crate::realism::selection::{Place, Selection};
use crate::units::Cents;

/// Declines, returns and chargebacks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Requests to purchase by kind of card and place, and those of them that were declined.
    pub requests: [[[u64; 2]; 2]; 2],
    /// Declined remote requests by response code, as [`ResponseCode::ALL`] counts.
    pub remote_declines: [u64; ResponseCode::ALL.len()],
    /// Posted purchases and refunds of general merchandise by place: how many, and how much of each.
    pub returns: [Returns; 2],
    /// Disputes that were charged back.
    pub chargebacks: u64,
    /// Their amounts together.
    pub charged_back: Cents,
    /// Those of them whose reason is fraud.
    pub for_fraud: u64,
}

/// Sales and returns at one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Returns {
    /// Purchases and refunds.
    pub count: u64,
    /// The purchases' amounts together.
    pub sold: Cents,
    /// The refunds' amounts together.
    pub returned: Cents,
}

impl Tally for Outcomes {
    fn see(&mut self, community: &Community<'_>) {
        for transaction in &community.card_transactions {
            let place = Place::of(transaction.channel);
            let is_purchase =
                matches!(transaction.processing_code, ProcessingCode::Purchase | ProcessingCode::PurchaseWithCashback);
            let is_refund = transaction.processing_code == ProcessingCode::Refund;
            let is_declined = transaction.status == TransactionStatus::Declined;
            if let (true, Some(card)) = (is_purchase, community.card(transaction.card_id)) {
                let requests = &mut self.requests[card.kind as usize][place as usize];
                requests[0] += 1;
                requests[1] += u64::from(is_declined);
                if is_declined && place == Place::Remote {
                    self.remote_declines[transaction.response_code as usize] += 1;
                }
            }
            let is_posted = transaction.status == TransactionStatus::Posted;
            if is_posted && transaction.category == Category::GeneralMerchandise && (is_purchase || is_refund) {
                let returns = &mut self.returns[place as usize];
                returns.count += 1;
                let sum = if is_refund { &mut returns.returned } else { &mut returns.sold };
                *sum += transaction.amount;
            }
        }
        for dispute in community.disputes.iter().filter(|dispute| dispute.charged_back_at.is_some()) {
            self.chargebacks += 1;
            self.charged_back += dispute.amount;
            self.for_fraud += u64::from(dispute.reason == DisputeReason::Fraud);
        }
    }

    fn append(&mut self, later: &Self) {
        for (own, other) in self.requests.iter_mut().flatten().flatten().zip(later.requests.iter().flatten().flatten())
        {
            *own += other;
        }
        self.remote_declines.iter_mut().zip(later.remote_declines).for_each(|(own, other)| *own += other);
        for (own, other) in self.returns.iter_mut().zip(later.returns) {
            own.count += other.count;
            own.sold += other.sold;
            own.returned += other.returned;
        }
        self.chargebacks += later.chargebacks;
        self.charged_back += later.charged_back;
        self.for_fraud += later.for_fraud;
    }
}

/// The measures of what becomes of purchases.
pub(super) const MEASURES: &[Measure] = &[
    Measure { name: "decline_share", take: decline_share },
    Measure { name: "decline_reason_share", take: decline_reason_share },
    Measure { name: "return_share", take: return_share },
    Measure { name: "chargebacks_number", take: chargebacks_number },
    Measure { name: "chargebacks_value", take: chargebacks_value },
    Measure {
        name: "chargebacks_fraud_share",
        take: |facts, _| share(facts.outcomes.for_fraud, facts.outcomes.chargebacks),
    },
];

fn decline_share(facts: &Facts, of: &str) -> Option<Observed> {
    let wanted = Selection::parse(of)?;
    let mut sum = [0; 2];
    for kind in CardKind::ALL.iter().filter(|kind| wanted.kind.is_none_or(|wanted| wanted == **kind)) {
        for place in Place::ALL.iter().filter(|place| wanted.place.is_none_or(|wanted| wanted == **place)) {
            let requests = facts.outcomes.requests[*kind as usize][*place as usize];
            sum = [sum[0] + requests[0], sum[1] + requests[1]];
        }
    }
    share(sum[1], sum[0])
}

fn decline_reason_share(facts: &Facts, of: &str) -> Option<Observed> {
    let code = ResponseCode::parse(of)?;
    share(facts.outcomes.remote_declines[code as usize], facts.outcomes.remote_declines.iter().sum())
}

fn return_share(facts: &Facts, of: &str) -> Option<Observed> {
    let wanted = Selection::parse(of)?.place;
    let places = Place::ALL.into_iter().filter(|place| wanted.is_none_or(|wanted| wanted == *place));
    let returns: Vec<Returns> = places.map(|place| facts.outcomes.returns[place as usize]).collect();
    let sum = |part: fn(&Returns) -> Cents| returns.iter().map(part).sum::<Cents>().to_major();
    let count = returns.iter().map(|returns| returns.count).sum();
    Observed::ratio(sum(|returns| returns.returned), sum(|returns| returns.sold), count)
}

/// In ten thousand.
const BASIS_POINTS: f64 = 1e4;

fn chargebacks_number(facts: &Facts, _: &str) -> Option<Observed> {
    let purchases = facts.purchases.of("all")?.count;
    Observed::ratio(BASIS_POINTS * facts.outcomes.chargebacks as f64, purchases as f64, purchases)
}

fn chargebacks_value(facts: &Facts, _: &str) -> Option<Observed> {
    let purchases = facts.purchases.of("all")?;
    let charged_back = facts.outcomes.charged_back.to_major();
    Observed::ratio(BASIS_POINTS * charged_back, purchases.value.to_major(), purchases.count)
}
