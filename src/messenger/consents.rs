//! Consents: what a linked customer lets the platform read, for what, and until when.

use super::links::{Link, User};
use super::{days, last_instant, owners, wait};
use crate::codes::{Actor, JointRule, Purpose, SharingScope};
use crate::community::Community;
use crate::population::{AccountIndex, PersonIndex};
use crate::rng::Stream;
use crate::units::{ConsentId, LinkId, Timestamp, span};

/// A consent for one purpose and one period.
#[derive(Debug)]
pub(super) struct Consent {
    pub(super) id: ConsentId,
    pub(super) customer: PersonIndex,
    pub(super) link: LinkId,
    pub(super) bank: usize,
    pub(super) purpose: Purpose,
    pub(super) version: i32,
    pub(super) granted_at: Timestamp,
    pub(super) expires_at: Timestamp,
    /// When it is withdrawn before it expires, and by whom.
    pub(super) withdrawn: Option<(Timestamp, Actor)>,
    /// What it is about, by account and scope.
    pub(super) scopes: Vec<Scope>,
}

/// One kind of data of one account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    pub(super) account: AccountIndex,
    pub(super) scope: SharingScope,
    pub(super) rule: JointRule,
    /// From when on it may be read; none while another owner has not consented.
    pub(super) effective_at: Option<Timestamp>,
}

impl Consent {
    /// Returns when it no longer holds.
    pub(super) fn end(&self) -> Timestamp {
        self.withdrawn.map_or(self.expires_at, |(at, _)| at)
    }
}

/// Days before a consent expires within which it is renewed.
const RENEWAL_DAYS: f64 = 9.0;

/// Plans everybody's consents, in the order of their ids.
///
/// # Randomness
///
/// Stream `messenger.consent`, subject the link, period the purpose; word `messenger.account`, subject the account, period the link.
pub(super) fn plan(community: &Community<'_>, users: &[User]) -> Vec<Consent> {
    let mut consents = Vec::new();
    for user in users {
        for link in &user.links {
            for &purpose in Purpose::ALL {
                grant(community, user, link, purpose, &mut consents);
            }
        }
    }
    number(community, &mut consents);
    wait_for_others(community, &mut consents);
    consents
}

fn grant(community: &Community<'_>, user: &User, link: &Link, purpose: Purpose, consents: &mut Vec<Consent>) {
    let (world, last) = (community.world, last_instant(community));
    let law = &world.scenario.messenger.consents;
    let Some(linked_at) = link.linked_at else { return };
    let mut stream = world.streams.period("messenger.consent", link.id.0, purpose as i64);
    let is_given = stream.chance(match purpose {
        Purpose::Servicing => 1.0,
        Purpose::Alerts => law.alerts,
        Purpose::Receipts => law.receipts,
        Purpose::Offers => law.offers,
    });
    let mut granted_at = linked_at.plus(delay(purpose, &mut stream)).whole_millisecond();
    let mut version = 1;
    while is_given && granted_at < link.end.0 && granted_at <= last {
        let expires_at = granted_at.plus(i64::from(law.validity_days) * span::DAY);
        // What a chat is answered by ends with the link only.
        let per_year = if purpose == Purpose::Servicing { 0.0 } else { law.withdrawals_per_year };
        let withdrawn = (granted_at.plus(wait(&mut stream, per_year)).whole_millisecond(), Actor::Customer);
        let withdrawn = if link.end.0 <= withdrawn.0 { link.end } else { withdrawn };
        let withdrawn = Some(withdrawn).filter(|(at, _)| *at < expires_at);
        // Whoever withdraws means the version before as well, where it has not expired yet.
        if let (Some(end), true, Some(before)) = (withdrawn, version > 1, consents.last_mut())
            && end.0 < before.expires_at
        {
            before.withdrawn = Some(end);
        }
        let (is_renewed, early) = (stream.chance(law.renewed_share), days(RENEWAL_DAYS * stream.unit()));
        consents.push(Consent {
            id: ConsentId(0),
            customer: link.customer,
            link: link.id,
            bank: user.bank,
            purpose,
            version,
            granted_at,
            expires_at,
            withdrawn,
            scopes: scopes(community, link, user.bank, purpose, granted_at),
        });
        if withdrawn.is_some() || !is_renewed {
            return;
        }
        granted_at = expires_at.plus(-early).whole_millisecond();
        version += 1;
    }
}

