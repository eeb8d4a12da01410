//! Fraud alerts: the holder is asked whether it was them, and answers; what the ledger did with the card stands beside it.

use super::delivery::{Delivery, minutes};
use super::notifications::Notification;
use super::suspicion::{Suspect, is_known_soon};
use crate::codes::{AlertReply, BlockReason};
use crate::columns::Columns as _;
use crate::community::Community;
use crate::ledger::{Books, Plastic};
use crate::rng::Stream;
use crate::rows::{self, Rows};
use crate::scenario::FraudAlertLaw;
use crate::units::{AlertId, NotificationId, Timestamp, span};

/// How a question ends, without regard to the end of the horizon.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) reply: AlertReply,
    /// When the reply came, or the bank waits no more.
    pub(super) at: Timestamp,
}

/// Draws how the holder answers, and brings the time of reading into line with it.
///
/// Whoever says no has the card blocked. So somebody else's deed is answered before the block that follows, and is not answered
/// where none follows soon.
pub(super) fn answer(
    law: &FraudAlertLaw,
    books: &Books,
    suspect: &Suspect,
    delivery: &mut Delivery,
    stream: &mut Stream,
) -> Answer {
    let asked_at = delivery.decided_at;
    let (answers, is_right) = (stream.chance(law.answered_share), stream.chance(law.right_share));
    let after = minutes(stream.log_normal(law.answer_median_minutes.ln(), law.sigma));
    let (early, earlier) = (0.4 + 0.5 * stream.unit(), 0.3 + 0.6 * stream.unit());
    let timeout = Answer { reply: AlertReply::Timeout, at: asked_at.plus(law.timeout_hours * span::HOUR) };
    let fraud = books.fraud_of(suspect.transaction);
    let Some(read_at) = delivery.read_at.filter(|_| answers) else { return timeout };
    let at = read_at.plus(after).whole_millisecond();
    let says_no = fraud.is_some() == is_right;
    let block_at = fraud.filter(|case| is_known_soon(case, asked_at, law) && case.block.is_some());
    match (fraud.is_some() && says_no, block_at.map(|case| case.detected_at), delivery.delivered_at) {
        (true, Some(block_at), Some(delivered_at)) if delivered_at.plus(span::MINUTE) < block_at => {
            let left = block_at.since(delivered_at) as f64;
            let replied_at = at.min(delivered_at.plus((left * early) as i64).whole_millisecond());
            let read = replied_at.since(delivered_at) as f64 * earlier;
            delivery.read_at = Some(read_at.min(delivered_at.plus(read as i64).whole_millisecond()));
            Answer { reply: AlertReply::No, at: replied_at }
        }
        (true, _, _) => timeout,
        _ if at >= timeout.at => timeout,
        _ => Answer { reply: if says_no { AlertReply::No } else { AlertReply::YesItWasMe }, at },
    }
}

/// Adds the rows of the questions that have been asked, in the order of their ids.
pub(super) fn list(
    community: &Community<'_>,
    books: &Books,
    notified: &[Notification],
    last: Timestamp,
    rows: &mut Rows,
) {
    let law = &community.world.scenario.messenger.fraud_alerts;
    let first = community.number * 1_000_000_000;
    let questions = notified.iter().zip(1..).filter_map(|(told, place)| Some((told, place, told.answer?)));
    for ((told, place, answer), number) in questions.zip(1..) {
        let Some(suspect) = told.suspect else { continue };
        let row = &books.transactions()[suspect.transaction];
        let asked_at = told.delivery.decided_at;
        let is_known = answer.at <= last;
        let own = |card: &Plastic| card.id == row.card_id;
        let blocked = books.plastics().find(own).and_then(|card| card.blocked).filter(|(at, reason)| {
            let after = at.since(asked_at);
            *reason == BlockReason::Fraud && (0..=law.soon_hours * span::HOUR).contains(&after)
        });
        let next = books.plastics().find(|card| card.replaces == Some(row.card_id)).filter(|_| blocked.is_some());
        rows.fraud_alerts.push(rows::FraudAlert {
            alert_id: AlertId(first + number),
            notification_id: NotificationId(first + place),
            customer_id: row.customer_id,
            card_id: row.card_id,
            transaction_id: row.transaction_id,
            asked_at,
            reply: is_known.then_some(answer.reply),
            replied_at: Some(answer.at).filter(|_| is_known && answer.reply != AlertReply::Timeout),
            blocked_at: blocked.map(|(at, _)| at),
            replacement_card_id: next.map(|card| card.id),
        });
    }
}
