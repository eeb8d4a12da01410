//! The way of one community through the house: people, intents, ledger, rows.

use std::cell::RefCell;

use crate::behaviour::BEHAVIOURS;
use crate::columns::Texts;
use crate::community::Community;
use crate::intent::Intents;
use crate::ledger::Buffers;
use crate::rows::Rows;
use crate::world::World;
use crate::{fraud, ledger, listing, messenger};

thread_local! {
    /// What the communities of a thread leave to one another: memory, and nothing in it.
    static BUFFERS: RefCell<Buffers> = {
        ask_to_keep_memory();
        RefCell::default()
    };
}

/// Asks the allocator, in the only way there is without unsafe code, to keep the memory of a community for the next one.
///
/// By default glibc gives what is freed back to the system as soon as it is more than twice the largest block that was ever
/// given back, and every page of it is then cleared anew for the next community: a fifth of the simulation. This block is the
/// largest that it takes into account, and costs nothing, for it is never touched.
fn ask_to_keep_memory() {
    const LARGEST_MINDED: usize = (32 << 20) - (64 << 10);
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGEST_MINDED)));
}

/// What is simulated beside the bank itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct With {
    /// The platform on which customers write to their banks.
    pub messenger: bool,
}

impl With {
    /// All there is.
    pub const ALL: Self = Self { messenger: true };
    /// The bank alone.
    pub const NOTHING: Self = Self { messenger: false };
}

/// Simulates one community: adds its rows in all tables, and returns the vocabulary that their texts point into.
///
/// The rows of the bank are the same whatever is simulated beside it.
pub fn simulate(world: &World, number: i64, with: With, rows: &mut Rows) -> Texts {
    let mut community = Community::assemble(world, number);
    let mut buffers = BUFFERS.take();
    let intents = collect(&mut community, Intents::reusing(std::mem::take(&mut buffers.intents)));
    let books = ledger::settle(&mut community, intents, rows, &mut buffers);
    if with.messenger {
        messenger::connect(&mut community, &books, rows);
    }
    listing::list(&mut community, books.outcome(), rows);
    books.into_buffers(&mut buffers);
    BUFFERS.set(buffers);
    world.list_shared(number, &mut community.texts, rows);
    if with.messenger && number == 0 {
        world.list_agreements(rows);
    }
    community.texts
}

/// Collects what everybody in a community means to do over the horizon, in time order.
pub fn intents(community: &mut Community<'_>) -> Intents {
    collect(community, Intents::default())
}

fn collect(community: &mut Community<'_>, mut intents: Intents) -> Intents {
    for behaviour in BEHAVIOURS {
        (behaviour.run)(community, &mut intents);
    }
    fraud::commit(community, &mut intents);
    intents.in_time_order();
    community.people.number_devices();
    intents
}
