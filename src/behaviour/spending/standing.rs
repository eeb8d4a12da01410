//! What recurs on a card: bills, and subscriptions that begin, rise in price and end.

use super::market::Market;
use super::shopper::Shopper;
use super::till::Till;
use super::when::Cell;
use crate::codes::{Category, ProcessingCode};
use crate::rng::{Alias, Stream};
use crate::units::{Date, span};
use crate::world::PlaceIndex;

/// The last day of the month on which something may fall due, so that every month has it.
const LAST_DUE_DAY: i64 = 28;

/// A charge that comes back every month.
#[derive(Debug, Clone)]
struct Standing {
    place: PlaceIndex,
    category: Category,
    day_of_month: u32,
    micros: i64,
    cents: i64,
    /// Whether it rises with prices, once a year in a month of its own.
    is_indexed: bool,
    from: Date,
    /// Decides the card, the same every month as long as it can be used.
    word: u64,
}

impl Standing {
    /// Returns what is charged in a month, before what varies.
    fn price_in(&self, market: &Market<'_>, month: i32) -> i64 {
        if !self.is_indexed {
            return self.cents;
        }
        let own_month = (self.word % 12) as i32;
        let years =
            (month - own_month).div_euclid(12) - (market.world.horizon.from.month_number() - own_month).div_euclid(12);
        with_its_ending(self.cents, (1.0 + market.world.scenario.income.trend.rate_per_year).powi(years))
    }
}

/// Returns a price that has risen by a factor, with the cents that it ends in.
fn with_its_ending(cents: i64, factor: f64) -> i64 {
    let ending = cents % 100;
    ((cents as f64 * factor - ending as f64) / 100.0).round() as i64 * 100 + ending
}

/// Adds one person's recurring charges over the horizon.
pub(super) fn add(market: &Market<'_>, shopper: &Shopper, till: &mut Till<'_, '_, '_>) {
    add_bills(market, shopper, till);
    add_subscriptions(market, shopper, till);
}

fn add_bills(market: &Market<'_>, shopper: &Shopper, till: &mut Till<'_, '_, '_>) {
    let laws = &market.laws.bills;
    let mut stream = market.world.streams.stream("spending.bills", shopper.id);
    let mut bills = Vec::new();
    for (category, per_month) in [
        (Category::Telecom, laws.telecom_per_month),
        (Category::Utility, laws.utility_per_month),
        (Category::Financial, laws.financial_per_month),
        (Category::Charity, laws.charity_per_month),
    ] {
        for _ in 0..stream.poisson(per_month * shopper.appetite) {
            let Some(place) = till.site(category, (shopper.home, market.world.horizon.from), &mut stream) else {
                continue;
            };
            let score = market.prices.score(shopper.price_taste, &mut stream);
            let cents = market.prices.price(category, score, till.place(place).price_level);
            let cents = market.prices.ended(category, true, cents, &mut stream);
            let cents = with_its_ending(cents, market.level(market.world.horizon.from));
            let bill = standing(market, place, category, cents, Date(i32::MIN), &mut stream);
            bills.push(Standing { is_indexed: true, ..bill });
        }
    }
    for month in market.world.horizon.months() {
        for bill in &bills {
            charge(market, shopper, till, bill, month);
        }
    }
}

