//! Counts of amounts in bins one percent wide: medians, and moments of logarithms, of any number of amounts.

/// Bins to a factor of e.
const BINS_PER_E: f64 = 100.0;

/// How often amounts fall into bins that are one percent wide; amounts of nothing or less lie apart.
///
/// Quantiles are exact to one percent, and moments of the logarithm to a few parts in a hundred thousand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogHistogram {
    /// Amounts of nothing or less.
    pub nothing: u64,
    /// The number of the first bin.
    first: i32,
    counts: Vec<u64>,
}

impl LogHistogram {
    /// Counts an amount.
    pub fn add(&mut self, amount: f64) {
        self.add_many(amount, 1);
    }

    /// Counts an amount so many times.
    pub fn add_many(&mut self, amount: f64, times: u64) {
        if amount > 0.0 {
            *self.bin((amount.ln() * BINS_PER_E).round() as i32) += times;
        } else {
            self.nothing += times;
        }
    }

    /// Adds the counts of other amounts.
    pub fn append(&mut self, other: &Self) {
        self.nothing += other.nothing;
        for (place, count) in other.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            *self.bin(other.first + place as i32) += count;
        }
    }

    fn bin(&mut self, number: i32) -> &mut u64 {
        if self.counts.is_empty() {
            self.first = number;
        }
        if number < self.first {
            let missing = (self.first - number) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0, missing));
            self.first = number;
        }
        let place = (number - self.first) as usize;
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        &mut self.counts[place]
    }

    /// Returns the number of amounts.
    pub fn count(&self) -> u64 {
        self.nothing + self.count_positive()
    }

    /// Returns the number of amounts above nothing.
    pub fn count_positive(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Returns the bins that hold something, ascending: the amount in the middle of the bin, and how many.
    pub fn bins(&self) -> impl Iterator<Item = (f64, u64)> {
        let filled = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        filled.map(|(place, count)| ((f64::from(self.first + place as i32) / BINS_PER_E).exp(), *count))
    }

    /// Returns the amount below which so great a share of the amounts lies; nothing where there are no amounts.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let wanted = share * self.count() as f64;
        let mut below = self.nothing as f64;
        if self.count() == 0 {
            return None;
        }
        if wanted <= below {
            return Some(0.0);
        }
        for (place, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let within = (wanted - below) / *count as f64;
            if within <= 1.0 {
                let bin = f64::from(self.first + place as i32) - 0.5 + within;
                return Some((bin / BINS_PER_E).exp());
            }
            below += *count as f64;
        }
        self.bins().last().map(|(amount, _)| amount)
    }

    /// Returns mean, standard deviation and skewness of the logarithms of the amounts above nothing, where there are two.
    pub fn ln_moments(&self) -> Option<LnMoments> {
        let count = self.count_positive() as f64;
        if count < 2.0 {
            return None;
        }
        let moment = |about: f64, power: i32| {
            let bins = self.counts.iter().enumerate();
            let at = |place: usize| f64::from(self.first + place as i32) / BINS_PER_E;
            bins.map(|(place, n)| *n as f64 * (at(place) - about).powi(power)).sum::<f64>() / count
        };
        let mean = moment(0.0, 1);
        let variance = moment(mean, 2);
        let skew = if variance > 0.0 { moment(mean, 3) / variance.powf(1.5) } else { 0.0 };
        Some(LnMoments { mean, sd: (variance * count / (count - 1.0)).sqrt(), skew })
    }
}

/// Moments of logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LnMoments {
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation.
    pub sd: f64,
    /// Their skewness.
    pub skew: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Streams;

    fn amounts(count: usize) -> Vec<f64> {
        let mut stream = Streams::new(7).stream("test.amounts", 0);
        (0..count).map(|_| stream.log_normal(3.25, 1.2)).collect()
    }

    fn histogram(amounts: &[f64]) -> LogHistogram {
        let mut histogram = LogHistogram::default();
        amounts.iter().for_each(|amount| histogram.add(*amount));
        histogram
    }

    #[test]
    fn a_median_is_exact_to_one_percent() {
        let mut all = amounts(10_001);
        let median = histogram(&all).quantile(0.5).unwrap();
        all.sort_by(f64::total_cmp);
        assert!((median / all[5_000] - 1.0).abs() < 0.01, "{median} against {}", all[5_000]);
    }

    #[test]
    fn moments_of_logarithms_are_those_of_the_amounts() {
        let all = amounts(10_000);
        let moments = histogram(&all).ln_moments().unwrap();
        let mean = all.iter().map(|a| a.ln()).sum::<f64>() / all.len() as f64;
        let squares = all.iter().map(|a| (a.ln() - mean).powi(2)).sum::<f64>();
        let sd = (squares / (all.len() - 1) as f64).sqrt();
        assert!((moments.mean - mean).abs() < 1e-3 && (moments.sd - sd).abs() < 1e-3, "{moments:?}");
    }

    #[test]
    fn two_halves_together_are_the_whole() {
        let mut all = amounts(1_000);
        all.extend([0.0, -3.0]);
        let mut joined = histogram(&all[600..]);
        joined.append(&histogram(&all[..600]));
        assert_eq!(joined.bins().collect::<Vec<_>>(), histogram(&all).bins().collect::<Vec<_>>());
        assert_eq!((joined.nothing, joined.count()), (2, 1_002));
    }

    #[test]
    fn nothing_at_all_has_no_median() {
        assert_eq!(LogHistogram::default().quantile(0.5), None);
        assert_eq!(histogram(&[0.0, 0.0, 5.0]).quantile(0.5), Some(0.0));
    }
}
