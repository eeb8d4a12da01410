//! The laws of `[merchants]`.

use serde::Deserialize;

/// The numbers of `[merchants]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MerchantsLaws {}
