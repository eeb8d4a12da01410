//! What differs between countries, as data: whoever needs a fact of a country asks its [`Country`].
//!
//! Numbers of a country (prices, incomes, fees) are a scenario's; here is what a scenario cannot say in a number: places, names,
//! words, holidays, the forms of identifiers.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::calendar::Holidays;
use crate::codes::Currency;
use crate::error::{Error, Result};
use crate::identity::{AccountForm, TaxIdForm};

/// A country in which a bank can sit.
#[derive(Debug)]
pub struct Country {
    /// ISO 3166 code.
    pub code: &'static str,
    /// Its bank holidays.
    pub holidays: Holidays,
    /// ISO 639 codes of the language that nearly everybody speaks and of the one that most of the others do.
    pub languages: [&'static str; 2],
    /// Whether names begin with what a firm or street is, as in "Boulangerie du Colvert" and "rue des Noisettes".
    pub kind_comes_first: bool,
    /// How its banks number accounts.
    pub accounts: AccountForm,
    /// In which form it numbers its people.
    pub tax_id: TaxIdForm,
    /// Where the sites abroad sit that its people buy from, and what they charge in.
    pub foreign_sites: &'static [(&'static str, Currency)],
    /// The tables of the reference data, as text.
    pub tables: Tables,
}

/// The reference data of a country: the text of CSV files.
#[derive(Debug)]
pub struct Tables {
    /// Where people live: admin1, city, postcode, latitude, longitude, people, time zone; sorted by admin1 and city.
    pub places: &'static str,
    /// Where people travel.
    pub destinations: &'static str,
    /// Given names of women, with weights.
    pub female_names: &'static str,
    /// Given names of men, with weights.
    pub male_names: &'static str,
    /// Surnames, with weights.
    pub surnames: &'static str,
    /// Shares of age and sex.
    pub age_sex: &'static str,
    /// Words that names of employers, firms and streets are made of; occupations by usual pay.
    pub people_words: &'static str,
    /// Words that names of shops are made of.
    pub merchant_words: &'static str,
    /// What a shop of a merchant category code calls itself.
    pub store_nouns: &'static str,
    /// Invented chains.
    pub brands: &'static str,
    /// What statements say, in English and in the country's language; empty where that is English.
    pub phrases: &'static str,
}

/// Every country, the default first.
pub const COUNTRIES: &[Country] = &[
    Country {
        code: "US",
        holidays: Holidays::UnitedStates,
        languages: ["en", "es"],
        kind_comes_first: false,
        accounts: AccountForm::American,
        tax_id: TaxIdForm::SocialSecurity,
        foreign_sites: &[("GB", Currency::Gbp), ("CA", Currency::Cad), ("DE", Currency::Eur)],
        tables: Tables {
            places: include_str!("../reference/us_postcodes.csv"),
            destinations: include_str!("../reference/destinations.csv"),
            female_names: include_str!("../reference/us_given_names_female.csv"),
            male_names: include_str!("../reference/us_given_names_male.csv"),
            surnames: include_str!("../reference/us_surnames.csv"),
            age_sex: include_str!("../reference/us_age_sex.csv"),
            people_words: include_str!("../reference/people_words.csv"),
            merchant_words: include_str!("../reference/merchant_words.csv"),
            store_nouns: include_str!("../reference/store_nouns.csv"),
            brands: include_str!("../reference/brands.csv"),
            phrases: "",
        },
    },
    Country {
        code: "FR",
        holidays: Holidays::France,
        languages: ["fr", "en"],
        kind_comes_first: true,
        accounts: AccountForm::French,
        tax_id: TaxIdForm::Repertoire,
        foreign_sites: &[("DE", Currency::Eur), ("GB", Currency::Gbp), ("US", Currency::Usd)],
        tables: Tables {
            places: include_str!("../reference/fr_postcodes.csv"),
            destinations: include_str!("../reference/fr_destinations.csv"),
            female_names: include_str!("../reference/fr_given_names_female.csv"),
            male_names: include_str!("../reference/fr_given_names_male.csv"),
            surnames: include_str!("../reference/fr_surnames.csv"),
            age_sex: include_str!("../reference/fr_age_sex.csv"),
            people_words: include_str!("../reference/fr_people_words.csv"),
            merchant_words: include_str!("../reference/fr_merchant_words.csv"),
            store_nouns: include_str!("../reference/fr_store_nouns.csv"),
            brands: include_str!("../reference/fr_brands.csv"),
            phrases: include_str!("../reference/fr_phrases.csv"),
        },
    },
    Country {
        code: "GB",
        holidays: Holidays::EnglandAndWales,
        languages: ["en", "pl"],
        kind_comes_first: false,
        accounts: AccountForm::British,
        tax_id: TaxIdForm::NationalInsurance,
        foreign_sites: &[("FR", Currency::Eur), ("DE", Currency::Eur), ("US", Currency::Usd)],
        tables: Tables {
            places: include_str!("../reference/gb_postcodes.csv"),
            destinations: include_str!("../reference/gb_destinations.csv"),
            female_names: include_str!("../reference/gb_given_names_female.csv"),
            male_names: include_str!("../reference/gb_given_names_male.csv"),
            surnames: include_str!("../reference/gb_surnames.csv"),
            age_sex: include_str!("../reference/gb_age_sex.csv"),
            people_words: include_str!("../reference/gb_people_words.csv"),
            merchant_words: include_str!("../reference/gb_merchant_words.csv"),
            store_nouns: include_str!("../reference/gb_store_nouns.csv"),
            brands: include_str!("../reference/gb_brands.csv"),
            phrases: include_str!("../reference/gb_phrases.csv"),
        },
    },
];

