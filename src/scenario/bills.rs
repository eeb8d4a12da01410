//! The laws of `[bills]`.

use serde::Deserialize;

/// The numbers of `[bills]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillsLaws {}
