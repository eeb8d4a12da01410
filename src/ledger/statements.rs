//! Credit-card cycles: closing, minimum, due date, interest, lateness.

use crate::codes::BankTransactionCode;
use crate::rows::Statement;
use crate::scenario::StatementLaws;
use crate::units::{AccountId, Cents, Date, StatementId};

/// The running cycle of a card account and the statement before it.
///
/// # Units
///
/// Sums are in the account's own sign: what is spent is negative, what is paid positive.
#[derive(Debug)]
pub(super) struct Cycle {
    /// The running cycle's number, from 1.
    pub(super) number: i32,
    pub(super) closing_day: u32,
    /// Whether all of it is debited at the month's end.
    is_deferred: bool,
    pub(super) opened_on: Date,
    pub(super) opening: Cents,
    sums: Sums,
    /// The last statement, while its due date lies ahead or money is still owed on it.
    pub(super) billed: Billed,
    /// The last statement was not paid in full by its due date, so interest runs.
    pub(super) is_revolving: bool,
    /// The statements closed so far.
    pub(super) statements: Vec<Statement>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    purchases: Cents,
    refunds: Cents,
    payments: Cents,
    fees: Cents,
    interest: Cents,
    adjustments: Cents,
}

/// What is asked for and what has come in since.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Billed {
    pub(super) owed: Cents,
    pub(super) minimum: Cents,
    pub(super) due_on: Date,
    pub(super) paid: Cents,
    /// Whether it stands as a row that is still to be paid; what carries over from before the horizon does not.
    has_row: bool,
}

impl Billed {
    /// Returns what is still owed of the statement.
    pub(super) fn left(&self) -> Cents {
        (self.owed - self.paid).max(Cents::ZERO)
    }

    /// Returns what is still owed of the minimum.
    pub(super) fn minimum_left(&self) -> Cents {
        (self.minimum - self.paid).max(Cents::ZERO)
    }
}

impl Cycle {
    /// Starts the cycle of a card that owes `-opening`; the last statement asked for a share of that.
    pub(super) fn start(laws: &StatementLaws, closing_day: u32, on: Date, opening: Cents, is_deferred: bool) -> Self {
        let asked = if is_deferred { 0.0 } else { laws.opening_statement_share };
        let owed = (-opening).max(Cents::ZERO).share(asked);
        let this_month = on.with_day(closing_day);
        let last_closing = if this_month < on { this_month } else { on.plus_months(-1).with_day(closing_day) };
        Self {
            number: 1,
            closing_day,
            is_deferred,
            opened_on: on,
            opening,
            sums: Sums::default(),
            billed: Billed {
                owed,
                minimum: minimum_of(laws, owed, Cents::ZERO),
                due_on: due_on(laws, is_deferred, last_closing),
                paid: Cents::ZERO,
                has_row: false,
            },
            is_revolving: false,
            statements: Vec::new(),
        }
    }

    /// Counts an entry towards the running cycle and, if it is a payment, towards the last statement.
    pub(super) fn count(&mut self, code: BankTransactionCode, amount: Cents) {
        use BankTransactionCode as Code;
        let sum = match code {
            Code::CardPayment | Code::CashWithdrawal => &mut self.sums.purchases,
            Code::CardRefund => &mut self.sums.refunds,
            Code::Fee | Code::FeeRefunded => &mut self.sums.fees,
            Code::InterestCharged => &mut self.sums.interest,
            Code::Adjustment | Code::Closing => &mut self.sums.adjustments,
            _ => &mut self.sums.payments,
        };
        *sum += amount;
        if amount > Cents::ZERO {
            self.billed.paid += amount;
        }
    }

    /// Closes the cycle on a day: adds the statement and starts the next cycle.
    pub(super) fn close(&mut self, laws: &StatementLaws, account: AccountId, on: Date, booked: Cents) {
        let owed = (-booked).max(Cents::ZERO);
        let extras = -(self.sums.fees + self.sums.interest);
        let billed = Billed {
            owed,
            minimum: if self.is_deferred { owed } else { minimum_of(laws, owed, extras.max(Cents::ZERO)) },
            due_on: due_on(laws, self.is_deferred, on),
            paid: Cents::ZERO,
            has_row: true,
        };
        self.statements.push(Statement {
            statement_id: StatementId(account.0 * 1_000 + i64::from(self.number)),
            account_id: account,
            cycle: self.number,
            opened_on: self.opened_on,
            closed_on: on,
            due_on: billed.due_on,
            opening_balance: self.opening,
            purchases: self.sums.purchases,
            refunds: self.sums.refunds,
            payments: self.sums.payments,
            fees: self.sums.fees,
            interest: self.sums.interest,
            adjustments: self.sums.adjustments,
            closing_balance: booked,
            minimum_due: billed.minimum,
            paid_by_due: Cents::ZERO,
            is_late: false,
        });
        self.billed = billed;
        self.number += 1;
        self.opened_on = on.plus(1);
        self.opening = booked;
        self.sums = Sums::default();
    }

