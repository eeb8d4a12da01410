//! The binary in an empty folder: exit codes, messages, what it leaves behind.

#[path = "support/bank.rs"]
mod bank;

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use bank::{Bank, command_line, contents, exit_code, fauxbank, generate, stderr, stdout};

#[test]
fn without_arguments_the_help_is_printed_and_the_arguments_are_wrong() {
    let output = fauxbank(&[]);
    assert_eq!(exit_code(&output), 2);
    assert!(stderr(&output).contains("generate"), "{output:?}");
}

#[test]
fn wrong_arguments_are_told_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("bank");
    for (arguments, words) in [
        (&["--customers", "ten"][..], "write it as in"),
        (&["--customers", "0"], "at least 1"),
        (&["--from", "2025-02-30"], "no date"),
        (&["--to", "2024-12-31"], "before"),
        (&["--tables", "cards,carts"], "card_transactions"),
        (&["--format", "xlsx"], "parquet, csv, jsonl, arrow"),
        (&["--format", "csv", "--compression", "zstd"], "choose from none"),
        (&["--part", "4/3"], "2/3"),
        (&["--part", "1/2", "--customers", "100"], "empty"),
        (&["--threads", "0"], "at least 1"),
        (&["--scenario", "no-such-scenario"], "no-such-scenario"),
        (&["--resume", "--overwrite"], "cannot be used with"),
        (&["--colour", "blue"], "--colour"),
    ] {
        let output = generate(&out, arguments);
        assert_eq!(exit_code(&output), 2, "{arguments:?} {output:?}");
        assert!(stderr(&output).contains(words), "{arguments:?} {}", stderr(&output));
        assert!(!out.exists(), "{arguments:?} left something behind");
    }
}

#[test]
fn a_bad_scenario_is_told_by_file_and_key() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("mine.toml");
    fs::write(&scenario, "extends = \"us-retail\"\n[income]\nno_such_number = 1\nsource = \"none\"\n").unwrap();
    let output = generate(&folder.path().join("bank"), &["--scenario", scenario.to_str().unwrap()]);
    assert_eq!(exit_code(&output), 2);
    assert!(stderr(&output).contains("mine.toml") && stderr(&output).contains("no_such_number"), "{output:?}");
}

#[test]
fn a_run_says_what_it_made_and_how_to_look_at_it() {
    let bank = Bank::make(&["--tables", "customers,banks"]);
    let text = stdout(&bank.output);
    for words in ["a bank of 200 customers, 2025-01-01 to 2025-02-28", "customers", "duckdb -init", "validate"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("card_transactions"), "{text}");
}

#[test]
fn json_events_are_lines_and_quiet_is_quiet() {
    let folder = tempfile::tempdir().unwrap();
    let output = generate(&folder.path().join("a"), &["--json", "--tables", "banks"]);
    let events: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(events.first().unwrap()["event"], "began");
    assert_eq!(events.last().unwrap()["event"], "done");
    let output = generate(&folder.path().join("b"), &["--quiet", "--tables", "banks"]);
    assert_eq!((stdout(&output), stderr(&output)), (String::new(), String::new()));
    let output = generate(&folder.path().join("b"), &["--json", "--tables", "banks"]);
    assert_eq!(exit_code(&output), 2);
    assert!(stdout(&output).contains("\"failed\""), "{output:?}");
}

#[test]
fn a_folder_that_is_not_empty_is_refused_unless_it_is_this_run() {
    let bank = Bank::make(&["--tables", "banks"]);
    let again = |more: &[&str]| generate(&bank.path, &[&["--tables", "banks"], more].concat());
    let refused = again(&[]);
    assert_eq!(exit_code(&refused), 2);
    assert!(stderr(&refused).contains("--overwrite"), "{refused:?}");
    let complete = again(&["--resume"]);
    assert_eq!(exit_code(&complete), 0);
    assert!(stdout(&complete).contains("nothing to do"), "{complete:?}");
    assert_eq!(exit_code(&again(&["--resume", "--seed", "43"])), 2);
    let before = contents(&bank.path);
    assert_eq!(exit_code(&again(&["--overwrite"])), 0);
    assert!(contents(&bank.path) == before);
}

#[test]
fn a_path_that_cannot_be_written_is_a_failure_of_the_outside() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    for out in [file.join("bank"), "/proc/fauxbank".into()] {
        let output = generate(&out, &[]);
        assert_eq!(exit_code(&output), 3, "{output:?}");
        assert!(stderr(&output).contains(out.to_str().unwrap()), "{output:?}");
    }
}

