//! Disputes: opened, provisionally credited, charged back, fought, won or lost.

use crate::codes::{
    BankTransactionCode, CardEventType, Channel, DisputeOutcome, DisputeReason, DisputeStage, ThreeDSecure,
};
use crate::population::PersonIndex;
use crate::rng::Stream;
use crate::rows::Dispute;
use crate::units::{Cents, DisputeId, Timestamp, span};

use super::Ledger;
use super::book::Details;
use super::clock::Task;
use super::transactions::TransactionNumber;

/// The number of a dispute in the community's list.
#[derive(Debug, Clone, Copy)]
pub(super) struct DisputeNumber(pub(super) u32);

/// How a dispute will go, decided when it is opened.
#[derive(Debug, Clone, Copy)]
pub(super) struct DisputePlan {
    pub(super) reason: DisputeReason,
    pub(super) is_charged_back: bool,
    pub(super) is_represented: bool,
    pub(super) is_won: bool,
}

/// A dispute while the ledger runs.
#[derive(Debug)]
pub(super) struct DisputeState {
    pub(super) row: Dispute,
    transaction: TransactionNumber,
    plan: DisputePlan,
}

impl Ledger<'_, '_> {
    /// Plans a dispute of fraud that the cardholder did not commit.
    ///
    /// What the rules of the schemes do not let the bank charge back is its own loss, and the card holder's is made good all the same.
    pub(super) fn plan_of_fraud(&self, transaction: TransactionNumber, dice: &mut Stream) -> DisputePlan {
        let laws = &self.laws.disputes;
        let is_represented = dice.chance(laws.represented_share * 0.5);
        let is_won = !is_represented || !dice.chance(laws.lost_share_if_represented * 0.3);
        let row = &self.transactions[transaction.0 as usize];
        let share = match (row.channel, row.three_d_secure) {
            (_, Some(ThreeDSecure::Authenticated)) => 0.0,
            (Channel::InPerson | Channel::Atm, _) => laws.fraud_charged_back_share_in_person,
            _ => laws.fraud_charged_back_share_remote,
        };
        let is_charged_back = dice.chance(share);
        DisputePlan {
            reason: DisputeReason::Fraud,
            is_charged_back,
            is_represented: is_charged_back && is_represented,
            is_won: is_won || !is_charged_back,
        }
    }

    /// Plans a genuine dispute.
    pub(super) fn plan_of_dispute(&self, dice: &mut Stream) -> DisputePlan {
        let laws = &self.laws.disputes;
        let shares = &laws.reason_shares;
        let weights = [
            shares.not_received,
            shares.not_as_described,
            shares.duplicate,
            shares.credit_not_processed,
            shares.cancelled_recurring,
        ];
        let reasons = [
            DisputeReason::NotReceived,
            DisputeReason::NotAsDescribed,
            DisputeReason::Duplicate,
            DisputeReason::CreditNotProcessed,
            DisputeReason::Cancelled,
        ];
        let is_represented = dice.chance(laws.represented_share);
        let is_won = !is_represented || !dice.chance(laws.lost_share_if_represented);
        DisputePlan { reason: reasons[dice.weighted(&weights)], is_charged_back: true, is_represented, is_won }
    }

    /// Opens a dispute of a posted transaction and plans its steps.
    pub(super) fn open_dispute(&mut self, at: Timestamp, transaction: TransactionNumber, plan: DisputePlan) {
        let life = &self.lives[transaction.0 as usize];
        let row = &self.transactions[transaction.0 as usize];
        let amount = row.amount - life.refunded;
        if life.is_disputed
            || amount <= Cents::ZERO
            || row.posted_at.is_none()
            || !self.accounts[life.account.ix()].is_open
            || !self.community.lives.acts(self.holder_of(transaction), self.today)
        {
            return;
        }
        let number = DisputeNumber(self.disputes.len() as u32);
        let dispute = Dispute {
            dispute_id: DisputeId(self.community.number * 1_000_000_000 + i64::from(number.0) + 1),
            transaction_id: row.transaction_id,
            account_id: row.account_id,
            customer_id: row.customer_id,
            reason: plan.reason,
            amount,
            opened_at: at,
            provisional_credit_at: None,
            charged_back_at: None,
            represented_at: None,
            resolved_at: None,
            stage: DisputeStage::Opened,
            outcome: None,
        };
        let life = &mut self.lives[transaction.0 as usize];
        life.is_disputed = true;
        self.accounts[life.account.ix()].pending += 1;
        self.label_dispute(at, transaction, dispute.dispute_id);
        self.disputes.push(DisputeState { row: dispute, transaction, plan });
        self.event(transaction, CardEventType::Disputed, at, amount, None);
        self.plan_steps(at, number, plan);
    }

