//! The laws of `[episodes]`.

use serde::Deserialize;

/// The numbers of `[episodes]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpisodesLaws {}
