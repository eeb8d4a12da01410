//! The RLE / bit-packing hybrid: of dictionary indices, and of what is there and what is null.
//!
//! # Source
//!
//! Apache Parquet format, Encodings, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".

use super::packing::{pack, varint};

/// Values are looked at so many at a time: equal ones become a run, others are packed.
const CHUNK: usize = 32;

/// Adds values of `width` bits each to `out`.
pub(super) fn encode(values: &[u32], width: u8, out: &mut Vec<u8>) {
    let mut rest = values;
    while !rest.is_empty() {
        let repeated = leading_repetition(rest);
        let (head, tail) = if repeated > 0 {
            run(u64::from(rest[0]), repeated, width, out);
            rest.split_at(repeated)
        } else {
            let (head, tail) = rest.split_at(leading_variety(rest));
            packed(head, width, out);
            (head, tail)
        };
        debug_assert!(!head.is_empty(), "every step takes values");
        rest = tail;
    }
}

/// Returns how many values from the first on are equal, in whole chunks or to the end.
fn leading_repetition(values: &[u32]) -> usize {
    let first = values[0];
    let chunks = values.chunks(CHUNK).take_while(|chunk| is_all(chunk, first));
    chunks.map(<[u32]>::len).sum()
}

/// Returns how many values come before the next chunk of equal ones.
fn leading_variety(values: &[u32]) -> usize {
    let chunks = values.chunks(CHUNK).take_while(|chunk| !is_all(chunk, chunk[0]));
    chunks.map(<[u32]>::len).sum()
}

fn is_all(chunk: &[u32], value: u32) -> bool {
    chunk.iter().fold(0, |differences, other| differences | (other ^ value)) == 0
}

fn run(value: u64, count: usize, width: u8, out: &mut Vec<u8>) {
    varint((count as u64) << 1, out);
    out.extend_from_slice(&value.to_le_bytes()[..usize::from(width.div_ceil(8))]);
}

fn packed(values: &[u32], width: u8, out: &mut Vec<u8>) {
    let groups = values.len().div_ceil(8);
    varint((groups as u64) << 1 | 1, out);
    let (chunks, rest) = values.as_chunks::<CHUNK>();
    for chunk in chunks {
        pack(width, chunk, out);
    }
    if !rest.is_empty() {
        let mut last = [0; CHUNK];
        last[..rest.len()].copy_from_slice(rest);
        let end = out.len() + rest.len().div_ceil(8) * usize::from(width);
        pack(width, &last, out);
        out.truncate(end);
    }
}

/// So many bytes of eight equal levels each become a run.
const LEVEL_RUN: usize = 4;

/// Adds the definition levels of `rows` rows, of which `present` have a value: a bit a row, from the lowest of the first byte.
pub(super) fn encode_levels(valid: &[u8], rows: usize, present: usize, out: &mut Vec<u8>) {
    if present == rows || present == 0 {
        return run(u64::from(present > 0), rows, 1, out);
    }
    let (whole, end) = valid[..rows.div_ceil(8)].split_at(rows / 8);
    let mut packed_from = 0;
    let mut at = 0;
    while at < whole.len() {
        let value = whole[at];
        let is_run = value == 0 || value == u8::MAX;
        let equal = if is_run { whole[at..].iter().take_while(|other| **other == value).count() } else { 1 };
        if is_run && equal >= LEVEL_RUN {
            packed_levels(&[&whole[packed_from..at]], out);
            run(u64::from(value & 1), equal * 8, 1, out);
            packed_from = at + equal;
        }
        at += equal;
    }
    packed_levels(&[&whole[packed_from..], end], out);
}

/// Adds levels that are packed already.
fn packed_levels(parts: &[&[u8]], out: &mut Vec<u8>) {
    let groups: usize = parts.iter().map(|part| part.len()).sum();
    if groups > 0 {
        varint((groups as u64) << 1 | 1, out);
        parts.iter().for_each(|part| out.extend_from_slice(part));
    }
}
