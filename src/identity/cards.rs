//! Card numbers, their tokens, and the numbers of card acceptors.
//!
//! # Source
//!
//! ISO/IEC 7812 gives prefixes that begin with 9 to national bodies, the next three digits being the country's number in ISO 3166;
//! 999 is assigned to no country, so `9999 99` can be issued by nobody.

use crate::identity::Permutation;
use crate::identity::checksums::{digits, luhn_check_digit};
use crate::rng::mix;
use crate::units::{CardId, MerchantId};

const PREFIX: u64 = 999_999;
/// How many card numbers there are: nine digits between prefix and check digit.
pub(super) const PANS: u64 = 1_000_000_000;
const CARDS_PER_CUSTOMER: u64 = 64;

/// Writes the card number of a card.
pub(super) fn pan(permutation: &Permutation, card: CardId) -> String {
    let (customer, running) = (card.0 as u64 / 1000, card.0 as u64 % 1000);
    let serial = permutation.at(customer * CARDS_PER_CUSTOMER + running % CARDS_PER_CUSTOMER);
    let body = format!("{PREFIX}{serial:09}");
    let check = luhn_check_digit(&digits(&body).expect("a number is written in digits"));
    format!("{body}{check}")
}

/// Writes the token of a card: the mixer is one-to-one on 64 bits, so no two cards share one.
pub(super) fn pan_token(key: u64, card: CardId) -> String {
    format!("tok_{:016x}", mix(key ^ card.0 as u64))
}

/// Returns whether a text is a card number of ours: 16 digits, the prefix of nobody, a valid check digit.
pub fn is_pan(text: &str) -> bool {
    let Some(digits) = digits(text) else { return false };
    text.len() == 16 && text.starts_with("999999") && luhn_check_digit(&digits[..15]) == digits[15]
}

/// Returns whether a text is a token of ours.
pub fn is_pan_token(text: &str) -> bool {
    text.strip_prefix("tok_").is_some_and(|rest| super::devices::is_hex(rest, 16))
}

/// Returns the issuer identification number of a card number: its first eight digits (ISO/IEC 7812-1:2017).
pub fn bin_of(pan: &str) -> &str {
    &pan[..8]
}

/// Returns the last four digits of a card number.
pub fn last_four_of(pan: &str) -> &str {
    &pan[pan.len() - 4..]
}

/// Writes a card-acceptor identification code (ISO 8583 data element 42, 15 characters): `SYN` and the merchant's id to base 36.
pub fn mint_card_acceptor_id(merchant: MerchantId) -> String {
    let mut text = *b"SYN000000000000";
    let mut left = merchant.0 as u64;
    for place in text[3..].iter_mut().rev() {
        *place = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(left % 36) as usize];
        left /= 36;
    }
    text.iter().map(|&byte| char::from(byte)).collect()
}

/// Returns whether a text is a card-acceptor code of ours.
pub fn is_card_acceptor_id(text: &str) -> bool {
    text.len() == 15
        && text.starts_with("SYN")
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}
