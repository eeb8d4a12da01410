//! The way of one community through the house: people, intents, ledger, rows.

use crate::behaviour::BEHAVIOURS;
use crate::columns::Texts;
use crate::community::Community;
use crate::intent::Intents;
use crate::rows::Rows;
use crate::world::World;
use crate::{fraud, ledger, listing};

/// Simulates one community: adds its rows in all tables, and returns the vocabulary that their texts point into.
pub fn simulate(world: &World, number: i64, rows: &mut Rows) -> Texts {
    let mut community = Community::assemble(world, number);
    let intents = intents(&mut community);
    let outcome = ledger::settle(&mut community, intents, rows);
    listing::list(&mut community, &outcome, rows);
    world.list_shared(number, &mut community.texts, rows);
    community.texts
}

/// Collects what everybody in a community means to do over the horizon, in time order.
pub fn intents(community: &mut Community<'_>) -> Intents {
    let mut intents = Intents::default();
    for behaviour in BEHAVIOURS {
        (behaviour.run)(community, &mut intents);
    }
    fraud::commit(community, &mut intents);
    intents.in_time_order();
    community.people.number_devices();
    intents
}
