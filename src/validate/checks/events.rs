//! The life of a card transaction, step by step.

use crate::codes::{CardEventType, TransactionStatus};
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Linked;
use crate::validate::tally::Tally;
use crate::validate::views::{CardEvent, Transaction};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "events.order",
        title: "the steps of a life are numbered from 1 without gaps, in order of time, on the transaction's account",
        tables: &["card_transactions", "card_events"],
        sql: "
SELECT * FROM (
  SELECT e.transaction_id, e.event_sequence, e.occurred_at, e.account_id, t.account_id AS of_account, t.authorized_at,
    row_number() OVER (PARTITION BY e.transaction_id ORDER BY e.event_sequence) AS place,
    lag(e.occurred_at) OVER (PARTITION BY e.transaction_id ORDER BY e.event_sequence) AS before
  FROM card_events e JOIN card_transactions t USING (transaction_id))
WHERE event_sequence <> place OR occurred_at < coalesce(before, authorized_at) OR account_id <> of_account",
        run: Run::Transactions(order),
    },
    Check {
        id: "events.first",
        title: "a life begins with an authorization or a decline; that of a refund or an advice with its posting",
        tables: &["card_transactions", "card_events"],
        sql: "
SELECT t.transaction_id, t.status, t.message_type, t.processing_code, e.event_type, e.amount, t.authorized_amount
FROM card_transactions t LEFT JOIN card_events e ON e.transaction_id = t.transaction_id AND e.event_sequence = 1
WHERE CASE WHEN t.status = 'declined' THEN coalesce(e.event_type <> 'declined', true)
  WHEN t.message_type IN ('0100', '0200') THEN coalesce(e.event_type <> 'authorized', true)
  ELSE coalesce(e.event_type <> 'posted', t.status = 'posted') END",
        run: Run::Transactions(first),
    },
    Check {
        id: "events.status",
        title: "the status of a transaction is how its life has ended, and no life ends twice",
        tables: &["card_transactions", "card_events"],
        sql: "
SELECT t.transaction_id, t.status, t.posted_at, list(e.event_type ORDER BY e.event_sequence) AS life
FROM card_transactions t JOIN card_events e USING (transaction_id)
GROUP BY t.transaction_id, t.status, t.posted_at, t.amount
HAVING count(*) FILTER (e.event_type = 'posted') <> (t.status = 'posted')::INT
    OR count(*) FILTER (e.event_type = 'reversed') <> (t.status = 'reversed')::INT
    OR count(*) FILTER (e.event_type = 'expired') <> (t.status = 'expired')::INT
    OR count(*) FILTER (e.event_type = 'declined') <> (t.status = 'declined')::INT
    OR (t.status = 'posted' AND (min(e.occurred_at) FILTER (e.event_type = 'posted') <> t.posted_at
      OR sum(e.amount) FILTER (e.event_type = 'posted') <> t.amount))",
        run: Run::Transactions(status),
    },
    Check {
        id: "events.authorized",
        title: "a life begins with the amount that the transaction asked for",
        tables: &["card_transactions", "card_events"],
        sql: "
SELECT t.transaction_id, t.authorized_amount, e.event_type, e.amount
FROM card_transactions t JOIN card_events e USING (transaction_id)
WHERE e.event_type IN ('authorized', 'declined') AND e.amount <> t.authorized_amount",
        run: Run::Transactions(authorized),
    },
    Check {
        id: "events.disputed",
        title: "a dispute's steps follow the posting in their order and at the dispute's times",
        tables: &["disputes", "card_events"],
        sql: "
WITH steps AS (
  SELECT dispute_id, transaction_id, 'disputed' AS event_type, opened_at AS at FROM disputes
  UNION ALL SELECT dispute_id, transaction_id, 'charged_back', charged_back_at FROM disputes
  UNION ALL SELECT dispute_id, transaction_id, 'represented', represented_at FROM disputes
  UNION ALL SELECT dispute_id, transaction_id, coalesce(outcome, 'won'), resolved_at FROM disputes)
SELECT s.*, e.occurred_at FROM steps s LEFT JOIN card_events e
  ON e.transaction_id = s.transaction_id AND e.event_type = s.event_type
WHERE s.at IS DISTINCT FROM e.occurred_at",
        run: Run::Community(disputed),
    },
];

