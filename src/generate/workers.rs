//! The threads of a run: each takes the next file group until none is left.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::folder::Folder;
use super::group::{self, GroupFiles};
use super::plan::Group;
use super::{Event, Job, Watch};
use crate::columns::Texts;
use crate::error::{Error, Result};
use crate::manifest::FileFacts;
use crate::rows::Rows;

/// What the threads of a run share.
struct Shared<'a, P> {
    job: &'a Job,
    folder: &'a Folder,
    produce: &'a P,
    watch: &'a Watch<'a>,
    stop: &'a AtomicBool,
    next: AtomicUsize,
    results: Mutex<Vec<Result<Vec<FileFacts>>>>,
    has_failed: AtomicBool,
}

/// Writes every file group of a job and returns the files in the order of the manifest.
pub(super) fn write_groups<P>(
    job: &Job,
    folder: &Folder,
    produce: &P,
    watch: &Watch<'_>,
    stop: &AtomicBool,
) -> Result<Vec<FileFacts>>
where
    P: Fn(i64, &mut Rows) -> Texts + Sync,
{
    let (next, has_failed, results) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::default());
    let shared = Shared { job, folder, produce, watch, stop, next, results, has_failed };
    let threads = job.threads.min(job.plan.groups.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| shared.work());
        }
    });
    let results = shared.results.into_inner().expect("a thread that panics ends the run");
    let mut files = Vec::new();
    for result in results {
        files.extend(result?);
    }
    let order = |file: &FileFacts| job.shapes.iter().position(|shape| shape.name == file.table);
    files.sort_by_key(|file| (order(file), file.first_community));
    Ok(files)
}

impl<P> Shared<'_, P>
where
    P: Fn(i64, &mut Rows) -> Texts + Sync,
{
    fn work(&self) {
        let mut rows = Rows::default();
        while !self.has_failed.load(Ordering::Relaxed) {
            let Some(group) = self.job.plan.groups.get(self.next.fetch_add(1, Ordering::Relaxed)) else { return };
            let Some(result) = self.group(group, &mut rows).transpose() else { return };
            if result.is_err() {
                self.has_failed.store(true, Ordering::Relaxed);
            }
            self.results.lock().expect("a thread that panics ends the run").push(result);
        }
    }

    /// Returns the files of a group, made now or before; nothing if another thread has failed meanwhile.
    fn group(&self, group: &Group, rows: &mut Rows) -> Result<Option<Vec<FileFacts>>> {
        let kept = group::kept(self.folder, group);
        let is_kept = kept.is_some();
        let files = match kept {
            Some(files) => {
                let rows = files.iter().map(|file| file.rows).sum();
                (self.watch)(Event::Advanced { communities: group.len(), rows });
                files
            }
            None => match self.write(group, rows)? {
                Some(files) => files,
                None => return Ok(None),
            },
        };
        (self.watch)(Event::Finished { group, files: &files, is_kept });
        Ok(Some(files))
    }

    fn write(&self, group: &Group, rows: &mut Rows) -> Result<Option<Vec<FileFacts>>> {
        let mut files = GroupFiles::create(self.job, self.folder, group)?;
        for community in group.communities.clone() {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Error::interrupted(self.folder.root().display()));
            }
            if self.has_failed.load(Ordering::Relaxed) {
                return Ok(None);
            }
            rows.clear();
            let texts = (self.produce)(community, rows);
            let rows = files.add(rows, &texts)?;
            (self.watch)(Event::Advanced { communities: 1, rows });
        }
        files.finish().map(Some)
    }
}
