//! The closed books: what has happened on cards and accounts, for those who tell of it.

use super::book::AccountState;
use super::transactions::{Life, RawEvent};
use super::{Buffers, output::Outcome};
use crate::codes::{BankTransactionCode, CardEventType, ResponseCode};
use crate::columns::Text;
use crate::intent::{CaseIndex, Intents};
use crate::population::AccountIndex;
use crate::rows::CardTransaction;
use crate::units::{Cents, Date, Timestamp, TransactionId};
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

    /// Gives the memory of the books back, emptied, for those of the next community.
    pub fn into_buffers(self, buffers: &mut Buffers) {
        let Self { intents, transactions, lives, events, accounts, .. } = self;
        let pages = accounts.into_iter().map(AccountState::into_pages).collect();
        *buffers = Buffers { intents: intents.into_buffers(), transactions, lives, events, pages };
    }
}
