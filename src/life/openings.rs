//! What opens and closes as time goes on.
//!
//! # Randomness
//!
//! Stream `life.openings`, subject the customer, period the month: five words whatever happens, so that a longer horizon adds
//! what comes later and leaves the rest as it was.

use super::End;
use crate::calendar::days_in_month;
use crate::codes::{CardKind, Product};
use crate::population::{AccountIndex, Assembly, PersonIndex};
use crate::rng::Stream;
use crate::units::{Cents, Date};

/// An account that is younger is not closed.
const LEAST_DAYS_OPEN: i32 = 90;
/// How far past the horizon closings are planned: the bank gives notice of them and blocks the cards before.
const DAYS_AHEAD: i32 = 70;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    OpenSavings,
    OpenCredit,
    CloseSavings,
    CloseCredit,
}

/// Plays the months of the horizon and a little more: people open another account, or close one, while they are customers.
///
/// What would open after the horizon is forgotten again, so that what closes early in the time beyond is known as it will be.
pub(super) fn open_and_close(assembly: &mut Assembly<'_>, ends: &[Option<End>]) {
    let (start, horizon) = (assembly.start(), assembly.world.horizon);
    let last = horizon.to.plus(DAYS_AHEAD);
    for month in start.month_number()..=last.month_number() {
        let persons = (0..assembly.people.persons.len() as u32).map(PersonIndex);
        let changes = persons.filter_map(|person| change(assembly, person, month).map(|(d, c, s)| (d, person, c, s)));
        let mut changes: Vec<(Date, PersonIndex, Change, Stream)> = changes.collect();
        changes.sort_by_key(|(day, person, change, _)| (*day, *person, *change));
        for (day, person, change, mut stream) in changes {
            let acts = ends[person.ix()].is_none_or(|end| day < end.on);
            if start < day && day <= last && acts {
                make(assembly, change, person, day, &mut stream);
            }
        }
    }
    forget_openings_after(assembly, horizon.to);
}

/// Takes back what opened after a day; it stands at the end of every list.
fn forget_openings_after(assembly: &mut Assembly<'_>, last: Date) {
    let people = &mut assembly.people;
    let accounts = people.accounts.partition_point(|account| account.opened_on <= last);
    people.accounts.truncate(accounts);
    people.slots.retain(|slot| slot.account.ix() < accounts);
    let slots = people.slots.len();
    for person in &mut people.persons {
        person.savings = person.savings.filter(|account| account.ix() < accounts);
        person.credit.retain(|account| account.ix() < accounts);
        person.slots.retain(|slot| slot.ix() < slots);
    }
}

/// Draws what somebody changes in a month, and when.
fn change(assembly: &Assembly<'_>, person: PersonIndex, month: i32) -> Option<(Date, Change, Stream)> {
    let law = &assembly.accounts.openings;
    let id = assembly.people.persons[person.ix()].id;
    let mut stream = assembly.world.streams.period("life.openings", id.0, i64::from(month));
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

fn make(assembly: &mut Assembly<'_>, change: Change, person: PersonIndex, day: Date, stream: &mut Stream) {
    let holder = &assembly.people.persons[person.ix()];
    match change {
        Change::OpenSavings if holder.savings.is_none() => {
            assembly.open_savings(person, Vec::new(), Cents::ZERO, day, stream);
        }
        Change::OpenCredit if holder.credit.len() < 3 => {
            let account = assembly.open_credit(person, day, stream);
            assembly.give_card(person, account, CardKind::Credit, day, true, stream);
        }
        Change::CloseSavings => close(assembly, holder.savings, person, day),
        Change::CloseCredit if holder.credit.len() > 1 => {
            close(assembly, holder.credit.last().copied(), person, day);
        }
        _ => {}
    }
}

/// Closes an account of one's own that has been open for some time.
fn close(assembly: &mut Assembly<'_>, account: Option<AccountIndex>, person: PersonIndex, day: Date) {
    let Some(account) = account else { return };
    let plan = &mut assembly.people.accounts[account.ix()];
    debug_assert_ne!(plan.product, Product::Checking);
    if plan.owner == person && plan.closes_on.is_none() && day.since(plan.opened_on) >= LEAST_DAYS_OPEN {
        plan.closes_on = Some(day);
    }
}
