//! saving

use crate::community::Community;
use crate::intent::Intents;

/// Adds the intents.
pub(super) fn run(_community: &mut Community<'_>, _intents: &mut Intents) {}
