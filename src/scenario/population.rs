//! The laws of `[population]`.

use serde::Deserialize;

/// The numbers of `[population]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationLaws {}
