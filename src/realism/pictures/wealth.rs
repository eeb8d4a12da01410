//! Balances of checking accounts through the horizon.

use std::sync::LazyLock;

use crate::codes::Product;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::units::Cents;

/// Bins of balances: below nothing, below one, then ten to a power of ten, up to a million and beyond.
const BALANCE_BINS: usize = 63;

/// Bins to a power of ten.
const BINS_PER_TEN: f64 = 10.0;

/// The most days that are looked at: a longer horizon is looked at every other, third … day.
const MOST_DAYS: i32 = 366;

/// How many checking accounts had which balance at the end of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DailyBalances {
    /// Days from one entry to the next.
    pub step: i32,
    /// From the first day on, accounts by bin.
    days: Vec<[u32; BALANCE_BINS]>,
}

/// Where bins begin, in cents.
static FLOORS: LazyLock<Vec<i64>> =
    LazyLock::new(|| (1..BALANCE_BINS).map(|bin| (bin_floor(bin) * 100.0).round() as i64).collect());

/// Returns the least balance of a bin; bin 0 has none and gives nothing.
fn bin_floor(bin: usize) -> f64 {
    if bin < 2 { 0.0 } else { 10_f64.powf((bin - 2) as f64 / BINS_PER_TEN) }
}

fn bin_of(balance: Cents) -> usize {
    FLOORS.partition_point(|floor| *floor <= balance.0)
}

impl DailyBalances {
    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// Returns the balance below which so great a share of the accounts stood on a day; nothing where there were none.
    pub fn quantile(&self, day: usize, share: f64) -> Option<f64> {
        let counts = &self.days[day];
        let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
        let (mut below, wanted) = (0.0, share * total);
        for (bin, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let within = (wanted - below) / f64::from(*count);
            if within <= 1.0 {
                let (floor, next) = (bin_floor(bin), if bin == 0 { 0.0 } else { bin_floor(bin + 1) });
                return Some(floor + (next - floor) * within.max(0.0));
            }
            below += f64::from(*count);
        }
        None
    }

    /// Returns the share of accounts that were overdrawn on a day.
    pub fn overdrawn(&self, day: usize) -> f64 {
        let counts = &self.days[day];
        let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
        if total > 0.0 { f64::from(counts[0]) / total } else { 0.0 }
    }

    fn prepare(&mut self, step: i32, days: usize) {
        self.step = step;
        self.days.resize(self.days.len().max(days), [0; BALANCE_BINS]);
    }
}

impl Tally for DailyBalances {
    fn see(&mut self, community: &Community<'_>) {
        let horizon = community.context.horizon;
        let days = horizon.to.since(horizon.from) + 1;
        let step = (days + MOST_DAYS - 1) / MOST_DAYS;
        self.prepare(step, ((days - 1) / step + 1) as usize);
        for account in community.accounts.iter().filter(|account| account.product == Product::Checking) {
            for balance in community.balances_of(account.account_id) {
                let day = balance.balance_date.since(horizon.from);
                if day % step == 0
                    && let Some(counts) = self.days.get_mut((day / step) as usize)
                {
                    counts[bin_of(balance.closing_booked)] += 1;
                }
            }
        }
    }

    fn append(&mut self, later: &Self) {
        if later.days.is_empty() {
            return;
        }
        self.prepare(later.step, later.days.len());
        for (counts, others) in self.days.iter_mut().zip(&later.days) {
            counts.iter_mut().zip(others).for_each(|(count, other)| *count += other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_ten_to_a_power_of_ten_and_debts_lie_apart() {
        let bins = [-1, 0, 99, 1_00, 9_99, 10_00, 1_000_000_00, i64::MAX].map(|cents| bin_of(Cents(cents)));
        assert_eq!(bins, [0, 1, 1, 2, 11, 12, 62, 62]);
    }

    #[test]
    fn a_quantile_lies_in_the_bin_that_holds_it() {
        let mut counts = [0; BALANCE_BINS];
        counts[0] = 1;
        counts[bin_of(Cents(100_00))] = 3;
        let balances = DailyBalances { step: 1, days: vec![counts] };
        assert_eq!(balances.quantile(0, 0.1), Some(0.0));
        assert!((100.0..126.0).contains(&balances.quantile(0, 0.5).unwrap()));
        assert_eq!(balances.overdrawn(0), 0.25);
    }
}
