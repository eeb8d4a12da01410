//! The laws of `[saving]`.

use serde::Deserialize;

/// The numbers of `[saving]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavingLaws {}
