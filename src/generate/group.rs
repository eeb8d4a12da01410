//! One file group: its communities written to one file of every table.

use std::fs;
use std::path::PathBuf;

use super::Job;
use super::folder::Folder;
use super::plan::Group;
use crate::columns::Texts;
use crate::digest::sha256_of;
use crate::error::{Error, Result};
use crate::manifest::FileFacts;
use crate::rows::Rows;
use crate::sink::{Opening, TableFile, bring_to_disk};

/// The files of one group while they are being written.
pub(super) struct GroupFiles<'a> {
    job: &'a Job,
    folder: &'a Folder,
    group: &'a Group,
    files: Vec<Option<Box<dyn TableFile>>>,
    work: Work,
}

impl<'a> GroupFiles<'a> {
    /// Makes room for a group's files. The first group of a run opens every table's, so that no table lacks a file.
    pub(super) fn create(job: &'a Job, folder: &'a Folder, group: &'a Group) -> Result<Self> {
        let work = folder.work().join(group.name());
        remove_all(&work)?;
        fs::create_dir(&work).map_err(Error::at(&work, "create"))?;
        let mut files = Self { job, folder, group, work: Work(work), files: job.shapes.iter().map(|_| None).collect() };
        if group.communities.start == job.plan.part.start {
            for table in 0..job.shapes.len() {
                files.open(table)?;
            }
        }
        Ok(files)
    }

    /// Adds the rows of a community and returns how many rows the chosen tables got.
    pub(super) fn add(&mut self, rows: &Rows, texts: &Texts) -> Result<u64> {
        let mut count = 0;
        for (name, columns) in rows.tables(texts) {
            let Some(table) = self.job.shapes.iter().position(|shape| shape.name == name) else { continue };
            count += columns[0].rows as u64;
            let file = self.open(table)?;
            file.write(&columns)?;
            file.end_community()?;
        }
        Ok(count)
    }

    fn open(&mut self, table: usize) -> Result<&mut Box<dyn TableFile>> {
        if self.files[table].is_none() {
            let shape = self.job.shapes[table];
            let mut facts = self.job.facts_in_files();
            facts.push(("fauxbank.table", shape.name.to_owned()));
            let communities = &self.group.communities;
            facts.push(("fauxbank.communities", format!("{}..{}", communities.start, communities.end)));
            let path = self.work.0.join(shape.name);
            let opening = Opening { path: &path, shape, compression: self.job.compression, facts: &facts };
            self.files[table] = Some((self.job.sink.open)(&opening)?);
        }
        Ok(self.files[table].as_mut().expect("the file was just opened"))
    }

    /// Completes the files.
    pub(super) fn finish(mut self) -> Result<FinishedGroup<'a>> {
        let mut facts = Vec::new();
        for (shape, file) in self.job.shapes.iter().zip(&mut self.files) {
            let Some(file) = file.take() else { continue };
            let written = file.close()?;
            facts.push(FileFacts {
                table: shape.name.to_owned(),
                path: format!("{}/{}.{}", shape.folder, self.group.name(), self.job.sink.extension),
                first_community: self.group.communities.start,
                communities: self.group.len(),
                rows: written.rows,
                bytes: written.bytes,
                sha256: written.sha256,
            });
        }
        Ok(FinishedGroup { group: self.group, folder: self.folder, work: self.work, facts })
    }
}

/// A group whose files are written and not yet in their places.
pub(super) struct FinishedGroup<'a> {
    pub(super) group: &'a Group,
    folder: &'a Folder,
    work: Work,
    facts: Vec<FileFacts>,
}

impl FinishedGroup<'_> {
    /// Waits until the disk has the files, puts them in place and enters them in the journal.
    pub(super) fn put_in_place(self) -> Result<Vec<FileFacts>> {
        for file in &self.facts {
            let (from, to) = (self.work.0.join(&file.table), self.folder.root().join(&file.path));
            bring_to_disk(&from)?;
            let table = to.parent().expect("a file lies in its table's folder");
            fs::create_dir_all(table).map_err(Error::at(table, "create"))?;
            fs::rename(&from, &to).map_err(Error::at(&to, "put in place"))?;
        }
        enter(self.folder, self.group, &self.facts)?;
        remove_all(&self.work.0)?;
        Ok(self.facts)
    }
}

/// The folder in which a group's files are written. Once unfinished, it is of no use and takes space, of which there may be too little.
struct Work(PathBuf);

impl Drop for Work {
    fn drop(&mut self) {
        let _ = remove_all(&self.0);
    }
}

fn remove_all(folder: &std::path::Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::at(folder, "remove")(cause)),
        _ => Ok(()),
    }
}

fn journal_name(group: &Group) -> String {
    format!("{}.json", group.name())
}

fn enter(folder: &Folder, group: &Group, files: &[FileFacts]) -> Result<()> {
    let text = serde_json::to_string(files).expect("strings and numbers are JSON");
    let name = journal_name(group);
    folder.write_whole(&name, text.as_bytes(), &folder.work().join(&name))
}

/// Returns the files of a group that an earlier run finished, if they are still what it wrote.
pub(super) fn kept(folder: &Folder, group: &Group) -> Option<Vec<FileFacts>> {
    let text = fs::read_to_string(folder.work().join(journal_name(group))).ok()?;
    let files: Vec<FileFacts> = serde_json::from_str(&text).ok()?;
    let is_whole = |file: &FileFacts| {
        let path = folder.root().join(&file.path);
        fs::metadata(&path).is_ok_and(|found| found.len() == file.bytes)
            && sha256_of(&path).is_ok_and(|(_, sha256)| sha256 == file.sha256)
    };
    files.iter().all(is_whole).then_some(files)
}
