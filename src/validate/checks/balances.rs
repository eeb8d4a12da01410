//! Daily balances against the entries and the live authorizations.

use crate::codes::CardEventType;
use crate::units::Cents;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::{Extract, owner_of};
use crate::validate::linked::Kept;
use crate::validate::tally::Tally;
use crate::validate::views::{Balance, CardEvent};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "balances.days",
        title: "an account has one balance for each day it is open in the horizon",
        tables: &["accounts", "balances"],
        sql: "
SELECT a.account_id, count(b.balance_date) AS days, min(b.balance_date), max(b.balance_date),
  greatest(a.opened_on, DATE '{from}') AS first_day, least(coalesce(a.closed_on, DATE '{to}'), DATE '{to}') AS last_day
FROM accounts a LEFT JOIN balances b USING (account_id)
GROUP BY a.account_id, a.opened_on, a.closed_on
HAVING count(b.balance_date) <> greatest(0, last_day - first_day + 1)
    OR min(b.balance_date) <> first_day OR max(b.balance_date) <> last_day",
        run: Run::Community(days),
    },
    Check {
        id: "balances.carry",
        title: "a day opens with what the day before closed with, the first with the account's opening balance",
        tables: &["accounts", "balances"],
        sql: "
SELECT * FROM (
  SELECT b.account_id, b.balance_date, b.opening_booked,
    coalesce(lag(b.closing_booked) OVER (PARTITION BY b.account_id ORDER BY b.balance_date), a.opening_balance) AS before
  FROM balances b JOIN accounts a USING (account_id))
WHERE opening_booked <> before",
        run: Run::Balances(carry),
    },
    Check {
        id: "balances.entries",
        title: "a day's closing balance is its opening balance plus that day's entries, which are as many as it says",
        tables: &["balances", "account_entries"],
        sql: "
SELECT b.account_id, b.balance_date, b.opening_booked, b.closing_booked, b.entry_count, e.moved, e.entries
FROM balances b LEFT JOIN (
  SELECT account_id, booking_date, sum(amount) AS moved, count(*) AS entries FROM account_entries GROUP BY ALL) e
  ON e.account_id = b.account_id AND e.booking_date = b.balance_date
WHERE b.closing_booked <> b.opening_booked + coalesce(e.moved, 0) OR b.entry_count <> coalesce(e.entries, 0)",
        run: Run::Balances(entries),
    },
    Check {
        id: "balances.last",
        title: "the last balance is the opening balance plus all entries",
        tables: &["accounts", "balances", "account_entries"],
        sql: "
SELECT a.account_id, a.opening_balance, e.moved, b.closing FROM accounts a
JOIN (SELECT account_id, max_by(closing_booked, balance_date) AS closing FROM balances GROUP BY account_id) b USING (account_id)
LEFT JOIN (SELECT account_id, sum(amount) AS moved FROM account_entries GROUP BY account_id) e USING (account_id)
WHERE a.opening_balance + coalesce(e.moved, 0) <> b.closing",
        run: Run::Balances(last),
    },
    Check {
        id: "balances.holds",
        title: "holds are the authorizations that live at the day's end where the account's owner lives",
        tables: &["customers", "balances", "card_events"],
        sql: "
WITH life AS (
  SELECT e.account_id, e.transaction_id, e.event_type, e.amount, (e.occurred_at AT TIME ZONE c.timezone)::DATE AS day,
    min(CASE WHEN e.event_type IN ('posted', 'reversed', 'expired') THEN (e.occurred_at AT TIME ZONE c.timezone)::DATE END)
      OVER (PARTITION BY e.transaction_id) AS end_day
  FROM card_events e JOIN customers c ON c.customer_id = e.account_id // 100),
changes AS (
  SELECT account_id, day, amount AS change FROM life WHERE event_type IN ('authorized', 'incremented')
  UNION ALL
  SELECT account_id, end_day, -amount FROM life WHERE event_type IN ('authorized', 'incremented') AND end_day IS NOT NULL),
daily AS (SELECT account_id, day, sum(change) AS change FROM changes GROUP BY ALL),
running AS (
  SELECT b.account_id, b.balance_date, b.holds,
    sum(coalesce(d.change, 0)) OVER (PARTITION BY b.account_id ORDER BY b.balance_date) AS live
  FROM balances b LEFT JOIN daily d ON d.account_id = b.account_id AND d.day = b.balance_date)
SELECT * FROM running WHERE holds <> live",
        run: Run::Community(holds),
    },
    Check {
        id: "balances.available",
        title: "what is available is what is booked, less the holds, plus the credit line",
        tables: &["accounts", "balances"],
        sql: "
SELECT b.account_id, b.balance_date, b.closing_booked, b.holds, a.credit_limit, b.closing_available
FROM balances b JOIN accounts a USING (account_id)
WHERE b.closing_available <> b.closing_booked - b.holds + a.credit_limit",
        run: Run::Balances(available),
    },
];

