//! The ledger itself: every movement on every account.

use crate::codes::{BankTransactionCode, CreditDebit};
use crate::units::Cents;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Booked;
use crate::validate::tally::Tally;
use crate::validate::views::Entry;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "entries.dense",
        title: "an account's entries are numbered from 1 without gaps",
        tables: &["account_entries"],
        sql: "
SELECT * FROM (
  SELECT account_id, entry_sequence, row_number() OVER (PARTITION BY account_id ORDER BY entry_sequence) AS place
  FROM account_entries)
WHERE entry_sequence <> place",
        run: Run::Entries(dense),
    },
    Check {
        id: "entries.balance",
        title: "the balance after an entry is the balance before it plus its amount, from the opening balance on",
        tables: &["accounts", "account_entries"],
        sql: "
SELECT * FROM (
  SELECT e.account_id, e.entry_sequence, e.amount, e.balance_after,
    coalesce(lag(e.balance_after) OVER (PARTITION BY e.account_id ORDER BY e.entry_sequence), a.opening_balance) AS balance_before
  FROM account_entries e JOIN accounts a USING (account_id))
WHERE balance_after <> balance_before + amount",
        run: Run::Entries(balance),
    },
    Check {
        id: "entries.sign",
        title: "an entry moves money, and is a credit or a debit as its sign says",
        tables: &["account_entries"],
        sql: "
SELECT account_id, entry_sequence, amount, credit_debit FROM account_entries
WHERE amount = 0 OR (credit_debit = 'CRDT') <> (amount > 0)",
        run: Run::Entries(sign),
    },
    Check {
        id: "entries.time",
        title: "booking times of an account do not run backwards",
        tables: &["account_entries"],
        sql: "
SELECT * FROM (
  SELECT account_id, entry_sequence, booked_at,
    lag(booked_at) OVER (PARTITION BY account_id ORDER BY entry_sequence) AS before
  FROM account_entries)
WHERE booked_at < before",
        run: Run::Entries(time),
    },
    Check {
        id: "entries.day",
        title: "the booking date is the local day of the booking time where the account's owner lives",
        tables: &["customers", "accounts", "account_entries"],
        sql: "
SELECT e.account_id, e.entry_sequence, e.booked_at, e.booking_date, c.timezone
FROM account_entries e JOIN accounts a USING (account_id) JOIN customers c ON c.customer_id = a.customer_id
WHERE e.booking_date <> (e.booked_at AT TIME ZONE c.timezone)::DATE",
        run: Run::Entries(day),
    },
    Check {
        id: "entries.open_account",
        title: "nothing is booked before an account opens, after it closes or outside the horizon",
        tables: &["accounts", "account_entries"],
        sql: "
SELECT e.account_id, e.entry_sequence, e.booking_date, a.opened_on, a.closed_on
FROM account_entries e JOIN accounts a USING (account_id)
WHERE e.booking_date < greatest(a.opened_on, DATE '{from}') OR e.booking_date > least(coalesce(a.closed_on, DATE '{to}'), DATE '{to}')",
        run: Run::Entries(open_account),
    },
    Check {
        id: "entries.cheque",
        title: "an entry has a cheque number if and only if it is about a cheque that the account's holder drew",
        tables: &["account_entries"],
        sql: "
SELECT account_id, entry_sequence, bank_transaction_code, cheque_number FROM account_entries
WHERE (cheque_number IS NOT NULL) <> (bank_transaction_code IN ('PMNT-ICHQ-CCHQ', 'PMNT-ICHQ-UPCQ'))",
        run: Run::Entries(cheque),
    },
];

fn name(entry: &Entry) -> String {
    format!("account {} entry {}", entry.account_id, entry.entry_sequence)
}

fn dense(_: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    for (place, entry) in booked.entries.iter().enumerate() {
        tally.expect(entry.entry_sequence == place as i32 + 1, || format!("{} is number {}", name(entry), place + 1));
    }
}

fn balance(_: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    let Some(account) = booked.account else { return };
    let mut before = account.opening_balance;
    for entry in booked.entries {
        tally.expect(before + entry.amount == entry.balance_after, || {
            format!("{}: {} + {} is not {}", name(entry), before, entry.amount, entry.balance_after)
        });
        before = entry.balance_after;
    }
}

fn sign(_: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    for entry in booked.entries {
        let is_credit = entry.credit_debit == CreditDebit::Credit;
        tally.expect(entry.amount != Cents::ZERO && is_credit == (entry.amount > Cents::ZERO), || {
            format!("{}: {} of {}", name(entry), entry.credit_debit.word(), entry.amount)
        });
    }
}

fn time(_: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    let mut before = booked.entries[0].booked_at;
    for entry in booked.entries {
        tally.expect(before <= entry.booked_at, || name(entry));
        before = entry.booked_at;
    }
}

fn day(_: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    let Some(clock) = booked.clock else { return };
    for entry in booked.entries {
        let local = clock.day(entry.booked_at);
        tally.expect(local == entry.booking_date, || {
            format!("{}: {} is {} in {}", name(entry), entry.booking_date.iso(), local.iso(), clock.zone().name())
        });
    }
}

fn open_account(rows: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    let horizon = rows.context.horizon;
    let Some(account) = booked.account else { return };
    let first = account.opened_on.max(horizon.from);
    let last = account.closed_on.unwrap_or(horizon.to).min(horizon.to);
    for entry in booked.entries {
        tally.expect(first <= entry.booking_date && entry.booking_date <= last, || {
            format!("{} on {}, open {} to {}", name(entry), entry.booking_date.iso(), first.iso(), last.iso())
        });
    }
}

fn cheque(_: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    use BankTransactionCode::*;
    for entry in booked.entries {
        let is_cheque = matches!(entry.bank_transaction_code, ChequePaid | ChequeReturned);
        tally.expect(is_cheque == entry.cheque_number.is_some(), || {
            format!("{}: {}", name(entry), entry.bank_transaction_code.word())
        });
    }
}
