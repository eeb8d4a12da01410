//! What the pictures of the report show beyond what figures measure.
//!
//! All of it is bounded: counts, histograms, grids of a sample of communities, and one community looked at closely, the one
//! with the lowest number, so that neither threads nor the size of the dataset change what is shown.

mod frauds;
mod health;
mod lives;
mod travels;
mod wealth;
mod year;

pub use frauds::{FraudKind, Frauds};
pub use health::{Health, LOWEST_STEPS, OVERDRAWN_STEPS, Repayment};
pub use lives::Lives;
pub use travels::{CELLS_PER_DEGREE, Cell, MAPPED_COMMUNITIES, Spot, Town, Travels};
pub use wealth::DailyBalances;
pub use year::{CustomerYear, Flow};

use crate::realism::community::Community;
use crate::realism::facts::Tally;

/// What the pictures of the report show beyond what figures measure.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    /// What became of card transactions.
    pub lives: Lives,
    /// Balances of checking accounts, day by day.
    pub balances: DailyBalances,
    /// One customer's year.
    pub year: Option<CustomerYear>,
    /// Where customers live, shop and travel.
    pub travels: Travels,
    /// Frauds by kind.
    pub frauds: Frauds,
    /// How accounts fare.
    pub health: Health,
}

impl Tally for Pictures {
    fn see(&mut self, community: &Community<'_>) {
        self.lives.see(community);
        self.balances.see(community);
        if self.year.as_ref().is_none_or(|year| community.number < year.community) {
            self.year = CustomerYear::of(community).or(self.year.take());
        }
        self.travels.see(community);
        self.frauds.see(community);
        self.health.see(community);
    }

    fn append(&mut self, later: &Self) {
        self.lives.append(&later.lives);
        self.balances.append(&later.balances);
        let is_lower = |own: &CustomerYear, other: &CustomerYear| own.community <= other.community;
        if let Some(year) = &later.year
            && !self.year.as_ref().is_some_and(|own| is_lower(own, year))
        {
            self.year = Some(year.clone());
        }
        self.travels.append(&later.travels);
        self.frauds.append(&later.frauds);
        self.health.append(&later.health);
    }
}
