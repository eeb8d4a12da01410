//! What one check has counted so far.

/// How many examples of broken rows a check keeps.
pub const EXAMPLES: usize = 5;

/// The count of one check: rows looked at, rows broken, the first of them in words.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Rows looked at.
    pub checked: u64,
    /// Rows that break the rule.
    pub broken: u64,
    /// The first broken rows, in words.
    pub examples: Vec<String>,
}

impl Tally {
    /// Counts one row, and keeps an example if the rule does not hold.
    #[inline]
    pub fn expect(&mut self, holds: bool, example: impl FnOnce() -> String) {
        self.checked += 1;
        if !holds {
            self.fail(example);
        }
    }

    /// Counts a broken row that was counted as checked already.
    #[cold]
    pub fn fail(&mut self, example: impl FnOnce() -> String) {
        self.broken += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        }
    }

    /// Adds the count of rows that come after these.
    pub fn append(&mut self, later: Self) {
        self.checked += later.checked;
        self.broken += later.broken;
        let room = EXAMPLES - self.examples.len();
        self.examples.extend(later.examples.into_iter().take(room));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_examples_are_kept_and_all_are_counted() {
        let mut first = Tally::default();
        let mut second = Tally::default();
        (0..4).for_each(|i| first.expect(false, || i.to_string()));
        (4..9).for_each(|i| second.expect(i % 2 == 0, || i.to_string()));
        first.append(second);
        assert_eq!((first.checked, first.broken), (9, 6));
        assert_eq!(first.examples, ["0", "1", "2", "3", "5"]);
    }
}
