//! Fraud alerts: every question that went out, its answer, and what the bank did with the card.

use crate::codes::{AlertReply, BlockReason, NotificationDecision, NotificationKind};
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "fraud_alerts.question",
        title: "an alert is a fraud notification that was sent to the holder of the card, about a transaction with that card",
        tables: &["card_transactions", "notifications", "fraud_alerts"],
        sql: "
SELECT f.* FROM fraud_alerts f JOIN notifications n USING (notification_id)
JOIN card_transactions t ON t.transaction_id = f.transaction_id
WHERE n.kind <> 'fraud_alert' OR n.decision <> 'sent' OR n.transaction_id IS DISTINCT FROM f.transaction_id
   OR n.customer_id <> f.customer_id OR n.sent_at <> f.asked_at OR t.card_id <> f.card_id OR t.customer_id <> f.customer_id",
        run: Run::Community(question),
    },
    Check {
        id: "fraud_alerts.asked",
        title: "every fraud notification that was sent is an alert, once",
        tables: &["notifications", "fraud_alerts"],
        sql: "
SELECT n.notification_id, count(f.alert_id) AS alerts FROM notifications n LEFT JOIN fraud_alerts f USING (notification_id)
WHERE n.kind = 'fraud_alert' AND n.decision = 'sent' GROUP BY ALL HAVING count(f.alert_id) <> 1",
        run: Run::Community(asked),
    },
    Check {
        id: "fraud_alerts.reply",
        title: "an answer comes after the question was read, and at an instant if and only if somebody gave it",
        tables: &["notifications", "fraud_alerts"],
        sql: "
SELECT f.*, n.read_at FROM fraud_alerts f JOIN notifications n USING (notification_id)
WHERE coalesce(f.reply <> 'timeout', false) <> (f.replied_at IS NOT NULL)
   OR (f.replied_at IS NOT NULL AND coalesce(f.replied_at < n.read_at, true))",
        run: Run::Community(reply),
    },
    Check {
        id: "fraud_alerts.block",
        title: "the block is that of the card, for fraud and after the question, and the new card replaces it",
        tables: &["cards", "fraud_alerts"],
        sql: "
SELECT f.*, c.blocked_at AS card_blocked_at, c.block_reason, r.replaces_card_id
FROM fraud_alerts f JOIN cards c USING (card_id) LEFT JOIN cards r ON r.card_id = f.replacement_card_id
WHERE (f.blocked_at IS NOT NULL AND (c.blocked_at IS DISTINCT FROM f.blocked_at OR c.block_reason IS DISTINCT FROM 'fraud'
    OR f.blocked_at < f.asked_at))
   OR (f.replacement_card_id IS NOT NULL AND (f.blocked_at IS NULL OR r.replaces_card_id IS DISTINCT FROM f.card_id))",
        run: Run::Community(block),
    },
];

fn question(rows: &Extract<'_>, tally: &mut Tally) {
    for alert in &rows.fraud_alerts {
        let found = (rows.notification(alert.notification_id), rows.transaction(alert.transaction_id));
        let (Some(told), Some(transaction)) = found else { continue };
        let holds = told.kind == NotificationKind::FraudAlert
            && told.decision == NotificationDecision::Sent
            && told.transaction_id == Some(alert.transaction_id)
            && told.customer_id == alert.customer_id
            && told.sent_at == Some(alert.asked_at)
            && transaction.card_id == alert.card_id
            && transaction.customer_id == alert.customer_id;
        tally.expect(holds, || format!("alert {} of notification {}", alert.alert_id, alert.notification_id));
    }
}

fn asked(rows: &Extract<'_>, tally: &mut Tally) {
    let mut named: Vec<i64> = rows.fraud_alerts.iter().map(|alert| alert.notification_id).collect();
    named.sort_unstable();
    let is_question = |kind, decision| kind == NotificationKind::FraudAlert && decision == NotificationDecision::Sent;
    for told in rows.notifications.iter().filter(|told| is_question(told.kind, told.decision)) {
        let id = told.notification_id;
        let alerts = named.partition_point(|other| *other <= id) - named.partition_point(|other| *other < id);
        tally.expect(alerts == 1, || format!("notification {id} has {alerts} alerts"));
    }
}

fn reply(rows: &Extract<'_>, tally: &mut Tally) {
    for alert in &rows.fraud_alerts {
        let Some(told) = rows.notification(alert.notification_id) else { continue };
        let is_answered = alert.reply.is_some_and(|reply| reply != AlertReply::Timeout);
        let was_read = |at| told.read_at.is_some_and(|read| read <= at);
        let holds = is_answered == alert.replied_at.is_some() && alert.replied_at.is_none_or(was_read);
        tally.expect(holds, || format!("alert {}", alert.alert_id));
    }
}

fn block(rows: &Extract<'_>, tally: &mut Tally) {
    for alert in &rows.fraud_alerts {
        let Some(card) = rows.card(alert.card_id) else { continue };
        let is_of_card = alert.blocked_at.is_none_or(|at| {
            card.blocked_at == Some(at) && card.block_reason == Some(BlockReason::Fraud) && alert.asked_at <= at
        });
        let replaces = |id| rows.card(id).is_some_and(|next| next.replaces_card_id == Some(alert.card_id));
        let is_replaced = alert.replacement_card_id.is_none_or(|id| alert.blocked_at.is_some() && replaces(id));
        tally.expect(is_of_card && is_replaced, || format!("alert {} of card {}", alert.alert_id, alert.card_id));
    }
}
