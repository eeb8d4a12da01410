//! Randomness by name: every draw comes from a stream that a seed, a name and a subject decide.
//!
//! The algorithm is xoshiro256++ seeded by SplitMix64, and both it and the reductions to ranges are our own, so that the values
//! stay the same when a crate changes. No stream depends on another, on a thread or on the order of calls.

mod xoshiro;

use rand_distr::{Distribution as _, StandardNormal};
use xoshiro::Xoshiro;

/// The seed of a run, from which every stream comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
}

impl Streams {
    /// Makes the streams of a seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// Returns the streams of a name, for those who ask for many of them.
    #[inline]
    pub fn named(&self, name: &str) -> Named {
        Named { key: mix(self.seed ^ hash_name(name)) }
    }

    /// Returns the stream of that name for a subject (an id).
    #[inline]
    pub fn stream(&self, name: &str, subject: i64) -> Stream {
        self.period(name, subject, 0)
    }

    /// Returns the stream of that name for a subject in a period (a day, a month), so that a longer horizon appends.
    #[inline]
    pub fn period(&self, name: &str, subject: i64, period: i64) -> Stream {
        self.named(name).period(subject, period)
    }

    /// Returns one random word for a name, a subject and a period, without making a stream.
    #[inline]
    pub fn word(&self, name: &str, subject: i64, period: i64) -> u64 {
        self.named(name).word(subject, period)
    }
}

/// The streams of one name: the name is hashed once, not for every subject and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    key: u64,
}

impl Named {
    /// Returns the stream of a subject in a period.
    #[inline]
    pub fn period(&self, subject: i64, period: i64) -> Stream {
        Stream::seeded(self.word(subject, period))
    }

    /// Returns one random word for a subject and a period, without making a stream.
    #[inline]
    pub fn word(&self, subject: i64, period: i64) -> u64 {
        mix(mix(self.key ^ subject as u64) ^ (period as u64).rotate_left(32))
    }
}

/// One stream of random draws.
#[derive(Debug, Clone)]
pub struct Stream(Xoshiro);

impl Stream {
    /// Makes the stream of a word of seed.
    #[inline]
    pub fn seeded(word: u64) -> Self {
        Self(Xoshiro::seeded(word))
    }

    /// Draws 64 random bits.
    #[inline]
    pub fn word(&mut self) -> u64 {
        self.0.next()
    }

    /// Draws a whole number from 0 to `n - 1`; `n` must be positive. Bias below 2^-32 for `n` below 2^32.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.word()) * u128::from(n)) >> 64) as u64
    }

    /// Draws a whole number from `low` to `high`, both included.
    #[inline]
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as u64) as i64
    }

    /// Draws a number in [0, 1).
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.word() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Draws true with the given probability.
    #[inline]
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Draws a standard normal number.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Draws from a log-normal law with the given mean and standard deviation of the logarithm.
    pub fn log_normal(&mut self, ln_mean: f64, ln_sd: f64) -> f64 {
        (ln_mean + ln_sd * self.normal()).exp()
    }

    /// Draws from an exponential law with the given mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }

    /// Draws from a gamma law with the given shape and mean 1.
    pub fn gamma_of_mean_one(&mut self, shape: f64) -> f64 {
        rand_distr::Gamma::new(shape, 1.0 / shape).expect("the shape is positive").sample(&mut self.0)
    }

    /// Draws a count from a Poisson law; zero where the mean is not positive.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        match rand_distr::Poisson::new(mean) {
            Ok(law) => law.sample(&mut self.0) as u32,
            Err(_) => 0,
        }
    }

    /// Picks an item of a slice, which must not be empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }

    /// Picks an index by weights that need not sum to 1; the slice must hold a positive weight.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.iter().rposition(|w| *w > 0.0).expect("a weight is positive")
    }
}

/// A table for weighted choice in constant time (Walker's alias method, Vose's construction).
///
/// # Source
///
/// M. D. Vose, "A linear algorithm for generating random numbers with a given distribution", IEEE TSE 17 (1991).
#[derive(Debug, Clone, Default)]
pub struct Alias {
    threshold: Vec<u32>,
    other: Vec<u32>,
}

impl Alias {
    /// Builds the table of weights that need not sum to 1; a table of no positive weight is empty.
    pub fn new(weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        if total <= 0.0 {
            return Self::default();
        }
        let n = weights.len();
        let mut scaled: Vec<f64> = weights.iter().map(|w| w * n as f64 / total).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|&i| scaled[i] < 1.0);
        let mut table = Self { threshold: vec![u32::MAX; n], other: (0..n as u32).collect() };
        while let (Some(s), Some(&l)) = (small.pop(), large.last()) {
            table.threshold[s] = (scaled[s] * f64::from(u32::MAX)) as u32;
            table.other[s] = l as u32;
            scaled[l] -= 1.0 - scaled[s];
            if scaled[l] < 1.0 {
                large.pop();
                small.push(l);
            }
        }
        table
    }

    /// Returns whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.threshold.is_empty()
    }

    /// Returns how many items there are to choose from.
    pub fn len(&self) -> usize {
        self.threshold.len()
    }

    /// Draws an index; the table must not be empty. One word of randomness.
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> usize {
        let word = stream.word();
        let index = (((word >> 32) * self.threshold.len() as u64) >> 32) as usize;
        if (word as u32) <= self.threshold[index] { index } else { self.other[index] as usize }
    }
}

#[inline]
const fn hash_name(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}

/// The step of SplitMix64.
const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes the bits of a word: the finalizer of SplitMix64.
///
/// # Source
///
/// G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
#[inline]
pub const fn mix(word: u64) -> u64 {
    let mut z = word.wrapping_add(GOLDEN_GAMMA);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_seed_name_subject_and_period_only() {
        let word = |seed, name, subject, period| Streams::new(seed).period(name, subject, period).word();
        assert_eq!(word(1, "a", 2, 3), word(1, "a", 2, 3));
        for other in [word(2, "a", 2, 3), word(1, "b", 2, 3), word(1, "a", 3, 3), word(1, "a", 2, 4)] {
            assert_ne!(word(1, "a", 2, 3), other);
        }
    }

    #[test]
    fn the_first_values_of_a_stream_stay_as_they_are() {
        let mut stream = Streams::new(42).stream("golden", 7);
        let values: Vec<u64> = (0..3).map(|_| stream.below(1_000_000)).collect();
        assert_eq!(values, GOLDEN);
    }
    const GOLDEN: [u64; 3] = [933_322, 700_846, 689_588];

    #[test]
    fn an_alias_table_draws_each_item_as_often_as_its_weight_says() {
        let table = Alias::new(&[1.0, 0.0, 3.0]);
        let mut stream = Stream::seeded(5);
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[table.sample(&mut stream)] += 1;
        }
        assert_eq!(counts[1], 0);
        // Binomial(10 000, 1/4): outside 2300..=2700 with probability below 5e-6.
        assert!((2_300..=2_700).contains(&counts[0]), "{counts:?}");
    }

    #[test]
    fn the_unit_draw_fills_its_interval_evenly() {
        let mut stream = Stream::seeded(9);
        let mean = (0..10_000).map(|_| stream.unit()).sum::<f64>() / 10_000.0;
        // Standard error 0.0029: outside ±0.015 with probability below 3e-7.
        assert!((mean - 0.5).abs() < 0.015, "{mean}");
    }
}
