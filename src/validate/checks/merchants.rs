//! Where card transactions took place: their shop, its store and its clock.

use crate::codes::{Category, Channel, ProcessingCode};
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Linked;
use crate::validate::tally::Tally;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "transactions.merchant",
        title: "category code, category and country of a transaction are those of its merchant, its store one of the merchant's",
        tables: &["merchants", "merchant_locations", "card_transactions"],
        sql: "
SELECT t.transaction_id, t.merchant_id, t.location_id, t.mcc, t.category, m.mcc, m.category, l.merchant_id
FROM card_transactions t JOIN merchants m USING (merchant_id) LEFT JOIN merchant_locations l USING (location_id)
WHERE t.mcc <> m.mcc OR t.category <> m.category OR t.merchant_country <> m.country OR l.merchant_id <> t.merchant_id",
        run: Run::Transactions(merchant),
    },
    Check {
        id: "transactions.channel",
        title: "a card used in person or at a machine is used at a store's terminal, and cash comes from machines",
        tables: &["card_transactions"],
        sql: "
SELECT transaction_id, channel, location_id, terminal_id FROM card_transactions
WHERE (channel IN ('in_person', 'atm') AND location_id IS NULL) OR (terminal_id IS NULL) <> (location_id IS NULL)
   OR (channel = 'atm') <> (processing_code = '01' OR (processing_code = '20' AND category = 'cash_machine'))",
        run: Run::Transactions(channel),
    },
    Check {
        id: "transactions.open_store",
        title: "nobody pays at a store before it opens or after it has closed; what is taken back later is",
        tables: &["merchant_locations", "card_transactions"],
        sql: "
SELECT t.transaction_id, t.local_date, l.opened_on, l.closed_on
FROM card_transactions t JOIN merchant_locations l USING (location_id)
WHERE t.processing_code <> '20' AND (t.local_date < l.opened_on OR t.local_date >= l.closed_on)",
        run: Run::Transactions(open_store),
    },
    Check {
        id: "transactions.device",
        title: "a device is one of the customer's and was seen no later than the use",
        tables: &["devices", "card_transactions"],
        sql: "
SELECT t.transaction_id, t.customer_id, t.authorized_at, d.* FROM card_transactions t JOIN devices d USING (device_id)
WHERE d.customer_id <> t.customer_id OR d.first_seen_at > t.authorized_at OR coalesce(d.last_seen_at < t.authorized_at, true)",
        run: Run::Transactions(device),
    },
    Check {
        id: "transactions.local_time",
        title: "local date and hour are what the clock of the store shows, online that of the customer's home",
        tables: &["customers", "merchant_locations", "card_transactions"],
        sql: "
SELECT * FROM (
  SELECT t.transaction_id, t.authorized_at, t.local_date, t.local_hour,
    t.authorized_at AT TIME ZONE coalesce(l.timezone, c.timezone) AS local
  FROM card_transactions t JOIN customers c USING (customer_id) LEFT JOIN merchant_locations l USING (location_id)
  WHERE t.location_id IS NULL OR l.location_id IS NOT NULL)
WHERE local_date <> local::DATE OR local_hour <> hour(local)",
        run: Run::Transactions(local_time),
    },
];

fn merchant(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, merchant, store, .. } in block {
        let Some(merchant) = merchant else { continue };
        let holds = (t.mcc, t.category, t.merchant_country) == (merchant.mcc, merchant.category, merchant.country)
            && store.is_none_or(|store| store.merchant_id == t.merchant_id);
        tally.expect(holds, || {
            format!("transaction {} at merchant {} store {:?}", t.transaction_id, t.merchant_id, t.location_id.get())
        });
    }
}

fn open_store(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, store, .. } in block.iter().filter(|linked| !linked.row.is_refund()) {
        let Some(store) = store else { continue };
        let trades =
            store.opened_on <= t.local_date && store.closed_on.is_none_or(|closed_on| t.local_date < closed_on);
        tally.expect(trades, || {
            format!("transaction {} at store {:?} on {}", t.transaction_id, t.location_id.get(), t.local_date.iso())
        });
    }
}

fn channel(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in block {
        let is_present = matches!(t.channel, Channel::InPerson | Channel::Atm);
        let is_cash =
            t.processing_code == ProcessingCode::CashWithdrawal || (t.is_refund() && t.category == Category::Cash);
        let holds = (!is_present || t.location_id.is_some())
            && t.terminal_id.0 == t.location_id.is_some()
            && is_cash == (t.channel == Channel::Atm);
        tally.expect(holds, || {
            format!("transaction {} {} at store {:?}", t.transaction_id, t.channel.word(), t.location_id.get())
        });
    }
}

fn device(rows: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in block {
        let Some(device) = t.device_id.get().and_then(|id| rows.device(id)) else { continue };
        let holds = device.customer_id == t.customer_id
            && device.first_seen_at <= t.authorized_at
            && device.last_seen_at.is_some_and(|last| last >= t.authorized_at);
        tally.expect(holds, || format!("transaction {} on device {}", t.transaction_id, device.device_id));
    }
}

fn local_time(rows: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, store, clock, .. } in block {
        let clock = match t.location_id.get() {
            None => *clock,
            Some(_) => store.map(|store| rows.clock_of(store)),
        };
        let Some(clock) = clock else { continue };
        let (day, micros) = clock.local(t.authorized_at);
        let hour = (micros / crate::units::span::HOUR) as i32;
        tally.expect((day, hour) == (t.local_date, t.local_hour), || {
            format!("transaction {}: {} {hour} h in {}", t.transaction_id, day.iso(), clock.zone().name())
        });
    }
}
