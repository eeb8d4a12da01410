//! The laws of `[cash]`.

use serde::Deserialize;

/// The numbers of `[cash]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashLaws {}
