//! The schema files and the code say the same, and what derives from them is well formed.

use std::collections::BTreeMap;
use std::path::Path;

use arrow::datatypes::{DataType, TimeUnit};
use fauxbank::columns::ColumnType;
use fauxbank::identity;
use fauxbank::rows::CODE_TABLES;
use fauxbank::schema::{self, RENDERINGS, Scope, Table, render, tables};

/// Set it to rewrite what a test compares with the program's output.
const REWRITE: &str = "FAUXBANK_REWRITE";

fn all() -> Vec<&'static Table> {
    tables().iter().collect()
}

#[test]
fn the_schema_files_and_the_row_types_name_the_same_tables_in_the_same_order() {
    let in_code: Vec<&str> = CODE_TABLES.iter().map(|(name, _)| *name).collect();
    let in_files: Vec<&str> = tables().iter().map(|table| table.name.as_str()).collect();
    assert_eq!(in_code, in_files);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the schemas are there")
        .map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut expected: Vec<String> = in_code.iter().map(|name| format!("{name}.toml")).collect();
    expected.sort();
    assert_eq!(files, expected, "a schema file without a row type, or the other way round");
}

#[test]
fn columns_have_the_same_names_types_nulls_and_words_in_code_and_schema() {
    for (name, columns) in CODE_TABLES {
        let table = schema::table(name).expect("every table has a schema");
        let in_code: Vec<(&str, ColumnType, bool)> = columns().iter().map(|c| (c.name, c.kind, c.nullable)).collect();
        let in_file: Vec<(&str, ColumnType, bool)> =
            table.columns.iter().map(|c| (c.name.as_str(), c.kind, c.nullable)).collect();
        assert_eq!(in_code, in_file, "{name}");
        for (code, column) in columns().iter().zip(&table.columns) {
            let words: Vec<&str> = column.values.keys().map(String::as_str).collect();
            assert_eq!(code.vocabulary.clone().unwrap_or_default(), words, "{name}.{}", column.name);
        }
    }
}

#[test]
fn a_vocabulary_that_stands_in_several_tables_means_the_same_in_all() {
    let mut known: BTreeMap<Vec<&str>, (String, Vec<&str>)> = BTreeMap::new();
    for table in tables() {
        for column in table.columns.iter().filter(|column| !column.values.is_empty()) {
            let (words, meanings): (Vec<&str>, Vec<&str>) = column.values.iter().unzip();
            assert!(meanings.iter().all(|meaning| !meaning.is_empty()), "{}.{}", table.name, column.name);
            let place = format!("{}.{}", table.name, column.name);
            let (first, expected) = known.entry(words).or_insert_with(|| (place.clone(), meanings.clone()));
            assert_eq!(*expected, meanings, "{first} and {place}");
        }
    }
}

#[test]
fn every_reference_finds_the_primary_key_of_its_target_with_the_same_types() {
    for table in tables() {
        for key in &table.foreign_keys {
            let target = schema::table(&key.table).unwrap_or_else(|| panic!("{}: no table {}", table.name, key.table));
            assert_eq!(key.references, target.primary_key, "{} to {}", table.name, target.name);
            for (from, to) in key.columns.iter().zip(&key.references) {
                let kinds = (table.column(from).map(|c| c.kind), target.column(to).map(|c| c.kind));
                assert!(kinds.0.is_some() && kinds.0 == kinds.1, "{}.{from} to {}.{to}", table.name, target.name);
            }
        }
    }
}

#[test]
fn every_id_column_refers_to_the_table_it_names() {
    let owners: BTreeMap<&str, &str> = tables()
        .iter()
        .filter(|table| table.primary_key.len() == 1)
        .map(|table| (table.primary_key[0].as_str(), table.name.as_str()))
        .collect();
    for table in tables() {
        for column in table.columns.iter().filter(|column| owners.contains_key(column.name.as_str())) {
            let is_own = table.primary_key == [column.name.as_str()];
            let refers = table.foreign_keys.iter().any(|key| key.columns == [column.name.as_str()]);
            assert!(is_own || refers, "{}.{} refers to nothing", table.name, column.name);
        }
    }
}

#[test]
fn keys_are_not_null_and_sorting_follows_the_key() {
    for table in tables() {
        assert_eq!(table.sort_order, table.primary_key, "{}", table.name);
        for name in &table.primary_key {
            assert!(table.column(name).is_some_and(|column| !column.nullable && !column.as_of_horizon), "{name}");
        }
    }
}

#[test]
fn every_identifier_rule_exists_and_guards_a_column_of_text() {
    for table in tables() {
        for column in &table.columns {
            if let Some(rule) = &column.identifier {
                assert!(
                    identity::RULES.iter().any(|known| known.name == rule),
                    "{}.{}: {rule}",
                    table.name,
                    column.name
                );
                assert!(
                    matches!(column.kind, ColumnType::String | ColumnType::Category),
                    "{}.{}",
                    table.name,
                    column.name
                );
            }
        }
    }
}

