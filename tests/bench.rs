//! The cache of banks between processes.

use std::env;
use std::process::Command;

use fauxbank::bench::{Bank, CACHE_VARIABLE};

const NAME: &str = "two_processes_at_once_share_one_bank";

/// Runs itself twice at once; the two processes make the same bank in one cache.
#[test]
fn two_processes_at_once_share_one_bank() {
    if env::var_os("FAUXBANK_TEST_CHILD").is_some() {
        let bank = Bank::of(100, 5).unwrap_or_else(|error| panic!("{error}"));
        assert!(bank.paths("cards")[0].is_file());
        return println!("at {}.", bank.dir().display());
    }
    let root = tempfile::tempdir().unwrap();
    let start = || {
        let mut child = Command::new(env::current_exe().unwrap());
        child.args(["--exact", NAME, "--nocapture"]);
        child.env("FAUXBANK_TEST_CHILD", "1").env(CACHE_VARIABLE, root.path());
        child.stdout(std::process::Stdio::piped()).spawn().unwrap()
    };
    let place = |child: std::process::Child| {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        text.split("at ")
            .find_map(|rest| Some(rest.split_once(".\n")?.0.to_owned()))
            .expect("the child tells the folder")
    };
    let children = [start(), start()];
    let places = children.map(place);
    assert_eq!(places[0], places[1]);
    assert!(places[0].starts_with(root.path().to_str().unwrap()));
    let mut left: Vec<String> =
        root.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left.len(), 2, "the bank and its lock: {left:?}");
    assert!(left[1].ends_with(".lock"), "{left:?}");
}
