//! Closed vocabularies: words and their meanings, in the order of the file.

use serde::{Deserialize, Serialize};

/// A closed vocabulary: words and their meanings, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(Vec<(String, String)>);

impl Words {
    /// Returns whether there is no closed vocabulary.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the words, in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(word, _)| word)
    }

    /// Returns the words and their meanings, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(word, meaning)| (word.as_str(), meaning.as_str()))
    }
}

impl Serialize for Words {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = toml::Table::deserialize(deserializer)?;
        let meaning = |(word, value): (String, toml::Value)| match value {
            toml::Value::String(meaning) => Ok((word, meaning)),
            _ => Err(serde::de::Error::custom(format!("the meaning of {word} is no text"))),
        };
        words.into_iter().map(meaning).collect::<Result<_, _>>().map(Self)
    }
}
