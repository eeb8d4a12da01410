//! What a messenger platform calls people and pages. Its own ids are decimal and begin with no zero; ours do.

use super::devices::is_hex;
use super::permutation::Permutation;
use crate::rng::mix;
use crate::units::{BankId, LinkId, PlatformUserId, ReceiptId, ShipmentId};

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

/// Writes a number that is one-to-one with an id below 36^11, and tells nothing of its neighbours: `prefix` and eleven digits or capital letters.
fn scattered(prefix: &str, id: i64) -> String {
    // Coprime to 36, so that no two products are the same modulo a power of it.
    const FACTOR: u128 = 98_764_320_261_287_309;
    let mut left = (id as u128 * FACTOR % 36_u128.pow(11)) as u64;
    let mut text = String::with_capacity(prefix.len() + 11);
    text.push_str(prefix);
    for _ in 0..11 {
        text.push(char::from(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(left % 36) as usize]));
        left /= 36;
    }
    text
}

/// Writes the number by which a shop knows the order of a receipt.
pub fn mint_order_number(receipt: ReceiptId) -> String {
    scattered("SYN-", receipt.0)
}

/// Writes the number by which a carrier knows a parcel.
pub fn mint_tracking_number(shipment: ShipmentId) -> String {
    scattered("SYN", shipment.0)
}

/// Returns whether a text is the number of an order of ours.
pub fn is_order_number(text: &str) -> bool {
    text.strip_prefix("SYN-").is_some_and(is_scattered)
}

/// Returns whether a text is the number of a parcel of ours.
pub fn is_tracking_number(text: &str) -> bool {
    text.strip_prefix("SYN").is_some_and(is_scattered)
}

fn is_scattered(rest: &str) -> bool {
    rest.len() == 11 && rest.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn orders_and_parcels_have_numbers_of_their_own() {
        let ids = (0..40).flat_map(|community| (1..100).map(move |number| community * 1_000_000_000 + number));
        let orders: BTreeSet<String> = ids.map(|id| mint_order_number(ReceiptId(id))).collect();
        assert_eq!(orders.len(), 40 * 99);
        assert!(orders.iter().all(|number| is_order_number(number) && !is_tracking_number(number)));
        assert!(is_tracking_number(&mint_tracking_number(ShipmentId(7))) && !is_tracking_number("1Z9999999999"));
    }
}
