//! Balances over five years: they neither explode nor die.

use std::collections::HashMap;

use fauxbank::calendar::Horizon;
use fauxbank::codes::Product;
use fauxbank::columns::{Columns as _, Texts, Values};
use fauxbank::community::Community;
use fauxbank::rows::Rows;
use fauxbank::scenario::Scenario;
use fauxbank::simulate::{With, simulate};
use fauxbank::units::Date;
use fauxbank::world::World;

const COMMUNITIES: i64 = 3;
const FIRST_YEAR: i32 = 2025;
const YEARS: i32 = 5;

/// Closing balances in dollars of one kind of account at the ends of the years.
type ByYear = HashMap<i32, Vec<f64>>;

fn products(world: &World, community: i64) -> HashMap<i64, Product> {
    let people = Community::assemble(world, community).people;
    people.accounts.iter().map(|account| (account.id.0, account.product)).collect()
}

fn add_closing(rows: &Rows, texts: &Texts, products: &HashMap<i64, Product>, closing: &mut [ByYear; 3]) {
    let balances = rows.balances.columns(texts);
    let [Values::Int64(accounts), Values::Int32(days), _, Values::Int64(booked)] =
        [0, 1, 2, 3].map(|column| balances[column].values)
    else {
        panic!("ids, days and cents are numbers")
    };
    for ((account, &day), &cents) in accounts.iter().zip(days).zip(booked) {
        let civil = Date(day).civil();
        if (civil.month, civil.day) == (12, 31) {
            let kind = products[account] as usize;
            closing[kind].entry(civil.year).or_default().push(cents as f64 / 100.0);
        }
    }
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}

#[test]
fn balances_stay_where_they_are_over_five_years() {
    let horizon = Horizon { from: Date::of(FIRST_YEAR, 1, 1), to: Date::of(FIRST_YEAR + YEARS - 1, 12, 31) };
    let world = World::build(Scenario::load("us-retail").unwrap(), 42, horizon).unwrap();
    let mut closing: [ByYear; 3] = Default::default();
    let mut nets = Vec::new();
    for community in 0..COMMUNITIES {
        let mut rows = Rows::default();
        let texts = simulate(&world, community, With::ALL, &mut rows);
        add_closing(&rows, &texts, &products(&world, community), &mut closing);
        let people = Community::assemble(&world, community).people;
        nets.extend(people.persons.iter().map(|person| person.income.monthly_net.to_major()));
    }
    nets.sort_by(f64::total_cmp);
    let net = quantile(&nets, 0.5);
    println!("median net {net:.0}");
    for (kind, by_year) in closing.iter_mut().enumerate() {
        for year in FIRST_YEAR..FIRST_YEAR + YEARS {
            let balances = by_year.get_mut(&year).expect("every year has its last day");
            balances.sort_by(f64::total_cmp);
            let q: Vec<i64> =
                [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99].iter().map(|share| quantile(balances, *share) as i64).collect();
            println!("{:?} {year} n={} {q:?}", Product::ALL[kind], balances.len());
        }
    }
    let median = |product: Product, year: i32| quantile(&closing[product as usize][&year], 0.5);
    for year in FIRST_YEAR..FIRST_YEAR + YEARS {
        // Medians of some 250 accounts with a spread of one in the logarithm have a standard error of 0.08 there; the
        // bands are more than four of them wide on either side, so that they fail by chance with a probability below 1e-4.
        let checking = median(Product::Checking, year) / net;
        assert!((0.25..1.5).contains(&checking), "checking {year}: {checking} of a month's income");
        let drift = median(Product::Savings, year) / median(Product::Savings, FIRST_YEAR);
        assert!((0.4..2.5).contains(&drift), "savings {year}: {drift} times the first year's");
        let sum = |product: Product| closing[product as usize][&year].iter().sum::<f64>();
        let first = |product: Product| closing[product as usize][&FIRST_YEAR].iter().sum::<f64>();
        assert!((0.4..2.5).contains(&(sum(Product::CreditCard) / first(Product::CreditCard))), "card debt {year}");
    }
}
