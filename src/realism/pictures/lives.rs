//! What became of card transactions: from the request to the end of a dispute.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{DisputeOutcome, ProcessingCode, ResponseCode, TransactionStatus};
use crate::realism::community::Community;
use crate::realism::facts::Tally;

/// How many card transactions reached each stage; refunds and verifications of accounts are no transactions of their own here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lives {
    /// All that were asked for, or told afterwards.
    pub requests: u64,
    /// Declined, by the reason.
    pub declined: BTreeMap<ResponseCode, u64>,
    /// Approved and posted.
    pub posted: u64,
    /// Approved, and not posted yet on the last day.
    pub pending: u64,
    /// Approved, and taken back before posting.
    pub reversed: u64,
    /// Approved, and never presented.
    pub expired: u64,
    /// Posted, and refunded in part or whole.
    pub refunded: u64,
    /// Posted, and disputed.
    pub disputed: u64,
    /// Disputed, and charged back to the shop.
    pub charged_back: u64,
    /// Charged back, and the cardholder won.
    pub won: u64,
    /// Charged back, and the cardholder lost.
    pub lost: u64,
}

impl Lives {
    /// Returns how many were approved.
    pub fn approved(&self) -> u64 {
        self.posted + self.pending + self.reversed + self.expired
    }
}

impl Tally for Lives {
    fn see(&mut self, community: &Community<'_>) {
        let mut refunded = BTreeSet::new();
        for transaction in &community.card_transactions {
            match transaction.processing_code {
                ProcessingCode::Refund => refunded.extend(transaction.original_transaction_id),
                ProcessingCode::AccountVerification => {}
                _ => {
                    self.requests += 1;
                    match transaction.status {
                        TransactionStatus::Declined => {
                            *self.declined.entry(transaction.response_code).or_default() += 1;
                        }
                        TransactionStatus::Posted => self.posted += 1,
                        TransactionStatus::Pending => self.pending += 1,
                        TransactionStatus::Reversed => self.reversed += 1,
                        TransactionStatus::Expired => self.expired += 1,
                        TransactionStatus::Verified => self.requests -= 1,
                    }
                }
            }
        }
        self.refunded += refunded.len() as u64;
        for dispute in &community.disputes {
            self.disputed += 1;
            let is_charged_back = dispute.charged_back_at.is_some();
            self.charged_back += u64::from(is_charged_back);
            match dispute.outcome.filter(|_| is_charged_back) {
                Some(DisputeOutcome::Won) => self.won += 1,
                Some(DisputeOutcome::Lost) => self.lost += 1,
                None => {}
            }
        }
    }

    fn append(&mut self, later: &Self) {
        for (reason, count) in &later.declined {
            *self.declined.entry(*reason).or_default() += count;
        }
        let pairs = [
            (&mut self.requests, later.requests),
            (&mut self.posted, later.posted),
            (&mut self.pending, later.pending),
            (&mut self.reversed, later.reversed),
            (&mut self.expired, later.expired),
            (&mut self.refunded, later.refunded),
            (&mut self.disputed, later.disputed),
            (&mut self.charged_back, later.charged_back),
            (&mut self.won, later.won),
            (&mut self.lost, later.lost),
        ];
        pairs.into_iter().for_each(|(own, other)| *own += other);
    }
}
