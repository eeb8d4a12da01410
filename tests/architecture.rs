//! The map in ARCHITECTURE.md holds: modules import only from those above them, and every module stands in it.

use std::path::{Path, PathBuf};

/// Files over this many lines hold two things that should live apart.
const MOST_LINES: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the modules in the order of the table in ARCHITECTURE.md, lowest first.
fn layers() -> Vec<String> {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the map is there");
    let (_, table) = map.split_once("| module | what it holds |\n|---|---|\n").expect("the map has a table of modules");
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    rows.map(|line| line.split('|').nth(1).expect("a row has cells").trim().to_owned()).collect()
}

/// Returns every source file below `src`, sorted.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![root().join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a source folder can be read") {
            let path = entry.expect("a source folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Returns the top module that a file belongs to.
fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix(root().join("src")).expect("sources are below src");
    let first = inside.components().next().expect("a path has components").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Returns the text without comments and without its tests, which may look at anything.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).expect("a source can be read");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Returns the top modules that code names by `crate::`, with `crate::{a, b::c}` taken apart.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for after in code.split("crate::").skip(1) {
        let group = after.strip_prefix('{').map(first_words);
        found.extend(group.unwrap_or_else(|| vec![word(after)]));
    }
    found
}

/// Returns the first word of every path of a use group, to its closing brace.
fn first_words(group: &str) -> Vec<String> {
    let (mut depth, mut is_start, mut words) = (0, true, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_start = true,
            _ if is_start && character.is_alphanumeric() => {
                words.push(word(&group[at..]));
                is_start = false;
            }
            _ => {}
        }
    }
    words
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn every_module_stands_in_the_map_and_the_map_names_no_other() {
    let declared = std::fs::read_to_string(root().join("src/lib.rs")).expect("the library is there");
    let mut modules: Vec<String> = declared
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let mut layers = layers();
    modules.sort();
    layers.sort();
    assert_eq!(modules, layers, "src/lib.rs and the table of ARCHITECTURE.md");
}

#[test]
fn modules_import_only_from_those_above_them() {
    let layers = layers();
    let layer = |module: &str| layers.iter().position(|name| name == module);
    let mut wrong = Vec::new();
    for file in sources().into_iter().filter(|file| !file.ends_with("tests.rs")) {
        let Some(own) = layer(&module_of(&file)) else { continue };
        for import in imports(&code(&file)) {
            if layer(&import).is_some_and(|other| other > own) {
                wrong.push(format!("{} uses {import}, which is below {} in the map", file.display(), layers[own]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_holds_two_things() {
    for file in sources() {
        let lines = std::fs::read_to_string(&file).expect("a source can be read").lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines", file.display());
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        assert!(!["mod", "utils", "helpers", "common", "manager"].contains(&name.as_str()), "{}", file.display());
    }
}

#[test]
fn imports_are_found_alone_and_in_groups() {
    let code = "use crate::a::B;\nuse crate::{c, d::{e, f}, g::*};\nfn x() { crate::h::y() }";
    assert_eq!(imports(code), ["a", "c", "d", "g", "h"]);
}
