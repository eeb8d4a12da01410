//! What no bank sees: which records belong to which fraud, and what came of each case.

use std::collections::BTreeMap;

use crate::codes::{BlockReason, LabelledRecord, ProfileEvent, TransactionStatus, Typology};
use crate::intent::{CaseIndex, Control};
use crate::population::{AccountIndex, PersonIndex, SlotIndex};
use crate::rows::{FraudCase, FraudLabel, GenuineEpisode, LifeEvent};
use crate::units::{CardId, CaseId, Cents, DisputeId, Timestamp, span};

use super::Ledger;
use super::book::{Details, EntryRef};
use super::clock::Task;
use super::plastic::CardNumber;
use super::transactions::TransactionNumber;

/// What has come of a case so far.
#[derive(Debug, Default)]
pub(super) struct CaseState {
    card: Option<CardNumber>,
    is_detected: bool,
    attempts: i32,
    attempted: Cents,
    successful: Cents,
    sent: Cents,
    transactions: Vec<TransactionNumber>,
    labels: Vec<RawLabel>,
    /// What accounts have received in the case and not passed on.
    received: Vec<(AccountIndex, Cents)>,
    profile: Vec<(PersonIndex, ProfileEvent, Option<String>)>,
}

#[derive(Debug, Clone, Copy)]
struct RawLabel {
    at: Timestamp,
    person: PersonIndex,
    record: Labelled,
}

#[derive(Debug, Clone, Copy)]
enum Labelled {
    Transaction(TransactionNumber),
    Entry(EntryRef),
    Profile(i32),
    Dispute(DisputeId),
}

impl Ledger<'_, '_> {
    /// Returns whether a use is by somebody else than the holder, who presents whatever the holder has.
    pub(super) fn is_by_stranger(&self, case: Option<CaseIndex>) -> bool {
        case.is_some_and(|case| is_by_stranger(self.intents.cases[case.0 as usize].typology))
    }

    /// Returns the card that a case is about: the one that was good at the first attempt.
    pub(super) fn card_of_case(
        &mut self,
        at: Timestamp,
        slot: SlotIndex,
        case: Option<CaseIndex>,
    ) -> Option<CardNumber> {
        let state = &self.cases[case?.0 as usize];
        let known = state.card.filter(|card| self.cards[card.0 as usize].slot == slot);
        let card = known.or_else(|| self.stolen(at, slot));
        self.cases[case?.0 as usize].card = card;
        card
    }

    /// Labels a card transaction of a case.
    pub(super) fn label_transaction(&mut self, at: Timestamp, number: TransactionNumber, case: Option<CaseIndex>) {
        let Some(case) = case else { return };
        let amount = self.transactions[number.0 as usize].authorized_amount;
        let is_refund = self.transactions[number.0 as usize].original_transaction_id.is_some();
        let state = &mut self.cases[case.0 as usize];
        state.transactions.push(number);
        if !is_refund {
            state.attempts += 1;
            state.attempted += amount;
        }
        self.label(case, at, Labelled::Transaction(number));
    }

    /// Labels the entry of a posted card transaction of a case.
    pub(super) fn label_entry(
        &mut self,
        at: Timestamp,
        number: TransactionNumber,
        account: AccountIndex,
        sequence: i32,
    ) {
        let Some(case) = self.lives[number.0 as usize].case else { return };
        let row = &self.transactions[number.0 as usize];
        if row.original_transaction_id.is_none() {
            self.cases[case.0 as usize].successful += row.amount;
        }
        self.label(case, at, Labelled::Entry(EntryRef { account, sequence }));
    }

