//! The closed books: what has happened on cards and accounts, for those who tell of it.

use super::book::AccountState;
use super::plastic::CardState;
use super::transactions::{Life, RawEvent};
use super::{Buffers, output::Outcome, truth::is_by_stranger};
use crate::codes::{BankTransactionCode, BlockReason, CardEventType, ResponseCode};
use crate::columns::Text;
use crate::intent::{Case, CaseIndex, Intents};
use crate::population::AccountIndex;
use crate::rows::{CardTransaction, Statement};
use crate::units::{CardId, Cents, Date, Timestamp, TransactionId};
use crate::world::PlaceIndex;

/// The books of a community after the last day; nothing in them changes any more.
#[derive(Debug)]
pub struct Books {
    pub(super) outcome: Outcome,
    pub(super) intents: Intents,
    pub(super) transactions: Vec<CardTransaction>,
    pub(super) lives: Vec<Life>,
    pub(super) events: Vec<RawEvent>,
    pub(super) accounts: Vec<AccountState>,
    pub(super) cards: Vec<CardState>,
}

/// An entry as it stands in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked {
    /// Its number on its account, from 1.
    pub sequence: i32,
    /// When it was booked.
    pub at: Timestamp,
    /// On which local day.
    pub on: Date,
    /// The amount; what leaves is negative.
    pub amount: Cents,
    /// What was booked on the account after it.
    pub balance_after: Cents,
    /// What it is.
    pub code: BankTransactionCode,
    /// Its text.
    pub text: Text,
    /// The card transaction it posts, if it posts one and says no more than that.
    pub transaction: Option<TransactionId>,
}

/// A step in the life of a card transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The transaction, as its place in [`Books::transactions`].
    pub transaction: usize,
    /// What happened.
    pub kind: CardEventType,
    /// When.
    pub at: Timestamp,
    /// The amount of this step.
    pub amount: Cents,
    /// The issuer's answer, where it was asked.
    pub response: Option<ResponseCode>,
}

/// A card as it stands in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plastic {
    /// Its id.
    pub id: CardId,
    /// When it was blocked, and why.
    pub blocked: Option<(Timestamp, BlockReason)>,
    /// The card that it was sent for.
    pub replaces: Option<CardId>,
}

impl Books {
    /// Returns what the rows of the parties need to know.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Returns every card transaction, in the order of their ids, which is that of time.
    pub fn transactions(&self) -> &[CardTransaction] {
        &self.transactions
    }

    /// Returns the account that a card transaction draws on.
    pub fn account_of(&self, transaction: usize) -> AccountIndex {
        self.lives[transaction].account
    }

    /// Returns where a card transaction took place.
    pub fn place_of(&self, transaction: usize) -> PlaceIndex {
        self.lives[transaction].place
    }

    /// Returns the fraud case that a card transaction belongs to, in the order of `truth/fraud_cases`; what no bank and no platform knows.
    pub fn case_of(&self, transaction: usize) -> Option<CaseIndex> {
        self.lives[transaction].case
    }

    /// Returns the steps of all card transactions, in the order of time.
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        self.events.iter().map(RawEvent::step)
    }

    /// Returns the entries of an account, in order.
    pub fn entries(&self, account: AccountIndex) -> impl Iterator<Item = Booked> {
        self.accounts[account.ix()].booked_entries()
    }

    /// Returns what was booked on an account at an instant, the entries of that instant included; nothing on one that never opened.
    pub fn booked_at(&self, account: AccountIndex, at: Timestamp) -> Option<Cents> {
        self.accounts[account.ix()].booked_at(at)
    }

    /// Returns the plan of the fraud by a stranger that a card transaction is part of; what no bank and no platform knows.
    pub fn fraud_of(&self, transaction: usize) -> Option<&Case> {
        let case = self.case_of(transaction)?;
        Some(&self.intents.cases[case.0 as usize]).filter(|case| is_by_stranger(case.typology))
    }

    /// Returns every card, in the order of issue.
    pub fn plastics(&self) -> impl Iterator<Item = Plastic> {
        self.cards.iter().map(|card| Plastic { id: card.id, blocked: card.blocked, replaces: card.replaces })
    }

    /// Returns the statements of an account, in order.
    pub fn statements(&self, account: AccountIndex) -> &[Statement] {
        self.accounts[account.ix()].cycle.as_ref().map_or(&[], |cycle| &cycle.statements)
    }

    /// Returns how many entries an account has from after one instant until another, and the number of the last one until then.
    pub fn entries_within(&self, account: AccountIndex, after: Timestamp, until: Timestamp) -> (usize, Option<i32>) {
        let account = &self.accounts[account.ix()];
        let (before, upto) = (account.entries_until(after), account.entries_until(until));
        (upto - before.min(upto), (upto > 0).then_some(upto as i32))
    }

    /// Gives the memory of the books back, emptied, for those of the next community.
    pub fn into_buffers(self, buffers: &mut Buffers) {
        let Self { intents, transactions, lives, events, accounts, .. } = self;
        let pages = accounts.into_iter().map(AccountState::into_pages).collect();
        *buffers = Buffers { intents: intents.into_buffers(), transactions, lives, events, pages };
    }
}
