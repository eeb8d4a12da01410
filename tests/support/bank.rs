//! What the tests of the binary share: running it, and the small bank that most of them make.
#![allow(dead_code, unreachable_pub, reason = "no test file needs all of it, and each includes it as its own module")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The arguments of a bank that is quickly made; later arguments override.
const SMALL: [&str; 4] = ["--customers", "200", "--to", "2025-02-28"];

/// A small bank in a folder of its own.
#[derive(Debug)]
pub struct Bank {
    /// The dataset.
    pub path: PathBuf,
    /// What the run printed.
    pub output: Output,
    _folder: tempfile::TempDir,
}

impl Bank {
    /// Makes a bank with arguments that override the small bank's.
    pub fn make(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("bank");
        let output = generate(&path, arguments);
        assert_eq!(exit_code(&output), 0, "{output:?}");
        Self { path, output, _folder: folder }
    }
}

/// Runs `fauxbank generate` for a small bank.
pub fn generate(out: &Path, arguments: &[&str]) -> Output {
    fauxbank(&command_line(out, arguments))
}

/// Returns the arguments that make a small bank; the given ones override.
pub fn command_line<'a>(out: &'a Path, arguments: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec!["generate", "--out", out.to_str().expect("a path in Unicode")];
    for pair in SMALL.chunks(2).filter(|pair| !arguments.contains(&pair[0])) {
        all.extend(pair);
    }
    all.extend(arguments);
    all
}

/// Runs the binary.
pub fn fauxbank(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fauxbank")).args(arguments).output().expect("the binary runs")
}

/// Returns the exit code; a signal has none.
pub fn exit_code(output: &Output) -> i32 {
    output.status.code().expect("the process ended by itself")
}

/// Returns what was printed to the standard output.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Returns what was printed to the standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file under a folder, by its path inside it.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in Unicode").to_owned();
        if path.is_dir() {
            files.extend(contents(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.insert(name, fs::read(&path).expect("the file can be read"));
        }
    }
    files
}
