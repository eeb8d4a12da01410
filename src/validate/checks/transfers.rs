//! Transfers between two accounts of the dataset.

use crate::units::Cents;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Booked;
use crate::validate::tally::Tally;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "transfers.legs",
        title: "a transfer has two legs, equal and opposite, booked at one instant",
        tables: &["account_entries"],
        sql: "
SELECT transfer_id, count(*) AS legs, sum(amount) AS moved FROM account_entries WHERE transfer_id IS NOT NULL
GROUP BY transfer_id HAVING count(*) <> 2 OR sum(amount) <> 0 OR min(booked_at) <> max(booked_at)",
        run: Run::Community(legs),
    },
    Check {
        id: "transfers.accounts",
        title: "the legs of a transfer name each other's account, which is another",
        tables: &["account_entries"],
        sql: "
SELECT x.transfer_id, x.account_id, x.counterparty_account_id, y.account_id AS other
FROM account_entries x JOIN account_entries y ON y.transfer_id = x.transfer_id
  AND (y.account_id, y.entry_sequence) <> (x.account_id, x.entry_sequence)
WHERE x.account_id = y.account_id OR x.counterparty_account_id IS DISTINCT FROM y.account_id",
        run: Run::Community(accounts),
    },
    Check {
        id: "transfers.counterparty",
        title: "an entry names an account of the dataset as its other side if and only if it is a leg of a transfer",
        tables: &["account_entries"],
        sql: "
SELECT account_id, entry_sequence, counterparty_account_id, transfer_id FROM account_entries
WHERE (counterparty_account_id IS NULL) <> (transfer_id IS NULL)",
        run: Run::Entries(counterparty),
    },
];

fn legs(rows: &Extract<'_>, tally: &mut Tally) {
    for legs in rows.transfers() {
        let id = legs[0].transfer_id;
        let moved: Cents = legs.iter().map(|leg| leg.amount).sum();
        let at_once = legs.iter().all(|leg| leg.booked_at == legs[0].booked_at);
        tally.expect(legs.len() == 2 && moved == Cents::ZERO && at_once, || {
            format!("transfer {id}: {} legs, together {moved}", legs.len())
        });
    }
}

fn accounts(rows: &Extract<'_>, tally: &mut Tally) {
    for legs in rows.transfers() {
        let [one, other] = legs else { continue };
        let id = one.transfer_id;
        let holds = one.account_id != other.account_id
            && one.counterparty_account_id == Some(other.account_id)
            && other.counterparty_account_id == Some(one.account_id);
        tally.expect(holds, || format!("transfer {id} between {} and {}", one.account_id, other.account_id));
    }
}

fn counterparty(_: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    for entry in booked.entries {
        tally.expect(entry.counterparty_account_id.is_some() == entry.transfer_id.is_some(), || {
            format!("account {} entry {}", entry.account_id, entry.entry_sequence)
        });
    }
}
