//! Life: what the bank is told of what happens to people.

use crate::codes::{ProfileEvent, ServiceChannel};
use crate::community::Community;
use crate::intent::{Control, Intents, What};
use crate::population::PersonIndex;
use crate::units::span;

/// Adds the notices of death and the farewells.
///
/// # Randomness
///
/// Stream `life.notice`, subject the person.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let horizon = community.world.horizon;
    for index in (0..community.people.persons.len()).map(|index| PersonIndex(index as u32)) {
        let Some(end) = community.lives.of(index).end.filter(|end| horizon.contains(end.known_on)) else { continue };
        let mut stream = community.world.streams.stream("life.notice", community.people.persons[index.ix()].id.0);
        let micros = stream.between(9 * span::HOUR, 16 * span::HOUR) / span::SECOND * span::SECOND;
        let channel = *stream.pick(&[ServiceChannel::Branch, ServiceChannel::Branch, ServiceChannel::Phone]);
        let event = if end.is_death { ProfileEvent::Deceased } else { ProfileEvent::RelationshipEnded };
        let new_value = end.is_death.then(|| end.on.iso());
        let (device, old_value) = (None, None);
        let control = Control::Profile { person: index, event, channel, device, old_value, new_value };
        intents.add(community.zone().instant(end.known_on, micros), What::Control(control));
    }
}
