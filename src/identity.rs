//! Identifiers that belong to nobody: how they are minted, and how a stranger's is told.