    /// Labels an entry of a case that moved money without a card; the receiving leg counts nothing.
    pub(super) fn label_movement(
        &mut self,
        at: Timestamp,
        account: AccountIndex,
        sequence: i32,
        amount: Cents,
        case: Option<CaseIndex>,
    ) {
        let Some(case) = case else { return };
        let is_of_victim = self.intents.cases[case.0 as usize].account == Some(account);
        let state = &mut self.cases[case.0 as usize];
        if amount > Cents::ZERO && is_of_victim {
            state.attempts += 1;
            state.attempted += amount;
            state.successful += amount;
            state.sent += amount;
        }
        self.label(case, at, Labelled::Entry(EntryRef { account, sequence }));
    }

    /// Labels a dispute that a customer opens against better knowledge.
    pub(super) fn label_dispute(&mut self, at: Timestamp, number: TransactionNumber, dispute: DisputeId) {
        let Some(case) = self.lives[number.0 as usize].case else { return };
        if self.intents.cases[case.0 as usize].typology == Typology::FriendlyFraud {
            self.label(case, at, Labelled::Dispute(dispute));
        }
    }

    /// Returns what an account has received in a case and not passed on yet.
    pub(super) fn received_in_case(&self, case: Option<CaseIndex>, account: AccountIndex) -> Cents {
        let Some(case) = case else { return Cents::ZERO };
        let received = &self.cases[case.0 as usize].received;
        received.iter().find(|(of, _)| *of == account).map_or(Cents::ZERO, |(_, amount)| (*amount).max(Cents::ZERO))
    }

    /// Counts what an account receives or, if negative, passes on in a case.
    pub(super) fn pass_in_case(&mut self, case: Option<CaseIndex>, account: AccountIndex, amount: Cents) {
        let Some(case) = case else { return };
        let received = &mut self.cases[case.0 as usize].received;
        match received.iter_mut().find(|(of, _)| *of == account) {
            Some((_, sum)) => *sum += amount,
            None => received.push((account, amount)),
        }
    }

    fn label(&mut self, case: CaseIndex, at: Timestamp, record: Labelled) {
        let person = match record {
            Labelled::Entry(entry) => self.community.people.accounts[entry.account.ix()].owner,
            _ => self.intents.cases[case.0 as usize].person,
        };
        self.cases[case.0 as usize].labels.push(RawLabel { at, person, record });
    }

    /// Carries out a change of state.
    pub(super) fn control(&mut self, at: Timestamp, control: &Control, case: Option<CaseIndex>) {
        match control {
            Control::BlockCard { slot, reason } => self.block_slot(at, *slot, *reason),
            Control::Profile { person, event, channel, device, old_value, new_value } => {
                // Nobody changes the profile of somebody who has gone, but for telling so.
                let tells_end = matches!(event, ProfileEvent::Deceased | ProfileEvent::RelationshipEnded);
                if !tells_end && !self.community.lives.acts(*person, self.today) {
                    return;
                }
                if let Some(device) = device {
                    self.device_last_seen[device.ix()] = Some(at);
                }
                let sequence =
                    self.log_profile(at, *person, *event, *channel, *device, old_value.clone(), new_value.clone());
                if let Some(case) = case {
                    self.label(case, at, Labelled::Profile(sequence));
                    self.cases[case.0 as usize].profile.push((*person, *event, old_value.clone()));
                }
            }
            Control::Detect { case } => self.detect(at, *case),
        }
    }

    /// A case becomes known: its card is blocked, what has posted is disputed, what was sent may be repaid.
    fn detect(&mut self, at: Timestamp, case: CaseIndex) {
        let plan = self.intents.cases[case.0 as usize].clone();
        let state = &mut self.cases[case.0 as usize];
        if state.attempts == 0 && plan.slot.is_some() && plan.typology != Typology::LostStolen {
            return;
        }
        state.is_detected = true;
        let (card, sent, transactions) = (state.card, state.sent, state.transactions.clone());
        self.block_for(at, plan.block, card, plan.slot);
        if self.is_by_stranger(Some(case)) {
            for number in transactions {
                self.dispute_if_detected(at, number);
            }
        }
        let is_usable = |account: &AccountIndex| {
            self.accounts[account.ix()].is_open && self.community.people.accounts[account.ix()].is_usable(self.today)
        };
        let account = plan.account.filter(is_usable);
        if let (true, Some(account), true) = (plan.is_reimbursed, account, sent > Cents::ZERO) {
            let text = self.words.reimbursement;
            self.book(account, at, sent, Details::new(crate::codes::BankTransactionCode::Adjustment, text));
        }
        self.restore_profile(at, case);
    }

