//! The generator xoshiro256++, here rather than in a crate so that it is inlined: most streams are made for one or two draws, and
//! the making is then most of the cost.

use std::convert::Infallible;

use rand_core::TryRng;

use super::{GOLDEN_GAMMA, mix};

/// The state of the generator.
///
/// # Source
///
/// D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on Mathematical Software 47 (2021).
#[derive(Debug, Clone)]
pub(super) struct Xoshiro([u64; 4]);

impl Xoshiro {
    /// Makes the generator of a word of seed: its state is the first four words of SplitMix64.
    #[inline]
    pub(super) fn seeded(word: u64) -> Self {
        Self([0, 1, 2, 3].map(|step| mix(word.wrapping_add(GOLDEN_GAMMA.wrapping_mul(step)))))
    }

    /// Draws 64 random bits.
    #[inline]
    pub(super) fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.0;
        let word = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.0 = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        word
    }
}

/// What the laws of `rand_distr` draw from.
impl TryRng for Xoshiro {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::{Rng as _, SeedableRng as _};

    #[test]
    fn it_draws_what_the_reference_crate_draws() {
        for seed in [0, 1, 42, u64::MAX] {
            let (mut ours, mut theirs) = (Xoshiro::seeded(seed), Xoshiro256PlusPlus::seed_from_u64(seed));
            for _ in 0..100 {
                assert_eq!(ours.next(), theirs.next_u64());
            }
        }
    }
}
