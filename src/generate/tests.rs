//! The run with rows that are quickly made: what it writes, keeps, refuses and removes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::Relaxed;

use super::*;
use crate::codes::EpisodeKind;
use crate::columns::Columns as _;
use crate::error::Error;
use crate::manifest::tests::scenario_facts;
use crate::rows::{Balance, GenuineEpisode};
use crate::sink::{SINKS, shapes};
use crate::units::{AccountId, Cents, CustomerId, Date};

const DAY: Date = Date(20_089);

fn few_rows(community: i64, rows: &mut Rows) -> Texts {
    let mut texts = Texts::default();
    for account in 0..1_000 {
        rows.balances.push(Balance {
            account_id: AccountId(community * 1_000 + account),
            balance_date: DAY,
            opening_booked: Cents(community),
            closing_booked: Cents(account),
            holds: Cents::ZERO,
            closing_available: Cents(-account),
            entry_count: 1,
        });
    }
    rows.genuine_episodes.push(GenuineEpisode {
        customer_id: CustomerId(community + 1),
        episode_sequence: 1,
        kind: EpisodeKind::ALL[0],
        started_on: DAY,
        ended_on: DAY,
        place: (community % 2 == 0).then(|| texts.intern(&format!("place {community}"))),
    });
    texts
}

fn request(out: &Path) -> Request {
    Request {
        customers: 1_200,
        horizon: Horizon { from: DAY, to: DAY },
        seed: 1,
        scenario: "test".into(),
        out: out.to_path_buf(),
        existing: Existing::Refuse,
        tables: shapes().iter().collect(),
        sink: &SINKS[0],
        compression: Compression::Snappy,
        part: PartFacts { index: 1, of: 1 },
        threads: 2,
    }
}

fn make<P>(request: &Request, produce: P) -> Result<Outcome>
where
    P: Fn(i64, &mut Rows) -> Texts + Sync,
{
    make_until(request, produce, &AtomicBool::new(false))
}

fn make_until<P>(request: &Request, produce: P, stop: &AtomicBool) -> Result<Outcome>
where
    P: Fn(i64, &mut Rows) -> Texts + Sync,
{
    let job = Job::plan(request, scenario_facts())?;
    match Folder::claim(&request.out, &job.run, request.existing)? {
        Claim::Ours(folder) => write(&job, folder, produce, &|_| (), stop),
        Claim::Complete(manifest) => Ok(Outcome { manifest: *manifest, was_complete: true }),
    }
}

/// Every file under a folder, by its path.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            files.extend(contents(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
    files
}

fn stopped_after(request: &Request, communities: i64) -> Error {
    let (count, stop) = (AtomicI64::new(0), AtomicBool::new(false));
    let produce = |community, rows: &mut Rows| {
        stop.store(count.fetch_add(1, Relaxed) + 1 >= communities, Relaxed);
        few_rows(community, rows)
    };
    make_until(request, produce, &stop).unwrap_err()
}

#[test]
fn every_table_has_a_folder_and_every_row_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = make(&request(folder.path()), few_rows).unwrap().manifest;
    assert_eq!(manifest.size_of("balances").0, 12_000);
    assert_eq!(manifest.files_of("balances").count(), 3);
    assert_eq!(manifest.files_of("cards").count(), 1);
    let files = contents(folder.path());
    assert!(files.contains_key("balances/part-00010.parquet"));
    assert!(files.contains_key("truth/genuine_episodes/part-00000.parquet"));
    assert!(files.keys().all(|name| !name.starts_with('.')), "{:?}", files.keys());
    assert_eq!(Manifest::read(folder.path()).unwrap(), manifest);
}

#[test]
fn threads_leave_no_trace_in_any_format() {
    for sink in SINKS {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        for (folder, threads) in folders.iter().zip([1, 7]) {
            make(&Request { sink, compression: sink.compressions[0], threads, ..request(folder.path()) }, few_rows)
                .unwrap();
        }
        assert!(contents(folders[0].path()) == contents(folders[1].path()), "{}", sink.name);
    }
}

