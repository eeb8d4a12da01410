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
mod merchants;
mod orders;
mod refunds;
mod statements;
mod transactions;
mod transfers;

use crate::units::Date;
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
];

impl Check {
    /// Returns the query with the horizon and the bank holidays filled in.
    pub fn sql(&self, from: Date, to: Date) -> String {
        let mut text = self.sql.trim().replace("{from}", &from.iso()).replace("{to}", &to.iso());
        while let Some(start) = text.find("{closed:") {
            let end = start + text[start..].find('}').expect("a placeholder of the registry is closed");
            let column = text[start + "{closed:".len()..end].to_owned();
            text.replace_range(start..=end, &closed(&column));
        }
        text
    }
}

/// Says in SQL that the US banks are closed on the date of a column: weekends, the Federal Reserve's holidays, and the
/// Monday after one that falls on a Sunday.
fn closed(column: &str) -> String {
    let fixed = |day: &str| format!("strftime({day}, '%m-%d') IN ('01-01', '06-19', '07-04', '11-11', '12-25')");
    let (month, day) = (format!("month({column})"), format!("day({column})"));
    format!(
        "(isodow({column}) >= 6 OR {fixed} OR (isodow({column}) = 1 AND ({fixed_sunday}\
         \n      OR ({month} IN (1, 2) AND {day} BETWEEN 15 AND 21) OR ({month} = 5 AND {day} >= 25)\
         \n      OR ({month} = 9 AND {day} <= 7) OR ({month} = 10 AND {day} BETWEEN 8 AND 14)))\
         \n      OR (isodow({column}) = 4 AND {month} = 11 AND {day} BETWEEN 22 AND 28))",
        fixed = fixed(column),
        fixed_sunday = fixed(&format!("({column} - INTERVAL 1 DAY)")),
    )
}
