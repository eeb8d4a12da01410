//! The harness on a bank of one or two communities and a month.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{AsArray as _, RecordBatch};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use criterion::Criterion;

use super::cache::{self, Entry};
use super::fixture::HORIZON;
use super::*;
use crate::calendar::Horizon;
use crate::error::{Error, Result};

const SEED: u64 = 7;

fn month() -> Horizon {
    Horizon { from: HORIZON.from, to: HORIZON.from.plus(30) }
}

/// Makes a bank of 1,200 customers, whose communities fill more than one file, or of fewer.
fn bank(root: &Path, customers: u64) -> Bank {
    Bank::within(root, customers, SEED, month()).unwrap()
}

fn ids(batches: impl Iterator<Item = Result<RecordBatch>>, column: &str) -> Vec<i64> {
    let ids = |batch: RecordBatch| batch.column_by_name(column).unwrap().as_primitive::<Int64Type>().values().to_vec();
    batches.flat_map(|batch| ids(batch.unwrap())).collect()
}

#[test]
fn tables_are_read_as_paths_schemas_batches_and_columns() {
    let root = tempfile::tempdir().unwrap();
    let bank = bank(root.path(), 50);
    assert_eq!(bank.manifest().run.customers.made, 100);
    assert!(bank.paths("truth/fraud_cases").is_empty() && bank.paths("cards")[0].is_file());
    let cards = bank.in_memory("cards").unwrap();
    assert_eq!(cards.iter().map(RecordBatch::num_rows).sum::<usize>() as u64, bank.size(&["cards"]).rows);
    assert_eq!(cards[0].schema().fields(), bank.schema("cards").unwrap().fields());
    let some = bank.columns("cards", &["customer_id", "card_id"]).unwrap().next().unwrap().unwrap();
    assert_eq!(some.num_columns(), 2);
    assert_eq!(bank.columns("cards", &["colour"]).unwrap_err().exit_code(), 2);
    assert!(bank.batches("carts").unwrap_err().to_string().contains("card_transactions"));
    assert!(bank.events("customers").is_err() && bank.events_by("cards", "card_id").is_err());
}

#[test]
fn events_of_many_files_come_in_time_order_and_none_is_lost() {
    let root = tempfile::tempdir().unwrap();
    let bank = bank(root.path(), 1_200);
    for (table, column, key) in [
        ("card_transactions", "authorized_at", "transaction_id"),
        ("card_events", "occurred_at", "transaction_id"),
        ("account_entries", "booked_at", "account_id"),
    ] {
        assert!(bank.paths(table).len() > 1, "{table} lies in several files");
        let mut seen: Vec<(i64, i64)> = Vec::new();
        for batch in bank.events_within(root.path(), table, column).unwrap() {
            let batch = batch.unwrap();
            let times = batch.column_by_name(column).unwrap().as_primitive::<TimestampMicrosecondType>();
            let keys = batch.column_by_name(key).unwrap().as_primitive::<Int64Type>();
            seen.extend(times.values().iter().copied().zip(keys.values().iter().copied()));
        }
        assert_eq!(seen.len() as u64, bank.size(&[table]).rows, "{table}");
        assert!(seen.is_sorted(), "{table}: by time, and by key within an instant");
    }
}

#[test]
fn rows_that_have_not_happened_are_left_out() {
    let root = tempfile::tempdir().unwrap();
    let bank = bank(root.path(), 100);
    let posted = bank.events_within(root.path(), "card_transactions", "posted_at").unwrap();
    let posted: usize = posted.map(|batch| batch.unwrap().num_rows()).sum();
    let column = bank.columns("card_transactions", &["posted_at"]).unwrap();
    let valid: usize =
        column.map(|batch| batch.unwrap()).map(|batch| batch.num_rows() - batch.column(0).null_count()).sum();
    assert!(posted == valid && 0 < posted && (posted as u64) < bank.size(&["card_transactions"]).rows);
}

fn slices(batches: &[RecordBatch], rows: usize) -> impl Iterator<Item = Result<RecordBatch>> {
    let slices = batches.iter().flat_map(move |batch| {
        (0..batch.num_rows()).step_by(rows).map(move |from| Ok(batch.slice(from, rows.min(batch.num_rows() - from))))
    });
    slices.collect::<Vec<_>>().into_iter()
}