#[test]
fn every_table_and_column_is_described_in_sentences_and_has_a_unit() {
    for table in tables() {
        assert!(table.description.ends_with('.'), "{}", table.name);
        for column in &table.columns {
            let place = format!("{}.{}", table.name, column.name);
            assert!(column.description.ends_with(['.', ')']) && column.description.len() > 5, "{place}");
            assert!(!column.unit.is_empty(), "{place}");
            let is_money = matches!(column.kind, ColumnType::Decimal(2));
            assert!(!is_money || column.unit.contains("currency") || column.unit.contains("USD"), "{place}");
            assert_eq!(column.kind == ColumnType::Timestamp, column.unit == "instant in UTC", "{place}");
        }
    }
}

#[test]
fn what_all_customers_share_says_nothing_of_a_person() {
    for table in tables().iter().filter(|table| table.scope == Scope::Shared) {
        for column in &table.columns {
            assert_eq!(column.privacy, schema::Privacy::None, "{}.{}", table.name, column.name);
        }
    }
}

#[test]
fn arrow_types_are_those_that_old_readers_know() {
    for table in tables() {
        for field in table.arrow_schema().fields() {
            let is_known = match field.data_type() {
                DataType::Int32 | DataType::Int64 | DataType::Boolean | DataType::Float64 => true,
                DataType::Date32 | DataType::Utf8 => true,
                DataType::Decimal128(precision, scale) => *precision == 18 && (0..=6).contains(scale),
                DataType::Timestamp(TimeUnit::Microsecond, Some(zone)) => zone.as_ref() == "UTC",
                DataType::Dictionary(key, value) => (&**key, &**value) == (&DataType::Int32, &DataType::Utf8),
                _ => false,
            };
            assert!(is_known, "{}.{} is {}", table.name, field.name(), field.data_type());
            assert!(field.metadata().get("description").is_some_and(|text| !text.is_empty()));
            assert!(field.metadata().get("privacy").is_some() && field.metadata().get("unit").is_some());
        }
    }
}

#[test]
fn the_arrow_schema_takes_what_the_row_types_produce() {
    use fauxbank::columns::{Columns as _, Texts, to_batch};
    use fauxbank::rows::{MerchantColumns, Rows};
    let texts = Texts::default();
    assert!(Rows::default().tables(&texts).is_empty(), "tables without rows give no columns");
    let schema = schema::table("merchants").expect("there are merchants").arrow_schema();
    assert_eq!(to_batch(&schema, &MerchantColumns::default().columns(&texts)).num_rows(), 0);
}

#[test]
fn every_rendering_shows_one_table_and_all() {
    for rendering in RENDERINGS {
        let whole = render(None, rendering);
        for table in tables() {
            let one = render(Some(table), rendering);
            assert!(one.contains(&table.name) && whole.contains(&table.name), "{} {}", rendering.name, table.name);
            for column in &table.columns {
                assert!(one.contains(&column.name), "{} {}.{}", rendering.name, table.name, column.name);
            }
            assert!(one.ends_with('\n') && !one.ends_with("\n\n"), "{} {}", rendering.name, table.name);
        }
    }
    assert!(schema::rendering("postgres").is_some() && schema::rendering("cobol").is_none());
}

#[test]
fn the_json_rendering_is_json() {
    let rendering = schema::rendering("json").expect("there is one");
    let whole: serde_json::Value = serde_json::from_str(&render(None, rendering)).expect("it is JSON");
    assert_eq!(whole.as_array().map(Vec::len), Some(tables().len()));
    let one: serde_json::Value = serde_json::from_str(&render(schema::table("cards"), rendering)).expect("it is JSON");
    assert_eq!((&one["name"], &one["columns"][0]["type"]), (&"cards".into(), &"int64".into()));
}

#[test]
fn the_ddl_creates_each_table_once_with_balanced_brackets_and_quotes() {
    for name in ["duckdb", "postgres", "spark"] {
        let text = render(None, schema::rendering(name).expect("there is one"));
        assert_eq!(text.matches("CREATE TABLE ").count(), tables().len(), "{name}");
        let text = text.replace("\\'", "");
        assert_eq!(text.matches('\'').count() % 2, 0, "{name}");
        let outside_quotes: String = text.split('\'').step_by(2).collect();
        assert_eq!(outside_quotes.matches('(').count(), outside_quotes.matches(')').count(), "{name}");
        assert!(!outside_quotes.to_lowercase().contains("unsigned") && !outside_quotes.contains("TIMESTAMP_NS"));
    }
}

#[test]
fn the_views_read_every_table_in_every_format() {
    for format in ["parquet", "csv", "jsonl", "arrow"] {
        let text = schema::duckdb_views(&all(), format);
        for table in tables() {
            assert!(text.contains(&format!("CREATE OR REPLACE VIEW {} AS", table.name)), "{format} {}", table.name);
            assert!(text.contains(&format!("'{}/*.{format}'", table.folder())), "{format} {}", table.name);
        }
    }
}

#[test]
fn the_data_dictionary_in_docs_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tables.md");
    let current = render(None, schema::rendering("markdown").expect("there is one"));
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&path, &current).expect("docs/tables.md can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == current,
        "docs/tables.md is out of date: run {REWRITE}=1 cargo test --test schema and commit it"
    );
}
