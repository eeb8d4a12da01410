//! The answer to a card use: approved, or declined for a cause that holds.

use crate::codes::*;
use crate::intent::{CardUse, CaseIndex, Hold};
use crate::rng::{Stream, mix};
use crate::units::{Cents, Timestamp, span};

use super::Ledger;
use super::clock::Task;
use super::plastic::CardNumber;
use super::transactions::{Money, TransactionNumber};

const DECISION: u64 = 0xA0;

impl Ledger<'_, '_> {
    /// Settles a card use: finds the plastic, asks for the amount, answers, and plans what follows.
    pub(super) fn use_card(&mut self, at: Timestamp, usage: &CardUse, case: Option<CaseIndex>) {
        let mut dice = Stream::seeded(mix(usage.word ^ DECISION));
        let slot = &self.community.people.slots[usage.slot.ix()];
        let (account, holder) = (slot.account, slot.holder);
        // Nobody presents the card of somebody who has died or left; what recurs is charged until it is blocked.
        if !usage.is_recurring && !self.community.lives.acts(holder, self.today) {
            return;
        }
        if !self.is_trading(at, usage) {
            return;
        }
        let card = if self.is_by_stranger(case) {
            self.card_of_case(at, usage.slot, case)
        } else {
            self.presented(at, usage, &mut dice)
        };
        let Some(card) = card.filter(|_| self.accounts[account.ix()].is_open) else { return };
        if let Some(device) = usage.device {
            self.device_last_seen[device.ix()] = Some(at);
        }
        self.cards[card.0 as usize].present(self.today);
        let currency = self.community.places.get(usage.place).currency;
        if self.is_offline(usage, card, &mut dice) {
            let number = self.add_transaction(at, usage, card, case, self.money(usage.amount, currency));
            self.take_offline(at, number);
            return;
        }
        let asked = self.money(asked_amount(usage), currency);
        let funds = self.funds(usage);
        let is_holder = !self.is_by_stranger(case);
        if is_holder && self.refrains(usage, asked.billed, funds, &mut dice) {
            return;
        }
        let response = self.decide(at, usage, card, (asked.billed, funds), &mut dice);
        let number = self.add_transaction(at, usage, card, case, asked);
        if usage.processing != ProcessingCode::AccountVerification {
            self.transactions[number.0 as usize].available_before = Some(funds);
        }
        if response.is_approved() {
            self.approve(at, usage, card, number, asked);
        } else {
            self.decline(at, number, response);
        }
    }

    /// Returns what a card use may draw on: an overdraft line only where its holder lets cards use it, or for agreed payments.
    fn funds(&self, usage: &CardUse) -> Cents {
        let account = self.community.people.slots[usage.slot.ix()].account;
        let (plan, state) = (&self.community.people.accounts[account.ix()], &self.accounts[account.ix()]);
        let has_line = plan.product.is_card_account() || plan.overdraft_opt_in || usage.is_recurring;
        if has_line { state.available() } else { state.available() - state.credit_line }
    }

    /// Tells whether the holder does without: the money is not there, or what would be left is less than is kept for the bills. What
    /// recurs is charged whatever is kept, but where the money is not there it has often been moved to another card.
    fn refrains(&self, usage: &CardUse, asked: Cents, funds: Cents, dice: &mut Stream) -> bool {
        let laws = &self.laws.authorization;
        let state = &self.accounts[self.community.people.slots[usage.slot.ix()].account.ix()];
        if usage.is_recurring {
            return asked > funds && dice.chance(laws.refrains_share_recurring);
        }
        if asked > funds {
            return dice.chance(match (state.product, is_remote(usage)) {
                (Product::CreditCard | Product::DeferredDebit, _) => laws.refrains_share_credit,
                (_, true) => laws.refrains_share_remote,
                (_, false) => laws.refrains_share,
            });
        }
        let left = (state.booked - state.holds - asked).max(Cents::ZERO);
        let is_tight = left < state.cushion;
        is_tight && dice.chance(laws.refrains_share * (1.0 - left.to_major() / state.cushion.to_major()))
    }

    /// Returns whether the store trades on its day, for nobody can pay at a closed one.
    fn is_trading(&self, at: Timestamp, usage: &CardUse) -> bool {
        let place = self.community.places.get(usage.place);
        let is_lasting =
            place.closed_on.is_none() && place.opened_on.is_none_or(|opened_on| opened_on < self.horizon.from);
        is_lasting || place.trades(self.community.world.zones[place.zone].day(at))
    }

    fn decide(
        &self,
        at: Timestamp,
        usage: &CardUse,
        card: CardNumber,
        (asked, funds): (Cents, Cents),
        dice: &mut Stream,
    ) -> ResponseCode {
        let state = &self.cards[card.0 as usize];
        if let Some((_, reason)) = state.blocked.filter(|(blocked_at, _)| *blocked_at <= at) {
            return match reason {
                BlockReason::Lost => ResponseCode::LostCard,
                BlockReason::Stolen => ResponseCode::StolenCard,
                _ => ResponseCode::RestrictedCard,
            };
        }
        if self.today > state.expires_on {
            return ResponseCode::ExpiredCard;
        }
        if !state.is_activated(at) {
            return ResponseCode::InactiveCard;
        }
        if usage.wrong_pin && usage.entry == EntryMode::Chip && usage.verification == Verification::Pin {
            return ResponseCode::IncorrectPin;
        }
        if let Some(refusal) = self.refusal_of_chance(usage, card, asked, dice) {
            return refusal;
        }
        if usage.processing == ProcessingCode::AccountVerification {
            return ResponseCode::Approved;
        }
        let limit = self.community.people.slots[usage.slot.ix()].daily_limit;
        if state.spent_today + asked > limit {
            return ResponseCode::ExceedsAmountLimit;
        }
        if asked > funds {
            return ResponseCode::InsufficientFunds;
        }
        ResponseCode::Approved
    }

