//! The desk at which typologies write: whom they strike, when, and the case that their intents carry.

use std::ops::RangeInclusive;

use super::detection::Discovery;
use super::in_person::needs_plastic;
use super::remote::is_remote_shopping;
use super::scene::Scene;
use crate::calendar::{Zone, days_in_month};
use crate::codes::{BlockReason, DeviceKind, OperatingSystem, ProfileEvent, ServiceChannel, Typology};
use crate::community::Community;
use crate::identity::mint_ip_address;
use crate::intent::{Case, CaseIndex, Control, Intents, What};
use crate::population::{AccountIndex, DeviceIndex, DevicePlan, Person, PersonIndex, Slot, SlotIndex};
use crate::rng::{Stream, mix};
use crate::scenario::FraudLaws;
use crate::units::{Date, DeviceId, Timestamp, span};

/// The desk: a community, what is seen of it, and the intents that grow.
#[derive(Debug)]
pub struct Plot<'p, 'w> {
    pub(super) community: &'p mut Community<'w>,
    pub(super) scene: &'p Scene,
    pub(super) intents: &'p mut Intents,
    pub(super) laws: &'w FraudLaws,
    pub(super) zone: &'w Zone,
}

/// Somebody whom a typology strikes, when, and the draws that say how.
#[derive(Debug)]
pub(super) struct Strike {
    pub(super) person: PersonIndex,
    pub(super) on: Date,
    pub(super) stream: Stream,
}

/// Returns the case of a card's misuse as far as the card tells it: who, which, when it becomes known.
pub(super) fn card_case(plot: &Plot<'_, '_>, typology: Typology, slot: SlotIndex, known: Discovery) -> Case {
    Case {
        typology,
        person: plot.slot(slot).holder,
        account: Some(plot.slot(slot).account),
        slot: Some(slot),
        compromised: None,
        compromised_at: None,
        mule: None,
        started_at: known.at,
        detected_at: known.at,
        detected_by: known.by,
        block: Some(BlockReason::Fraud),
        is_reimbursed: false,
        note: None,
    }
}

/// Returns a change of somebody's profile, through a channel and perhaps from a device.
pub(super) fn profile_change(
    person: PersonIndex,
    event: ProfileEvent,
    (channel, device): (ServiceChannel, Option<DeviceIndex>),
    old_value: Option<String>,
    new_value: Option<String>,
) -> What {
    What::Control(Control::Profile { person, event, channel, device, old_value, new_value })
}

/// Days for which somebody must have been a customer before they are struck.
const ACQUAINTANCE_DAYS: i32 = 14;

/// An instant that no horizon reaches.
const NEVER: Timestamp = Timestamp(200 * 366 * span::DAY);

impl<'p, 'w> Plot<'p, 'w> {
    /// Opens the desk.
    pub(super) fn new(community: &'p mut Community<'w>, scene: &'p Scene, intents: &'p mut Intents) -> Self {
        let (laws, zone) = (&community.world.scenario.fraud, community.zone());
        Self { community, scene, intents, laws, zone }
    }

    /// Returns the months of the horizon.
    pub(super) fn months(&self) -> RangeInclusive<i32> {
        self.community.world.horizon.months()
    }

    /// Returns the stream of a subject for a period.
    pub(super) fn stream(&self, name: &str, subject: i64, period: i64) -> Stream {
        self.community.world.streams.period(name, subject, period)
    }

    /// Returns a person.
    pub(super) fn person(&self, person: PersonIndex) -> &Person {
        &self.community.people.persons[person.ix()]
    }

    /// Returns a slot.
    pub(super) fn slot(&self, slot: SlotIndex) -> &Slot {
        &self.community.people.slots[slot.ix()]
    }

    /// Returns whom a typology strikes, given its rate per person and year: at most once a person and month.
    ///
    /// # Randomness
    ///
    /// Stream `name`, subject customer, period month; the stream goes on with the case.
    pub(super) fn strikes(&self, name: &str, rate_per_year: impl Fn(&Person, Date) -> f64) -> Vec<Strike> {
        let horizon = self.community.world.horizon;
        let mut strikes = Vec::new();
        for (index, person) in self.community.people.persons.iter().enumerate() {
            for month in self.months() {
                let mut stream = self.stream(name, person.id.0, i64::from(month));
                let first = Date::month_start(month);
                if !stream.chance(rate_per_year(person, first) / 12.0) {
                    continue;
                }
                let civil = first.civil();
                let on = first.plus(stream.below(u64::from(days_in_month(civil.year, civil.month))) as i32);
                let person_index = PersonIndex(index as u32);
                let is_known = person.onboarded_on.plus(ACQUAINTANCE_DAYS) <= on;
                if horizon.contains(on) && is_known && self.community.lives.acts(person_index, on) {
                    strikes.push(Strike { person: person_index, on, stream });
                }
            }
        }
        strikes
    }

