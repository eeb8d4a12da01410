//! Births: which homes have a child.

use std::ops::RangeInclusive;

use super::{End, LifeEvent, Lives, day_in};
use crate::codes::{LifeEventKind, Sex};
use crate::population::{Assembly, Home, Person, PersonIndex};
use crate::units::Date;

/// A child of a home is not followed by another for so many days.
const DAYS_APART: i32 = 400;

/// A birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Birth {
    mother: PersonIndex,
    pub(super) on: Date,
}

/// Plans the births of every home, in order of time.
///
/// # Randomness
///
/// Stream `life.birth`, subject the household, period the month.
pub(super) fn plan(assembly: &Assembly<'_>, months: RangeInclusive<i32>, ends: &[Option<End>]) -> Vec<Vec<Birth>> {
    assembly.people.homes.iter().map(|home| of_home(assembly, home, months.clone(), ends)).collect()
}

fn of_home(assembly: &Assembly<'_>, home: &Home, months: RangeInclusive<i32>, ends: &[Option<End>]) -> Vec<Birth> {
    let law = &assembly.world.scenario.life.birth;
    let factor = if home.has_partners { law.with_partner } else { law.without_partner };
    let Some(mother) = mother(assembly, home) else { return Vec::new() };
    let person = &assembly.people.persons[mother.ix()];
    let mut births: Vec<Birth> = Vec::new();
    for month in months {
        let mut stream = assembly.world.streams.period("life.birth", home.id.0, i64::from(month));
        let on = day_in(month, &mut stream);
        let is_born = stream.chance(factor * law.per_1000_women.at(person.age(on)) / 12_000.0);
        let acts = ends[mother.ix()].is_none_or(|end| on < end.on);
        let is_apart = births.last().is_none_or(|last| on.since(last.on) > DAYS_APART);
        if is_born && acts && is_apart && on > assembly.start() {
            births.push(Birth { mother, on });
        }
    }
    births
}

/// Returns the woman of a home who may have a child: one of the partners, or whoever lives there first.
fn mother(assembly: &Assembly<'_>, home: &Home) -> Option<PersonIndex> {
    let is_woman = |person: &Person| person.sex == Sex::Female;
    let most = if home.has_partners { 2 } else { 1 };
    home.residents.iter().take(most).copied().find(|person| is_woman(&assembly.people.persons[person.ix()]))
}

/// Tells the parents among the customers.
pub(super) fn add_events(homes: &[Home], births: &[Vec<Birth>], lives: &mut Lives) {
    for (home, births) in homes.iter().zip(births) {
        let parents = if home.has_partners { home.residents.iter().take(2) } else { home.residents.iter().take(1) };
        for parent in parents {
            for birth in births {
                if !lives.acts(*parent, birth.on) {
                    continue;
                }
                let other = Some(birth.mother).filter(|mother| mother != parent);
                lives.insert(*parent, LifeEvent { other, ..LifeEvent::new(LifeEventKind::ChildBorn, birth.on) });
            }
        }
    }
}