    fn block_for(
        &mut self,
        at: Timestamp,
        reason: Option<BlockReason>,
        card: Option<CardNumber>,
        slot: Option<SlotIndex>,
    ) {
        match (reason, card, slot) {
            (Some(reason), Some(card), _) => self.block(at, card, reason),
            (Some(reason), None, Some(slot)) => self.block_slot(at, slot, reason),
            _ => {}
        }
    }

    fn restore_profile(&mut self, at: Timestamp, case: CaseIndex) {
        let changes = std::mem::take(&mut self.cases[case.0 as usize].profile);
        for (person, event, old_value) in changes {
            if matches!(event, ProfileEvent::PhoneChanged | ProfileEvent::EmailChanged) && old_value.is_some() {
                let channel = crate::codes::ServiceChannel::Phone;
                self.log_profile(at, person, event, channel, None, None, old_value);
            }
        }
    }

    /// Has a posted transaction disputed if its case is known to be fraud by a stranger.
    pub(super) fn dispute_if_detected(&mut self, at: Timestamp, number: TransactionNumber) {
        let Some(case) = self.lives[number.0 as usize].case else { return };
        let is_posted = self.transactions[number.0 as usize].status == TransactionStatus::Posted;
        if !is_posted || !self.cases[case.0 as usize].is_detected || !self.is_by_stranger(Some(case)) {
            return;
        }
        let mut dice = self.dice(number, 0xD15);
        let plan = self.plan_of_fraud(number, &mut dice);
        self.clock.at(at.plus(dice.between(2, 48) * span::HOUR), Task::Dispute(number, plan));
    }

    /// Returns the rows of the cases that have begun, numbered in order of their beginning, and of their labels.
    pub(super) fn truth_rows(&mut self) -> (Vec<FraudCase>, Vec<FraudLabel>) {
        let mut order: Vec<usize> = (0..self.cases.len()).collect();
        order.sort_by_key(|&index| (self.intents.cases[index].started_at, index));
        let end = self.last_instant(self.horizon.to);
        let begun = order.into_iter().filter(|&index| self.intents.cases[index].started_at <= end);
        let (mut cases, mut labels) = (Vec::new(), Vec::new());
        for (number, index) in begun.enumerate() {
            let id = CaseId(self.community.number * 1_000_000 + number as i64 + 1);
            if self.cases[index].labels.is_empty() {
                continue;
            }
            cases.push(self.case_row(id, index));
            self.label_rows(id, index, &mut labels);
        }
        (cases, labels)
    }

    fn case_row(&self, id: CaseId, index: usize) -> FraudCase {
        let (plan, state) = (&self.intents.cases[index], &self.cases[index]);
        let place = plan.compromised.map(|place| self.community.places.get(place));
        let card = state.card.map(|card| self.cards[card.0 as usize].id);
        let own_card = || -> Option<CardId> {
            let first = state.transactions.first()?;
            Some(self.transactions[first.0 as usize].card_id)
        };
        FraudCase {
            case_id: id,
            typology: plan.typology,
            customer_id: self.community.people.persons[plan.person.ix()].id,
            account_id: plan
                .account
                .or(plan.slot.map(|slot| self.community.people.slots[slot.ix()].account))
                .map(|account| self.accounts[account.ix()].id),
            card_id: card.or_else(own_card),
            compromised_merchant_id: place.map(|place| place.merchant),
            compromised_location_id: place.and_then(|place| place.location),
            mule_account_id: plan.mule.map(|account| self.accounts[account.ix()].id),
            compromised_at: plan.compromised_at,
            started_at: plan.started_at,
            detected_at: plan.detected_at,
            detected_by: plan.detected_by,
            attempts: state.attempts,
            attempted_amount: state.attempted,
            successful_amount: state.successful,
            note: plan.note,
        }
    }

