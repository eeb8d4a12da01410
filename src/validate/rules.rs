//! Every rule that a dataset is held to, with its name, its words and its SQL: the checks of files, those that follow from
//! schemas, and the invariants.

use crate::calendar::{Holidays, Horizon};
use crate::validate::checks::{CHECKS, Check};
use crate::validate::files::FILE_CHECKS;
use crate::validate::tables::TableRules;
use crate::validate::unique::UNIQUE;

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Files, by place in [`FILE_CHECKS`].
    File(usize),
    /// Whether files could be read to their end.
    Readable,
    /// The keys of the table at that place.
    Keys(usize),
    /// Its nulls.
    Nulls(usize),
    /// Its words.
    Words(usize),
    /// Its identifiers, by place.
    Identifier(usize, usize),
    /// Its references, by place.
    Reference(usize, usize),
    /// A column of [`UNIQUE`].
    Unique(usize),
    /// An invariant.
    Invariant(&'static Check),
}

/// A rule of a dataset.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// Its name.
    pub(super) id: String,
    /// What holds, in words.
    pub(super) title: String,
    /// The tables it needs.
    pub(super) tables: Vec<&'static str>,
    /// A query that returns the broken rows, where SQL can say it.
    pub(super) sql: Option<String>,
    /// What it looks at.
    pub(super) kind: Kind,
}

/// Returns every rule of a dataset of these days in a country with these holidays.
pub(super) fn rules(tables: &[TableRules], horizon: Horizon, holidays: Holidays) -> Vec<Rule> {
    let mut rules = Vec::new();
    let file =
        |id: &str, title: &str, kind| Rule { id: id.into(), title: title.into(), tables: vec![], sql: None, kind };
    rules.extend(FILE_CHECKS.iter().enumerate().map(|(place, (id, title))| file(id, title, Kind::File(place))));
    rules.push(file("files.readable", "every file can be read to its end", Kind::Readable));
    for (place, table) in tables.iter().enumerate() {
        rules.extend(rules_of_table(place, table));
    }
    rules.extend(UNIQUE.iter().enumerate().map(|(place, (table, column))| Rule {
        id: format!("unique.{table}.{column}"),
        title: format!("no two rows of {table} have the same {column}"),
        tables: vec![table],
        sql: Some(format!(
            "SELECT {column}, count(*) AS rows FROM {table} GROUP BY {column} HAVING count({column}) > 1"
        )),
        kind: Kind::Unique(place),
    }));
    rules.extend(CHECKS.iter().copied().flatten().map(|check| Rule {
        id: check.id.into(),
        title: check.title.into(),
        tables: check.tables.to_vec(),
        sql: Some(check.sql(horizon, holidays)),
        kind: Kind::Invariant(check),
    }));
    rules
}

fn rules_of_table(place: usize, table: &TableRules) -> Vec<Rule> {
    let name = table.layout.name;
    let key = table.layout.key.join(", ");
    let mut rules = Vec::new();
    let mut add = |id: String, title: String, tables: Vec<&'static str>, sql: String, kind| {
        rules.push(Rule { id, title, tables, sql: Some(sql), kind });
    };
    let order = if table.layout.is_shared { "" } else { ", in ascending order" };
    add(
        format!("keys.{name}"),
        format!("{key} is the primary key of {name}{order}"),
        vec![name],
        format!("SELECT {key}, count(*) AS rows FROM {name} GROUP BY {key} HAVING count(*) > 1"),
        Kind::Keys(place),
    );
    let nulls: Vec<String> = table.required.iter().map(|column| format!("{column} IS NULL")).collect();
    add(
        format!("nulls.{name}"),
        format!("{name} has a value wherever its schema asks for one"),
        vec![name],
        format!("SELECT {key} FROM {name} WHERE {}", nulls.join(" OR ")),
        Kind::Nulls(place),
    );
    if !table.vocabularies.is_empty() {
        let foreign = table
            .vocabularies
            .iter()
            .map(|vocabulary| format!("{} NOT IN ('{}')", vocabulary.column, vocabulary.words.join("', '")));
        add(
            format!("words.{name}"),
            format!("the codes of {name} are of their closed vocabularies"),
            vec![name],
            format!("SELECT * FROM {name}\nWHERE {}", foreign.collect::<Vec<_>>().join("\n   OR ")),
            Kind::Words(place),
        );
    }
    for (identifier, (column, rule)) in table.identifiers.iter().enumerate() {
        add(
            format!("identifiers.{name}.{column}"),
            format!("{column} of {name} is nobody's: {}", rule.description),
            vec![name],
            format!("SELECT {key}, {column} FROM {name} WHERE NOT ({})", rule.sql.replace("{column}", column)),
            Kind::Identifier(place, identifier),
        );
    }
    for (reference, foreign) in table.references.iter().enumerate() {
        let columns = foreign.columns.join(", ");
        let same = foreign.columns.iter().zip(&foreign.target_columns);
        let same: Vec<String> = same.map(|(column, target)| format!("o.{target} = r.{column}")).collect();
        let given: Vec<String> = foreign.columns.iter().map(|column| format!("r.{column} IS NOT NULL")).collect();
        add(
            format!("references.{name}.{}", foreign.columns.join("+")),
            format!("{columns} of {name} is a row of {}", foreign.target),
            vec![name, foreign.target],
            format!(
                "SELECT {} FROM {name} r\nWHERE {} AND NOT EXISTS (SELECT 1 FROM {} o WHERE {})",
                table
                    .layout
                    .key
                    .iter()
                    .chain(&foreign.columns)
                    .map(|column| format!("r.{column}"))
                    .collect::<Vec<_>>()
                    .join(", "),
                given.join(" AND "),
                foreign.target,
                same.join(" AND ")
            ),
            Kind::Reference(place, reference),
        );
    }
    rules
}
