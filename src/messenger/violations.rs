//! Reads that break the promise: each is planted in one way, and told in the truth.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::accesses::{Access, MOST_PER_DAY, OK, next_version, purpose_of};
use super::consents::Consent;
use super::owners;
use crate::codes::{AccessPurpose, Purpose, Recipient, SharingScope, ViolationKind};
use crate::community::Community;
use crate::population::{AccountIndex, PersonIndex};
use crate::rng::Stream;
use crate::units::{Timestamp, span};

/// Days after the first day within which a bank that shares nothing is read all the same.
const REFUSED_DAYS: i64 = 1_100;

/// Adds the reads that break the promise.
///
/// # Randomness
///
/// Stream `messenger.violation`, subject the consent, period the kind; stream `messenger.refused`, subject the customer.
pub(super) fn plant(community: &Community<'_>, consents: &[Consent], accesses: &mut Vec<Access>) {
    let law = &community.world.scenario.messenger.violations;
    let streams = community.world.streams.named("messenger.violation");
    for place in 0..consents.len() {
        for (kind, share) in [
            (ViolationKind::Contacts, law.contacts),
            (ViolationKind::ThirdParty, law.third_party),
            (ViolationKind::Advertising, law.advertising),
            (ViolationKind::AfterRevocation, law.after_revocation),
            (ViolationKind::Expired, law.expired),
            (ViolationKind::OutOfScope, law.out_of_scope),
            (ViolationKind::OverFrequent, law.over_frequent),
        ] {
            let mut stream = streams.period(consents[place].id.0, kind as i64);
            if stream.chance(share) {
                Breach { community, consents, place, kind }.reads(law.mean_reads, &mut stream, accesses);
            }
        }
    }
    for index in 0..community.people.persons.len() {
        read_at_refusing_bank(community, PersonIndex(index as u32), accesses);
    }
}

/// Marks the reads of one kind of data of one account under one consent that are too many on a day; they are in the order of time.
pub(super) fn mark_over_frequent(accesses: &mut [Access]) {
    let mut counts: HashMap<(usize, AccountIndex, SharingScope, i64), u32, FixedState> = HashMap::default();
    for access in accesses.iter_mut().filter(|access| access.status == OK && access.violation.is_none()) {
        let Some(consent) = access.consent else { continue };
        let count =
            counts.entry((consent, access.account, access.scope, access.at.0.div_euclid(span::DAY))).or_default();
        *count += 1;
        access.violation = (*count > MOST_PER_DAY).then_some(ViolationKind::OverFrequent);
    }
}

/// One way in which a consent is misused.
struct Breach<'a, 'w> {
    community: &'a Community<'w>,
    consents: &'a [Consent],
    place: usize,
    kind: ViolationKind,
}

impl Breach<'_, '_> {
    fn consent(&self) -> &Consent {
        &self.consents[self.place]
    }

    fn reads(&self, mean: f64, stream: &mut Stream, accesses: &mut Vec<Access>) {
        let count = 1 + stream.exponential(mean - 1.0).min(40.0) as i64;
        let Some(start) = self.start(stream) else { return };
        if self.kind == ViolationKind::OverFrequent {
            return self.burst(start, count, stream, accesses);
        }
        let mut at = start;
        for _ in 0..count {
            if let Some(access) = self.read(at, stream) {
                accesses.push(access);
            }
            at = at.plus(span::HOUR + stream.below(30 * span::HOUR as u64) as i64).whole_millisecond();
        }
    }

    /// Returns when the breach begins: while the consent holds, or after its end.
    fn start(&self, stream: &mut Stream) -> Option<Timestamp> {
        let consent = self.consent();
        let (end, soon) = (consent.end(), span::HOUR + stream.below(40 * span::HOUR as u64) as i64);
        let held = (end.since(consent.granted_at) as f64 * stream.unit()) as i64;
        let at = match self.kind {
            ViolationKind::AfterRevocation if consent.withdrawn.is_none() => return None,
            ViolationKind::Expired
                if consent.withdrawn.is_some() || next_version(self.consents, self.place).is_some() =>
            {
                return None;
            }
            ViolationKind::AfterRevocation | ViolationKind::Expired => end.plus(soon),
            _ => consent.granted_at.plus(held),
        };
        Some(at.whole_millisecond())
    }

    fn read(&self, at: Timestamp, stream: &mut Stream) -> Option<Access> {
        let consent = self.consent();
        let is_after = matches!(self.kind, ViolationKind::AfterRevocation | ViolationKind::Expired);
        let sharing = self.community.world.sharing(consent.bank)?;
        if (!is_after && at >= consent.end()) || !sharing.holds(self.community.zone().day(at)) {
            return None;
        }
        let (customer, account, scope) = match self.kind {
            ViolationKind::Contacts => self.contact(at, stream)?,
            ViolationKind::OutOfScope => self.uncovered(at, stream)?,
            _ => self.covered(at, stream)?,
        };
        let is_for = |kind: ViolationKind| self.kind == kind;
        Some(Access {
            at,
            bank: consent.bank,
            customer,
            account,
            scope,
            purpose: if is_for(ViolationKind::Advertising) {
                AccessPurpose::Advertising
            } else {
                purpose_of(consent.purpose)
            },
            recipient: if is_for(ViolationKind::ThirdParty) { Recipient::ThirdParty } else { Recipient::Platform },
            consent: Some(self.place),
            status: OK,
            violation: Some(self.kind),
        })
    }

