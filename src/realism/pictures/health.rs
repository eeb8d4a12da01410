//! How accounts fare: days overdrawn, lowest balances, and how credit cards are paid.

use crate::codes::Product;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::views::Statement;
use crate::units::Cents;

/// The last number of days a year overdrawn of each step but the last, which has no end.
pub const OVERDRAWN_STEPS: [u32; 5] = [0, 3, 10, 30, 90];

/// The end of each step of lowest balances but the last, in major units.
pub const LOWEST_STEPS: [i64; 6] = [0, 50, 200, 500, 1_000, 5_000];

/// Accounts that were open for fewer days are not judged.
const LEAST_DAYS: usize = 90;

/// How a bill of a credit card was met by the day it was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repayment {
    /// In full.
    Full,
    /// In part, the minimum or more.
    Part,
    /// Late, or less than the minimum.
    Late,
}

impl Repayment {
    /// Every way, in the order of [`Health::repayments`].
    pub const ALL: [Self; 3] = [Self::Full, Self::Part, Self::Late];

    fn of(statement: &Statement) -> Self {
        // What is owed is below zero.
        let owed = Cents(-statement.closing_balance.0);
        if statement.is_late {
            Self::Late
        } else if statement.paid_by_due >= owed {
            Self::Full
        } else {
            Self::Part
        }
    }
}

/// How accounts fare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Health {
    /// Checking accounts by days a year overdrawn, step by step of [`OVERDRAWN_STEPS`].
    pub overdrawn: [u64; OVERDRAWN_STEPS.len() + 1],
    /// Checking accounts by the lowest balance they had, step by step of [`LOWEST_STEPS`].
    pub lowest: [u64; LOWEST_STEPS.len() + 1],
    /// Bills of credit cards that were due within the horizon and owed something, by how they were met.
    pub repayments: [u64; Repayment::ALL.len()],
}

impl Tally for Health {
    fn see(&mut self, community: &Community<'_>) {
        let horizon = community.context.horizon;
        for account in community.accounts.iter().filter(|account| account.product == Product::Checking) {
            let balances = community.balances_of(account.account_id);
            if balances.len() < LEAST_DAYS {
                continue;
            }
            let overdrawn = balances.iter().filter(|balance| balance.closing_booked < Cents::ZERO).count();
            let per_year = overdrawn as f64 * 365.25 / balances.len() as f64;
            self.overdrawn[OVERDRAWN_STEPS.partition_point(|step| f64::from(*step) < per_year.round())] += 1;
            let lowest = balances.iter().map(|balance| balance.closing_booked).min().unwrap_or(Cents::ZERO);
            self.lowest[LOWEST_STEPS.partition_point(|step| step * 100 <= lowest.0)] += 1;
        }
        for statement in &community.statements {
            if statement.closing_balance < Cents::ZERO && horizon.contains(statement.due_on) {
                self.repayments[Repayment::of(statement) as usize] += 1;
            }
        }
    }

    fn append(&mut self, later: &Self) {
        let add = |own: &mut [u64], later: &[u64]| own.iter_mut().zip(later).for_each(|(own, later)| *own += later);
        add(&mut self.overdrawn, &later.overdrawn);
        add(&mut self.lowest, &later.lowest);
        add(&mut self.repayments, &later.repayments);
    }
}
