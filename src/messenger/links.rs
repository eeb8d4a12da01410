//! Links: who turns to the pages of their banks, logs in there, and ends it again.

use super::{days, midnight, owners, wait};
use crate::codes::{Actor, PlatformChannel};
use crate::community::Community;
use crate::population::{AccountIndex, PersonIndex};
use crate::rng::Stream;
use crate::units::{Date, LinkId, PlatformUserId, Timestamp, span};

/// A person as the page of one bank knows them.
#[derive(Debug)]
pub(super) struct User {
    pub(super) id: PlatformUserId,
    pub(super) person: PersonIndex,
    pub(super) bank: usize,
    pub(super) channel: PlatformChannel,
    pub(super) first_seen_at: Timestamp,
    pub(super) opted_out_at: Timestamp,
    pub(super) links: Vec<Link>,
}

/// One attempt to link a user with a customer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) id: LinkId,
    pub(super) customer: PersonIndex,
    pub(super) requested_at: Timestamp,
    /// When it began; none where the login was abandoned.
    pub(super) linked_at: Option<Timestamp>,
    /// When it will have ended, and by whom.
    pub(super) end: (Timestamp, Actor),
}

/// A user's links are numbered by one digit.
const MOST_LINKS: i64 = 9;
/// Hours in which people link accounts.
const HOURS: (i64, i64) = (7, 22);

/// Plans everybody's links, the users in the order of their ids.
///
/// # Randomness
///
/// Stream `messenger.home`, subject the household; stream `messenger.join`, subject the customer; stream `messenger.page`, subject the platform user.
pub(super) fn plan(community: &Community<'_>) -> Vec<User> {
    let persons = (0..community.people.persons.len() as u32).map(PersonIndex);
    let mut users: Vec<User> = persons.flat_map(|person| pages_of(community, person)).collect();
    users.sort_unstable_by_key(|user| user.id);
    users
}

fn pages_of(community: &Community<'_>, index: PersonIndex) -> Vec<User> {
    let (world, person) = (community.world, &community.people.persons[index.ix()]);
    let law = &world.scenario.messenger.joining;
    let mut home = world.streams.stream("messenger.home", community.people.homes[person.home.ix()].id.0);
    let mut own = world.streams.stream("messenger.join", person.id.0);
    let stream = if home.chance(law.together_share) { &mut home } else { &mut own };
    let joins = stream.chance((law.share * 2.0 * person.digital).min(0.95));
    let on = world.horizon.from.plus(stream.between(-i64::from(law.days_before), law.days_after.into()) as i32);
    if !joins {
        return Vec::new();
    }
    (0..world.banks.len()).filter_map(|bank| Page::of(community, index, bank)?.user(on)).collect()
}

/// The page of a bank, to one of its customers.
struct Page<'a, 'w> {
    community: &'a Community<'w>,
    person: PersonIndex,
    bank: usize,
    id: PlatformUserId,
    /// The days on which they can link an account there, and who ends it.
    from: Date,
    until: Option<Date>,
}

impl<'a, 'w> Page<'a, 'w> {
    /// Returns the page if the bank has one and the person banks there.
    fn of(community: &'a Community<'w>, person: PersonIndex, bank: usize) -> Option<Self> {
        let (world, plan) = (community.world, &community.people.persons[person.ix()]);
        let sharing = world.sharing(bank)?;
        let (opened, closed) = banks_there(community, person, bank)?;
        let ended = community.lives.of(person).end.as_ref().map(|end| end.known_on);
        let ends = [sharing.until, closed, ended];
        Some(Self {
            community,
            person,
            bank,
            id: PlatformUserId(plan.id.0 * 100 + world.banks[bank].id.0),
            from: sharing.from.max(opened.plus(1)).max(plan.onboarded_on.plus(1)),
            until: ends.into_iter().flatten().min(),
        })
    }

    /// Plans what happens there to somebody who takes to the messenger on a day.
    fn user(&self, joins_on: Date) -> Option<User> {
        let world = self.community.world;
        let (person, law) = (&self.community.people.persons[self.person.ix()], &world.scenario.messenger.joining);
        let mut stream = world.streams.stream("messenger.page", self.id.0);
        let channel =
            if stream.chance(law.whatsapp_share) { PlatformChannel::Whatsapp } else { PlatformChannel::Messenger };
        let later = stream.exponential(law.next_bank_mean_days) as i32;
        let later = if self.bank == person.bank { 0 } else { later };
        let opts_out_after = wait(&mut stream, law.opt_outs_per_year);
        let before = stream.between(span::MINUTE, 20 * span::MINUTE);
        let first = self.moment(joins_on.plus(later).max(self.from), &mut stream);
        let links = self.links(first, &mut stream);
        let first_seen_at = links.first()?.requested_at.plus(-before).whole_millisecond();
        let opted_out_at = first_seen_at.plus(opts_out_after).whole_millisecond();
        Some(User { id: self.id, person: self.person, bank: self.bank, channel, first_seen_at, opted_out_at, links })
    }

