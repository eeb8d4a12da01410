//! The laws of `[geography]`.

use serde::Deserialize;

/// The numbers of `[geography]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeographyLaws {}
