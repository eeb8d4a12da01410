//! Tests of the world as a whole.

use std::collections::HashSet;

use super::*;
use crate::codes::{Category, Mcc};
use crate::columns::{Columns as _, Text, Texts};
use crate::rows::Rows;
use crate::units::Date;
use std::sync::LazyLock;

fn build(seed: u64) -> World {
    let horizon = Horizon { from: Date::of(2025, 1, 1), to: Date::of(2025, 12, 31) };
    World::build(Scenario::load("us-retail").unwrap(), seed, horizon).unwrap()
}

static WORLD: LazyLock<World> = LazyLock::new(|| build(42));

fn places(world: &World, area: usize) -> (Places, Texts) {
    let mut texts = Texts::default();
    (Places::of_area(world, area, &mut texts), texts)
}

#[test]
fn the_areas_hold_their_communities_in_order() {
    let geography = &WORLD.geography;
    for community in 0..500 {
        let area = geography.area_of(community);
        let is_new = community == 0 || geography.area_of(community - 1) != area;
        assert_eq!(geography.is_first_of_area(community), is_new);
    }
    assert_eq!(geography.area_of(geography.capacity() + 7), geography.area_of(7));
    assert!(!geography.is_first_of_area(geography.capacity()));
}

#[test]
fn no_district_is_larger_than_its_law_unless_one_postcode_is() {
    let limit = WORLD.scenario.geography.district_people;
    for area in WORLD.geography.areas() {
        assert!(area.population <= limit || area.postcodes.len() == 1, "{} {}", area.city, area.population);
    }
}

#[test]
fn the_default_bank_spans_a_few_areas() {
    for seed in [1, 42, 99] {
        let areas = build(seed).geography.area_of(19) + 1;
        assert!((2..=8).contains(&areas), "{areas} areas");
    }
}

#[test]
fn the_same_seed_builds_the_same_world_and_another_seed_another() {
    let names = |world: &World| -> Vec<String> {
        let (mut places, mut texts) = places(world, 3);
        let all = (0..places.all().len() as u32).map(PlaceIndex);
        let descriptors: Vec<Text> = all.map(|place| places.descriptor(place, &mut texts)).collect();
        descriptors.into_iter().map(|descriptor| texts.get(descriptor).to_owned()).collect()
    };
    assert_eq!(names(&WORLD), names(&build(42)));
    assert_ne!(names(&WORLD), names(&build(43)));
}

#[test]
fn every_place_has_a_code_of_iso_18245_and_plausible_hours() {
    let table = include_str!("../../reference/mcc_iso18245.csv");
    let known: HashSet<Mcc> = table.lines().skip(1).filter_map(|line| line.get(..4)?.parse().ok()).map(Mcc).collect();
    let (mut places, mut texts) = places(&WORLD, 0);
    let mut stream = WORLD.streams.stream("test", 0);
    for &category in Category::ALL {
        for destination in 0..WORLD.destinations.all().len() {
            places.at_destination(&WORLD, destination, (category, Date::of(2025, 6, 1)), &mut texts, &mut stream);
        }
        for _ in 0..50 {
            places.online(&WORLD, category, &mut texts, &mut stream);
        }
    }
    for rank in 0..WORLD.merchants.subscriptions.len() {
        places.subscription(&WORLD, rank, &mut texts);
    }
    for place in places.all() {
        assert!(known.contains(&place.mcc), "{place:?}");
        assert!(place.opens_at_hour < place.closes_at_hour && place.closes_at_hour <= 24, "{place:?}");
        assert_eq!(place.terminals == 0, place.location.is_none());
    }
}

#[test]
fn every_category_can_be_bought_in_every_area() {
    for area in 0..20 {
        let (places, _) = places(&WORLD, area);
        for &category in Category::ALL {
            assert!(places.all_local(category).count() > 0, "{category:?} in area {area}");
        }
    }
}

#[test]
fn a_visited_shop_is_the_same_place_again() {
    let (mut places, mut texts) = places(&WORLD, 0);
    let first = places.subscription(&WORLD, 3, &mut texts);
    assert_eq!(places.subscription(&WORLD, 3, &mut texts), first);
    let count = places.all().len();
    let mut draw = || {
        let mut stream = WORLD.streams.stream("test", 1);
        let shop = places.online(&WORLD, Category::GeneralMerchandise, &mut texts, &mut stream);
        let far =
            places.at_destination(&WORLD, 5, (Category::Restaurant, Date::of(2025, 6, 1)), &mut texts, &mut stream);
        (shop, far)
    };
    assert_eq!(draw(), draw());
    assert!(places.all().len() > count);
}

fn ids(column: &crate::columns::Column<'_>) -> Vec<i64> {
    let crate::columns::Values::Int64(ids) = column.values else { panic!("ids are numbers") };
    ids.to_vec()
}

#[test]
fn the_shared_tables_list_every_id_once_and_in_order() {
    let (mut texts, mut rows) = (Texts::default(), Rows::default());
    (0..200).for_each(|community| WORLD.list_shared(community, &mut texts, &mut rows));
    assert!(rows.banks.rows() >= 5);
    let merchants = ids(&rows.merchants.columns(&texts)[0]);
    let locations = rows.merchant_locations.columns(&texts);
    let (stores, owners) = (ids(&locations[0]), ids(&locations[1]));
    assert!(merchants.is_sorted_by(|a, b| a < b) && stores.is_sorted_by(|a, b| a < b));
    assert!(owners.iter().all(|owner| merchants.binary_search(owner).is_ok()));
}

