//! Accounts, their holders, profile changes and devices.

use crate::codes::HolderRole;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::{Extract, owner_of};
use crate::validate::tally::Tally;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "accounts.life",
        title: "an account closes after it opens, is closed if it says so, and opens with nothing if it opens in the horizon",
        tables: &["accounts"],
        sql: "
SELECT account_id, opened_on, closed_on, status, opening_balance FROM accounts
WHERE closed_on < opened_on OR (closed_on IS NOT NULL) <> (status = 'closed')
   OR (opened_on > DATE '{from}' AND opening_balance <> 0)",
        run: Run::Community(account_life),
    },
    Check {
        id: "accounts.owner",
        title: "an account opens no earlier than its owner becomes a customer, and a part in it is held no earlier than it opens",
        tables: &["customers", "accounts", "account_holders"],
        sql: "
SELECT a.account_id, a.opened_on, c.onboarded_on, h.customer_id, h.since
FROM accounts a JOIN customers c USING (customer_id) JOIN account_holders h USING (account_id)
WHERE a.opened_on < c.onboarded_on OR h.since < a.opened_on",
        run: Run::Community(owner),
    },
    Check {
        id: "accounts.type",
        title: "the ISO 20022 account type is that of the product, and the id that of its owner",
        tables: &["accounts"],
        sql: "
SELECT account_id, customer_id, product, cash_account_type FROM accounts
WHERE cash_account_type <> CASE product WHEN 'checking' THEN 'CACC' WHEN 'savings' THEN 'SVGS' ELSE 'CARD' END
   OR account_id // 100 <> customer_id",
        run: Run::Community(account_type),
    },
    Check {
        id: "account_holders.owner",
        title: "an account has exactly one owner, the customer it belongs to",
        tables: &["accounts", "account_holders"],
        sql: "
SELECT a.account_id, count(h.customer_id) AS owners FROM accounts a
LEFT JOIN account_holders h ON h.account_id = a.account_id AND h.role = 'owner'
GROUP BY a.account_id, a.customer_id
HAVING count(h.customer_id) <> 1 OR min(h.customer_id) <> a.customer_id",
        run: Run::Community(one_owner),
    },
    Check {
        id: "customer_events.order",
        title: "a customer's profile changes are numbered from 1 without gaps, in order of time",
        tables: &["customer_events"],
        sql: "
SELECT * FROM (
  SELECT customer_id, event_sequence, occurred_at,
    row_number() OVER (PARTITION BY customer_id ORDER BY event_sequence) AS place,
    lag(occurred_at) OVER (PARTITION BY customer_id ORDER BY event_sequence) AS before
  FROM customer_events)
WHERE event_sequence <> place OR occurred_at < before",
        run: Run::Community(profile_order),
    },
    Check {
        id: "devices.seen",
        title: "a device is last seen no earlier than first",
        tables: &["devices"],
        sql: "SELECT device_id, first_seen_at, last_seen_at FROM devices WHERE last_seen_at < first_seen_at",
        run: Run::Community(device_seen),
    },
];

fn account_life(rows: &Extract<'_>, tally: &mut Tally) {
    for account in &rows.accounts {
        let is_closed = account.status == crate::codes::AccountStatus::Closed;
        let holds = account.closed_on.is_none_or(|closed| closed >= account.opened_on)
            && account.closed_on.is_some() == is_closed
            && (account.opened_on <= rows.context.horizon.from || account.opening_balance.0 == 0);
        tally.expect(holds, || {
            format!(
                "account {} opened on {}, closed on {:?}, opening balance {}",
                account.account_id,
                account.opened_on.iso(),
                account.closed_on.map(|day| day.iso()),
                account.opening_balance
            )
        });
    }
}

fn owner(rows: &Extract<'_>, tally: &mut Tally) {
    for holder in &rows.account_holders {
        let Some(account) = rows.account(holder.account_id) else { continue };
        let onboarded = rows.customer(account.customer_id).map(|customer| customer.onboarded_on);
        let holds = onboarded.is_none_or(|day| day <= account.opened_on) && account.opened_on <= holder.since;
        tally.expect(holds, || {
            format!(
                "account {} opened on {}, held since {}",
                account.account_id,
                account.opened_on.iso(),
                holder.since.iso()
            )
        });
    }
}

fn account_type(rows: &Extract<'_>, tally: &mut Tally) {
    for account in &rows.accounts {
        let holds = account.cash_account_type == account.product.cash_account_type()
            && owner_of(account.account_id) == account.customer_id;
        tally.expect(holds, || {
            format!(
                "account {} of customer {} is {} and {}",
                account.account_id,
                account.customer_id,
                account.product.word(),
                account.cash_account_type.word()
            )
        });
    }
}

fn one_owner(rows: &Extract<'_>, tally: &mut Tally) {
    for account in &rows.accounts {
        let mut owners = rows
            .account_holders
            .iter()
            .filter(|holder| holder.account_id == account.account_id && holder.role == HolderRole::Owner);
        let is_own = owners.next().is_some_and(|holder| holder.customer_id == account.customer_id);
        tally.expect(is_own && owners.next().is_none(), || {
            format!("account {} of customer {}", account.account_id, account.customer_id)
        });
    }
}

fn profile_order(rows: &Extract<'_>, tally: &mut Tally) {
    for events in rows.customer_events.chunk_by(|a, b| a.customer_id == b.customer_id) {
        for (place, event) in events.iter().enumerate() {
            let is_later = place == 0 || events[place - 1].occurred_at <= event.occurred_at;
            tally.expect(is_later && event.event_sequence == place as i32 + 1, || {
                format!("customer {} event {}", event.customer_id, event.event_sequence)
            });
        }
    }
}

fn device_seen(rows: &Extract<'_>, tally: &mut Tally) {
    for device in &rows.devices {
        let holds = device.last_seen_at.is_none_or(|last| last >= device.first_seen_at);
        tally.expect(holds, || format!("device {}", device.device_id));
    }
}
