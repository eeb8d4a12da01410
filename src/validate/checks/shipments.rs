//! Shipments: parcels of receipts, what became of them in order, and what a return has to do with a refund.

use std::collections::BTreeMap;

use crate::codes::{Channel, ShipmentStep};
use crate::dataset::run_of;
use crate::units::Timestamp;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;
use crate::validate::views::{Shipment, ShipmentEvent, Transaction};

/// Days within which the money follows the goods.
const REFUND_DAYS: i32 = 5;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "shipments.receipt",
        title: "parcels carry the goods of receipts, numbered in their order from 1 without gaps in each community, one for each sale of goods at a distance",
        tables: &["card_transactions", "receipts", "shipments"],
        sql: "
SELECT coalesce(s.shipment_id, 0) AS shipment, r.receipt_id, r.channel, r.category FROM (
  SELECT *, row_number() OVER (PARTITION BY shipment_id // 1000000000 ORDER BY shipment_id) AS place,
    lag(receipt_id) OVER (ORDER BY shipment_id) AS before FROM shipments) s
FULL JOIN (SELECT r.receipt_id, t.channel, t.category, t.channel <> 'in_person' AND t.category IN ('groceries', 'general_merchandise') AS is_sent
  FROM receipts r JOIN card_transactions t USING (transaction_id)) r USING (receipt_id)
WHERE (s.shipment_id IS NOT NULL) <> r.is_sent OR s.shipment_id % 1000000000 <> s.place OR s.receipt_id <= s.before",
        run: Run::Community(receipt),
    },
    Check {
        id: "shipments.events",
        title: "the steps of a parcel are numbered from 1 without gaps in order of time, and begin with its label when the receipt is issued",
        tables: &["receipts", "shipments", "shipment_events"],
        sql: "
SELECT * FROM (
  SELECT s.shipment_id, e.event_sequence, e.event_type, e.occurred_at, r.issued_at, row_number() OVER w AS place,
    lag(e.occurred_at) OVER w AS before, lag(e.event_type) OVER w AS after
  FROM shipments s JOIN receipts r USING (receipt_id) LEFT JOIN shipment_events e USING (shipment_id)
  WINDOW w AS (PARTITION BY s.shipment_id ORDER BY e.event_sequence))
WHERE coalesce(event_sequence <> place, true) OR occurred_at <= before OR (place = 1) <> (event_type = 'label_created')
   OR (place = 1 AND occurred_at <> issued_at) OR after = 'returned'",
        run: Run::Community(events),
    },
    Check {
        id: "shipments.state",
        title: "a parcel is shipped, delivered and where it is as its steps say",
        tables: &["shipments", "shipment_events"],
        sql: "
SELECT s.*, e.* FROM shipments s JOIN (
  SELECT shipment_id, min(occurred_at) FILTER (event_type = 'picked_up') AS picked_up, min(occurred_at) FILTER (event_type = 'delivered') AS delivered,
    arg_max(event_type, event_sequence) AS last FROM shipment_events GROUP BY shipment_id) e USING (shipment_id)
WHERE s.shipped_at IS DISTINCT FROM e.picked_up OR s.delivered_at IS DISTINCT FROM e.delivered
   OR s.status <> CASE WHEN e.last = 'label_created' THEN 'preparing' WHEN e.last IN ('delivered', 'returned') THEN e.last ELSE 'on_the_way' END",
        run: Run::Community(state),
    },
    Check {
        id: "shipments.promise",
        title: "a delay is told on the promised day, before the parcel comes; one that comes later was delayed or met nobody",
        tables: &["customers", "receipts", "shipments", "shipment_events"],
        sql: "
SELECT s.*, e.* FROM shipments s JOIN receipts r USING (receipt_id) JOIN customers p USING (customer_id) JOIN (
  SELECT shipment_id, max(occurred_at) FILTER (event_type = 'delayed') AS delayed, bool_or(event_type = 'attempted') AS attempted
  FROM shipment_events GROUP BY shipment_id) e USING (shipment_id)
WHERE (e.delayed AT TIME ZONE p.timezone)::DATE <> s.promised_on OR s.delivered_at < e.delayed
   OR (s.delivered_at AT TIME ZONE p.timezone)::DATE > s.promised_on AND e.delayed IS NULL AND NOT e.attempted
   OR s.promised_on <= (r.issued_at AT TIME ZONE p.timezone)::DATE",
        run: Run::Community(promise),
    },
    Check {
        id: "shipments.returned",
        title: "what has come back is refunded within days, unless these lie beyond the horizon, the account closed first, or the purchase was disputed",
        tables: &["customers", "accounts", "card_transactions", "disputes", "receipts", "shipments", "shipment_events"],
        sql: "
SELECT e.*, r.transaction_id FROM shipment_events e JOIN shipments USING (shipment_id) JOIN receipts r USING (receipt_id)
JOIN card_transactions t USING (transaction_id) JOIN customers p ON p.customer_id = r.customer_id JOIN accounts a ON a.account_id = t.account_id
WHERE e.event_type = 'returned' AND (e.occurred_at AT TIME ZONE p.timezone)::DATE <= DATE '{to}' - 5
  AND coalesce(a.closed_on > (e.occurred_at AT TIME ZONE p.timezone)::DATE + 5, true)
  AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.transaction_id = r.transaction_id)
  AND NOT EXISTS (SELECT 1 FROM card_transactions f WHERE f.original_transaction_id = r.transaction_id
    AND f.posted_at > e.occurred_at AND f.posted_at <= e.occurred_at + INTERVAL 5 DAY)",
        run: Run::Community(returned),
    },
];

