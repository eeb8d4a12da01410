//! Names and ages as the census counts them.

use std::sync::LazyLock;

use crate::codes::Sex;
use crate::country::{Country, PerCountry};
use crate::population::words::Words;
use crate::rng::{Alias, Stream};

/// Words with the shares in which they are drawn.
#[derive(Debug)]
pub(super) struct WeightedWords {
    words: Vec<&'static str>,
    law: Alias,
}

impl WeightedWords {
    fn read(csv: &'static str) -> Self {
        let rows = csv.lines().skip(1).filter_map(|line| line.split_once(','));
        let (words, weights): (Vec<_>, Vec<f64>) = rows
            .map(|(word, share)| (word, share.trim().parse::<f64>().expect("the reference data hold numbers")))
            .unzip();
        Self { words, law: Alias::new(&weights) }
    }

    fn draw(&self, stream: &mut Stream) -> &'static str {
        self.words[self.law.sample(stream)]
    }
}

/// The names and ages of a country.
#[derive(Debug)]
pub(super) struct Names {
    female: WeightedWords,
    male: WeightedWords,
    surnames: WeightedWords,
    ages: (Vec<(i32, Sex)>, Alias),
    second_language_surnames: &'static [&'static str],
}

const ADULT: i32 = 18;

fn read_ages(csv: &'static str) -> (Vec<(i32, Sex)>, Alias) {
    let mut people = Vec::new();
    let mut weights = Vec::new();
    for line in csv.lines().skip(1) {
        let mut cells = line.trim().split(',');
        let mut cell = || cells.next().expect("the reference data have three columns");
        let age = cell().parse().expect("an age is a number");
        let sex = Sex::parse(cell()).expect("the sex is F or M");
        if age >= ADULT {
            people.push((age, sex));
            weights.push(cell().parse().expect("a share is a number"));
        }
    }
    (people, Alias::new(&weights))
}

impl Names {
    /// Returns the names of a country, read once.
    pub(super) fn of(country: &Country) -> &'static Self {
        static NAMES: LazyLock<PerCountry<Names>> = LazyLock::new(|| PerCountry::new(Names::read));
        NAMES.of(country)
    }

    fn read(country: &'static Country) -> Self {
        let tables = &country.tables;
        Self {
            female: WeightedWords::read(tables.female_names),
            male: WeightedWords::read(tables.male_names),
            surnames: WeightedWords::read(tables.surnames),
            ages: read_ages(tables.age_sex),
            second_language_surnames: &Words::of(country).second_language_surname,
        }
    }

    /// Draws the age and the sex of an adult.
    pub(super) fn adult(&self, stream: &mut Stream) -> (i32, Sex) {
        self.ages.0[self.ages.1.sample(stream)]
    }

    /// Draws a given name.
    pub(super) fn given_name(&self, sex: Sex, stream: &mut Stream) -> &'static str {
        match sex {
            Sex::Female => self.female.draw(stream),
            Sex::Male => self.male.draw(stream),
        }
    }

    /// Draws a surname.
    pub(super) fn surname(&self, stream: &mut Stream) -> &'static str {
        self.surnames.draw(stream)
    }

    /// Returns whether a surname is mostly borne by families of the country's second language.
    pub(super) fn is_of_second_language(&self, surname: &str) -> bool {
        self.second_language_surnames.contains(&surname)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::COUNTRIES;

    fn american() -> &'static Names {
        Names::of(Country::of("US").expect("the default country"))
    }

    #[test]
    fn names_and_ages_come_as_often_as_the_census_counts_them() {
        let (names, mut stream) = (american(), Stream::seeded(1));
        let smiths = (0..20_000).filter(|_| names.surname(&mut stream) == "Smith").count();
        // Some 1.1 % of the listed names' total: binomial(20 000, 0.0112 ± 0.001), outside 130..=330 with probability below 1e-6.
        assert!((130..=330).contains(&smiths), "{smiths}");
        assert!((0..1000).all(|_| (18..=95).contains(&names.adult(&mut stream).0)));
    }

    #[test]
    fn every_surname_of_a_second_language_is_on_the_list() {
        for names in COUNTRIES.iter().map(Names::of) {
            assert!(names.second_language_surnames.iter().all(|name| names.surnames.words.contains(name)));
        }
    }
}
