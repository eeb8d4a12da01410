//! What the plans of many communities show together.

use super::{accesses, consents, last_instant, links, requests};
use crate::calendar::Horizon;
use crate::codes::{Actor, JointRule, Purpose};
use crate::community::Community;
use crate::scenario::Scenario;
use crate::units::Date;
use crate::world::World;

const COMMUNITIES: i64 = 12;

fn world() -> World {
    let horizon = Horizon { from: Date::of(2025, 1, 1), to: Date::of(2025, 12, 31) };
    World::build(Scenario::load("us-retail").expect("it is compiled in"), 11, horizon).expect("it fits")
}

fn each(see: impl FnMut(&Community<'_>, &[links::User], &[consents::Consent])) {
    let (world, mut see) = (world(), see);
    for number in 0..COMMUNITIES {
        let community = Community::assemble(&world, number);
        let users = links::plan(&community);
        let consents = consents::plan(&community, &users);
        see(&community, &users, &consents);
    }
}

#[test]
fn about_a_third_take_to_the_messenger_and_none_at_a_bank_that_refuses() {
    let (mut people, mut customers) = (0, 0);
    each(|community, users, _| {
        customers += community.people.persons.len();
        let mut who: Vec<u32> = users.iter().map(|user| user.person.0).collect();
        who.dedup();
        people += who.len();
        assert!(users.iter().all(|user| community.world.banks[user.bank].shares_data));
    });
    // Those at the refusing bank and those who join after the year are missing from a third; homes join together.
    let share = people as f64 / customers as f64;
    assert!((0.15..0.45).contains(&share), "{share}");
}

#[test]
fn a_bank_that_ends_its_agreement_ends_its_links() {
    let mut ended = 0;
    each(|community, users, _| {
        let leaving = community.world.scenario.messenger.agreements.leaving_bank - 1;
        let until = community.world.sharing(leaving).and_then(|sharing| sharing.until).expect("an end is planned");
        for link in users.iter().filter(|user| user.bank == leaving).flat_map(|user| &user.links) {
            assert!(community.zone().day(link.end.0) <= until, "{link:?}");
            ended += u32::from(link.end.1 == Actor::Bank && link.linked_at.is_some());
        }
    });
    assert!(ended > 0);
}

#[test]
fn servicing_lasts_as_long_as_the_link_and_offers_are_for_those_who_want_them() {
    let (mut links, mut offers) = (0_u32, 0_u32);
    each(|_, _, consents| {
        let first = |purpose| consents.iter().filter(move |c| c.purpose == purpose && c.version == 1).count() as u32;
        links += first(Purpose::Servicing);
        offers += first(Purpose::Offers);
        assert!(consents.iter().all(|consent| consent.granted_at < consent.end()));
    });
    let share = f64::from(offers) / f64::from(links);
    assert!(links > 50 && (0.05..0.6).contains(&share), "{offers} of {links}");
}

#[test]
fn data_of_several_owners_wait_for_each_of_them() {
    let (mut waiting, mut open) = (0, 0);
    each(|community, _, consents| {
        let last = last_instant(community);
        for consent in consents {
            for scope in consent.scopes.iter().filter(|scope| scope.rule == JointRule::AllHolders) {
                waiting += u32::from(scope.effective_at.is_none());
                open += u32::from(scope.effective_at.is_some());
                assert!(scope.effective_at.is_none_or(|at| at >= consent.granted_at && at <= last));
            }
        }
    });
    assert!(waiting > 0 && open > 0, "{waiting} wait, {open} are open");
}

#[test]
fn requests_are_answered_after_they_come_and_some_too_late() {
    let (mut all, mut late) = (0, 0);
    let world = world();
    for number in 0..4 * COMMUNITIES {
        let community = Community::assemble(&world, number);
        for request in requests::plan(&community, &links::plan(&community)) {
            assert!(request.received_at < request.closed_at && request.received_at < request.due_at);
            all += 1;
            late += u32::from(request.closed_at > request.due_at);
        }
    }
    assert!(all > 10 && late < all, "{late} of {all}");
}

#[test]
fn reads_follow_consents_but_for_those_that_the_truth_tells() {
    let (mut reads, mut broken) = (0_u32, std::collections::BTreeSet::new());
    let world = world();
    for number in 0..2 * COMMUNITIES {
        let community = Community::assemble(&world, number);
        let consents = consents::plan(&community, &links::plan(&community));
        for access in accesses::plan(&community, &consents) {
            reads += 1;
            broken.extend(access.violation.map(|kind| kind.word()));
            let holds = |place: usize| (consents[place].granted_at..consents[place].end()).contains(&access.at);
            let is_fair = access.status != accesses::OK || access.consent.is_some_and(holds);
            assert!(is_fair || access.violation.is_some(), "{access:?}");
        }
    }
    assert!(reads > 10_000 && broken.len() >= 6, "{reads} reads, {broken:?}");
}
