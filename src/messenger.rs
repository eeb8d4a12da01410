//! The messenger: a platform on which customers write to their banks' pages, and what it may read of them.
//!
//! It sees what the ledger has settled and changes none of it. Everything is planned from the seed, the person and the page,
//! whatever the end of the horizon; what lies after that is left out when rows are made.

mod accesses;
mod alerts;
mod consents;
mod delivery;
mod items;
mod links;
mod listing;
mod notifications;
mod receipts;
mod requests;
mod shipments;
mod suspicion;
mod triggers;
mod violations;

#[cfg(test)]
mod tests;

use crate::codes::HolderRole;
use crate::community::Community;
use crate::ledger::Books;
use crate::population::{AccountIndex, PersonIndex};
use crate::rng::Stream;
use crate::rows::Rows;
use crate::units::{Date, Timestamp, span};

/// Adds the rows of the messenger, each table in the order of its key.
pub fn connect(community: &mut Community<'_>, books: &Books, rows: &mut Rows) {
    let users = links::plan(community);
    let consents = consents::plan(community, &users);
    let requests = requests::plan(community, &users);
    let accesses = accesses::plan(community, &consents);
    listing::list(community, &users, &consents, &requests, rows);
    listing::list_accesses(community, books, &consents, &accesses, rows);
    let notified = notifications::plan(community, books, &users, &consents);
    notifications::list(community, books, &notified, rows);
    receipts::list(community, books, &consents, rows);
}

/// Returns the owners of an account, the first one first; those who only carry a card are none.
fn owners<'a>(community: &'a Community<'_>, account: AccountIndex) -> impl Iterator<Item = PersonIndex> + 'a {
    let plan = &community.people.accounts[account.ix()];
    let joint = plan.others.iter().filter(|(_, role)| *role == HolderRole::Joint);
    std::iter::once(plan.owner).chain(joint.map(|(person, _)| *person))
}

/// Returns the last instant of the horizon.
fn last_instant(community: &Community<'_>) -> Timestamp {
    midnight(community, community.world.horizon.to.plus(1)).plus(-1)
}

/// Returns the instant at which a day begins where the community lives.
fn midnight(community: &Community<'_>, day: Date) -> Timestamp {
    community.zone().instant(day, 0)
}

/// Returns the microseconds of so many days.
fn days(days: f64) -> i64 {
    (days * span::DAY as f64) as i64
}

/// Longer than anybody lives, and short enough for any clock.
const MOST_DAYS: f64 = 40_000.0;

/// Returns the microseconds until something happens that happens so often a year, on average.
fn wait(stream: &mut Stream, per_year: f64) -> i64 {
    let mean = if per_year > 0.0 { 365.25 / per_year } else { f64::INFINITY };
    days(stream.exponential(mean).min(MOST_DAYS))
}
