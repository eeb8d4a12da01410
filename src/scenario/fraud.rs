//! The laws of `[fraud]`.

use serde::Deserialize;

/// The numbers of `[fraud]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FraudLaws {}
