//! The suite as the program holds it: the files of `queries/`, compiled in.

use include_dir::{Dir, include_dir};

use super::query::Query;
use crate::error::{Error, Result};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/queries");

/// Returns every query of the suite, with the statements of an engine.
///
/// # Errors
///
/// Fails where the files that were compiled in are wrong.
pub fn queries(engine: &str) -> Result<Vec<Query>> {
    let file = |path: &str| FILES.get_file(path).and_then(|file| file.contents_utf8()).map(str::to_owned);
    let registry = file("registry.toml")
        .ok_or_else(|| Error::input("queries/registry.toml", "there is none", "build the program from a whole copy"))?;
    Query::read_all(&registry, engine, &file)
}

/// Returns a query of the suite, with its portable statement.
///
/// # Errors
///
/// Fails where there is no such query.
pub fn query(name: &str) -> Result<Query> {
    let queries = queries("")?;
    let known: Vec<&str> = queries.iter().map(|query| query.name.as_str()).collect();
    let remedy = format!("choose from {}", known.join(", "));
    let unknown = Error::input(name, "there is no such query", remedy);
    queries.into_iter().find(|query| query.name == name).ok_or(unknown)
}
