//! The registry of invariants: each says in Rust and in SQL what must hold, and a community at a time is enough to see it.

mod accesses;
mod accounts;
mod alerts;
mod balances;
mod calendar;
mod cards;
mod consents;
mod declines;
mod disputes;
mod entries;
mod events;
mod labels;
mod links;
mod lives;
mod merchants;
mod notifications;
mod orders;
mod receipts;
mod refunds;
mod shipments;
mod statements;
mod transactions;
mod transfers;

use crate::calendar::{Holidays, Horizon};
use crate::validate::extract::Extract;
use crate::validate::linked::{Booked, Kept, Linked};
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
    /// How it counts.
    pub(super) run: Run,
}

/// How a check counts the rows of a community: at once, or beside the others while the rows are in the cache.
#[derive(Debug, Clone, Copy)]
pub(super) enum Run {
    /// All at once.
    Community(fn(&Extract<'_>, &mut Tally)),
    /// Some card transactions at a time, in order.
    Transactions(fn(&Extract<'_>, &[Linked<'_>], &mut Tally)),
    /// The entries of an account at a time, in order.
    Entries(fn(&Extract<'_>, &Booked<'_>, &mut Tally)),
    /// The balances of an account at a time, in order.
    Balances(fn(&Extract<'_>, &Kept<'_>, &mut Tally)),
}

/// Counts the rows of a community by these checks.
pub(super) fn count(checks: &[&Check], rows: &Extract<'_>, tallies: &mut [Tally]) {
    for (check, tally) in checks.iter().zip(&mut *tallies) {
        if let Run::Community(run) = check.run {
            run(rows, tally);
        }
    }
    rows.each_block(|block| {
        for (check, tally) in checks.iter().zip(&mut *tallies) {
            if let Run::Transactions(run) = check.run {
                run(rows, block, tally);
            }
        }
    });
    rows.each_booked(|booked| {
        for (check, tally) in checks.iter().zip(&mut *tallies) {
            if let Run::Entries(run) = check.run {
                run(rows, booked, tally);
            }
        }
    });
    rows.each_kept(|kept| {
        for (check, tally) in checks.iter().zip(&mut *tallies) {
            if let Run::Balances(run) = check.run {
                run(rows, kept, tally);
            }
        }
    });
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
    links::CHECKS,
    consents::CHECKS,
    accesses::CHECKS,
    notifications::CHECKS,
    alerts::CHECKS,
    receipts::CHECKS,
    shipments::CHECKS,
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
