//! Figures as people type and read them.

use crate::error::{Error, Result};

/// Reads a whole number such as `2500`, `10k`, `1.5m` or `1b`, from 1 to `most`.
pub(super) fn parse_count(place: &str, text: &str, most: u64) -> Result<u64> {
    let digits = text.trim().replace('_', "").to_ascii_lowercase();
    let (digits, zeros) = match digits.chars().last() {
        Some('k') => (&digits[..digits.len() - 1], 3),
        Some('m') => (&digits[..digits.len() - 1], 6),
        Some('b') => (&digits[..digits.len() - 1], 9),
        _ => (digits.as_str(), 0),
    };
    match scaled(digits, zeros) {
        Some(0) => Err(Error::input(place, "must be at least 1", "")),
        Some(count) if count > most => {
            Err(Error::input(place, format!("'{text}' is more than {}", grouped(most)), "ask for less"))
        }
        Some(count) => Ok(count),
        None => {
            Err(Error::input(place, format!("'{text}' is no whole number"), "write it as in 2500, 10k, 1.5m or 1b"))
        }
    }
}

fn scaled(digits: &str, zeros: u32) -> Option<u64> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) || fraction.len() > zeros as usize {
        return None;
    }
    let fraction_zeros = zeros - fraction.len() as u32;
    let fraction: u64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let whole = whole.parse::<u64>().ok()?.checked_mul(10_u64.pow(zeros))?;
    whole.checked_add(fraction * 10_u64.pow(fraction_zeros))
}

/// Writes a number with its thousands apart: `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Writes a size in decimal units: `12.3 MB`.
pub(super) fn size(bytes: u64) -> String {
    let (mut value, mut unit) = (bytes as f64, "B");
    for larger in ["kB", "MB", "GB", "TB"] {
        if value < 1_000.0 {
            break;
        }
        (value, unit) = (value / 1_000.0, larger);
    }
    if unit == "B" { format!("{bytes} B") } else { format!("{value:.1} {unit}") }
}

/// Writes a rate in millions a second, or as it is where it is small.
pub(super) fn rate(count: u64, seconds: f64) -> String {
    let rate = count as f64 / seconds.max(1e-6);
    if rate >= 1e6 { format!("{:.2} M", rate / 1e6) } else { grouped(rate as u64) }
}

/// Writes a duration: `8.3 s`, `12 min 5 s`, `3 h 20 min`.
pub(super) fn duration(seconds: f64) -> String {
    let whole = seconds as u64;
    match whole {
        0..60 => format!("{seconds:.1} s"),
        60..3_600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3_600, whole / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_as_people_write_them() {
        let parse = |text| parse_count("--customers", text, 10_000_000_000).ok();
        for (text, count) in
            [("1", 1), ("2_500", 2_500), ("10k", 10_000), ("1.5m", 1_500_000), ("1B", 1_000_000_000), ("0.25k", 250)]
        {
            assert_eq!(parse(text), Some(count), "{text}");
        }
        for text in ["", "k", "ten", "-1", "0", "1.5", "1.2345k", "99b", "1e3", "99999999999999999999", "1..2k", ".5k"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn figures_are_written_as_people_read_them() {
        assert_eq!([grouped(0), grouped(999), grouped(1_234_567)], ["0", "999", "1,234,567"]);
        assert_eq!([size(999), size(12_345_678)], ["999 B", "12.3 MB"]);
        assert_eq!([duration(8.34), duration(725.0), duration(12_000.0)], ["8.3 s", "12 min 5 s", "3 h 20 min"]);
        assert_eq!([rate(3_000_000, 2.0), rate(5_000, 2.0)], ["1.50 M", "2,500"]);
    }
}
