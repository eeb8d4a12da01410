//! What a scenario file must keep before its numbers are believed: sources, and shares that sum to 1.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, Result};

/// The suffix of the names of tables and lists whose numbers are shares of a whole.
pub(super) const SHARES: &str = "_shares";
/// The key that says where the numbers beside it come from.
pub(super) const SOURCE: &str = "source";

/// How far the sum of shares may be from 1: room for printed decimals, none for a forgotten share.
const TOLERANCE: f64 = 1e-6;

type Value<'i> = Spanned<DeValue<'i>>;

/// One scenario file under check.
#[derive(Debug)]
pub(super) struct Checked<'a> {
    /// What the file is called in messages.
    pub(super) file: &'a str,
    /// Its text, to tell line numbers and inline tables.
    pub(super) text: &'a str,
}

impl Checked<'_> {
    /// Checks the sources and shares of a whole file.
    ///
    /// # Errors
    ///
    /// Fails at the first table that holds numbers without a source, and at the first shares that do not sum to 1.
    pub(super) fn check(&self) -> Result<()> {
        let root = DeTable::parse(self.text)
            .map_err(|cause| Error::input(self.file, cause.to_string().trim_end(), "write it as TOML 1.0"))?;
        self.check_table(root.get_ref(), "", 0, false)
    }

    /// Checks a table; `is_covered` says that it is written inline, in a table whose source speaks for it too.
    fn check_table(&self, table: &DeTable<'_>, key: &str, at: usize, is_covered: bool) -> Result<()> {
        let own_source = table.get(SOURCE);
        if let Some(source) = own_source
            && source.get_ref().as_str().is_none_or(|text| text.trim().is_empty())
        {
            return Err(self.error(&join(key, SOURCE), source.span().start, "the source is empty", REMEDY_SOURCE));
        }
        let has_source = own_source.is_some() || is_covered;
        for (name, value) in table {
            if name.get_ref() == SOURCE {
                continue;
            }
            let inner = join(key, name.get_ref());
            if !has_source && holds_number(value.get_ref()) {
                return Err(self.error(&inner, name.span().start.max(at), NO_SOURCE, REMEDY_SOURCE));
            }
            if name.get_ref().ends_with(SHARES) {
                self.check_shares(value, &inner)?;
            }
            self.check_value(value, &inner, has_source)?;
        }
        Ok(())
    }

    fn check_value(&self, value: &Value<'_>, key: &str, has_source: bool) -> Result<()> {
        let at = value.span().start;
        match value.get_ref() {
            DeValue::Table(table) => self.check_table(table, key, at, has_source && self.is_inline(at)),
            DeValue::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.check_value(item, &format!("{key}[{i}]"), has_source)?;
                }
                Ok(())
            }
            DeValue::Float(float) if !number(float.as_str()).is_finite() => {
                Err(self.error(key, at, "the number is not finite", "write a finite number"))
            }
            _ => Ok(()),
        }
    }

    /// Checks that numbers side by side sum to 1; where there are only tables or lists, each of them is a whole of its own.
    fn check_shares(&self, value: &Value<'_>, key: &str) -> Result<()> {
        let items: Vec<(String, &Value<'_>)> = match value.get_ref() {
            DeValue::Table(table) => table
                .iter()
                .filter(|(name, _)| name.get_ref() != SOURCE)
                .map(|(name, item)| (join(key, name.get_ref()), item))
                .collect(),
            DeValue::Array(list) => list.iter().enumerate().map(|(i, item)| (format!("{key}[{i}]"), item)).collect(),
            _ => return Err(self.error(key, value.span().start, "shares are a table or a list of numbers", "")),
        };
        if !items.is_empty() && items.iter().all(|(_, item)| item.get_ref().is_table() || item.get_ref().is_array()) {
            return items.iter().try_for_each(|(key, item)| self.check_shares(item, key));
        }
        let mut sum = 0.0;
        for (key, item) in &items {
            let share = match item.get_ref() {
                DeValue::Float(float) => number(float.as_str()),
                DeValue::Integer(integer) => number(integer.as_str()),
                _ => f64::NAN,
            };
            if !(0.0..=1.0).contains(&share) {
                return Err(self.error(key, item.span().start, "a share is a number from 0 to 1", REMEDY_SHARES));
            }
            sum += share;
        }
        if (sum - 1.0).abs() > TOLERANCE {
            let cause = format!("the shares sum to {}, not to 1", (sum * 1e7).round() / 1e7);
            return Err(self.error(key, value.span().start, &cause, REMEDY_SHARES));
        }
        Ok(())
    }

    fn is_inline(&self, at: usize) -> bool {
        self.text[at..].starts_with('{')
    }

    fn error(&self, key: &str, at: usize, cause: &str, remedy: &str) -> Error {
        let line = self.text[..at].matches('\n').count() + 1;
        Error::input(format_args!("{}:{line}: {key}", self.file), cause, remedy)
    }
}

