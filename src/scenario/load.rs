//! From a scenario file to its laws: reading, checking, extending, and telling where a mistake stands.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::Scenario;
use super::check::{Checked, SHARES, SOURCE};
use crate::digest::sha256;
use crate::error::{Error, Result};

/// The scenarios that are compiled in, by name; the first is the default.
const BUILT_IN: &[(&str, &str)] = &[
    ("us-retail", include_str!("../../scenarios/us-retail.toml")),
    ("fr-retail", include_str!("../../scenarios/fr-retail.toml")),
    ("uk-retail", include_str!("../../scenarios/uk-retail.toml")),
];

/// The key that names the scenario which a file starts from.
const EXTENDS: &str = "extends";
/// How many files may extend one another: far more than anyone needs, so that a circle ends in a message.
const MAX_EXTENDS: usize = 8;

/// A scenario file as read.
#[derive(Debug)]
struct Layer {
    /// What it is called in messages.
    place: String,
    /// Its name, where it is compiled in.
    built_in: Option<&'static str>,
    /// Its tables, less sources and `extends`.
    table: Table,
}

impl Scenario {
    /// Loads a scenario that is compiled in, or the file of that path.
    ///
    /// A file may say `extends = "us-retail"` (or the path of another file, from its own folder): its tables are then laid over that
    /// scenario's, key by key; a table or list whose name ends in `_shares` replaces the other whole.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be read, holds an unknown key, lacks a source, or has shares that do not sum to 1.
    pub fn load(name_or_path: &str) -> Result<Self> {
        let layers = layers(name_or_path)?;
        let merged = merged(&layers);
        let hash = hash(&merged);
        let mut scenario: Self =
            serde_path_to_error::deserialize(Value::Table(merged)).map_err(|error| misfit(&layers, &error))?;
        scenario.hash = hash;
        let base = layers.iter().skip(1).find_map(|layer| layer.built_in);
        scenario.base = base.map(str::to_owned);
        Ok(scenario)
    }

    /// Reads a scenario as the table of its numbers, with those that it extends and less their sources.
    ///
    /// # Errors
    ///
    /// Fails where a file cannot be read, lacks a source, or has shares that do not sum to 1.
    pub fn table(name_or_path: &str) -> Result<Table> {
        Ok(merged(&layers(name_or_path)?))
    }

    /// Returns the names of the scenarios that are compiled in, the default first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }
}

/// Lays the tables of scenarios over one another, the nearest on top.
fn merged(layers: &[Layer]) -> Table {
    let mut merged = Table::new();
    for layer in layers.iter().rev() {
        lay_over(&mut merged, &layer.table);
    }
    merged
}

/// Reads a scenario and those that it extends, the nearest first.
fn layers(name_or_path: &str) -> Result<Vec<Layer>> {
    let mut layers = Vec::new();
    let mut next = Some((name_or_path.to_owned(), PathBuf::new()));
    while let Some((name, folder)) = next {
        if layers.len() == MAX_EXTENDS {
            let cause = format!("more than {MAX_EXTENDS} scenarios extend one another");
            return Err(Error::input(name_or_path, cause, "look for a circle of extends"));
        }
        let (layer, extends) = read(&name, &folder)?;
        let folder = folder.join(&name).parent().map(Path::to_path_buf).unwrap_or_default();
        layers.push(layer);
        next = extends.map(|name| (name, folder));
    }
    Ok(layers)
}

/// Reads and checks one file, and tells what it extends.
fn read(name: &str, folder: &Path) -> Result<(Layer, Option<String>)> {
    let built_in = BUILT_IN.iter().find(|(built_in, _)| *built_in == name);
    let (place, text) = match built_in {
        Some((name, text)) => (format!("scenario {name}"), (*text).to_owned()),
        None => read_file(name, folder)?,
    };
    Checked { file: &place, text: &text }.check()?;
    let mut table: Table = toml::from_str(&text)
        .map_err(|cause| Error::input(&place, cause.to_string().trim_end(), "write it as TOML 1.0"))?;
    let extends = match table.remove(EXTENDS) {
        None => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => {
            let remedy = "write extends = \"us-retail\", or the path of a file";
            return Err(Error::input(format_args!("{place}: {EXTENDS}"), "not a text", remedy));
        }
    };
    strip_sources(&mut table);
    Ok((Layer { place, built_in: built_in.map(|(name, _)| *name), table }, extends))
}

fn read_file(name: &str, folder: &Path) -> Result<(String, String)> {
    let path = folder.join(name);
    let is_a_name = !name.contains(['/', '\\', '.']);
    if is_a_name && !path.exists() {
        let cause = format!("no scenario is called '{name}'");
        let remedy =
            format!("choose one of {}, or give the path of a file", Scenario::names().collect::<Vec<_>>().join(", "));
        return Err(Error::input("--scenario", cause, remedy));
    }
    let text = std::fs::read_to_string(&path).map_err(Error::at(&path, "read the scenario"))?;
    Ok((path.display().to_string(), text))
}

/// Removes every `source`, once checked: the laws are about numbers, and need no field for where these come from.
fn strip_sources(table: &mut Table) {
    table.remove(SOURCE);
    for (_, value) in table.iter_mut() {
        strip_sources_within(value);
    }
}

fn strip_sources_within(value: &mut Value) {
    match value {
        Value::Table(table) => strip_sources(table),
        Value::Array(items) => items.iter_mut().for_each(strip_sources_within),
        _ => {}
    }
}

