//! The registry of invariants: each says in Rust and in SQL what must hold, and a community at a time is enough to see it.

mod accounts;
mod balances;
mod calendar;
mod cards;
mod declines;
mod disputes;
mod entries;
mod events;
mod labels;
mod lives;
mod merchants;
mod orders;
mod refunds;
mod statements;
mod transactions;
mod transfers;

use crate::calendar::{Holidays, Horizon};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;

/// An invariant.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Its name: the subject, a point, what holds.
    pub id: &'static str,
    /// What holds, in words.
    pub title: &'static str,
    /// The tables it needs.
    pub tables: &'static [&'static str],
    /// A query that returns the broken rows. `{from}` and `{to}` stand for the horizon, `{closed:c}` for "the banks are closed on c".
    pub sql: &'static str,
    /// Counts the rows of a community.
    pub(super) run: fn(&Extract<'_>, &mut Tally),
}

/// Every invariant, subject by subject.
pub const CHECKS: &[&[Check]] = &[
    accounts::CHECKS,
    cards::CHECKS,
    entries::CHECKS,
    balances::CHECKS,
    transactions::CHECKS,
    merchants::CHECKS,
    declines::CHECKS,
    events::CHECKS,
    refunds::CHECKS,
    disputes::CHECKS,
    transfers::CHECKS,
    orders::CHECKS,
    statements::CHECKS,
    calendar::CHECKS,
    labels::CHECKS,
    lives::CHECKS,
];

impl Check {
    /// Returns the query with the horizon and the bank holidays filled in.
    pub fn sql(&self, horizon: Horizon, holidays: Holidays) -> String {
        let mut text = self.sql.trim().replace("{from}", &horizon.from.iso()).replace("{to}", &horizon.to.iso());
        while let Some(start) = text.find("{closed:") {
            let end = start + text[start..].find('}').expect("a placeholder of the registry is closed");
            let column = text[start + "{closed:".len()..end].to_owned();
            text.replace_range(start..=end, &closed(&column, horizon, holidays));
        }
        text
    }
}

/// Says in SQL that the banks are closed on the date of a column: at the weekend, or on one of the horizon's holidays.
fn closed(column: &str, horizon: Horizon, holidays: Holidays) -> String {
    let days = horizon.days().filter(|day| holidays.contains(*day)).map(|day| format!("DATE '{}'", day.iso()));
    let days: Vec<String> = days.collect();
    if days.is_empty() {
        return format!("isodow({column}) >= 6");
    }
    format!("(isodow({column}) >= 6 OR {column} IN ({}))", days.join(", "))
}
