//! What a messenger platform calls people and pages. Its own ids are decimal and begin with no zero; ours do.

use super::devices::is_hex;
use super::permutation::Permutation;
use crate::rng::mix;
use crate::units::{BankId, LinkId, PlatformUserId};

/// How many page-scoped ids there are: 15 digits.
pub(super) const PAGE_SCOPED: u64 = 1_000_000_000_000_000;
const PAGES: u64 = 10_000_000_000_000;

pub(super) fn page_scoped_id(permutation: &Permutation, user: PlatformUserId) -> String {
    format!("00{:015}", permutation.at(user.0 as u64))
}

pub(super) fn page_id(key: u64, bank: BankId) -> String {
    // Pages are few, so that the bank's own number keeps them apart.
    format!("00{:013}", (mix(key) % (PAGES / 1_000)) * 1_000 + bank.0 as u64 % 1_000)
}

pub(super) fn link_code(key: u64, link: LinkId) -> String {
    format!("syn_{:016x}", mix(key ^ link.0 as u64))
}

/// Returns whether a text is a person or page of ours: two zeros and 13 to 15 digits.
pub fn is_platform_id(text: &str) -> bool {
    let is_number =
        |digits: &str| (13..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix("00").is_some_and(is_number)
}

/// Returns whether a text is a code of ours by which a bank confirms a link.
pub fn is_link_code(text: &str) -> bool {
    text.strip_prefix("syn_").is_some_and(|rest| is_hex(rest, 16))
}