    fn label_rows(&self, id: CaseId, index: usize, rows: &mut Vec<FraudLabel>) {
        let plan = &self.intents.cases[index];
        for (sequence, label) in self.cases[index].labels.iter().enumerate() {
            let mut row = FraudLabel {
                case_id: id,
                label_sequence: sequence as i32 + 1,
                typology: plan.typology,
                record: LabelledRecord::CardTransaction,
                transaction_id: None,
                account_id: None,
                entry_sequence: None,
                customer_id: self.community.people.persons[label.person.ix()].id,
                event_sequence: None,
                dispute_id: None,
                occurred_at: label.at,
                known_at: plan.detected_at.max(label.at),
            };
            match label.record {
                Labelled::Transaction(number) => {
                    row.transaction_id = Some(self.transactions[number.0 as usize].transaction_id);
                }
                Labelled::Entry(entry) => {
                    row.record = LabelledRecord::AccountEntry;
                    row.account_id = Some(self.accounts[entry.account.ix()].id);
                    row.entry_sequence = Some(entry.sequence);
                }
                Labelled::Profile(sequence) => {
                    row.record = LabelledRecord::ProfileEvent;
                    row.event_sequence = Some(sequence);
                }
                Labelled::Dispute(dispute) => {
                    row.record = LabelledRecord::Dispute;
                    row.dispute_id = Some(dispute);
                }
            }
            rows.push(row);
        }
    }

    /// Returns the rows of what happened in people's lives, by customer and in order of time.
    pub(super) fn life_rows(&self) -> Vec<LifeEvent> {
        let persons = &self.community.people.persons;
        let row = |customer_id, number: usize, event: &crate::life::LifeEvent| LifeEvent {
            customer_id,
            event_sequence: number as i32 + 1,
            kind: event.kind,
            happened_on: event.on,
            known_on: event.known_on,
            other_customer_id: event.other.map(|other| persons[other.ix()].id),
            net_income_before: event.income.map(|(before, _)| before),
            net_income_after: event.income.map(|(_, after)| after),
            note: event.note,
        };
        let rows = persons.iter().enumerate().flat_map(|(index, person)| {
            let events = &self.community.lives.of(PersonIndex(index as u32)).events;
            let happened = events.iter().filter(|event| self.horizon.contains(event.on)).enumerate();
            happened.map(move |(number, event)| row(person.id, number, event))
        });
        rows.collect()
    }

    /// Returns the rows of the genuine episodes that have begun, by customer and in order of their beginning.
    pub(super) fn episode_rows(&self) -> Vec<GenuineEpisode> {
        let mut by_person: BTreeMap<PersonIndex, Vec<_>> = BTreeMap::new();
        for episode in self.intents.episodes.iter().filter(|episode| episode.from <= self.horizon.to) {
            by_person.entry(episode.person).or_default().push(episode);
        }
        let mut rows = Vec::new();
        for (person, mut episodes) in by_person {
            episodes.sort_by_key(|episode| episode.from);
            for (index, episode) in episodes.into_iter().enumerate() {
                rows.push(GenuineEpisode {
                    customer_id: self.community.people.persons[person.ix()].id,
                    episode_sequence: index as i32 + 1,
                    kind: episode.kind,
                    started_on: episode.from,
                    ended_on: episode.to,
                    place: episode.place,
                });
            }
        }
        rows
    }
}

/// Returns whether a fraud is the deed of somebody who is not the holder.
pub(super) fn is_by_stranger(typology: Typology) -> bool {
    !matches!(typology, Typology::FriendlyFraud | Typology::RefundAbuse | Typology::PushPaymentScam)
}
