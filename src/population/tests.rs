//! A community is whole, and the same each time.

use super::*;
use crate::calendar::Horizon;
use crate::identity;
use crate::scenario::Scenario;

fn world(to: Date) -> World {
    let scenario = Scenario::load("us-retail").expect("the scenario is built in");
    World::build(scenario, 42, Horizon { from: Date::of(2025, 1, 1), to }).expect("the world can be built")
}

fn year() -> World {
    world(Date::of(2025, 12, 31))
}

fn people(world: &World, community: i64) -> (People, Texts) {
    let mut texts = Texts::default();
    (assemble(world, community, &mut texts), texts)
}

#[test]
fn a_community_has_a_hundred_customers_with_ids_of_its_own() {
    let world = year();
    for community in [0, 7] {
        let people = people(&world, community).0;
        let ids: Vec<i64> = people.persons.iter().map(|person| person.id.0).collect();
        assert_eq!(ids, (100 * community + 1..=100 * community + 100).collect::<Vec<_>>());
        for account in &people.accounts {
            assert_eq!((account.id.0 / 100 - 1) / 100, community);
            assert_eq!(account.id.0 / 100, people.persons[account.owner.ix()].id.0);
        }
    }
}

#[test]
fn a_community_is_the_same_each_time_and_every_seed_has_its_own() {
    let print = |world: &World| format!("{:?}", people(world, 3).0);
    assert_eq!(print(&year()), print(&year()));
}

#[test]
fn a_later_end_only_adds_accounts_and_cards() {
    let (short, long) = (people(&year(), 2).0, people(&world(Date::of(2027, 3, 15)), 2).0);
    assert!(short.accounts.len() <= long.accounts.len());
    for (before, after) in short.accounts.iter().zip(&long.accounts) {
        assert_eq!((before.id, before.opened_on, &before.number), (after.id, after.opened_on, &after.number));
        assert!(before.closes_on.is_none() || before.closes_on == after.closes_on);
    }
    assert_eq!(format!("{:?}", short.slots), format!("{:?}", &long.slots[..short.slots.len()]));
}

#[test]
fn whoever_holds_something_is_known_to_it_and_it_to_them() {
    let people = people(&year(), 1).0;
    for (place, person) in people.persons.iter().enumerate() {
        let index = PersonIndex(place as u32);
        let holds = |account: AccountIndex| {
            let plan = &people.accounts[account.ix()];
            plan.owner == index || plan.others.iter().any(|(other, _)| *other == index)
        };
        assert!(holds(person.checking));
        assert!(person.savings.into_iter().chain(person.credit.iter().copied()).all(holds));
        assert_eq!(people.slots[person.slots[0].ix()].kind, CardKind::Debit);
        for slot in person.slots.iter().map(|slot| &people.slots[slot.ix()]) {
            assert!(slot.holder == index && holds(slot.account));
            assert!(slot.issued_on >= people.accounts[slot.account.ix()].opened_on);
            assert!(slot.expires_on > Date::of(2025, 1, 1), "{slot:?}");
        }
        assert!(person.onboarded_on < Date::of(2025, 1, 1));
        assert!(people.homes[person.home.ix()].residents.contains(&index));
        assert!(!person.devices.is_empty());
    }
}

#[test]
fn couples_share_accounts_and_cards() {
    let world = year();
    let roles: Vec<HolderRole> = (0..5)
        .flat_map(|community| people(&world, community).0.accounts)
        .flat_map(|account| account.others.into_iter().map(|(_, role)| role))
        .collect();
    assert!(roles.contains(&HolderRole::Joint) && roles.contains(&HolderRole::AuthorisedUser));
}

#[test]
fn every_identifier_is_nobodys() {
    let world = year();
    let (people, texts) = people(&world, 4);
    for person in &people.persons {
        assert!(identity::is_us_ssn(&person.tax_id) && identity::is_phone(&person.phone));
        assert!(identity::is_email(&person.email), "{}", person.email);
    }
    for account in &people.accounts {
        assert!(identity::is_account_number(&account.number));
        assert!(account.routing_number.iter().all(|number| identity::is_us_routing(number)));
    }
    for device in &people.devices {
        assert!(identity::is_device_fingerprint(&device.fingerprint));
        assert!(identity::is_ip_address(texts.get(device.ip_address)));
    }
}

#[test]
fn households_have_about_a_months_income_at_hand_and_differ_widely() {
    let world = year();
    let mut ratios = Vec::new();
    for community in 0..20 {
        let people = people(&world, community).0;
        for home in people.homes.iter().filter(|home| home.residents.len() == home.adults as usize) {
            let mut accounts: Vec<AccountIndex> = home
                .residents
                .iter()
                .map(|resident| &people.persons[resident.ix()])
                .flat_map(|person| std::iter::once(person.checking).chain(person.savings))
                .collect();
            accounts.sort_unstable();
            accounts.dedup();
            let held: Cents = accounts.iter().map(|account| people.accounts[account.ix()].opening_balance).sum();
            ratios.push((held.to_major().max(1.0) / (home.annual_income.to_major() / 12.0)).ln());
        }
    }
    ratios.sort_by(f64::total_cmp);
    let n = ratios.len() as f64;
    let mean = ratios.iter().sum::<f64>() / n;
    let sd = (ratios.iter().map(|ratio| (ratio - mean).powi(2)).sum::<f64>() / n).sqrt();
    let median = ratios[ratios.len() / 2].exp();
    // The survey: 0.95 of a month's income, ln-sd of the ratio about 2. With some 1000 households the standard error of the
    // logarithm of the median is 0.08 and of the spread 0.05: the bounds are passed by chance with probability below 1e-6.
    assert!((0.55..1.45).contains(&median), "{median}");
    assert!((1.5..2.3).contains(&sd), "{sd}");
}
