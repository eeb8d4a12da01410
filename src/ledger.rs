//! The ledger: settles intents in time order and keeps every balance.

use crate::community::Community;
use crate::intent::Intents;
use crate::rows::Rows;
use crate::units::Timestamp;

/// What the ledger knows at the end of the horizon that other tables show.
#[derive(Debug, Default)]
pub struct Outcome {
    /// When each device was last seen, by device index.
    pub device_last_seen: Vec<Option<Timestamp>>,
}

/// Settles the intents of a community and adds the rows of the money, the cards and the truth.
pub fn settle(community: &mut Community<'_>, intents: Intents, rows: &mut Rows) -> Outcome {
    let _ = (community, intents, rows);
    unimplemented!("ledger")
}
