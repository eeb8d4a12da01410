//! The walk over a group of files: all tables in step, one community's rows at a time.

use std::path::PathBuf;

use arrow::record_batch::RecordBatch;

use crate::validate::cells::CellTallies;
use crate::validate::checks::Check;
use crate::validate::extract::{Context, Extract};
use crate::validate::formats::{self, Batches};
use crate::validate::references::{References, Target};
use crate::validate::tables::{TableRules, whole_numbers};
use crate::validate::tally::Tally;
use crate::validate::unique::Fingerprints;

/// The files of a group, by the place of their table.
pub(super) type Group = Vec<(usize, Vec<PathBuf>)>;

/// What a walk needs to know.
#[derive(Debug)]
pub(super) struct Route<'a> {
    /// The tables.
    pub(super) tables: &'a [TableRules],
    /// The format of the files.
    pub(super) format: &'a str,
    /// What communities share.
    pub(super) context: &'a Context,
    /// The invariants to count.
    pub(super) checks: Vec<&'static Check>,
    /// The references to count: the table's place, the reference's place in it, the place of its target.
    pub(super) references: Vec<(usize, usize, usize)>,
}

/// What a walk has counted.
#[derive(Debug)]
pub(super) struct Counts {
    /// By invariant of the route.
    pub(super) checks: Vec<Tally>,
    /// By table.
    pub(super) cells: Vec<CellTallies>,
    /// By reference of the route.
    pub(super) references: Vec<Tally>,
    /// Files that could not be read to their end.
    pub(super) files: Tally,
    /// What must be unique in the whole dataset.
    pub(super) fingerprints: Fingerprints,
}

impl Counts {
    /// Makes the counts of a route, all zero.
    pub(super) fn of(route: &Route<'_>) -> Self {
        Self {
            checks: vec![Tally::default(); route.checks.len()],
            cells: route.tables.iter().map(CellTallies::of).collect(),
            references: vec![Tally::default(); route.references.len()],
            files: Tally::default(),
            fingerprints: Fingerprints::default(),
        }
    }

    /// Adds the counts of the files that come after these.
    pub(super) fn append(&mut self, later: Self) {
        self.checks.iter_mut().zip(later.checks).for_each(|(tally, later)| tally.append(later));
        self.cells.iter_mut().zip(later.cells).for_each(|(tallies, later)| tallies.append(later));
        self.references.iter_mut().zip(later.references).for_each(|(tally, later)| tally.append(later));
        self.files.append(later.files);
        self.fingerprints.append(later.fingerprints);
    }
}

/// The rows of one table in a group, in the order of its files.
struct Cursor {
    table: usize,
    paths: std::vec::IntoIter<PathBuf>,
    batches: Option<(PathBuf, Batches)>,
    current: Option<(RecordBatch, Vec<i64>)>,
}

impl Cursor {
    /// Moves to a batch that has rows left; `None` at the end.
    fn fill(&mut self, route: &Route<'_>, files: &mut Tally) -> Option<i64> {
        let table = &route.tables[self.table];
        loop {
            if let Some((_, communities)) = self.current.as_ref().filter(|(batch, _)| batch.num_rows() > 0) {
                return Some(communities[0]);
            }
            self.current = None;
            let Some((path, batches)) = &mut self.batches else {
                let path = self.paths.next()?;
                match formats::open(&path, route.format, &table.schema) {
                    Ok(batches) => self.batches = Some((path, batches)),
                    Err(cause) => files.expect(false, || format!("{}: {cause}", path.display())),
                }
                continue;
            };
            match batches.next() {
                Some(Ok(batch)) => {
                    let ids = whole_numbers(&batch, table.key[0]).unwrap_or_default();
                    let communities = ids.into_iter().map(|id| table.community_of(id)).collect();
                    self.current = Some((batch, communities));
                }
                Some(Err(cause)) => {
                    files.expect(false, || format!("{}: {cause}", path.display()));
                    self.batches = None;
                }
                None => {
                    files.expect(true, String::new);
                    self.batches = None;
                }
            }
        }
    }

    /// Takes the next rows of a community from the batch at hand.
    fn take(&mut self, community: i64) -> Option<RecordBatch> {
        let (batch, communities) = self.current.as_mut()?;
        let count = communities.iter().take_while(|c| **c == community).count();
        if count == 0 {
            return None;
        }
        let taken = batch.slice(0, count);
        *batch = batch.slice(count, batch.num_rows() - count);
        communities.drain(..count);
        Some(taken)
    }
}

/// Walks over the files of a group, by table, and counts.
pub(super) fn walk(route: &Route<'_>, group: &Group) -> Counts {
    let mut counts = Counts::of(route);
    let mut cursors: Vec<Cursor> = group
        .iter()
        .map(|(table, paths)| Cursor { table: *table, paths: paths.clone().into_iter(), batches: None, current: None })
        .collect();
    let mut extract = Extract::empty(route.context);
    let mut references = References::of(route.tables.len());
    let targets: Vec<usize> = route.references.iter().flat_map(|(table, _, target)| [*table, *target]).collect();
    while let Some(community) = next_community(&mut cursors, route, &mut counts.files) {
        extract.clear();
        references.clear();
        for cursor in &mut cursors {
            let table = &route.tables[cursor.table];
            while cursor.fill(route, &mut counts.files) == Some(community) {
                let Some(batch) = cursor.take(community) else { break };
                counts.cells[cursor.table].see(table, &batch);
                counts.fingerprints.see(table.name, &batch);
                if targets.contains(&cursor.table) {
                    references.see(cursor.table, table, &batch);
                }
                if let Err(column) = extract.read(table.name, &batch) {
                    counts.files.fail(|| format!("{}: column {column} cannot be read", table.name));
                }
            }
        }
        extract.index();
        count_community(route, &extract, &references, &mut counts);
    }
    counts
}

fn next_community(cursors: &mut [Cursor], route: &Route<'_>, files: &mut Tally) -> Option<i64> {
    cursors.iter_mut().filter_map(|cursor| cursor.fill(route, files)).min()
}

fn count_community(route: &Route<'_>, extract: &Extract<'_>, references: &References, counts: &mut Counts) {
    for (check, tally) in route.checks.iter().zip(&mut counts.checks) {
        (check.run)(extract, tally);
    }
    for (&(table, reference, target), tally) in route.references.iter().zip(&mut counts.references) {
        let rules = &route.tables[table];
        let reference = &rules.references[reference];
        let target = if route.tables[target].is_shared {
            Target::Shared(&route.context.shared, route.tables[target].name)
        } else {
            Target::Community(target)
        };
        references.count(table, rules, reference, target, tally);
    }
}
