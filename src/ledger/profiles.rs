//! The log of profile changes.

use crate::codes::{ProfileEvent, ServiceChannel};
use crate::population::{DeviceIndex, PersonIndex};
use crate::rows::CustomerEvent;
use crate::units::Timestamp;

use super::Ledger;

impl Ledger<'_, '_> {
    /// Logs a change of a profile and returns its number in the customer's log.
    #[allow(clippy::too_many_arguments, reason = "they are the columns of the log")]
    pub(super) fn log_profile(
        &mut self,
        at: Timestamp,
        person: PersonIndex,
        event: ProfileEvent,
        channel: ServiceChannel,
        device: Option<DeviceIndex>,
        old_value: Option<String>,
        new_value: Option<String>,
    ) -> i32 {
        let log = &mut self.profile_events[person.ix()];
        let sequence = log.len() as i32 + 1;
        log.push(CustomerEvent {
            customer_id: self.community.people.persons[person.ix()].id,
            event_sequence: sequence,
            event_type: event,
            occurred_at: at,
            channel,
            device_id: device.map(|device| self.community.people.devices[device.ix()].id),
            old_value,
            new_value,
        });
        sequence
    }
}