fn name(balance: &Balance) -> String {
    format!("account {} on {}", balance.account_id, balance.balance_date.iso())
}

fn days(rows: &Extract<'_>, tally: &mut Tally) {
    let horizon = rows.context.horizon;
    for account in &rows.accounts {
        let first = account.opened_on.max(horizon.from);
        let last = account.closed_on.unwrap_or(horizon.to).min(horizon.to);
        let days = rows.days_of(account.account_id);
        let count = days.balances.len();
        let expected = (last.since(first) + 1).max(0) as usize;
        tally.expect(days.are_dense_from(first) && count == expected, || {
            format!("account {}: {count} days, {expected} expected from {}", account.account_id, first.iso())
        });
    }
}

fn carry(_: &Extract<'_>, kept: &Kept<'_>, tally: &mut Tally) {
    let Some(account) = kept.account else { return };
    let mut before = account.opening_balance;
    for balance in kept.days {
        tally.expect(before == balance.opening_booked, || {
            format!("{} opens with {} after {}", name(balance), balance.opening_booked, before)
        });
        before = balance.closing_booked;
    }
}

fn entries(_: &Extract<'_>, kept: &Kept<'_>, tally: &mut Tally) {
    let mut left = kept.entries.iter().peekable();
    for balance in kept.days {
        while left.next_if(|entry| entry.booking_date < balance.balance_date).is_some() {}
        let (mut count, mut moved) = (0, Cents::ZERO);
        while let Some(entry) = left.next_if(|entry| entry.booking_date == balance.balance_date) {
            count += 1;
            moved += entry.amount;
        }
        let holds = balance.opening_booked + moved == balance.closing_booked && balance.entry_count == count;
        tally.expect(holds, || {
            format!(
                "{}: {} + {moved} in {count} entries, closes with {} after {} entries",
                name(balance),
                balance.opening_booked,
                balance.closing_booked,
                balance.entry_count
            )
        });
    }
}

fn last(_: &Extract<'_>, kept: &Kept<'_>, tally: &mut Tally) {
    let (Some(account), Some(last)) = (kept.account, kept.days.last()) else { return };
    let moved: Cents = kept.entries.iter().map(|entry| entry.amount).sum();
    tally.expect(account.opening_balance + moved == last.closing_booked, || {
        format!("{}: {} + {moved} is not {}", name(last), account.opening_balance, last.closing_booked)
    });
}

/// Sums what authorizations add to and take from the holds of accounts, by the balance in which it is first seen.
fn changes(rows: &Extract<'_>) -> Vec<i64> {
    use CardEventType::*;
    let mut changes = vec![0; rows.balances.len()];
    for life in rows.card_events.chunk_by(|a, b| a.transaction_id == b.transaction_id) {
        let day = |event: &CardEvent| rows.day(owner_of(event.account_id), event.occurred_at);
        let end = life.iter().find(|event| matches!(event.event_type, Posted | Reversed | Expired)).map(day);
        for event in life.iter().filter(|event| matches!(event.event_type, Authorized | Incremented)) {
            let days = rows.days_of(event.account_id);
            if let Some(place) = days.place(day(event)) {
                changes[place] += event.amount.0;
            }
            if let Some(place) = end.and_then(|end| days.place(end)) {
                changes[place] -= event.amount.0;
            }
        }
    }
    changes
}

fn holds(rows: &Extract<'_>, tally: &mut Tally) {
    let changes = changes(rows);
    for days in rows.days_by_account() {
        let mut live = 0;
        for (balance, change) in days.balances.iter().zip(&changes[days.start..]) {
            live += change;
            tally.expect(balance.holds.0 == live, || {
                format!("{} holds {} of {} live", name(balance), balance.holds, Cents(live))
            });
        }
    }
}

fn available(_: &Extract<'_>, kept: &Kept<'_>, tally: &mut Tally) {
    let Some(account) = kept.account else { return };
    for balance in kept.days {
        let expected = balance.closing_booked - balance.holds + account.credit_limit;
        tally.expect(expected == balance.closing_available, || {
            format!("{} has {} available, not {expected}", name(balance), balance.closing_available)
        });
    }
}
