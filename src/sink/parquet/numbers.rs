//! Integers: differences or a dictionary, whichever is smaller.

use std::hash::Hash;

use parquet::basic::Encoding;
use parquet::file::statistics::Statistics;

use super::codec::Packer;
use super::delta::{self, Integer, Miniblock};
use super::dictionary::Numbers;
use super::gather::{Encoded, Gather, Occasion, widen};
use super::packing::width_of;
use super::runs;
use crate::columns::Values;

/// A dictionary of more numbers would not stay in the cache, and save little.
const MOST_IN_DICTIONARY: usize = 1 << 15;
/// Below so many repetitions of a number in the first page, a dictionary is not tried.
const LEAST_REPETITION: usize = 8;

/// A column of integers.
#[derive(Default)]
pub(super) struct NumberColumn<N> {
    gathered: Vec<N>,
    choice: Choice,
    miniblock: Miniblock,
    dictionary: Numbers<N>,
    indices: Vec<u32>,
    bounds: Option<(N, N)>,
}

/// How the chunk is encoded; its first page decides.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Choice {
    #[default]
    Open,
    Delta,
    Dictionary,
    /// By a dictionary that has grown too large.
    Outgrown,
}

/// An integer as the format stores it.
pub(super) trait Stored: Integer + Hash + Send + 'static {
    /// Returns the values if they are of this type.
    fn of<'a>(values: &Values<'a>) -> Option<&'a [Self]>;
    /// Adds the value as the PLAIN encoding has it.
    fn plain(self, out: &mut Vec<u8>);
    /// Describes a chunk.
    fn statistics(bounds: Option<(Self, Self)>, distinct: Option<u64>, nulls: u64) -> Statistics;
}

macro_rules! stored {
    ($($type:ty, $values:ident, $statistics:ident;)+) => {$(
        impl Stored for $type {
            fn of<'a>(values: &Values<'a>) -> Option<&'a [Self]> {
                if let Values::$values(values) = values { Some(values) } else { None }
            }
            fn plain(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn statistics(bounds: Option<(Self, Self)>, distinct: Option<u64>, nulls: u64) -> Statistics {
                let (least, greatest) = bounds.unzip();
                Statistics::$statistics(least, greatest, distinct, Some(nulls), false)
            }
        }
    )+};
}

stored! {
    i32, Int32, int32;
    i64, Int64, int64;
}

impl<N: Stored> NumberColumn<N> {
    fn encode_indices(&self, page: &mut Vec<u8>) {
        let width = width_of(self.dictionary.values().len() as u64 - 1);
        page.push(width);
        runs::encode(&self.indices, width, page);
    }

    /// Encodes the first page every way and stays with the smallest.
    fn choose(&mut self, values: &[N], page: &mut Vec<u8>, occasion: &mut Occasion<'_>) -> Encoding {
        let levels = page.len();
        let size = self.choose_miniblock(values, page, occasion.packer);
        self.choice = Choice::Delta;
        if self.dictionary.translate(values, values.len() / LEAST_REPETITION, &mut self.indices) {
            let mut other = page[..levels].to_vec();
            self.encode_indices(&mut other);
            if self.expected_size(occasion.packer.size_of(&other), occasion.pages_to_come) < size {
                self.choice = Choice::Dictionary;
                *page = other;
                return Encoding::RLE_DICTIONARY;
            }
        }
        self.dictionary.clear();
        Encoding::DELTA_BINARY_PACKED
    }

    /// Delta-encodes a page with either miniblock, stays with the smaller, and returns its size.
    fn choose_miniblock(&mut self, values: &[N], page: &mut Vec<u8>, packer: &mut Packer) -> usize {
        let mut other = page.clone();
        delta::encode(values, Miniblock::Short, page);
        delta::encode(values, Miniblock::Long, &mut other);
        let (short, long) = (packer.size_of(page), packer.size_of(&other));
        self.miniblock = Miniblock::Short;
        if long < short {
            self.miniblock = Miniblock::Long;
            *page = other;
        }
        short.min(long)
    }

    /// Returns what a page of indices costs with its share of the dictionary, if later pages bring as many new numbers as the first
    /// brought, and so indices that are wider by half the logarithm of the pages.
    fn expected_size(&self, first_page: usize, pages: usize) -> usize {
        let numbers = self.dictionary.values();
        let width = usize::from(width_of(numbers.len() as u64).max(1));
        first_page * (2 * width + pages.ilog2() as usize) / (2 * width) + size_of_val(numbers)
    }

    fn encode_by_choice(&mut self, values: &[N], page: &mut Vec<u8>, occasion: &mut Occasion<'_>) -> Encoding {
        match self.choice {
            Choice::Open => return self.choose(values, page, occasion),
            Choice::Dictionary => {
                if self.dictionary.translate(values, MOST_IN_DICTIONARY, &mut self.indices) {
                    self.encode_indices(page);
                    return Encoding::RLE_DICTIONARY;
                }
                self.choice = Choice::Outgrown;
            }
            Choice::Outgrown | Choice::Delta => {}
        }
        delta::encode(values, self.miniblock, page);
        Encoding::DELTA_BINARY_PACKED
    }
}

impl<N: Stored> Gather for NumberColumn<N> {
    fn add(&mut self, values: &Values<'_>) {
        self.gathered.extend_from_slice(N::of(values).expect("a column of integers gets integers"));
    }

    fn encode(&mut self, values: Option<&Values<'_>>, page: &mut Vec<u8>, occasion: &mut Occasion<'_>) -> Encoded {
        let gathered = std::mem::take(&mut self.gathered);
        let values = values.map_or(&*gathered, |values| N::of(values).expect("a column of integers gets integers"));
        let (least, greatest) = delta::bounds(values).expect("there is at least one value");
        widen(&mut self.bounds, [least, greatest]);
        let encoding = self.encode_by_choice(values, page, occasion);
        self.gathered = gathered;
        self.gathered.clear();
        Encoded { encoding, bounds: Some((least.wide(), greatest.wide())) }
    }

    fn statistics(&self, nulls: u64) -> Statistics {
        let distinct = (self.choice == Choice::Dictionary).then(|| self.dictionary.values().len() as u64);
        N::statistics(self.bounds, distinct, nulls)
    }

    fn dictionary(&self) -> Option<(Vec<u8>, usize)> {
        let values = self.dictionary.values();
        let mut plain = Vec::with_capacity(size_of_val(values));
        values.iter().for_each(|value| value.plain(&mut plain));
        matches!(self.choice, Choice::Dictionary | Choice::Outgrown).then_some((plain, values.len()))
    }

    fn clear(&mut self) {
        self.dictionary.clear();
        (self.choice, self.bounds) = (Choice::Open, None);
    }
}
