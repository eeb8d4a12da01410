//! How much: the price of a purchase, its ending, a tip.

use crate::codes::{CardKind, Category};
use crate::rng::{Alias, Stream};
use crate::scenario::{CategoryLaw, Scenario, SpendingLaws};

/// Where the percentiles of a category's law lie on the standard normal law: 5, 10, 25, 50, 75, 90, 95, 99 %.
const KNOTS: [f64; 8] = [-1.644_854, -1.281_552, -0.674_490, 0.0, 0.674_490, 1.281_552, 1.644_854, 2.326_348];
const LOWEST: f64 = -3.0;
const HIGHEST: f64 = 3.2;
const STEPS_PER_UNIT: f64 = 32.0;
/// The most prices of one category that end in .99, anywhere.
const MOST_NINETY_NINE: f64 = 0.3;

/// The price law of one category: published percentiles, joined by straight lines between logarithm and normal score.
#[derive(Debug)]
struct PriceLaw {
    /// Cents at even steps of the normal score.
    cents: Vec<f64>,
    /// Spread of the logarithm.
    ln_sd: f64,
    /// What of it is left to a purchase, besides the shop's price level.
    within_shops: f64,
    /// Endings in person and from afar.
    endings: [Alias; 2],
    fives_share: f64,
    tipped_share: f64,
    tip_rate: f64,
}

/// The prices of all categories.
#[derive(Debug)]
pub(in crate::behaviour) struct Prices {
    laws: Vec<Option<PriceLaw>>,
    person_weight: f64,
    credit_price: f64,
    tip_to_round_share: f64,
}

impl Prices {
    /// Prepares the laws of a scenario.
    pub(in crate::behaviour) fn new(scenario: &Scenario) -> Self {
        let laws = &scenario.spending;
        let of = |category: &Category| {
            let between_shops = scenario.merchants.categories.get(category).map_or(0.0, |shops| shops.price_ln_sd);
            laws.categories.get(category).map(|law| PriceLaw::new(law, laws, between_shops))
        };
        Self {
            laws: Category::ALL.iter().map(of).collect(),
            person_weight: laws.amounts.person_weight,
            credit_price: laws.amounts.credit_price,
            tip_to_round_share: laws.presenting.tip_to_round_share,
        }
    }

    /// Draws how dear a purchase is, as a standard normal score: what the person is like, and chance.
    pub(in crate::behaviour) fn score(&self, price_taste: f64, stream: &mut Stream) -> f64 {
        let weight = self.person_weight;
        weight * price_taste + (1.0 - weight * weight).sqrt() * stream.normal()
    }

    /// Returns what paying with a kind of card adds to the score: people reach for credit when it is dear.
    pub(in crate::behaviour) fn card_shift(&self, kind: CardKind) -> f64 {
        match kind {
            CardKind::Credit => self.credit_price,
            CardKind::Debit => -self.credit_price,
        }
    }

    /// Returns the price in cents of a score in a shop of a price level, before its ending is chosen.
    pub(in crate::behaviour) fn price(&self, category: Category, score: f64, price_level: f32) -> f64 {
        let law = self.law(category);
        law.at(score * law.within_shops + f64::from(price_level).ln() / law.ln_sd)
    }

    /// Gives a price an ending as shops or sites choose them; at least one unit remains.
    pub(in crate::behaviour) fn ended(
        &self,
        category: Category,
        is_remote: bool,
        cents: f64,
        stream: &mut Stream,
    ) -> i64 {
        let law = self.law(category);
        let ending = law.endings[usize::from(is_remote)].sample(stream) as i64;
        if ending == 0 && cents >= 750.0 && stream.chance(law.fives_share) {
            return (cents / 500.0).round() as i64 * 500;
        }
        let ended = ((cents - ending as f64) / 100.0).round() as i64 * 100 + ending;
        if ended > 0 { ended } else { (cents.round() as i64).max(1) }
    }

    /// Splits what a guest pays in all into the bill and the tip; none is left where the category knows no tips.
    pub(in crate::behaviour) fn tip(&self, category: Category, total: i64, stream: &mut Stream) -> (i64, i64) {
        let law = self.law(category);
        if law.tipped_share == 0.0 || total < 300 || !stream.chance(law.tipped_share) {
            return (total, 0);
        }
        let rate = (law.tip_rate + 0.035 * stream.normal()).clamp(0.08, 0.35);
        let total = if stream.chance(self.tip_to_round_share) { (total + 50) / 100 * 100 } else { total };
        let bill = (total as f64 / (1.0 + rate)).round() as i64;
        (bill, total - bill)
    }

    fn law(&self, category: Category) -> &PriceLaw {
        self.laws[category as usize].as_ref().expect("only categories with a law are bought")
    }
}

impl PriceLaw {
    fn new(law: &CategoryLaw, laws: &SpendingLaws, between_shops: f64) -> Self {
        let price_factor = laws.price_factor;
        let logs = law.quantiles.map(f64::ln);
        let largest = law.largest.unwrap_or(f64::INFINITY);
        let steps = ((HIGHEST - LOWEST) * STEPS_PER_UNIT) as usize;
        let cents = (0..=steps)
            .map(|step| line(&logs, LOWEST + step as f64 / STEPS_PER_UNIT).exp().min(largest) * 100.0 * price_factor)
            .collect();
        let ln_sd = (logs[5] - logs[1]) / (KNOTS[5] - KNOTS[1]);
        Self {
            cents,
            ln_sd,
            within_shops: (1.0 - (between_shops / ln_sd).powi(2)).max(0.0).sqrt(),
            endings: endings(law, laws),
            fives_share: law.whole_fives_share,
            tipped_share: law.tipped_share,
            tip_rate: law.tip_rate,
        }
    }

    fn at(&self, score: f64) -> f64 {
        let place = (score.clamp(LOWEST, HIGHEST) - LOWEST) * STEPS_PER_UNIT;
        let step = (place as usize).min(self.cents.len() - 2);
        let part = place - step as f64;
        self.cents[step] * (1.0 - part) + self.cents[step + 1] * part
    }
}

/// Returns the endings of prices in person and from afar: sites set .99 so many times as often as all sellers together,
/// shops so much less.
fn endings(law: &CategoryLaw, laws: &SpendingLaws) -> [Alias; 2] {
    let of_all = law.endings[0];
    let odds = laws.remote_odds_factor * law.remote_share / (1.0 - law.remote_share);
    let remote_share = odds / (1.0 + odds);
    let remote = (of_all * laws.amounts.remote_ninety_nine_factor).min(MOST_NINETY_NINE);
    let in_person = ((of_all - remote_share * remote) / (1.0 - remote_share)).max(0.0);
    [in_person, remote].map(|ninety_nine| {
        let named = [99, 95, 50, 49, 98, 97, 25, 75, 90];
        let others = law.whole_share + law.endings[1..].iter().sum::<f64>();
        let mut endings = [(1.0 - others - ninety_nine) / 90.0; 100];
        endings[0] = law.whole_share;
        for (ending, share) in named.into_iter().zip(law.endings) {
            endings[ending as usize] = share;
        }
        endings[99] = ninety_nine;
        Alias::new(&endings)
    })
}

/// Returns the height at `x` of the broken line through the knots, whose ends go on.
fn line(heights: &[f64; 8], x: f64) -> f64 {
    let part = (1..7).find(|i| x < KNOTS[*i]).unwrap_or(7);
    let slope = (heights[part] - heights[part - 1]) / (KNOTS[part] - KNOTS[part - 1]);
    heights[part - 1] + slope * (x - KNOTS[part - 1])
}
