//! What the schemas say of a table, made ready for looking at batches.

use crate::dataset::Layout;
use crate::identity::{self, IdentifierRule};
use crate::schema;

/// A column with a closed vocabulary.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// The column.
    pub(super) column: &'static str,
    /// The words.
    pub(super) words: Vec<&'static str>,
}

/// A reference to rows of another table, or of this one.
#[derive(Debug)]
pub(super) struct Reference {
    /// The referring columns, one or two.
    pub(super) columns: Vec<&'static str>,
    /// The other table.
    pub(super) target: &'static str,
    /// Its columns.
    pub(super) target_columns: Vec<&'static str>,
}

/// A table as its schema describes it.
#[derive(Debug)]
pub(super) struct TableRules {
    /// How its files hold it.
    pub(super) layout: Layout,
    /// SHA-256 of its schema.
    pub(super) schema_sha256: String,
    /// The columns that forbid nulls.
    pub(super) required: Vec<&'static str>,
    /// The columns with a closed vocabulary.
    pub(super) vocabularies: Vec<Vocabulary>,
    /// The columns with an identifier, and its rule.
    pub(super) identifiers: Vec<(&'static str, &'static IdentifierRule)>,
    /// What its rows refer to.
    pub(super) references: Vec<Reference>,
}

/// Returns the rules of every table, in the order of the registry.
pub(super) fn table_rules() -> Vec<TableRules> {
    schema::tables().iter().map(rules_of).collect()
}

fn rules_of(table: &'static schema::Table) -> TableRules {
    let names = |columns: &'static [String]| columns.iter().map(String::as_str).collect::<Vec<_>>();
    let columns = &table.columns;
    TableRules {
        layout: Layout::of(table),
        schema_sha256: table.schema_hash(),
        required: columns.iter().filter(|c| !c.nullable).map(|c| c.name.as_str()).collect(),
        vocabularies: columns
            .iter()
            .filter(|c| !c.values.is_empty())
            .map(|c| Vocabulary { column: &c.name, words: c.values.keys().map(String::as_str).collect() })
            .collect(),
        identifiers: columns
            .iter()
            .filter_map(|c| {
                let name = c.identifier.as_deref()?;
                let rule = identity::RULES.iter().find(|rule| rule.name == name)?;
                Some((c.name.as_str(), rule))
            })
            .collect(),
        references: table
            .foreign_keys
            .iter()
            .map(|key| Reference {
                columns: names(&key.columns),
                target: &key.table,
                target_columns: names(&key.references),
            })
            .collect(),
    }
}
