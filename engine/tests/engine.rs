//! Statements without tables, and their rows as texts by kind.

use fauxbank_engine::{Engine, Kind, cpu_seconds, drop_pages};

fn engine() -> Engine {
    Engine::open(&[]).expect("a session without tables can be opened")
}

/// Runs a statement and returns its rows, cells apart by a bar.
fn rows(sql: &str, kinds: &[Kind]) -> Result<Vec<String>, String> {
    let rows = engine().run(sql)?.texts(kinds)?;
    let line = |row: Vec<Option<String>>| {
        row.into_iter().map(|cell| cell.unwrap_or_else(|| "null".to_owned())).collect::<Vec<_>>().join("|")
    };
    Ok(rows.into_iter().map(line).collect())
}

#[test]
fn rows_are_told_by_the_kinds_of_their_columns() {
    let sql = "SELECT * FROM (VALUES
                   (1, 'a', CAST(2.5 AS DECIMAL(18,2)), 0.5, DATE '2025-01-31', true),
                   (2, NULL, CAST(-0.07 AS DECIMAL(18,2)), -0.0000001, DATE '1969-12-31', false)
               ) AS t(a, b, c, d, e, f) ORDER BY a";
    let kinds = [Kind::Integer, Kind::Text, Kind::Decimal(2), Kind::Float(6), Kind::Date, Kind::Boolean];
    let told = rows(sql, &kinds).unwrap();
    assert_eq!(told, ["1|a|2.50|0.500000|2025-01-31|true", "2|null|-0.07|0.000000|1969-12-31|false"]);
    let outcome = engine().run(sql).unwrap();
    assert_eq!((outcome.rows(), outcome.columns().join(" ")), (2, "a b c d e f".to_owned()));
    assert!(outcome.texts(&kinds[1..]).is_err());
}

#[test]
fn instants_are_told_in_utc_to_the_microsecond() {
    let told = |sql| rows(sql, &[Kind::Instant, Kind::Date]).unwrap();
    let plain = "SELECT t, t AS day FROM (SELECT TIMESTAMP '2025-06-30T23:59:59.000001' AS t)";
    assert_eq!(told(plain), ["2025-06-30T23:59:59.000001Z|2025-06-30"]);
    let zoned = "SELECT t, t AS day FROM (SELECT arrow_cast('2025-06-30T23:59:59', 'Timestamp(Microsecond, Some(\"+00:00\"))') AS t)";
    assert_eq!(told(zoned), ["2025-06-30T23:59:59.000000Z|2025-06-30"]);
}

#[test]
fn floats_are_rounded_half_even_and_decimals_keep_or_gain_zeros_only() {
    let float = |value: &str| rows(&format!("SELECT CAST({value} AS DOUBLE)"), &[Kind::Float(2)]).unwrap().remove(0);
    assert_eq!(["0.125", "0.375", "-0.001", "2"].map(float), ["0.12", "0.38", "0.00", "2.00"]);
    let decimal = |scale| rows("SELECT CAST(12.50 AS DECIMAL(18,3))", &[Kind::Decimal(scale)]);
    assert_eq!([decimal(1), decimal(4)].map(|told| told.unwrap().remove(0)), ["12.5", "12.5000"]);
    assert_eq!(decimal(0).unwrap_err().split_once(": ").unwrap().1, "12.500 has more than 0 digits after the point");
    assert_eq!(rows("SELECT CAST(3 AS DOUBLE)", &[Kind::Integer]).unwrap(), ["3"]);
    assert!(rows("SELECT CAST(3.5 AS DOUBLE)", &[Kind::Integer]).is_err());
    assert!(rows("SELECT CAST(3.5 AS DOUBLE)", &[Kind::Decimal(1)]).is_err());
}

#[test]
fn recursive_statements_run_and_wrong_ones_are_told() {
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT sum(i) FROM n";
    assert_eq!(rows(sql, &[Kind::Integer]).unwrap(), ["15"]);
    assert!(engine().run("SELECT * FROM nowhere").unwrap_err().contains("nowhere"));
}

#[test]
fn processors_work_and_a_folder_that_is_not_there_holds_no_pages() {
    let before = cpu_seconds();
    drop_pages(std::path::Path::new("/no/such/folder"));
    engine().run("SELECT 1").unwrap();
    assert!(cpu_seconds() >= before);
}
