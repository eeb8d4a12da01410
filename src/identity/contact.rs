//! Tax ids, telephone numbers, e-mail addresses and sites that reach nobody.
//!
//! # Source
//!
//! Social-security numbers: US Social Security Administration, POMS RM 10201.035 (no area 000 or 666, no group 00 is ever issued).
//! Telephone: ITU-T E.164, list of assigned country codes (+999 is not assigned). Names of hosts: RFC 2606 and RFC 6761.

use crate::identity::Permutation;
use crate::identity::checksums::has_digits;
use crate::units::CustomerId;

/// Numbers with group 00 in areas 000–899, and after them those of areas 000 and 666 with groups 01–99.
pub(super) const TAX_IDS: u64 = WITH_GROUP_ZERO + 2 * 99 * 10_000;
const WITH_GROUP_ZERO: u64 = 900 * 10_000;
/// Ten digits after the country code.
pub(super) const PHONES: u64 = 10_000_000_000;
/// Mailbox numbers: nine digits.
pub(super) const MAILBOXES: u64 = 1_000_000_000;
const VERSIONS: u64 = 16;
const MAIL_HOSTS: [&str; 3] = ["example.com", "example.org", "example.net"];

/// Returns a number for each version of a customer's contact details.
pub(super) fn versioned(customer: CustomerId, version: u8) -> u64 {
    customer.0 as u64 * VERSIONS + u64::from(version) % VERSIONS
}

/// Writes a customer's tax id; ids from 1 come first, so that the commonest form is `ddd-00-dddd`.
pub(super) fn tax_id(permutation: &Permutation, customer: CustomerId) -> String {
    let number = permutation.at(customer.0 as u64);
    let serial = number % 10_000;
    if number < WITH_GROUP_ZERO {
        return format!("{:03}-00-{serial:04}", number / 10_000);
    }
    let rest = (number - WITH_GROUP_ZERO) / 10_000;
    let area = if rest.is_multiple_of(2) { 0 } else { 666 };
    format!("{area:03}-{:02}-{serial:04}", rest / 2 + 1)
}

/// Returns whether a text is a social-security number that is never issued.
///
/// Areas from 900 are refused: other tax ids live there.
pub fn is_us_ssn(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [area, group, serial] = parts[..] else { return false };
    has_digits(area, 3..=3)
        && has_digits(group, 2..=2)
        && has_digits(serial, 4..=4)
        && !area.starts_with('9')
        && (group == "00" || area == "000" || area == "666")
}

/// Writes a customer's telephone number.
pub(super) fn phone(permutation: &Permutation, customer: CustomerId, version: u8) -> String {
    format!("+999{:010}", permutation.at(versioned(customer, version)))
}

/// Returns whether a text is a telephone number that rings nowhere: country code 999, or 555-0100 to 555-0199 in North America.
pub fn is_phone(text: &str) -> bool {
    let in_no_country = text.strip_prefix("+999").is_some_and(|rest| has_digits(rest, 10..=10));
    let in_fiction = text.len() == 12
        && text.strip_prefix("+1").is_some_and(|rest| has_digits(rest, 10..=10) && &rest[3..8] == "55501");
    in_no_country || in_fiction
}

/// Writes an e-mail address of a name and a number: lower-case letters, digits and dots at a documentation host.
pub fn mint_email(given_name: &str, surname: &str, number: u64) -> String {
    let plain = |name: &str| name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    let host = MAIL_HOSTS[(number % 3) as usize];
    format!("{}.{}.{number}@{host}", plain(given_name), plain(surname))
}

/// Returns whether a text is an e-mail address at a host that delivers to nobody.
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._+-".contains(&b))
        && is_host(host)
}

/// Returns whether a text is the address of a site that nobody can own.
pub fn is_website(text: &str) -> bool {
    let text = text.strip_prefix("https://").unwrap_or(text);
    let host = text.split_once('/').map_or(text, |(host, _)| host);
    is_host(host)
}

fn is_host(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let is_reserved = matches!(labels[..], [.., _, "example" | "test"] | [.., "example", "com" | "org" | "net"]);
    is_reserved && labels.iter().all(is_label)
}
