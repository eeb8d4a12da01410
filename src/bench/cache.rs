//! The folder in which what takes long to make is kept, for all processes of a user.
//!
//! An entry is a folder that is made beside its place and renamed into it, under a lock: whoever finds it finds it whole. What
//! happened to it since is told by hashes, which each process looks at once.

use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::error::{Error, Result};

/// The variable that names the folder, where the platform's own is not wanted.
pub const CACHE_VARIABLE: &str = "FAUXBANK_CACHE";

/// The entries that this process has looked at.
static SOUND: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Returns the folder: `FAUXBANK_CACHE`, or `fauxbank` in the platform's folder for what may be deleted.
pub(super) fn folder() -> Result<PathBuf> {
    let of = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = |below: &str| of("HOME").map(|home| home.join(below));
    let platform = match env::consts::OS {
        "windows" => of("LOCALAPPDATA"),
        "macos" => home("Library/Caches"),
        _ => of("XDG_CACHE_HOME").or_else(|| home(".cache")),
    };
    of(CACHE_VARIABLE).or_else(|| platform.map(|folder| folder.join("fauxbank"))).ok_or_else(|| {
        let remedy = format!("set {CACHE_VARIABLE} to a folder with room for gigabytes");
        Error::outside("cache", "there is neither a home folder nor one for caches", remedy)
    })
}

/// Something kept: where, how to make it, and how to tell whether it is as it was made.
pub(super) struct Entry<'a> {
    /// The cache's folder.
    pub(super) root: &'a Path,
    /// The entry's name, which tells everything that decides its bytes.
    pub(super) key: &'a str,
    /// Makes it in a folder that does not exist.
    pub(super) make: &'a dyn Fn(&Path) -> Result<()>,
    /// Returns whether it is sound.
    pub(super) is_sound: &'a dyn Fn(&Path) -> bool,
}

impl Entry<'_> {
    /// Returns the folder of the entry, made if there is none or if it is damaged.
    ///
    /// # Errors
    ///
    /// Fails where the cache cannot be written and holds no sound entry, or where the entry cannot be made.
    pub(super) fn get(&self) -> Result<PathBuf> {
        let place = self.root.join(self.key);
        // Held while the entry is made: threads of a process wait here, other processes at the lock of the file.
        let mut sound = SOUND.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if sound.contains(&place) && place.is_dir() {
            return Ok(place);
        }
        let lock = self.root.join(format!("{}.lock", self.key));
        let file = match self.lock_file(&lock) {
            Ok(file) => file,
            // A cache that this process may only read serves what it holds; nobody makes that anew while it is sound.
            Err(_) if (self.is_sound)(&place) => {
                sound.insert(place.clone());
                return Ok(place);
            }
            Err(error) => return Err(error),
        };
        file.lock_shared().map_err(Error::at(&lock, "lock"))?;
        if !(self.is_sound)(&place) {
            file.unlock().map_err(Error::at(&lock, "unlock"))?;
            file.lock().map_err(Error::at(&lock, "lock"))?;
            // Another process may have made it while this one waited.
            if !(self.is_sound)(&place) {
                self.make_anew(&place)?;
            }
        }
        sound.insert(place.clone());
        Ok(place)
    }

    fn lock_file(&self, lock: &Path) -> Result<File> {
        fs::create_dir_all(self.root).map_err(Error::at(self.root, "create"))?;
        File::create(lock).map_err(Error::at(lock, "create"))
    }

    fn make_anew(&self, place: &Path) -> Result<()> {
        let beside = self.root.join(format!("{}.new", self.key));
        for left in [beside.as_path(), place] {
            if left.exists() {
                fs::remove_dir_all(left).map_err(Error::at(left, "remove"))?;
            }
        }
        (self.make)(&beside)?;
        fs::rename(&beside, place).map_err(Error::at(place, "put in place"))
    }
}

/// Has the next look at an entry read its hashes again, as a new process would.
#[cfg(test)]
pub(super) fn forget(place: &Path) {
    SOUND.lock().unwrap().remove(place);
}
