//! DELTA_BINARY_PACKED: differences of neighbours, bit-packed in blocks of four miniblocks.
//!
//! # Source
//!
//! Apache Parquet format, Encodings, "Delta Encoding (DELTA_BINARY_PACKED = 5)".

use super::packing::{pack, varint, width_of, zigzag};

/// Miniblocks of a block.
const MINIBLOCKS: usize = 4;
/// Values are packed so many at a time.
const PACK: usize = 32;

/// How many differences share a width, and their least a block.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Miniblock {
    /// 32: follows what changes.
    #[default]
    Short,
    /// 64: spends less on what stays.
    Long,
}

impl Miniblock {
    const fn packs(self) -> usize {
        match self {
            Self::Short => 1,
            Self::Long => 2,
        }
    }
}

const LONGEST_BLOCK: usize = MINIBLOCKS * PACK * Miniblock::Long.packs();

/// An integer that can be delta-encoded; differences wrap as the format wants.
pub(super) trait Integer: Copy + Ord + Default {
    /// The same bits, unsigned.
    type Bits: Copy + Default + Into<u64> + std::ops::BitOr<Output = Self::Bits>;
    /// Returns `self − other`, wrapping.
    fn minus(self, other: Self) -> Self;
    /// Returns the same bits, unsigned.
    fn bits(self) -> Self::Bits;
    /// Returns the number, widened.
    fn wide(self) -> i64;
}

macro_rules! integers {
    ($($signed:ty, $unsigned:ty;)+) => {$(
        impl Integer for $signed {
            type Bits = $unsigned;
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            fn bits(self) -> $unsigned {
                self as $unsigned
            }
            fn wide(self) -> i64 {
                i64::from(self)
            }
        }
    )+};
}

integers! {
    i32, u32;
    i64, u64;
}

/// Adds values to `out`.
pub(super) fn encode<N: Integer>(values: &[N], miniblock: Miniblock, out: &mut Vec<u8>) {
    let block = MINIBLOCKS * PACK * miniblock.packs();
    varint(block as u64, out);
    varint(MINIBLOCKS as u64, out);
    varint(values.len() as u64, out);
    zigzag(values.first().map_or(0, |first| first.wide()), out);
    let mut at = 1;
    while at < values.len() {
        let end = values.len().min(at + block);
        encode_block(&values[at - 1..end], miniblock, out);
        at = end;
    }
}

/// Adds a block: the differences of neighbours, one less than there are values.
fn encode_block<N: Integer>(values: &[N], miniblock: Miniblock, out: &mut Vec<u8>) {
    let count = values.len() - 1;
    let mut deltas = [N::default(); LONGEST_BLOCK];
    for (delta, pair) in deltas.iter_mut().zip(values.windows(2)) {
        *delta = pair[1].minus(pair[0]);
    }
    let (least, _) = bounds(&deltas[..count]).expect("a block holds a value");
    zigzag(least.wide(), out);
    let mut above = [N::Bits::default(); LONGEST_BLOCK];
    for (above, delta) in above[..count].iter_mut().zip(&deltas) {
        *above = delta.minus(least).bits();
    }
    let (packs, _) = above.as_chunks::<PACK>();
    let miniblocks = packs.chunks(miniblock.packs()).take(MINIBLOCKS);
    let mut widths = [0; MINIBLOCKS];
    for (width, packs) in widths.iter_mut().zip(miniblocks.clone()) {
        let all = packs.as_flattened().iter().fold(N::Bits::default(), |all, &bits| all | bits);
        *width = width_of(all.into());
    }
    out.extend_from_slice(&widths);
    let used = count.div_ceil(PACK * miniblock.packs());
    for (width, packs) in widths.into_iter().zip(miniblocks).take(used) {
        packs.iter().for_each(|values| pack(width, values, out));
    }
}

/// Returns the least and the greatest of some values.
///
/// Several run side by side, for one comparison would wait for the one before.
pub(super) fn bounds<N: Copy + Ord>(values: &[N]) -> Option<(N, N)> {
    const LANES: usize = 4;
    let first = *values.first()?;
    let (mut least, mut greatest) = ([first; LANES], [first; LANES]);
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for lane in 0..LANES {
            least[lane] = least[lane].min(chunk[lane]);
            greatest[lane] = greatest[lane].max(chunk[lane]);
        }
    }
    let least = least.iter().chain(rest).copied().min()?;
    let greatest = greatest.iter().chain(rest).copied().max()?;
    Some((least, greatest))
}
