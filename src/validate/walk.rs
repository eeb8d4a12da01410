//! What is counted in a group of files on the walk over a dataset.

use std::path::Path;

use arrow::record_batch::RecordBatch;

use crate::dataset::Visitor;
use crate::validate::cells::CellTallies;
use crate::validate::checks::{self, Check};
use crate::validate::extract::{Context, Extract};
use crate::validate::references::{References, Target};
use crate::validate::tables::TableRules;
use crate::validate::tally::Tally;
use crate::validate::unique::Fingerprints;

/// What a walk needs to know.
#[derive(Debug)]
pub(super) struct Route<'a> {
    /// The tables.
    pub(super) tables: &'a [TableRules],
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

/// Counts the rows of a group of files.
#[derive(Debug)]
pub(super) struct Counting<'a> {
    route: &'a Route<'a>,
    extract: Extract<'a>,
    references: References,
    counts: Counts,
}

impl<'a> Counting<'a> {
    /// Makes the counting of a route's rules.
    pub(super) fn of(route: &'a Route<'a>) -> Self {
        Self {
            route,
            extract: Extract::empty(route.context),
            references: References::of(route.tables.len(), &route.references),
            counts: Counts::of(route),
        }
    }
}

impl Visitor for Counting<'_> {
    type Tally = Counts;

    fn rows(&mut self, place: usize, batch: &RecordBatch) {
        let (table, counts) = (&self.route.tables[place], &mut self.counts);
        counts.cells[place].see(table, batch);
        counts.fingerprints.see(table.layout.name, batch);
        self.references.see(place, table, batch);
        if let Err(column) = self.extract.read(table.layout.name, batch) {
            counts.files.fail(|| format!("{}: column {column} cannot be read", table.layout.name));
        }
    }

    fn community(&mut self, _: i64) {
        self.extract.index();
        self.references.index();
        count_community(self.route, &self.extract, &self.references, &mut self.counts);
        self.extract.clear();
        self.references.clear();
    }

    fn file(&mut self, path: &Path, outcome: Result<(), String>) {
        self.counts.files.expect(outcome.is_ok(), || format!("{}: {}", path.display(), outcome.unwrap_err()));
    }

    fn tally(&mut self) -> Counts {
        std::mem::replace(&mut self.counts, Counts::of(self.route))
    }
}

fn count_community(route: &Route<'_>, extract: &Extract<'_>, references: &References, counts: &mut Counts) {
    checks::count(&route.checks, extract, &mut counts.checks);
    for (&(table, reference, target), tally) in route.references.iter().zip(&mut counts.references) {
        let rules = &route.tables[table];
        let reference = &rules.references[reference];
        let target = if route.tables[target].layout.is_shared {
            Target::Shared(&route.context.shared, route.tables[target].layout.name)
        } else {
            Target::Community(target)
        };
        references.count(table, rules, reference, target, tally);
    }
}
