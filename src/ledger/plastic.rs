//! The cards: issue, activation, renewal, block and replacement of what fills a slot.

use crate::codes::{BlockReason, CardStatus};
use crate::columns::Text;
use crate::identity;
use crate::intent::CardUse;
use crate::population::SlotIndex;
use crate::rng::Stream;
use crate::rows::Card;
use crate::units::{CardId, Cents, Date, Timestamp, span};

use super::Ledger;
use super::clock::Task;

/// The number of a card in the community's list, in order of issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CardNumber(pub(super) u32);

/// One plastic.
#[derive(Debug)]
pub(super) struct CardState {
    pub(super) id: CardId,
    pub(super) slot: SlotIndex,
    pub(super) issued_on: Date,
    pub(super) activated_at: Option<Timestamp>,
    pub(super) expires_on: Date,
    pub(super) blocked: Option<(Timestamp, BlockReason)>,
    pub(super) replaces: Option<CardId>,
    /// The local day that the running sums are of.
    day: Date,
    /// What was approved on that day.
    pub(super) spent_today: Cents,
    /// How often it was presented on that day.
    pub(super) presented_today: u32,
}

impl CardState {
    /// Returns whether a use at an instant of a local day finds the card active, unblocked and unexpired.
    fn is_good(&self, at: Timestamp, on: Date) -> bool {
        self.is_activated(at) && self.blocked.is_none() && on <= self.expires_on
    }

    /// Returns whether the card was activated at or before an instant.
    pub(super) fn is_activated(&self, at: Timestamp) -> bool {
        self.activated_at.is_some_and(|activated| activated <= at)
    }

    /// Counts one more use on a local day, starting afresh with each day.
    pub(super) fn present(&mut self, on: Date) {
        if self.day != on {
            self.day = on;
            self.spent_today = Cents::ZERO;
            self.presented_today = 0;
        }
        self.presented_today += 1;
    }
}

impl Ledger<'_, '_> {
    /// Issues the first card of every slot whose day of issue is before the horizon or today.
    pub(super) fn issue_first_cards(&mut self, is_issued: impl Fn(Date) -> bool) {
        for index in 0..self.community.people.slots.len() {
            let slot = SlotIndex(index as u32);
            let plan = &self.community.people.slots[index];
            let (issued_on, expires_on) = (plan.issued_on, plan.expires_on);
            if !is_issued(issued_on) || !self.accounts[plan.account.ix()].is_open {
                continue;
            }
            let card = self.issue(slot, issued_on, expires_on, None);
            if issued_on < self.horizon.from {
                let days = self.activation_delay(card);
                let activated_on = issued_on.plus(days as i32).min(self.horizon.from.plus(-1));
                self.cards[card.0 as usize].activated_at =
                    Some(self.zone.instant(activated_on, 9 * span::HOUR + self.card_minute(card)));
            } else {
                self.activate_later(card);
            }
        }
    }

    /// Renews the card of a slot: the next one is sent, and the old one is used until it is activated.
    pub(super) fn renew(&mut self, slot: SlotIndex) {
        let Some(&old) = self.slots[slot.ix()].last() else { return };
        let state = &self.cards[old.0 as usize];
        if state.blocked.is_none() && self.is_slot_alive(slot) {
            let replaces = Some(state.id);
            let expires_on = self.expiry_of_issue(self.today);
            let card = self.issue(slot, self.today, expires_on, replaces);
            self.activate_later(card);
        }
    }

    /// Replaces a blocked card.
    pub(super) fn replace(&mut self, slot: SlotIndex, old: CardNumber) {
        if self.slots[slot.ix()].last() == Some(&old) && self.is_slot_alive(slot) {
            let replaces = Some(self.cards[old.0 as usize].id);
            let expires_on = self.expiry_of_issue(self.today);
            let card = self.issue(slot, self.today, expires_on, replaces);
            self.activate_later(card);
        }
    }

    /// Activates a card; the one before it in the slot is of no use any more.
    pub(super) fn activate(&mut self, at: Timestamp, card: CardNumber) {
        let state = &mut self.cards[card.0 as usize];
        if state.blocked.is_some() {
            return;
        }
        state.activated_at = Some(at);
        let slot = state.slot;
        let earlier: Vec<CardNumber> = self.slots[slot.ix()].iter().copied().filter(|other| *other != card).collect();
        for other in earlier {
            let other = &mut self.cards[other.0 as usize];
            if other.blocked.is_none() && other.expires_on >= self.today {
                other.blocked = Some((at, BlockReason::Replaced));
            }
        }
    }

    /// Blocks the card that a slot holds, and has another one sent unless the account closes.
    pub(super) fn block_slot(&mut self, at: Timestamp, slot: SlotIndex, reason: BlockReason) {
        let newest_first = self.slots[slot.ix()].iter().rev().copied();
        let in_use = newest_first.clone().find(|card| self.cards[card.0 as usize].is_activated(at));
        if let Some(card) = in_use.or_else(|| newest_first.into_iter().next()) {
            self.block(at, card, reason);
        }
    }

    /// Takes every plastic of a slot from its holder for good.
    pub(super) fn end_slot(&mut self, at: Timestamp, slot: SlotIndex, reason: BlockReason) {
        for card in self.slots[slot.ix()].clone() {
            let state = &mut self.cards[card.0 as usize];
            if state.blocked.is_none() && state.expires_on >= self.today {
                state.blocked = Some((at, reason));
            }
        }
    }

