//! Which shops tell a messenger platform what was bought at them: the same to all communities.

use crate::units::{LocationId, MerchantId};
use crate::world::World;
use crate::world::ids::{self, Kind};

impl World {
    /// Returns whether a shop hands on receipts; only chains and online shops can.
    pub fn gives_receipts(&self, merchant: MerchantId) -> bool {
        let law = &self.scenario.messenger.receipts;
        let share = match ids::kind_of(merchant.0) {
            Some(Kind::Chain) => law.chain_share,
            Some(Kind::Online) => law.online_share,
            _ => return false,
        };
        let drawn = self.streams.word("messenger.partner", merchant.0, 0) >> 11;
        (drawn as f64) < share * (1_u64 << 53) as f64
    }

    /// Returns whether a store stands in an area that the banks serve, and not at a destination of travellers.
    pub fn is_in_area(&self, store: LocationId) -> bool {
        ids::kind_of(store.0) == Some(Kind::Area)
    }
}
