//! What fraudsters do: each typology proposes intents with a case; the ledger disposes.

mod account_takeover;
mod card_testing;
mod detection;
mod friendly_fraud;
mod in_person;
mod leaked_card;
mod lost_stolen;
mod mules;
mod plot;
mod push_payment;
mod refund_abuse;
mod remote;
mod scene;
mod skimming;

pub use plot::Plot;

use crate::community::Community;
use crate::intent::Intents;
use scene::Scene;

/// One way in which fraud works.
#[derive(Debug)]
pub struct TypologyRule {
    /// Its name: its block in the scenario's `[fraud]` and the first part of its streams' names.
    pub name: &'static str,
    /// Adds its cases and intents, having seen the genuine intents that came before.
    pub run: fn(&mut Plot<'_, '_>),
}

/// Every typology, in the order in which they run; none's draws depend on another's.
pub const TYPOLOGIES: &[TypologyRule] = &[
    TypologyRule { name: "lost_stolen", run: lost_stolen::run },
    TypologyRule { name: "skimmed_terminal", run: skimming::run },
    TypologyRule { name: "breached_shop_card_testing", run: card_testing::run },
    TypologyRule { name: "leaked_card_remote", run: leaked_card::run },
    TypologyRule { name: "account_takeover", run: account_takeover::run },
    TypologyRule { name: "authorised_push_payment", run: push_payment::run },
    TypologyRule { name: "friendly_fraud", run: friendly_fraud::run },
    TypologyRule { name: "refund_abuse", run: refund_abuse::run },
];

/// Adds the cases and intents of every typology, after all genuine intents are there.
pub fn commit(community: &mut Community<'_>, intents: &mut Intents) {
    let scene = Scene::survey(community, intents);
    let mut plot = Plot::new(community, &scene, intents);
    for typology in TYPOLOGIES {
        (typology.run)(&mut plot);
    }
}

#[cfg(test)]
mod tests;