    fn refusal_of_chance(
        &self,
        usage: &CardUse,
        card: CardNumber,
        asked: Cents,
        dice: &mut Stream,
    ) -> Option<ResponseCode> {
        let laws = &self.laws.authorization;
        let is_remote = is_remote(usage);
        if dice.chance(laws.technical_decline_rate) {
            let codes = [ResponseCode::IssuerUnavailable, ResponseCode::SystemMalfunction];
            return Some(*dice.pick(&codes));
        }
        if is_remote && !usage.is_recurring && dice.chance(laws.invalid_card_rate_remote) {
            return Some(ResponseCode::InvalidCard);
        }
        if usage.cvv == Some(CvvResult::NoMatch) && dice.chance(laws.cvv_mismatch_decline_share) {
            return Some(ResponseCode::CvvFailure);
        }
        let do_not_honor = if is_remote { laws.do_not_honor_rate_remote } else { laws.do_not_honor_rate };
        if dice.chance(do_not_honor) {
            return Some(ResponseCode::DoNotHonor);
        }
        let suspicion = &laws.suspected_fraud_rate;
        let is_abroad = self.community.places.get(usage.place).country != self.words.home_country;
        let traits = [
            (is_abroad, suspicion.abroad_factor),
            (is_remote, suspicion.remote_factor),
            (asked.to_major() > suspicion.large_amount, suspicion.large_factor),
            (self.cards[card.0 as usize].presented_today >= 5, suspicion.velocity_factor),
        ];
        let factor: f64 = traits.iter().filter(|(holds, _)| *holds).map(|(_, factor)| factor).product();
        dice.chance(suspicion.base_rate * factor).then_some(ResponseCode::SuspectedFraud)
    }

    fn is_offline(&self, usage: &CardUse, card: CardNumber, dice: &mut Stream) -> bool {
        let place = self.community.places.get(usage.place);
        place.category == Category::Transit
            && usage.entry == EntryMode::Contactless
            && usage.hold == Hold::Exact
            && dice.chance(self.laws.authorization.offline_share_transit)
            && self.cards[card.0 as usize].blocked.is_none()
    }

    fn approve(&mut self, at: Timestamp, usage: &CardUse, card: CardNumber, number: TransactionNumber, asked: Money) {
        self.transactions[number.0 as usize].approve(mix(usage.word ^ 0xC0DE));
        self.event(number, CardEventType::Authorized, at, asked.billed, Some(ResponseCode::Approved));
        if usage.processing == ProcessingCode::AccountVerification {
            self.transactions[number.0 as usize].status = TransactionStatus::Verified;
            return;
        }
        self.cards[card.0 as usize].spent_today += asked.billed;
        self.hold(number, asked.billed);
        if self.is_single_message(usage) && usage.hold == Hold::Exact {
            self.post_transaction(at, number);
        } else {
            self.plan_clearing(at, usage, number);
        }
    }

    fn decline(&mut self, at: Timestamp, number: TransactionNumber, response: ResponseCode) {
        let row = &mut self.transactions[number.0 as usize];
        row.response_code = response;
        row.status = TransactionStatus::Declined;
        let amount = row.authorized_amount;
        self.event(number, CardEventType::Declined, at, amount, Some(response));
    }

    /// Raises a hold by an increment, if the funds allow it.
    pub(super) fn increment(&mut self, at: Timestamp, number: TransactionNumber, minor: i64) {
        let life = &self.lives[number.0 as usize];
        let currency = self.transactions[number.0 as usize].original_currency;
        let step = self.money(minor, currency).billed;
        if life.is_closed || self.accounts[life.account.ix()].available() < step {
            return;
        }
        self.hold(number, step);
        self.event(number, CardEventType::Incremented, at, step, Some(ResponseCode::Approved));
    }

    fn hold(&mut self, number: TransactionNumber, amount: Cents) {
        let life = &mut self.lives[number.0 as usize];
        if life.is_closed {
            life.is_closed = false;
            self.accounts[life.account.ix()].pending += 1;
        }
        life.hold += amount;
        self.accounts[life.account.ix()].holds += amount;
    }

    /// Releases what a transaction holds and counts it as no longer live.
    pub(super) fn release(&mut self, number: TransactionNumber) {
        let life = &mut self.lives[number.0 as usize];
        let account = &mut self.accounts[life.account.ix()];
        account.holds -= life.hold;
        if !life.is_closed {
            account.pending -= 1;
        }
        life.hold = Cents::ZERO;
        life.is_closed = true;
    }

    fn take_offline(&mut self, at: Timestamp, number: TransactionNumber) {
        self.transactions[number.0 as usize].message_type = MessageType::FinancialAdvice;
        self.hold(number, Cents::ZERO);
        let on = self.community.world.holidays.on_or_after(self.today.plus(1));
        self.schedule_after(at, on, 3 * span::HOUR, Task::Post(number));
    }
}

fn is_remote(usage: &CardUse) -> bool {
    matches!(usage.channel, Channel::Ecommerce | Channel::Mail | Channel::Recurring)
}

fn asked_amount(usage: &CardUse) -> i64 {
    match usage.hold {
        Hold::Exact => usage.amount + usage.cashback,
        Hold::Fixed(amount) => amount,
        Hold::Incremental { first, .. } => first,
    }
}
