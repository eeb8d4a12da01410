//! Exchange rates: a seeded slow walk around the scenario's levels.

use crate::calendar::Weekday;
use crate::codes::Currency;
use crate::units::{Date, Rate};
use crate::world::World;

/// The spans of the noise that makes a walk, in days, and the share of the variance that each carries.
const OCTAVES: [(i32, f64); 5] = [(512, 0.60), (128, 0.25), (32, 0.10), (8, 0.04), (1, 0.01)];

/// The rates of the horizon's days, by currency and day: they are asked for at every purchase abroad.
#[derive(Debug, Default)]
pub(super) struct Rates {
    of_day: Vec<Vec<Rate>>,
}

impl Rates {
    /// Works out every rate of a world's horizon.
    pub(super) fn of(world: &World) -> Self {
        let walk = |&currency: &Currency| world.horizon.days().map(|day| world.fx_rate(currency, day)).collect();
        Self { of_day: Currency::ALL.iter().map(walk).collect() }
    }
}

impl World {
    /// Returns the rate of a currency in account currency per unit on a day: a seeded walk around the scenario's level.
    ///
    /// The walk is the sum of noises that are drawn at knots, a fixed number of days apart, and joined by straight lines,
    /// so that a day's rate needs no other day's. A weekend keeps Friday's rate.
    ///
    /// # Randomness
    ///
    /// Stream `fx.walk`, subject the currency and the octave, period the knot.
    pub fn fx_rate(&self, currency: Currency, on: Date) -> Rate {
        if currency == self.currency {
            return Rate::ONE;
        }
        let day = usize::try_from(on.since(self.horizon.from)).ok();
        let known = day.and_then(|day| self.rates.of_day.get(currency as usize)?.get(day));
        known.copied().unwrap_or_else(|| self.walked_rate(currency, on))
    }

    fn walked_rate(&self, currency: Currency, on: Date) -> Rate {
        let laws = &self.scenario.bank.exchange;
        let Some(level) = laws.levels.get(&currency) else {
            return Rate::ONE;
        };
        let on = match on.weekday() {
            Weekday::Saturday => on.plus(-1),
            Weekday::Sunday => on.plus(-2),
            _ => on,
        };
        let noise: f64 = OCTAVES
            .iter()
            .enumerate()
            .map(|(octave, (days, variance_share))| {
                let subject = currency as i64 * OCTAVES.len() as i64 + octave as i64;
                variance_share.sqrt() * self.noise_between_knots(subject, *days, on)
            })
            .sum();
        Rate::from_f64(level * (laws.ln_sd * noise).exp())
    }

    fn noise_between_knots(&self, subject: i64, days: i32, on: Date) -> f64 {
        let knot = on.0.div_euclid(days);
        let at = |knot: i32| self.streams.period("fx.walk", subject, i64::from(knot)).normal();
        let way = f64::from(on.0.rem_euclid(days)) / f64::from(days);
        at(knot) * (1.0 - way) + at(knot + 1) * way
    }
}
