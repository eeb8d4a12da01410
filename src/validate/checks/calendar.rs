//! What follows the calendar: wages, mandates and what the clearing house settles come on business days.

use crate::codes::BankTransactionCode;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Booked;
use crate::validate::tally::Tally;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "calendar.salary",
        title: "wages, pensions and benefits arrive on business days",
        tables: &["account_entries"],
        sql: "
SELECT account_id, entry_sequence, booking_date, bank_transaction_code FROM account_entries
WHERE bank_transaction_code IN ('PMNT-RCDT-SALA', 'PMNT-RCDT-BENE') AND {closed:booking_date}",
        run: Run::Entries(salary),
    },
    Check {
        id: "calendar.debits",
        title: "direct debits and standing orders are booked on business days",
        tables: &["account_entries"],
        sql: "
SELECT account_id, entry_sequence, booking_date, bank_transaction_code FROM account_entries
WHERE bank_transaction_code IN ('PMNT-RDDT-PMDD', 'PMNT-RDDT-UPDD', 'PMNT-ICDT-STDO') AND {closed:booking_date}",
        run: Run::Entries(debits),
    },
];

fn on_business_days(rows: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally, codes: &[BankTransactionCode]) {
    for entry in booked.entries.iter().filter(|entry| codes.contains(&entry.bank_transaction_code)) {
        tally.expect(rows.context.holidays.is_business_day(entry.booking_date), || {
            format!("account {} entry {} on {}", entry.account_id, entry.entry_sequence, entry.booking_date.iso())
        });
    }
}

fn salary(rows: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    on_business_days(rows, booked, tally, &[BankTransactionCode::Salary, BankTransactionCode::Benefit]);
}

fn debits(rows: &Extract<'_>, booked: &Booked<'_>, tally: &mut Tally) {
    use BankTransactionCode::*;
    on_business_days(rows, booked, tally, &[DirectDebit, DirectDebitReturned, StandingOrder]);
}
