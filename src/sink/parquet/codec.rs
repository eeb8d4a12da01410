//! Compressing pages.

use bytes::Bytes;
use parquet::basic::{Compression as Codec, ZstdLevel};

use crate::sink::Compression;

/// What pages are compressed with, and the memory that the columns of a file share for it.
pub(super) struct Packer {
    method: Method,
    /// The last page compressed.
    squeezed: Vec<u8>,
}

enum Method {
    None,
    Snappy(Box<snap::raw::Encoder>),
    Zstd(zstd::bulk::Compressor<'static>),
    Lz4,
}

impl Packer {
    pub(super) fn new(compression: Compression) -> Self {
        let method = match compression {
            Compression::None => Method::None,
            Compression::Snappy => Method::Snappy(Box::new(snap::raw::Encoder::new())),
            Compression::Zstd => Method::Zstd(zstd::bulk::Compressor::new(1).expect("level 1 is one of zstd's")),
            Compression::Lz4 => Method::Lz4,
        };
        Self { method, squeezed: Vec::new() }
    }

    /// Returns what the file calls it.
    pub(super) fn codec(&self) -> Codec {
        match self.method {
            Method::None => Codec::UNCOMPRESSED,
            Method::Snappy(_) => Codec::SNAPPY,
            Method::Zstd(_) => Codec::ZSTD(ZstdLevel::default()),
            Method::Lz4 => Codec::LZ4_RAW,
        }
    }

    /// Returns how many bytes are left of these.
    pub(super) fn size_of(&mut self, bytes: &[u8]) -> usize {
        self.squeeze(bytes);
        self.squeezed.len()
    }

    /// Returns the compressed bytes; [`Self::keep`] takes their memory back.
    pub(super) fn pack(&mut self, bytes: &[u8]) -> Bytes {
        self.squeeze(bytes);
        Bytes::from(std::mem::take(&mut self.squeezed))
    }

    /// Returns the bytes as they are.
    pub(super) fn copy(&mut self, bytes: &[u8]) -> Bytes {
        self.squeezed.clear();
        self.squeezed.extend_from_slice(bytes);
        Bytes::from(std::mem::take(&mut self.squeezed))
    }

    /// Takes the memory of a page back for the next.
    pub(super) fn keep(&mut self, bytes: Bytes) {
        self.squeezed = bytes.try_into_mut().map(Vec::from).unwrap_or_default();
    }

    fn squeeze(&mut self, bytes: &[u8]) {
        let out = &mut self.squeezed;
        match &mut self.method {
            Method::None => {
                out.clear();
                out.extend_from_slice(bytes);
            }
            Method::Snappy(encoder) => {
                out.resize(snap::raw::max_compress_len(bytes.len()), 0);
                let length =
                    encoder.compress(bytes, out).expect("a page is smaller than 4 GiB and there is room for it");
                out.truncate(length);
            }
            Method::Zstd(compressor) => {
                out.clear();
                out.reserve(zstd::zstd_safe::compress_bound(bytes.len()));
                compressor.compress_to_buffer(bytes, out).expect("there is room for the compressed page");
            }
            Method::Lz4 => {
                out.resize(lz4_flex::block::get_maximum_output_size(bytes.len()), 0);
                let length = lz4_flex::block::compress_into(bytes, out).expect("there is room for the compressed page");
                out.truncate(length);
            }
        }
    }
}
