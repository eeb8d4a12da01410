//! Devices and network addresses that lead nowhere.
//!
//! # Source
//!
//! RFC 2544 (198.18.0.0/15, benchmarking) and RFC 1112 section 4 (240.0.0.0/4, reserved); neither is routed.

use crate::rng::mix;
use crate::units::DeviceId;

/// Writes the fingerprint of a device: the mixer is one-to-one on 64 bits, so no two devices share one.
pub(super) fn fingerprint(key: u64, device: DeviceId) -> String {
    format!("syn_{:016x}", mix(key ^ device.0 as u64))
}

/// Returns whether a text is a fingerprint of ours.
pub fn is_device_fingerprint(text: &str) -> bool {
    text.strip_prefix("syn_").is_some_and(|rest| is_hex(rest, 16))
}

/// Returns whether a text consists of so many lower-case hexadecimal digits.
pub(super) fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// Writes an address that is not routed, from a random word: one in sixteen in 198.18.0.0/15, the others in 240.0.0.0/4.
pub fn mint_ip_address(word: u64) -> String {
    let bits = mix(word);
    if word.is_multiple_of(16) {
        return format!("198.{}.{}.{}", 18 + ((bits >> 16) & 1), (bits >> 8) & 255, bits & 255);
    }
    // First octets stop at 254, which leaves the broadcast address out.
    format!("{}.{}.{}.{}", 240 + (bits >> 24) % 15, (bits >> 16) & 255, (bits >> 8) & 255, bits & 255)
}

/// Returns whether a text is an address that is not routed.
pub fn is_ip_address(text: &str) -> bool {
    let Ok(address) = text.parse::<std::net::Ipv4Addr>() else { return false };
    let [first, second, ..] = address.octets();
    (first == 198 && (second == 18 || second == 19)) || (first >= 240 && !address.is_broadcast())
}
