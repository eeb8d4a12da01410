//! The threads of a run: each takes the next file group until none is left, and one more brings what they wrote to the disk.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, SyncSender};

use super::folder::Folder;
use super::group::{self, FinishedGroup, GroupFiles};
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
        let (finished, waiting) = mpsc::sync_channel(threads);
        scope.spawn(|| waiting.into_iter().for_each(|group| shared.put_in_place(group)));
        for _ in 0..threads {
            let (shared, finished) = (&shared, finished.clone());
            scope.spawn(move || shared.work(&finished));
        }
        drop(finished);
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

/// To the thread that brings file groups to the disk: it waits for the disk while the others work.
type Finished<'a> = SyncSender<FinishedGroup<'a>>;

impl<'a, P> Shared<'a, P>
where
    P: Fn(i64, &mut Rows) -> Texts + Sync,
{
    fn work(&self, finished: &Finished<'a>) {
        let mut rows = Rows::default();
        while !self.has_failed.load(Ordering::Relaxed) {
            let Some(group) = self.job.plan.groups.get(self.next.fetch_add(1, Ordering::Relaxed)) else { return };
            if let Some(files) = group::kept(self.folder, group) {
                let rows = files.iter().map(|file| file.rows).sum();
                (self.watch)(Event::Advanced { communities: group.len(), rows });
                self.end(group, Ok(files), true);
                continue;
            }
            match self.write(group, &mut rows) {
                Ok(Some(written)) => finished.send(written).expect("a thread that panics ends the run"),
                Ok(None) => return,
                Err(failure) => self.end(group, Err(failure), false),
            }
        }
    }

    fn put_in_place(&self, written: FinishedGroup<'_>) {
        let group = written.group;
        self.end(group, written.put_in_place(), false);
    }

    /// Records how a group has ended.
    fn end(&self, group: &Group, result: Result<Vec<FileFacts>>, is_kept: bool) {
        match &result {
            Ok(files) => (self.watch)(Event::Finished { group, files, is_kept }),
            Err(_) => self.has_failed.store(true, Ordering::Relaxed),
        }
        self.results.lock().expect("a thread that panics ends the run").push(result);
    }

    /// Returns a group's files, completed; nothing if another thread has failed meanwhile.
    fn write(&self, group: &'a Group, rows: &mut Rows) -> Result<Option<FinishedGroup<'a>>> {
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
