//! The same bank whatever the threads, the parts, the number of customers and the length of the horizon.

#[path = "support/bank.rs"]
mod bank;
#[path = "support/table.rs"]
mod table;

use std::collections::BTreeMap;

use bank::{Bank, contents};
use fauxbank::schema::{self, Table};

fn assert_is_prefix(short: &[String], long: &[String], table: &str) {
    assert!(short.len() <= long.len(), "{table}: {} rows became {}", short.len(), long.len());
    for (row, (one, other)) in short.iter().zip(long).enumerate() {
        assert_eq!(one, other, "{table}, row {row}");
    }
}

#[test]
fn one_two_and_seven_threads_write_the_same_bytes() {
    let with = |threads| Bank::make(&["--customers", "1100", "--to", "2025-01-31", "--threads", threads]);
    let one = contents(&with("1").path);
    assert!(one.contains_key("card_transactions/part-00010.parquet"), "{:?}", one.keys());
    for threads in ["2", "7"] {
        let other = contents(&with(threads).path);
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, bytes) in &one {
            assert!(bytes == &other[name], "{name} differs with {threads} threads");
        }
    }
}

#[test]
fn the_rows_of_all_parts_together_are_the_rows_of_the_whole() {
    let size = ["--customers", "700", "--to", "2025-01-31"];
    let whole = Bank::make(&size);
    let parts = ["1/3", "2/3", "3/3"].map(|part| Bank::make(&[&size[..], &["--part", part]].concat()));
    for table in schema::tables() {
        let together: Vec<String> =
            parts.iter().flat_map(|part| table::rows(&part.path, &table.name, |_| true)).collect();
        let expected = table::rows(&whole.path, &table.name, |_| true);
        assert_eq!(together.len(), expected.len(), "{}", table.name);
        assert_is_prefix(&together, &expected, &table.name);
    }
}

#[test]
fn twice_the_customers_leave_the_first_half_as_they_were() {
    let (half, double) = (Bank::make(&["--customers", "200"]), Bank::make(&["--customers", "400"]));
    for table in schema::tables() {
        let rows = |bank: &Bank| table::rows(&bank.path, &table.name, |_| true);
        assert_is_prefix(&rows(&half), &rows(&double), &table.name);
    }
}

/// The rows of a table by their primary key, without the columns that tell a state as of the horizon's end.
fn final_rows(bank: &Bank, table: &Table) -> BTreeMap<String, String> {
    let is_key = |name: &str| table.primary_key.iter().any(|key| key == name);
    let is_final = |name: &str| table.column(name).is_some_and(|column| !column.as_of_horizon);
    let keys = table::rows(&bank.path, &table.name, is_key);
    keys.into_iter().zip(table::rows(&bank.path, &table.name, is_final)).collect()
}

#[test]
fn a_later_end_only_appends() {
    let (short, long) = (Bank::make(&["--to", "2025-02-28"]), Bank::make(&["--to", "2025-05-31"]));
    for table in schema::tables() {
        let (before, after) = (final_rows(&short, table), final_rows(&long, table));
        for (key, row) in &before {
            assert_eq!(Some(row), after.get(key), "{}, key {key}", table.name);
        }
    }
}

#[test]
fn another_seed_is_another_bank() {
    let (one, other) = (Bank::make(&[]), Bank::make(&["--seed", "43"]));
    let rows = |bank: &Bank| table::rows(&bank.path, "card_transactions", |_| true);
    assert_ne!(rows(&one), rows(&other));
}
