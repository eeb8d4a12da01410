//! A synthetic bank: customers, card transactions and balances that add up, and that are nobody's.
#![warn(missing_debug_implementations)]

pub mod behaviour;
#[cfg(feature = "bench")]
pub mod bench;
pub mod calendar;
pub mod cli;
pub mod codes;
pub mod columns;
pub mod community;
pub mod country;
pub mod dataset;
pub mod digest;
pub mod error;
pub mod fraud;
pub mod generate;
pub mod identity;
pub mod intent;
pub mod ledger;
pub mod life;
pub mod listing;
pub mod manifest;
pub mod messenger;
pub mod population;
pub mod realism;
pub mod refit;
pub mod report;
pub mod rng;
pub mod rows;
pub mod scenario;
pub mod schema;
pub mod simulate;
pub mod sink;
pub mod suite;
pub mod units;
pub mod validate;
pub mod world;
