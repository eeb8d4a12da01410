//! Fraud by card: how much, where, of what amounts, how fast, and how it comes to light.

use std::collections::BTreeSet;

use crate::codes::{Channel, Detector, LabelledRecord, ProcessingCode, TransactionStatus, Typology};
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed, count_curve, share};
use crate::realism::{Facts, LogHistogram};
use crate::units::{Cents, Date};

/// Where a card is misused: remotely, at a shop, at a cash machine.
pub const FRAUD_PLACES: [&str; 3] = ["remote", "in_person", "atm"];

/// Misuses of one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Misused {
    /// Posted ones.
    pub count: u64,
    /// Their amounts together.
    pub value: Cents,
}

/// Purchases and withdrawals that somebody else made with a customer's card, and how they came to light.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frauds {
    /// Posted purchases and withdrawals of everybody.
    pub all: Misused,
    /// Posted misuses by place, as [`FRAUD_PLACES`] counts.
    pub posted: [Misused; FRAUD_PLACES.len()],
    /// Their amounts in dollars.
    pub amounts: LogHistogram,
    /// Posted misuses below 50 dollars, below 100, below 300, below 1,000, and above.
    pub bands: [u64; 5],
    /// Remote misuses with those declined, and the cards and days that have any.
    pub per_card_day: [u64; 2],
    /// Cases about a card, by whether they came to light within a day of the first attempt, within eight, or later.
    pub discovery: [u64; 3],
    /// Cases of somebody else by who noticed them, as [`Detector::ALL`] counts.
    pub found_by: [u64; Detector::ALL.len()],
}

fn is_by_another(typology: Typology) -> bool {
    !matches!(typology, Typology::FriendlyFraud | Typology::RefundAbuse)
}

fn moves_money(code: ProcessingCode) -> bool {
    matches!(code, ProcessingCode::Purchase | ProcessingCode::CashWithdrawal | ProcessingCode::PurchaseWithCashback)
}

fn place_of(channel: Channel) -> usize {
    match channel {
        Channel::InPerson => 1,
        Channel::Atm => 2,
        Channel::Ecommerce | Channel::Mail | Channel::Recurring => 0,
    }
}

/// The upper ends of the bands of amounts but the last.
const BAND_ENDS: [Cents; 4] = [Cents(50_00), Cents(100_00), Cents(300_00), Cents(1_000_00)];

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

impl Tally for Frauds {
    fn see(&mut self, community: &Community<'_>) {
        let moved = community.card_transactions.iter().filter(|t| moves_money(t.processing_code));
        for transaction in moved.filter(|t| t.status == TransactionStatus::Posted) {
            self.all.count += 1;
            self.all.value += transaction.amount;
        }
        let mut card_days: BTreeSet<(i64, Date)> = BTreeSet::new();
        for label in &community.fraud_labels {
            if label.record != LabelledRecord::CardTransaction || !is_by_another(label.typology) {
                continue;
            }
            let labelled = label.transaction_id.and_then(|id| community.transaction(id));
            let Some(transaction) = labelled.filter(|t| moves_money(t.processing_code)) else { continue };
            let place = place_of(transaction.channel);
            if place == 0 {
                self.per_card_day[0] += 1;
                card_days.insert((transaction.card_id, transaction.local_date));
            }
            if transaction.status == TransactionStatus::Posted {
                self.posted[place].count += 1;
                self.posted[place].value += transaction.amount;
                self.amounts.add(transaction.amount.to_major());
                let amount = transaction.amount.to_major() / community.context.price_level;
                self.bands[BAND_ENDS.iter().filter(|end| amount >= end.to_major()).count()] += 1;
            }
        }
        self.per_card_day[1] += card_days.len() as u64;
        for case in community.fraud_cases.iter().filter(|case| is_by_another(case.typology)) {
            self.found_by[case.detected_by as usize] += 1;
            let is_about_a_card = !matches!(case.typology, Typology::AccountTakeover | Typology::PushPaymentScam);
            if is_about_a_card && case.card_id.is_some() {
                let delay = case.detected_at.since(case.started_at);
                self.discovery[[DAY, 8 * DAY].iter().filter(|end| delay >= **end).count()] += 1;
            }
        }
    }

