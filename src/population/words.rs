//! The words of which addresses, employers and occupations are made.

use std::sync::LazyLock;

use crate::country::{Country, PerCountry, words_of};

/// The lists of the reference data, each in its order.
#[derive(Debug)]
pub(super) struct Words {
    /// Invented names of employers.
    pub(super) employer: Vec<&'static str>,
    /// What employers do.
    pub(super) line: Vec<&'static str>,
    /// Legal forms, some of them empty.
    pub(super) form: Vec<&'static str>,
    /// Who pays pensions, the one that pays most of them first.
    pub(super) fund: Vec<&'static str>,
    /// Who pays benefits.
    pub(super) office: Vec<&'static str>,
    /// Occupations in ascending order of what they usually pay.
    pub(super) occupation: Vec<&'static str>,
    /// Invented names of streets.
    pub(super) street: Vec<&'static str>,
    /// Kinds of streets.
    pub(super) way: Vec<&'static str>,
    /// Surnames that mostly families of the country's second language bear.
    pub(super) second_language_surname: Vec<&'static str>,
}

impl Words {
    /// Returns the lists of a country, read once.
    pub(super) fn of(country: &Country) -> &'static Self {
        static WORDS: LazyLock<PerCountry<Words>> = LazyLock::new(|| PerCountry::new(Words::read));
        WORDS.of(country)
    }

    fn read(country: &'static Country) -> Self {
        let list = |name: &str| words_of(country.tables.people_words, name);
        Self {
            employer: list("employer"),
            line: list("line"),
            form: list("form"),
            fund: list("fund"),
            office: list("office"),
            occupation: list("occupation"),
            street: list("street"),
            way: list("way"),
            second_language_surname: list("second_language_surname"),
        }
    }
}
