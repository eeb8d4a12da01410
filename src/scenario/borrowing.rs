//! The laws of `[borrowing]`.

use serde::Deserialize;

/// The numbers of `[borrowing]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BorrowingLaws {}
