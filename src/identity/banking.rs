//! Account numbers, routing numbers and IBANs of banks that do not exist.
//!
//! # Source
//!
//! Routing numbers: American Bankers Association, Routing Number Policy (prefixes 00–12, 21–32, 61–72 and 80 are in use).
//! IBANs: ISO 13616 registry for the forms; French bank code 99999, British bank code `ZZZZ` with sort code 99-99-99 and German
//! bank codes that begin with 9 are assigned to no bank.

use crate::identity::Permutation;
use crate::identity::checksums::{aba_check_digit, digits, has_digits, mod_97};
use crate::rng::mix;
use crate::units::AccountId;

/// The forms of account numbers: the lowest number, and how many follow it. The first digit is never 0.
pub(super) const ACCOUNTS: [(u64, u64); 3] =
    [(1_000_000_000, 9_000_000_000), (10_000_000_000, 90_000_000_000), (100_000_000_000, 900_000_000_000)];

const ROUTING_PREFIXES: [std::ops::RangeInclusive<u64>; 4] = [13..=20, 33..=60, 73..=79, 81..=99];

/// Writes the number of an account: ten to twelve digits, as the bank has it.
pub(super) fn account_number(permutations: &[Permutation; 3], account: AccountId, bank: usize) -> String {
    let form = bank % ACCOUNTS.len();
    (ACCOUNTS[form].0 + permutations[form].at(account.0 as u64)).to_string()
}

/// Returns whether a text has the form of an account number: eight digits, or ten to twelve.
pub fn is_account_number(text: &str) -> bool {
    has_digits(text, 8..=8) || has_digits(text, 10..=12)
}

/// How a country's banks number accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountForm {
    /// A routing number of nine digits, an account number of ten to twelve.
    American,
    /// A sort code of six digits, an account number of eight, an IBAN of both.
    British,
    /// Bank and branch of five digits each, an account number of eleven, an IBAN of all with their key.
    French,
}

impl AccountForm {
    /// Completes what a scenario says of a bank's number (its first eight digits, its sort code, or its code and branch); none
    /// where that could belong to somebody.
    pub fn routing_number(self, stem: &str) -> Option<String> {
        let number = match self {
            Self::American => {
                let digits = digits(stem).filter(|digits| digits.len() == 8)?;
                format!("{stem}{}", aba_check_digit(&digits))
            }
            Self::British | Self::French => stem.to_owned(),
        };
        let is_nobodys = match self {
            Self::American => is_us_routing(&number),
            Self::British => is_gb_sort_code(&number),
            Self::French => is_fr_bank_code(&number),
        };
        is_nobodys.then_some(number)
    }

    /// Says what a scenario must give as a bank's number.
    pub fn routing_remedy(self) -> &'static str {
        match self {
            Self::American => "give eight digits that begin with 13-20, 33-60, 73-79 or 81-99",
            Self::British => "give the sort code 999999, which no bank has",
            Self::French => "give the bank code 99999, which no bank has, and five digits for a branch",
        }
    }

    /// Writes the account of somebody outside the dataset as a statement shows it, from a random word.
    pub fn mint_outside(self, word: u64) -> String {
        let foreign = match self {
            Self::American => None,
            Self::British => mint_foreign_iban("GB", word),
            Self::French => mint_foreign_iban("FR", word),
        };
        foreign.unwrap_or_else(|| mint_outside_account(word))
    }
}

/// How many numbers of eight and eleven digits there are.
pub(super) const BRITISH: u64 = 100_000_000;
pub(super) const FRENCH: u64 = 100_000_000_000;
const ACCOUNTS_PER_CUSTOMER: u64 = 16;

/// Writes an account's number of eight digits: unique up to 6.2 million customers with 16 accounts each.
pub(super) fn british_number(permutation: &Permutation, account: AccountId) -> String {
    let (customer, running) = (account.0 as u64 / 100, account.0 as u64 % 100);
    format!("{:08}", permutation.at(customer * ACCOUNTS_PER_CUSTOMER + running % ACCOUNTS_PER_CUSTOMER))
}

/// Writes an account's number of eleven digits: unique up to a billion customers.
pub(super) fn french_number(permutation: &Permutation, account: AccountId) -> String {
    format!("{:011}", permutation.at(account.0 as u64))
}

/// Writes the IBAN of an account of a bank that is nobody's; none in the United States.
pub(super) fn iban_of(form: AccountForm, routing_number: &str, number: &str) -> Option<String> {
    match form {
        AccountForm::American => None,
        AccountForm::British => Some(iban("GB", &format!("ZZZZ{routing_number}{number}"))),
        AccountForm::French => {
            let branch = routing_number[5..].parse().expect("a branch is five digits");
            Some(iban("FR", &french_bban(branch, number.parse().expect("a number is written in digits"))))
        }
    }
}

