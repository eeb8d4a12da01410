//! Notifications: what a page tells of its own accord has happened, is told to whom it may be told, and under the platform's rules.

use crate::codes::{
    BankTransactionCode as Code, NotificationDecision as Decision, NotificationKind as Kind, Purpose, ResponseCode,
    SharingScope, WindowState,
};
use crate::dataset::run_of;
use crate::units::{Cents, Timestamp, span};
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;
use crate::validate::views::{Consent, Notification};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "notifications.link",
        title: "a notification goes to a user linked with the customer at that instant, who has a part in the account, by its bank",
        tables: &["accounts", "account_holders", "platform_users", "account_links", "notifications"],
        sql: "
SELECT n.* FROM notifications n JOIN accounts a ON a.account_id = n.account_id
JOIN platform_users u ON u.platform_user_id = n.platform_user_id
WHERE a.bank_id <> u.bank_id
   OR NOT EXISTS (SELECT 1 FROM account_holders h WHERE h.account_id = n.account_id AND h.customer_id = n.customer_id)
   OR NOT EXISTS (SELECT 1 FROM account_links l
     WHERE l.platform_user_id = n.platform_user_id AND l.customer_id = n.customer_id AND l.linked_at <= n.triggered_at
       AND coalesce(n.triggered_at < l.unlinked_at, true))",
        run: Run::Community(link),
    },
    Check {
        id: "notifications.consent",
        title: "a notification names the consent for alerts that holds for the account and the kind of data, or there is none; \
            a fraud alert needs none",
        tables: &["consents", "consent_scopes", "notifications"],
        sql: "
WITH held AS (SELECT c.consent_id, c.customer_id, c.link_id // 10 AS platform_user_id, s.account_id, s.scope, s.effective_at,
    coalesce(c.withdrawn_at, c.expires_at) AS ended_at
  FROM consents c JOIN consent_scopes s USING (consent_id) WHERE c.purpose = 'alerts' AND s.effective_at IS NOT NULL),
needed AS (SELECT *, CASE WHEN kind IN ('low_balance', 'payment_due') THEN 'balances' ELSE 'transactions' END AS needs FROM notifications)
SELECT n.* FROM needed n WHERE (n.kind = 'fraud_alert' AND n.consent_id IS NOT NULL)
   OR (n.kind <> 'fraud_alert' AND n.consent_id IS NULL) <> (n.kind <> 'fraud_alert' AND NOT EXISTS (
     SELECT 1 FROM held h WHERE h.platform_user_id = n.platform_user_id AND h.customer_id = n.customer_id
       AND h.account_id = n.account_id AND h.scope = n.needs AND h.effective_at <= n.triggered_at AND n.triggered_at < h.ended_at
       AND h.consent_id = coalesce(n.consent_id, h.consent_id)))",
        run: Run::Community(consent),
    },
    Check {
        id: "notifications.decision",
        title: "a notification is suppressed by an opt-out, the want of a consent or a closed window, in this order, and only what \
            is written outside the window has a tag",
        tables: &["platform_users", "notifications"],
        sql: "
SELECT n.*, u.opted_out_at FROM notifications n JOIN platform_users u USING (platform_user_id)
WHERE CASE WHEN u.opted_out_at <= n.triggered_at THEN n.decision <> 'suppressed_opt_out'
    WHEN n.consent_id IS NULL AND n.kind <> 'fraud_alert' THEN n.decision <> 'suppressed_consent'
    WHEN n.window_state = 'open' THEN n.decision NOT IN ('sent', 'failed')
    ELSE n.decision NOT IN ('sent', 'failed', 'suppressed_window') END
   OR (n.message_tag IS NOT NULL) <> (n.window_state = 'closed' AND n.decision IN ('sent', 'failed'))",
        run: Run::Community(decision),
    },
    Check {
        id: "notifications.times",
        title: "what was handed to the platform is sent after its trigger, delivered after that if it was taken, and read last",
        tables: &["notifications"],
        sql: "
SELECT * FROM notifications
WHERE (sent_at IS NOT NULL) <> (decision IN ('sent', 'failed')) OR sent_at < triggered_at
   OR (delivered_at IS NOT NULL AND (decision <> 'sent' OR coalesce(delivered_at < sent_at, true)))
   OR (read_at IS NOT NULL AND coalesce(read_at < delivered_at, true))",
        run: Run::Community(times),
    },
    Check {
        id: "notifications.window",
        title: "the window is open for 24 hours after the first contact, a press of the login button, and an answer to a fraud alert",
        tables: &["platform_users", "account_links", "notifications", "fraud_alerts"],
        sql: "
WITH active AS (SELECT platform_user_id, first_seen_at AS at FROM platform_users
  UNION ALL SELECT platform_user_id, requested_at FROM account_links
  UNION ALL SELECT n.platform_user_id, f.replied_at FROM fraud_alerts f JOIN notifications n USING (notification_id)
    WHERE f.replied_at IS NOT NULL)
SELECT n.* FROM notifications n WHERE (n.window_state = 'open') <> EXISTS (SELECT 1 FROM active v
  WHERE v.platform_user_id = n.platform_user_id AND v.at <= n.triggered_at AND n.triggered_at < v.at + INTERVAL 24 HOUR)",
        run: Run::Community(window),
    },
    Check {
        id: "notifications.trigger",
        title: "what a notification tells has happened on its account at that instant, and reaches its threshold",
        tables: &["customers", "card_transactions", "account_entries", "statements", "notifications"],
        sql: "
SELECT n.* FROM notifications n JOIN customers c ON c.customer_id = n.customer_id
LEFT JOIN card_transactions t ON t.transaction_id = n.transaction_id AND t.account_id = n.account_id
LEFT JOIN account_entries e ON e.account_id = n.account_id AND e.entry_sequence = n.entry_sequence
LEFT JOIN statements s ON s.statement_id = n.statement_id AND s.account_id = n.account_id
WHERE NOT coalesce(CASE n.kind
  WHEN 'posted_transaction' THEN e.booked_at = n.triggered_at AND coalesce(n.transaction_id = e.transaction_id, n.transaction_id IS NULL)
    AND e.bank_transaction_code NOT IN ('PMNT-RCDT-SALA', 'PMNT-RCDT-BENE') AND e.bank_transaction_code LIKE 'PMNT-%'
  WHEN 'salary' THEN e.booked_at = n.triggered_at AND e.bank_transaction_code IN ('PMNT-RCDT-SALA', 'PMNT-RCDT-BENE')
  WHEN 'low_balance' THEN e.booked_at = n.triggered_at AND e.balance_after < n.threshold AND e.balance_after - e.amount >= n.threshold
  WHEN 'declined' THEN t.authorized_at = n.triggered_at AND t.response_code NOT IN ('00', '59')
  WHEN 'large_transaction' THEN t.authorized_at = n.triggered_at AND t.response_code = '00' AND t.authorized_amount >= n.threshold
  WHEN 'payment_due' THEN s.minimum_due > 0 AND (n.triggered_at AT TIME ZONE c.timezone)::DATE > s.closed_on
    AND (n.triggered_at AT TIME ZONE c.timezone)::DATE <= s.due_on
  ELSE t.authorized_at = n.triggered_at AND t.customer_id = n.customer_id END, false)",
        run: Run::Community(trigger),
    },
];

