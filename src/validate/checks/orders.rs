//! Mandates and standing orders, and what is booked under them.

use crate::codes::{BankTransactionCode, OrderKind, OrderStatus};
use crate::units::Cents;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Booked;
use crate::validate::tally::Tally;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "orders.life",
        title: "a mandate ends no earlier than it begins, says so, and is given by a holder of the account",
        tables: &["account_holders", "standing_orders"],
        sql: "
SELECT o.* FROM standing_orders o
LEFT JOIN account_holders h ON h.account_id = o.account_id AND h.customer_id = o.customer_id
WHERE o.ended_on < o.started_on OR (o.ended_on IS NULL) <> (o.status = 'active') OR h.customer_id IS NULL
   OR o.standing_order_id // 100 <> o.account_id",
        run: Run::Community(life),
    },
    Check {
        id: "orders.entries",
        title: "what is booked under a mandate is booked on its account while it is in force, by its kind and for its amount",
        tables: &["account_entries", "standing_orders"],
        sql: "
SELECT e.account_id, e.entry_sequence, e.booking_date, e.amount, e.bank_transaction_code, o.*
FROM account_entries e JOIN standing_orders o USING (standing_order_id)
WHERE e.amount < 0 AND (e.account_id <> o.account_id OR e.booking_date < o.started_on OR -e.amount <> o.amount
  OR e.bank_transaction_code <> CASE o.kind WHEN 'standing_order' THEN 'PMNT-ICDT-STDO'
    WHEN 'direct_debit' THEN 'PMNT-RDDT-PMDD' ELSE 'PMNT-CCRD-SMRT' END)",
        run: Run::Entries(entries),
    },
];

fn life(rows: &Extract<'_>, tally: &mut Tally) {
    for order in &rows.standing_orders {
        let holds = order.ended_on.is_none_or(|ended| ended >= order.started_on)
            && order.ended_on.is_none() == (order.status == OrderStatus::Active)
            && order.standing_order_id / 100 == order.account_id
            && rows.is_holder(order.account_id, order.customer_id);
        tally.expect(holds, || {
            format!(
                "order {} of customer {} from {}",
                order.standing_order_id,
                order.customer_id,
                order.started_on.iso()
            )
        });
    }
}

fn entries(rows: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    for entry in booked.entries.iter().filter(|entry| entry.amount < Cents::ZERO) {
        let Some(order) = entry.standing_order_id.get().and_then(|id| rows.standing_order(id)) else { continue };
        let code = match order.kind {
            OrderKind::StandingOrder => BankTransactionCode::StandingOrder,
            OrderKind::DirectDebit => BankTransactionCode::DirectDebit,
            OrderKind::Autopay => BankTransactionCode::CardRepayment,
        };
        let holds = order.account_id == entry.account_id
            && entry.booking_date >= order.started_on
            && order.amount.is_none_or(|amount| amount == -entry.amount)
            && entry.bank_transaction_code == code;
        tally.expect(holds, || {
            format!(
                "account {} entry {}: {} {} under {} {}",
                entry.account_id,
                entry.entry_sequence,
                entry.bank_transaction_code.word(),
                entry.amount,
                order.kind.word(),
                order.standing_order_id
            )
        });
    }
}
