//! Refunds against what they refund.

use std::collections::BTreeMap;

use crate::codes::TransactionStatus;
use crate::units::Cents;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Linked;
use crate::validate::tally::Tally;
use crate::validate::views::Transaction;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "refunds.original",
        title: "a refund, and only a refund, points at a posted purchase on the same account at the same merchant before it",
        tables: &["card_transactions"],
        sql: "
SELECT r.transaction_id, r.processing_code, r.original_transaction_id, o.status, o.merchant_id, r.merchant_id
FROM card_transactions r LEFT JOIN card_transactions o ON o.transaction_id = r.original_transaction_id
WHERE (r.processing_code = '20') <> (r.original_transaction_id IS NOT NULL)
   OR (r.original_transaction_id IS NOT NULL AND NOT coalesce(o.status = 'posted' AND o.processing_code <> '20'
     AND o.account_id = r.account_id AND o.merchant_id = r.merchant_id AND o.posted_at <= r.authorized_at, false))",
        run: Run::Transactions(original),
    },
    Check {
        id: "refunds.sum",
        title: "the refunds of a purchase come to no more than the purchase",
        tables: &["card_transactions"],
        sql: "
SELECT o.transaction_id, o.amount, sum(r.amount) AS refunded
FROM card_transactions r JOIN card_transactions o ON o.transaction_id = r.original_transaction_id
WHERE r.processing_code = '20'
GROUP BY o.transaction_id, o.amount HAVING sum(r.amount) > o.amount",
        run: Run::Community(sum),
    },
    Check {
        id: "refunds.events",
        title: "the refunded steps of a purchase are its posted refunds",
        tables: &["card_transactions", "card_events"],
        sql: "
SELECT coalesce(r.id, e.id) AS transaction_id, r.amount AS refunds, e.amount AS refunded FROM (
  SELECT original_transaction_id AS id, sum(amount) AS amount FROM card_transactions
  WHERE processing_code = '20' AND status = 'posted' GROUP BY ALL) r
FULL JOIN (SELECT transaction_id AS id, sum(amount) AS amount FROM card_events WHERE event_type = 'refunded' GROUP BY ALL) e USING (id)
WHERE r.amount IS DISTINCT FROM e.amount",
        run: Run::Community(events),
    },
];

fn original(rows: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in block {
        let holds = match t.original_transaction_id.get() {
            None => !t.is_refund(),
            Some(id) => {
                t.is_refund()
                    && rows.transaction(id).is_some_and(|original| {
                        original.status == TransactionStatus::Posted
                            && !original.is_refund()
                            && (original.account_id, original.merchant_id) == (t.account_id, t.merchant_id)
                            && original.posted_at.get().is_some_and(|posted| posted <= t.authorized_at)
                    })
            }
        };
        tally.expect(holds, || {
            format!("transaction {} points at {:?}", t.transaction_id, t.original_transaction_id.get())
        });
    }
}

fn sums<'a>(refunds: impl Iterator<Item = &'a Transaction>) -> BTreeMap<i64, Cents> {
    let mut sums = BTreeMap::new();
    for t in refunds {
        if let Some(id) = t.original_transaction_id.get() {
            *sums.entry(id).or_insert(Cents::ZERO) += t.amount;
        }
    }
    sums
}

fn sum(rows: &Extract<'_>, tally: &mut Tally) {
    for (id, refunded) in sums(rows.refunds()) {
        let Some(original) = rows.transaction(id) else { continue };
        tally.expect(refunded <= original.amount, || {
            format!("transaction {id} of {} is refunded {refunded}", original.amount)
        });
    }
}

fn events(rows: &Extract<'_>, tally: &mut Tally) {
    let mut left = sums(rows.refunds().filter(|t| t.status == TransactionStatus::Posted));
    for event in rows.refunded() {
        *left.entry(event.transaction_id).or_insert(Cents::ZERO) -= event.amount;
    }
    for (id, difference) in left {
        tally.expect(difference == Cents::ZERO, || {
            format!("transaction {id}: refunds and refunded steps differ by {difference}")
        });
    }
}
