//! Tax ids, telephone numbers, e-mail addresses and sites that reach nobody.
//!
//! # Source
//!
//! Social-security numbers: US Social Security Administration, POMS RM 10201.035 (no area 000 or 666, no group 00 is ever issued).
//! National Insurance numbers: HM Revenue & Customs, National Insurance Manual NIM39110 (no prefix has D, F, I, Q, U or V). French
//! register: Insee, décret 82-103 (months 01–12; 20, 30–42 and from 50 on for births whose month is not known). Telephone: ITU-T
//! E.164, list of assigned country codes (+999 is not assigned); Ofcom, numbers for use in TV and radio drama; Arcep, décision
//! 2018-0881 (numbers for audiovisual works). Names of hosts: RFC 2606 and RFC 6761.

use crate::codes::Sex;
use crate::identity::Permutation;
use crate::identity::checksums::has_digits;
use crate::units::{CustomerId, Date};

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

/// In which form a country numbers its people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxIdForm {
    /// Social-security number, United States.
    SocialSecurity,
    /// National Insurance number, United Kingdom.
    NationalInsurance,
    /// Numéro d'inscription au répertoire, France.
    Repertoire,
}

/// Numbers with a first letter that no prefix has: four letters, any second one, six digits, four suffixes.
pub(super) const NATIONAL_INSURANCE: u64 = 4 * 26 * 1_000_000 * 4;
/// Letters that no prefix begins with. F and I are left out: a pension office once used prefixes of its own with F.
const NO_FIRST_LETTER: &[u8; 4] = b"DQUV";

/// Writes a National Insurance number that is never issued.
pub(super) fn national_insurance(permutation: &Permutation, customer: CustomerId) -> String {
    let number = permutation.at(customer.0 as u64);
    let (suffix, number) = (char::from(b'A' + (number % 4) as u8), number / 4);
    let (digits, number) = (number % 1_000_000, number / 1_000_000);
    let second = char::from(b'A' + (number % 26) as u8);
    let first = char::from(NO_FIRST_LETTER[(number / 26 % 4) as usize]);
    format!("{first}{second}{digits:06}{suffix}")
}

/// Returns whether a text is a National Insurance number that is never issued: its prefix has a first letter that none has.
pub fn is_gb_nino(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.is_ascii()
        && bytes.len() == 9
        && NO_FIRST_LETTER.contains(&bytes[0])
        && bytes[1].is_ascii_uppercase()
        && has_digits(&text[2..8], 6..=6)
        && (b'A'..=b'D').contains(&bytes[8])
}

/// Months 13–19 in each of 94 departments, with 990 communes and 999 births each.
pub(super) const REPERTOIRE: u64 = MONTHS * DEPARTMENTS * COMMUNES * BIRTHS;
const MONTHS: u64 = 7;
const DEPARTMENTS: u64 = 94;
const COMMUNES: u64 = 990;
const BIRTHS: u64 = 999;

/// Writes a number of the French register with an impossible month; sex and year are the customer's, the key is valid.
pub(super) fn repertoire(permutation: &Permutation, customer: CustomerId, sex: Sex, born_on: Date) -> String {
    let number = permutation.at(customer.0 as u64);
    let (month, number) = (13 + number % MONTHS, number / MONTHS);
    let (department, number) = (1 + number % DEPARTMENTS, number / DEPARTMENTS);
    // Corsica writes its department with a letter.
    let department = if department < 20 { department } else { department + 1 };
    let (commune, birth) = (1 + number % COMMUNES, 1 + number / COMMUNES % BIRTHS);
    let sex = if sex == Sex::Male { 1 } else { 2 };
    let body = format!("{sex}{:02}{month}{department:02}{commune:03}{birth:03}", born_on.civil().year.rem_euclid(100));
    let key = 97 - body.parse::<u64>().expect("all are digits") % 97;
    format!("{body}{key:02}")
}

/// Returns whether a text is a number of the French register that is never given: fifteen digits with a valid key and a month
/// from 13 to 19. Months from 20 on stand for unknown ones and are given.
pub fn is_fr_nir(text: &str) -> bool {
    has_digits(text, 15..=15)
        && matches!(&text[..1], "1" | "2")
        && matches!(&text[3..5], "13" | "14" | "15" | "16" | "17" | "18" | "19")
        && text[..13].parse::<u64>().is_ok_and(|body| text[13..].parse() == Ok(97 - body % 97))
}

/// Returns whether a text is a tax id of any of our countries that is never given to anybody.
pub fn is_tax_id(text: &str) -> bool {
    is_us_ssn(text) || is_gb_nino(text) || is_fr_nir(text)
}

/// Writes a customer's telephone number.
pub(super) fn phone(permutation: &Permutation, customer: CustomerId, version: u8) -> String {
    format!("+999{:010}", permutation.at(versioned(customer, version)))
}

/// The ranges that Ofcom and Arcep keep for fiction, up to the digits that vary, and how many of these there are.
const FICTION: [(&str, usize); 9] = [
    ("+447700900", 3),
    ("+442079460", 3),
    ("+441632960", 3),
    ("+3319900", 4),
    ("+3326191", 4),
    ("+3335301", 4),
    ("+3346571", 4),
    ("+3353649", 4),
    ("+3363998", 4),
];

/// Returns whether a text is a telephone number that rings nowhere: country code 999, or a range that is kept for fiction:
/// 555-0100 to 555-0199 in North America, Ofcom's and Arcep's.
pub fn is_phone(text: &str) -> bool {
    let in_no_country = text.strip_prefix("+999").is_some_and(|rest| has_digits(rest, 10..=10));
    let in_fiction = text.len() == 12
        && text.strip_prefix("+1").is_some_and(|rest| has_digits(rest, 10..=10) && &rest[3..8] == "55501");
    let in_drama = FICTION
        .iter()
        .any(|(start, digits)| text.strip_prefix(start).is_some_and(|rest| has_digits(rest, *digits..=*digits)));
    in_no_country || in_fiction || in_drama
}

/// Writes an e-mail address of a name and a number: lower-case letters, digits and dots at a documentation host.
pub fn mint_email(given_name: &str, surname: &str, number: u64) -> String {
    let letters = |name: &str| plain_letters(name).chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let plain = |name: &str| letters(name).to_ascii_lowercase();
    let host = MAIL_HOSTS[(number % 3) as usize];
    format!("{}.{}.{number}@{host}", plain(given_name), plain(surname))
}

/// Replaces the accented letters of our names by plain ones, as addresses and terminals write them; drops what has none.
pub fn plain_letters(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
            'Á' | 'À' | 'Â' => 'A',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'É' | 'È' | 'Ê' => 'E',
            'í' | 'î' | 'ï' => 'i',
            'Î' => 'I',
            'ó' | 'ô' | 'ö' | 'õ' => 'o',
            'Ô' => 'O',
            'ú' | 'û' | 'ü' | 'ù' => 'u',
            'ÿ' => 'y',
            'ñ' => 'n',
            'ç' => 'c',
            'Ç' => 'C',
            'œ' => 'e',
            other => other,
        })
        .filter(char::is_ascii)
        .collect()
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
