//! The published tables that numbers of a scenario are fitted to, as rows of named cells.

use std::collections::BTreeMap;

/// A published table, embedded as it was copied.
#[derive(Debug)]
pub(super) struct Published {
    /// Its file.
    pub(super) file: &'static str,
    rows: Vec<BTreeMap<String, String>>,
}

/// A row of a published table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    file: &'static str,
    cells: &'a BTreeMap<String, String>,
}

impl Published {
    /// Reads an embedded table; its first line names the columns.
    pub(super) fn read(file: &'static str, text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let names = reader.headers().expect("the embedded table names its columns").clone();
        let rows = reader.records().map(|record| {
            let record = record.expect("the embedded table has as many cells in every row");
            names.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
        });
        Self { file, rows: rows.collect() }
    }

    /// Returns the row whose cells have these values.
    pub(super) fn row(&self, keys: &[(&str, &str)]) -> Row<'_> {
        let found = self
            .rows
            .iter()
            .find(|row| keys.iter().all(|(name, value)| row.get(*name).is_some_and(|cell| cell == value)));
        let cells = found.unwrap_or_else(|| panic!("{} has a row with {keys:?}", self.file));
        Row { file: self.file, cells }
    }
}

impl Row<'_> {
    /// Returns the number in a column.
    pub(super) fn number(&self, column: &str) -> f64 {
        let cell = self.cells.get(column).and_then(|cell| cell.parse().ok());
        cell.unwrap_or_else(|| panic!("{} has a number in column {column} of {:?}", self.file, self.cells))
    }

    /// Returns the numbers in several columns.
    pub(super) fn numbers<const N: usize>(&self, columns: [&str; N]) -> [f64; N] {
        columns.map(|column| self.number(column))
    }
}
