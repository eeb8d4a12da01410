//! The laws of `[spending]`.

use serde::Deserialize;

/// The numbers of `[spending]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpendingLaws {}
