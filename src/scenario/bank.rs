//! The laws of `[bank]`.

use serde::Deserialize;

/// The numbers of `[bank]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankLaws {}
