//! Reads of bank data: the synchronizations that consents allow, and the requests that come too late.

use super::consents::{Consent, Scope};
use super::{last_instant, midnight, violations};
use crate::codes::{AccessPurpose, Purpose, Recipient, SharingScope, ViolationKind};
use crate::community::Community;
use crate::ledger::Books;
use crate::population::{AccountIndex, PersonIndex};
use crate::rng::{Named, Stream};
use crate::scenario::AccessLaw;
use crate::units::{Date, Timestamp, span};

/// One request for data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Access {
    pub(super) at: Timestamp,
    pub(super) bank: usize,
    pub(super) customer: PersonIndex,
    pub(super) account: AccountIndex,
    pub(super) scope: SharingScope,
    pub(super) purpose: AccessPurpose,
    pub(super) recipient: Recipient,
    /// The consent it names, by its place.
    pub(super) consent: Option<usize>,
    pub(super) status: i32,
    pub(super) violation: Option<ViolationKind>,
}

/// What a request was answered with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) rows: i32,
    pub(super) last_entry: Option<i32>,
}

/// Answered with data.
pub(super) const OK: i32 = 200;
/// Turned away.
const FORBIDDEN: i32 = 403;
/// The bank is out of order.
const UNAVAILABLE: i32 = 503;

/// A read of entries returns those of so many days.
const WINDOW: i64 = 7 * span::DAY;
/// Synchronizations begin at some moment between these hours, a consent always at the same.
const HOURS: (i64, i64) = (1, 6);
/// Reads of one kind of data of one account under one consent on one day (UTC); more are too many.
pub(super) const MOST_PER_DAY: u32 = 4;

/// Plans every request within the horizon, in the order of time.
///
/// # Randomness
///
/// Stream `messenger.sync`, subject the consent, period the day; what breaks the promise has streams of its own.
pub(super) fn plan(community: &Community<'_>, consents: &[Consent]) -> Vec<Access> {
    let streams = community.world.streams.named("messenger.sync");
    let mut accesses = Vec::new();
    for place in 0..consents.len() {
        Reading::of(community, consents, place).synchronize(streams, &mut accesses);
    }
    violations::plant(community, consents, &mut accesses);
    let (first, last) = (midnight(community, community.world.horizon.from), last_instant(community));
    accesses.retain(|access| first <= access.at && access.at <= last);
    let id = |access: &Access| access.consent.map(|place| consents[place].id);
    accesses.sort_by_key(|access| (access.at, id(access), access.account, access.scope as u8, access.customer));
    violations::mark_over_frequent(&mut accesses);
    accesses
}

/// Returns what a request is answered with.
pub(super) fn answer(books: &Books, access: &Access) -> Answer {
    match (access.status, access.scope) {
        (OK, SharingScope::Transactions) => {
            let (rows, last_entry) = books.entries_within(access.account, access.at.plus(-WINDOW), access.at);
            Answer { rows: rows as i32, last_entry }
        }
        (OK, _) => Answer { rows: 1, last_entry: None },
        _ => Answer { rows: 0, last_entry: None },
    }
}

/// The reading under one consent.
struct Reading<'a, 'w> {
    community: &'a Community<'w>,
    law: &'a AccessLaw,
    consent: &'a Consent,
    place: usize,
    /// Until when it is this consent that is named: a renewal takes over at once.
    until: Timestamp,
    is_renewed: bool,
}

impl<'a, 'w> Reading<'a, 'w> {
    fn of(community: &'a Community<'w>, consents: &'a [Consent], place: usize) -> Self {
        let consent = &consents[place];
        let renewal = next_version(consents, place).map(|next| next.granted_at);
        Self {
            community,
            law: &community.world.scenario.messenger.accesses,
            consent,
            place,
            until: renewal.map_or(consent.end(), |renewal| renewal.min(consent.end())),
            is_renewed: renewal.is_some(),
        }
    }