fn name(event: &CardEvent) -> String {
    format!("transaction {} step {} {}", event.transaction_id, event.event_sequence, event.event_type.word())
}

fn lives<'a>(block: &'a [Linked<'a>]) -> impl Iterator<Item = (&'a Transaction, &'a [CardEvent])> {
    block.iter().map(|linked| (linked.row, linked.life))
}

fn order(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for (t, life) in lives(block) {
        let mut before = t.authorized_at;
        for (place, event) in life.iter().enumerate() {
            let holds = event.event_sequence == place as i32 + 1
                && event.occurred_at >= before
                && event.account_id == t.account_id;
            tally.expect(holds, || name(event));
            before = event.occurred_at;
        }
    }
}

fn first(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for (t, life) in lives(block) {
        let first = life.first().map(|event| event.event_type);
        let holds = if t.status == TransactionStatus::Declined {
            first == Some(CardEventType::Declined)
        } else if t.is_authorization() {
            first == Some(CardEventType::Authorized)
        } else {
            first.is_none_or(|first| first == CardEventType::Posted)
                && first.is_some() == (t.status == TransactionStatus::Posted)
        };
        tally.expect(holds, || {
            let first = first.map_or("nothing", CardEventType::word);
            format!("transaction {} ({}) begins with {first}", t.transaction_id, t.status.word())
        });
    }
}

fn status(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    let ends = [
        (CardEventType::Posted, TransactionStatus::Posted),
        (CardEventType::Reversed, TransactionStatus::Reversed),
        (CardEventType::Expired, TransactionStatus::Expired),
        (CardEventType::Declined, TransactionStatus::Declined),
    ];
    for (t, life) in lives(block).filter(|(_, life)| !life.is_empty()) {
        let count = |kind| life.iter().filter(|event| event.event_type == kind).count();
        let posting = life.iter().find(|event| event.event_type == CardEventType::Posted);
        let holds = ends.iter().all(|(event, status)| count(*event) == usize::from(t.status == *status))
            && posting.is_none_or(|event| Some(event.occurred_at) == t.posted_at.get() && event.amount == t.amount);
        tally.expect(holds, || {
            let life: Vec<&str> = life.iter().map(|event| event.event_type.word()).collect();
            format!("transaction {} is {} after {}", t.transaction_id, t.status.word(), life.join(", "))
        });
    }
}

fn authorized(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    use CardEventType::*;
    for (t, life) in lives(block) {
        for event in life.iter().filter(|event| matches!(event.event_type, Authorized | Declined)) {
            tally.expect(event.amount == t.authorized_amount, || {
                format!("{} of {}, asked for {}", name(event), event.amount, t.authorized_amount)
            });
        }
    }
}

fn disputed(rows: &Extract<'_>, tally: &mut Tally) {
    use crate::codes::DisputeOutcome;
    use CardEventType::*;
    for d in &rows.disputes {
        let end = if d.outcome == Some(DisputeOutcome::Lost) { Lost } else { Won };
        let steps = [
            (Disputed, Some(d.opened_at)),
            (ChargedBack, d.charged_back_at),
            (Represented, d.represented_at),
            (end, d.resolved_at),
        ];
        let life = rows.events_of(d.transaction_id);
        for (kind, at) in steps {
            let found = life.iter().find(|event| event.event_type == kind).map(|event| event.occurred_at);
            tally.expect(found == at, || {
                format!("dispute {} of transaction {}: {}", d.dispute_id, d.transaction_id, kind.word())
            });
        }
    }
}