impl Extract<'_> {
    /// Returns the card transaction that a parcel was bought by.
    fn bought_by(&self, shipment: &Shipment) -> Option<&Transaction> {
        self.transaction(self.receipt(shipment.receipt_id)?.transaction_id)
    }

    fn steps_of(&self, shipment: &Shipment) -> &[ShipmentEvent] {
        run_of(&self.shipment_events, shipment.shipment_id, |step| step.shipment_id)
    }
}

fn when(steps: &[ShipmentEvent], step: ShipmentStep) -> Option<Timestamp> {
    steps.iter().find(|event| event.event_type == step).map(|event| event.occurred_at)
}

fn receipt(rows: &Extract<'_>, tally: &mut Tally) {
    for (place, shipment) in rows.shipments.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| rows.shipments[before].receipt_id);
        let holds = shipment.shipment_id % 1_000_000_000 == place as i64 + 1
            && before.is_none_or(|before| before < shipment.receipt_id);
        tally.expect(holds, || format!("shipment {}", shipment.shipment_id));
    }
    for receipt in &rows.receipts {
        let Some(t) = rows.transaction(receipt.transaction_id) else { continue };
        let is_sent = t.channel != Channel::InPerson && t.category.is_goods();
        let found = rows.shipments.binary_search_by_key(&receipt.receipt_id, |shipment| shipment.receipt_id);
        tally.expect(found.is_ok() == is_sent, || format!("receipt {}", receipt.receipt_id));
    }
}

fn events(rows: &Extract<'_>, tally: &mut Tally) {
    for shipment in &rows.shipments {
        let Some(receipt) = rows.receipt(shipment.receipt_id) else { continue };
        let steps = rows.steps_of(shipment);
        let is_label = |step: &ShipmentEvent| step.event_type == ShipmentStep::LabelCreated;
        let holds = steps.first().is_some_and(|step| is_label(step) && step.occurred_at == receipt.issued_at)
            && steps
                .iter()
                .zip(1..)
                .all(|(step, place)| step.event_sequence == place && is_label(step) == (place == 1))
            && steps
                .windows(2)
                .all(|pair| pair[0].occurred_at < pair[1].occurred_at && pair[0].event_type != ShipmentStep::Returned);
        tally.expect(holds, || format!("shipment {}", shipment.shipment_id));
    }
}

fn state(rows: &Extract<'_>, tally: &mut Tally) {
    for shipment in &rows.shipments {
        let steps = rows.steps_of(shipment);
        let Some(last) = steps.last() else { continue };
        let holds = shipment.shipped_at == when(steps, ShipmentStep::PickedUp)
            && shipment.delivered_at == when(steps, ShipmentStep::Delivered)
            && shipment.status == last.event_type.status();
        tally.expect(holds, || format!("shipment {}", shipment.shipment_id));
    }
}

fn promise(rows: &Extract<'_>, tally: &mut Tally) {
    for shipment in &rows.shipments {
        let Some(receipt) = rows.receipt(shipment.receipt_id) else { continue };
        let (steps, day) = (rows.steps_of(shipment), |at| rows.day(receipt.customer_id, at));
        let delayed = when(steps, ShipmentStep::Delayed);
        let is_explained = delayed.is_some() || when(steps, ShipmentStep::Attempted).is_some();
        let holds = day(receipt.issued_at) < shipment.promised_on
            && delayed.is_none_or(|at| day(at) == shipment.promised_on)
            && shipment.delivered_at.is_none_or(|at| {
                delayed.is_none_or(|delayed| delayed <= at) && (day(at) <= shipment.promised_on || is_explained)
            });
        tally.expect(holds, || {
            format!("shipment {} was promised on {}", shipment.shipment_id, shipment.promised_on.iso())
        });
    }
}

fn returned(rows: &Extract<'_>, tally: &mut Tally) {
    let mut refunds: BTreeMap<i64, Vec<Timestamp>> = BTreeMap::new();
    for refund in rows.refunds() {
        if let (Some(id), Some(at)) = (refund.original_transaction_id.get(), refund.posted_at.get()) {
            refunds.entry(id).or_default().push(at);
        }
    }
    for shipment in &rows.shipments {
        let Some(at) = when(rows.steps_of(shipment), ShipmentStep::Returned) else { continue };
        let Some(t) = rows.bought_by(shipment) else { continue };
        let day = rows.day(t.customer_id, at).plus(REFUND_DAYS);
        let is_closed = rows.account(t.account_id).and_then(|account| account.closed_on).is_some_and(|on| on <= day);
        let is_disputed = || rows.disputes.iter().any(|dispute| dispute.transaction_id == t.transaction_id);
        let latest = at.plus(i64::from(REFUND_DAYS) * crate::units::span::DAY);
        let mut posted = refunds.get(&t.transaction_id).into_iter().flatten();
        let holds = posted.any(|refund| at < *refund && *refund <= latest)
            || day > rows.context.horizon.to
            || is_closed
            || is_disputed();
        tally.expect(holds, || format!("shipment {} of transaction {}", shipment.shipment_id, t.transaction_id));
    }
}
