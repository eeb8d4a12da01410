//! Invented names: two words and what the shop is, never the name of somebody's shop that we know of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::codes::{Category, Mcc};
use crate::country::{COUNTRIES, Country, PerCountry, words_of};
use crate::identity::plain_letters;
use crate::rng::Stream;

const ABROAD: &str = include_str!("../../reference/store_words_abroad.csv");

/// The longest merchant name on a statement, in characters (ISO 8583 data element 43 leaves 22 to 25).
const DESCRIPTOR_CHARS: usize = 22;
/// The longest city on a statement, in characters.
const CITY_CHARS: usize = 13;

/// The words of which a country's shops make their names.
#[derive(Debug)]
pub(super) struct Vocabulary {
    country: &'static Country,
    first: Vec<&'static str>,
    second: Vec<&'static str>,
    street: Vec<&'static str>,
    street_kind: Vec<&'static str>,
    online_first: Vec<&'static str>,
    online_second: Vec<&'static str>,
    /// What a shop of a code calls itself, ascending by code.
    nouns: Vec<(Mcc, Vec<&'static str>)>,
}

/// What shops abroad call themselves: country, category (or `word` for the words that follow), words.
static SHOPS_ABROAD: LazyLock<BTreeMap<&'static str, BTreeMap<&'static str, Vec<&'static str>>>> =
    LazyLock::new(words_abroad);

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

impl Vocabulary {
    /// Returns the words of a country, read once.
    pub(super) fn of(country: &Country) -> &'static Self {
        static VOCABULARIES: LazyLock<PerCountry<Vocabulary>> = LazyLock::new(|| PerCountry::new(Vocabulary::read));
        VOCABULARIES.of(country)
    }

    fn read(country: &'static Country) -> Self {
        let list = |name: &str| words_of(country.tables.merchant_words, name);
        let mut nouns: Vec<(Mcc, Vec<&'static str>)> = country
            .tables
            .store_nouns
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .map(|(mcc, words)| (code(mcc), words.split(';').collect()))
            .collect();
        nouns.sort_unstable_by_key(|(mcc, _)| *mcc);
        Self {
            country,
            first: list("first"),
            second: list("second"),
            street: list("street"),
            street_kind: list("street_kind"),
            online_first: list("online_first"),
            online_second: list("online_second"),
            nouns,
        }
    }

    /// Returns the chains of the embedded list: what they sell, their codes and their names.
    pub(super) fn brands(&self) -> impl Iterator<Item = (Category, Mcc, &'static str)> + use<> {
        self.country.tables.brands.lines().skip(1).map(|line| {
            let mut field = line.split(',');
            let mut next = || field.next().expect("a line of the embedded table has three fields");
            let category = Category::parse(next()).expect("the embedded table names known categories");
            (category, code(next()), next())
        })
    }

    fn noun(&self, mcc: Mcc, draw: u64) -> &'static str {
        match self.nouns.binary_search_by_key(&mcc, |(code, _)| *code) {
            Ok(at) => {
                let words = &self.nouns[at].1;
                words[(draw % words.len() as u64) as usize]
            }
            Err(_) => self.country.phrase("Company"),
        }
    }

    /// Returns the name of a store in the language of the country where it stands, as in "Copper Kettle Diner" or "Bistrot du
    /// Colvert", by one word of randomness.
    pub(super) fn store(&self, country: &str, category: Category, mcc: Mcc, word: u64) -> String {
        if country == self.country.code {
            return self.own(mcc, word);
        }
        let abroad = SHOPS_ABROAD.get(country);
        if let Some((nouns, words)) = abroad.and_then(|of| Some((of.get(category.word())?, of.get("word")?))) {
            let noun = nouns[(word & 0xffff) as usize % nouns.len()];
            return format!("{noun} {}", words[(word >> 16 & 0xffff) as usize % words.len()]);
        }
        // Where a country's own words are not known, shops speak English.
        Self::of(&COUNTRIES[0]).own(mcc, word)
    }

    /// Returns the name of a store at home.
    fn own(&self, mcc: Mcc, word: u64) -> String {
        let first = self.first[(word & 0xffff) as usize % self.first.len()];
        let noun = self.noun(mcc, word >> 32);
        if self.second.is_empty() {
            return self.country.named(first, noun);
        }
        let second = self.second[(word >> 16 & 0xffff) as usize % self.second.len()];
        self.country.named(&format!("{first} {second}"), noun)
    }

