//! Invented names: two words and what the shop is, never the name of somebody's shop that we know of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::codes::{Category, Mcc};
use crate::rng::Stream;

const WORDS: &str = include_str!("../../reference/merchant_words.csv");
const NOUNS: &str = include_str!("../../reference/store_nouns.csv");
const ABROAD: &str = include_str!("../../reference/store_words_abroad.csv");
const BRANDS: &str = include_str!("../../reference/brands.csv");

/// The longest merchant name on a statement, in characters (ISO 8583 data element 43 leaves 22 to 25).
const DESCRIPTOR_CHARS: usize = 22;
/// The longest city on a statement, in characters.
const CITY_CHARS: usize = 13;

struct Vocabulary {
    first: Vec<&'static str>,
    second: Vec<&'static str>,
    street: Vec<&'static str>,
    street_kind: Vec<&'static str>,
    online_first: Vec<&'static str>,
    online_second: Vec<&'static str>,
    /// What a shop of a code calls itself, ascending by code.
    nouns: Vec<(Mcc, Vec<&'static str>)>,
    /// What shops abroad call themselves: country, category (or `word` for the words that follow), words.
    abroad: BTreeMap<&'static str, BTreeMap<&'static str, Vec<&'static str>>>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let list = |name: &str| -> Vec<&'static str> {
        WORDS.lines().filter_map(|line| line.split_once(',')).filter(|(n, _)| *n == name).map(|(_, w)| w).collect()
    };
    let mut nouns: Vec<(Mcc, Vec<&'static str>)> = NOUNS
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .map(|(mcc, words)| (code(mcc), words.split(';').collect()))
        .collect();
    nouns.sort_unstable_by_key(|(mcc, _)| *mcc);
    Vocabulary {
        first: list("first"),
        second: list("second"),
        street: list("street"),
        street_kind: list("street_kind"),
        online_first: list("online_first"),
        online_second: list("online_second"),
        nouns,
        abroad: words_abroad(),
    }
});

fn words_abroad() -> BTreeMap<&'static str, BTreeMap<&'static str, Vec<&'static str>>> {
    let mut countries = BTreeMap::<_, BTreeMap<_, _>>::new();
    for line in ABROAD.lines().skip(1) {
        let mut field = line.split(',');
        let mut next = || field.next().expect("a line of the embedded table has three fields");
        let (country, what) = (next(), next());
        countries.entry(country).or_default().insert(what, next().split(';').collect());
    }
    countries
}

fn code(digits: &str) -> Mcc {
    Mcc(digits.parse().expect("the embedded table holds codes of four digits"))
}

/// A chain of the embedded list: what it sells, its code and its name.
pub(super) fn brands() -> impl Iterator<Item = (Category, Mcc, &'static str)> {
    BRANDS.lines().skip(1).map(|line| {
        let mut field = line.split(',');
        let mut next = || field.next().expect("a line of the embedded table has three fields");
        let category = Category::parse(next()).expect("the embedded table names known categories");
        (category, code(next()), next())
    })
}

fn noun(mcc: Mcc, draw: u64) -> &'static str {
    match VOCABULARY.nouns.binary_search_by_key(&mcc, |(code, _)| *code) {
        Ok(at) => {
            let words = &VOCABULARY.nouns[at].1;
            words[(draw % words.len() as u64) as usize]
        }
        Err(_) => "Company",
    }
}

/// Returns the name of a store in the language of its country, as in "Copper Kettle Diner" or "Bistrot du Colvert", by one
/// word of randomness.
pub(super) fn store(country: &str, category: Category, mcc: Mcc, word: u64) -> String {
    let abroad = VOCABULARY.abroad.get(country);
    if let Some((nouns, words)) = abroad.and_then(|of| Some((of.get(category.word())?, of.get("word")?))) {
        let noun = nouns[(word & 0xffff) as usize % nouns.len()];
        return format!("{noun} {}", words[(word >> 16 & 0xffff) as usize % words.len()]);
    }
    let first = VOCABULARY.first[(word & 0xffff) as usize % VOCABULARY.first.len()];
    let second = VOCABULARY.second[(word >> 16 & 0xffff) as usize % VOCABULARY.second.len()];
    format!("{first} {second} {}", noun(mcc, word >> 32))
}

