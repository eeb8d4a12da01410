//! The data dictionary: every table of the dataset, column by column, as the schemas say.

use maud::{Markup, html};

use super::numbers::grouped;
use super::prose::prose;
use crate::manifest::Manifest;
use crate::schema::{self, Column, Scope, Table};

/// Writes the dictionary of the tables that a dataset holds.
pub(super) fn dictionary(manifest: &Manifest) -> Markup {
    let tables = manifest.run.tables.iter().filter_map(|facts| schema::table(&facts.name));
    html! {
        section #dictionary {
            h2 { "Data dictionary" }
            p {
                "Every table with its columns, units and privacy classes, from the same schemas that the files carry. Open a table "
                "to read it; ⏳ marks columns that tell the state as of the last day."
            }
            @for table in tables { (entry(table, manifest.size_of(&table.name).0)) }
        }
    }
}

fn entry(table: &Table, rows: u64) -> Markup {
    html! {
        details.table id={ "table-" (table.name) } {
            summary { code { (table.name) } " " span.muted { (table.columns.len()) " columns, " (grouped(rows)) " rows" } }
            p.note { (prose(&table.description)) }
            p.note {
                "Primary key " @for (place, name) in table.primary_key.iter().enumerate() {
                    @if place > 0 { ", " } code { (name) }
                }
                "; folder " code { (table.folder()) }
                @if table.scope == Scope::Shared { "; shared by all customers" }
                "."
            }
            div.scroll {
                table {
                    thead { tr { th { "column" } th { "type" } th.least { "unit" } th.least { "privacy" } th { "what it tells" } } }
                    tbody { @for column in &table.columns { (row(table, column)) } }
                }
            }
        }
    }
}

fn row(table: &Table, column: &Column) -> Markup {
    let keys = table.foreign_keys.iter().filter(|key| key.columns.last() == Some(&column.name));
    html! {
        tr {
            td { code { (column.name) } @if column.as_of_horizon { " ⏳" } }
            td { (column.type_name()) @if column.nullable { ", null" } }
            td.least { (column.unit) }
            td.least { (column.privacy.word()) }
            td {
                (prose(&column.description))
                @for key in keys { " → " a href={ "#table-" (key.table) } { (key.table) } }
                @if !column.values.is_empty() {
                    details {
                        summary { (column.values.keys().count()) " words" }
                        @for (word, meaning) in column.values.iter() { p.note { code { (word) } " " (meaning) } }
                    }
                }
            }
        }
    }
}