    fn append(&mut self, later: &Self) {
        let own = std::iter::once(&mut self.all).chain(&mut self.posted);
        for (own, other) in own.zip(std::iter::once(&later.all).chain(&later.posted)) {
            own.count += other.count;
            own.value += other.value;
        }
        self.amounts.append(&later.amounts);
        let counts = [
            (&mut self.bands[..], &later.bands[..]),
            (&mut self.per_card_day[..], &later.per_card_day[..]),
            (&mut self.discovery[..], &later.discovery[..]),
            (&mut self.found_by[..], &later.found_by[..]),
        ];
        for (own, other) in counts {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        }
    }
}

impl Frauds {
    /// Returns all posted misuses, at so many of the places of [`FRAUD_PLACES`].
    fn posted_at(&self, places: usize) -> Misused {
        let mut sum = Misused::default();
        for place in &self.posted[..places] {
            sum.count += place.count;
            sum.value += place.value;
        }
        sum
    }
}

/// The measures of fraud by card.
pub(super) const MEASURES: &[Measure] = &[
    Measure { name: "fraud_number", take: fraud_number },
    Measure { name: "fraud_value", take: fraud_value },
    Measure { name: "fraud_channel_share", take: fraud_channel_share },
    Measure { name: "fraud_ticket_ratio", take: fraud_ticket_ratio },
    Measure { name: "fraud_ticket_median", take: fraud_ticket_median },
    Measure { name: "fraud_ticket_bands", take: |facts, _| count_curve(facts.frauds.bands) },
    Measure { name: "frauds_per_card_day", take: frauds_per_card_day },
    Measure { name: "fraud_discovery", take: |facts, _| count_curve(facts.frauds.discovery) },
    Measure { name: "fraud_found_by", take: fraud_found_by },
];

/// In ten thousand.
const BASIS_POINTS: f64 = 1e4;

fn fraud_number(facts: &Facts, _: &str) -> Option<Observed> {
    let posted = facts.frauds.posted_at(FRAUD_PLACES.len());
    Observed::ratio(BASIS_POINTS * posted.count as f64, facts.frauds.all.count as f64, posted.count)
}

fn fraud_value(facts: &Facts, _: &str) -> Option<Observed> {
    let posted = facts.frauds.posted_at(FRAUD_PLACES.len());
    Observed::ratio(BASIS_POINTS * posted.value.to_major(), facts.frauds.all.value.to_major(), posted.count)
}

fn fraud_channel_share(facts: &Facts, of: &str) -> Option<Observed> {
    let place = FRAUD_PLACES.iter().position(|place| *place == of)?;
    let all = facts.frauds.posted_at(FRAUD_PLACES.len());
    Observed::ratio(facts.frauds.posted[place].value.to_major(), all.value.to_major(), all.count)
}

fn fraud_ticket_ratio(facts: &Facts, _: &str) -> Option<Observed> {
    let purchases = facts.purchases.of("all")?;
    let misused = facts.frauds.posted_at(2);
    let mean = |value: Cents, count: u64| value.to_major() / count as f64;
    if purchases.count == 0 || misused.count == 0 {
        return None;
    }
    Observed::ratio(mean(misused.value, misused.count), mean(purchases.value, purchases.count), misused.count)
}

fn fraud_ticket_median(facts: &Facts, _: &str) -> Option<Observed> {
    Some(Observed::number(facts.frauds.amounts.quantile(0.5)?, facts.frauds.amounts.count()))
}

fn frauds_per_card_day(facts: &Facts, _: &str) -> Option<Observed> {
    let [attempts, card_days] = facts.frauds.per_card_day;
    Observed::ratio(attempts as f64, card_days as f64, card_days)
}

fn fraud_found_by(facts: &Facts, of: &str) -> Option<Observed> {
    let detector = Detector::parse(of)?;
    share(facts.frauds.found_by[detector as usize], facts.frauds.found_by.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_customers_do_to_their_own_bank_is_not_by_another() {
        let by_another: Vec<Typology> = Typology::ALL.iter().copied().filter(|t| is_by_another(*t)).collect();
        assert_eq!(by_another.len(), Typology::ALL.len() - 2);
    }

    #[test]
    fn two_halves_of_frauds_together_are_the_whole() {
        let mut half = Frauds::default();
        half.posted[0] = Misused { count: 2, value: Cents(100_00) };
        half.all = Misused { count: 10, value: Cents(500_00) };
        half.bands[1] = 2;
        let mut whole = half.clone();
        whole.append(&half);
        assert_eq!((whole.posted_at(3).count, whole.all.value, whole.bands[1]), (4, Cents(1_000_00), 4));
    }
}
