//! Posted card purchases by kind of card, category, merchant category code and place: amounts, cents, hours, months.

use std::collections::BTreeMap;

use crate::codes::{CardKind, Category, Mcc};
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed, count_curve, line, share};
use crate::realism::selection::{Place, Selection};
use crate::realism::{Facts, LogHistogram};
use crate::units::Cents;

/// What purchases of one sort have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each part is of the type that says what it is")]
pub struct SegmentKey {
    pub kind: CardKind,
    pub category: Category,
    pub mcc: Mcc,
    pub place: Place,
}

/// The purchases of one sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// How many.
    pub count: u64,
    /// Their amounts together.
    pub value: Cents,
    /// Their amounts in dollars.
    pub amounts: LogHistogram,
    /// How many by the last two digits of the amount.
    pub endings: [u64; 100],
    /// How many by the first digit of the amount in cents, 1 to 9.
    pub first_digits: [u64; 9],
    /// How many amounts are multiples of five dollars.
    pub fives: u64,
    /// How many by local day of the week, Monday first, and local hour.
    pub hours: [[u64; 24]; 7],
    /// How many and how much by local month, as [`Date::month_number`](crate::units::Date::month_number) counts; the days of
    /// the horizon only.
    pub months: BTreeMap<i32, (u64, Cents)>,
    /// How many with a tip on the card.
    pub tipped: u64,
    /// The tips together.
    pub tips: Cents,
    /// The amounts of purchases with a tip, less the tips.
    pub tipped_bills: Cents,
}

impl Default for Segment {
    fn default() -> Self {
        Self {
            count: 0,
            value: Cents::ZERO,
            amounts: LogHistogram::default(),
            endings: [0; 100],
            first_digits: [0; 9],
            fives: 0,
            hours: [[0; 24]; 7],
            months: BTreeMap::new(),
            tipped: 0,
            tips: Cents::ZERO,
            tipped_bills: Cents::ZERO,
        }
    }
}

impl Segment {
    /// Adds other purchases.
    pub fn append(&mut self, other: &Self) {
        self.count += other.count;
        self.value += other.value;
        self.amounts.append(&other.amounts);
        add(&mut self.endings, &other.endings);
        add(&mut self.first_digits, &other.first_digits);
        self.fives += other.fives;
        self.hours.iter_mut().zip(&other.hours).for_each(|(hours, other)| add(hours, other));
        for (month, (count, value)) in &other.months {
            let of_month = self.months.entry(*month).or_default();
            of_month.0 += count;
            of_month.1 += *value;
        }
        self.tipped += other.tipped;
        self.tips += other.tips;
        self.tipped_bills += other.tipped_bills;
    }
}

fn add(counts: &mut [u64], others: &[u64]) {
    counts.iter_mut().zip(others).for_each(|(count, other)| *count += other);
}

/// Posted card purchases, sort by sort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purchases {
    /// The sorts that occur.
    pub segments: BTreeMap<SegmentKey, Segment>,
}

impl Purchases {
    /// Returns the segments of a selection, whole: days of the week are not looked at.
    pub fn select(&self, selection: Selection) -> impl Iterator<Item = (&SegmentKey, &Segment)> {
        let is_meant = move |key: &SegmentKey| selection.holds(key.kind, key.category, key.mcc, key.place);
        self.segments.iter().filter(move |(key, _)| is_meant(key))
    }

    /// Returns the purchases that the words of an argument select, added up; nothing for words that say nothing of purchases.
    pub fn of(&self, words: &str) -> Option<Segment> {
        let selection = Selection::parse(words)?;
        let mut all = Segment::default();
        self.select(selection).for_each(|(_, segment)| all.append(segment));
        Some(all)
    }
}

impl Tally for Purchases {
    fn see(&mut self, community: &Community<'_>) {
        for purchase in &community.purchases {
            let row = community.row(purchase);
            let key = SegmentKey { kind: purchase.kind, category: row.category, mcc: row.mcc, place: purchase.place };
            let segment = self.segments.entry(key).or_default();
            let cents = row.amount.0;
            segment.count += 1;
            segment.value += row.amount;
            segment.amounts.add(row.amount.to_major());
            segment.endings[cents.rem_euclid(100) as usize] += 1;
            if let Some(digit) = first_digit(cents) {
                segment.first_digits[digit - 1] += 1;
            }
            segment.fives += u64::from(cents % 500 == 0);
            segment.hours[purchase.weekday as usize][row.local_hour.clamp(0, 23) as usize] += 1;
            if community.context.horizon.contains(row.local_date) {
                let of_month = segment.months.entry(purchase.month).or_default();
                of_month.0 += 1;
                of_month.1 += row.amount;
            }
            if row.tip_amount > Cents::ZERO {
                segment.tipped += 1;
                segment.tips += row.tip_amount;
                segment.tipped_bills += row.amount - row.tip_amount;
            }
        }
    }

