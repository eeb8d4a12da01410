//! Prices at the till, pay and rents rise with the scenario's trend over five years.

use fauxbank::calendar::Horizon;
use fauxbank::codes::{BankTransactionCode, Category, OrderKind, ProcessingCode};
use fauxbank::community::Community;
use fauxbank::intent::{Amount, What};
use fauxbank::scenario::Scenario;
use fauxbank::simulate;
use fauxbank::units::Date;
use fauxbank::world::World;

const COMMUNITIES: i64 = 3;
const FIRST: i32 = 2021;
const LAST: i32 = 2025;

/// What was paid for in the first and the last year, in minor units.
#[derive(Debug, Default)]
struct Prices {
    groceries: [Vec<f64>; 2],
    meals: [Vec<f64>; 2],
    wages: [Vec<f64>; 2],
}

fn prices(world: &World) -> Prices {
    let mut prices = Prices::default();
    for number in 0..COMMUNITIES {
        let mut community = Community::assemble(world, number);
        let intents = simulate::intents(&mut community);
        for intent in intents.list.iter().filter(|intent| intent.case.is_none()) {
            let year = match community.zone().day(intent.at).civil().year {
                FIRST => 0,
                LAST => 1,
                _ => continue,
            };
            match &intent.what {
                What::Card(card) if card.processing == ProcessingCode::Purchase => {
                    let place = community.places.get(card.place);
                    let is_home = place.currency == world.currency;
                    match place.category {
                        Category::Groceries if is_home => prices.groceries[year].push(card.amount as f64),
                        Category::FastFood if is_home => prices.meals[year].push(card.amount as f64),
                        _ => {}
                    }
                }
                What::Movement(movement) if movement.code == BankTransactionCode::Salary => {
                    if let Amount::Fixed(amount) = movement.amount {
                        prices.wages[year].push(amount.0 as f64);
                    }
                }
                _ => {}
            }
        }
    }
    prices
}

/// Returns how the median has risen from the first year to the last.
fn rise([first, last]: &mut [Vec<f64>; 2]) -> f64 {
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    median(last) / median(first)
}

// Some 20,000 purchases of groceries and 12,000 meals a year with a spread of 1.1 and 0.8 in the logarithm: the standard errors of
// the ratios are near 0.015, with what single customers weigh 0.02. Wages differ by who works, the standard error is near 0.03. The
// bounds are four standard errors wide on either side: passed by chance with probability below 1e-4.
#[test]
fn prices_and_wages_rise_with_the_trend() {
    let horizon = Horizon { from: Date::of(FIRST, 1, 1), to: Date::of(LAST, 12, 31) };
    let world = World::build(Scenario::load("us-retail").expect("it is built in"), 42, horizon).expect("a world");
    let trend = (1.0 + world.scenario.income.trend.rate_per_year).powi(LAST - FIRST);
    let mut prices = prices(&world);
    let rises = [rise(&mut prices.groceries), rise(&mut prices.meals), rise(&mut prices.wages)];
    println!("trend {trend:.3}: groceries, meals, wages {rises:.3?}");
    assert!((rises[0] / trend - 1.0).abs() < 0.08, "groceries {}", rises[0]);
    assert!((rises[1] / trend - 1.0).abs() < 0.08, "meals {}", rises[1]);
    assert!((rises[2] / trend - 1.0).abs() < 0.12, "wages {}", rises[2]);
}

#[test]
fn rents_are_indexed_and_mortgages_are_not() {
    let horizon = Horizon { from: Date::of(FIRST, 1, 1), to: Date::of(LAST, 12, 31) };
    let world = World::build(Scenario::load("us-retail").expect("it is built in"), 42, horizon).expect("a world");
    let mut community = Community::assemble(&world, 0);
    let intents = simulate::intents(&mut community);
    let of = |purpose: &str| {
        let mandates = intents.mandates.iter().filter(|mandate| mandate.kind != OrderKind::Autopay);
        mandates
            .filter(|mandate| community.texts.get(mandate.purpose) == purpose)
            .map(|mandate| mandate.amount)
            .collect::<Vec<_>>()
    };
    assert!(of("rent").iter().all(Option::is_none) && !of("rent").is_empty());
    assert!(of("mortgage").iter().all(Option::is_some) && !of("mortgage").is_empty());
}
