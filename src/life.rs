//! Lives: what happens to people as the months go by, planned before anybody spends a cent.
//!
//! Who loses a job, retires, dies or leaves the bank follows from the seed, the person and the month; every behaviour asks
//! here and gets the same answer, so that pay, bills, spending and saving answer to one life.

mod births;
mod ends;
mod openings;
mod work;

use crate::codes::LifeEventKind;
use crate::columns::{Text, Texts};
use crate::population::{AccountIndex, Assembly, HomeIndex, People, Person, PersonIndex};
use crate::rng::Stream;
use crate::units::{Cents, Date};
use crate::world::World;

pub use ends::End;

/// A day before everything.
pub const ALWAYS: Date = Date(i32::MIN / 2);
/// A day after everything.
pub const NEVER: Date = Date(i32::MAX / 2);

/// Days past the horizon for which lives are planned: trips are booked and closings announced so long before.
const DAYS_AHEAD: i32 = 160;

/// Something that happened to somebody: one row of `life_events`.
#[derive(Debug, Clone)]
pub struct LifeEvent {
    /// What.
    pub kind: LifeEventKind,
    /// When.
    pub on: Date,
    /// When the bank hears of it, if ever.
    pub known_on: Option<Date>,
    /// Net income of a month in prices of the base year before and after, if it changed.
    pub income: Option<(Cents, Cents)>,
    /// Who else it happened to, among the customers.
    pub other: Option<PersonIndex>,
    /// A word about it: the new employer.
    pub note: Option<Text>,
}

impl LifeEvent {
    fn new(kind: LifeEventKind, on: Date) -> Self {
        Self { kind, on, known_on: None, income: None, other: None, note: None }
    }
}

/// A stretch of a life with one income, at one home, through one checking account.
#[derive(Debug, Clone)]
pub struct Era {
    /// Its first day.
    pub from: Date,
    /// The day from which its income is paid.
    pub pays_from: Date,
    /// The first day after it.
    pub until: Date,
    /// The person as they are in it.
    pub person: Person,
}

/// One person's life over the horizon and a little more.
#[derive(Debug, Clone)]
pub struct Life {
    /// Its eras, each until the next begins; the first begins before everything.
    pub eras: Vec<Era>,
    /// How it ends as a customer's, if it does.
    pub end: Option<End>,
    /// What happened, in order of time.
    pub events: Vec<LifeEvent>,
    /// From which day on how much is bought by card, against the start.
    pub pace: Vec<(Date, f64)>,
}

/// The lives of a community.
#[derive(Debug, Default)]
pub struct Lives {
    /// By person.
    lives: Vec<Life>,
    /// The days on which children are born, by home.
    births: Vec<Vec<Date>>,
}

impl Lives {
    /// Returns a life.
    pub fn of(&self, person: PersonIndex) -> &Life {
        &self.lives[person.ix()]
    }

    /// Returns somebody as they are on a day.
    pub fn at(&self, person: PersonIndex, on: Date) -> &Person {
        let eras = &self.of(person).eras;
        &eras[eras.partition_point(|era| era.from <= on).max(1) - 1].person
    }

    /// Returns the first day on which somebody does nothing any more: they have died, or left the bank.
    pub fn acts_until(&self, person: PersonIndex) -> Date {
        self.of(person).end.as_ref().map_or(NEVER, |end| end.on)
    }

    /// Returns whether somebody is alive on a day and a customer still.
    pub fn acts(&self, person: PersonIndex, on: Date) -> bool {
        on < self.acts_until(person)
    }

    /// Returns the first day on which nothing runs by itself any more: the bank knows of the end.
    pub fn known_until(&self, person: PersonIndex) -> Date {
        self.of(person).end.as_ref().map_or(NEVER, |end| end.known_on)
    }

    /// Returns whether somebody who lives from work has none on a day.
    pub fn is_out_of_work(&self, person: PersonIndex, on: Date) -> bool {
        let income = &self.at(person, on).income;
        income.spell > 0 && income.monthly_net < income.usual_net
    }

    /// Returns the days on which children are born in a home.
    pub fn births(&self, home: HomeIndex) -> &[Date] {
        &self.births[home.ix()]
    }

    /// Adds an event where it belongs in time.
    fn insert(&mut self, person: PersonIndex, event: LifeEvent) {
        let life = &mut self.lives[person.ix()];
        let is_before = |other: &LifeEvent| {
            other.on <= event.on && !matches!(other.kind, LifeEventKind::Died | LifeEventKind::LeftBank)
        };
        let place = life.events.partition_point(is_before);
        life.events.insert(place, event);
    }

    /// Returns the account through which somebody lives on a day.
    pub fn checking(&self, person: PersonIndex, on: Date) -> AccountIndex {
        self.at(person, on).checking
    }
}

/// Assembles a community and lets everybody live: what opens and closes inside the horizon included.
///
/// Accounts and cards that open inside the horizon follow those of the start, in the order of their days.
///
/// # Randomness
///
/// Streams `life.…`, subject the person, period the month; nothing depends on the horizon's end, except that what would open
/// after it is left out.
pub fn live(world: &World, community: i64, texts: &mut Texts) -> (People, Lives) {
    let mut assembly = Assembly::gather(world, community, texts);
    let last = world.horizon.to.plus(DAYS_AHEAD).month_number();
    let months = world.horizon.from.month_number()..=last;
    let persons = (0..assembly.people.persons.len() as u32).map(PersonIndex);
    let work: Vec<work::Work> = persons.map(|person| work::plan(&mut assembly, person, months.clone())).collect();
    let ends = ends::plan(&assembly, months.clone());
    let births = births::plan(&assembly, months, &ends);
    openings::open_and_close(&mut assembly, &ends);
    let lives = assembly.people.persons.iter().zip(work).zip(ends);
    let lives = lives.map(|((person, work), end)| Life::of_spells(person, work, end)).collect();
    let days = births.iter().map(|births| births.iter().map(|birth| birth.on).collect()).collect();
    let mut lives = Lives { lives, births: days };
    births::add_events(&assembly.people.homes, &births, &mut lives);
    ends::add_widowed(&assembly.people, &mut lives);
    ends::close_accounts(&mut assembly.people, &lives);
    (assembly.people, lives)
}

impl Life {
    /// Makes the life of somebody out of their incomes, cut off where it ends.
    fn of_spells(person: &Person, work: work::Work, end: Option<End>) -> Self {
        let last = end.as_ref().map_or(NEVER, |end| end.on);
        let spells: Vec<work::Spell> = work.spells.into_iter().filter(|spell| spell.from < last).collect();
        let ends = spells.iter().skip(1).map(|spell| spell.from).chain([last]);
        let eras = spells.iter().zip(ends).map(|(spell, until)| Era {
            from: spell.from,
            pays_from: spell.pays_from,
            until,
            person: Person { income: spell.income.clone(), ..person.clone() },
        });
        let mut events: Vec<LifeEvent> = work.events.into_iter().filter(|event| event.on < last).collect();
        events.extend(end.as_ref().map(End::event));
        let pace = work.pace;
        Self { eras: eras.collect(), end, events, pace }
    }
}

/// Draws a day of a month.
fn day_in(month: i32, stream: &mut Stream) -> Date {
    let first = Date::month_start(month);
    first.plus(stream.below(Date::month_start(month + 1).since(first) as u64) as i32)
}

#[cfg(test)]
mod tests;