    /// Blocks a card that is not blocked yet, and has another one sent unless the account closes.
    pub(super) fn block(&mut self, at: Timestamp, card: CardNumber, reason: BlockReason) {
        let state = &mut self.cards[card.0 as usize];
        if state.blocked.is_some() || state.expires_on < self.today {
            return;
        }
        state.blocked = Some((at, reason));
        let slot = state.slot;
        if reason != BlockReason::AccountClosed {
            self.clock.at(at.plus(5 * span::MINUTE), Task::Replace(slot, card));
        }
    }

    /// Finds the card that a genuine use presents: the good one, seldom one that is not good; none if the holder pays otherwise.
    pub(super) fn presented(&self, at: Timestamp, usage: &CardUse, dice: &mut Stream) -> Option<CardNumber> {
        let cards = &self.slots[usage.slot.ix()];
        let good = cards.iter().rposition(|card| self.cards[card.0 as usize].is_good(at, self.today));
        let laws = &self.laws.plastic;
        match good {
            Some(index) if usage.is_recurring && index > 0 => {
                let reissued_on = self.cards[cards[index].0 as usize].issued_on;
                let is_stale = self.today.since(reissued_on) < 45 && dice.chance(laws.stale_credential_share);
                Some(cards[if is_stale { index - 1 } else { index }])
            }
            Some(index) => Some(cards[index]),
            None if usage.is_recurring || dice.chance(laws.bad_card_tried_share) => cards.last().copied(),
            None => None,
        }
    }

    /// Finds the card that a thief has: the one active at the first attempt, for the rest of the case.
    pub(super) fn stolen(&self, at: Timestamp, slot: SlotIndex) -> Option<CardNumber> {
        let cards = &self.slots[slot.ix()];
        cards.iter().rev().copied().find(|card| self.cards[card.0 as usize].is_good(at, self.today))
    }

    /// Returns the rows of all cards, sorted by id.
    pub(super) fn card_rows(&mut self) -> Vec<Card> {
        let mut rows: Vec<Card> = (0..self.cards.len()).map(|index| self.card_row(index)).collect();
        rows.sort_by_key(|row| row.card_id);
        rows
    }

    fn card_row(&mut self, index: usize) -> Card {
        let card = &self.cards[index];
        let slot = &self.community.people.slots[card.slot.ix()];
        let pan = self.mint.pan(card.id);
        let status = match card.blocked {
            Some((_, BlockReason::AccountClosed)) => CardStatus::Closed,
            Some(_) => CardStatus::Blocked,
            None if card.expires_on < self.horizon.to => CardStatus::Expired,
            None if card.activated_at.is_none() => CardStatus::Issued,
            None => CardStatus::Active,
        };
        let texts = &mut self.community.texts;
        let (bin, last_four): (Text, Text) =
            (texts.intern(identity::bin_of(&pan)), texts.intern(identity::last_four_of(&pan)));
        Card {
            card_id: card.id,
            account_id: self.accounts[slot.account.ix()].id,
            customer_id: self.community.people.persons[slot.holder.ix()].id,
            pan_token: self.mint.pan_token(card.id),
            pan,
            bin,
            last_four,
            network: slot.network,
            kind: slot.kind,
            is_contactless: slot.is_contactless,
            daily_limit: slot.daily_limit,
            issued_on: card.issued_on,
            activated_at: card.activated_at,
            expires_on: card.expires_on,
            blocked_at: card.blocked.map(|(at, _)| at),
            block_reason: card.blocked.map(|(_, reason)| reason),
            replaces_card_id: card.replaces,
            status,
        }
    }

    fn issue(&mut self, slot: SlotIndex, on: Date, expires_on: Date, replaces: Option<CardId>) -> CardNumber {
        let holder = self.community.people.slots[slot.ix()].holder;
        let count = &mut self.cards_issued[holder.ix()];
        *count += 1;
        let id = CardId(self.community.people.persons[holder.ix()].id.0 * 1_000 + *count);
        let number = CardNumber(self.cards.len() as u32);
        self.cards.push(CardState {
            id,
            slot,
            issued_on: on,
            activated_at: None,
            expires_on,
            blocked: None,
            replaces,
            day: on,
            spent_today: Cents::ZERO,
            presented_today: 0,
        });
        self.slots[slot.ix()].push(number);
        let renew_on = expires_on.plus(-self.laws.plastic.renewal_lead_days).max(self.horizon.from);
        self.schedule(renew_on.max(on.plus(1)), 10 * span::HOUR + self.card_minute(number), Task::Renew(slot));
        number
    }

    fn activate_later(&mut self, card: CardNumber) {
        let days = self.activation_delay(card) as i32;
        self.schedule(self.today.plus(days), 9 * span::HOUR + self.card_minute(card), Task::Activate(card));
    }

    fn activation_delay(&self, card: CardNumber) -> i64 {
        let [fewest, most] = self.laws.plastic.activation_days;
        self.card_stream(card).between(fewest, most)
    }

    /// Returns a moment of the day that is the card's own, in microseconds, below ten hours.
    fn card_minute(&self, card: CardNumber) -> i64 {
        let mut stream = self.card_stream(card);
        stream.word();
        stream.between(0, 599) * span::MINUTE
    }

    fn card_stream(&self, card: CardNumber) -> Stream {
        self.community.world.streams.stream("ledger.plastic", self.cards[card.0 as usize].id.0)
    }

    fn expiry_of_issue(&self, on: Date) -> Date {
        on.plus_months(12 * self.laws.plastic.validity_years).with_day(31)
    }

    /// Returns whether the account is open, and the holder not to lose the card for good.
    fn is_slot_alive(&self, slot: SlotIndex) -> bool {
        let plan = &self.community.people.slots[slot.ix()];
        self.accounts[plan.account.ix()].is_open && plan.ends.is_none_or(|(on, _)| self.today < on)
    }
}