    fn holder_of(&self, transaction: TransactionNumber) -> PersonIndex {
        let card = self.transactions[transaction.0 as usize].customer_id;
        PersonIndex((card.0 - self.community.people.persons[0].id.0) as u32)
    }

    fn plan_steps(&mut self, at: Timestamp, number: DisputeNumber, plan: DisputePlan) {
        let mut dice =
            self.community.world.streams.stream("ledger.dispute", self.disputes[number.0 as usize].row.dispute_id.0);
        let after = |dice: &mut Stream, low: i64, high: i64| dice.between(low * 24, high * 24) * span::HOUR;
        let credit = at.plus(after(&mut dice, 1, 9));
        let charge_back = credit.plus(after(&mut dice, 1, 6));
        let fight = charge_back.plus(after(&mut dice, 8, 30));
        let end = if plan.is_represented { fight } else { charge_back }.plus(after(&mut dice, 10, 40));
        self.clock.at(credit, Task::Credit(number));
        if plan.is_charged_back {
            self.clock.at(charge_back, Task::ChargeBack(number));
        }
        if plan.is_represented {
            self.clock.at(fight, Task::Represent(number));
        }
        self.clock.at(end, Task::Resolve(number));
    }

    /// Credits the disputed amount for the time being.
    pub(super) fn credit_dispute(&mut self, at: Timestamp, number: DisputeNumber) {
        let text = self.words.provisional_credit;
        if self.book_dispute(at, number, 1, text) {
            self.disputes[number.0 as usize].row.provisional_credit_at = Some(at);
        }
    }

    /// Charges the transaction back to the merchant's bank.
    pub(super) fn charge_back(&mut self, at: Timestamp, number: DisputeNumber) {
        let dispute = &mut self.disputes[number.0 as usize];
        dispute.row.charged_back_at = Some(at);
        dispute.row.stage = DisputeStage::ChargedBack;
        self.dispute_event(at, number, CardEventType::ChargedBack);
    }

    /// Takes in the merchant's answer.
    pub(super) fn represent(&mut self, at: Timestamp, number: DisputeNumber) {
        let dispute = &mut self.disputes[number.0 as usize];
        dispute.row.represented_at = Some(at);
        dispute.row.stage = DisputeStage::Represented;
        self.dispute_event(at, number, CardEventType::Represented);
    }

    /// Ends a dispute; a lost one takes the provisional credit back.
    pub(super) fn resolve(&mut self, at: Timestamp, number: DisputeNumber) {
        let is_won = self.disputes[number.0 as usize].plan.is_won;
        if !is_won && self.disputes[number.0 as usize].row.provisional_credit_at.is_some() {
            let text = self.words.credit_reversed;
            self.book_dispute(at, number, -1, text);
        }
        let account = self.lives[self.disputes[number.0 as usize].transaction.0 as usize].account;
        self.accounts[account.ix()].pending -= 1;
        let row = &mut self.disputes[number.0 as usize].row;
        row.resolved_at = Some(at);
        row.stage = DisputeStage::Resolved;
        row.outcome = Some(if is_won { DisputeOutcome::Won } else { DisputeOutcome::Lost });
        self.dispute_event(at, number, if is_won { CardEventType::Won } else { CardEventType::Lost });
    }

    fn dispute_event(&mut self, at: Timestamp, number: DisputeNumber, event: CardEventType) {
        let dispute = &self.disputes[number.0 as usize];
        let (transaction, amount) = (dispute.transaction, dispute.row.amount);
        self.event(transaction, event, at, amount, None);
    }

    fn book_dispute(&mut self, at: Timestamp, number: DisputeNumber, sign: i64, text: crate::columns::Text) -> bool {
        let dispute = &self.disputes[number.0 as usize];
        let (id, amount) = (dispute.row.dispute_id, Cents(dispute.row.amount.0 * sign));
        let account = self.lives[dispute.transaction.0 as usize].account;
        if !self.accounts[account.ix()].is_open {
            return false;
        }
        let details = Details { dispute: Some(id), ..Details::new(BankTransactionCode::Adjustment, text) };
        self.book(account, at, amount, details);
        true
    }
}
