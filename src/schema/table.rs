//! A table as its schema file describes it.

use serde::{Deserialize, Serialize};

use super::type_name;
use super::words::Words;
use crate::columns::ColumnType;
use crate::digest::sha256;
use crate::error::{Error, Result};

/// What kind of facts a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Banks, people, what they hold, and shops.
    Parties,
    /// What moves.
    Money,
    /// What passes between banks and a messenger platform.
    Messenger,
    /// What no bank sees.
    Truth,
}

/// To whom the rows of a table belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Each row to one community; the table is sorted by its primary key throughout.
    Community,
    /// To all: the world that communities share.
    Shared,
}

/// What a column gives away about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// Identifies a person by itself.
    Direct,
    /// Identifies a person together with other columns, or links records of one person.
    Quasi,
    /// Says what a person would not want told.
    Sensitive,
    /// Nothing.
    None,
}

impl Privacy {
    /// Every class, with what it means.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Direct, "identifies a person by itself"),
        (Self::Quasi, "identifies a person together with other columns, or links the records of one person"),
        (Self::Sensitive, "says what a person would not want told"),
        (Self::None, "gives nothing away"),
    ];

    /// Returns the word of the schema files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Quasi => "quasi",
            Self::Sensitive => "sensitive",
            Self::None => "none",
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in SQL.
    #[serde(default)]
    pub name: String,
    /// Its logical type.
    #[serde(rename = "type", with = "type_name")]
    pub kind: ColumnType,
    /// The unit of its values.
    pub unit: String,
    /// Whether it may be null.
    #[serde(default)]
    pub nullable: bool,
    /// What it gives away.
    pub privacy: Privacy,
    /// The rule of `identity` that its values obey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Whether a row's value may change when the same world is generated to a later day: it tells the state as of the horizon's end.
    #[serde(default)]
    pub as_of_horizon: bool,
    /// The least value, where there is one by nature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<f64>,
    /// The greatest value, where there is one by nature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<f64>,
    /// What it tells, and by which standard.
    pub description: String,
    /// The closed vocabulary, if it has one: each word and its meaning.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub values: Words,
}

impl Column {
    /// Returns the name of its type, as schema files write it.
    pub fn type_name(&self) -> String {
        type_name::of(self.kind)
    }
}

/// A reference to rows of another table, or of this one; a null in any of the columns refers to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForeignKey {
    /// The referring columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: String,
    /// Its columns.
    pub references: Vec<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Its name in SQL.
    pub name: String,
    /// What kind of facts it holds.
    pub group: Group,
    /// The folder its own folder lies in, if that is not the dataset's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// To whom its rows belong.
    pub scope: Scope,
    /// What a row is.
    pub description: String,
    /// The columns of its primary key.
    pub primary_key: Vec<String>,
    /// The columns that its rows are sorted by, ascending.
    pub sort_order: Vec<String>,
    /// What its rows refer to.
    pub foreign_keys: Vec<ForeignKey>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A table as it stands in its file, where a column's name is a key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    name: String,
    group: Group,
    folder: Option<String>,
    scope: Scope,
    description: String,
    primary_key: Vec<String>,
    sort_order: Vec<String>,
    #[serde(default)]
    foreign_keys: Vec<ForeignKey>,
    columns: toml::Table,
}

impl Table {
    /// Reads a schema file.
    ///
    /// # Errors
    ///
    /// Fails where the text is no schema: an unknown or missing key, an unknown type, a key column that does not exist.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let wrong = |cause: &dyn std::fmt::Display| {
            Error::input(file, cause.to_string().trim_end(), "see the other schema files")
        };
        let raw: TableFile = toml::from_str(text).map_err(|error| wrong(&error))?;
        let columns = raw.columns.into_iter().map(|(name, value)| {
            let column: Column = value.try_into().map_err(|error| wrong(&format!("column {name}: {error}")))?;
            Ok(Column { name, ..column })
        });
        let table = Self {
            name: raw.name,
            group: raw.group,
            folder: raw.folder,
            scope: raw.scope,
            description: raw.description,
            primary_key: raw.primary_key,
            sort_order: raw.sort_order,
            foreign_keys: raw.foreign_keys,
            columns: columns.collect::<Result<_>>()?,
        };
        let references = table.foreign_keys.iter().flat_map(|key| &key.columns);
        for name in table.primary_key.iter().chain(&table.sort_order).chain(references) {
            if table.column(name).is_none() {
                return Err(wrong(&format!("a key names {name}, which is no column")));
            }
        }
        Ok(table)
    }

    /// Returns the column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns the folder of its files inside a dataset, as in `truth/fraud_cases`.
    pub fn folder(&self) -> String {
        self.folder.as_ref().map_or_else(|| self.name.clone(), |folder| format!("{folder}/{}", self.name))
    }

    /// Returns the columns that its rows are sorted by, by index.
    pub fn sorted_by(&self) -> Vec<usize> {
        let index = |name: &String| self.columns.iter().position(|column| column.name == *name);
        self.sort_order.iter().map(|name| index(name).expect("parsing has checked the sort order")).collect()
    }

    /// Returns the SHA-256 of all that the schema says, in hexadecimal, however its file is laid out.
    pub fn schema_hash(&self) -> String {
        let text = serde_json::to_string(self).expect("a table is plain data");
        sha256(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THINGS: &str = r#"
        name = "things"
        group = "money"
        scope = "community"
        description = "Things."
        primary_key = ["thing_id"]
        sort_order = ["thing_id"]
        [columns.thing_id]
        type = "int64"
        unit = "id"
        privacy = "none"
        description = "Primary key."
        [columns.kind]
        type = "category"
        unit = "code"
        privacy = "none"
        description = "Kind."
        values = { b = "second letter", a = "first letter" }
    "#;

    #[test]
    fn columns_and_words_keep_the_order_of_the_file() {
        let table = Table::parse("things", THINGS).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(table.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["thing_id", "kind"]);
        assert_eq!(table.columns[1].values.keys().collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(table.sorted_by(), [0]);
    }

    #[test]
    fn a_key_that_no_schema_knows_is_an_error_that_names_it() {
        for (from, to) in
            [("unit =", "units ="), ("group =", "grupo ="), ("\"int64\"", "\"uint64\""), ("[\"thing_id\"]", "[\"id\"]")]
        {
            let error = Table::parse("things", &THINGS.replace(from, to)).expect_err(to);
            assert!(error.to_string().starts_with("things: "), "{error}");
        }
    }

    #[test]
    fn the_hash_knows_what_is_said_and_not_how_it_is_laid_out() {
        let hash = |text: &str| Table::parse("things", text).unwrap_or_else(|error| panic!("{error}")).schema_hash();
        assert_eq!(hash(THINGS), hash(&THINGS.replace("        ", "")));
        assert_ne!(hash(THINGS), hash(&THINGS.replace("Kind.", "Sort.")));
    }
}
