//! The truth: labels that point at what happened and are known only after it, and cases that sum them up.

use crate::codes::LabelledRecord;
use crate::units::{Cents, Timestamp};
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;
use crate::validate::views::{FraudCase, FraudLabel};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "labels.known",
        title: "a label is known no earlier than its event, and a case is detected no earlier than it starts",
        tables: &["fraud_cases", "fraud_labels"],
        sql: "
SELECT case_id, label_sequence, occurred_at, known_at FROM fraud_labels WHERE known_at < occurred_at
UNION ALL
SELECT case_id, 0, started_at, detected_at FROM fraud_cases WHERE detected_at < started_at OR started_at < compromised_at",
        run: Run::Community(known),
    },
    Check {
        id: "labels.record",
        title: "a label points at exactly one row, which happened when the label says",
        tables: &["card_transactions", "account_entries", "customer_events", "disputes", "fraud_labels"],
        sql: "
SELECT l.* FROM fraud_labels l
LEFT JOIN card_transactions t ON l.record = 'card_transaction' AND t.transaction_id = l.transaction_id
LEFT JOIN account_entries e ON l.record = 'account_entry' AND e.account_id = l.account_id AND e.entry_sequence = l.entry_sequence
LEFT JOIN customer_events p ON l.record = 'customer_event' AND p.customer_id = l.customer_id AND p.event_sequence = l.event_sequence
LEFT JOIN disputes d ON l.record = 'dispute' AND d.dispute_id = l.dispute_id
WHERE l.occurred_at IS DISTINCT FROM CASE l.record WHEN 'card_transaction' THEN t.authorized_at WHEN 'account_entry' THEN e.booked_at
  WHEN 'customer_event' THEN p.occurred_at ELSE d.opened_at END",
        run: Run::Community(record),
    },
    Check {
        id: "labels.order",
        title: "the labels of a case are numbered from 1 without gaps and name its typology",
        tables: &["fraud_cases", "fraud_labels"],
        sql: "
SELECT * FROM (
  SELECT l.case_id, l.label_sequence, l.typology, c.typology AS of_case,
    row_number() OVER (PARTITION BY l.case_id ORDER BY l.label_sequence) AS place
  FROM fraud_labels l JOIN fraud_cases c USING (case_id))
WHERE label_sequence <> place OR typology <> of_case",
        run: Run::Community(order),
    },
    Check {
        id: "cases.sums",
        title: "a case's attempts and amounts are those of its labelled purchases and of what left the victim's account",
        tables: &["card_transactions", "account_entries", "fraud_cases", "fraud_labels"],
        sql: "
WITH tries AS (
  SELECT l.case_id, t.authorized_amount AS asked, t.amount AS got
  FROM fraud_labels l JOIN card_transactions t USING (transaction_id)
  WHERE l.record = 'card_transaction' AND t.processing_code <> '20'
  UNION ALL
  SELECT l.case_id, -e.amount, -e.amount
  FROM fraud_labels l JOIN fraud_cases c USING (case_id)
  JOIN account_entries e ON e.account_id = l.account_id AND e.entry_sequence = l.entry_sequence
  WHERE l.record = 'account_entry' AND e.transaction_id IS NULL AND e.amount < 0 AND e.account_id = c.account_id)
SELECT c.case_id, c.attempts, c.attempted_amount, c.successful_amount, count(t.case_id), sum(t.asked), sum(t.got)
FROM fraud_cases c LEFT JOIN tries t USING (case_id) GROUP BY ALL
HAVING c.attempts <> count(t.case_id) OR c.attempted_amount <> coalesce(sum(t.asked), 0)
    OR c.successful_amount <> coalesce(sum(t.got), 0)",
        run: Run::Community(sums),
    },
    Check {
        id: "episodes.days",
        title: "a genuine episode ends no earlier than it starts",
        tables: &["genuine_episodes"],
        sql: "SELECT * FROM genuine_episodes WHERE ended_on < started_on",
        run: Run::Community(episodes),
    },
];

