//! Frauds by kind: how many, how much, how long until they were noticed.

use crate::codes::Typology;
use crate::realism::LogHistogram;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::units::Cents;

/// Microseconds of an hour.
const HOUR: f64 = 3_600e6;

/// The frauds of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FraudKind {
    /// How many.
    pub cases: u64,
    /// What fraudsters got.
    pub taken: Cents,
    /// Hours from the first attempt to detection.
    pub hours: LogHistogram,
}

/// Frauds by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frauds {
    /// In the order of [`Typology::ALL`].
    pub kinds: Vec<FraudKind>,
}

impl Default for Frauds {
    fn default() -> Self {
        Self { kinds: vec![FraudKind::default(); Typology::ALL.len()] }
    }
}

impl Tally for Frauds {
    fn see(&mut self, community: &Community<'_>) {
        for case in &community.fraud_cases {
            let kind = &mut self.kinds[case.typology as usize];
            kind.cases += 1;
            kind.taken += case.successful_amount;
            kind.hours.add((case.detected_at.0 - case.started_at.0) as f64 / HOUR);
        }
    }

    fn append(&mut self, later: &Self) {
        for (kind, later) in self.kinds.iter_mut().zip(&later.kinds) {
            kind.cases += later.cases;
            kind.taken += later.taken;
            kind.hours.append(&later.hours);
        }
    }
}