    fn synchronize(&self, streams: Named, accesses: &mut Vec<Access>) {
        let (world, zone) = (self.community.world, self.community.zone());
        let first = zone.day(self.consent.granted_at).max(world.horizon.from);
        let last = zone.day(self.until).min(world.horizon.to);
        // A chat asks when it is asked; once linked, the accounts are listed.
        if self.consent.purpose == Purpose::Servicing {
            let at = self.consent.granted_at.plus(2 * span::SECOND);
            let listed = self.consent.scopes.iter().filter(|scope| scope.scope == SharingScope::Accounts);
            accesses.extend(listed.filter(|_| self.consent.version == 1).map(|scope| self.access(at, scope, OK)));
        } else {
            for day in (first.0..=last.0).map(Date).filter(|day| self.is_due(*day)) {
                let mut stream = streams.period(self.consent.id.0, i64::from(day.0));
                self.synchronize_on(day, &mut stream, accesses);
            }
        }
        self.be_turned_away(streams, accesses);
    }

    fn is_due(&self, day: Date) -> bool {
        let every = if self.consent.purpose == Purpose::Offers { self.law.offers_every_days } else { 1 };
        (i64::from(day.0) + self.consent.id.0) % i64::from(every.max(1)) == 0
    }

    fn synchronize_on(&self, day: Date, stream: &mut Stream, accesses: &mut Vec<Access>) {
        if stream.chance(self.law.skipped_share) {
            return;
        }
        let at = self.moment(day, stream);
        for (scope, number) in self.consent.scopes.iter().zip(0..) {
            let at = at.plus(number * 40 * span::MILLISECOND);
            let may_read = |at: Timestamp| {
                at < self.until && scope.effective_at.is_some_and(|from| from.max(self.consent.granted_at) <= at)
            };
            if !may_read(at) {
                continue;
            }
            let is_out = stream.chance(self.law.outage_share);
            let again = at.plus(15 * span::MINUTE);
            if is_out {
                accesses.push(self.access(at, scope, UNAVAILABLE));
            }
            if !is_out || may_read(again) {
                accesses.push(self.access(if is_out { again } else { at }, scope, OK));
            }
        }
    }

    /// Adds the requests of a platform that has not noticed the end of a consent: the bank turns them away.
    fn be_turned_away(&self, streams: Named, accesses: &mut Vec<Access>) {
        let mut stream = streams.period(self.consent.id.0, 0);
        let asks = stream.chance(self.law.turned_away_share);
        if !asks || self.is_renewed || self.consent.purpose == Purpose::Servicing {
            return;
        }
        let day = self.community.zone().day(self.consent.end()).plus(1);
        let at = self.moment(day, &mut stream);
        let scopes = self.consent.scopes.iter().filter(|scope| scope.effective_at.is_some());
        accesses.extend(
            scopes
                .zip(0..)
                .map(|(scope, number)| self.access(at.plus(number * 40 * span::MILLISECOND), scope, FORBIDDEN)),
        );
    }

    /// Returns the moment of a day's synchronization: the same for a consent every day, but for some seconds.
    fn moment(&self, day: Date, stream: &mut Stream) -> Timestamp {
        let spread = ((HOURS.1 - HOURS.0) * span::HOUR) as u64;
        let usual = (crate::rng::mix(self.consent.id.0 as u64) % spread) as i64;
        let micros = HOURS.0 * span::HOUR + usual + stream.below(90 * span::SECOND as u64) as i64;
        self.community.zone().instant(day, micros).whole_millisecond()
    }

    fn access(&self, at: Timestamp, scope: &Scope, status: i32) -> Access {
        Access {
            at,
            bank: self.consent.bank,
            customer: self.consent.customer,
            account: scope.account,
            scope: scope.scope,
            purpose: purpose_of(self.consent.purpose),
            recipient: if self.consent.purpose == Purpose::Servicing {
                Recipient::PageBot
            } else {
                Recipient::Platform
            },
            consent: Some(self.place),
            status,
            violation: None,
        }
    }
}

/// Returns the consent that renews one.
pub(super) fn next_version(consents: &[Consent], place: usize) -> Option<&Consent> {
    let own = &consents[place];
    let later = consents[place + 1..].iter().take_while(|next| next.customer == own.customer);
    later.into_iter().find(|next| (next.link, next.purpose, next.version) == (own.link, own.purpose, own.version + 1))
}

/// Returns what a request says that it is for.
pub(super) fn purpose_of(purpose: Purpose) -> AccessPurpose {
    match purpose {
        Purpose::Servicing => AccessPurpose::Servicing,
        Purpose::Alerts => AccessPurpose::Alerts,
        Purpose::Receipts => AccessPurpose::Receipts,
        Purpose::Offers => AccessPurpose::Offers,
    }
}
