//! The words of which addresses, employers and occupations are made.

use std::sync::LazyLock;

const LISTS: &str = include_str!("../../reference/people_words.csv");

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
    /// Surnames among the commonest of the census that mostly Spanish-speaking families bear.
    pub(super) spanish_surname: Vec<&'static str>,
}

/// The lists, read once.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    employer: list("employer"),
    line: list("line"),
    form: list("form"),
    fund: list("fund"),
    office: list("office"),
    occupation: list("occupation"),
    street: list("street"),
    way: list("way"),
    spanish_surname: list("spanish_surname"),
});

fn list(name: &str) -> Vec<&'static str> {
    let words = LISTS.lines().filter_map(|line| line.split_once(',')).filter(|(list, _)| *list == name);
    words.map(|(_, word)| word).collect()
}
