//! Shipments: parcels with what was bought at a distance, what was promised, and what became of it.

use crate::calendar::Zone;
use crate::codes::ShipmentStep;
use crate::columns::{Columns as _, Text};
use crate::community::Community;
use crate::identity::mint_tracking_number;
use crate::ledger::Books;
use crate::rng::{Alias, Stream};
use crate::rows::{self, Rows};
use crate::scenario::ShipmentLaw;
use crate::units::{Date, ReceiptId, ShipmentId, Timestamp, TransactionId, span};

use super::{days, last_instant};

/// The most hubs that a parcel passes after the first.
const MOST_HUBS: usize = 3;
/// Hours that a parcel takes back to the shop at the least.
const SHORTEST_WAY_BACK: i64 = 6 * span::HOUR;

/// Where the parcels of a community are handed to carriers, one after another.
pub(super) struct Dispatch<'w> {
    law: &'w ShipmentLaw,
    /// The card transactions that will be refunded, by place, and when.
    refunds: Vec<(usize, Timestamp)>,
    carriers: Vec<Text>,
    choice: Alias,
    number: i64,
    last: Timestamp,
    steps: Vec<(ShipmentStep, Timestamp)>,
}

impl<'w> Dispatch<'w> {
    pub(super) fn new(community: &mut Community<'w>, books: &Books) -> Self {
        let law = &community.world.scenario.messenger.shipments;
        let mut refunds = books.outcome().planned_refunds.clone();
        refunds.sort_unstable();
        let weights: Vec<f64> = law.carrier_shares.values().copied().collect();
        let carriers = law.carrier_shares.keys().map(|name| community.texts.intern(name)).collect();
        let (last, choice) = (last_instant(community), Alias::new(&weights));
        Self { law, refunds, carriers, choice, number: 0, last, steps: Vec::new() }
    }

    /// Sends what a receipt lists, and adds the rows: as much as has happened by the end of the horizon.
    ///
    /// # Randomness
    ///
    /// Stream `messenger.shipment`, subject the transaction.
    pub(super) fn send(
        &mut self,
        community: &Community<'_>,
        place: usize,
        transaction: TransactionId,
        (receipt_id, at): (ReceiptId, Timestamp),
        rows: &mut Rows,
    ) {
        let mut stream = community.world.streams.stream("messenger.shipment", transaction.0);
        let carrier = self.carriers[self.choice.sample(&mut stream)];
        let refund = self.refunds.binary_search_by_key(&place, |(of, _)| *of).ok().map(|found| self.refunds[found].1);
        let promised_on = plan(self.law, community.zone(), (at, refund), &mut stream, &mut self.steps);
        self.number += 1;
        let shipment_id = ShipmentId(community.number * 1_000_000_000 + self.number);
        let happened = self.steps.partition_point(|(_, at)| *at <= self.last);
        let steps = &self.steps[..happened];
        let when = |step| steps.iter().find(|(kind, _)| *kind == step).map(|(_, at)| *at);
        rows.shipments.push(rows::Shipment {
            shipment_id,
            receipt_id,
            carrier,
            tracking_number: mint_tracking_number(shipment_id),
            promised_on,
            shipped_at: when(ShipmentStep::PickedUp),
            delivered_at: when(ShipmentStep::Delivered),
            status: steps.last().map_or(ShipmentStep::LabelCreated, |(step, _)| *step).status(),
        });
        for ((event_type, occurred_at), event_sequence) in steps.iter().copied().zip(1..) {
            rows.shipment_events.push(rows::ShipmentEvent { shipment_id, event_sequence, event_type, occurred_at });
        }
    }
}

