//! Lives: their events in order, and nothing done by somebody who has died or left.

use crate::codes::{
    AccountStatus, BankTransactionCode as Code, CustomerStatus, HolderRole, LifeEventKind, OrderStatus,
};
use crate::units::Date;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Linked;
use crate::validate::tally::Tally;
use crate::validate::views::LifeEvent;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "life_events.order",
        title: "what happens in a life is numbered from 1 without gaps, in order of days, known no earlier, and ends with the life",
        tables: &["life_events"],
        sql: "
SELECT * FROM (
  SELECT *, row_number() OVER life AS place, lag(happened_on) OVER life AS before, lag(kind) OVER life AS last
  FROM life_events WINDOW life AS (PARTITION BY customer_id ORDER BY event_sequence))
WHERE event_sequence <> place OR happened_on < before OR known_on < happened_on OR last IN ('died', 'left_bank')",
        run: Run::Community(order),
    },
    Check {
        id: "life_events.income",
        title: "a change of work says what it does to the income, and nothing else does",
        tables: &["life_events"],
        sql: "
SELECT * FROM life_events
WHERE (net_income_before IS NULL) <> (net_income_after IS NULL)
   OR (net_income_before IS NOT NULL) <> (kind IN ('job_lost', 'benefit_ended', 'job_found', 'job_changed', 'pay_cut', 'retired'))
   OR (kind IN ('job_lost', 'pay_cut') AND net_income_after > net_income_before)",
        run: Run::Community(income),
    },
    Check {
        id: "lives.earnings",
        title: "no wage, pension or benefit comes to an account whose holders have all died",
        tables: &["accounts", "account_holders", "account_entries", "life_events"],
        sql: "
WITH gone AS (
  SELECT h.account_id, max(l.happened_on) AS died_on FROM account_holders h
  LEFT JOIN life_events l ON l.customer_id = h.customer_id AND l.kind = 'died'
  WHERE h.role <> 'authorised_user' GROUP BY h.account_id HAVING count(*) = count(l.happened_on))
SELECT e.account_id, e.entry_sequence, e.booking_date, g.died_on FROM account_entries e JOIN gone g USING (account_id)
WHERE e.bank_transaction_code IN ('PMNT-RCDT-SALA', 'PMNT-RCDT-BENE') AND e.booking_date >= g.died_on",
        run: Run::Community(earnings),
    },
    Check {
        id: "lives.cards",
        title: "after somebody dies or leaves, their cards are approved for what recurs only, and no more once the bank knows",
        tables: &["customers", "card_transactions", "life_events"],
        sql: "
SELECT t.transaction_id, t.authorized_at, l.kind, l.happened_on, l.known_on
FROM card_transactions t JOIN customers c USING (customer_id)
JOIN life_events l ON l.customer_id = t.customer_id AND l.kind IN ('died', 'left_bank')
WHERE t.response_code = '00' AND t.processing_code <> '20'
  AND (t.authorized_at AT TIME ZONE c.timezone)::DATE >= CASE WHEN t.is_recurring THEN l.known_on ELSE l.happened_on END",
        run: Run::Transactions(cards),
    },
    Check {
        id: "lives.orders",
        title: "the mandates of somebody who has died or left end when the bank knows",
        tables: &["standing_orders", "life_events"],
        sql: "
SELECT o.standing_order_id, o.ended_on, l.kind, l.known_on FROM standing_orders o
JOIN life_events l ON l.customer_id = o.customer_id AND l.kind IN ('died', 'left_bank') AND l.known_on <= DATE '{to}'
WHERE o.status = 'active' OR o.ended_on >= l.known_on",
        run: Run::Community(orders),
    },
    Check {
        id: "customers.status",
        title: "a customer is deceased if and only if the bank knows of the death, and closed only after leaving, with every account",
        tables: &["customers", "accounts", "life_events"],
        sql: "
SELECT c.customer_id, c.status, l.kind, l.known_on FROM customers c
LEFT JOIN life_events l ON l.customer_id = c.customer_id AND l.kind IN ('died', 'left_bank') AND l.known_on <= DATE '{to}'
WHERE (c.status = 'deceased') <> coalesce(l.kind = 'died', false)
   OR (c.status = 'closed' AND (coalesce(l.kind <> 'left_bank', true)
     OR EXISTS (FROM accounts a WHERE a.customer_id = c.customer_id AND a.status = 'open')))",
        run: Run::Community(status),
    },
];

