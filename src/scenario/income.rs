//! The laws of `[income]`.

use serde::Deserialize;

/// The numbers of `[income]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncomeLaws {}
