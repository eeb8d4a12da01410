//! The laws of `[accounts]`.

use serde::Deserialize;

/// The numbers of `[accounts]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountsLaws {}
