//! Bit-packing: 32 values of one width at a time.

/// Adds 32 values of `width` bits each, the first in the lowest bits.
///
/// The width is a constant in each of the functions that this chooses from, so that the compiler unrolls them.
pub(super) fn pack<T: Copy + Into<u64>>(width: u8, values: &[T; 32], out: &mut Vec<u8>) {
    macro_rules! choose {
        ($($constant:literal)+) => {
            match width {
                0 => {}
                $( $constant => pack_width::<$constant, T>(values, out), )+
                _ => unreachable!("a value has 64 bits at most"),
            }
        };
    }
    choose!(
        1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
        33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64
    );
}

/// Neighbours are joined while two of them fit in a word, so that few words are left to be laid end to end.
#[inline(never)]
fn pack_width<const WIDTH: usize, T: Copy + Into<u64>>(values: &[T; 32], out: &mut Vec<u8>) {
    let values = values.map(Into::into);
    match WIDTH {
        0..=8 => {
            let pairs: [u64; 16] = joined(&values, WIDTH);
            let fours: [u64; 8] = joined(&pairs, 2 * WIDTH);
            let eights: [u64; 4] = joined(&fours, 4 * WIDTH);
            lay::<WIDTH>(&eights, 8 * WIDTH, out);
        }
        9..=16 => {
            let pairs: [u64; 16] = joined(&values, WIDTH);
            let fours: [u64; 8] = joined(&pairs, 2 * WIDTH);
            lay::<WIDTH>(&fours, 4 * WIDTH, out);
        }
        17..=32 => {
            let pairs: [u64; 16] = joined(&values, WIDTH);
            lay::<WIDTH>(&pairs, 2 * WIDTH, out);
        }
        _ => lay::<WIDTH>(&values, WIDTH, out),
    }
}

/// Joins each value with the one after it.
#[inline(always)]
fn joined<const TWICE: usize, const N: usize>(values: &[u64; TWICE], width: usize) -> [u64; N] {
    std::array::from_fn(|index| values[2 * index] | values[2 * index + 1] << width)
}

/// Adds values of `width` bits end to end: 32 times `WIDTH` bits in all.
#[inline(always)]
fn lay<const WIDTH: usize>(values: &[u64], width: usize, out: &mut Vec<u8>) {
    let mut bytes = [0_u8; 256];
    let (mut word, mut filled, mut at) = (0, 0, 0);
    let mut put = |word: u64| {
        bytes[at..at + 8].copy_from_slice(&word.to_le_bytes());
        at += 8;
    };
    for &value in values {
        word |= value << filled;
        filled += width;
        if filled >= 64 {
            put(word);
            filled -= 64;
            word = if filled > 0 { value >> (width - filled) } else { 0 };
        }
    }
    if filled > 0 {
        put(word);
    }
    out.extend_from_slice(&bytes[..WIDTH * 4]);
}

/// Returns how many bits the values up to `greatest` need.
pub(super) fn width_of(greatest: u64) -> u8 {
    (u64::BITS - greatest.leading_zeros()) as u8
}

/// Adds a number in groups of seven bits, the lowest first (ULEB128).
pub(super) fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Adds a signed number so that small ones of either sign are short.
pub(super) fn zigzag(value: i64, out: &mut Vec<u8>) {
    varint(((value << 1) ^ (value >> 63)) as u64, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Takes values out of packed bytes bit by bit.
    fn unpack(width: u8, bytes: &[u8]) -> Vec<u64> {
        let bit = |position: usize| u64::from(bytes[position / 8] >> (position % 8) & 1);
        let value = |index: usize| (0..width as usize).map(|b| bit(index * width as usize + b) << b).sum();
        (0..32).map(value).collect()
    }

    proptest! {
        #[test]
        fn packed_values_come_out_as_they_went_in(width in 0_u8..=64, words in proptest::array::uniform32(any::<u64>())) {
            let values = words.map(|word| if width == 0 { 0 } else { word >> (64 - width) });
            let mut bytes = Vec::new();
            pack(width, &values, &mut bytes);
            prop_assert_eq!(bytes.len(), 4 * usize::from(width));
            prop_assert_eq!(unpack(width, &bytes), values.to_vec());
        }
    }

    #[test]
    fn numbers_are_written_in_groups_of_seven_bits() {
        let mut out = Vec::new();
        varint(300, &mut out);
        zigzag(-1, &mut out);
        zigzag(64, &mut out);
        assert_eq!(out, [0xAC, 0x02, 0x01, 0x80, 0x01]);
    }
}
