//! The bank's name, from the first row of its table; its country and currency, from the manifest.

use std::collections::BTreeSet;
use std::path::Path;

use super::opening::Bank;
use crate::dataset::{Dataset, Layout, Row, views};
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::schema;

views! {
    /// A bank.
    BankRow of "banks" { name: Box<str> }
}

/// Reads what the page says of the bank; a dataset without a table of banks has no name.
///
/// # Errors
///
/// Fails where a file cannot be read.
pub(super) fn read(dir: &Path, manifest: &Manifest) -> Result<Bank> {
    let none = BTreeSet::new();
    let dataset = Dataset { dir, manifest, unreadable: &none, digests: None };
    let bank = first::<BankRow>(&dataset)?;
    Ok(Bank {
        name: bank.map(|bank| bank.name.to_string()).unwrap_or_default(),
        country: manifest.run.scenario.country.clone(),
        currency: manifest.run.scenario.currency.clone(),
    })
}

/// Reads the first row of a table.
fn first<R: Row>(dataset: &Dataset<'_>) -> Result<Option<R>> {
    let layout =
        Layout::of(schema::table(R::TABLE).expect("a view is of a table of the registry")).with_columns(R::COLUMNS);
    let Some(path) = dataset.paths(R::TABLE).into_iter().next() else { return Ok(None) };
    let failed = |cause: String| Error::outside(path.display(), cause, "run `fauxbank validate` on the dataset");
    let Some(batch) = dataset.open(&path, &layout).map_err(failed)?.next() else { return Ok(None) };
    let batch = batch.map_err(failed)?;
    let mut rows = Vec::new();
    R::read(&batch.slice(0, batch.num_rows().min(1)), &mut rows)
        .map_err(|column| failed(format!("column {column} cannot be read")))?;
    Ok(rows.into_iter().next())
}