#[test]
fn a_run_that_was_stopped_goes_on_to_the_same_bytes() {
    let (whole, stopped) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    make(&request(whole.path()), few_rows).unwrap();
    let asked = Request { threads: 1, ..request(stopped.path()) };
    assert_eq!(stopped_after(&asked, 7).exit_code(), 130);
    assert!(!stopped.path().join("manifest.json").exists());
    let made = AtomicI64::new(0);
    let produce = |community, rows: &mut Rows| {
        made.fetch_add(1, Relaxed);
        few_rows(community, rows)
    };
    let refusal = make(&asked, produce).unwrap_err();
    assert!(refusal.to_string().contains("--resume"), "{refusal}");
    make(&Request { existing: Existing::Resume, ..asked }, produce).unwrap();
    assert_eq!(made.into_inner(), 7, "five of twelve communities were kept");
    assert!(contents(whole.path()) == contents(stopped.path()));
}

#[test]
fn a_damaged_file_is_made_again_on_resume() {
    let (whole, stopped) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    make(&request(whole.path()), few_rows).unwrap();
    let asked = Request { threads: 1, ..request(stopped.path()) };
    stopped_after(&asked, 7);
    let path = stopped.path().join("balances/part-00000.parquet");
    let mut bytes = fs::read(&path).unwrap();
    bytes[100] ^= 1;
    fs::write(&path, bytes).unwrap();
    make(&Request { existing: Existing::Resume, ..asked }, few_rows).unwrap();
    assert!(contents(whole.path()) == contents(stopped.path()));
}

#[test]
fn only_the_same_run_is_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let asked = Request { threads: 1, ..request(folder.path()) };
    stopped_after(&asked, 7);
    let other = Request { seed: 2, existing: Existing::Resume, ..asked.clone() };
    let refusal = make(&other, few_rows).unwrap_err();
    assert_eq!(refusal.exit_code(), 2);
    assert!(refusal.to_string().contains("seed is 1 there and 2 here"), "{refusal}");
    let same = Request { existing: Existing::Resume, ..asked };
    assert!(!make(&same, few_rows).unwrap().was_complete);
    assert!(make(&same, few_rows).unwrap().was_complete);
    assert_eq!(make(&other, few_rows).unwrap_err().exit_code(), 2);
}

#[test]
fn overwriting_removes_what_is_ours_only() {
    let folder = tempfile::tempdir().unwrap();
    let asked = request(folder.path());
    make(&asked, few_rows).unwrap();
    assert_eq!(make(&asked, few_rows).unwrap_err().exit_code(), 2);
    fs::write(folder.path().join("notes.md"), "mine").unwrap();
    let smaller = Request { customers: 100, existing: Existing::Overwrite, ..asked };
    make(&smaller, few_rows).unwrap();
    assert!(!folder.path().join("balances/part-00005.parquet").exists());
    assert!(folder.path().join("notes.md").exists());
    fs::write(folder.path().join("balances/mine.txt"), "mine").unwrap();
    assert_eq!(make(&smaller, few_rows).unwrap_err().exit_code(), 2);
    assert!(folder.path().join("manifest.json").exists());
}

#[test]
fn a_folder_of_something_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thesis.tex"), "mine").unwrap();
    for existing in [Existing::Refuse, Existing::Resume, Existing::Overwrite] {
        let refusal = make(&Request { existing, ..request(folder.path()) }, few_rows).unwrap_err();
        assert_eq!(refusal.exit_code(), 2);
    }
    assert_eq!(contents(folder.path()).len(), 1);
    fs::write(folder.path().join("manifest.json"), "{\"icons\": []}").unwrap();
    let asked = Request { existing: Existing::Overwrite, ..request(folder.path()) };
    assert_eq!(make(&asked, few_rows).unwrap_err().exit_code(), 2);
    assert_eq!(contents(folder.path()).len(), 2);
}

#[test]
fn two_runs_do_not_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let asked = request(folder.path());
    let job = Job::plan(&asked, scenario_facts()).unwrap();
    let _first = Folder::claim(folder.path(), &job.run, Existing::Refuse).unwrap();
    let second = Folder::claim(folder.path(), &job.run, Existing::Resume).unwrap_err();
    assert!(second.to_string().contains("another fauxbank"), "{second}");
}

#[test]
fn chosen_tables_are_the_only_ones() {
    let folder = tempfile::tempdir().unwrap();
    let tables = shapes().iter().filter(|shape| shape.name == "balances").collect();
    let manifest = make(&Request { tables, ..request(folder.path()) }, few_rows).unwrap().manifest;
    assert_eq!(manifest.run.tables.len(), 1);
    assert!(manifest.files.iter().all(|file| file.table == "balances"));
}
