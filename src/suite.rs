//! The query suite: answers, what engines measured on it, and how two measurements compare.
//!
//! Whatever the engine, a run is a line of `raw.csv`; summaries, comparisons and the page are made from such lines alone.

pub mod answer;
#[cfg(feature = "engine")]
pub mod built_in;
pub mod compare;
#[cfg(any(feature = "bench", feature = "engine"))]
pub mod library;
pub mod machine;
pub mod measure;
pub mod measured;
pub mod query;
pub mod raw;
pub mod statistics;
pub mod summary;
#[cfg(test)]
mod tests;

pub use answer::Answer;
pub use compare::{Comparison, compare};
pub use machine::Machine;
pub use measure::{Engine, Plan, measure};
pub use measured::{Measured, Timing};
pub use query::{Kind, Query, scale_of};
pub use raw::{Mode, Results, Run, Verdict};
