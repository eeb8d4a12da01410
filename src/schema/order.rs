//! The order in which tables can be created so that every reference finds its target.

use super::table::Table;

/// Returns tables so that each comes after those it refers to, otherwise in the order given.
///
/// # Panics
///
/// Panics if tables refer to one another in a circle, which a test of the schema files excludes.
pub(super) fn by_reference<'a>(tables: &[&'a Table]) -> Vec<&'a Table> {
    let mut left = tables.to_vec();
    let mut ordered: Vec<&Table> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_ready = |table: &&Table| {
            table
                .foreign_keys
                .iter()
                .all(|key| key.table == table.name || left.iter().all(|other| other.name != key.table))
        };
        let next = left.iter().position(is_ready).expect("no circle of references");
        ordered.push(left.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_comes_after_those_it_refers_to() {
        let tables: Vec<&Table> = crate::schema::tables().iter().collect();
        let ordered = by_reference(&tables);
        assert_eq!(ordered.len(), tables.len());
        for (index, table) in ordered.iter().enumerate() {
            for key in &table.foreign_keys {
                let target = ordered.iter().position(|other| other.name == key.table).expect("the target exists");
                assert!(target <= index, "{} refers to {}", table.name, key.table);
            }
        }
    }
}
