//! The dictionary of a column chunk: its distinct values in order of first use.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// A code that has no index yet.
const UNKNOWN: u32 = u32::MAX;

/// The words of a column chunk.
#[derive(Debug, Default)]
pub(super) struct Words {
    indices: HashMap<Box<str>, u32, FixedState>,
    /// The words as the dictionary page has them: each after its length.
    plain: Vec<u8>,
    least: Option<Box<str>>,
    greatest: Option<Box<str>>,
    /// The index of each code of the vocabulary at hand.
    of_code: Vec<u32>,
}

impl Words {
    /// Adds the index of each code's word to `indices`; `word` tells the word of a code, of which there are `vocabulary`.
    ///
    /// A word is hashed once a call, however often its code occurs.
    pub(super) fn translate<'w, C: Copy + Into<u32>>(
        &mut self,
        codes: &[C],
        vocabulary: usize,
        word: impl Fn(u32) -> &'w str,
        indices: &mut Vec<u32>,
    ) {
        let mut of_code = std::mem::take(&mut self.of_code);
        of_code.clear();
        of_code.resize(vocabulary, UNKNOWN);
        indices.extend(codes.iter().map(|&code| {
            let code: u32 = code.into();
            let index = &mut of_code[code as usize];
            if *index == UNKNOWN {
                *index = self.index_of(word(code));
            }
            *index
        }));
        self.of_code = of_code;
    }

    #[cold]
    fn index_of(&mut self, word: &str) -> u32 {
        if let Some(&index) = self.indices.get(word) {
            return index;
        }
        let index = self.indices.len() as u32;
        self.indices.insert(word.into(), index);
        self.plain.extend_from_slice(&(word.len() as u32).to_le_bytes());
        self.plain.extend_from_slice(word.as_bytes());
        if self.least.as_deref().is_none_or(|least| word < least) {
            self.least = Some(word.into());
        }
        if self.greatest.as_deref().is_none_or(|greatest| word > greatest) {
            self.greatest = Some(word.into());
        }
        index
    }

    pub(super) fn len(&self) -> usize {
        self.indices.len()
    }

    pub(super) fn plain(&self) -> &[u8] {
        &self.plain
    }

    /// Returns the least and the greatest word by their bytes, as the format orders texts.
    pub(super) fn bounds(&self) -> Option<(&str, &str)> {
        Some((self.least.as_deref()?, self.greatest.as_deref()?))
    }

    pub(super) fn clear(&mut self) {
        self.indices.clear();
        self.plain.clear();
        (self.least, self.greatest) = (None, None);
    }
}

/// The numbers of a column chunk.
#[derive(Debug)]
pub(super) struct Numbers<N> {
    indices: HashMap<N, u32, FixedState>,
    values: Vec<N>,
}

impl<N> Default for Numbers<N> {
    fn default() -> Self {
        Self { indices: HashMap::default(), values: Vec::new() }
    }
}

impl<N: Copy + Eq + std::hash::Hash> Numbers<N> {
    /// Puts the index of each number into `indices`; gives up and returns false once there are more than `most` numbers.
    pub(super) fn translate(&mut self, numbers: &[N], most: usize, indices: &mut Vec<u32>) -> bool {
        indices.clear();
        for &number in numbers {
            let index = *self.indices.entry(number).or_insert_with(|| {
                self.values.push(number);
                (self.values.len() - 1) as u32
            });
            if index as usize >= most {
                return false;
            }
            indices.push(index);
        }
        true
    }

    pub(super) fn values(&self) -> &[N] {
        &self.values
    }

    pub(super) fn clear(&mut self) {
        self.indices.clear();
        self.values.clear();
    }
}
