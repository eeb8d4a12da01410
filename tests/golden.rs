//! The rows of a few communities stay as they are: a change here is value-breaking, and `CHANGELOG.md` says so.
//!
//! `FAUXBANK_REWRITE=1 cargo test --test golden` writes the hashes anew.

use std::fmt::Write as _;

use arrow::array::{Array, ArrayRef, AsArray as _};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type};
use fauxbank::calendar::Horizon;
use fauxbank::columns::Column;
use fauxbank::rows::Rows;
use fauxbank::scenario::Scenario;
use fauxbank::simulate::{With, simulate};
use fauxbank::units::Date;
use fauxbank::world::World;
use sha2::{Digest as _, Sha256};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden.txt");
const SCENARIOS: [&str; 3] = ["us-retail", "uk-retail", "fr-retail"];
/// The first one holds the shared tables too.
const COMMUNITIES: [i64; 3] = [0, 3, 58];
const SEED: u64 = 42;

#[test]
fn the_rows_of_a_few_communities_stay_as_they_are() {
    let now: String = SCENARIOS.iter().map(|scenario| hashes(scenario)).collect();
    if std::env::var_os("FAUXBANK_REWRITE").is_some() {
        std::fs::write(FILE, &now).expect("the file of hashes can be written");
    }
    let known = std::fs::read_to_string(FILE).expect("the file of hashes can be read");
    let changed: Vec<&str> = now.lines().filter(|line| !known.lines().any(|other| other == *line)).collect();
    assert!(now == known, "other rows for the same seed:\n{}", changed.join("\n"));
}

/// Returns a line for each table of each community: a leap day, two summers and two ends of a year lie in the horizon.
fn hashes(scenario: &str) -> String {
    let horizon = Horizon { from: Date::of(2024, 2, 1), to: Date::of(2025, 7, 31) };
    let world = World::build(Scenario::load(scenario).expect("the scenario is compiled in"), SEED, horizon);
    let world = world.expect("the world fits its scenario");
    let mut lines = String::new();
    for community in COMMUNITIES {
        let mut rows = Rows::default();
        let texts = simulate(&world, community, With::ALL, &mut rows);
        for (table, columns) in rows.tables(&texts) {
            let mut hash = Sha256::new();
            columns.iter().map(Column::to_array).for_each(|column| add_values(&mut hash, &column));
            let hash: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
            writeln!(lines, "{scenario} {community} {table} {} {hash}", columns[0].rows).expect("text grows");
        }
    }
    lines
}

/// Hashes what a column says, however it is stored: decimals as 128-bit integers, words of a vocabulary as texts.
fn add_values(hash: &mut Sha256, column: &ArrayRef) {
    for row in 0..column.len() {
        hash.update([u8::from(column.is_valid(row))]);
    }
    match column.data_type() {
        DataType::Dictionary(_, words) if **words == DataType::Utf8 => {
            add_values(hash, &cast(column, &DataType::Utf8).expect("a vocabulary is of texts"));
        }
        DataType::Decimal64(_, scale) | DataType::Decimal128(_, scale) => {
            let wide = cast(column, &DataType::Decimal128(38, *scale)).expect("a decimal widens");
            wide.as_primitive::<Decimal128Type>().iter().flatten().for_each(|value| hash.update(value.to_le_bytes()));
        }
        DataType::Utf8 => column.as_string::<i32>().iter().flatten().for_each(|text| {
            hash.update(text);
            hash.update([0]);
        }),
        DataType::Boolean => column.as_boolean().iter().flatten().for_each(|is| hash.update([u8::from(is)])),
        _ => {
            let data = column.to_data();
            let width = data.data_type().primitive_width().expect("the rest is of one width");
            let bytes = data.buffers()[0].as_slice();
            (0..column.len())
                .filter(|row| column.is_valid(*row))
                .for_each(|row| hash.update(&bytes[(data.offset() + row) * width..][..width]));
        }
    }
}
