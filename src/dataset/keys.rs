//! Finding rows by key among rows that are sorted by it.

/// Returns the row of an id among rows sorted by it.
pub fn by_id<T>(rows: &[T], id: i64, key: impl Fn(&T) -> i64) -> Option<&T> {
    rows.binary_search_by_key(&id, key).ok().map(|place| &rows[place])
}

/// Returns the rows of an id among rows sorted by it.
pub fn run_of<T>(rows: &[T], id: i64, key: impl Fn(&T) -> i64) -> &[T] {
    let start = rows.partition_point(|row| key(row) < id);
    let end = start + rows[start..].partition_point(|row| key(row) == id);
    &rows[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_key_and_those_that_are_not_there_are_not() {
        let rows = [1, 1, 3, 5, 5, 5];
        assert_eq!(run_of(&rows, 5, |row| *row), [5, 5, 5]);
        assert!(run_of(&rows, 4, |row| *row).is_empty());
        assert_eq!(by_id(&rows, 3, |row| *row), Some(&3));
        assert_eq!(by_id(&rows, 2, |row| *row), None);
    }
}