/// Returns how many sites can have names of their own.
pub(super) fn online_names() -> usize {
    VOCABULARY.online_first.len() * VOCABULARY.online_second.len()
}

/// Returns the name and the host of a site by its number, which must be below [`online_names`]; no two share a host.
pub(super) fn online(mcc: Mcc, number: usize, offset: u64) -> (String, String) {
    /// A prime that divides no plausible number of pairs, so that neighbours in number are strangers in name.
    const STEP: usize = 2_027;
    let pair = (number * STEP + offset as usize % online_names()) % online_names();
    let compound = format!(
        "{}{}",
        VOCABULARY.online_first[pair % VOCABULARY.online_first.len()],
        VOCABULARY.online_second[pair / VOCABULARY.online_first.len()]
    );
    let host = format!("{}.example", compound.to_lowercase());
    (format!("{compound} {}", noun(mcc, number as u64)), host)
}

/// Returns the host of a chain's site.
pub(super) fn host(name: &str) -> String {
    let plain = folded(name).to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("{}.example", words.join("-"))
}

/// Returns an invented street and number by one stream.
pub(super) fn street_address(stream: &mut Stream) -> String {
    let number = stream.between(1, 9_899);
    format!("{number} {} {}", stream.pick(&VOCABULARY.street), stream.pick(&VOCABULARY.street_kind))
}

/// Returns a merchant's name as statements show it: upper case, plain letters, 22 characters at most.
pub(super) fn descriptor(name: &str) -> String {
    shortened(&folded(name).to_uppercase(), DESCRIPTOR_CHARS)
}

/// Returns a store's line on a statement: name, number if it belongs to a chain, city and state.
pub(super) fn store_descriptor(name: &str, number: Option<i32>, city: &str, admin1: &str) -> String {
    let upper = folded(name).to_uppercase();
    let city = shortened(&folded(city).to_uppercase(), CITY_CHARS);
    match number {
        None => format!("{} {city} {admin1}", shortened(&upper, DESCRIPTOR_CHARS)),
        Some(number) => {
            let number = format!("{number:04}");
            format!("{} {number} {city} {admin1}", shortened(&upper, DESCRIPTOR_CHARS - 1 - number.len()))
        }
    }
}

fn shortened(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect::<String>().trim_end().to_owned()
}

/// Replaces the accented letters of our place names by plain ones, as terminals print them.
fn folded(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
            'é' | 'è' | 'ê' => 'e',
            'É' => 'E',
            'í' | 'î' => 'i',
            'ó' | 'ô' | 'ö' | 'õ' => 'o',
            'ú' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        })
        .filter(char::is_ascii)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_sites_share_a_host() {
        let hosts: HashSet<String> = (0..online_names()).map(|n| online(Mcc(5999), n, 12_345).1).collect();
        assert_eq!(hosts.len(), online_names());
    }

    #[test]
    fn a_statement_line_is_plain_upper_case_with_a_name_of_22_characters_at_most() {
        assert_eq!(store_descriptor("Copper Kettle Diner", None, "Montréal", "QC"), "COPPER KETTLE DINER MONTREAL QC");
        let line = store_descriptor("Tandlewick Grocers", Some(1_400_312), "South Lake Tahoe", "CA");
        assert_eq!(line, "TANDLEWICK GRO 1400312 SOUTH LAKE TA CA");
    }

    #[test]
    fn a_store_abroad_speaks_its_country_s_language_on_a_plain_statement() {
        let name = store("FR", Category::FastFood, Mcc(5814), 1 << 16);
        assert_eq!(name, "Café de la Lanterne");
        assert_eq!(store_descriptor(&name, None, "Nice", "93"), "CAFE DE LA LANTERNE NICE 93");
        let ends_in_noun = |country| store(country, Category::FastFood, Mcc(5814), 0).ends_with("Coffee");
        assert!(ends_in_noun("US") && ends_in_noun("GB"));
    }

    #[test]
    fn every_accent_of_our_names_has_a_plain_letter() {
        let places = include_str!("../../reference/destinations.csv");
        for text in [ABROAD, BRANDS, places] {
            assert_eq!(folded(text).chars().count(), text.chars().count());
        }
    }

    #[test]
    fn a_host_is_plain_and_reserved() {
        assert_eq!(host("Lugmoor Tyre & Service"), "lugmoor-tyre-service.example");
    }
}