    /// Returns how many sites can have names of their own.
    pub(super) fn online_names(&self) -> usize {
        self.online_first.len() * self.online_second.len()
    }

    /// Returns the name and the host of a site by its number, which must be below [`Vocabulary::online_names`]; no two share a host.
    pub(super) fn online(&self, mcc: Mcc, number: usize, offset: u64) -> (String, String) {
        /// A prime that divides no plausible number of pairs, so that neighbours in number are strangers in name.
        const STEP: usize = 2_027;
        let pair = (number * STEP + offset as usize % self.online_names()) % self.online_names();
        let first = self.online_first[pair % self.online_first.len()];
        let second = self.online_second[pair / self.online_first.len()];
        let compound = format!("{first}{second}");
        let host = format!("{}.example", plain_letters(&compound).to_lowercase());
        (self.country.named(&compound, self.noun(mcc, number as u64)), host)
    }

    /// Returns an invented street and number by one stream.
    pub(super) fn street_address(&self, highest_number: i64, stream: &mut Stream) -> String {
        let number = stream.between(1, highest_number);
        let (street, kind) = (stream.pick(&self.street), stream.pick(&self.street_kind));
        format!("{number} {}", self.country.named(street, kind))
    }
}

/// Returns the host of a chain's site.
pub(super) fn host(name: &str) -> String {
    let plain = plain_letters(name).to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("{}.example", words.join("-"))
}

/// Returns a merchant's name as statements show it: upper case, plain letters, 22 characters at most.
pub(super) fn descriptor(name: &str) -> String {
    shortened(&plain_letters(name).to_uppercase(), DESCRIPTOR_CHARS)
}

/// Returns a store's line on a statement: name, number if it belongs to a chain, city and state.
pub(super) fn store_descriptor(name: &str, number: Option<i32>, city: &str, admin1: &str) -> String {
    let upper = plain_letters(name).to_uppercase();
    let city = shortened(&plain_letters(city).to_uppercase(), CITY_CHARS);
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_sites_share_a_host() {
        for words in COUNTRIES.iter().map(Vocabulary::of) {
            let hosts: HashSet<String> =
                (0..words.online_names()).map(|n| words.online(Mcc(5999), n, 12_345).1).collect();
            assert_eq!(hosts.len(), words.online_names());
        }
    }

    #[test]
    fn a_statement_line_is_plain_upper_case_with_a_name_of_22_characters_at_most() {
        assert_eq!(store_descriptor("Copper Kettle Diner", None, "Montréal", "QC"), "COPPER KETTLE DINER MONTREAL QC");
        let line = store_descriptor("Tandlewick Grocers", Some(1_400_312), "South Lake Tahoe", "CA");
        assert_eq!(line, "TANDLEWICK GRO 1400312 SOUTH LAKE TA CA");
    }

    #[test]
    fn a_store_abroad_speaks_its_country_s_language_on_a_plain_statement() {
        let words = Vocabulary::of(Country::of("US").expect("the default country"));
        let name = words.store("FR", Category::FastFood, Mcc(5814), 1 << 16);
        assert_eq!(name, "Café de la Lanterne");
        assert_eq!(store_descriptor(&name, None, "Nice", "93"), "CAFE DE LA LANTERNE NICE 93");
        let ends_in_noun = |country| words.store(country, Category::FastFood, Mcc(5814), 0).ends_with("Coffee");
        assert!(ends_in_noun("US") && ends_in_noun("GB"));
    }

    #[test]
    fn every_accent_of_our_names_has_a_plain_letter() {
        let of_country = |country: &'static Country| {
            let tables = &country.tables;
            [tables.brands, tables.destinations, tables.places, tables.merchant_words, tables.store_nouns]
        };
        for text in COUNTRIES.iter().flat_map(of_country).chain([ABROAD]) {
            assert_eq!(plain_letters(text).chars().count(), text.chars().count());
        }
    }

    #[test]
    fn a_host_is_plain_and_reserved() {
        assert_eq!(host("Lugmoor Tyre & Service"), "lugmoor-tyre-service.example");
    }
}
