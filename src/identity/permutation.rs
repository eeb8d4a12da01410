//! Keyed permutations of a range of numbers.

use crate::rng::mix;

const ROUNDS: u64 = 6;

/// A keyed one-to-one map of the numbers below a size onto themselves: a Feistel network that walks its cycle back into the range.
///
/// # Source
///
/// J. Black, P. Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002 (the cycle-walking method).
#[derive(Debug, Clone, Copy)]
pub struct Permutation {
    keys: [u64; ROUNDS as usize],
    size: u64,
    half_bits: u32,
}

impl Permutation {
    /// Makes the permutation of a key on the numbers `0..size`; `size` is from 2 to 2^60.
    pub fn new(key: u64, size: u64) -> Self {
        let bits = 64 - (size - 1).leading_zeros();
        let keys = std::array::from_fn(|round| mix(key ^ mix(round as u64)));
        Self { keys, size, half_bits: bits.div_ceil(2).max(1) }
    }

    /// Returns where a number goes; numbers past the range start over.
    pub fn at(&self, number: u64) -> u64 {
        let mut value = number % self.size;
        loop {
            value = self.round_trip(value);
            if value < self.size {
                return value;
            }
        }
    }

    fn round_trip(&self, value: u64) -> u64 {
        let mask = (1 << self.half_bits) - 1;
        let (mut left, mut right) = (value >> self.half_bits, value & mask);
        for key in self.keys {
            (left, right) = (right, left ^ (mix(right ^ key) & mask));
        }
        (left << self.half_bits) | right
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_of_the_range_is_hit_once(key in any::<u64>(), size in 2_u64..3000) {
            let permutation = Permutation::new(key, size);
            let mut images: Vec<u64> = (0..size).map(|n| permutation.at(n)).collect();
            images.sort_unstable();
            prop_assert_eq!(images, (0..size).collect::<Vec<_>>());
        }
    }
}
