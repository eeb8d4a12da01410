//! The vocabulary of a community.

use std::collections::HashMap;
use std::sync::Arc;

/// A text of the community's vocabulary, by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(pub u32);

/// The vocabulary of one community: each text is stored once and known by its code.
#[derive(Debug, Default, Clone)]
pub struct Texts {
    words: Vec<Arc<str>>,
    codes: HashMap<Arc<str>, u32>,
}

impl Texts {
    /// Returns the code of a text, storing it if it is new. Codes count from 0 in order of first use.
    pub fn intern(&mut self, text: &str) -> Text {
        if let Some(&code) = self.codes.get(text) {
            return Text(code);
        }
        let code = u32::try_from(self.words.len()).expect("a community has fewer than 2^32 texts");
        let word: Arc<str> = Arc::from(text);
        self.words.push(Arc::clone(&word));
        self.codes.insert(word, code);
        Text(code)
    }

    /// Returns the text of a code.
    pub fn get(&self, text: Text) -> &str {
        &self.words[text.0 as usize]
    }

    /// Returns the number of texts.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}
