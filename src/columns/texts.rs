//! The vocabulary of a community, to which its rows' texts point.

use crate::rng::mix;

/// A text of the community's vocabulary, by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(pub u32);

/// The vocabulary of one community: each text is stored once and known by its code.
#[derive(Debug, Clone)]
pub struct Texts {
    /// The texts one after another, in order of their codes, and where each begins; at last where the last one ends.
    letters: String,
    starts: Vec<i32>,
    /// Where to look for a text, by its hash: half of the places at least are empty.
    places: Vec<Place>,
}

/// A place in the table of hashes: a text's hash, and its code plus one; zero where nothing stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    hash: u32,
    next_code: u32,
}

const FIRST_PLACES: usize = 1 << 14;

impl Default for Texts {
    fn default() -> Self {
        Self { letters: String::new(), starts: vec![0], places: vec![Place::default(); FIRST_PLACES] }
    }
}

impl Texts {
    /// Returns the code of a text, storing it if it is new. Codes count from 0 in order of first use.
    pub fn intern(&mut self, text: &str) -> Text {
        let hash = hash(text.as_bytes());
        let mut at = hash as usize & (self.places.len() - 1);
        loop {
            let Place { hash: other, next_code } = self.places[at];
            if next_code == 0 {
                return self.store(text, Place { hash, next_code: self.starts.len() as u32 }, at);
            }
            if other == hash && self.get(Text(next_code - 1)) == text {
                return Text(next_code - 1);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Returns the text of a code.
    pub fn get(&self, text: Text) -> &str {
        let code = text.0 as usize;
        &self.letters[self.starts[code] as usize..self.starts[code + 1] as usize]
    }

    /// Returns the number of texts.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn store(&mut self, text: &str, place: Place, at: usize) -> Text {
        self.letters.push_str(text);
        self.starts.push(i32::try_from(self.letters.len()).expect("a community's texts are shorter than 2 GB"));
        self.places[at] = place;
        if 2 * self.starts.len() > self.places.len() {
            self.widen();
        }
        Text(place.next_code - 1)
    }

    /// Doubles the table of hashes.
    fn widen(&mut self) {
        let mut places = vec![Place::default(); 2 * self.places.len()];
        for place in self.places.iter().filter(|place| place.next_code > 0) {
            let mut at = place.hash as usize & (places.len() - 1);
            while places[at].next_code > 0 {
                at = (at + 1) & (places.len() - 1);
            }
            places[at] = *place;
        }
        self.places = places;
    }
}

/// Hashes a text eight bytes at a time; texts are nobody's attack, so that a fast hash will do.
fn hash(bytes: &[u8]) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut chunks = bytes.chunks_exact(8);
    let mut hash = bytes.len() as u64;
    for chunk in &mut chunks {
        let word = u64::from_le_bytes(chunk.try_into().expect("a chunk has eight bytes"));
        hash = (hash ^ word).wrapping_mul(FACTOR).rotate_left(29);
    }
    let rest = chunks.remainder().iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    (mix((hash ^ rest).wrapping_mul(FACTOR)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_code_however_many_follow() {
        let mut texts = Texts::default();
        let words: Vec<String> = (0..20_000).map(|number| format!("text {number}")).collect();
        for _ in 0..2 {
            for (code, word) in words.iter().enumerate() {
                assert_eq!(texts.intern(word), Text(code as u32));
            }
        }
        assert_eq!(texts.get(Text(12_345)), "text 12345");
        assert_eq!(texts.len(), 20_000);
    }

    #[test]
    fn texts_that_differ_in_a_letter_or_a_length_are_two() {
        let mut texts = Texts::default();
        let words = ["", "a", "b", "\0", "\0\0", "abcdefgh", "abcdefgi", "abcdefgha"];
        let codes: Vec<Text> = words.iter().map(|word| texts.intern(word)).collect();
        assert_eq!(codes, (0..words.len() as u32).map(Text).collect::<Vec<_>>());
    }
}
