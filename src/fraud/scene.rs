//! What fraudsters see of a community: its genuine card purchases, day by day.

use super::remote::is_remote_shopping;
use crate::calendar::Zone;
use crate::codes::{Channel, EntryMode, ProcessingCode, Wallet};
use crate::community::Community;
use crate::intent::{CardUse, Intents, What};
use crate::population::{People, PersonIndex};
use crate::rng::Stream;
use crate::units::{Timestamp, span};

/// The genuine card uses of a community by day (UTC), each as its place in the list of intents.
#[derive(Debug)]
pub(super) struct Scene {
    first_day: i64,
    /// Where each day's uses begin, and at last where they end.
    starts: Vec<u32>,
    uses: Vec<u32>,
    /// What each of the uses is like.
    traits: Vec<u8>,
}

/// What a use is like, as thieves ask of every one: it is asked when the scene is surveyed, while the list of intents is gone
/// through in its order, and does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trait {
    /// The plastic was put in or drawn through, not tapped, at a terminal that copies cards.
    Copied = 1,
    /// The card's data were typed or stored at a site that leaks them.
    Leaked = 2,
    /// A remote purchase of goods.
    RemoteShopping = 4,
}

impl Trait {
    fn of(community: &Community<'_>, zone: &Zone, at: Timestamp, card: &CardUse) -> u8 {
        let (world, place) = (community.world, community.places.get(card.place));
        let is_read = matches!(card.entry, EntryMode::Chip | EntryMode::MagneticStripe | EntryMode::Fallback);
        let is_typed = card.channel == Channel::Ecommerce && card.wallet == Wallet::None;
        let copies = |location| world.terminal_compromised(location, card.terminal(place.terminals), zone.day(at));
        let traits = [
            (is_read && place.location.is_some_and(copies), Self::Copied),
            (is_typed && world.shop_breached(place.merchant, zone.day(at)), Self::Leaked),
            (is_remote_shopping(card), Self::RemoteShopping),
        ];
        traits.into_iter().filter(|(holds, _)| *holds).map(|(_, of)| of as u8).sum()
    }
}

/// Days in which somebody must have used a card for it to be worth stealing.
const IN_USE_DAYS: i32 = 120;

fn day_number(at: Timestamp) -> i64 {
    at.0.div_euclid(span::DAY)
}

impl Scene {
    /// Surveys a community; within a day, uses keep the order in which they were made.
    pub(super) fn survey(community: &Community<'_>, intents: &Intents) -> Self {
        let first_day = i64::from(community.world.horizon.from.0) - 1;
        let days = community.world.horizon.len() + 2;
        let day_of = |at: Timestamp| usize::try_from(day_number(at) - first_day).ok().filter(|day| *day < days);
        let cards = || {
            let genuine = intents.list.iter().enumerate().filter(|(_, intent)| matches!(intent.what, What::Card(_)));
            genuine.filter_map(|(index, intent)| Some((index as u32, day_of(intent.at)?)))
        };
        let mut starts = vec![0_u32; days + 1];
        for (_, day) in cards() {
            starts[day + 1] += 1;
        }
        for day in 0..days {
            starts[day + 1] += starts[day];
        }
        let mut next = starts.clone();
        let mut uses = vec![0; starts[days] as usize];
        let mut traits = vec![0; uses.len()];
        let zone = community.zone();
        for (index, day) in cards() {
            let place = next[day] as usize;
            let (at, card) = card_use(intents, index);
            (uses[place], traits[place]) = (index, Trait::of(community, zone, at, card));
            next[day] += 1;
        }
        Self { first_day, starts, uses, traits }
    }

    /// Returns every use.
    pub(super) fn all(&self) -> &[u32] {
        &self.uses
    }

    /// Returns every use that is like that.
    pub(super) fn all_like(&self, wanted: Trait) -> impl Iterator<Item = u32> {
        let uses = self.uses.iter().zip(&self.traits);
        uses.filter(move |(_, traits)| **traits & wanted as u8 != 0).map(|(index, _)| *index)
    }

    /// Returns the uses of so many days before the day of an instant, that day left out: all of them are genuine life
    /// that a longer horizon cannot change.
    pub(super) fn before(&self, at: Timestamp, days: i32) -> &[u32] {
        let end = (day_number(at) - self.first_day).clamp(0, self.starts.len() as i64 - 1);
        let start = (end - i64::from(days)).max(0);
        &self.uses[self.starts[start as usize] as usize..self.starts[end as usize] as usize]
    }

    /// Picks one of the uses before an instant that somebody else can imitate; none if there is hardly any.
    pub(super) fn imitable(
        &self,
        intents: &Intents,
        at: Timestamp,
        days: i32,
        stream: &mut Stream,
        accept: impl Fn(Timestamp, &CardUse) -> bool,
    ) -> Option<(Timestamp, CardUse)> {
        const PATIENCE: usize = 2000;
        let window = self.before(at, days);
        if window.is_empty() {
            return None;
        }
        for _ in 0..PATIENCE {
            let (at, card) = card_use(intents, *stream.pick(window));
            if accept(at, card) {
                return Some((at, card.clone()));
            }
        }
        None
    }

    /// Picks one of a person's own uses of the last months before an instant.
    pub(super) fn own(
        &self,
        intents: &Intents,
        people: &People,
        person: PersonIndex,
        at: Timestamp,
        stream: &mut Stream,
        accept: impl Fn(&CardUse) -> bool,
    ) -> Option<(Timestamp, CardUse)> {
        let is_own = |card: &CardUse| people.slots[card.slot.ix()].holder == person && accept(card);
        let own: Vec<u32> =
            self.before(at, IN_USE_DAYS).iter().copied().filter(|index| is_own(card_use(intents, *index).1)).collect();
        if own.is_empty() {
            return None;
        }
        let (at, card) = card_use(intents, *stream.pick(&own));
        Some((at, card.clone()))
    }
}

/// Returns the card use at a place in the list of intents.
pub(super) fn card_use(intents: &Intents, index: u32) -> (Timestamp, &CardUse) {
    let intent = &intents.list[index as usize];
    match &intent.what {
        What::Card(card) => (intent.at, card),
        _ => unreachable!("the scene holds card uses only"),
    }
}

/// Returns whether a use is a purchase of goods that is no bill, so that a thief may want the like.
pub(super) fn is_shopping(card: &CardUse) -> bool {
    card.processing == ProcessingCode::Purchase && !card.is_recurring && card.amount > 0
}
