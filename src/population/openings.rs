//! What opens and closes as time goes on.
//!
//! # Randomness
//!
//! Stream `population.openings`, subject the customer, period the month: five words whatever happens, so that a longer horizon adds
//! what comes later and leaves the rest as it was.

use crate::calendar::days_in_month;
use crate::codes::{CardKind, Product};
use crate::population::assembly::Assembly;
use crate::population::*;
use crate::rng::Stream;

/// An account that is younger is not closed.
const LEAST_DAYS_OPEN: i32 = 90;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    OpenSavings,
    OpenCredit,
    CloseSavings,
    CloseCredit,
}

impl Assembly<'_> {
    /// Plays the months of the horizon: people open another account, or close one.
    pub(super) fn open_and_close(&mut self) {
        for month in self.world.horizon.months() {
            let mut changes: Vec<(Date, PersonIndex, Change, Stream)> = Vec::new();
            for index in 0..self.people.persons.len() as u32 {
                let person = PersonIndex(index);
                if let Some((day, change, stream)) = self.change(person, month) {
                    changes.push((day, person, change, stream));
                }
            }
            changes.sort_by_key(|(day, person, change, _)| (*day, *person, *change));
            for (day, person, change, mut stream) in changes {
                if self.start() < day && day <= self.world.horizon.to {
                    self.make(change, person, day, &mut stream);
                }
            }
        }
    }

    /// Draws what somebody changes in a month, and when.
    fn change(&self, person: PersonIndex, month: i32) -> Option<(Date, Change, Stream)> {
        let law = &self.accounts.openings;
        let id = self.people.persons[person.ix()].id;
        let mut stream = self.world.streams.period("population.openings", id.0, i64::from(month));
        let civil = Date::month_start(month).civil();
        let day = 1 + stream.below(u64::from(days_in_month(civil.year, civil.month))) as u32;
        let chances = [
            (law.savings_per_month, Change::OpenSavings),
            (law.credit_per_month, Change::OpenCredit),
            (law.savings_closed_per_month, Change::CloseSavings),
            (law.credit_closed_per_month, Change::CloseCredit),
        ];
        let drawn = chances.map(|(chance, change)| stream.chance(chance).then_some(change));
        let change = drawn.into_iter().flatten().next()?;
        Some((Date::of(civil.year, civil.month, day), change, stream))
    }

    fn make(&mut self, change: Change, person: PersonIndex, day: Date, stream: &mut Stream) {
        let holder = &self.people.persons[person.ix()];
        match change {
            Change::OpenSavings if holder.savings.is_none() => {
                self.open_savings(person, Vec::new(), Cents::ZERO, day, stream);
            }
            Change::OpenCredit if holder.credit.len() < 3 => {
                let account = self.open_credit(person, day, stream);
                self.give_card(person, account, CardKind::Credit, day, true, stream);
            }
            Change::CloseSavings => self.close(holder.savings, person, day),
            Change::CloseCredit if holder.credit.len() > 1 => self.close(holder.credit.last().copied(), person, day),
            _ => {}
        }
    }

    /// Closes an account of one's own that has been open for some time.
    fn close(&mut self, account: Option<AccountIndex>, person: PersonIndex, day: Date) {
        let Some(account) = account else { return };
        let plan = &mut self.people.accounts[account.ix()];
        debug_assert_ne!(plan.product, Product::Checking);
        if plan.owner == person && plan.closes_on.is_none() && day.since(plan.opened_on) >= LEAST_DAYS_OPEN {
            plan.closes_on = Some(day);
        }
    }
}
