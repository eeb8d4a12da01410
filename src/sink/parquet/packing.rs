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

#[inline(never)]
fn pack_width<const WIDTH: usize, T: Copy + Into<u64>>(values: &[T; 32], out: &mut Vec<u8>) {
    let mut words = [0_u32; WIDTH];
    for (index, value) in values.iter().enumerate() {
        let value: u64 = (*value).into();
        let (word, shift) = (index * WIDTH / 32, index * WIDTH % 32);
        words[word] |= (value << shift) as u32;
        if shift + WIDTH > 32 {
            words[word + 1] |= (value >> (32 - shift)) as u32;
        }
        if shift + WIDTH > 64 {
            words[word + 2] |= (value >> (64 - shift)) as u32;
        }
    }
    let mut bytes = [0_u8; 256];
    for (place, word) in bytes.chunks_exact_mut(4).zip(words) {
        place.copy_from_slice(&word.to_le_bytes());
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
