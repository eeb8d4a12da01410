//! The stages up to the disk: simulating, and a whole run.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use fauxbank::bench::{Answer, Bank, Pipeline, Size};
use fauxbank::columns::to_batch;
use fauxbank::digest::sha256;
use fauxbank::error::Result;
use fauxbank::generate::{self, Request};
use fauxbank::rows::Rows;
use fauxbank::simulate::{With, simulate};
use fauxbank::sink::shape;
use fauxbank::world::World;

use crate::{COMMUNITY, community, request, world};

/// Simulates a community into columns that are used again.
pub(crate) struct Simulate {
    world: World,
    rows: Rows,
    size: Size,
}

impl Simulate {
    pub(crate) fn new() -> Self {
        let world = world();
        let (rows, texts) = community(&world);
        let bytes = |(name, columns): &(&str, Vec<_>)| {
            let schema = &shape(name).expect("every table has a shape").schema;
            to_batch(schema, columns).get_array_memory_size() as u64
        };
        let size = Size { rows: rows.count() as u64, bytes: rows.tables(&texts).iter().map(bytes).sum() };
        Self { world, rows, size }
    }
}

impl Pipeline for Simulate {
    fn name(&self) -> &str {
        "simulate"
    }

    fn size(&self, _: &Bank) -> Size {
        self.size
    }

    fn run(&mut self, _: &Bank) -> Result<Answer> {
        self.rows.clear();
        simulate(&self.world, COMMUNITY, With::NOTHING, &mut self.rows);
        Ok(Answer::number("rows", self.rows.count() as u64))
    }
}

/// Makes the bank of the benches again, somewhere else, on one thread.
pub(crate) struct Generate(Request);

impl Generate {
    pub(crate) fn new(folder: &Path) -> Self {
        Self(request(folder))
    }
}

impl Pipeline for Generate {
    fn name(&self) -> &str {
        "500 customers, one thread"
    }

    fn run(&mut self, _: &Bank) -> Result<Answer> {
        let outcome = generate::run(&self.0, &|_| (), &AtomicBool::new(false))?;
        let rows: u64 = outcome.manifest.files.iter().map(|file| file.rows).sum();
        // The manifest holds the hash of every file.
        let hash = sha256(outcome.manifest.to_json().as_bytes());
        Ok(Answer::new(&["rows", "sha256"]).with_row([rows.to_string(), hash]))
    }
}
