//! What a team's `benches/` need: a bank, its events as a stream with or without faults, and a trait to plug a pipeline in.
//!
//! # Example
//!
//! ```no_run
//! use fauxbank::bench::{Answer, Bank, Pipeline, Scale, bench_pipelines};
//! use fauxbank::error::Result;
//!
//! struct Count;
//!
//! impl Pipeline for Count {
//!     fn name(&self) -> &str {
//!         "count"
//!     }
//!     fn tables(&self) -> &[&str] {
//!         &["card_transactions"]
//!     }
//!     fn run(&mut self, bank: &Bank) -> Result<Answer> {
//!         let batches = bank.batches("card_transactions")?;
//!         let rows = batches.map(|batch| Ok(batch?.num_rows() as u64)).sum::<Result<u64>>()?;
//!         Ok(Answer::number("rows", rows))
//!     }
//! }
//!
//! let bank = Bank::fixture(Scale::Small).expect("the bank can be made");
//! bench_pipelines(&mut criterion::Criterion::default(), &bank, &mut [&mut Count]);
//! ```

mod cache;
mod faults;
mod fixture;
mod gather;
mod pipeline;
mod reading;
mod stream;
#[cfg(test)]
mod tests;

pub use arrow;
pub use cache::CACHE_VARIABLE;
pub use criterion;
pub use faults::{Faults, Faulty};
pub use fixture::{Bank, HORIZON, SCENARIO, Scale};
pub use pipeline::{Group, Pipeline, Size, bench_pipelines};
pub use reading::Batches;
pub use stream::Events;

pub use crate::suite::{Answer, Query, library};
