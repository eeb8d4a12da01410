//! The laws of `[ledger]`.

use serde::Deserialize;

/// The numbers of `[ledger]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerLaws {}
