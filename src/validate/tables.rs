//! What the schemas say of a table, made ready for looking at batches.

use arrow::array::{Array as _, AsArray as _};
use arrow::datatypes::{DataType, Date32Type, Int32Type, Int64Type, SchemaRef};
use arrow::record_batch::RecordBatch;

use crate::identity::{self, IdentifierRule};
use crate::population::COMMUNITY_SIZE;
use crate::schema::{self, Scope};

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
    /// Its name.
    pub(super) name: &'static str,
    /// Its columns.
    pub(super) schema: SchemaRef,
    /// SHA-256 of its schema.
    pub(super) schema_sha256: String,
    /// Whether its rows belong to no single community.
    pub(super) is_shared: bool,
    /// The columns of its primary key, by which it is sorted.
    pub(super) key: Vec<&'static str>,
    /// The columns that forbid nulls.
    pub(super) required: Vec<&'static str>,
    /// The columns with a closed vocabulary.
    pub(super) vocabularies: Vec<Vocabulary>,
    /// The columns with an identifier, and its rule.
    pub(super) identifiers: Vec<(&'static str, &'static IdentifierRule)>,
    /// What its rows refer to.
    pub(super) references: Vec<Reference>,
    /// What the first key column is divided by, after subtracting one where the flag says so, to tell the community.
    community: (i64, i64),
}

impl TableRules {
    /// Returns the community of a value of the first key column.
    pub(super) fn community_of(&self, id: i64) -> i64 {
        let (divisor, first) = self.community;
        (id / divisor - first).div_euclid(if first == 1 { COMMUNITY_SIZE } else { 1 })
    }
}

/// Returns the rules of every table, in the order of the registry.
pub(super) fn table_rules() -> Vec<TableRules> {
    schema::tables().iter().map(rules_of).collect()
}

fn rules_of(table: &'static schema::Table) -> TableRules {
    let names = |columns: &'static [String]| columns.iter().map(String::as_str).collect::<Vec<_>>();
    let columns = &table.columns;
    let key = names(&table.primary_key);
    TableRules {
        name: &table.name,
        schema: table.arrow_schema(),
        schema_sha256: table.schema_hash(),
        is_shared: table.scope == Scope::Shared,
        community: ids_of_community(key[0]),
        key,
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

/// Tells how an id of a key column gives its community: divided by the first number it is a customer, counted from 1,
/// or the community itself, counted from 0.
fn ids_of_community(key: &str) -> (i64, i64) {
    match key {
        "customer_id" | "household_id" => (1, 1),
        "account_id" | "device_id" => (100, 1),
        "card_id" => (1_000, 1),
        "standing_order_id" => (10_000, 1),
        "statement_id" => (100_000, 1),
        "case_id" => (1_000_000, 0),
        _ => (1_000_000_000, 0),
    }
}

/// Returns a column's values as whole numbers, days for dates; nothing for other types. A null is the lowest number.
pub(super) fn whole_numbers(batch: &RecordBatch, column: &str) -> Option<Vec<i64>> {
    let array = batch.column_by_name(column)?;
    let numbers: Vec<i64> = match array.data_type() {
        DataType::Int64 => array.as_primitive::<Int64Type>().values().to_vec(),
        DataType::Int32 => array.as_primitive::<Int32Type>().values().iter().map(|v| i64::from(*v)).collect(),
        DataType::Date32 => array.as_primitive::<Date32Type>().values().iter().map(|v| i64::from(*v)).collect(),
        _ => return None,
    };
    if array.null_count() == 0 {
        return Some(numbers);
    }
    Some(numbers.iter().enumerate().map(|(row, n)| if array.is_null(row) { i64::MIN } else { *n }).collect())
}
