//! Whom people know: a small circle that stays the same, inside the community and outside.

use crate::behaviour::diary::Diary;
use crate::intent::Other;
use crate::population::{Person, PersonIndex};

/// The people somebody pays and is paid by.
#[derive(Debug)]
pub(super) struct Circle {
    /// Customers of the community.
    pub(super) inside: Vec<PersonIndex>,
    /// People who bank elsewhere; never empty.
    pub(super) outside: Vec<Other>,
}

/// Draws somebody's circle: their household, some customers of the community, some people who bank elsewhere.
///
/// # Randomness
///
/// Stream `transfers.circle`, subject the person.
pub(super) fn circle(diary: &mut Diary<'_, '_>, index: PersonIndex, person: &Person) -> Circle {
    let law = &diary.world.scenario.transfers.friends;
    let mut stream = diary.stream("transfers.circle", person, 0);
    let people = diary.people;
    let mut inside: Vec<PersonIndex> = people.homes[person.home.ix()].residents.clone();
    for _ in 0..stream.poisson(law.inside_mean) {
        inside.push(PersonIndex(stream.below(people.persons.len() as u64) as u32));
    }
    // Whoever shares the account needs no transfer.
    inside.retain(|other| *other != index && people.persons[other.ix()].checking != person.checking);
    inside.sort_unstable();
    inside.dedup();
    let outside = (0..=stream.poisson(law.outside_mean)).map(|_| diary.outsider(&mut stream)).collect();
    Circle { inside, outside }
}
