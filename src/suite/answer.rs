//! Answers: rows of texts that are equal or not, and as CSV.

use std::fmt::Write as _;

/// The most rows that a difference shows.
const ROWS_SHOWN: usize = 5;

/// A value: its text, or nothing for a null.
pub type Cell = Option<String>;

/// What a query or a pipeline answers: named columns, and rows in an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Answer {
    /// Makes an answer of no rows.
    pub fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|&name| name.to_owned()).collect(), rows: Vec::new() }
    }

    /// Makes an answer of rows.
    pub fn of(columns: Vec<String>, rows: Vec<Vec<Cell>>) -> Self {
        Self { columns, rows }
    }

    /// Makes the answer of one number, as of rows read.
    pub fn number(name: &str, value: u64) -> Self {
        Self::new(&[name]).with_row([value])
    }

    /// Adds a row of values that are not null.
    pub fn push<T: ToString>(&mut self, row: impl IntoIterator<Item = T>) {
        self.rows.push(row.into_iter().map(|value| Some(value.to_string())).collect());
    }

    /// Returns the answer with a row more.
    #[must_use]
    pub fn with_row<T: ToString>(mut self, row: impl IntoIterator<Item = T>) -> Self {
        self.push(row);
        self
    }

    /// Returns the answer with its rows sorted as texts, for those that come in no order.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.rows.sort();
        self
    }

    /// Returns the names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Returns the rows.
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Tells in what another answer differs from this one, which is expected: the first rows that do.
    pub fn difference(&self, other: &Self) -> Option<String> {
        self.difference_by(other, |_, wanted, got| wanted == got)
    }

    /// Tells in what another answer differs, where `alike` says of two values of a column whether they count as equal.
    pub fn difference_by(&self, other: &Self, alike: impl Fn(usize, &Cell, &Cell) -> bool) -> Option<String> {
        if self.columns != other.columns {
            return Some(format!("columns are {}, not {}", other.columns.join(", "), self.columns.join(", ")));
        }
        let same = |wanted: &Vec<Cell>, got: &Vec<Cell>| {
            wanted.len() == got.len() && wanted.iter().zip(got).enumerate().all(|(i, (a, b))| alike(i, a, b))
        };
        let most = self.rows.len().max(other.rows.len());
        let is_same =
            |&row: &usize| matches!((self.rows.get(row), other.rows.get(row)), (Some(a), Some(b)) if same(a, b));
        let differing: Vec<usize> = (0..most).filter(|row| !is_same(row)).take(ROWS_SHOWN + 1).collect();
        if differing.is_empty() {
            return None;
        }
        Some(self.told(other, &differing))
    }

    fn told(&self, other: &Self, differing: &[usize]) -> String {
        let mut text = String::new();
        if self.rows.len() != other.rows.len() {
            let _ = writeln!(text, "{} rows instead of {}", other.rows.len(), self.rows.len());
        }
        let _ = writeln!(text, "      row  {}", self.columns.join(","));
        for &row in differing.iter().take(ROWS_SHOWN) {
            for (sign, rows) in [('-', &self.rows), ('+', &other.rows)] {
                if let Some(cells) = rows.get(row) {
                    let _ = writeln!(text, "{sign} {:>7}  {}", row + 1, line(cells));
                }
            }
        }
        if differing.len() > ROWS_SHOWN {
            text.push_str("and more rows\n");
        }
        text.push_str("(- expected, + got)");
        text
    }

    /// Writes the answer as CSV after RFC 4180: a null is nothing, an empty text is `""`.
    pub fn to_csv(&self) -> String {
        let mut text = self.columns.join(",");
        text.push('\n');
        for row in &self.rows {
            text.push_str(&line(row));
            text.push('\n');
        }
        text
    }

    /// Reads an answer from CSV, in which a null and an empty text are two things; nothing if it is none.
    pub fn from_csv(text: &str) -> Option<Self> {
        let mut records = records(text)?.into_iter();
        let columns = records.next()?.into_iter().collect::<Option<Vec<String>>>()?;
        let rows: Vec<Vec<Cell>> = records.collect();
        rows.iter().all(|row| row.len() == columns.len()).then_some(Self { columns, rows })
    }
}

/// Writes cells as a line of CSV, without its end.
pub fn line(cells: &[Cell]) -> String {
    cells.iter().map(field).collect::<Vec<_>>().join(",")
}

fn field(cell: &Cell) -> String {
    match cell {
        None => String::new(),
        Some(text) if text.is_empty() || text.contains([',', '"', '\n', '\r']) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Some(text) => text.clone(),
    }
}

/// Takes CSV apart; nothing if a quote or the last line is left open.
pub fn records(text: &str) -> Option<Vec<Vec<Cell>>> {
    let (mut records, mut record, mut start, mut is_quoted) = (Vec::new(), Vec::new(), 0, false);
    for (at, mark) in text.char_indices() {
        match mark {
            '"' => is_quoted = !is_quoted,
            ',' | '\n' if !is_quoted => {
                record.push(cell(text[start..at].trim_end_matches('\r')));
                start = at + 1;
                if mark == '\n' {
                    records.push(std::mem::take(&mut record));
                }
            }
            _ => {}
        }
    }
    (!is_quoted && start == text.len() && record.is_empty()).then_some(records)
}

fn cell(raw: &str) -> Cell {
    match raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
        Some(quoted) => Some(quoted.replace("\"\"", "\"")),
        None => (!raw.is_empty()).then(|| raw.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(rows: &[[&str; 2]]) -> Answer {
        rows.iter().fold(Answer::new(&["a", "b"]), |answer, row| answer.with_row(*row))
    }

    #[test]
    fn equal_answers_do_not_differ() {
        assert_eq!(answer(&[["1", "x"], ["2", "y"]]).difference(&answer(&[["1", "x"], ["2", "y"]])), None);
    }

    #[test]
    fn a_difference_shows_the_first_differing_rows_of_both() {
        let wanted = answer(&[["1", "x"], ["2", "y"], ["3", "z"]]);
        let told = wanted.difference(&answer(&[["1", "x"], ["2", "Y"]])).unwrap();
        for words in ["2 rows instead of 3", "-       2  2,y", "+       2  2,Y", "-       3  3,z"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(!told.contains("1,x"), "{told}");
        let other = Answer::new(&["a", "c"]);
        assert_eq!(wanted.difference(&other).unwrap(), "columns are a, c, not a, b");
    }

    #[test]
    fn a_difference_of_many_rows_is_cut_short() {
        let rows: Vec<[&str; 2]> = vec![["1", "2"]; 100];
        let told = answer(&rows).difference(&answer(&[])).unwrap();
        assert!(told.contains("and more rows") && told.lines().count() < 12, "{told}");
    }

    #[test]
    fn csv_keeps_nulls_apart_from_empty_texts() {
        let cells = vec![None, Some(String::new()), Some("a,\"b\"\nc".to_owned()), Some("plain".to_owned())];
        let columns: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let written = Answer::of(columns, vec![cells]);
        assert_eq!(written.to_csv(), "a,b,c,d\n,\"\",\"a,\"\"b\"\"\nc\",plain\n");
        assert_eq!(Answer::from_csv(&written.to_csv()), Some(written));
        assert_eq!(Answer::from_csv("a,b\n1\n"), None);
        assert_eq!(Answer::from_csv("a,b\n1,2"), None);
    }
}