    /// Ends the time to pay: returns whether the minimum was missed on a statement that stands as a row.
    pub(super) fn fall_due(&mut self) -> bool {
        self.is_revolving = self.billed.left() > Cents::ZERO;
        let is_late = self.billed.has_row && self.billed.minimum_left() > Cents::ZERO;
        self.record_payments();
        if let (true, Some(statement)) = (is_late, self.statements.last_mut()) {
            statement.is_late = true;
        }
        self.billed.has_row = false;
        is_late
    }

    /// Writes what has been paid so far into the statement that is being paid, until its due date.
    pub(super) fn record_payments(&mut self) {
        if let (true, Some(statement)) = (self.billed.has_row, self.statements.last_mut()) {
            statement.paid_by_due = self.billed.paid;
        }
    }
}

/// Returns when a statement is due: some days after its closing, or for deferred debit at the month's end.
fn due_on(laws: &StatementLaws, is_deferred: bool, closes_on: Date) -> Date {
    if is_deferred { closes_on.with_day(31) } else { closes_on.plus(laws.grace_days) }
}

fn minimum_of(laws: &StatementLaws, owed: Cents, extras: Cents) -> Cents {
    let floor = Cents::from_major(laws.minimum_floor);
    (owed.share(laws.minimum_rate) + extras).max(floor).min(owed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAWS: StatementLaws =
        StatementLaws { grace_days: 25, minimum_floor: 35.0, minimum_rate: 0.01, opening_statement_share: 0.7 };

    #[test]
    fn a_statement_is_its_opening_and_its_parts() {
        let mut cycle = Cycle::start(&LAWS, 10, Date::of(2025, 1, 1), Cents(-1_000), false);
        cycle.count(BankTransactionCode::CardPayment, Cents(-5_000));
        cycle.count(BankTransactionCode::CardRepayment, Cents(2_000));
        cycle.close(&LAWS, AccountId(7), Date::of(2025, 1, 10), Cents(-4_000));
        let row = &cycle.statements[0];
        let parts = row.purchases + row.refunds + row.payments + row.fees + row.interest + row.adjustments;
        assert_eq!(row.opening_balance + parts, row.closing_balance);
        assert_eq!(row.due_on, Date::of(2025, 2, 4));
        assert_eq!(row.minimum_due, Cents(3_500));
    }

    #[test]
    fn paying_less_than_the_minimum_is_late() {
        let mut cycle = Cycle::start(&LAWS, 10, Date::of(2025, 1, 1), Cents::ZERO, false);
        cycle.count(BankTransactionCode::CardPayment, Cents(-50_000));
        cycle.close(&LAWS, AccountId(7), Date::of(2025, 1, 10), Cents(-50_000));
        cycle.count(BankTransactionCode::CardRepayment, Cents(1_000));
        assert!(cycle.fall_due());
        assert!(cycle.is_revolving);
        assert!(cycle.statements[0].is_late);
        assert_eq!(cycle.statements[0].paid_by_due, Cents(1_000));
    }

    #[test]
    fn deferred_debit_asks_for_everything_at_the_months_end() {
        let mut cycle = Cycle::start(&LAWS, 24, Date::of(2025, 1, 1), Cents(-1_000), true);
        assert_eq!(cycle.billed.owed, Cents::ZERO);
        cycle.count(BankTransactionCode::CardPayment, Cents(-50_000));
        cycle.close(&LAWS, AccountId(7), Date::of(2025, 2, 24), Cents(-51_000));
        let row = &cycle.statements[0];
        assert_eq!((row.due_on, row.minimum_due), (Date::of(2025, 2, 28), Cents(51_000)));
    }
}