/// A limit on the size of a file stands for the full disk: the write fails, at the same places in the code.
#[test]
fn a_full_disk_leaves_no_manifest_and_resuming_ends_with_the_same_bytes() {
    let whole = Bank::make(&[]);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("bank");
    let binary = env!("CARGO_BIN_EXE_fauxbank");
    let script = format!("trap '' XFSZ; ulimit -f 40; exec '{binary}' \"$@\"");
    let mut shell = Command::new("bash");
    shell.args(["-c", &script, "fauxbank"]).args(command_line(&out, &[]));
    let output = shell.output().unwrap();
    assert_eq!(exit_code(&output), 3, "{output:?}");
    assert!(stderr(&output).contains("--resume"), "{output:?}");
    assert!(!out.join("manifest.json").exists());
    assert_eq!(exit_code(&generate(&out, &["--resume"])), 0);
    assert!(contents(&out) == contents(&whole.path));
}

#[test]
fn a_killed_run_leaves_no_manifest_and_resuming_ends_with_the_same_bytes() {
    let many = ["--customers", "1200", "--to", "2025-01-31"];
    let whole = Bank::make(&many);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("bank");
    let mut run = Command::new(env!("CARGO_BIN_EXE_fauxbank"));
    run.args(command_line(&out, &[&many[..], &["--quiet", "--threads", "1"]].concat()));
    let mut run = run.stdout(Stdio::null()).spawn().unwrap();
    let journal = out.join(".fauxbank-run/part-00000.json");
    while !journal.exists() && run.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    run.kill().unwrap();
    run.wait().unwrap();
    assert!(!out.join("manifest.json").exists(), "the run was killed before its end");
    let refused = generate(&out, &many);
    assert_eq!(exit_code(&refused), 2, "{refused:?}");
    assert_eq!(exit_code(&generate(&out, &[&many[..], &["--resume"]].concat())), 0);
    assert!(contents(&out) == contents(&whole.path));
}

#[test]
fn a_stopped_run_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("bank");
    let mut run = Command::new(env!("CARGO_BIN_EXE_fauxbank"));
    run.args(command_line(&out, &["--customers", "100k", "--threads", "1"]));
    let mut run = run.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while !out.join(".fauxbank-run/run.json").exists() && run.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let killed = Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = run.wait_with_output().unwrap();
    assert_eq!(exit_code(&output), 130);
    assert!(stderr(&output).contains("--resume"), "{output:?}");
    assert!(!out.join("manifest.json").exists());
}

#[test]
fn every_format_is_written_with_its_ending() {
    for format in fauxbank::sink::SINKS {
        let bank = Bank::make(&["--format", format.name, "--tables", "customers,card_transactions"]);
        let file = format!("card_transactions/part-00000.{}", format.extension);
        let bytes = &contents(&bank.path)[&file];
        let begins: &[u8] = match format.name {
            "parquet" => b"PAR1",
            "csv" => b"transaction_id,",
            "jsonl" => b"{\"transaction_id\":",
            _ => b"ARROW1",
        };
        assert!(bytes.starts_with(begins), "{}", format.name);
    }
}

#[test]
fn schemas_completions_and_the_manual_are_printed() {
    for arguments in [&["schema"][..], &["schema", "cards", "--as", "postgres"], &["completions", "bash"], &["man"]] {
        let output = fauxbank(arguments);
        assert_eq!(exit_code(&output), 0, "{output:?}");
        assert!(!stdout(&output).is_empty(), "{arguments:?}");
    }
    assert_eq!(exit_code(&fauxbank(&["schema", "carts"])), 2);
    assert_eq!(exit_code(&fauxbank(&["schema", "--as", "cobol"])), 2);
}

#[cfg(not(feature = "engine"))]
#[test]
fn a_build_without_the_engine_says_how_to_get_it() {
    let output = fauxbank(&["bench", "anywhere"]);
    assert_eq!(exit_code(&output), 2);
    assert!(stderr(&output).contains("--features engine"), "{output:?}");
}

#[test]
fn measurements_that_are_not_there_or_do_not_match_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let results = |name: &str, engines: &[&str]| {
        let lines: String =
            engines.iter().map(|engine| format!("{engine},1,a,small,warm,1,0.5,0.5,1,right,\n")).collect();
        let path = folder.path().join(name);
        fs::write(&path, format!("engine,version,query,scale,mode,run,seconds,cpu_seconds,rows,answer,error\n{lines}"))
            .unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (one, two) = (results("one.csv", &["duckdb"]), results("two.csv", &["polars", "spark"]));
    assert_eq!(exit_code(&fauxbank(&["bench", "compare", "no-such-file", &one])), 3);
    let output = fauxbank(&["bench", "compare", &one, &two]);
    assert!(exit_code(&output) == 2 && stderr(&output).contains("--engines"), "{output:?}");
    let output = fauxbank(&["bench", "compare", &one, &two, "--engines", "duckdb,spark"]);
    assert!(exit_code(&output) == 0 && stdout(&output).contains("duckdb 1, then spark 1"), "{output:?}");
}
