//! The data dictionary as Markdown: `docs/tables.md`.

use std::fmt::Write as _;

use super::table::{Column, Group, Privacy, Scope, Table};
use super::type_name;

const HEAD: &str = "\
# Tables

What every table of a dataset holds, column by column. This page is the output of `fauxbank schema`; the truth is in `schemas/`,
which code, Parquet metadata, DDL and validation follow too.

* A table `t` is the files `t/part-*.parquet` of the dataset, those of the group *truth* `truth/t/part-*.parquet`.
* Amounts are exact decimals in major units (dollars, euros, pounds), instants are UTC with microseconds, dates are local days, ids are 64-bit integers.
  A *category* is text from few words, dictionary-encoded.
* Rows are sorted by the primary key. *Shared* tables hold the world that all customers share, sorted within each file.
* *⏳* marks columns that tell the state as of the end of the horizon: generating the same world to a later day may change them. All other
  columns of a row, once written, stay.
";

const GROUPS: [(Group, &str, &str); 4] = [
    (Group::Parties, "Parties", "banks, people, what they hold, and shops"),
    (Group::Money, "Money", "what moves, and how it ends"),
    (Group::Messenger, "Messenger", "what passes between the banks and a messenger platform, and who may read what"),
    (Group::Truth, "Truth", "what no bank sees: keep it away from what is being tested"),
];

/// Writes the dictionary of all tables, or the sections of some.
pub(super) fn dictionary(tables: &[&Table], is_all: bool) -> String {
    let mut text = String::new();
    if is_all {
        text.push_str(HEAD);
        privacy(&mut text);
        contents(tables, &mut text);
        diagram(tables, &mut text);
    }
    for table in tables {
        if !text.is_empty() {
            text.push('\n');
        }
        section(table, &mut text);
    }
    text
}

fn privacy(text: &mut String) {
    text.push_str("\nPrivacy classes, for whoever anonymizes:\n\n| class | a column that |\n|---|---|\n");
    for (class, meaning) in Privacy::ALL {
        let _ = writeln!(text, "| {} | {meaning} |", class.word());
    }
}

fn contents(tables: &[&Table], text: &mut String) {
    for (group, title, what) in GROUPS {
        let _ = writeln!(text, "\n**{title}** ({what})\n\n| table | what a row is |\n|---|---|");
        for table in tables.iter().filter(|table| table.group == group) {
            let first = table.description.split_once(". ").map_or(table.description.as_str(), |(first, _)| first);
            let _ = writeln!(text, "| [`{0}`](#{0}) | {1} |", table.name, first.trim_end_matches('.'));
        }
    }
}

/// Draws who refers to whom, for readers that render Mermaid.
fn diagram(tables: &[&Table], text: &mut String) {
    text.push_str("\n## Who refers to whom\n\n```mermaid\nerDiagram\n");
    for table in tables {
        for key in &table.foreign_keys {
            let is_optional = key.columns.iter().any(|name| table.column(name).is_some_and(|column| column.nullable));
            let one = if is_optional { "|o" } else { "||" };
            let _ = writeln!(text, "    {} {one}--o{{ {} : \"{}\"", key.table, table.name, key.columns.join(", "));
        }
    }
    text.push_str("```\n");
}

fn section(table: &Table, text: &mut String) {
    let _ = writeln!(text, "## {}\n\n{}\n", table.name, table.description);
    let scope = if table.scope == Scope::Shared { "; shared" } else { "" };
    let _ = writeln!(text, "Primary key: {}; folder `{}`{scope}.\n", code_list(&table.primary_key), table.folder());
    text.push_str("| column | type | unit | privacy | what it tells |\n|---|---|---|---|---|\n");
    for column in &table.columns {
        row(table, column, text);
    }
    for column in table.columns.iter().filter(|column| !column.values.is_empty()) {
        let _ = writeln!(text, "\n`{}` is one of:\n\n| word | meaning |\n|---|---|", column.name);
        for (word, meaning) in column.values.iter() {
            let _ = writeln!(text, "| `{word}` | {meaning} |");
        }
    }
}

fn row(table: &Table, column: &Column, text: &mut String) {
    let null = if column.nullable { ", null" } else { "" };
    let mark = if column.as_of_horizon { " ⏳" } else { "" };
    let mut what = column.description.clone();
    if let Some(rule) = &column.identifier {
        let _ = write!(what, " Identifier rule `{rule}`.");
    }
    for key in table.foreign_keys.iter().filter(|key| key.columns.last() == Some(&column.name)) {
        let _ = write!(what, " → [`{0}`](#{0})", key.table);
        if key.columns.len() > 1 {
            let _ = write!(what, " by {}", code_list(&key.columns));
        }
    }
    let kind = type_name::of(column.kind);
    let privacy = column.privacy.word();
    let _ = writeln!(text, "| `{}`{mark} | {kind}{null} | {} | {privacy} | {what} |", column.name, column.unit);
}

fn code_list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