const NO_SOURCE: &str = "a number without a source";
const REMEDY_SOURCE: &str =
    "add source = \"publisher, table, year\" to the table that holds it, or \"assumption: why\"";
const REMEDY_SHARES: &str = "give every share of the whole, so that they sum to 1";

fn holds_number(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Integer(_) | DeValue::Float(_) => true,
        DeValue::Array(items) => items.iter().any(|item| holds_number(item.get_ref())),
        _ => false,
    }
}

fn number(text: &str) -> f64 {
    text.replace('_', "").parse().unwrap_or(f64::NAN)
}

/// Joins a key to the path of its table.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), String> {
        Checked { file: "my.toml", text }.check().map_err(|error| error.to_string())
    }

    #[test]
    fn a_number_needs_a_source_in_its_own_table() {
        let error = check("[a]\nsource = 's'\n[a.b]\nmedian = 3\n").expect_err("a.b has no source");
        assert!(error.starts_with("my.toml:4: a.b.median: a number without a source"), "{error}");
        assert!(check("[a]\nlist = [1, 2]\n").is_err());
        assert!(check("[a]\nname = 'x'\nsource = ' '\n").is_err());
        assert_eq!(check("[a]\nname = 'x'\n[a.b]\nmedian = 3\nsource = 'x'\n"), Ok(()));
    }

    #[test]
    fn the_source_of_a_table_speaks_for_what_is_written_inline_in_it() {
        assert_eq!(check("[a]\nsource = 's'\nfuel = { median = 3, more = [{ x = 1 }] }\n"), Ok(()));
        assert!(check("[a]\nfuel = { median = 3 }\n").is_err());
        assert_eq!(check("[a]\nfuel = { median = 3, source = 's' }\n"), Ok(()));
        assert!(check("[a]\nsource = 's'\n[[a.list]]\nx = 1\n").is_err());
    }

    #[test]
    fn shares_that_miss_one_are_told_with_their_sum() {
        let error = check("[a]\nsource = 's'\npay_shares = { weekly = 0.25, monthly = 0.7 }\n").expect_err("0.95");
        assert!(error.starts_with("my.toml:3: a.pay_shares: the shares sum to 0.95, not to 1"), "{error}");
        assert_eq!(check("[a]\nsource = 's'\npay_shares = { weekly = 0.3, monthly = 0.7 }\n"), Ok(()));
    }

    #[test]
    fn shares_of_several_wholes_are_summed_one_by_one() {
        assert_eq!(check("[a_shares]\nsource = 's'\nyoung = [0.5, 0.5]\nold = [1]\n"), Ok(()));
        let error = check("[a_shares]\nsource = 's'\nyoung = [0.5, 0.5]\nold = [1, 1]\n").expect_err("2");
        assert!(error.contains("a_shares.old"), "{error}");
        assert!(check("[a_shares]\nsource = 's'\nyoung = 1.5\nold = -0.5\n").is_err());
    }

    #[test]
    fn numbers_are_finite() {
        assert!(check("[a]\nsource = 's'\nx = nan\n").is_err());
        assert!(check("[a]\nsource = 's'\nx = [1.0, inf]\n").is_err());
    }
}
