//! With what: the cards and devices that somebody has on a day.

use crate::codes::{CardKind, DeviceKind};
use crate::population::{DeviceIndex, People, PersonIndex, SlotIndex};
use crate::rng::Stream;
use crate::scenario::SpendingLaws;
use crate::units::{Date, Timestamp};

/// Days from the issue of a first card to its first use: the post, and the activation.
const DAYS_TO_ARRIVE: i32 = 10;

/// A card that may be used from one day to another.
#[derive(Debug, Clone, Copy)]
pub(in crate::behaviour) struct Card {
    pub(in crate::behaviour) slot: SlotIndex,
    pub(in crate::behaviour) kind: CardKind,
    pub(in crate::behaviour) is_contactless: bool,
    from: Date,
    until: Option<Date>,
}

impl Card {
    fn is_usable(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|last| on < last)
    }
}

/// What one person pays with.
#[derive(Debug)]
pub(in crate::behaviour) struct Purse {
    debit: Vec<Card>,
    credit: Vec<Card>,
    /// Since when there is which device, oldest first.
    devices: Vec<(Timestamp, DeviceKind, DeviceIndex)>,
    /// Odds of paying by credit rather than debit.
    credit_odds: f64,
    first_card_share: f64,
    /// How willingly they buy online, 0–1.
    pub(in crate::behaviour) digital: f64,
}

impl Purse {
    /// Opens a person's purse; their age on a day moves the odds of paying by credit.
    pub(in crate::behaviour) fn of(people: &People, person: PersonIndex, laws: &SpendingLaws, on: Date) -> Self {
        let owner = &people.persons[person.ix()];
        let cards = |kind: CardKind| {
            let card = |slot: &SlotIndex| {
                let plan = &people.slots[slot.ix()];
                let account = &people.accounts[plan.account.ix()];
                let from = if plan.issued_on < account.opened_on { account.opened_on } else { plan.issued_on };
                let from = from.plus(DAYS_TO_ARRIVE);
                Card { slot: *slot, kind, is_contactless: plan.is_contactless, from, until: account.closes_on }
            };
            owner.slots.iter().filter(|slot| people.slots[slot.ix()].kind == kind).map(card).collect()
        };
        let device = |device: &DeviceIndex| {
            let plan = &people.devices[device.ix()];
            (plan.first_seen_at, plan.kind, *device)
        };
        let mut devices: Vec<_> = owner.devices.iter().map(device).collect();
        devices.sort_by_key(|(seen, ..)| *seen);
        let taste = owner.credit_taste.clamp(0.02, 0.98);
        Self {
            debit: cards(CardKind::Debit),
            credit: cards(CardKind::Credit),
            devices,
            credit_odds: laws.credit_by_age.at(owner.age(on)) * taste / (1.0 - taste),
            first_card_share: laws.presenting.first_card_share,
            digital: owner.digital,
        }
    }

    /// Draws the card for a purchase; `credit_factor` moves the odds of credit against debit.
    pub(in crate::behaviour) fn card(&self, on: Date, credit_factor: f64, stream: &mut Stream) -> Option<Card> {
        let odds = self.credit_odds * credit_factor;
        let prefers_credit = stream.unit() * (1.0 + odds) < odds;
        let favourite = stream.chance(self.first_card_share);
        let credit = || {
            let mut usable = self.credit.iter().filter(|card| card.is_usable(on));
            let first = usable.next()?;
            Some(*(if favourite { first } else { usable.next().unwrap_or(first) }))
        };
        let debit = self.debit(on);
        if prefers_credit { credit().or(debit) } else { debit.or_else(credit) }
    }

    /// Returns the debit card of a day.
    pub(in crate::behaviour) fn debit(&self, on: Date) -> Option<Card> {
        self.debit.iter().find(|card| card.is_usable(on)).copied()
    }

    /// Returns the newest device of a kind at an instant.
    pub(in crate::behaviour) fn device(&self, kind: DeviceKind, at: Timestamp) -> Option<DeviceIndex> {
        self.devices.iter().rev().find(|(seen, is, _)| *is == kind && *seen <= at).map(|(.., device)| *device)
    }
}
