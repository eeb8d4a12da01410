//! What fraudsters do: each typology proposes intents with a case; the ledger disposes.

use crate::community::Community;
use crate::intent::Intents;

/// One way in which fraud works.
#[derive(Debug)]
pub struct TypologyRule {
    /// Its name: its block in the scenario's `[fraud]` and the first part of its streams' names.
    pub name: &'static str,
    /// Adds its cases and intents, having seen the genuine intents that came before.
    pub run: fn(&mut Community<'_>, &mut Intents),
}

/// Every typology.
pub const TYPOLOGIES: &[TypologyRule] = &[];

/// Adds the cases and intents of every typology, after all genuine intents are there.
pub fn commit(community: &mut Community<'_>, intents: &mut Intents) {
    for typology in TYPOLOGIES {
        (typology.run)(community, intents);
    }
}