    /// Adds many reads of the same data on one day, the first of which are none too many.
    fn burst(&self, start: Timestamp, count: i64, stream: &mut Stream, accesses: &mut Vec<Access>) {
        let noon = Timestamp(start.0.div_euclid(span::DAY) * span::DAY + 12 * span::HOUR);
        let Some((customer, account, scope)) = self.covered(noon, stream) else { return };
        let step = (5 + stream.below(10) as i64) * span::MINUTE;
        for number in 0..i64::from(MOST_PER_DAY) + 2 + count.min(20) {
            let at = noon.plus(number * step + stream.below(span::MINUTE as u64) as i64).whole_millisecond();
            if let Some(access) = self.read(at, stream) {
                accesses.push(Access { customer, account, scope, violation: None, ..access });
            }
        }
    }

    /// Picks data that the consent covers.
    fn covered(&self, at: Timestamp, stream: &mut Stream) -> Option<(PersonIndex, AccountIndex, SharingScope)> {
        let consent = self.consent();
        let holds = |from: Timestamp| from.max(consent.granted_at) <= at;
        let covered: Vec<_> = consent.scopes.iter().filter(|scope| scope.effective_at.is_some_and(holds)).collect();
        let word = stream.word();
        let scope = covered.get(((u128::from(word) * covered.len() as u128) >> 64) as usize)?;
        Some((consent.customer, scope.account, scope.scope))
    }

    /// Picks data of the customer that the consent does not cover, or not yet.
    fn uncovered(&self, at: Timestamp, stream: &mut Stream) -> Option<(PersonIndex, AccountIndex, SharingScope)> {
        let consent = self.consent();
        let is_covered = |account: AccountIndex, scope: SharingScope| {
            let of = |of: &&super::consents::Scope| (of.account, of.scope) == (account, scope);
            consent.scopes.iter().find(of).is_some_and(|of| of.effective_at.is_some_and(|from| from <= at))
        };
        let accounts = accounts_at(self.community, consent.customer, consent.bank, at);
        let all = accounts.iter().flat_map(|account| SharingScope::ALL.iter().map(move |scope| (*account, *scope)));
        let open: Vec<_> = all.filter(|(account, scope)| !is_covered(*account, *scope)).collect();
        let word = stream.word();
        let (account, scope) = *open.get(((u128::from(word) * open.len() as u128) >> 64) as usize)?;
        Some((consent.customer, account, scope))
    }

    /// Picks an account of somebody else at the bank.
    fn contact(&self, at: Timestamp, stream: &mut Stream) -> Option<(PersonIndex, AccountIndex, SharingScope)> {
        let consent = self.consent();
        let contact = PersonIndex(stream.below(self.community.people.persons.len() as u64) as u32);
        let scope = *stream.pick(&[SharingScope::Balances, SharingScope::Transactions]);
        if contact == consent.customer || consent.purpose == Purpose::Alerts {
            return None;
        }
        let account = *accounts_at(self.community, contact, consent.bank, at).first()?;
        Some((contact, account, scope))
    }
}

/// Returns the accounts that somebody owns at a bank and that are open, the oldest first.
fn accounts_at(community: &Community<'_>, person: PersonIndex, bank: usize, at: Timestamp) -> Vec<AccountIndex> {
    let day = community.zone().day(at);
    let all = (0..community.people.accounts.len() as u32).map(AccountIndex);
    let is_own = |account: &AccountIndex| {
        let plan = &community.people.accounts[account.ix()];
        plan.bank == bank && plan.is_usable(day) && owners(community, *account).any(|owner| owner == person)
    };
    all.filter(is_own).collect()
}

/// Adds the reads of a customer of a bank that shares nothing.
fn read_at_refusing_bank(community: &Community<'_>, person: PersonIndex, accesses: &mut Vec<Access>) {
    let (world, plan) = (community.world, &community.people.persons[person.ix()]);
    let law = &world.scenario.messenger.violations;
    if world.sharing(plan.bank).is_some() {
        return;
    }
    let mut stream = world.streams.stream("messenger.refused", plan.id.0);
    let happens = stream.chance(law.refused_bank);
    let first = world.horizon.from.plus(stream.below(REFUSED_DAYS as u64) as i32);
    let mut at = community.zone().instant(first, stream.below(span::DAY as u64) as i64).whole_millisecond();
    let count = 1 + stream.exponential(law.mean_reads - 1.0).min(40.0) as i64;
    for _ in 0..if happens { count } else { 0 } {
        let scope = *stream.pick(&[SharingScope::Balances, SharingScope::Transactions]);
        if let Some(account) = accounts_at(community, person, plan.bank, at).first() {
            accesses.push(Access {
                at,
                bank: plan.bank,
                customer: person,
                account: *account,
                scope,
                purpose: AccessPurpose::Servicing,
                recipient: Recipient::Platform,
                consent: None,
                status: OK,
                violation: Some(ViolationKind::RefusedBank),
            });
        }
        at = at.plus(span::HOUR + stream.below(30 * span::HOUR as u64) as i64).whole_millisecond();
    }
}