    fn links(&self, first: Timestamp, stream: &mut Stream) -> Vec<Link> {
        let law = &self.community.world.scenario.messenger.linking;
        let (mut links, mut at, mut customer) = (Vec::new(), first, self.person);
        for number in 1..=MOST_LINKS {
            if !self.is_possible(at, customer) {
                break;
            }
            let link = self.link(LinkId(self.id.0 * 10 + number), customer, at, stream);
            links.push(link);
            let (share, mean_days, from) = match link.linked_at {
                None => (law.retried_share, law.retry_mean_days, at),
                Some(_) if link.end.1 != Actor::Customer => break,
                Some(_) => (law.relinked_share, law.relink_mean_days, link.end.0),
            };
            let (goes_on, hands_on) = (stream.chance(share), stream.chance(law.other_customer_share));
            let next = from.plus(days(stream.exponential(mean_days)) + 10 * span::MINUTE);
            at = self.moment_after(next, stream);
            if !goes_on {
                break;
            }
            if link.linked_at.is_some() && hands_on {
                customer = self.somebody_else().unwrap_or(customer);
            }
        }
        links
    }

    fn link(&self, id: LinkId, customer: PersonIndex, at: Timestamp, stream: &mut Stream) -> Link {
        let law = &self.community.world.scenario.messenger.linking;
        let is_abandoned = stream.chance(law.abandoned_share);
        let linked_at = at.plus(stream.between(25 * span::SECOND, 4 * span::MINUTE)).whole_millisecond();
        let unlinked_at = linked_at.plus(wait(stream, law.unlinks_per_year)).whole_millisecond();
        let last = self.until.map(|day| midnight(self.community, day).plus(5 * span::MINUTE));
        let end = match last {
            Some(last) if last <= unlinked_at => (last, Actor::Bank),
            _ => (unlinked_at, Actor::Customer),
        };
        Link { id, customer, requested_at: at, linked_at: (!is_abandoned).then_some(linked_at), end }
    }

    /// Returns whether a customer can link an account at an instant, and the person is there to do it.
    fn is_possible(&self, at: Timestamp, customer: PersonIndex) -> bool {
        let (lives, day) = (&self.community.lives, self.community.zone().day(at));
        let is_customer = customer == self.person
            || banks_there(self.community, customer, self.bank)
                .is_some_and(|(opened, closed)| opened < day && closed.is_none_or(|closed| day < closed));
        let is_open = self.from <= day && self.until.is_none_or(|until| day < until);
        is_open && is_customer && lives.acts(self.person, day) && lives.acts(customer, day)
    }

    /// Returns somebody else of the home who banks there.
    fn somebody_else(&self) -> Option<PersonIndex> {
        let people = &self.community.people;
        let residents = &people.homes[people.persons[self.person.ix()].home.ix()].residents;
        let others = residents.iter().copied().filter(|other| *other != self.person);
        others.into_iter().find(|other| people.persons[other.ix()].bank == self.bank)
    }

    fn moment(&self, day: Date, stream: &mut Stream) -> Timestamp {
        let micros = stream.between(HOURS.0 * span::HOUR, HOURS.1 * span::HOUR - 1);
        self.community.zone().instant(day, micros).whole_millisecond()
    }

    /// Returns a moment of the day of an instant, but not before it.
    fn moment_after(&self, at: Timestamp, stream: &mut Stream) -> Timestamp {
        let day = self.community.zone().day(at);
        let moment = self.moment(day, stream);
        if moment < at { self.moment(day.plus(1), stream) } else { moment }
    }
}

/// Returns the day on which somebody's first account at a bank opens, and the one from which they have none there any more.
///
/// Whatever opens after that is a matter of its own, so that a longer horizon changes nothing.
fn banks_there(community: &Community<'_>, person: PersonIndex, bank: usize) -> Option<(Date, Option<Date>)> {
    let accounts = community.people.accounts.iter().enumerate();
    let own = accounts.filter(|(index, plan)| {
        plan.bank == bank && owners(community, AccountIndex(*index as u32)).any(|owner| owner == person)
    });
    let mut periods: Vec<(Date, Option<Date>)> = own.map(|(_, plan)| (plan.opened_on, plan.closes_on)).collect();
    periods.sort_unstable();
    let (opened, mut closed) = *periods.first()?;
    for (from, until) in &periods[1..] {
        let Some(end) = closed.filter(|end| from <= end) else { break };
        closed = until.map(|until| until.max(end));
    }
    Some((opened, closed))
}
