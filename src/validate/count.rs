//! A dataset that is being validated, and what was counted in it.

use crate::calendar::{Holidays, Horizon};
use crate::dataset::{Dataset, Layout, Zones};
use crate::validate::checks::Check;
use crate::validate::extract::Context;
use crate::validate::rules::{Kind, Rule};
use crate::validate::shared::Shared;
use crate::validate::tables::TableRules;
use crate::validate::tally::Tally;
use crate::validate::walk::{Counting, Counts, Route};

/// A dataset that is being validated, and what the schemas say of its tables.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    /// The dataset.
    pub(super) dataset: Dataset<'a>,
    /// What the schemas say.
    pub(super) tables: &'a [TableRules],
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

impl Subject<'_> {
    /// Counts everything that the rules look at in rows.
    pub(super) fn count(&self, rules: &[Rule], horizon: Horizon, holidays: Holidays, threads: usize) -> Counted {
        let mut context = Context {
            horizon,
            holidays,
            shared: Shared::of(self.dataset.manifest.run.part.of == 1),
            zones: Zones::default(),
        };
        let needs_rows = rules.iter().any(|rule| !matches!(rule.kind, Kind::File(_)));
        let shared = self.read_shared(rules, &mut context);
        let route = self.route(rules, &context);
        let mut counts = Counts::of(&route);
        if needs_rows {
            let layouts: Vec<&Layout> = self.tables.iter().map(|table| &table.layout).collect();
            self.dataset.walk(&layouts, threads, || Counting::of(&route), |later| counts.append(later));
        }
        counts.append(shared);
        for (place, table) in self.tables.iter().enumerate().filter(|(_, table)| table.layout.is_shared) {
            counts.cells[place].keys = context.shared.count_keys(table.layout.name);
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
            if !table.layout.is_shared {
                continue;
            }
            for path in self.dataset.paths(table.layout.name) {
                let read = self.dataset.open(&path, &table.layout).and_then(|batches| {
                    for batch in batches {
                        let batch = batch?;
                        counts.cells[place].see(table, &batch);
                        let read = context.shared.read(table.layout.name, &batch, &context.zones);
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
        let place_of = |name: &str| self.tables.iter().position(|table| table.layout.name == name);
        let runnable = |rule: &&Rule| rule.tables.iter().all(|table| self.dataset.has(table));
        let mut checks = Vec::new();
        let mut references = Vec::new();
        for rule in rules.iter().filter(runnable) {
            match rule.kind {
                Kind::Invariant(check) => checks.push(check),
                Kind::Reference(table, place) => {
                    let target = place_of(self.tables[table].references[place].target);
                    let target = target.expect("a reference leads to a table of the registry");
                    if context.shared.is_whole || !self.tables[target].layout.is_shared {
                        references.push((table, place, target));
                    }
                }
                _ => {}
            }
        }
        Route { tables: self.tables, context, checks, references }
    }
}

impl Counted {
    /// Counts the stores whose shop is not listed: the one reference between shared tables.
    fn count_references_of_shared(&mut self, tables: &[TableRules], shared: &Shared) {
        for ((table, place, _), tally) in self.references.iter().zip(&mut self.counts.references) {
            let reference = &tables[*table].references[*place];
            if tables[*table].layout.name == "merchant_locations" && reference.target == "merchants" {
                for store in &shared.locations {
                    tally.expect(shared.merchant(store.merchant_id).is_some(), || {
                        format!("store {}: merchant {} is not in merchants", store.location_id, store.merchant_id)
                    });
                }
            }
        }
    }
}
