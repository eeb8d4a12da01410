//! Which banks let the platform read their customers' data, and when.

use crate::codes::{SharingDecision, SharingScope};
use crate::columns::Columns as _;
use crate::rows::{Rows, SharingAgreement};
use crate::units::Date;
use crate::world::World;

/// The days on which a bank lets the platform read data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sharing {
    /// The first day.
    pub from: Date,
    /// The first day after, if an end is planned.
    pub until: Option<Date>,
}

impl Sharing {
    /// Returns whether data may be read on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }
}

impl World {
    /// Returns when a bank lets the platform read data; nothing for one that never does.
    pub fn sharing(&self, bank: usize) -> Option<Sharing> {
        let (law, first) = (&self.scenario.messenger.agreements, self.horizon.from);
        let is = |number: usize| bank + 1 == number;
        self.banks[bank].shares_data.then(|| Sharing {
            from: first.plus(if is(law.late_bank) { law.late_after_days } else { -law.since_days }),
            until: is(law.leaving_bank).then(|| first.plus(law.leaves_after_days)),
        })
    }

    /// Adds a row for every bank and scope; an agreement still to begin is not known yet.
    pub fn list_agreements(&self, rows: &mut Rows) {
        for (index, bank) in self.banks.iter().enumerate() {
            let sharing = self.sharing(index);
            if sharing.is_some_and(|sharing| sharing.from > self.horizon.to) {
                continue;
            }
            for &scope in SharingScope::ALL {
                rows.sharing_agreements.push(SharingAgreement {
                    bank_id: bank.id,
                    scope,
                    decision: if sharing.is_some() { SharingDecision::Shared } else { SharingDecision::Refused },
                    starts_on: sharing.map(|sharing| sharing.from),
                    ends_on: sharing.and_then(|sharing| sharing.until).filter(|until| *until <= self.horizon.to),
                });
            }
        }
    }
}
