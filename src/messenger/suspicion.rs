//! What card requests give rise to: refusals and large amounts that people want to be told of, and suspicion.

use super::links::User;
use super::owners;
use crate::codes::{CardEventType, ResponseCode};
use crate::community::Community;
use crate::intent::Case;
use crate::ledger::{Books, Step};
use crate::population::{AccountIndex, PersonIndex};
use crate::rng::Named;
use crate::scenario::FraudAlertLaw;
use crate::units::{CardId, Cents, Date, Timestamp, span};

/// What has been seen of the cards of those who use the messenger, in time order.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Refusals and approvals, with the account.
    pub(super) requests: Vec<(AccountIndex, Step)>,
    /// The places, in the books, of the transactions that the bank asks about.
    pub(super) suspects: Vec<Suspect>,
}

/// A card transaction that the bank asks its holder about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suspect {
    pub(super) at: Timestamp,
    /// The transaction, as its place in the books.
    pub(super) transaction: usize,
    pub(super) account: AccountIndex,
    pub(super) holder: PersonIndex,
}

/// What the bank's rules remember of a card.
#[derive(Debug, Clone, Copy)]
struct Memory {
    card: CardId,
    day: Date,
    uses: u32,
    asked_at: Option<Timestamp>,
}

/// Looks through the requests on the accounts of platform users.
///
/// # Randomness
///
/// Word `messenger.suspicion`, subject the transaction: one for the rules, and one for noticing what is not the holder's.
pub(super) fn look(community: &Community<'_>, books: &Books, users: &[User]) -> Seen {
    let law = &community.world.scenario.messenger.fraud_alerts;
    let laws = &community.world.scenario.messenger.notifications;
    let least_large = Cents(100 * laws.large_amounts.iter().copied().min().unwrap_or(i64::MAX / 100));
    let watched = watched(community, users);
    let words = community.world.streams.named("messenger.suspicion");
    let mut memories: Vec<Memory> = books.plastics().map(|card| Memory::of(card.id)).collect();
    memories.sort_unstable_by_key(|memory| memory.card);
    let mut seen = Seen::default();
    for step in books.steps() {
        let is_refusal = step.kind == CardEventType::Declined;
        if !is_refusal && step.kind != CardEventType::Authorized {
            continue;
        }
        let account = books.account_of(step.transaction);
        if !watched[account.ix()] {
            continue;
        }
        if step.response != Some(ResponseCode::SuspectedFraud) && (is_refusal || step.amount >= least_large) {
            seen.requests.push((account, step));
        }
        let card = books.transactions()[step.transaction].card_id;
        let Ok(place) = memories.binary_search_by_key(&card, |memory| memory.card) else { continue };
        let holder = PersonIndex(((card.0 / 1_000 - 1) % crate::units::COMMUNITY_SIZE) as u32);
        let suspect = Suspect { at: step.at, transaction: step.transaction, account, holder };
        if memories[place].suspects(community, books, (law, &words), (&step, &suspect)) {
            seen.suspects.push(suspect);
        }
    }
    seen.requests.sort_by_key(|(account, _)| *account);
    seen
}

/// Tells which accounts somebody has linked who has a part in them.
fn watched(community: &Community<'_>, users: &[User]) -> Vec<bool> {
    let linked = |person: PersonIndex, bank: usize| {
        let mut links = users.iter().filter(|user| user.bank == bank).flat_map(|user| &user.links);
        links.any(|link| link.customer == person && link.linked_at.is_some())
    };
    let accounts = community.people.accounts.iter().enumerate();
    let holders = |index: usize| {
        let others = community.people.accounts[index].others.iter().map(|(person, _)| *person);
        others.chain(owners(community, AccountIndex(index as u32)))
    };
    accounts.map(|(index, plan)| holders(index).any(|person| linked(person, plan.bank))).collect()
}

impl Memory {
    fn of(card: CardId) -> Self {
        Self { card, day: Date(i32::MIN), uses: 0, asked_at: None }
    }

    /// Counts a request, and tells whether the bank asks the holder about it.
    fn suspects(
        &mut self,
        community: &Community<'_>,
        books: &Books,
        (law, words): (&FraudAlertLaw, &Named),
        (step, suspect): (&Step, &Suspect),
    ) -> bool {
        let row = &books.transactions()[step.transaction];
        if row.local_date != self.day {
            (self.day, self.uses) = (row.local_date, 0);
        }
        self.uses += 1;
        if self.asked_at.is_some_and(|asked| step.at.since(asked) < law.quiet_hours * span::HOUR) {
            return false;
        }
        let person = &community.people.persons[suspect.holder.ix()];
        let is_abroad = row.merchant_country != community.people.homes[person.home.ix()].country;
        let traits = [
            (is_abroad, law.abroad_factor),
            (step.amount >= Cents(100 * law.large_amount), law.large_factor),
            (self.uses >= law.velocity_uses, law.velocity_factor),
        ];
        let factor: f64 = traits.iter().filter(|(holds, _)| *holds).map(|(_, factor)| factor).product();
        let is_approved = step.kind == CardEventType::Authorized && !row.is_recurring;
        let is_suspect = step.response == Some(ResponseCode::SuspectedFraud)
            || (is_approved && unit(words.word(row.transaction_id.0, 0)) < law.base_rate * factor)
            || books.fraud_of(step.transaction).is_some_and(|case| {
                let share = if is_known_soon(case, step.at, law) { law.caught_share } else { law.noticed_share };
                step.at < case.detected_at && unit(words.word(row.transaction_id.0, 1)) < share
            });
        if is_suspect {
            self.asked_at = Some(step.at);
        }
        is_suspect
    }
}

/// Returns whether a fraud becomes known after an instant, but soon.
pub(super) fn is_known_soon(case: &Case, at: Timestamp, law: &FraudAlertLaw) -> bool {
    at < case.detected_at && case.detected_at <= at.plus(law.soon_hours * span::HOUR)
}

/// Returns the number in [0, 1) that a random word stands for.
fn unit(word: u64) -> f64 {
    (word >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}