fn add_subscriptions(market: &Market<'_>, shopper: &Shopper, till: &mut Till<'_, '_, '_>) {
    let laws = &market.laws.subscriptions;
    let streams = &market.world.streams;
    let prices = Alias::new(&laws.price_shares);
    let ranks: Vec<f64> = (1..=laws.ranks).map(|rank| (rank as f64).powf(-laws.rank_exponent)).collect();
    let ranks = Alias::new(&ranks);
    let usual = laws.per_month * shopper.appetite * 2.0 * shopper.purse.digital;
    let mut held: Vec<Standing> = Vec::new();
    let begin = |till: &mut Till<'_, '_, '_>, from: Date, stream: &mut Stream| {
        let place = till.subscription(ranks.sample(stream));
        let category = till.place(place).category;
        let list = (laws.prices[prices.sample(stream)] * 100.0).round() as i64;
        let cents = with_its_ending(list, market.level(from.max(market.world.horizon.from)));
        standing(market, place, category, cents, from, stream)
    };
    let mut stream = streams.stream("spending.subscriptions", shopper.id);
    for _ in 0..stream.poisson(usual) {
        held.push(begin(till, Date(i32::MIN), &mut stream));
    }
    for month in market.world.horizon.months() {
        let mut stream = streams.period("spending.subscriptions", shopper.id, i64::from(month));
        held.retain(|_| !stream.chance(laws.ended_per_month));
        for subscription in &mut held {
            if stream.chance(laws.raised_per_year / 12.0) {
                // By whole dollars, so that a price keeps its ending.
                let dollars = (subscription.cents as f64 * (laws.raise - 1.0) / 100.0).round() as i64;
                subscription.cents += dollars.max(1) * 100;
            }
        }
        for _ in 0..stream.poisson(usual * laws.ended_per_month) {
            let started = Date::month_start(month).plus(stream.below(LAST_DUE_DAY as u64) as i32);
            let mut subscription = begin(till, started, &mut stream);
            if stream.chance(laws.trial_share) {
                check_card(market, shopper, till, &subscription, started);
                subscription.from = started.plus(laws.trial_days);
            }
            held.push(subscription);
        }
        for subscription in &held {
            charge(market, shopper, till, subscription, month);
        }
    }
}

fn standing(
    market: &Market<'_>,
    place: PlaceIndex,
    category: Category,
    cents: i64,
    from: Date,
    stream: &mut Stream,
) -> Standing {
    let hour = market.curves.hour(Cell::of(category, true), false, stream);
    Standing {
        place,
        category,
        day_of_month: stream.between(1, LAST_DUE_DAY) as u32,
        micros: hour * span::HOUR + stream.below(span::HOUR as u64) as i64,
        cents,
        is_indexed: false,
        from,
        word: stream.word(),
    }
}

/// Charges the card for a month.
fn charge(market: &Market<'_>, shopper: &Shopper, till: &mut Till<'_, '_, '_>, standing: &Standing, month: i32) {
    let day = Date::month_start(month).with_day(standing.day_of_month);
    let is_past = day >= shopper.charged_until || !till.place(standing.place).trades(day);
    if day < standing.from || day < shopper.onboarded_on || is_past || !market.world.horizon.contains(day) {
        return;
    }
    let factor = market.credit_factor(standing.category);
    let Some(card) = shopper.purse.card(day, factor, &mut Stream::seeded(standing.word)) else { return };
    let word = market.world.streams.word("spending.standing", standing.word as i64, i64::from(month));
    let mut stream = Stream::seeded(word);
    let mut used = market.presenting.recurring(card, standing.place, stream.word());
    used.amount = standing.price_in(market, month);
    if standing.category == Category::Utility {
        let laws = &market.laws.bills;
        // Heating and cooling: dearest around January and July.
        let swing = laws.season_swing * (f64::from(month.rem_euclid(12)) * std::f64::consts::TAU / 6.0).cos();
        let varied = used.amount as f64 * (swing + laws.variation_ln_sd * stream.normal()).exp();
        used.amount = (varied.round() as i64).max(100);
    }
    // A collector's run starts when it did last month, give or take minutes.
    let micros = (standing.micros + stream.between(-10, 10) * span::MINUTE).clamp(0, span::DAY - 1);
    till.ring(market.midnights.instant(day, micros), used);
}

/// Asks the issuer about a card without charging it, as a free trial begins.
fn check_card(market: &Market<'_>, shopper: &Shopper, till: &mut Till<'_, '_, '_>, trial: &Standing, day: Date) {
    if day < shopper.onboarded_on || day >= shopper.acts_until || !market.world.horizon.contains(day) {
        return;
    }
    let factor = market.credit_factor(trial.category);
    let Some(card) = shopper.purse.card(day, factor, &mut Stream::seeded(trial.word)) else { return };
    let at = market.midnights.instant(day, trial.micros);
    let mut stream = Stream::seeded(trial.word.rotate_left(17));
    let mut used = market.presenting.remote(&shopper.purse, card, trial.place, at, &mut stream);
    used.processing = ProcessingCode::AccountVerification;
    till.ring(at, used);
}