/// Draws how long after the link a consent is given: most while the account is being linked, the others when somebody comes to it.
fn delay(purpose: Purpose, stream: &mut Stream) -> i64 {
    let (at_once, later) = (stream.between(2 * span::SECOND, span::MINUTE), days(stream.exponential(20.0)));
    match purpose {
        Purpose::Servicing => span::SECOND,
        _ if stream.chance(0.7) => at_once,
        _ => later + span::MINUTE,
    }
}

/// Returns what a consent is about: kinds of data by purpose, of the accounts that are open and that the customer ticks.
fn scopes(community: &Community<'_>, link: &Link, bank: usize, purpose: Purpose, at: Timestamp) -> Vec<Scope> {
    let (world, day) = (community.world, community.zone().day(at));
    let accounts = &community.people.accounts;
    let mut open: Vec<AccountIndex> = (0..accounts.len() as u32)
        .map(AccountIndex)
        .filter(|account| {
            let plan = &accounts[account.ix()];
            plan.bank == bank && plan.is_usable(day) && owners(community, *account).any(|owner| owner == link.customer)
        })
        .collect();
    open.sort_unstable_by_key(|account| accounts[account.ix()].id);
    let share = (world.scenario.messenger.consents.account_share * f64::from(u32::MAX)) as u64;
    let is_ticked = |account: &AccountIndex| {
        world.streams.word("messenger.account", accounts[account.ix()].id.0, link.id.0) >> 32 <= share
    };
    let ticked: Vec<AccountIndex> = open.iter().copied().filter(is_ticked).collect();
    let chosen = if ticked.is_empty() { open.into_iter().take(1).collect() } else { ticked };
    let kinds: &[SharingScope] = match purpose {
        Purpose::Servicing => SharingScope::ALL,
        Purpose::Alerts => &[SharingScope::Balances, SharingScope::Transactions],
        Purpose::Receipts | Purpose::Offers => &[SharingScope::Transactions],
    };
    let with_rule = |account: AccountIndex, scope: SharingScope| {
        let is_shared = owners(community, account).count() > 1;
        let rule = match (is_shared, scope) {
            (false, _) => JointRule::Sole,
            (true, SharingScope::Transactions) => JointRule::AllHolders,
            (true, _) => JointRule::AnyHolder,
        };
        Scope { account, scope, rule, effective_at: (rule != JointRule::AllHolders).then_some(at) }
    };
    chosen.into_iter().flat_map(|account| kinds.iter().map(move |scope| with_rule(account, *scope))).collect()
}

/// Numbers the consents of each customer in the order in which they were given, and sorts them by their ids.
fn number(community: &Community<'_>, consents: &mut [Consent]) {
    let persons = &community.people.persons;
    consents.sort_by_key(|consent| (persons[consent.customer.ix()].id, consent.granted_at, consent.link));
    let mut last = (PersonIndex(u32::MAX), 0);
    for consent in consents {
        last = if last.0 == consent.customer { (last.0, last.1 + 1) } else { (consent.customer, 1) };
        assert!(last.1 < 1_000, "a customer gives fewer than a thousand consents");
        consent.id = ConsentId(persons[consent.customer.ix()].id.0 * 1_000 + last.1);
    }
}

/// Finds from when on the data of several owners may be read: from when each of them has consented for the same purpose.
fn wait_for_others(community: &Community<'_>, consents: &mut [Consent]) {
    let last = last_instant(community);
    for index in 0..consents.len() {
        for place in 0..consents[index].scopes.len() {
            let own = &consents[index];
            let scope = own.scopes[place];
            if scope.rule != JointRule::AllHolders {
                continue;
            }
            let others = owners(community, scope.account).filter(|owner| *owner != own.customer);
            let since = others.map(|other| first_overlap(consents, own, scope.account, other));
            let since: Option<Vec<Timestamp>> = since.collect();
            let since = since.and_then(|since| since.into_iter().max()).filter(|at| *at < own.end() && *at <= last);
            consents[index].scopes[place].effective_at = since;
        }
    }
}

/// Returns the first instant at which a consent and one of another owner of the account, for the same purpose, both hold.
fn first_overlap(consents: &[Consent], own: &Consent, account: AccountIndex, other: PersonIndex) -> Option<Timestamp> {
    let theirs = consents.iter().filter(|consent| consent.customer == other && consent.purpose == own.purpose);
    let about = theirs.filter(|consent| {
        let is_about = |scope: &Scope| scope.account == account && scope.scope == SharingScope::Transactions;
        consent.scopes.iter().any(is_about)
    });
    let both = about.map(|consent| (consent.granted_at.max(own.granted_at), consent.end().min(own.end())));
    both.filter(|(from, until)| from < until).map(|(from, _)| from).min()
}
