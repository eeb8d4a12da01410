//! Customers by age and income: how many, how long they held an account, how many credit cards they hold.

use crate::codes::{CardKind, CardStatus};
use crate::realism::Facts;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed, count_curve};
use crate::realism::selection::Selection;

/// Bands of age: 18–24, 25–34, 35–44, 45–54, 55–64, 65–74, 75 and over.
pub const AGE_BANDS: usize = 7;
/// Bands of yearly household income in thousands of dollars: below 25, 25–50, 50–75, 75–100, 100–150, 150 and over.
pub const INCOME_BANDS: usize = 6;

/// Customers of one band.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Band {
    /// How many.
    pub people: u64,
    /// Days of the horizon on which they held an account, together.
    pub days: i64,
    /// Their purchases by kind of card, debit first.
    pub purchases: [u64; 2],
}

/// Customers by age and income.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// By age, youngest first.
    pub by_age: [Band; AGE_BANDS],
    /// By household income, lowest first.
    pub by_income: [Band; INCOME_BANDS],
    /// By the active credit cards they carry on the last day: none, one, two, three or more.
    pub by_credit_cards: [u64; 4],
}

impl People {
    /// Returns the number of customers.
    pub fn count(&self) -> u64 {
        self.by_age.iter().map(|band| band.people).sum()
    }

    /// Returns the months of the horizon in which customers held an account, together.
    pub fn months(&self) -> f64 {
        self.days() as f64 / DAYS_OF_MONTH
    }

    /// Returns the days of the horizon on which customers held an account, together.
    pub fn days(&self) -> i64 {
        self.by_age.iter().map(|band| band.days).sum()
    }
}

impl Tally for People {
    fn see(&mut self, community: &Community<'_>) {
        let mut purchases = vec![[0; 2]; community.people.len()];
        for purchase in &community.purchases {
            purchases[purchase.person][purchase.kind as usize] += 1;
        }
        let mut cards = vec![0; community.people.len()];
        for card in &community.cards {
            if card.kind == CardKind::Credit
                && card.status == CardStatus::Active
                && let Some(person) = community.person_of(card.customer_id)
            {
                cards[person] += 1;
            }
        }
        for (place, person) in community.people.iter().enumerate() {
            let income = community.household_of(person).map(|household| household.income_band as usize);
            let bands = [Some(&mut self.by_age[person.age_band()]), income.map(|band| &mut self.by_income[band])];
            for band in bands.into_iter().flatten() {
                band.people += 1;
                band.days += i64::from(person.days);
                band.purchases.iter_mut().zip(purchases[place]).for_each(|(sum, count)| *sum += count);
            }
            self.by_credit_cards[cards[place].min(3)] += 1;
        }
    }

    fn append(&mut self, later: &Self) {
        let ages = self.by_age.iter_mut().zip(&later.by_age);
        for (band, other) in ages.chain(self.by_income.iter_mut().zip(&later.by_income)) {
            band.people += other.people;
            band.days += other.days;
            band.purchases.iter_mut().zip(other.purchases).for_each(|(sum, count)| *sum += count);
        }
        self.by_credit_cards.iter_mut().zip(later.by_credit_cards).for_each(|(sum, count)| *sum += count);
    }
}

/// The measures of people and how often they buy.
pub(super) const MEASURES: &[Measure] = &[
    Measure { name: "purchases_per_month", take: purchases_per_month },
    Measure { name: "purchases_by_age", take: |facts, of| rates(&facts.people.by_age, of) },
    Measure { name: "purchases_by_income", take: |facts, of| rates(&facts.people.by_income, of) },
    Measure { name: "credit_cards_held", take: |facts, _| count_curve(facts.people.by_credit_cards) },
];

/// Days of a month, on average.
const DAYS_OF_MONTH: f64 = 30.4375;

fn purchases_per_month(facts: &Facts, words: &str) -> Option<Observed> {
    let purchases = facts.purchases.of(words)?.count;
    Observed::ratio(purchases as f64, facts.people.months(), facts.people.count())
}

fn rates(bands: &[Band], words: &str) -> Option<Observed> {
    let selection = Selection::parse(words)?;
    if selection != (Selection { kind: selection.kind, ..Selection::default() }) {
        return None;
    }
    let rate = |band: &Band| {
        let kinds = band.purchases.iter().zip(CardKind::ALL);
        let meant = kinds.filter(|(_, kind)| selection.kind.is_none_or(|wanted| wanted == **kind));
        let purchases: u64 = meant.map(|(count, _)| count).sum();
        (band.days > 0).then(|| purchases as f64 / band.days as f64)
    };
    let rates: Option<Vec<f64>> = bands.iter().map(rate).collect();
    Observed::curve(rates?, bands.iter().map(|band| band.people).sum())
}
