//! Numbers as people read them.

/// Writes a whole number with its thousands apart: `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Writes a size in decimal units: `12.3 MB`.
pub(super) fn bytes(count: u64) -> String {
    let (mut value, mut unit) = (count as f64, "B");
    for larger in ["kB", "MB", "GB", "TB"] {
        if value < 1_000.0 {
            break;
        }
        (value, unit) = (value / 1_000.0, larger);
    }
    if unit == "B" { format!("{count} B") } else { format!("{value:.1} {unit}") }
}

/// Writes a value for an axis in as few letters as it takes: `0.5`, `20`, `3k`, `1.5M`.
pub(super) fn short(value: f64) -> String {
    let size = value.abs();
    let (divisor, unit) = match size {
        1e9.. => (1e9, "bn"),
        1e6.. => (1e6, "M"),
        1e4.. => (1e3, "k"),
        _ => (1.0, ""),
    };
    let digits = if size >= 1_000.0 && unit.is_empty() {
        let sign = if value < 0.0 { "-" } else { "" };
        format!("{sign}{}", grouped(size.round() as u64))
    } else {
        let text = format!("{:.3}", value / divisor);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let digits = if digits == "-0" { "0".to_owned() } else { digits };
    format!("{}{unit}", digits.replace('-', "−"))
}

/// Writes a share as a percentage with as many digits as help: `0.03 %`, `4.2 %`, `63 %`.
pub(super) fn percent(share: f64) -> String {
    let value = share * 100.0;
    match value.abs() {
        0.0 => "0 %".to_owned(),
        ..0.01 => "< 0.01 %".to_owned(),
        ..1.0 => format!("{value:.2} %"),
        ..10.0 => format!("{value:.1} %"),
        _ => format!("{value:.0} %"),
    }
}

/// Writes a share for an axis, in as few letters as it takes: `2.5 %`, `40 %`.
pub(super) fn percent_tick(share: f64) -> String {
    format!("{} %", short(share * 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!([grouped(0), grouped(999), grouped(1_234_567)], ["0", "999", "1,234,567"]);
        assert_eq!([bytes(999), bytes(12_345_678)], ["999 B", "12.3 MB"]);
        let words = [0.0, 0.5, 20.0, 2_500.0, -2_500.0, 30_000.0, 1.5e6, -0.0].map(short);
        assert_eq!(words, ["0", "0.5", "20", "2,500", "−2,500", "30k", "1.5M", "0"]);
        assert_eq!([0.0, 0.000_01, 0.003, 0.042, 0.63].map(percent), ["0 %", "< 0.01 %", "0.30 %", "4.2 %", "63 %"]);
    }
}
