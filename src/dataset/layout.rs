//! A table as its files hold it: columns, order, and which rows belong to which community.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array as _, AsArray as _};
use arrow::datatypes::{DataType, Date32Type, Int32Type, Int64Type, SchemaRef};
use arrow::record_batch::RecordBatch;

use crate::population::COMMUNITY_SIZE;
use crate::schema::{Scope, Table};

/// A table as its files hold it, and which of its columns are wanted.
#[derive(Debug)]
pub struct Layout {
    /// The table's name.
    pub name: &'static str,
    /// Its columns.
    pub schema: SchemaRef,
    /// Whether its rows belong to no single community.
    pub is_shared: bool,
    /// The columns of its primary key, by which it is sorted.
    pub key: Vec<&'static str>,
    /// The places of the columns that are wanted, ascending; nothing if all are.
    wanted: Option<Vec<usize>>,
    /// What the first key column is divided by, and the number that counting begins with.
    community: (i64, i64),
}

impl Layout {
    /// Makes the layout of a table of which every column is wanted.
    pub fn of(table: &'static Table) -> Self {
        let key: Vec<&str> = table.primary_key.iter().map(String::as_str).collect();
        Self {
            name: &table.name,
            schema: table.arrow_schema(),
            is_shared: table.scope == Scope::Shared,
            community: ids_of_community(key[0]),
            wanted: None,
            key,
        }
    }

    /// Returns the layout with no other columns wanted than those named, and the key that the walk goes by.
    #[must_use]
    pub fn with_columns(mut self, names: &[&str]) -> Self {
        let fields = self.schema.fields().iter().enumerate();
        let is_wanted = |name: &str| names.contains(&name) || self.key[0] == name;
        self.wanted = Some(fields.filter(|(_, field)| is_wanted(field.name())).map(|(place, _)| place).collect());
        self
    }

    /// Returns the places of the wanted columns, or nothing if all are wanted.
    pub fn wanted(&self) -> Option<&[usize]> {
        self.wanted.as_deref()
    }

    /// Returns the schema of the batches: the wanted columns.
    pub fn wanted_schema(&self) -> SchemaRef {
        match &self.wanted {
            None => Arc::clone(&self.schema),
            Some(places) => Arc::new(self.schema.project(places).expect("places are of this schema")),
        }
    }

    /// Returns the community of a value of the first key column.
    pub fn community_of(&self, id: i64) -> i64 {
        let (divisor, first) = self.community;
        (id / divisor).saturating_sub(first).div_euclid(if first == 1 { COMMUNITY_SIZE } else { 1 })
    }

    /// Returns how many of these values of the first key column, from the beginning, belong to the community of the first.
    pub fn rows_of_first(&self, ids: &[i64]) -> usize {
        let Some(first) = ids.first() else { return 0 };
        let community = self.community_of(*first);
        let own = self.ids_of(community);
        // Ids below zero, which no file of ours holds, are divided one by one.
        ids.iter().position(|id| !own.contains(id) && self.community_of(*id) != community).unwrap_or(ids.len())
    }

    /// Returns the ids that belong to a community; none for one below zero.
    fn ids_of(&self, community: i64) -> Range<i64> {
        let (divisor, first) = self.community;
        let size = if first == 1 { COMMUNITY_SIZE } else { 1 };
        if community < 0 {
            return 0..0;
        }
        let start = community.saturating_mul(size).saturating_add(first).saturating_mul(divisor);
        start..start.saturating_add(size.saturating_mul(divisor))
    }
}

/// Tells how an id of a key column gives its community: divided by the first number it is a customer, counted from 1,
/// or the community itself, counted from 0.
fn ids_of_community(key: &str) -> (i64, i64) {
    match key {
        "customer_id" | "household_id" => (1, 1),
        "account_id" | "device_id" | "platform_user_id" | "data_request_id" => (100, 1),
        "card_id" | "link_id" | "consent_id" => (1_000, 1),
        "standing_order_id" => (10_000, 1),
        "statement_id" => (100_000, 1),
        "case_id" => (1_000_000, 0),
        _ => (1_000_000_000, 0),
    }
}

/// Returns a column's values as whole numbers, days for dates; nothing for other types. A null is the lowest number.
pub fn whole_numbers<'a>(batch: &'a RecordBatch, column: &str) -> Option<Cow<'a, [i64]>> {
    let array = batch.column_by_name(column)?;
    let mut numbers: Cow<'a, [i64]> = match array.data_type() {
        DataType::Int64 => Cow::Borrowed(array.as_primitive::<Int64Type>().values()),
        DataType::Int32 => array.as_primitive::<Int32Type>().values().iter().map(|v| i64::from(*v)).collect(),
        DataType::Date32 => array.as_primitive::<Date32Type>().values().iter().map(|v| i64::from(*v)).collect(),
        _ => return None,
    };
    if let Some(nulls) = array.nulls().filter(|nulls| nulls.null_count() > 0) {
        for (number, is_valid) in numbers.to_mut().iter_mut().zip(nulls) {
            *number = if is_valid { *number } else { i64::MIN };
        }
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn the_rows_of_a_community_end_where_the_next_begins() {
        for (table, last, next) in [
            ("customers", 300, 301),
            ("accounts", 30_099, 30_100),
            ("cards", 300_999, 301_000),
            ("card_transactions", 2_999_999_999, 3_000_000_000),
        ] {
            let layout = Layout::of(schema::table(table).unwrap());
            assert_eq!([last, next].map(|id| layout.community_of(id)), [2, 3], "{table}");
            assert_eq!(layout.rows_of_first(&[last - 1, last, next, next]), 2, "{table}");
        }
        let layout = Layout::of(schema::table("customers").unwrap());
        assert_eq!(layout.rows_of_first(&[i64::MIN, i64::MIN, 1]), 2);
        assert_eq!(layout.rows_of_first(&[]), 0);
    }
}