/// Plans the steps of a parcel whose label is made at an instant, and returns the day that is promised.
///
/// A refund that the shop has planned sends it back, from the buyer or from the way.
pub(super) fn plan(
    law: &ShipmentLaw,
    zone: &Zone,
    (ordered_at, refund_at): (Timestamp, Option<Timestamp>),
    stream: &mut Stream,
    steps: &mut Vec<(ShipmentStep, Timestamp)>,
) -> Date {
    steps.clear();
    steps.push((ShipmentStep::LabelCreated, ordered_at));
    let (today, micros) = zone.local(ordered_at);
    let picked_on = working_day(today.plus(i32::from(micros >= 14 * span::HOUR)));
    let promised_on = working_day(today.plus(*stream.pick(&law.promise_days)).max(picked_on.plus(1)));
    let arrives_on = arrival(law, (picked_on, promised_on), stream);
    let mut step = |kind, on: Date, (from, to): (i64, i64), stream: &mut Stream| {
        let seconds = stream.between(from * span::MINUTE / span::SECOND, to * span::MINUTE / span::SECOND - 1);
        let at = zone.instant(on, seconds * span::SECOND);
        steps.push((kind, at));
    };
    step(ShipmentStep::PickedUp, picked_on, (15 * 60, 20 * 60), stream);
    step(ShipmentStep::InTransit, picked_on, (21 * 60, 24 * 60), stream);
    let mut hubs = 0;
    for day in picked_on.0 + 1..=arrives_on.0 {
        let day = Date(day);
        if day < arrives_on && hubs < MOST_HUBS && day.since(picked_on) > 1 {
            step(ShipmentStep::InTransit, day, (60, 12 * 60), stream);
            hubs += 1;
        }
        if day == promised_on && day < arrives_on {
            step(ShipmentStep::Delayed, day, (18 * 60 + 30, 21 * 60), stream);
        }
    }
    step(ShipmentStep::OutForDelivery, arrives_on, (6 * 60 + 30, 9 * 60), stream);
    if stream.chance(law.attempted_share) {
        step(ShipmentStep::Attempted, arrives_on, (10 * 60, 18 * 60), stream);
        let again = working_day(arrives_on.plus(1));
        step(ShipmentStep::OutForDelivery, again, (6 * 60 + 30, 9 * 60), stream);
        step(ShipmentStep::Delivered, again, (9 * 60 + 30, 20 * 60), stream);
    } else {
        step(ShipmentStep::Delivered, arrives_on, (9 * 60 + 30, 20 * 60), stream);
    }
    let (is_kept, before) = (stream.chance(law.kept_share), stream.unit());
    if let Some(refund_at) = refund_at.filter(|_| !is_kept) {
        send_back(refund_at, days(law.return_days), before, steps);
    }
    promised_on
}

/// Draws the day on which a parcel comes: the promised one, a day or more before, or after.
fn arrival(law: &ShipmentLaw, (picked_on, promised_on): (Date, Date), stream: &mut Stream) -> Date {
    let (chance, lateness) = (stream.unit(), stream.exponential((law.late_mean_days - 1.0).max(0.01)));
    let arrives_on = if chance < law.late_share {
        promised_on.plus(1 + lateness as i32)
    } else if chance < law.late_share + (1.0 - law.late_share) * law.early_share {
        promised_on.plus(-1 - lateness as i32)
    } else {
        promised_on
    };
    working_day(arrives_on.max(picked_on.plus(1)))
}

/// Brings a parcel back before its refund: once it has been delivered if there is time, and otherwise from where it is then.
fn send_back(refund_at: Timestamp, most: i64, before: f64, steps: &mut Vec<(ShipmentStep, Timestamp)>) {
    let delivered_at = steps.last().expect("a parcel has steps").1;
    let left = refund_at.since(delivered_at);
    let way =
        |room: i64| (span::HOUR as f64 + (room - span::HOUR) as f64 * before) as i64 / span::SECOND * span::SECOND;
    if left > 2 * SHORTEST_WAY_BACK {
        steps.push((ShipmentStep::Returned, refund_at.plus(-way(most.min(left - SHORTEST_WAY_BACK)))));
        return;
    }
    let back_at = refund_at.plus(-way(3 * span::HOUR));
    if steps[0].1 < back_at {
        steps.retain(|(kind, at)| *at < back_at && *kind != ShipmentStep::Delivered);
        steps.push((ShipmentStep::Returned, back_at));
    }
}

/// Returns a day, or the Monday after it if it is a Sunday.
fn working_day(day: Date) -> Date {
    // 1970-01-01 was a Thursday.
    if (day.0 + 4).rem_euclid(7) == 0 { day.plus(1) } else { day }
}
