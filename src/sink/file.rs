//! A file that is hashed and counted while it is written.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::digest::hex;
use crate::error::{Error, Result};

/// What was written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Number of rows.
    pub rows: u64,
    /// Size of the file.
    pub bytes: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// A new file that knows the hash and the number of its bytes.
#[derive(Debug)]
pub struct HashingFile {
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl HashingFile {
    /// Creates the file, or empties it.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be created.
    pub fn create(path: &Path) -> Result<Self> {
        let file = File::create(path).map_err(Error::at(path, "create"))?;
        Ok(Self { file, hash: Sha256::new(), bytes: 0 })
    }

    /// Closes the file and returns what was written, `rows` rows; [`bring_to_disk`] makes it last.
    pub fn close(self, rows: u64) -> Written {
        Written { rows, bytes: self.bytes, sha256: hex(&self.hash.finalize()) }
    }
}

impl Write for HashingFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Waits until the disk has a file that was written before.
///
/// # Errors
///
/// Fails where the disk does not take it.
pub fn bring_to_disk(path: &Path) -> Result<()> {
    let file = File::open(path).map_err(Error::at(path, "open"))?;
    file.sync_all().map_err(Error::at(path, "write"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::sha256_of;

    #[test]
    fn the_hash_taken_while_writing_is_the_hash_of_the_file() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("abc");
        let mut file = HashingFile::create(&path).unwrap();
        file.write_all(b"ab").unwrap();
        file.write_all(b"c").unwrap();
        let written = file.close(1);
        assert_eq!(sha256_of(&path).unwrap(), (3, written.sha256.clone()));
        // FIPS 180-2, appendix B.1.
        assert_eq!(written.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