impl Country {
    /// Returns the country of an ISO 3166 code.
    ///
    /// # Errors
    ///
    /// Fails where there are no data of that country.
    pub fn of(code: &str) -> Result<&'static Self> {
        COUNTRIES.iter().find(|country| country.code == code).ok_or_else(|| {
            let known: Vec<&str> = COUNTRIES.iter().map(|country| country.code).collect();
            let cause = format!("there are no data of the country '{code}'");
            Error::input("[geography] country", cause, format!("use {}", known.join(" or ")))
        })
    }

    /// Returns what a statement says in the country's language for words in English; the same where no other are known.
    pub fn phrase<'a>(&self, english: &'a str) -> &'a str {
        static PHRASES: LazyLock<PerCountry<BTreeMap<&'static str, &'static str>>> = LazyLock::new(|| {
            PerCountry::new(|country| {
                country.tables.phrases.lines().skip(1).filter_map(|l| l.split_once(',')).collect()
            })
        });
        PHRASES.of(self).get(english).copied().unwrap_or(english)
    }

    /// Joins a proper name and the word for what bears it, in the order of the country's language.
    pub fn named(&self, name: &str, kind: &str) -> String {
        if self.kind_comes_first { format!("{kind} {name}") } else { format!("{name} {kind}") }
    }
}

/// What is prepared once from each country's tables.
#[derive(Debug)]
pub struct PerCountry<T>(Vec<T>);

impl<T> PerCountry<T> {
    /// Prepares it for every country.
    pub fn new(prepare: impl Fn(&'static Country) -> T) -> Self {
        Self(COUNTRIES.iter().map(prepare).collect())
    }

    /// Returns what was prepared for a country.
    pub fn of(&self, country: &Country) -> &T {
        let place = COUNTRIES.iter().position(|known| known.code == country.code);
        &self.0[place.expect("every country is in the registry")]
    }
}

/// Returns the words of a list in a table of lists and words, in their order.
pub fn words_of(table: &'static str, list: &str) -> Vec<&'static str> {
    let words = table.lines().skip(1).filter_map(|line| line.split_once(','));
    words.filter(|(name, _)| *name == list).map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_its_code_and_an_unknown_one_is_told() {
        assert!(
            COUNTRIES.iter().all(|country| Country::of(country.code).is_ok_and(|found| found.code == country.code))
        );
        assert!(Country::of("XX").unwrap_err().to_string().contains("US"));
    }

    #[test]
    fn american_statements_say_what_is_written() {
        let country = Country::of("US").unwrap();
        assert_eq!(country.phrase("Payroll"), "Payroll");
        assert_eq!(country.named("Larkfield", "Foods"), "Larkfield Foods");
    }
}