fn order(rows: &Extract<'_>, tally: &mut Tally) {
    for events in rows.life_events.chunk_by(|a, b| a.customer_id == b.customer_id) {
        for (place, event) in events.iter().enumerate() {
            let before = place.checked_sub(1).map(|before| &events[before]);
            let follows = before.is_none_or(|before| before.happened_on <= event.happened_on && !before.is_end());
            let is_known_later = event.known_on.is_none_or(|known_on| known_on >= event.happened_on);
            tally.expect(follows && is_known_later && event.event_sequence == place as i32 + 1, || describe(event));
        }
    }
}

fn describe(event: &LifeEvent) -> String {
    format!("customer {} {} on {}", event.customer_id, event.kind.word(), event.happened_on.iso())
}

fn income(rows: &Extract<'_>, tally: &mut Tally) {
    use LifeEventKind::*;
    for event in &rows.life_events {
        let is_of_work = matches!(event.kind, JobLost | BenefitEnded | JobFound | JobChanged | PayCut | Retired);
        let (before, after) = (event.net_income_before, event.net_income_after);
        let loses = !matches!(event.kind, JobLost | PayCut) || after <= before;
        let holds = before.is_some() == after.is_some() && before.is_some() == is_of_work && loses;
        tally.expect(holds, || describe(event));
    }
}

/// Returns the day on which the last holder of an account died, if all have.
fn died_on(rows: &Extract<'_>, account_id: i64) -> Option<Date> {
    let holders = rows.account_holders.iter().filter(|holder| holder.account_id == account_id);
    let mut holders = holders.filter(|holder| holder.role != HolderRole::AuthorisedUser).peekable();
    holders.peek()?;
    let deaths: Option<Vec<Date>> = holders
        .map(|holder| {
            let life = rows.life_of(holder.customer_id);
            life.iter().find(|event| event.kind == LifeEventKind::Died).map(|event| event.happened_on)
        })
        .collect();
    deaths?.into_iter().max()
}

fn earnings(rows: &Extract<'_>, tally: &mut Tally) {
    for account in &rows.accounts {
        let Some(died_on) = died_on(rows, account.account_id) else { continue };
        let is_earned = |code| matches!(code, Code::Salary | Code::Benefit);
        for entry in rows.entries_of(account.account_id).iter().filter(|entry| is_earned(entry.bank_transaction_code)) {
            tally.expect(entry.booking_date < died_on, || {
                format!("account {} entry {} after {}", entry.account_id, entry.entry_sequence, died_on.iso())
            });
        }
    }
}

fn cards(rows: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    let is_use = |linked: &&Linked<'_>| linked.row.response_code.is_approved() && !linked.row.is_refund();
    for Linked { row: t, day, .. } in block.iter().filter(is_use) {
        let Some(end) = rows.end_of(t.customer_id) else { continue };
        let last = if t.is_recurring { end.known_on } else { Some(end.happened_on) };
        tally.expect(last.is_none_or(|last| *day < last), || {
            format!("transaction {} of customer {} on {}", t.transaction_id, t.customer_id, day.iso())
        });
    }
}

fn orders(rows: &Extract<'_>, tally: &mut Tally) {
    let to = rows.context.horizon.to;
    for order in &rows.standing_orders {
        let known_on = rows.end_of(order.customer_id).and_then(|end| end.known_on).filter(|known_on| *known_on <= to);
        let Some(known_on) = known_on else { continue };
        let holds = order.status == OrderStatus::Ended && order.ended_on.is_none_or(|ended_on| ended_on < known_on);
        tally.expect(holds, || format!("order {} of customer {}", order.standing_order_id, order.customer_id));
    }
}

fn status(rows: &Extract<'_>, tally: &mut Tally) {
    let to = rows.context.horizon.to;
    for customer in &rows.customers {
        let end = rows.end_of(customer.customer_id).filter(|end| end.known_on.is_some_and(|known_on| known_on <= to));
        let kind = end.map(|end| end.kind);
        let has_open = || {
            let mut own = rows.accounts.iter().filter(|account| account.customer_id == customer.customer_id);
            own.any(|account| account.status == AccountStatus::Open)
        };
        let is_told = (customer.status == CustomerStatus::Deceased) == (kind == Some(LifeEventKind::Died));
        let is_closed = customer.status == CustomerStatus::Closed;
        let holds = is_told && (!is_closed || (kind == Some(LifeEventKind::LeftBank) && !has_open()));
        tally.expect(holds, || format!("customer {} is {}", customer.customer_id, customer.status.word()));
    }
}
