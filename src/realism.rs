//! The scoreboard: published figures, how each is measured on a dataset, and how near the dataset comes.
//!
//! A dataset is read once, all tables in step and a community at a time, into tallies of bounded size ([`Facts`]), on as many
//! threads as wanted. Every measure of the registry is then taken from the tallies; `figures/measures.toml` says the same in SQL.
//!
//! Sampling error is taken from the dataset itself: its communities are dealt into [`REPLICATES`] groups, every measure is taken
//! on each group, and their scatter gives the standard error, whatever the measure. It therefore holds what people of one
//! household and one town have in common, which a formula for independent rows would leave out.

mod board;
mod community;
mod facts;
mod figure;
mod frauds;
mod histogram;
mod measures;
mod outcomes;
mod overdraft;
mod pay;
mod people;
pub mod pictures;
mod places;
mod posting;
mod presented;
mod purchases;
mod read;
mod rhythm;
mod score;
mod selection;
mod unicity;
mod views;
mod wealth;

pub use board::{cells, significant, summary, to_json, to_text};
pub use facts::Facts;
pub use figure::{Figure, FigureValue, ToleranceKind, figures_of, scenarios_with_figures};
pub use frauds::{FRAUD_PLACES, Frauds, Misused};
pub use histogram::{LnMoments, LogHistogram};
pub use measures::{Description, MEASURES, Measure, Observed, descriptions, measure};
pub use outcomes::{Outcomes, Returns};
pub use overdraft::Overdraft;
pub use pay::{DayPair, Pay};
pub use people::{AGE_BANDS, Band, INCOME_BANDS, People};
pub use places::{Distances, Places};
pub use posting::Posting;
pub use presented::{Presented, Way};
pub use purchases::{CATEGORIES, ENDINGS, Purchases, Segment, SegmentKey};
pub use read::{REPLICATES, Reading, read, read_days};
pub use rhythm::{CardUses, Gaps, Months, Rhythm};
pub use score::{Measured, Score, Verdict, score, total_variation};
pub use selection::{Place, Selection};
pub use unicity::{POOL, Point, Unicity};
pub use wealth::{EARNER_AGES, IncomeBin, Wealth};
