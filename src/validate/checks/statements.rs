//! Credit-card statements against the ledger.

use crate::codes::{BankTransactionCode, Product};
use crate::units::Cents;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;
use crate::validate::views::{Entry, Statement};

/// Days from the closing of a credit card's cycle to its due date.
const GRACE_DAYS: i32 = 25;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "statements.sum",
        title: "opening balance and the parts of a cycle make its closing balance",
        tables: &["statements"],
        sql: "
SELECT * FROM statements
WHERE opening_balance + purchases + refunds + payments + fees + interest + adjustments <> closing_balance",
        run: Run::Community(sum),
    },
    Check {
        id: "statements.carry",
        title: "cycles follow one another without a gap in days, numbers or balance",
        tables: &["statements"],
        sql: "
SELECT * FROM (
  SELECT statement_id, account_id, cycle, opened_on, closed_on, opening_balance,
    lag(cycle) OVER w AS before, lag(closed_on) OVER w AS closed_before, lag(closing_balance) OVER w AS balance_before
  FROM statements WINDOW w AS (PARTITION BY account_id ORDER BY cycle))
WHERE statement_id <> account_id * 1000 + cycle OR closed_on < opened_on
   OR cycle <> before + 1 OR opened_on <> closed_before + 1 OR opening_balance <> balance_before",
        run: Run::Community(carry),
    },
    Check {
        id: "statements.entries",
        title: "the parts of a cycle are the entries booked in it",
        tables: &["statements", "account_entries"],
        sql: "
SELECT s.statement_id, s.purchases, s.refunds, s.payments, s.fees, s.interest, s.adjustments
FROM statements s LEFT JOIN account_entries e
  ON e.account_id = s.account_id AND e.booking_date BETWEEN s.opened_on AND s.closed_on
GROUP BY ALL
HAVING purchases <> coalesce(sum(e.amount) FILTER (e.bank_transaction_code IN ('PMNT-CCRD-POSD', 'PMNT-CCRD-CWDL')), 0)
    OR refunds <> coalesce(sum(e.amount) FILTER (e.bank_transaction_code = 'PMNT-CCRD-POSC'), 0)
    OR fees <> coalesce(sum(e.amount) FILTER (e.bank_transaction_code IN ('ACMT-MDOP-CHRG', 'ACMT-MCOP-CHRG')), 0)
    OR interest <> coalesce(sum(e.amount) FILTER (e.bank_transaction_code = 'ACMT-MDOP-INTR'), 0)
    OR adjustments <> coalesce(sum(e.amount) FILTER (e.bank_transaction_code IN ('ACMT-MCOP-ADJT', 'ACMT-ACOP-PSTE')), 0)
    OR payments + purchases + refunds + fees + interest + adjustments <> coalesce(sum(e.amount), 0)",
        run: Run::Community(entries),
    },
    Check {
        id: "statements.due",
        title: "what is due is no more than what is owed, 25 days after the cycle closes or at the month's end for deferred debit, and late if less was paid by then",
        tables: &["accounts", "statements"],
        sql: "
SELECT s.statement_id, s.closed_on, s.due_on, s.closing_balance, s.minimum_due, s.paid_by_due
FROM statements s JOIN accounts a USING (account_id)
WHERE s.due_on <> CASE a.product WHEN 'deferred_debit' THEN last_day(s.closed_on) ELSE s.closed_on + 25 END
   OR s.minimum_due < 0 OR s.minimum_due > greatest(0, -s.closing_balance) OR s.paid_by_due < 0
   OR s.is_late <> (s.due_on <= DATE '{to}' AND s.paid_by_due < s.minimum_due)",
        run: Run::Community(due),
    },
];

fn name(statement: &Statement) -> String {
    format!("statement {}", statement.statement_id)
}

fn sum(rows: &Extract<'_>, tally: &mut Tally) {
    for s in &rows.statements {
        let sum = s.opening_balance + s.purchases + s.refunds + s.payments + s.fees + s.interest + s.adjustments;
        tally.expect(sum == s.closing_balance, || format!("{}: {sum} is not {}", name(s), s.closing_balance));
    }
}

fn carry(rows: &Extract<'_>, tally: &mut Tally) {
    for cycles in rows.statements.chunk_by(|a, b| a.account_id == b.account_id) {
        for (place, s) in cycles.iter().enumerate() {
            let follows = place == 0 || {
                let before = &cycles[place - 1];
                s.cycle == before.cycle + 1
                    && s.opened_on == before.closed_on.plus(1)
                    && s.opening_balance == before.closing_balance
            };
            let is_numbered = s.statement_id == s.account_id * 1000 + i64::from(s.cycle);
            tally.expect(follows && is_numbered && s.opened_on <= s.closed_on, || name(s));
        }
    }
}

/// Sums the entries of a cycle: purchases, refunds, fees, interest, adjustments, and what is left, the payments.
fn parts(entries: &[Entry]) -> [Cents; 6] {
    use BankTransactionCode::*;
    let mut parts = [Cents::ZERO; 6];
    for entry in entries {
        let place = match entry.bank_transaction_code {
            CardPayment | CashWithdrawal => 0,
            CardRefund => 1,
            Fee | FeeRefunded => 2,
            InterestCharged => 3,
            Adjustment | Closing => 4,
            _ => 5,
        };
        parts[place] += entry.amount;
    }
    parts
}

fn entries(rows: &Extract<'_>, tally: &mut Tally) {
    for s in &rows.statements {
        let entries = rows.entries_of(s.account_id);
        let start = entries.partition_point(|entry| entry.booking_date < s.opened_on);
        let end = entries.partition_point(|entry| entry.booking_date <= s.closed_on);
        let booked = parts(&entries[start..end.max(start)]);
        let stated = [s.purchases, s.refunds, s.fees, s.interest, s.adjustments, s.payments];
        tally.expect(booked == stated, || format!("{} states {stated:?}, booked are {booked:?} cents", name(s)));
    }
}

fn due(rows: &Extract<'_>, tally: &mut Tally) {
    for s in &rows.statements {
        let owed = Cents((-s.closing_balance.0).max(0));
        let is_deferred = rows.account(s.account_id).is_some_and(|account| account.product == Product::DeferredDebit);
        let due_on = if is_deferred { s.closed_on.with_day(31) } else { s.closed_on.plus(GRACE_DAYS) };
        let is_late = s.due_on <= rows.context.horizon.to && s.paid_by_due < s.minimum_due;
        let holds = s.is_late == is_late
            && s.due_on == due_on
            && Cents::ZERO <= s.minimum_due
            && s.minimum_due <= owed
            && s.paid_by_due >= Cents::ZERO;
        tally.expect(holds, || format!("{} asks for {} of {owed} by {}", name(s), s.minimum_due, s.due_on.iso()));
    }
}
