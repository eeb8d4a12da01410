//! The stages from the disk: batches, events in time order, the report's reading, validation.

use fauxbank::bench::{Answer, Bank, Pipeline};
use fauxbank::error::Result;
use fauxbank::realism;
use fauxbank::validate::{self, Options};

/// The largest table but one, with the most columns.
const TABLE: &str = "card_transactions";

fn rows(batches: impl Iterator<Item = Result<arrow::array::RecordBatch>>) -> Result<Answer> {
    let rows = batches.map(|batch| Ok(batch?.num_rows() as u64)).sum::<Result<u64>>()?;
    Ok(Answer::number("rows", rows))
}

/// Decodes every column of a table.
pub(crate) struct Read;

impl Pipeline for Read {
    fn name(&self) -> &str {
        TABLE
    }

    fn tables(&self) -> &[&str] {
        &[TABLE]
    }

    fn run(&mut self, bank: &Bank) -> Result<Answer> {
        rows(bank.batches(TABLE)?)
    }
}

/// Merges a table's files in time order.
pub(crate) struct InTimeOrder;

impl Pipeline for InTimeOrder {
    fn name(&self) -> &str {
        TABLE
    }

    fn tables(&self) -> &[&str] {
        &[TABLE]
    }

    fn run(&mut self, bank: &Bank) -> Result<Answer> {
        rows(bank.events(TABLE)?)
    }
}

/// Reads a dataset for its report.
pub(crate) struct Report;

impl Pipeline for Report {
    fn name(&self) -> &str {
        "500 customers, one thread"
    }

    fn run(&mut self, bank: &Bank) -> Result<Answer> {
        let facts = realism::read(bank.dir(), bank.manifest(), 1)?.all;
        let segments =
            facts.purchases.segments.iter().map(|(name, segment)| [format!("{name:?}"), segment.count.to_string()]);
        Ok(segments.fold(Answer::new(&["segment", "purchases"]), |answer, row| answer.with_row(row)))
    }
}

/// Runs every check.
pub(crate) struct Validate;

impl Pipeline for Validate {
    fn name(&self) -> &str {
        "500 customers, one thread"
    }

    fn run(&mut self, bank: &Bank) -> Result<Answer> {
        let report = validate::run(bank.dir(), &Options { threads: 1, ..Options::default() })?;
        let findings = report.findings.iter().map(|finding| format!("{:?}", finding.verdict));
        Ok(findings.fold(Answer::new(&["verdict"]), |answer, verdict| answer.with_row([verdict])))
    }
}
