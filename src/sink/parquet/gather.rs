//! What gathers the values of a column until they fill a page, and knows how they are encoded.

use parquet::basic::Encoding;
use parquet::file::statistics::Statistics;

use super::codec::Packer;
use crate::columns::Values;

/// How the values of a page were encoded.
pub(super) struct Encoded {
    pub(super) encoding: Encoding,
    /// The least and the greatest value, where they are numbers.
    pub(super) bounds: Option<(i64, i64)>,
}

/// What an encoder may ask of the page it writes to.
pub(super) struct Occasion<'a> {
    /// Compresses.
    pub(super) packer: &'a mut Packer,
    /// How many pages of this size the chunk will have, about.
    pub(super) pages_to_come: usize,
}

/// A column's values of the page at hand, and what is known of its chunk.
pub(super) trait Gather: Send {
    /// Adds values to a page that will hold more.
    ///
    /// # Panics
    ///
    /// Panics if they are not of the column's kind.
    fn add(&mut self, values: &Values<'_>);

    /// Encodes a page behind what `page` holds: `values`, the first and the last of it, or else those gathered, which it forgets.
    /// There is at least one.
    fn encode(&mut self, values: Option<&Values<'_>>, page: &mut Vec<u8>, occasion: &mut Occasion<'_>) -> Encoded;

    /// Returns the chunk's statistics, with this number of nulls.
    fn statistics(&self, nulls: u64) -> Statistics;

    /// Returns the chunk's dictionary, plainly encoded, and the number of its values; none where no page refers to one.
    fn dictionary(&self) -> Option<(Vec<u8>, usize)> {
        None
    }

    /// Returns whether the values are texts of a vocabulary that grows with the communities.
    fn has_open_vocabulary(&self) -> bool {
        false
    }

    /// Forgets the chunk.
    fn clear(&mut self);
}

/// Widens a range so that it holds all of these values.
pub(super) fn widen<T: Copy + PartialOrd>(range: &mut Option<(T, T)>, values: impl IntoIterator<Item = T>) {
    for value in values {
        *range = Some(range.map_or((value, value), |(least, greatest)| {
            (if value < least { value } else { least }, if value > greatest { value } else { greatest })
        }));
    }
}
