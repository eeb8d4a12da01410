//! The check digits of the field.

/// Returns the digit that makes digits valid after ISO/IEC 7812 (Luhn) when it is appended to them.
pub fn luhn_check_digit(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| {
            let doubled = u32::from(digit) * if place % 2 == 0 { 2 } else { 1 };
            doubled / 10 + doubled % 10
        })
        .sum();
    ((10 - sum % 10) % 10) as u8
}

/// Returns the digit that makes the first eight digits of a US routing number valid when it is appended to them.
pub fn aba_check_digit(digits: &[u8]) -> u8 {
    let sum: u32 =
        digits.iter().zip([3, 7, 1].into_iter().cycle()).map(|(&digit, weight)| u32::from(digit) * weight).sum();
    ((10 - sum % 10) % 10) as u8
}

/// Returns the remainder after division by 97 of digits and capital letters read as ISO 7064 does (A is 10, Z is 35).
///
/// Returns none if there is any other character.
pub fn mod_97(text: &str) -> Option<u32> {
    text.bytes().try_fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => Some((rest * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(byte - b'A') + 10) % 97),
        _ => None,
    })
}

/// Returns the values of a text's digits; none if there is anything else in it.
pub(super) fn digits(text: &str) -> Option<Vec<u8>> {
    text.bytes().map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect()
}

/// Returns whether a text consists of so many digits and nothing else.
pub(super) fn has_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standards_hold() {
        // The worked example of ISO/IEC 7812-1 annex B, and the routing number that every explanation of the check digit uses.
        assert_eq!(luhn_check_digit(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1]), 3);
        assert_eq!(aba_check_digit(&[1, 1, 1, 0, 0, 0, 0, 2]), 5);
        // The example of ISO 13616, its country and check digits moved to the end.
        assert_eq!(mod_97("WEST12345698765432GB82"), Some(1));
        assert_eq!(mod_97("a"), None);
    }
}
