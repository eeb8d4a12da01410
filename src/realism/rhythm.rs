//! How purchases follow one another: in bundles, with an echo after a day, more often with some than with others.

use crate::codes::{CardKind, ProcessingCode, TransactionStatus};
use crate::realism::Facts;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed, share};
use crate::realism::selection::Selection;
use crate::units::{Timestamp, span};

/// How long after the customer's last purchase purchases are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Purchases that follow another.
    pub count: u64,
    /// Those within an hour.
    pub within_hour: u64,
    /// Those after 10 to 14 hours.
    pub after_half_day: u64,
    /// Those after 22 to 26 hours.
    pub after_day: u64,
}

/// Cards of one kind in the months in which they were used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CardUses {
    /// Months of cards with a purchase or a withdrawal.
    pub months: u64,
    /// Purchases.
    pub purchases: u64,
    /// Cash withdrawals.
    pub withdrawals: u64,
}

/// Purchases of a customer in a calendar month, over all customers and months with any.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Months {
    /// How many such months.
    pub count: u64,
    /// The sum of the numbers of purchases.
    pub sum: u64,
    /// The sum of their squares.
    pub squares: u64,
}

/// How purchases follow one another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rhythm {
    /// Gaps between all purchases, between those in person, between remote ones.
    pub gaps: [Gaps; 3],
    /// Uses of debit cards, of credit cards.
    pub uses: [CardUses; 2],
    /// Customers' months.
    pub months: Months,
}

impl Rhythm {
    fn see_gaps(&mut self, community: &Community<'_>) {
        let mut last: Vec<[Option<Timestamp>; 3]> = vec![[None; 3]; community.people.len()];
        for purchase in &community.purchases {
            let at = community.row(purchase).authorized_at;
            for series in [0, 1 + purchase.place as usize] {
                if let Some(before) = last[purchase.person][series].replace(at) {
                    self.gaps[series].add(before, at);
                }
            }
        }
    }

    fn see_uses(&mut self, community: &Community<'_>) {
        let first = community.context.horizon.from.month_number() - 1;
        let months = (community.context.horizon.to.month_number() + 2 - first) as usize;
        let mut by_person = vec![0_u64; community.people.len() * months];
        let mut by_card = vec![[0_u64; 2]; community.cards.len() * months];
        let cell = |row: usize, month: i32| row * months + ((month - first).max(0) as usize).min(months - 1);
        for purchase in &community.purchases {
            by_person[cell(purchase.person, purchase.month)] += 1;
        }
        for transaction in &community.card_transactions {
            let use_of_card = match transaction.processing_code {
                ProcessingCode::Purchase | ProcessingCode::PurchaseWithCashback => 0,
                ProcessingCode::CashWithdrawal => 1,
                ProcessingCode::Refund | ProcessingCode::AccountVerification => continue,
            };
            let card = community.cards.binary_search_by_key(&transaction.card_id, |card| card.card_id);
            if let (TransactionStatus::Posted, Ok(card)) = (transaction.status, card) {
                by_card[cell(card, transaction.local_date.month_number())][use_of_card] += 1;
            }
        }
        for count in by_person.into_iter().filter(|count| *count > 0) {
            self.months.count += 1;
            self.months.sum += count;
            self.months.squares += count * count;
        }
        for (place, [purchases, withdrawals]) in by_card.into_iter().enumerate() {
            if purchases + withdrawals > 0 {
                let uses = &mut self.uses[community.cards[place / months].kind as usize];
                uses.months += 1;
                uses.purchases += purchases;
                uses.withdrawals += withdrawals;
            }
        }
    }
}

impl Gaps {
    fn add(&mut self, before: Timestamp, at: Timestamp) {
        let seconds = at.0.div_euclid(span::SECOND) - before.0.div_euclid(span::SECOND);
        self.count += 1;
        self.within_hour += u64::from(seconds <= 3_600);
        self.after_half_day += u64::from((36_000..=50_400).contains(&seconds));
        self.after_day += u64::from((79_200..=93_600).contains(&seconds));
    }
}

impl Tally for Rhythm {
    fn see(&mut self, community: &Community<'_>) {
        self.see_gaps(community);
        self.see_uses(community);
    }

    fn append(&mut self, later: &Self) {
        for (gaps, other) in self.gaps.iter_mut().zip(&later.gaps) {
            gaps.count += other.count;
            gaps.within_hour += other.within_hour;
            gaps.after_half_day += other.after_half_day;
            gaps.after_day += other.after_day;
        }
        for (uses, other) in self.uses.iter_mut().zip(&later.uses) {
            uses.months += other.months;
            uses.purchases += other.purchases;
            uses.withdrawals += other.withdrawals;
        }
        self.months.count += later.months.count;
        self.months.sum += later.months.sum;
        self.months.squares += later.months.squares;
    }
}

/// The measures of how purchases follow one another.
pub(super) const MEASURES: &[Measure] = &[
    Measure { name: "bundled_share", take: |facts, of| gaps(facts, of).and_then(|g| share(g.within_hour, g.count)) },
    Measure { name: "daily_echo", take: daily_echo },
    Measure { name: "use_dispersion", take: use_dispersion },
    Measure { name: "purchases_per_active_card", take: |facts, of| per_card(facts, of, |uses| uses.purchases) },
    Measure { name: "cash_per_active_card", take: |facts, _| per_card(facts, "debit", |uses| uses.withdrawals) },
];

fn gaps(facts: &Facts, words: &str) -> Option<Gaps> {
    let selection = Selection::parse(words)?;
    let series = match selection.place {
        None => 0,
        Some(place) => 1 + place as usize,
    };
    let asks_for_more = selection != Selection { place: selection.place, ..Selection::default() };
    (!asks_for_more).then(|| facts.rhythm.gaps[series])
}

fn daily_echo(facts: &Facts, words: &str) -> Option<Observed> {
    let gaps = gaps(facts, words)?;
    Observed::ratio(gaps.after_day as f64, gaps.after_half_day as f64, gaps.count)
}

fn use_dispersion(facts: &Facts, _: &str) -> Option<Observed> {
    let months = facts.rhythm.months;
    if months.count < 2 {
        return None;
    }
    let (count, sum) = (months.count as f64, months.sum as f64);
    let variance = (months.squares as f64 - sum * sum / count) / (count - 1.0);
    Observed::ratio(variance, sum / count, months.count)
}

fn per_card(facts: &Facts, kind: &str, what: fn(&CardUses) -> u64) -> Option<Observed> {
    let uses = &facts.rhythm.uses[CardKind::parse(kind)? as usize];
    Observed::ratio(what(uses) as f64, uses.months as f64, uses.months)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::realism::Place;

    #[test]
    fn gaps_are_told_apart_by_their_length() {
        let mut gaps = Gaps::default();
        let start = Timestamp(0);
        for hours in [1, 2, 12, 24, 26, 27] {
            gaps.add(start, start.plus(hours * span::HOUR));
        }
        assert_eq!(gaps, Gaps { count: 6, within_hour: 1, after_half_day: 1, after_day: 2 });
    }

    #[test]
    fn the_place_of_a_purchase_is_the_second_and_third_series() {
        assert_eq!(Place::ALL.map(|place| place as usize), [0, 1]);
    }
}
