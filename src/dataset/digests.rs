//! The hashes of files, taken from the bytes that are decoded: a file is read once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::digest::sha256;
use bytes::Bytes;

/// The hashes of the files read so far.
#[derive(Debug, Default)]
pub struct Digests(Mutex<BTreeMap<PathBuf, Digest>>);

/// The size of a file and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Its bytes.
    pub bytes: u64,
    /// SHA-256 of them, in hexadecimal.
    pub sha256: String,
}

impl Digests {
    /// Reads a file into memory and notes its hash; a reason says why it cannot be read.
    pub(super) fn read(&self, path: &Path) -> Result<Bytes, String> {
        let bytes = fs::read(path).map_err(|cause| format!("cannot open: {cause}"))?;
        let sha256 = sha256(&bytes);
        let digest = Digest { bytes: bytes.len() as u64, sha256 };
        self.0.lock().expect("no thread panics while it holds the hashes").insert(path.to_owned(), digest);
        Ok(bytes.into())
    }

    /// Returns the hash of a file, if it was read.
    pub fn of(&self, path: &Path) -> Option<Digest> {
        self.0.lock().expect("no thread panics while it holds the hashes").get(path).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::sha256_of;

    #[test]
    fn a_file_that_was_read_has_the_hash_that_its_writer_gives() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("abc");
        fs::write(&path, "abc").expect("the file can be written");
        let digests = Digests::default();
        assert_eq!(digests.of(&path), None);
        assert_eq!(digests.read(&path).unwrap(), "abc");
        let Digest { bytes, sha256 } = digests.of(&path).unwrap();
        assert_eq!((bytes, sha256), sha256_of(&path).unwrap());
        assert!(digests.read(&folder.path().join("none")).unwrap_err().starts_with("cannot open"));
    }
}