fn known(rows: &Extract<'_>, tally: &mut Tally) {
    for label in &rows.fraud_labels {
        tally.expect(label.known_at >= label.occurred_at, || {
            format!("case {} label {}", label.case_id, label.label_sequence)
        });
    }
    for case in &rows.fraud_cases {
        let holds = case.detected_at >= case.started_at && case.compromised_at.is_none_or(|at| at <= case.started_at);
        tally.expect(holds, || format!("case {} ({})", case.case_id, case.typology.word()));
    }
}

/// Returns when the row that a label points at happened, if there is one.
fn happened(rows: &Extract<'_>, label: &FraudLabel) -> Option<Timestamp> {
    match label.record {
        LabelledRecord::CardTransaction => Some(rows.transaction(label.transaction_id?)?.authorized_at),
        LabelledRecord::AccountEntry => Some(rows.entry(label.account_id?, label.entry_sequence?)?.booked_at),
        LabelledRecord::ProfileEvent => {
            let sequence = label.event_sequence?;
            let key = (label.customer_id, sequence);
            rows.customer_events
                .iter()
                .find(|event| (event.customer_id, event.event_sequence) == key)
                .map(|event| event.occurred_at)
        }
        LabelledRecord::Dispute => Some(rows.dispute(label.dispute_id?)?.opened_at),
    }
}

fn record(rows: &Extract<'_>, tally: &mut Tally) {
    for label in &rows.fraud_labels {
        tally.expect(happened(rows, label) == Some(label.occurred_at), || {
            format!("case {} label {} of a {}", label.case_id, label.label_sequence, label.record.word())
        });
    }
}

fn order(rows: &Extract<'_>, tally: &mut Tally) {
    for labels in rows.fraud_labels.chunk_by(|a, b| a.case_id == b.case_id) {
        let Some(case) = rows.fraud_cases.iter().find(|case| case.case_id == labels[0].case_id) else { continue };
        for (place, label) in labels.iter().enumerate() {
            let holds = label.label_sequence == place as i32 + 1 && label.typology == case.typology;
            tally.expect(holds, || format!("case {} label {}", label.case_id, label.label_sequence));
        }
    }
}

/// Returns what a labelled payment asked for and what it got; nothing for a record that is no payment.
fn payment(rows: &Extract<'_>, case: &FraudCase, label: &FraudLabel) -> Option<(Cents, Cents)> {
    match label.record {
        LabelledRecord::CardTransaction => {
            let t = rows.transaction(label.transaction_id?)?;
            (!t.is_refund()).then_some((t.authorized_amount, t.amount))
        }
        LabelledRecord::AccountEntry => {
            let entry = rows.entry(label.account_id?, label.entry_sequence?)?;
            let is_payment = !entry.transaction_id.is_some() && entry.amount < Cents::ZERO;
            let is_of_victim = case.account_id == Some(entry.account_id);
            (is_payment && is_of_victim).then_some((-entry.amount, -entry.amount))
        }
        LabelledRecord::ProfileEvent | LabelledRecord::Dispute => None,
    }
}

fn sums(rows: &Extract<'_>, tally: &mut Tally) {
    for case in &rows.fraud_cases {
        let labels = rows.fraud_labels.iter().filter(|label| label.case_id == case.case_id);
        let (mut attempts, mut asked, mut got) = (0, Cents::ZERO, Cents::ZERO);
        for (one, other) in labels.filter_map(|label| payment(rows, case, label)) {
            attempts += 1;
            asked += one;
            got += other;
        }
        let holds = (case.attempts, case.attempted_amount, case.successful_amount) == (attempts, asked, got);
        tally.expect(holds, || {
            format!(
                "case {} ({}): {} attempts for {}, {} got; labels say {attempts}, {asked}, {got}",
                case.case_id,
                case.typology.word(),
                case.attempts,
                case.attempted_amount,
                case.successful_amount
            )
        });
    }
}

fn episodes(rows: &Extract<'_>, tally: &mut Tally) {
    for episode in &rows.genuine_episodes {
        tally.expect(episode.started_on <= episode.ended_on, || {
            format!("customer {} episode {}", episode.customer_id, episode.episode_sequence)
        });
    }
}