#[test]
fn faults_are_the_same_for_a_seed_whatever_the_size_of_batches() {
    let root = tempfile::tempdir().unwrap();
    let bank = bank(root.path(), 100);
    let rows = bank.in_memory("card_transactions").unwrap();
    let clean = ids(slices(&rows, 100), "transaction_id");
    let faults = Faults {
        seed: 1,
        shuffled_rows: 5,
        late_share: 0.02,
        late_rows: 400,
        duplicate_share: 0.1,
        duplicate_rows: 50,
    };
    let delivered = ids(faults.of(slices(&rows, 100)), "transaction_id");
    assert_eq!(ids(faults.of(slices(&rows, 1_000)), "transaction_id"), delivered);
    assert_ne!(ids(Faults { seed: 2, ..faults }.of(slices(&rows, 100)), "transaction_id"), delivered);
    assert_eq!(ids(Faults::default().of(slices(&rows, 100)), "transaction_id"), clean);

    let mut times: BTreeMap<i64, usize> = BTreeMap::new();
    delivered.iter().for_each(|id| *times.entry(*id).or_default() += 1);
    assert_eq!(times.keys().copied().collect::<Vec<_>>(), clean, "nothing is lost");
    let twice = times.values().filter(|&&count| count == 2).count() as f64 / clean.len() as f64;
    // Binomial(some 4 000, 1/10): standard deviation 0.005; outside ±0.03 with probability below 1e-8.
    assert!((twice - 0.1).abs() < 0.03 && times.values().all(|&count| count <= 2), "{twice}");
    assert!(!delivered.is_sorted());
}

#[test]
fn late_rows_are_late_by_what_was_asked_for() {
    let root = tempfile::tempdir().unwrap();
    let bank = bank(root.path(), 100);
    let rows = bank.in_memory("card_transactions").unwrap();
    let clean = ids(slices(&rows, 100), "transaction_id");
    let faults = Faults { late_share: 0.05, late_rows: 200, ..Faults::default() };
    let delivered = ids(faults.of(slices(&rows, 100)), "transaction_id");
    let overtaken = |at: usize| delivered[..at].iter().filter(|&&id| id > delivered[at]).count();
    let late: Vec<usize> = (0..delivered.len()).map(overtaken).filter(|&rows| rows > 0).collect();
    assert!(late.iter().all(|&rows| rows <= 200) && late.len() * 40 > clean.len(), "{} late", late.len());
}

#[test]
fn a_damaged_fixture_is_made_again() {
    let root = tempfile::tempdir().unwrap();
    let first = bank(root.path(), 100);
    let file = first.paths("cards").remove(0);
    let bytes = fs::read(&file).unwrap();
    let damaged: Vec<u8> = bytes.iter().enumerate().map(|(at, byte)| if at == 40 { !byte } else { *byte }).collect();
    for damage in [Some(damaged.as_slice()), Some(&bytes[..20]), None] {
        match damage {
            Some(bytes) => fs::write(&file, bytes).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        cache::forget(first.dir());
        assert_eq!(bank(root.path(), 100).dir(), first.dir());
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
}

#[test]
fn an_entry_that_was_left_half_made_is_made_from_its_beginning() {
    let root = tempfile::tempdir().unwrap();
    let half = root.path().join("thing.new");
    fs::create_dir_all(half.join("left")).unwrap();
    let make = |out: &Path| {
        fs::create_dir(out).map_err(Error::at(out, "create"))?;
        fs::write(out.join("whole"), "").map_err(Error::at(out, "write"))
    };
    let is_sound = |place: &Path| place.join("whole").exists();
    let place = Entry { root: root.path(), key: "thing", make: &make, is_sound: &is_sound }.get().unwrap();
    assert!(place.join("whole").exists() && !place.join("left").exists() && !half.exists());
}

#[test]
fn a_sound_entry_is_served_where_no_lock_can_be_made() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("thing")).unwrap();
    // A folder in the lock's place stands for a cache that may only be read: tests may run with every right.
    fs::create_dir_all(root.path().join("thing.lock")).unwrap();
    let make = |_: &Path| unreachable!("it is there");
    let entry = |is_sound: &dyn Fn(&Path) -> bool| {
        Entry { root: root.path(), key: "thing", make: &make, is_sound }.get().map_err(|error| error.exit_code())
    };
    assert!(entry(&|_| false).is_err());
    assert_eq!(entry(&|place| place.is_dir()), Ok(root.path().join("thing")));
}

#[test]
fn a_bank_in_another_format_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let made = bank(root.path(), 100);
    let file = made.dir().join("manifest.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("\"format\": \"parquet\"", "\"format\": \"csv\"", 1)).unwrap();
    assert!(Bank::open(made.dir()).unwrap_err().to_string().contains("csv"));
}

/// A pipeline that counts how often it is run.
struct Fixed {
    name: &'static str,
    answer: Answer,
    runs: usize,
}

impl Fixed {
    fn new(name: &'static str, rows: u64) -> Self {
        Self { name, answer: Answer::number("rows", rows), runs: 0 }
    }
}