fn link(rows: &Extract<'_>, tally: &mut Tally) {
    for told in &rows.notifications {
        let found = (rows.account(told.account_id), rows.platform_user(told.platform_user_id));
        let (Some(account), Some(user)) = found else { continue };
        let links = run_of(&rows.account_links, told.platform_user_id, |link| link.platform_user_id);
        let is_linked = links.iter().any(|link| {
            link.customer_id == told.customer_id
                && link.linked_at.is_some_and(|at| at <= told.triggered_at)
                && link.unlinked_at.is_none_or(|end| told.triggered_at < end)
        });
        let holds = is_linked && account.bank_id == user.bank_id && rows.is_holder(told.account_id, told.customer_id);
        tally.expect(holds, || format!("notification {} to {}", told.notification_id, told.platform_user_id));
    }
}

fn consent(rows: &Extract<'_>, tally: &mut Tally) {
    for told in &rows.notifications {
        let holds = match told.consent_id {
            Some(_) if told.kind == Kind::FraudAlert => false,
            Some(id) => rows.consent(id).is_none_or(|consent| allows(rows, consent, told)),
            None if told.kind == Kind::FraudAlert => true,
            None => {
                let own = run_of(&rows.consents, told.customer_id, |consent| consent.customer_id);
                !own.iter().any(|consent| allows(rows, consent, told))
            }
        };
        tally.expect(holds, || format!("notification {} and consent {:?}", told.notification_id, told.consent_id));
    }
}

/// Returns whether a consent lets the page tell this.
fn allows(rows: &Extract<'_>, consent: &Consent, told: &Notification) -> bool {
    let needs = match told.kind {
        Kind::LowBalance | Kind::PaymentDue => SharingScope::Balances,
        _ => SharingScope::Transactions,
    };
    let is_of_user = consent.link_id / 10 == told.platform_user_id && consent.customer_id == told.customer_id;
    let ended_at = consent.withdrawn_at.unwrap_or(consent.expires_at);
    is_of_user
        && consent.purpose == Purpose::Alerts
        && told.triggered_at < ended_at
        && run_of(&rows.consent_scopes, consent.consent_id, |scope| scope.consent_id).iter().any(|scope| {
            (scope.account_id, scope.scope) == (told.account_id, needs)
                && scope.effective_at.is_some_and(|at| at <= told.triggered_at)
        })
}

