//! Requests about one's own data: to see it, and to have it erased after a link has ended.

use super::links::User;
use super::{days, last_instant};
use crate::calendar::days_in_month;
use crate::codes::{Actor, DataRequestKind, DataRequestOutcome};
use crate::community::Community;
use crate::population::PersonIndex;
use crate::rng::Stream;
use crate::scenario::DataRequestLaw;
use crate::units::{DataRequestId, Date, PlatformUserId, Timestamp, span};

/// A request about the data of one customer.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) id: DataRequestId,
    pub(super) customer: PersonIndex,
    pub(super) user: PlatformUserId,
    pub(super) kind: DataRequestKind,
    pub(super) received_at: Timestamp,
    pub(super) due_at: Timestamp,
    pub(super) closed_at: Timestamp,
    pub(super) outcome: DataRequestOutcome,
}

/// Plans everybody's requests, in the order of their ids.
///
/// # Randomness
///
/// Stream `messenger.erasure`, subject the link; stream `messenger.access`, subject the platform user, period the month.
pub(super) fn plan(community: &Community<'_>, users: &[User]) -> Vec<Request> {
    let last = last_instant(community);
    let all = users.iter().flat_map(|user| erasures(community, user).into_iter().chain(accesses(community, user)));
    let mut requests: Vec<Request> = all.filter(|request| request.received_at <= last).collect();
    let persons = &community.people.persons;
    requests.sort_by_key(|request| (persons[request.customer.ix()].id, request.received_at));
    let mut before = (PersonIndex(u32::MAX), 0);
    for request in &mut requests {
        before = if before.0 == request.customer { (before.0, before.1 + 1) } else { (request.customer, 1) };
        assert!(before.1 < 100, "a customer makes fewer than a hundred requests");
        request.id = DataRequestId(persons[request.customer.ix()].id.0 * 100 + before.1);
    }
    requests
}

fn erasures(community: &Community<'_>, user: &User) -> Vec<Request> {
    let world = community.world;
    let law = &world.scenario.messenger.data_requests;
    let ended = user.links.iter().filter(|link| link.linked_at.is_some() && link.end.1 == Actor::Customer);
    let asked = ended.filter_map(|link| {
        let mut stream = world.streams.stream("messenger.erasure", link.id.0);
        let at = link.end.0.plus(days(stream.exponential(law.erasure_mean_days)) + span::MINUTE);
        let asks = stream.chance(law.erasure_share) && community.lives.acts(link.customer, community.zone().day(at));
        asks.then(|| request(law, link.customer, user.id, DataRequestKind::Erasure, at, &mut stream))
    });
    asked.collect()
}

fn accesses(community: &Community<'_>, user: &User) -> Vec<Request> {
    let world = community.world;
    let law = &world.scenario.messenger.data_requests;
    let asked = world.horizon.months().flat_map(|month| {
        let mut stream = world.streams.period("messenger.access", user.id.0, i64::from(month));
        let first = Date::month_start(month);
        let length = i64::from(days_in_month(first.civil().year, first.civil().month));
        (0..stream.poisson(law.accesses_per_year / 12.0))
            .map(|_| {
                let day = first.plus(stream.below(length as u64) as i32);
                let at = community.zone().instant(day, stream.between(7 * span::HOUR, 22 * span::HOUR));
                request(law, user.person, user.id, DataRequestKind::Access, at, &mut stream)
            })
            .collect::<Vec<Request>>()
    });
    let is_known = |request: &Request| {
        let day = community.zone().day(request.received_at);
        user.first_seen_at < request.received_at && community.lives.acts(user.person, day)
    };
    let in_horizon = |request: &Request| community.world.horizon.contains(community.zone().day(request.received_at));
    asked.filter(|request| is_known(request) && in_horizon(request)).collect()
}

fn request(
    law: &DataRequestLaw,
    customer: PersonIndex,
    user: PlatformUserId,
    kind: DataRequestKind,
    at: Timestamp,
    stream: &mut Stream,
) -> Request {
    let due_at = at.plus(i64::from(law.answer_days) * span::DAY).whole_millisecond();
    let is_late = stream.chance(law.late_share);
    let part = days(f64::from(law.answer_days) * (0.1 + 0.85 * stream.unit()));
    let late = span::HOUR + days(stream.exponential(9.0));
    let outcome = stream.unit();
    Request {
        id: DataRequestId(0),
        customer,
        user,
        kind,
        received_at: at.whole_millisecond(),
        due_at,
        closed_at: if is_late { due_at.plus(late) } else { at.plus(part) }.whole_millisecond(),
        outcome: match kind {
            _ if outcome < law.refused => DataRequestOutcome::Refused,
            DataRequestKind::Erasure if outcome < law.refused + law.partly => DataRequestOutcome::PartlyFulfilled,
            _ => DataRequestOutcome::Fulfilled,
        },
    }
}