#[test]
fn the_places_of_a_community_are_listed_with_the_same_ids() {
    let community = 30;
    let area = WORLD.geography.area_of(community);
    let (places, _) = places(&WORLD, area);
    let (mut texts, mut rows) = (Texts::default(), Rows::default());
    (0..=community).for_each(|community| WORLD.list_shared(community, &mut texts, &mut rows));
    let listed: HashSet<i64> = ids(&rows.merchant_locations.columns(&texts)[0]).into_iter().collect();
    assert!(places.all().iter().filter_map(|place| place.location).all(|store| listed.contains(&store.0)));
}

#[test]
fn an_exchange_rate_walks_slowly_around_its_level() {
    let level = WORLD.scenario.bank.exchange.levels[&Currency::Eur];
    let mut last = WORLD.fx_rate(Currency::Eur, Date::of(2024, 12, 31)).to_f64();
    for day in WORLD.horizon.days() {
        let rate = WORLD.fx_rate(Currency::Eur, day).to_f64();
        // Five standard deviations of the level, and of a day's step: a false alarm below 1e-5 over the year.
        assert!((rate / level).ln().abs() < 0.25 && (rate / last).ln().abs() < 0.05, "{day:?}: {rate}");
        if day.weekday().is_weekend() {
            assert_eq!(rate, last);
        }
        last = rate;
    }
    assert_eq!(WORLD.fx_rate(Currency::Usd, Date::of(2025, 1, 1)), crate::units::Rate::ONE);
}

#[test]
fn terminals_are_compromised_about_as_often_and_as_long_as_the_law_says() {
    let laws = &WORLD.scenario.merchants.compromise;
    let (places, _) = places(&WORLD, 1);
    let day = Date::of(2025, 6, 15);
    let (mut struck, mut expected, mut terminals) = (0, 0.0, 0);
    for area in 0..20_000_i64 {
        for place in places.all_local(Category::Fuel).map(|at| places.get(at)) {
            let store = crate::units::LocationId(place.location.unwrap().0 + area * 1_000_000);
            terminals += 1;
            struck += u32::from(WORLD.terminal_compromised(store, 0, day));
            let mean_days = (f64::from(laws.terminal_days) + f64::from(laws.terminal_days / 10)) / 2.0;
            expected += laws.terminals_per_month * laws.unattended_factor * mean_days / 30.44;
        }
    }
    assert!(terminals > 10_000);
    // Poisson with that mean, six standard deviations and 5 % for the months' uneven lengths: below 1e-8.
    let slack = 6.0 * expected.sqrt() + 0.05 * expected;
    assert!((f64::from(struck) - expected).abs() < slack, "{struck} against {expected}");
}

#[test]
fn a_cash_machine_tells_its_bank() {
    let (mut places, mut texts) = places(&WORLD, 2);
    let of_banks = places.all_local(Category::Cash).filter(|at| {
        let bank = WORLD.merchants.machine_bank(places.get(*at).merchant);
        let name = |bank: usize| WORLD.banks[bank].name.to_uppercase();
        let descriptor = places.descriptor(*at, &mut texts);
        bank.is_some_and(|bank| texts.get(descriptor).starts_with(&name(bank)[..10]))
    });
    assert!(of_banks.count() > 0);
}

#[test]
fn stores_close_and_others_open_in_their_premises() {
    let of = |from: i32, to: i32| {
        let horizon = Horizon { from: Date::of(from, 1, 1), to: Date::of(to, 12, 31) };
        World::build(Scenario::load("us-retail").unwrap(), 42, horizon).unwrap()
    };
    let (year, five) = (of(2025, 2025), of(2025, 2029));
    let (mut closed, mut trading) = (0.0, 0.0);
    for area in 0..6 {
        let (short, long) = (places(&year, area).0, places(&five, area).0);
        let find = |id| long.all().iter().find(|place| place.location == id);
        for place in short.all() {
            let same = find(place.location).expect("a longer horizon keeps every store");
            assert_eq!((place.opened_on, place.closed_on), (same.opened_on, same.closed_on));
            assert!(
                place.closed_on.is_none_or(|closed_on| place.opened_on.is_some_and(|opened_on| opened_on < closed_on))
            );
        }
        assert!(long.all().iter().any(|place| place.opened_on.is_some_and(|on| on > five.horizon.from)));
        let open = short.all().iter().filter(|place| place.trades(Date::of(2025, 1, 1)));
        for place in open {
            trading += 1.0;
            closed += f64::from(u8::from(!place.trades(Date::of(2025, 12, 31))));
        }
    }
    // Some 4000 stores, 4.5 to 9 % of which close in a year: the standard error of the share is 0.004.
    let share = closed / trading;
    assert!((0.045..0.085).contains(&share), "{share} of {trading}");
}

#[test]
fn nobody_is_sent_to_a_store_that_does_not_trade() {
    let places = places(&WORLD, 0).0;
    let mut stream = WORLD.streams.stream("test", 3);
    for day in (0..365).map(|day| Date::of(2025, 1, 1).plus(day)) {
        for &category in &[Category::Groceries, Category::Restaurant, Category::Cash] {
            let place = places.local(category, day, &mut stream).expect("the area has stores");
            assert!(places.get(place).trades(day));
        }
    }
}