fn decision(rows: &Extract<'_>, tally: &mut Tally) {
    for told in &rows.notifications {
        let Some(user) = rows.platform_user(told.platform_user_id) else { continue };
        let is_closed = told.window_state == WindowState::Closed;
        let is_tried = matches!(told.decision, Decision::Sent | Decision::Failed);
        let is_due = if user.opted_out_at.is_some_and(|at| at <= told.triggered_at) {
            told.decision == Decision::SuppressedOptOut
        } else if told.consent_id.is_none() && told.kind != Kind::FraudAlert {
            told.decision == Decision::SuppressedConsent
        } else {
            is_tried || (is_closed && told.decision == Decision::SuppressedWindow)
        };
        let holds = is_due && told.message_tag.is_some() == (is_closed && is_tried);
        tally.expect(holds, || format!("notification {} is {}", told.notification_id, told.decision.word()));
    }
}

fn times(rows: &Extract<'_>, tally: &mut Tally) {
    for told in &rows.notifications {
        let is_tried = matches!(told.decision, Decision::Sent | Decision::Failed);
        let is_after = |at: Timestamp, before: Option<Timestamp>| before.is_some_and(|before| before <= at);
        let holds = told.sent_at.is_some() == is_tried
            && told.sent_at.is_none_or(|sent| told.triggered_at <= sent)
            && told.delivered_at.is_none_or(|at| told.decision == Decision::Sent && is_after(at, told.sent_at))
            && told.read_at.is_none_or(|at| is_after(at, told.delivered_at));
        tally.expect(holds, || format!("notification {}", told.notification_id));
    }
}

fn window(rows: &Extract<'_>, tally: &mut Tally) {
    let first = rows.platform_users.iter().map(|user| (user.platform_user_id, user.first_seen_at));
    let logins = rows.account_links.iter().map(|link| (link.platform_user_id, link.requested_at));
    let answers = rows.fraud_alerts.iter().filter_map(|alert| {
        let told = rows.notification(alert.notification_id)?;
        Some((told.platform_user_id, alert.replied_at?))
    });
    let mut active: Vec<(i64, Timestamp)> = first.chain(logins).chain(answers).collect();
    active.sort_unstable();
    for told in &rows.notifications {
        let until = active.partition_point(|seen| *seen <= (told.platform_user_id, told.triggered_at));
        let last = active[..until].last().filter(|(user, _)| *user == told.platform_user_id);
        let is_open = last.is_some_and(|(_, at)| told.triggered_at.since(*at) < span::DAY);
        tally.expect(is_open == (told.window_state == WindowState::Open), || {
            format!("notification {}: the window is {}", told.notification_id, told.window_state.word())
        });
    }
}

fn trigger(rows: &Extract<'_>, tally: &mut Tally) {
    for told in &rows.notifications {
        let holds = match told.kind {
            Kind::PostedTransaction | Kind::Salary | Kind::LowBalance => entry_matches(rows, told),
            Kind::PaymentDue => statement_matches(rows, told),
            Kind::Declined | Kind::LargeTransaction | Kind::FraudAlert => request_matches(rows, told),
        };
        tally.expect(holds, || format!("notification {} of {}", told.notification_id, told.kind.word()));
    }
}

fn entry_matches(rows: &Extract<'_>, told: &Notification) -> bool {
    let found = told.entry_sequence.and_then(|sequence| rows.entry(told.account_id, sequence));
    found.filter(|entry| entry.booked_at == told.triggered_at).is_some_and(|entry| {
        let is_pay = matches!(entry.bank_transaction_code, Code::Salary | Code::Benefit);
        match told.kind {
            Kind::Salary => is_pay,
            Kind::LowBalance => told.threshold.is_some_and(|threshold| {
                entry.balance_after < threshold && threshold <= entry.balance_after - entry.amount
            }),
            _ => {
                let is_same = |id| entry.transaction_id.get() == Some(id);
                let is_payment = entry.bank_transaction_code.word().starts_with("PMNT-") && !is_pay;
                is_payment && told.transaction_id.is_none_or(is_same)
            }
        }
    })
}

fn statement_matches(rows: &Extract<'_>, told: &Notification) -> bool {
    let day = rows.day(told.customer_id, told.triggered_at);
    let found = told.statement_id.and_then(|id| rows.statement(id));
    found.is_some_and(|statement| {
        statement.account_id == told.account_id
            && statement.minimum_due > Cents::ZERO
            && statement.closed_on < day
            && day <= statement.due_on
    })
}

fn request_matches(rows: &Extract<'_>, told: &Notification) -> bool {
    let found = told.transaction_id.and_then(|id| rows.transaction(id));
    found.is_some_and(|transaction| {
        let is_approved = transaction.response_code == ResponseCode::Approved;
        let is_kind = match told.kind {
            Kind::Declined => !is_approved && transaction.response_code != ResponseCode::SuspectedFraud,
            Kind::LargeTransaction => {
                is_approved && told.threshold.is_some_and(|threshold| threshold <= transaction.authorized_amount)
            }
            _ => transaction.customer_id == told.customer_id,
        };
        is_kind && transaction.account_id == told.account_id && transaction.authorized_at == told.triggered_at
    })
}
