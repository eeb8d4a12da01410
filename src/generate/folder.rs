//! The dataset's folder: claimed by one run at a time, complete or not a dataset.
//!
//! While a run is under way, `.fauxbank-run` in the folder holds its lock, its facts, unfinished files, and a journal
//! entry for every finished file group. The manifest is renamed into place when all else is there, and only then is
//! `.fauxbank-run` removed: whenever a run dies, there is no manifest or the dataset is complete.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::clear;
use crate::error::{Error, Result};
use crate::manifest::{self, Manifest, RunFacts};

/// The folder in which a run works, inside the dataset's.
pub(super) const WORK: &str = ".fauxbank-run";
const LOCK: &str = "lock";
const FACTS: &str = "run.json";

/// What to do with a folder that holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Refuse it.
    Refuse,
    /// Go on with the same run.
    Resume,
    /// Remove what a run of fauxbank wrote there.
    Overwrite,
}

/// A dataset's folder, claimed for one run.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    _lock: File,
}

/// What a claim finds.
#[derive(Debug)]
pub(super) enum Claim {
    /// The run can write.
    Ours(Folder),
    /// The run has already been completed.
    Complete(Box<Manifest>),
}

impl Folder {
    /// Claims a folder for a run.
    ///
    /// # Errors
    ///
    /// Fails where the folder cannot be written, holds something else, or belongs to another run.
    pub(super) fn claim(root: &Path, run: &RunFacts, existing: Existing) -> Result<Claim> {
        fs::create_dir_all(root).map_err(Error::at(root, "create"))?;
        let is_started = root.join(WORK).exists();
        let is_complete = root.join(manifest::FILE_NAME).exists();
        if is_complete && existing == Existing::Resume {
            return complete(root, run);
        }
        if !(is_started || is_complete || is_empty(root)?) {
            let cause = "the folder is not empty and holds no run of fauxbank";
            return Err(Error::input(root.display(), cause, "choose another folder with --out"));
        }
        if is_complete && existing == Existing::Refuse {
            let remedy = "add --overwrite to replace it, or choose another folder with --out";
            return Err(Error::input(root.display(), "the folder holds a dataset", remedy));
        }
        if is_complete && Manifest::read(root).is_err() {
            let cause = "the folder holds a manifest.json that this fauxbank did not write";
            return Err(Error::input(root.display(), cause, "choose another folder with --out"));
        }
        let folder = Self { root: root.to_path_buf(), _lock: lock(root)? };
        if is_started && existing == Existing::Refuse {
            let remedy = "go on with it by --resume, or add --overwrite to begin anew";
            return Err(Error::input(root.display(), "the folder holds an unfinished run", remedy));
        }
        if existing == Existing::Overwrite {
            clear::remove_dataset(root, &folder.work())?;
        }
        folder.begin(run)?;
        Ok(Claim::Ours(folder))
    }

    /// Returns the dataset's folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder in which the run works.
    pub(super) fn work(&self) -> PathBuf {
        self.root.join(WORK)
    }

    /// Records the run, or compares it with the one that was begun here.
    fn begin(&self, run: &RunFacts) -> Result<()> {
        let path = self.work().join(FACTS);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                let text = serde_json::to_string_pretty(run).expect("strings and numbers are JSON");
                return self.write_whole(FACTS, text.as_bytes(), &path);
            }
            Err(cause) => return Err(Error::at(&path, "read")(cause)),
        };
        let begun: RunFacts = serde_json::from_str(&text).map_err(Error::at(&path, "understand"))?;
        same_run(&self.root, &begun, run)
    }

    /// Writes a small file so that it is there whole or not at all.
    pub(super) fn write_whole(&self, name: &str, bytes: &[u8], path: &Path) -> Result<()> {
        let temporary = self.work().join(format!("{name}.new"));
        let mut file = File::create(&temporary).map_err(Error::at(&temporary, "create"))?;
        file.write_all(bytes).map_err(Error::at(&temporary, "write"))?;
        file.sync_all().map_err(Error::at(&temporary, "write"))?;
        fs::rename(&temporary, path).map_err(Error::at(path, "put in place"))
    }

    /// Puts the manifest in place, the moment at which the folder becomes a dataset, and removes the working folder.
    pub(super) fn complete(self, manifest: &Manifest) -> Result<()> {
        for table in &manifest.run.tables {
            sync_folder(&self.root.join(&table.folder))?;
        }
        sync_folder(&self.root)?;
        let path = self.root.join(manifest::FILE_NAME);
        self.write_whole(manifest::FILE_NAME, manifest.to_json().as_bytes(), &path)?;
        sync_folder(&self.root)?;
        let work = self.work();
        fs::remove_dir_all(&work).map_err(Error::at(&work, "remove"))
    }
}

fn complete(root: &Path, run: &RunFacts) -> Result<Claim> {
    let manifest = Manifest::read(root)?;
    same_run(root, &manifest.run, run)?;
    let work = root.join(WORK);
    if work.exists() {
        let _lock = lock(root)?;
        fs::remove_dir_all(&work).map_err(Error::at(&work, "remove"))?;
    }
    Ok(Claim::Complete(Box::new(manifest)))
}

fn same_run(root: &Path, begun: &RunFacts, asked: &RunFacts) -> Result<()> {
    let Some(difference) = begun.difference(asked) else { return Ok(()) };
    let cause = format!("the run in this folder is another one: {difference}");
    Err(Error::input(
        root.display(),
        cause,
        "repeat the arguments of the first run, or choose another folder with --out",
    ))
}

fn lock(root: &Path) -> Result<File> {
    let work = root.join(WORK);
    fs::create_dir_all(&work).map_err(Error::at(&work, "create"))?;
    let path = work.join(LOCK);
    let file = File::create(&path).map_err(Error::at(&path, "create"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let remedy = "wait until it is done, or choose another folder with --out";
            Err(Error::outside(root.display(), "another fauxbank is writing here", remedy))
        }
        Err(TryLockError::Error(cause)) => Err(Error::at(&path, "lock")(cause)),
    }
}

fn is_empty(root: &Path) -> Result<bool> {
    let mut entries = fs::read_dir(root).map_err(Error::at(root, "list"))?;
    Ok(entries.next().is_none())
}

fn sync_folder(path: &Path) -> Result<()> {
    let folder = File::open(path).map_err(Error::at(path, "open"))?;
    folder.sync_all().map_err(Error::at(path, "write"))
}
