//! A recession is twenty lines over the ordinary scenario, and does what recessions do.

use fauxbank::calendar::Horizon;
use fauxbank::codes::LifeEventKind;
use fauxbank::community::Community;
use fauxbank::intent::{Amount, Direction, Movement, What};
use fauxbank::population::PersonIndex;
use fauxbank::scenario::Scenario;
use fauxbank::simulate;
use fauxbank::units::Date;
use fauxbank::world::World;

const COMMUNITIES: i64 = 6;

/// What people of a scenario live through and spend in a year.
#[derive(Debug, Default)]
struct Year {
    jobs_lost: f64,
    pay_cuts: f64,
    idle_months: f64,
    wages: f64,
    card_uses: f64,
    late_rents: f64,
    rents_by_hand: f64,
}

/// Returns the scenario that the documentation shows.
fn recession() -> Scenario {
    let page = include_str!("../docs/scenarios.md");
    let (_, after) = page.split_once("```toml recession\n").expect("the page shows the recession");
    let (text, _) = after.split_once("```").expect("the block ends");
    assert!(text.lines().filter(|line| !line.is_empty()).count() <= 24, "about twenty lines suffice");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("recession.toml");
    std::fs::write(&path, text).expect("the folder is writable");
    Scenario::load(path.to_str().expect("a path in Unicode")).unwrap_or_else(|error| panic!("{error}"))
}

fn is_wage(movement: &Movement) -> bool {
    movement.code == fauxbank::codes::BankTransactionCode::Salary && movement.direction == Direction::In
}

fn year(scenario: Scenario) -> Year {
    let horizon = Horizon { from: Date::of(2025, 1, 1), to: Date::of(2025, 12, 31) };
    let world = World::build(scenario, 42, horizon).expect("the scenario builds a world");
    let landlords = &world.scenario.bills.rent.creditors;
    let mut year = Year::default();
    for number in 0..COMMUNITIES {
        let mut community = Community::assemble(&world, number);
        for person in (0..community.people.persons.len()).map(|index| PersonIndex(index as u32)) {
            let events = community.lives.of(person).events.iter().filter(|event| horizon.contains(event.on));
            for event in events {
                year.jobs_lost += f64::from(u8::from(event.kind == LifeEventKind::JobLost));
                year.pay_cuts += f64::from(u8::from(event.kind == LifeEventKind::PayCut));
            }
            let months = (1..=12).map(|month| Date::of(2025, month, 28));
            year.idle_months += months.filter(|day| community.lives.is_out_of_work(person, *day)).count() as f64;
        }
        let intents = simulate::intents(&mut community);
        for intent in &intents.list {
            match &intent.what {
                What::Card(_) => year.card_uses += 1.0,
                What::Movement(movement) if is_wage(movement) => {
                    if let Amount::Fixed(amount) = movement.amount {
                        year.wages += amount.to_major();
                    }
                }
                What::Movement(movement) => {
                    let text = community.texts.get(movement.text);
                    let is_rent = text.starts_with("Bill payment") && landlords.iter().any(|word| text.ends_with(word));
                    // Rents are due up to the fifth, and paid by hand before; what comes in the week after is late.
                    let day = community.zone().day(intent.at).civil().day;
                    year.rents_by_hand += f64::from(u8::from(is_rent));
                    year.late_rents += f64::from(u8::from(is_rent && (6..=12).contains(&day)));
                }
                What::Control(_) => {}
            }
        }
    }
    year
}

// The seed is the same, so that most people live the same life twice, and whoever is struck in the ordinary scenario is struck in
// the worse one too: the differences are those of the laws, not of chance.
#[test]
fn a_recession_costs_jobs_pay_and_spending_and_makes_payments_late() {
    let ordinary = year(Scenario::load("us-retail").unwrap_or_else(|error| panic!("{error}")));
    let bad = year(recession());
    println!("{ordinary:?}\n{bad:?}");
    assert!(bad.jobs_lost > 1.6 * ordinary.jobs_lost, "{} {}", bad.jobs_lost, ordinary.jobs_lost);
    assert!(bad.pay_cuts > 2.0 * ordinary.pay_cuts, "{} {}", bad.pay_cuts, ordinary.pay_cuts);
    assert!(bad.idle_months > 1.5 * ordinary.idle_months, "{} {}", bad.idle_months, ordinary.idle_months);
    assert!(bad.wages < 0.985 * ordinary.wages, "{} {}", bad.wages, ordinary.wages);
    assert!(bad.card_uses < 0.98 * ordinary.card_uses, "{} {}", bad.card_uses, ordinary.card_uses);
    let late = |year: &Year| year.late_rents / year.rents_by_hand;
    assert!(late(&bad) > late(&ordinary), "{} {}", late(&bad), late(&ordinary));
}