    fn append(&mut self, later: &Self) {
        for (key, segment) in &later.segments {
            self.segments.entry(*key).or_default().append(segment);
        }
    }
}

fn first_digit(mut cents: i64) -> Option<usize> {
    while cents >= 10 {
        cents /= 10;
    }
    usize::try_from(cents).ok().filter(|digit| *digit > 0)
}

/// The measures of amounts and times of purchases.
pub(super) const MEASURES: &[Measure] = &[
    Measure { name: "ticket_mean", take: ticket_mean },
    Measure { name: "ticket_median", take: ticket_median },
    Measure { name: "ticket_quantile", take: ticket_quantile },
    Measure { name: "ticket_ln_sd", take: |facts, of| ln_moment(facts, of, |moments| moments.sd) },
    Measure { name: "ticket_ln_skew", take: |facts, of| ln_moment(facts, of, |moments| moments.skew) },
    Measure { name: "round_share", take: |facts, of| ending_share(facts, of, |segment| segment.endings[0]) },
    Measure { name: "ninety_nine_share", take: |facts, of| ending_share(facts, of, |segment| segment.endings[99]) },
    Measure { name: "five_dollars_share", take: |facts, of| ending_share(facts, of, |segment| segment.fives) },
    Measure { name: "cents_endings", take: cents_endings },
    Measure { name: "benford_deviation", take: benford_deviation },
    Measure { name: "tip_share", take: tip_share },
    Measure { name: "category_share", take: category_share },
    Measure { name: "category_shares", take: category_shares },
    Measure { name: "kinds_popularity", take: kinds_popularity },
    Measure { name: "remote_share", take: remote_share },
    Measure { name: "remote_value_share", take: remote_value_share },
    Measure { name: "weekdays", take: weekdays },
    Measure { name: "hours", take: hours },
    Measure { name: "months", take: months },
];

/// Returns the purchases of an argument that does not ask for weekdays or weekends, which are known of hours only.
fn of(facts: &Facts, words: &str) -> Option<Segment> {
    Selection::parse(words).filter(|selection| selection.weekend.is_none())?;
    facts.purchases.of(words)
}

fn ticket_mean(facts: &Facts, words: &str) -> Option<Observed> {
    let segment = of(facts, words)?;
    Observed::ratio(segment.value.to_major(), segment.count as f64, segment.count)
}

fn ticket_median(facts: &Facts, words: &str) -> Option<Observed> {
    let segment = of(facts, words)?;
    Some(Observed::number(segment.amounts.quantile(0.5)?, segment.count))
}

fn ticket_quantile(facts: &Facts, words: &str) -> Option<Observed> {
    let (probability, words) = words.split_once(' ')?;
    let segment = of(facts, words)?;
    Some(Observed::number(segment.amounts.quantile(probability.parse().ok()?)?, segment.count))
}

fn ln_moment(facts: &Facts, words: &str, moment: fn(crate::realism::histogram::LnMoments) -> f64) -> Option<Observed> {
    let segment = of(facts, words)?;
    Some(Observed::number(moment(segment.amounts.ln_moments()?), segment.amounts.count_positive()))
}

fn ending_share(facts: &Facts, words: &str, part: fn(&Segment) -> u64) -> Option<Observed> {
    let segment = of(facts, words)?;
    share(part(&segment), segment.count)
}

/// The endings that a curve of cents tells apart, before all others.
pub const ENDINGS: [usize; 9] = [99, 95, 50, 49, 98, 97, 25, 75, 90];

fn cents_endings(facts: &Facts, words: &str) -> Option<Observed> {
    let segment = of(facts, words)?;
    let named: Vec<u64> = ENDINGS.iter().map(|ending| segment.endings[*ending]).collect();
    let others = segment.count - segment.endings[0] - named.iter().sum::<u64>();
    count_curve(named.into_iter().chain([others]))
}

fn benford_deviation(facts: &Facts, words: &str) -> Option<Observed> {
    let segment = of(facts, words)?;
    let total: u64 = segment.first_digits.iter().sum();
    if total == 0 {
        return None;
    }
    let deviation =
        |(digit, count): (usize, &u64)| (*count as f64 / total as f64 - (1.0 + 1.0 / (digit + 1) as f64).log10()).abs();
    let sum: f64 = segment.first_digits.iter().enumerate().map(deviation).sum();
    Some(Observed::number(sum / 9.0, total))
}

fn tip_share(facts: &Facts, words: &str) -> Option<Observed> {
    let segment = of(facts, words)?;
    Observed::ratio(segment.tips.to_major(), segment.tipped_bills.to_major(), segment.tipped)
}