impl Pipeline for Fixed {
    fn name(&self) -> &str {
        self.name
    }

    fn run(&mut self, _: &Bank) -> Result<Answer> {
        self.runs += 1;
        Ok(self.answer.clone())
    }
}

fn quick() -> Criterion {
    let moment = std::time::Duration::from_millis(5);
    Criterion::default().without_plots().warm_up_time(moment).measurement_time(moment)
}

#[test]
fn a_wrong_pipeline_fails_with_a_diff_and_nothing_is_timed() {
    let root = tempfile::tempdir().unwrap();
    let bank = bank(root.path(), 100);
    let (mut right, mut wrong) = (Fixed::new("right", 5), Fixed::new("wrong", 6));
    let bench = std::panic::AssertUnwindSafe(|| {
        bench_pipelines(&mut quick(), &bank, &mut [&mut right, &mut wrong]);
    });
    let panic = std::panic::catch_unwind(bench).unwrap_err();
    let told = panic.downcast_ref::<String>().unwrap();
    for words in ["100 customers/wrong", "differs from that of right", "-       1  5", "+       1  6"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!((right.runs, wrong.runs), (1, 1), "each was run for its answer only");
}

/// A pipeline that is right when it is first asked, and later answers as many rows of something else.
struct Drifting(Fixed);

impl Pipeline for Drifting {
    fn name(&self) -> &str {
        "drifting"
    }

    fn run(&mut self, bank: &Bank) -> Result<Answer> {
        let first = self.0.run(bank)?;
        Ok(if self.0.runs == 1 { first } else { Answer::number("rows", 6) })
    }
}

#[test]
fn an_answer_that_changes_while_it_is_measured_fails_with_a_diff() {
    let root = tempfile::tempdir().unwrap();
    let bank = bank(root.path(), 100);
    let mut drifting = Drifting(Fixed::new("drifting", 5));
    let bench = std::panic::AssertUnwindSafe(|| bench_pipelines(&mut quick(), &bank, &mut [&mut drifting]));
    let panic = std::panic::catch_unwind(bench).unwrap_err();
    let told = panic.downcast_ref::<String>().unwrap();
    assert!(told.contains("-       1  5") && told.contains("+       1  6"), "{told}");
}

#[test]
fn the_first_pipeline_is_wrong_too_where_an_answer_is_given() {
    let root = tempfile::tempdir().unwrap();
    let bank = bank(root.path(), 100);
    let group = Group::new("group").expecting(Answer::number("rows", 5));
    assert!(group.check(&bank, &mut [&mut Fixed::new("right", 5)]).is_ok());
    let error = group.check(&bank, &mut [&mut Fixed::new("wrong", 6)]).unwrap_err();
    assert!(error.exit_code() == 1 && error.to_string().contains("the expected answer"), "{error}");
}

#[test]
fn a_pipeline_is_held_to_the_committed_answer_of_a_query() {
    let root = tempfile::tempdir().unwrap();
    let small = Bank::within(root.path(), 1_000, 42, HORIZON).unwrap();
    let group = Group::new("group").answering("dispute_funnel");
    let committed = crate::suite::library::query("dispute_funnel").unwrap().answers["small"].clone();
    let mut right = Fixed { name: "right", answer: committed.clone(), runs: 0 };
    assert_eq!(group.check(&small, &mut [&mut right]).unwrap(), committed);
    let error = group.check(&small, &mut [&mut Fixed::new("wrong", 6)]).unwrap_err();
    assert!(error.exit_code() == 1 && error.to_string().contains("the committed one to dispute_funnel"), "{error}");
    let other = bank(root.path(), 100);
    let error = group.check(&other, &mut [&mut right]).unwrap_err();
    assert!(error.to_string().contains("no committed answer"), "{error}");
    let error = Group::new("group").answering("weather").check(&small, &mut [&mut right]).unwrap_err();
    assert!(error.to_string().contains("dispute_funnel"), "{error}");
}

#[test]
fn throughput_counts_the_tables_that_a_pipeline_reads() {
    let root = tempfile::tempdir().unwrap();
    let bank = bank(root.path(), 100);
    let (all, cards) = (bank.size(&[]), bank.size(&["cards"]));
    let files = bank.paths("cards");
    let bytes: u64 = files.iter().map(|file| fs::metadata(file).unwrap().len()).sum();
    assert!(cards.bytes == bytes && cards.rows < all.rows && cards.bytes < all.bytes);
    assert_eq!(Fixed::new("all", 1).size(&bank), all);
    let schema = Arc::clone(&bank.schema("cards").unwrap());
    assert_eq!(schema.field(0).name(), "card_id");
}
