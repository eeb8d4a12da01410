//! Lives change as often as published, and a longer horizon changes none of what has happened.

use super::*;
use crate::calendar::Horizon;
use crate::codes::IncomeSource;
use crate::scenario::Scenario;

fn world(to: Date) -> World {
    let scenario = Scenario::load("us-retail").expect("the scenario is built in");
    World::build(scenario, 42, Horizon { from: Date::of(2025, 1, 1), to }).expect("the world can be built")
}

fn community(world: &World, number: i64) -> (People, Lives) {
    live(world, number, &mut Texts::default())
}

/// What tells one history from another, up to a day.
fn history(lives: &Lives, until: Date) -> Vec<String> {
    let events = lives.lives.iter().enumerate().flat_map(|(person, life)| {
        let happened = life.events.iter().filter(move |event| event.on <= until);
        happened.map(move |event| {
            format!("{person} {:?} {:?} {:?} {:?}", event.kind, event.on, event.known_on, event.income)
        })
    });
    events.collect()
}

#[test]
fn a_later_end_changes_nothing_that_has_happened() {
    let (short, long) = (world(Date::of(2025, 6, 30)), world(Date::of(2027, 3, 15)));
    for number in 0..4 {
        let ((people, lives), (later_people, later_lives)) = (community(&short, number), community(&long, number));
        assert_eq!(history(&lives, short.horizon.to), history(&later_lives, short.horizon.to));
        assert!(people.accounts.len() <= later_people.accounts.len());
        for (before, after) in people.accounts.iter().zip(&later_people.accounts) {
            assert_eq!((before.id, before.opened_on, &before.number), (after.id, after.opened_on, &after.number));
            let early = |closes_on: Option<Date>| closes_on.filter(|on| *on <= short.horizon.to);
            assert_eq!(early(before.closes_on), early(after.closes_on));
        }
        let same = later_people.slots[..people.slots.len()].iter().zip(&people.slots);
        assert!(same.into_iter().all(|(after, before)| after.expires_on == before.expires_on));
    }
}

#[test]
fn eras_follow_one_another_and_end_with_the_life() {
    let world = world(Date::of(2027, 12, 31));
    for number in 0..4 {
        let (people, lives) = community(&world, number);
        for (index, life) in lives.lives.iter().enumerate() {
            assert_eq!(life.eras[0].from, ALWAYS);
            assert!(life.eras.windows(2).all(|pair| pair[0].until == pair[1].from && pair[0].from < pair[1].from));
            let last = life.eras.last().expect("a life has an era");
            assert_eq!(last.until, lives.acts_until(PersonIndex(index as u32)));
            assert!(life.events.windows(2).all(|pair| pair[0].on <= pair[1].on));
            assert!(last.person.slots.len() == people.persons[index].slots.len());
        }
    }
}

#[test]
fn unemployment_death_and_leaving_have_their_published_rates() {
    const COMMUNITIES: i64 = 60;
    let world = world(Date::of(2027, 12, 31));
    let months: Vec<Date> = (0..36).map(|month| Date::of(2025, 1, 28).plus_months(month)).collect();
    let (mut idle, mut working, mut deaths, mut leavings, mut retired) = (0, 0, 0, 0, 0);
    for number in 0..COMMUNITIES {
        let (people, lives) = community(&world, number);
        for index in (0..people.persons.len()).map(|index| PersonIndex(index as u32)) {
            let end = lives.of(index).end.filter(|end| end.on <= world.horizon.to);
            deaths += i32::from(end.is_some_and(|end| end.is_death));
            leavings += i32::from(end.is_some_and(|end| !end.is_death));
            retired += i32::from(lives.of(index).events.iter().any(|event| event.kind == LifeEventKind::Retired));
            for &month in months.iter().filter(|month| lives.acts(index, **month)) {
                idle += i32::from(lives.is_out_of_work(index, month));
                working += i32::from(lives.at(index, month).income.source == IncomeSource::Wage);
            }
        }
    }
    let rate = f64::from(idle) / f64::from(idle + working);
    let person_years = 3.0 * 100.0 * COMMUNITIES as f64;
    let (dying, leaving) = (f64::from(deaths) / person_years, f64::from(leavings) / person_years);
    println!("unemployed {rate:.4}, deaths {dying:.4}, leavings {leaving:.4}, retired {retired}");
    // Some 1000 spells of unemployment: the standard error of the rate is 0.0015. Adults die at about 1.1 % a year (some 200
    // deaths, standard error 0.0008) and leave at the law's rate (some 600, standard error 0.0013, couples together). The
    // bounds are four standard errors wide or more: passed by chance with probability below 1e-4.
    assert!((0.032..0.050).contains(&rate), "{rate}");
    assert!((0.007..0.016).contains(&dying), "{dying}");
    assert!((0.026..0.044).contains(&leaving), "{leaving}");
    assert!(retired > 100, "{retired}");
}

#[test]
fn accounts_of_the_dead_freeze_unless_somebody_else_holds_them() {
    let world = world(Date::of(2027, 12, 31));
    let (mut frozen, mut kept) = (0, 0);
    for number in 0..20 {
        let (people, lives) = community(&world, number);
        for (index, life) in lives.lives.iter().enumerate() {
            let Some(end) = life.end.filter(|end| end.is_death) else { continue };
            let plan = &people.accounts[people.persons[index].checking.ix()];
            let is_held = std::iter::once(plan.owner)
                .chain(plan.others.iter().map(|(other, _)| *other))
                .any(|holder| lives.of(holder).end.is_none());
            assert!(!is_held || plan.frozen_on.is_none());
            if plan.owner == PersonIndex(index as u32) && plan.others.is_empty() {
                assert_eq!(plan.frozen_on, Some(end.known_on));
                assert!(plan.closes_on.is_some_and(|closes_on| closes_on > end.known_on));
                frozen += 1;
            }
            kept += i32::from(is_held);
        }
    }
    assert!(frozen > 5 && kept > 5, "{frozen} {kept}");
}