/// Returns whether a text is the sort code that no bank has.
pub fn is_gb_sort_code(text: &str) -> bool {
    text == "999999"
}

/// Returns whether a text is the French bank code that no bank has, and a branch.
pub fn is_fr_bank_code(text: &str) -> bool {
    has_digits(text, 10..=10) && text.starts_with("99999")
}

/// Returns whether a text is the number of a bank that no bank has, in any country.
pub fn is_routing_number(text: &str) -> bool {
    is_us_routing(text) || is_gb_sort_code(text) || is_fr_bank_code(text)
}

/// Writes the account number of somebody outside the dataset, from a random word.
pub fn mint_outside_account(word: u64) -> String {
    let (low, count) = ACCOUNTS[(word % 3) as usize];
    (low + mix(word) % count).to_string()
}

/// Writes a routing number with a valid check digit and a prefix that is not assigned, from a random word.
pub fn mint_us_routing(word: u64) -> String {
    let mut choice = word % ROUTING_PREFIXES.iter().cloned().map(Iterator::count).sum::<usize>() as u64;
    let mut prefix = 0;
    for range in ROUTING_PREFIXES {
        let count = range.clone().count() as u64;
        if choice < count {
            prefix = range.start() + choice;
            break;
        }
        choice -= count;
    }
    let body = format!("{prefix:02}{:06}", mix(word) % 1_000_000);
    let check = aba_check_digit(&digits(&body).expect("a number is written in digits"));
    format!("{body}{check}")
}

/// Returns whether a text is a routing number with a valid check digit that can be assigned to nobody.
pub fn is_us_routing(text: &str) -> bool {
    if text.len() != 9 {
        return false;
    }
    let Some(digits) = digits(text) else { return false };
    let prefix = u64::from(digits[0]) * 10 + u64::from(digits[1]);
    ROUTING_PREFIXES.iter().any(|range| range.contains(&prefix)) && aba_check_digit(&digits[..8]) == digits[8]
}

/// Writes an IBAN of no bank in `FR`, `GB` or `DE`, from a random word; none for another country.
pub fn mint_foreign_iban(country: &str, word: u64) -> Option<String> {
    let account = mix(word);
    let bban = match country {
        "FR" => french_bban(mix(account) % 100_000, account % 100_000_000_000),
        "GB" => format!("ZZZZ999999{:08}", account % 100_000_000),
        "DE" => format!("9{:07}{:010}", mix(account) % 10_000_000, account % 10_000_000_000),
        _ => return None,
    };
    Some(iban(country, &bban))
}

fn iban(country: &str, bban: &str) -> String {
    let rest = mod_97(&format!("{bban}{country}00")).expect("digits and capital letters only");
    format!("{country}{:02}{bban}", 98 - rest)
}

/// Writes bank, branch and account with the French key (clé RIB).
fn french_bban(branch: u64, account: u64) -> String {
    const BANK: u64 = 99_999;
    let key = 97 - (89 * BANK + 15 * branch + 3 * account) % 97;
    format!("{BANK}{branch:05}{account:011}{key:02}")
}

/// Returns whether a text is an IBAN that is valid and of no bank.
pub fn is_iban(text: &str) -> bool {
    let (Some(country), Some(check), Some(bban)) = (text.get(..2), text.get(2..4), text.get(4..)) else { return false };
    let is_form_good = match country {
        "FR" => is_french_bban(bban),
        "GB" => bban.len() == 18 && bban.strip_prefix("ZZZZ999999").is_some_and(|rest| has_digits(rest, 8..=8)),
        "DE" => has_digits(bban, 18..=18) && (bban.starts_with('9') || bban.starts_with('0')),
        _ => false,
    };
    is_form_good && has_digits(check, 2..=2) && mod_97(&format!("{bban}{country}{check}")) == Some(1)
}

fn is_french_bban(bban: &str) -> bool {
    if !has_digits(bban, 23..=23) || !bban.starts_with("99999") {
        return false;
    }
    let number = |range: std::ops::Range<usize>| bban[range].parse::<u64>().expect("all are digits");
    (89 * number(0..5) + 15 * number(5..10) + 3 * number(10..21) + number(21..23)) % 97 == 0
}

/// Returns whether a text is an account number or an IBAN of ours: what stands for a counterparty's account.
pub fn is_counterparty_account(text: &str) -> bool {
    is_account_number(text) || is_iban(text)
}
