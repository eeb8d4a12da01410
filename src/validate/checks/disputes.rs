//! Disputes: what they are about, how they go, and what they leave on the account.

use crate::codes::{BankTransactionCode, DisputeOutcome, DisputeStage, TransactionStatus};
use crate::units::Cents;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "disputes.posted",
        title: "a dispute is about a transaction of the same account that had posted, and for no more than its amount",
        tables: &["card_transactions", "disputes"],
        sql: "
SELECT d.dispute_id, d.transaction_id, d.amount, d.opened_at, t.status, t.amount, t.posted_at
FROM disputes d JOIN card_transactions t USING (transaction_id)
WHERE NOT coalesce(t.status = 'posted' AND t.account_id = d.account_id AND t.customer_id = d.customer_id
  AND t.posted_at <= d.opened_at AND d.amount > 0 AND d.amount <= t.amount, false)",
        run: Run::Community(posted),
    },
    Check {
        id: "disputes.course",
        title: "a dispute's steps follow one another in time, and its stage and outcome are those of its last step",
        tables: &["disputes"],
        sql: "
SELECT * FROM disputes
WHERE provisional_credit_at < opened_at OR charged_back_at < opened_at OR represented_at < charged_back_at
   OR (represented_at IS NOT NULL AND charged_back_at IS NULL)
   OR resolved_at < greatest(opened_at, provisional_credit_at, charged_back_at, represented_at)
   OR (outcome IS NULL) <> (resolved_at IS NULL)
   OR stage <> CASE WHEN resolved_at IS NOT NULL THEN 'resolved' WHEN represented_at IS NOT NULL THEN 'represented'
     WHEN charged_back_at IS NOT NULL THEN 'charged_back' ELSE 'opened' END",
        run: Run::Community(course),
    },
    Check {
        id: "disputes.net",
        title: "a dispute leaves its amount on the account while it is credited and if it is won, and nothing if it is lost",
        tables: &["disputes", "account_entries"],
        sql: "
SELECT d.dispute_id, d.amount, d.provisional_credit_at, d.outcome, coalesce(sum(e.amount), 0) AS moved
FROM disputes d LEFT JOIN account_entries e ON e.dispute_id = d.dispute_id
GROUP BY d.dispute_id, d.amount, d.provisional_credit_at, d.outcome, d.account_id
HAVING coalesce(sum(e.amount), 0) <> CASE WHEN d.outcome = 'lost' THEN 0
    WHEN d.provisional_credit_at IS NOT NULL OR d.outcome = 'won' THEN d.amount ELSE 0 END
  OR count(*) FILTER (e.account_id <> d.account_id OR e.bank_transaction_code <> 'ACMT-MCOP-ADJT') > 0",
        run: Run::Community(net),
    },
];

fn posted(rows: &Extract<'_>, tally: &mut Tally) {
    for d in &rows.disputes {
        let Some(t) = rows.transaction(d.transaction_id) else { continue };
        let holds = t.status == TransactionStatus::Posted
            && (t.account_id, t.customer_id) == (d.account_id, d.customer_id)
            && t.posted_at.get().is_some_and(|posted| posted <= d.opened_at)
            && d.amount > Cents::ZERO
            && d.amount <= t.amount;
        tally.expect(holds, || {
            format!("dispute {} for {} of transaction {} of {}", d.dispute_id, d.amount, t.transaction_id, t.amount)
        });
    }
}

fn course(rows: &Extract<'_>, tally: &mut Tally) {
    for d in &rows.disputes {
        let steps = [d.provisional_credit_at, d.charged_back_at, d.represented_at];
        let stage = match (d.resolved_at, d.represented_at, d.charged_back_at) {
            (Some(_), _, _) => DisputeStage::Resolved,
            (None, Some(_), _) => DisputeStage::Represented,
            (None, None, Some(_)) => DisputeStage::ChargedBack,
            (None, None, None) => DisputeStage::Opened,
        };
        let holds = steps.iter().flatten().all(|at| *at >= d.opened_at)
            && d.represented_at.is_none_or(|at| d.charged_back_at.is_some_and(|back| back <= at))
            && d.resolved_at.is_none_or(|end| d.opened_at <= end && steps.iter().flatten().all(|at| *at <= end))
            && d.outcome.is_some() == d.resolved_at.is_some()
            && d.stage == stage;
        tally.expect(holds, || format!("dispute {} at stage {}", d.dispute_id, d.stage.word()));
    }
}

fn net(rows: &Extract<'_>, tally: &mut Tally) {
    for d in &rows.disputes {
        let is_credited = d.provisional_credit_at.is_some() || d.outcome == Some(DisputeOutcome::Won);
        let is_lost = d.outcome == Some(DisputeOutcome::Lost);
        let expected = if is_credited && !is_lost { d.amount } else { Cents::ZERO };
        let moved: Cents = rows.entries_of_dispute(d.dispute_id).map(|entry| entry.amount).sum();
        let are_own = rows.entries_of_dispute(d.dispute_id).all(|entry| {
            entry.account_id == d.account_id && entry.bank_transaction_code == BankTransactionCode::Adjustment
        });
        tally.expect(moved == expected && are_own, || {
            format!("dispute {} for {} has moved {moved}, not {expected}", d.dispute_id, d.amount)
        });
    }
}
