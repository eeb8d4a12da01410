//! `fauxbank schema`: the tables and columns, for people and for other systems.

use clap::Args;

use crate::error::{Error, Result};
use crate::schema::{self, RENDERINGS, Table};

/// Prints the schema of a table, or of all.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The table, as in `card_transactions`. [default: all]
    table: Option<String>,
    /// The form: markdown (the data dictionary), json (all that is known), arrow, or CREATE TABLE for duckdb, postgres
    /// or spark.
    #[arg(long = "as", value_name = "FORM", default_value = RENDERINGS[0].name)]
    form: String,
}

/// Prints schemas.
pub(super) fn schema(args: &SchemaArgs) -> Result<u8> {
    let rendering = schema::rendering(&args.form).ok_or_else(|| {
        let known: Vec<&str> = RENDERINGS.iter().map(|rendering| rendering.name).collect();
        Error::input("--as", format!("there is no form '{}'", args.form), format!("choose from {}", known.join(", ")))
    })?;
    let table = args.table.as_deref().map(table).transpose()?;
    super::print(&schema::render(table, rendering))
}

fn table(name: &str) -> Result<&'static Table> {
    schema::table(name).ok_or_else(|| {
        let known: Vec<&str> = schema::tables().iter().map(|table| table.name.as_str()).collect();
        Error::input("TABLE", format!("there is no table '{name}'"), format!("choose from {}", known.join(", ")))
    })
}
