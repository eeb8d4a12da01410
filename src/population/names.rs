//! Names and ages as the census counts them.

use std::sync::LazyLock;

use crate::codes::Sex;
use crate::population::words::WORDS;
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

static FEMALE: LazyLock<WeightedWords> =
    LazyLock::new(|| WeightedWords::read(include_str!("../../reference/us_given_names_female.csv")));
static MALE: LazyLock<WeightedWords> =
    LazyLock::new(|| WeightedWords::read(include_str!("../../reference/us_given_names_male.csv")));
static SURNAMES: LazyLock<WeightedWords> =
    LazyLock::new(|| WeightedWords::read(include_str!("../../reference/us_surnames.csv")));
static AGES: LazyLock<(Vec<(i32, Sex)>, Alias)> =
    LazyLock::new(|| read_ages(include_str!("../../reference/us_age_sex.csv")));

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

/// Draws the age and the sex of an adult.
pub(super) fn adult(stream: &mut Stream) -> (i32, Sex) {
    AGES.0[AGES.1.sample(stream)]
}

/// Draws a given name.
pub(super) fn given_name(sex: Sex, stream: &mut Stream) -> &'static str {
    match sex {
        Sex::Female => FEMALE.draw(stream),
        Sex::Male => MALE.draw(stream),
    }
}

/// Draws a surname.
pub(super) fn surname(stream: &mut Stream) -> &'static str {
    SURNAMES.draw(stream)
}

/// Returns whether a surname is mostly borne by Spanish-speaking families.
pub(super) fn is_spanish(surname: &str) -> bool {
    WORDS.spanish_surname.contains(&surname)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_ages_come_as_often_as_the_census_counts_them() {
        let mut stream = Stream::seeded(1);
        let smiths = (0..20_000).filter(|_| surname(&mut stream) == "Smith").count();
        // Some 1.1 % of the listed names' total: binomial(20 000, 0.0112 ± 0.001), outside 130..=330 with probability below 1e-6.
        assert!((130..=330).contains(&smiths), "{smiths}");
        assert!((0..1000).all(|_| (18..=95).contains(&adult(&mut stream).0)));
    }

    #[test]
    fn every_surname_taken_for_spanish_is_on_the_list() {
        assert!(WORDS.spanish_surname.iter().all(|name| SURNAMES.words.contains(name)));
    }
}
