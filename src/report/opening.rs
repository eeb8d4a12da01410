//! What the dataset is: the bank, its size, its days, its tables, and how to load them.

use maud::{Markup, html};

use super::numbers::{bytes, grouped};
use crate::calendar::Horizon;
use crate::manifest::{Manifest, TableFacts};

/// What the page says of the bank beyond its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bank {
    /// The name of the first bank.
    pub(super) name: String,
    /// The ISO 3166 code of its country.
    pub(super) country: String,
    /// The ISO 4217 code of the accounts' currency.
    pub(super) currency: String,
}

/// Returns the page's title.
pub(super) fn title(manifest: &Manifest) -> String {
    format!("A synthetic bank of {} customers", grouped(customers(manifest)))
}

fn customers(manifest: &Manifest) -> u64 {
    (manifest.run.communities.count * manifest.run.communities.size) as u64
}

/// Writes the head of the page.
pub(super) fn head(manifest: &Manifest, bank: &Bank, shown: Horizon) -> Markup {
    let run = &manifest.run;
    let total = |value: fn(&crate::manifest::FileFacts) -> u64| manifest.files.iter().map(value).sum::<u64>();
    let facts = [
        ("bank", bank.name.clone()),
        ("country", bank.country.clone()),
        ("customers", grouped(customers(manifest))),
        ("days", format!("{} to {}", run.horizon.from, run.horizon.to)),
        ("rows", grouped(total(|file| file.rows))),
        ("size", format!("{} in {}", bytes(total(|file| file.bytes)), run.format)),
        ("scenario", run.scenario.name.clone()),
        ("seed", run.seed.to_string()),
        ("fauxbank", run.version.clone()),
    ];
    let shown = (shown.from.iso(), shown.to.iso());
    let is_window = shown.0 != run.horizon.from || shown.1 != run.horizon.to;
    html! {
        h1 { (title(manifest)) }
        p.lead {
            "People, accounts, cards, shops and payments that behave like a bank's, add up to the cent, and are nobody's. "
            "This page shows the data, and what is published beside it."
        }
        dl.facts {
            @for (name, value) in facts { div { dt { (name) } dd { (value) } } }
            @if is_window { div { dt { "days shown and measured" } dd { (shown.0) " to " (shown.1) } } }
            @if run.part.of > 1 { div { dt { "part" } dd { (run.part.index) " of " (run.part.of) } } }
        }
    }
}

/// Writes the tables with their sizes, and how to load them.
pub(super) fn tables(manifest: &Manifest) -> Markup {
    let rows: u64 = manifest.files.iter().map(|file| file.rows).sum();
    let size: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let files = |table: &TableFacts| manifest.files_of(&table.name).count();
    html! {
        section #dataset {
            h2 { "The dataset" }
            h4 { "Load it" }
            p.note { "In the dataset's folder:" }
            div.loads {
                @for (tool, code) in loads(&manifest.run.format) { div { h4 { (tool) } pre { (code) } } }
            }
            h4 { "Tables" }
            table {
                thead { tr { th { "table" } th.number { "rows" } th.number { "size" } th.number.least { "files" } } }
                tbody {
                    @for table in &manifest.run.tables {
                        @let (rows, size) = manifest.size_of(&table.name);
                        tr {
                            td { a href={ "#table-" (table.name) } { code { (table.folder) } } }
                            td.number { (grouped(rows)) }
                            td.number { (bytes(size)) }
                            td.number.least { (files(table)) }
                        }
                    }
                }
                tfoot { tr { td { "all" } td.number { (grouped(rows)) } td.number { (bytes(size)) } td.number.least { (manifest.files.len()) } } }
            }
        }
    }
}

/// Returns how to load the card transactions with the usual tools.
fn loads(format: &str) -> Vec<(&'static str, String)> {
    let query =
        "duckdb -init duckdb.sql\n> SELECT category, count(*), median(amount)\n  FROM card_transactions GROUP BY 1;";
    let files = format!("card_transactions/*.{format}");
    let (polars, pandas, spark) = match format {
        "csv" => (
            format!("pl.scan_csv(\"{files}\")"),
            format!("pd.concat(map(pd.read_csv, glob(\"{files}\")))"),
            "spark.read.csv(\"card_transactions\", header=True)".to_owned(),
        ),
        "jsonl" => (
            format!("pl.scan_ndjson(\"{files}\")"),
            format!("pd.concat(pd.read_json(f, lines=True) for f in glob(\"{files}\"))"),
            "spark.read.json(\"card_transactions\")".to_owned(),
        ),
        "arrow" => (
            format!("pl.scan_ipc(\"{files}\")"),
            format!("pd.concat(map(pd.read_feather, glob(\"{files}\")))"),
            "spark.createDataFrame(pandas_frame)   # Spark reads no Arrow files".to_owned(),
        ),
        _ => (
            format!("pl.scan_parquet(\"{files}\")"),
            "pd.read_parquet(\"card_transactions\")".to_owned(),
            "spark.read.parquet(\"card_transactions\")".to_owned(),
        ),
    };
    let glob = if format == "parquet" { "" } else { "from glob import glob\n" };
    vec![
        ("DuckDB", query.to_owned()),
        ("Polars", format!("import polars as pl\n\ndf = {polars}\ndf.group_by(\"category\").len().collect()")),
        ("pandas", format!("import pandas as pd\n{glob}\ndf = {pandas}\ndf.groupby(\"category\").size()")),
        ("Spark", format!("df = {spark}\ndf.groupBy(\"category\").count().show()")),
    ]
}