/// Lays a table over another, key by key and table by table; shares replace shares whole, for half of one whole and half of another is none.
fn lay_over(base: &mut Table, over: &Table) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) if !key.ends_with(SHARES) => lay_over(below, above),
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Turns a failure of the laws to read a value into an error that names the file which set it, and the whole key.
fn misfit(layers: &[Layer], error: &serde_path_to_error::Error<toml::de::Error>) -> Error {
    let cause = error.inner().message();
    let mut path: Vec<String> = error.path().iter().map(ToString::to_string).collect();
    if let Some(key) = quoted_after(cause, "unknown field `")
        && path.last().is_none_or(|last| last != key)
    {
        path.push(key.to_owned());
    }
    let layer = layers.iter().find(|layer| holds(&layer.table, &path)).unwrap_or(&layers[0]);
    let remedy = if cause.starts_with("unknown") {
        "correct the spelling, or remove the key"
    } else if cause.starts_with("missing field") {
        "add the key, or start the file with extends = \"us-retail\""
    } else {
        "correct the value"
    };
    let key = if path.is_empty() { "top level".to_owned() } else { path.join(".") };
    Error::input(format_args!("{}: {key}", layer.place), cause, remedy)
}

fn quoted_after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.strip_prefix(start)?.split('`').next()
}

fn holds(table: &Table, path: &[String]) -> bool {
    let Some((first, rest)) = path.split_first() else { return false };
    match table.get(first) {
        None => false,
        Some(Value::Table(inner)) if !rest.is_empty() => holds(inner, rest),
        Some(_) => true,
    }
}

/// Returns the SHA-256 of a table whatever the order of its keys.
fn hash(table: &Table) -> String {
    let mut text = String::new();
    write_canonically(&Value::Table(table.clone()), &mut text);
    sha256(text.as_bytes())
}

fn write_canonically(value: &Value, text: &mut String) {
    match value {
        Value::Table(table) => {
            let mut keys: Vec<&String> = table.keys().collect();
            keys.sort();
            text.push('{');
            for key in keys {
                let _ = write!(text, "{key:?}:");
                write_canonically(&table[key], text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_canonically(item, text);
                text.push(',');
            }
            text.push(']');
        }
        other => {
            let _ = write!(text, "{other}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str, text: &str) -> String {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("the temporary folder is writable");
        path.display().to_string()
    }

    fn refusal(text: &str) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = write(folder.path(), "mine.toml", text);
        let error = Scenario::load(&path).expect_err("the scenario is wrong");
        assert_eq!(error.exit_code(), 2, "{error}");
        error.to_string()
    }

    #[test]
    fn every_scenario_that_is_compiled_in_loads() {
        for name in Scenario::names() {
            let scenario = Scenario::load(name).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(scenario.name, name);
            assert_eq!(scenario.hash().len(), 64);
        }
    }

    #[test]
    fn a_file_extends_a_scenario_and_keeps_what_it_does_not_say() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = write(folder.path(), "mine.toml", "extends = 'us-retail'\nname = 'mine'\n");
        let theirs = Scenario::load("us-retail").unwrap_or_else(|error| panic!("{error}"));
        let mine = Scenario::load(&path).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((mine.name.as_str(), &mine.description), ("mine", &theirs.description));
        assert_ne!(mine.hash(), theirs.hash());
        let path = write(folder.path(), "same.toml", "# only a comment\nextends = \"mine.toml\"\n");
        assert_eq!(Scenario::load(&path).unwrap_or_else(|error| panic!("{error}")).hash(), mine.hash());
    }

    #[test]
    fn an_unknown_key_is_told_with_its_file_and_its_whole_path() {
        let message = refusal("extends = 'us-retail'\n[bank]\nbrunches = 3\nsource = 's'\n");
        assert!(message.contains("mine.toml: bank.brunches: unknown field `brunches`"), "{message}");
        let message = refusal("extends = 'us-retail'\n[bnak]\n");
        assert!(message.contains("mine.toml: bnak: unknown field `bnak`"), "{message}");
    }

    #[test]
    fn a_number_without_a_source_is_refused_even_if_what_it_replaces_has_one() {
        let message = refusal("extends = 'us-retail'\n[bank]\nbrunches = 3\n");
        assert!(message.contains("mine.toml:3: bank.brunches: a number without a source"), "{message}");
    }

    #[test]
    fn what_is_no_toml_is_refused_with_its_line() {
        let message = refusal("extends = 'us-retail\n");
        assert!(message.contains("mine.toml") && message.contains("line 1"), "{message}");
    }

    #[test]
    fn a_circle_of_scenarios_ends_in_a_message() {
        assert!(refusal("extends = 'mine.toml'\n").contains("circle"));
    }

    #[test]
    fn a_name_that_is_no_scenario_gets_the_list_and_a_path_that_is_missing_an_outside_error() {
        let error = Scenario::load("us-retial").expect_err("there is none");
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("us-retail"), "{error}");
        assert_eq!(Scenario::load("nowhere/us.toml").expect_err("there is none").exit_code(), 3);
    }

    #[test]
    fn shares_replace_shares_whole_and_other_tables_key_by_key() {
        let mut base: Table = toml::from_str("[a]\nx = 1\ny = 2\np_shares = { q = 0.5, r = 0.5 }").expect("it is TOML");
        let over: Table = toml::from_str("[a]\ny = 3\np_shares = { s = 1.0 }").expect("it is TOML");
        lay_over(&mut base, &over);
        let want: Table = toml::from_str("[a]\nx = 1\ny = 3\np_shares = { s = 1.0 }").expect("it is TOML");
        assert_eq!(base, want);
    }

    #[test]
    fn the_hash_knows_numbers_and_not_their_order() {
        let table = |text: &str| toml::from_str::<Table>(text).expect("it is TOML");
        assert_eq!(hash(&table("a = 1\nb = 2.5")), hash(&table("# a remark\nb = 2.50\na = 1")));
        assert_ne!(hash(&table("a = 1\nb = 2.5")), hash(&table("a = 1\nb = 2.6")));
    }
}
