//! The query suite: answers, what engines measured on it, and how two measurements compare.
//!
//! Whatever the engine, a run is a line of `raw.csv`; summaries, comparisons and the page are made from such lines alone.

pub mod answer;

pub use answer::Answer;
