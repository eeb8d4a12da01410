//! The laws of `[transfers]`.

use serde::Deserialize;

/// The numbers of `[transfers]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransfersLaws {}