    /// Returns whether an instant lies after the horizon's last day, so that nobody will see it.
    pub(super) fn is_beyond(&self, at: Timestamp) -> bool {
        self.zone.day(at) > self.community.world.horizon.to
    }

    /// Opens a case with what is done in it, and sets the moment at which it becomes known. A case without deeds, or
    /// whose first deed nobody will see, does not come about.
    pub(super) fn carry_out(&mut self, case: Case, deeds: Vec<(Timestamp, What)>) -> Option<CaseIndex> {
        let started_at = deeds.iter().map(|(at, _)| at.whole_millisecond()).min()?;
        if self.is_beyond(started_at) {
            return None;
        }
        let detected_at = case.detected_at.max(started_at.plus(span::MINUTE));
        let index = self.intents.add_case(Case { started_at, detected_at, ..case });
        for (at, what) in deeds {
            self.intents.add_fraud(at, what, index);
        }
        self.intents.add_fraud(detected_at, What::Control(Control::Detect { case: index }), index);
        Some(index)
    }

    /// Draws an instant of a day at which people shop remotely, or at an odd hour of the thief's own.
    pub(super) fn shopping_hour(&self, on: Date, stream: &mut Stream) -> Timestamp {
        let laws = &self.laws.purchases;
        let odd = stream.below(span::DAY as u64) as i64;
        let midday = self.zone.instant(on, 12 * span::HOUR);
        let model =
            self.scene.imitable(self.intents, midday, laws.memory_days, stream, |_, card| is_remote_shopping(card));
        let time = match model {
            Some((at, _)) if !stream.chance(laws.odd_hour_share) => self.zone.local(at).1,
            _ => odd,
        };
        self.zone.instant(on, time)
    }

    /// Returns whether something can be booked on an account on a day.
    pub(super) fn is_open(&self, account: AccountIndex, on: Date) -> bool {
        self.community.people.accounts[account.ix()].is_usable(on)
    }

    /// Returns whether the plastic of a slot can be in somebody's hands on a day.
    pub(super) fn is_usable(&self, slot: SlotIndex, on: Date) -> bool {
        let slot = self.slot(slot);
        slot.issued_on < on && self.is_open(slot.account, on) && self.community.lives.acts(slot.holder, on)
    }

    /// Gives a person's profile or card a device that is not theirs.
    ///
    /// `look` is a random word: the same word gives the same fingerprint and address, whoever the victim is.
    pub(super) fn strange_device(&mut self, person: PersonIndex, look: u64, seen_at: Timestamp) -> DeviceIndex {
        let os = OperatingSystem::ALL[(look & 3) as usize];
        let is_desktop = matches!(os, OperatingSystem::DesktopA | OperatingSystem::DesktopB);
        let ip_address = self.community.texts.intern(&mint_ip_address(mix(look)));
        let id = DeviceId(self.person(person).id.0 * 100);
        self.community.people.add_device(DevicePlan {
            id,
            person,
            fingerprint: format!("syn_{look:016x}"),
            kind: if is_desktop { DeviceKind::Browser } else { DeviceKind::Phone },
            os,
            ip_address,
            first_seen_at: seen_at,
        })
    }

    /// Returns the telephone number or e-mail address that the bank has of somebody at an instant.
    pub(super) fn known_by(&self, person: PersonIndex, kind: ProfileEvent, at: Timestamp) -> String {
        let is_phone = kind == ProfileEvent::PhoneChanged;
        let first = if is_phone { &self.person(person).phone } else { &self.person(person).email };
        let changes = self.intents.list.iter().filter(|intent| intent.at < at && intent.case.is_none());
        let values = changes.filter_map(|intent| match &intent.what {
            What::Control(Control::Profile { person: whose, event, new_value, .. }) => {
                (*whose == person && *event == kind).then_some((intent.at, new_value.as_ref()?))
            }
            _ => None,
        });
        values.max_by_key(|(at, _)| *at).map_or(first, |(_, value)| value).clone()
    }

    /// Takes a card out of its holder's hands for a while: what they meant to pay in person they pay with another card,
    /// or not at all.
    pub(super) fn withhold(&mut self, slot: SlotIndex, from: Timestamp, to: Timestamp) {
        let holder = self.slot(slot).holder;
        let on = self.zone.day(from);
        let slots = &self.community.people.persons[holder.ix()].slots;
        let other = slots.iter().copied().find(|other| *other != slot && self.is_usable(*other, on));
        for day in 0..=(to.since(from) / span::DAY + 1) {
            let end = from.plus((day + 1) * span::DAY);
            for index in self.scene.before(end, 1) {
                let intent = &mut self.intents.list[*index as usize];
                let What::Card(card) = &mut intent.what else { continue };
                if card.slot != slot || intent.at <= from || to <= intent.at || !needs_plastic(card) {
                    continue;
                }
                match other {
                    Some(other) => card.slot = other,
                    None => intent.at = NEVER,
                }
            }
        }
    }
}
