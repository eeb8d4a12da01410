//! A dataset that is being validated: its shared tables, its groups of files, and what was counted in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::calendar::{Holidays, Horizon};
use crate::manifest::Manifest;
use crate::validate::checks::Check;
use crate::validate::extract::{Context, Zones};
use crate::validate::formats;
use crate::validate::rules::{Kind, Rule};
use crate::validate::shared::Shared;
use crate::validate::tables::TableRules;
use crate::validate::tally::Tally;
use crate::validate::walk::{Counts, Group, Route, walk};

/// A dataset in a folder.
#[derive(Debug)]
pub(super) struct Dataset<'a> {
    /// The folder.
    pub(super) dir: &'a Path,
    /// Its manifest.
    pub(super) manifest: &'a Manifest,
    /// What the schemas say.
    pub(super) tables: &'a [TableRules],
    /// Tables whose files cannot be walked.
    pub(super) unreadable: &'a BTreeSet<String>,
}

/// What was counted, and which rule each count belongs to.
#[derive(Debug)]
pub(super) struct Counted {
    counts: Counts,
    checks: Vec<&'static Check>,
    references: Vec<(usize, usize, usize)>,
    unique: Vec<Tally>,
}

impl Counted {
    /// Returns the count of a rule; nothing for a rule that was not looked at.
    pub(super) fn tally(&self, kind: Kind) -> Option<Tally> {
        let cells = &self.counts.cells;
        let tally = match kind {
            Kind::File(_) => return None,
            Kind::Readable => &self.counts.files,
            Kind::Keys(table) => &cells[table].keys,
            Kind::Nulls(table) => &cells[table].nulls,
            Kind::Words(table) => &cells[table].words,
            Kind::Identifier(table, place) => &cells[table].identifiers[place],
            Kind::Unique(place) => &self.unique[place],
            Kind::Reference(table, place) => {
                let found = self.references.iter().position(|(of, reference, _)| (*of, *reference) == (table, place));
                &self.counts.references[found?]
            }
            Kind::Invariant(check) => {
                let found = self.checks.iter().position(|counted| counted.id == check.id);
                &self.counts.checks[found?]
            }
        };
        Some(tally.clone())
    }
}

impl Dataset<'_> {
    /// Returns whether the dataset has a table that can be read.
    pub(super) fn has(&self, table: &str) -> bool {
        !self.unreadable.contains(table) && self.manifest.run.tables.iter().any(|facts| facts.name == table)
    }

    /// Counts everything that the rules look at in rows.
    pub(super) fn count(&self, rules: &[Rule], horizon: Horizon, threads: usize) -> Counted {
        let mut context = Context {
            horizon,
            holidays: Holidays::UnitedStates,
            shared: Shared { is_whole: self.manifest.run.part.of == 1, ..Shared::default() },
            zones: Zones::default(),
        };
        let needs_rows = rules.iter().any(|rule| !matches!(rule.kind, Kind::File(_)));
        let shared = self.read_shared(rules, &mut context);
        let route = self.route(rules, &context);
        let mut counts = if needs_rows { self.walk(&route, threads) } else { Counts::of(&route) };
        counts.append(shared);
        for (place, table) in self.tables.iter().enumerate().filter(|(_, table)| table.is_shared) {
            counts.cells[place].keys = context.shared.count_keys(table.name);
        }
        let mut counted = Counted {
            checks: route.checks.clone(),
            references: route.references.clone(),
            unique: counts.fingerprints.count(),
            counts,
        };
        counted.count_references_of_shared(self.tables, &context.shared);
        counted
    }

    /// Reads the shared tables into the context and counts their cells.
    fn read_shared(&self, rules: &[Rule], context: &mut Context) -> Counts {
        let mut counts = Counts::of(&self.route(rules, context));
        for (place, table) in self.tables.iter().enumerate() {
            if !table.is_shared || !self.has(table.name) {
                continue;
            }
            for path in self.manifest.files_of(table.name).map(|file| self.dir.join(&file.path)) {
                let read = formats::open(&path, &self.manifest.run.format, &table.schema).and_then(|batches| {
                    for batch in batches {
                        let batch = batch?;
                        counts.cells[place].see(table, &batch);
                        let read = context.shared.read(table.name, &batch, &context.zones);
                        read.map_err(|column| format!("column {column} cannot be read"))?;
                    }
                    Ok(())
                });
                counts.files.expect(read.is_ok(), || format!("{}: {}", path.display(), read.unwrap_err()));
            }
        }
        context.shared.sort();
        counts
    }

    fn route<'a>(&'a self, rules: &[Rule], context: &'a Context) -> Route<'a> {
        let place_of = |name: &str| self.tables.iter().position(|table| table.name == name);
        let runnable = |rule: &&Rule| rule.tables.iter().all(|table| self.has(table));
        let mut checks = Vec::new();
        let mut references = Vec::new();
        for rule in rules.iter().filter(runnable) {
            match rule.kind {
                Kind::Invariant(check) => checks.push(check),
                Kind::Reference(table, place) => {
                    let target = place_of(self.tables[table].references[place].target);
                    let target = target.expect("a reference leads to a table of the registry");
                    if context.shared.is_whole || !self.tables[target].is_shared {
                        references.push((table, place, target));
                    }
                }
                _ => {}
            }
        }
        Route { tables: self.tables, format: &self.manifest.run.format, context, checks, references }
    }

    /// Returns the files group by group: what begins with the same community lies together.
    fn groups(&self) -> Vec<Group> {
        let mut groups: BTreeMap<i64, BTreeMap<usize, Vec<PathBuf>>> = BTreeMap::new();
        for (place, table) in self.tables.iter().enumerate() {
            if table.is_shared || !self.has(table.name) {
                continue;
            }
            for file in self.manifest.files_of(table.name) {
                let paths = groups.entry(file.first_community).or_default().entry(place).or_default();
                paths.push(self.dir.join(&file.path));
            }
        }
        groups.into_values().map(|tables| tables.into_iter().collect()).collect()
    }

    fn walk(&self, route: &Route<'_>, threads: usize) -> Counts {
        let groups = self.groups();
        let next = AtomicUsize::new(0);
        let done = Mutex::new(BTreeMap::new());
        std::thread::scope(|scope| {
            for _ in 0..threads.clamp(1, groups.len().max(1)) {
                scope.spawn(|| {
                    loop {
                        let place = next.fetch_add(1, Ordering::Relaxed);
                        let Some(group) = groups.get(place) else { break };
                        let counts = walk(route, group);
                        done.lock().expect("no thread panics while it holds the counts").insert(place, counts);
                    }
                });
            }
        });
        let done = done.into_inner().expect("no thread panics while it holds the counts");
        done.into_values().fold(Counts::of(route), |mut all, counts| {
            all.append(counts);
            all
        })
    }
}

impl Counted {
    /// Counts the stores whose shop is not listed: the one reference between shared tables.
    fn count_references_of_shared(&mut self, tables: &[TableRules], shared: &Shared) {
        for ((table, place, _), tally) in self.references.iter().zip(&mut self.counts.references) {
            let reference = &tables[*table].references[*place];
            if tables[*table].name == "merchant_locations" && reference.target == "merchants" {
                for store in &shared.locations {
                    tally.expect(shared.merchant(store.merchant_id).is_some(), || {
                        format!("store {}: merchant {} is not in merchants", store.location_id, store.merchant_id)
                    });
                }
            }
        }
    }
}
