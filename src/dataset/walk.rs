//! The walk over a dataset: all tables in step, one community's rows at a time, a group of files per thread.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::record_batch::RecordBatch;

use super::formats::Batches;
use super::{Dataset, Layout, whole_numbers};

/// Who is shown the rows of groups of files, one group after another, community by community.
pub trait Visitor {
    /// What the visitor brings home.
    type Tally: Send;

    /// Sees rows of the community at hand, of the table at this place of the layouts, in the order of its file.
    fn rows(&mut self, table: usize, batch: &RecordBatch);

    /// Sees that the community at hand has no more rows in any table.
    fn community(&mut self, community: i64);

    /// Sees that a file was read to its end, or why it was not.
    fn file(&mut self, path: &Path, outcome: Result<(), String>);

    /// Hands over what was seen in the group of files, and begins anew with the next.
    fn tally(&mut self) -> Self::Tally;
}

/// The files of a group, by the place of their table.
type Group = Vec<(usize, Vec<PathBuf>)>;

impl Dataset<'_> {
    /// Shows every group of files to a visitor, one on each of so many threads, and hands what they bring home to `add` in
    /// the order of the files: the result depends on no number of threads.
    pub fn walk<V: Visitor>(
        &self,
        layouts: &[&Layout],
        threads: usize,
        visitor: impl Fn() -> V + Sync,
        add: impl FnMut(V::Tally) + Send,
    ) {
        let groups = self.groups(layouts);
        let next = AtomicUsize::new(0);
        let done = Mutex::new(InOrder { next: 0, waiting: BTreeMap::new(), add });
        std::thread::scope(|scope| {
            for _ in 0..threads.clamp(1, groups.len().max(1)) {
                scope.spawn(|| {
                    let mut visitor = visitor();
                    loop {
                        let place = next.fetch_add(1, Ordering::Relaxed);
                        let Some(group) = groups.get(place) else { break };
                        self.walk_group(layouts, group, &mut visitor);
                        done.lock().expect("no thread panics while it adds").put(place, visitor.tally());
                    }
                });
            }
        });
    }

    /// Returns the files group by group: what begins with the same community lies together.
    fn groups(&self, layouts: &[&Layout]) -> Vec<Group> {
        let mut groups: BTreeMap<i64, BTreeMap<usize, Vec<PathBuf>>> = BTreeMap::new();
        for (place, layout) in layouts.iter().enumerate() {
            if layout.is_shared || !self.has(layout.name) {
                continue;
            }
            for file in self.manifest.files_of(layout.name) {
                let paths = groups.entry(file.first_community).or_default().entry(place).or_default();
                paths.push(self.dir.join(&file.path));
            }
        }
        groups.into_values().map(|tables| tables.into_iter().collect()).collect()
    }

    fn walk_group(&self, layouts: &[&Layout], group: &Group, visitor: &mut impl Visitor) {
        let mut cursors: Vec<Cursor<'_>> = group
            .iter()
            .map(|(table, paths)| Cursor {
                table: *table,
                layout: layouts[*table],
                paths: paths.clone().into_iter(),
                batches: None,
                current: None,
            })
            .collect();
        while let Some(community) = cursors.iter_mut().filter_map(|cursor| cursor.fill(self, visitor)).min() {
            for cursor in &mut cursors {
                while cursor.fill(self, visitor) == Some(community) {
                    let Some(batch) = cursor.take() else { break };
                    visitor.rows(cursor.table, &batch);
                }
            }
            visitor.community(community);
        }
    }
}

/// Results that come in any order and are added in that of their places.
struct InOrder<T, F> {
    next: usize,
    waiting: BTreeMap<usize, T>,
    add: F,
}

impl<T, F: FnMut(T)> InOrder<T, F> {
    fn put(&mut self, place: usize, result: T) {
        self.waiting.insert(place, result);
        while let Some(result) = self.waiting.remove(&self.next) {
            (self.add)(result);
            self.next += 1;
        }
    }
}

/// The rows of one table in a group, in the order of its files.
struct Cursor<'a> {
    table: usize,
    layout: &'a Layout,
    paths: std::vec::IntoIter<PathBuf>,
    batches: Option<(PathBuf, Batches)>,
    /// The batch at hand, the community of its first row and how many rows from there are of it; never empty.
    current: Option<(RecordBatch, i64, usize)>,
}

impl Cursor<'_> {
    /// Moves to a batch that has rows left and returns their community; `None` at the end.
    fn fill(&mut self, dataset: &Dataset<'_>, visitor: &mut impl Visitor) -> Option<i64> {
        loop {
            if let Some((_, community, _)) = &self.current {
                return Some(*community);
            }
            let Some((path, batches)) = &mut self.batches else {
                let path = self.paths.next()?;
                match dataset.open(&path, self.layout) {
                    Ok(batches) => self.batches = Some((path, batches)),
                    Err(cause) => visitor.file(&path, Err(cause)),
                }
                continue;
            };
            let outcome = match batches.next() {
                Some(Ok(batch)) => match begin(self.layout, batch) {
                    Ok(current) => {
                        self.current = current;
                        continue;
                    }
                    Err(cause) => Err(cause),
                },
                Some(Err(cause)) => Err(cause),
                None => Ok(()),
            };
            visitor.file(path, outcome);
            self.batches = None;
        }
    }

    /// Takes the rows of the batch at hand that are of the community of its first row.
    fn take(&mut self) -> Option<RecordBatch> {
        let (batch, _, count) = self.current.take()?;
        let rest = batch.slice(count, batch.num_rows() - count);
        self.current = begin(self.layout, rest).expect("the column was read when the batch came");
        Some(batch.slice(0, count))
    }
}

/// Tells the community of a batch's first row and how many rows are of it; nothing for a batch without rows, a reason where its key
/// cannot be read.
fn begin(layout: &Layout, batch: RecordBatch) -> Result<Option<(RecordBatch, i64, usize)>, String> {
    let key = layout.key[0];
    let ids = whole_numbers(&batch, key).ok_or_else(|| format!("column {key} cannot be read"))?;
    let Some(first) = ids.first() else { return Ok(None) };
    let (community, count) = (layout.community_of(*first), layout.rows_of_first(&ids));
    drop(ids);
    Ok(Some((batch, community, count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_added_in_the_order_of_their_places() {
        let mut seen = Vec::new();
        let mut order = InOrder { next: 0, waiting: BTreeMap::new(), add: |place| seen.push(place) };
        for place in [2, 0, 3, 1, 4] {
            order.put(place, place);
        }
        assert_eq!(seen, [0, 1, 2, 3, 4]);
    }
}
