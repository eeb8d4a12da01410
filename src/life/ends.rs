//! Ends: who dies and who leaves the bank, and what that means for their accounts and cards.

use std::ops::RangeInclusive;

use super::{LifeEvent, Lives, day_in};
use crate::codes::{BlockReason, HolderRole, LifeEventKind, Product, Sex};
use crate::population::{AccountPlan, Assembly, ClosesTo, People, Person, PersonIndex, bands};
use crate::scenario::DeathLaw;
use crate::units::Date;

/// How a life ends as a customer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Whether by death; otherwise somebody left the bank.
    pub is_death: bool,
    /// The first day on which they do nothing any more.
    pub on: Date,
    /// When the bank knows.
    pub known_on: Date,
    /// When their accounts close, if nobody else holds them.
    pub closed_on: Date,
}

impl End {
    pub(super) fn event(&self) -> LifeEvent {
        let kind = if self.is_death { LifeEventKind::Died } else { LifeEventKind::LeftBank };
        LifeEvent { known_on: Some(self.known_on), ..LifeEvent::new(kind, self.on) }
    }
}

/// Plans who dies and who leaves, by person. People who live from one account leave together.
///
/// # Randomness
///
/// Stream `life.death`, subject the person, and `life.leaving`, subject the owner of their checking account; period the month.
pub(super) fn plan(assembly: &Assembly<'_>, months: RangeInclusive<i32>) -> Vec<Option<End>> {
    let people = &assembly.people;
    let persons = people.persons.iter();
    let end = |person: &Person| {
        let death = death(assembly, person, months.clone());
        let leaving = leaving(assembly, person, months.clone());
        death.into_iter().chain(leaving).min_by_key(|end| end.on)
    };
    persons.map(end).collect()
}

fn death(assembly: &Assembly<'_>, person: &Person, mut months: RangeInclusive<i32>) -> Option<End> {
    let law = &assembly.world.scenario.life.death;
    let income = assembly.people.homes[person.home.ix()].annual_income.to_major();
    months.find_map(|month| {
        let mut stream = assembly.world.streams.period("life.death", person.id.0, i64::from(month));
        let on = day_in(month, &mut stream);
        let per_year = mortality(law, person.sex, person.age(on)) * law.by_income.at(income);
        if !stream.chance(per_year / 12.0) || on <= assembly.start() {
            return None;
        }
        let notice = 1.0 + stream.exponential(law.days_to_notice - 1.0).min(180.0);
        let known_on = on.plus(notice as i32);
        let closed_on = known_on.plus(stream.between(law.days_to_settle[0], law.days_to_settle[1]) as i32);
        Some(End { is_death: true, on, known_on, closed_on })
    })
}

/// Returns the share of people of a sex and age who die in a year, read exponentially between the law's points.
fn mortality(law: &DeathLaw, sex: Sex, age: i32) -> f64 {
    let table = if sex == Sex::Female { &law.per_1000_women } else { &law.per_1000_men };
    let logs: Vec<f64> = table.iter().map(|rate| rate.ln()).collect();
    bands::between(&law.at_age, &logs, f64::from(age)).exp() / 1_000.0
}

fn leaving(assembly: &Assembly<'_>, person: &Person, mut months: RangeInclusive<i32>) -> Option<End> {
    let law = &assembly.world.scenario.life.leaving;
    let people = &assembly.people;
    let owner = &people.persons[people.accounts[person.checking.ix()].owner.ix()];
    months.find_map(|month| {
        let mut stream = assembly.world.streams.period("life.leaving", owner.id.0, i64::from(month));
        let on = day_in(month, &mut stream);
        let per_year = law.per_year * law.by_age.at(owner.age(on));
        let leaves = stream.chance(per_year / 12.0) && on > assembly.start();
        leaves.then(|| End { is_death: false, on, known_on: on, closed_on: on.plus(law.days_to_close) })
    })
}

/// Tells the partners of the dead among the customers.
pub(super) fn add_widowed(people: &People, lives: &mut Lives) {
    for home in people.homes.iter().filter(|home| home.has_partners && home.residents.len() >= 2) {
        let couple = [home.residents[0], home.residents[1]];
        for (dead, other) in [(couple[0], couple[1]), (couple[1], couple[0])] {
            let Some(end) = lives.of(dead).end.filter(|end| end.is_death) else { continue };
            if lives.acts(other, end.on) {
                let event = LifeEvent { other: Some(dead), ..LifeEvent::new(LifeEventKind::Widowed, end.on) };
                lives.insert(other, event);
            }
        }
    }
}

/// Plans the end of what nobody holds any more: accounts freeze and close, the cards of the dead are blocked.
pub(super) fn close_accounts(people: &mut People, lives: &Lives) {
    for account in &mut people.accounts {
        if let Some(end) = last_end(account, lives) {
            close(account, end);
        }
    }
    for slot in &mut people.slots {
        let end = lives.of(slot.holder).end.filter(|end| end.is_death);
        slot.ends = end.map(|end| (end.known_on, BlockReason::Deceased));
    }
}

/// Returns the end of the last holder of an account, if all have one.
fn last_end(account: &AccountPlan, lives: &Lives) -> Option<End> {
    let joint = account.others.iter().filter(|(_, role)| *role == HolderRole::Joint).map(|(person, _)| *person);
    let holders: Vec<PersonIndex> = std::iter::once(account.owner).chain(joint).collect();
    let ends: Option<Vec<End>> = holders.into_iter().map(|holder| lives.of(holder).end).collect();
    ends?.into_iter().max_by_key(|end| end.on)
}

fn close(account: &mut AccountPlan, end: End) {
    const MORE_DAYS: i32 = 7;
    let waits = account.product == Product::Checking;
    let closes_on = end.closed_on.plus(if waits { MORE_DAYS } else { 0 });
    account.frozen_on = end.is_death.then_some(end.known_on);
    if account.closes_on.is_none_or(|planned| planned > end.on) {
        account.closes_on = Some(closes_on);
        account.closes_to = if end.is_death { ClosesTo::Estate } else { ClosesTo::Elsewhere };
    }
}
