//! Texts: words of a vocabulary by their codes, and texts that stand for themselves.

use parquet::basic::Encoding;
use parquet::data_type::ByteArray;
use parquet::file::statistics::Statistics;

use super::delta::{self, Miniblock};
use super::dictionary::Words;
use super::gather::{Encoded, Gather, Occasion, widen};
use super::packing::width_of;
use super::runs;
use crate::columns::{Text, Values};

/// A column of codes.
#[derive(Default)]
pub(super) struct WordColumn {
    indices: Vec<u32>,
    words: Words,
    is_open: bool,
}

impl Gather for WordColumn {
    fn add(&mut self, values: &Values<'_>) {
        match *values {
            Values::Closed(codes, words) => {
                self.words.translate(codes, words.len(), |code| words[code as usize], &mut self.indices);
            }
            Values::Open(codes, texts) => {
                self.is_open = true;
                self.words.translate(codes, texts.len(), |code| texts.get(Text(code)), &mut self.indices);
            }
            _ => panic!("a column of codes gets codes"),
        }
    }

    fn encode(&mut self, values: Option<&Values<'_>>, page: &mut Vec<u8>, _: &mut Occasion<'_>) -> Encoded {
        values.into_iter().for_each(|values| self.add(values));
        let width = width_of(self.words.len() as u64 - 1);
        page.push(width);
        runs::encode(&self.indices, width, page);
        self.indices.clear();
        Encoded { encoding: Encoding::RLE_DICTIONARY, bounds: None }
    }

    fn statistics(&self, nulls: u64) -> Statistics {
        let (least, greatest) = self.words.bounds().map(|(a, b)| (ByteArray::from(a), ByteArray::from(b))).unzip();
        Statistics::byte_array(least, greatest, Some(self.words.len() as u64), Some(nulls), false)
    }

    fn dictionary(&self) -> Option<(Vec<u8>, usize)> {
        (self.words.len() > 0).then(|| (self.words.plain().to_vec(), self.words.len()))
    }

    fn has_open_vocabulary(&self) -> bool {
        self.is_open
    }

    fn clear(&mut self) {
        self.words.clear();
    }
}

/// A column of texts of six characters.
#[derive(Default)]
pub(super) struct CharacterColumn {
    gathered: Vec<[u8; 6]>,
    lengths: Vec<i32>,
    bounds: Option<([u8; 6], [u8; 6])>,
}

impl Gather for CharacterColumn {
    fn add(&mut self, values: &Values<'_>) {
        let Values::Characters(values) = values else { panic!("a column of characters gets characters") };
        self.gathered.extend_from_slice(values);
    }

    fn encode(&mut self, values: Option<&Values<'_>>, page: &mut Vec<u8>, _: &mut Occasion<'_>) -> Encoded {
        values.into_iter().for_each(|values| self.add(values));
        let ordered = |value: &[u8; 6]| value.iter().fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
        let least = self.gathered.iter().min_by_key(|value| ordered(value));
        let greatest = self.gathered.iter().max_by_key(|value| ordered(value));
        widen(&mut self.bounds, least.into_iter().chain(greatest).copied());
        self.lengths.resize(self.gathered.len(), 6);
        delta::encode(&self.lengths, Miniblock::Short, page);
        page.extend_from_slice(self.gathered.as_flattened());
        self.gathered.clear();
        Encoded { encoding: Encoding::DELTA_LENGTH_BYTE_ARRAY, bounds: None }
    }

    fn statistics(&self, nulls: u64) -> Statistics {
        let (least, greatest) =
            self.bounds.map(|(a, b)| (ByteArray::from(a.to_vec()), ByteArray::from(b.to_vec()))).unzip();
        Statistics::byte_array(least, greatest, None, Some(nulls), false)
    }

    fn clear(&mut self) {
        self.bounds = None;
    }
}

/// A column of texts of any length.
#[derive(Default)]
pub(super) struct StringColumn {
    bytes: Vec<u8>,
    lengths: Vec<i32>,
    least: Option<String>,
    greatest: Option<String>,
}

impl Gather for StringColumn {
    fn add(&mut self, values: &Values<'_>) {
        let Values::Strings(values) = values else { panic!("a column of texts gets texts") };
        for value in *values {
            self.bytes.extend_from_slice(value.as_bytes());
            self.lengths.push(value.len() as i32);
        }
        let (least, greatest) = (values.iter().min(), values.iter().max());
        if let Some(least) = least.filter(|least| self.least.as_ref().is_none_or(|known| *least < known)) {
            self.least = Some(least.clone());
        }
        if let Some(greatest) = greatest.filter(|greatest| self.greatest.as_ref().is_none_or(|known| *greatest > known))
        {
            self.greatest = Some(greatest.clone());
        }
    }

    fn encode(&mut self, values: Option<&Values<'_>>, page: &mut Vec<u8>, _: &mut Occasion<'_>) -> Encoded {
        values.into_iter().for_each(|values| self.add(values));
        delta::encode(&self.lengths, Miniblock::Short, page);
        page.extend_from_slice(&self.bytes);
        self.lengths.clear();
        self.bytes.clear();
        Encoded { encoding: Encoding::DELTA_LENGTH_BYTE_ARRAY, bounds: None }
    }

    fn statistics(&self, nulls: u64) -> Statistics {
        let text = |value: &Option<String>| value.as_deref().map(ByteArray::from);
        Statistics::byte_array(text(&self.least), text(&self.greatest), None, Some(nulls), false)
    }

    fn clear(&mut self) {
        (self.least, self.greatest) = (None, None);
    }
}