fn category_share(facts: &Facts, category: &str) -> Option<Observed> {
    let category = Category::parse(category)?;
    let of_category = Selection { category: Some(category), ..Selection::default() };
    let count = |selection| facts.purchases.select(selection).map(|(_, segment)| segment.count).sum::<u64>();
    share(count(of_category), count(Selection::default()))
}

/// The order of the categories in curves: by number of purchases in the diary.
pub const CATEGORIES: [Category; 19] = [
    Category::Groceries,
    Category::GeneralMerchandise,
    Category::FastFood,
    Category::Fuel,
    Category::Restaurant,
    Category::Telecom,
    Category::GeneralService,
    Category::Entertainment,
    Category::Health,
    Category::Utility,
    Category::Financial,
    Category::Transit,
    Category::ProfessionalService,
    Category::Travel,
    Category::Charity,
    Category::Lodging,
    Category::Government,
    Category::Education,
    Category::Contractor,
];

fn category_shares(facts: &Facts, words: &str) -> Option<Observed> {
    let selection = Selection::parse(words)?;
    let mut counts = [0; CATEGORIES.len()];
    for (key, segment) in facts.purchases.select(selection) {
        if let Some(place) = CATEGORIES.iter().position(|category| *category == key.category) {
            counts[place] += segment.count;
        }
    }
    count_curve(counts)
}

/// The commonest merchant category codes that the Zipf exponent is taken of.
const COMMONEST: usize = 30;

/// Fits a line to the logarithms of rank and number of the commonest kinds of purchases.
fn kinds_popularity(facts: &Facts, _: &str) -> Option<Observed> {
    let mut by_mcc: BTreeMap<Mcc, u64> = BTreeMap::new();
    for (key, segment) in &facts.purchases.segments {
        *by_mcc.entry(key.mcc).or_default() += segment.count;
    }
    let mut counts: Vec<u64> = by_mcc.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.truncate(COMMONEST);
    let ranks = counts.iter().enumerate();
    let points: Vec<[f64; 3]> =
        ranks.map(|(rank, count)| [((rank + 1) as f64).ln(), (*count as f64).ln(), 1.0]).collect();
    let (_, slope) = line(&points)?;
    Some(Observed::number(-slope, counts.iter().sum()))
}

fn remote_share(facts: &Facts, words: &str) -> Option<Observed> {
    let remote = of(facts, &format!("{words} remote"))?;
    share(remote.count, of(facts, words)?.count)
}

fn remote_value_share(facts: &Facts, words: &str) -> Option<Observed> {
    let (remote, all) = (of(facts, &format!("{words} remote"))?, of(facts, words)?);
    Observed::ratio(remote.value.to_major(), all.value.to_major(), all.count)
}

fn weekdays(facts: &Facts, words: &str) -> Option<Observed> {
    count_curve(of(facts, words)?.hours.iter().map(|hours| hours.iter().sum()))
}

fn hours(facts: &Facts, words: &str) -> Option<Observed> {
    let weekend = Selection::parse(words)?.weekend;
    let segment = facts.purchases.of(words)?;
    let days = match weekend {
        None => &segment.hours[..],
        Some(false) => &segment.hours[..5],
        Some(true) => &segment.hours[5..],
    };
    count_curve((1..24).map(|hour| days.iter().map(|hours| hours[hour]).sum()))
}

fn months(facts: &Facts, words: &str) -> Option<Observed> {
    let segment = of(facts, words)?;
    let mut by_month = [(0_u64, 0_u64, 0.0); 12];
    for (month, (count, value)) in &segment.months {
        let (years, purchases, dollars) = &mut by_month[month.rem_euclid(12) as usize];
        *years += 1;
        *purchases += count;
        *dollars += value.to_major();
    }
    // Years that are cut off would make months differ.
    if by_month[0].0 == 0 || by_month.iter().any(|(years, _, _)| *years != by_month[0].0) {
        return None;
    }
    let sample = by_month.iter().map(|(_, count, _)| count).sum();
    Observed::curve(by_month.iter().map(|(_, _, value)| *value).collect(), sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_digit_of_an_amount_is_that_of_its_cents() {
        let digits: Vec<Option<usize>> = [0, 7, 42, 199, 1_000_00].map(first_digit).to_vec();
        assert_eq!(digits, [None, Some(7), Some(4), Some(1), Some(1)]);
    }

    fn segment(amounts: &[i64]) -> Segment {
        let mut segment = Segment::default();
        for cents in amounts {
            segment.count += 1;
            segment.value += Cents(*cents);
            segment.amounts.add(Cents(*cents).to_major());
            segment.endings[(cents % 100) as usize] += 1;
        }
        segment
    }

    #[test]
    fn two_halves_of_purchases_together_are_the_whole() {
        let amounts = [12_99, 5_00, 43_10, 8_50, 99_99];
        let mut joined = segment(&amounts[..2]);
        joined.append(&segment(&amounts[2..]));
        assert_eq!(joined, segment(&amounts));
    }
}
