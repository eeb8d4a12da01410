//! Trips and other episodes of a genuine life that look unlike its usual days.

mod bookings;
mod episodes;
mod plan;

pub(super) use plan::{Season, Trip, is_season, of_person, seasons};

use super::spending::Market;
use crate::community::Community;
use crate::intent::Intents;

/// Adds the trips, the new phones, the moves, and the seasons of giving; what is bought on a trip is `spending`'s.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let market = Market::open(community);
    bookings::add(community, &market, intents);
    episodes::add_seasons(community, intents);
    episodes::add_phones(community, &market, intents);
    episodes::add_moves(community, &market, intents);
}
