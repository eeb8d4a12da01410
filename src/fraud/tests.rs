mod tells;

use std::collections::BTreeSet;

use super::*;
use crate::calendar::Horizon;
use crate::codes::*;
use crate::intent::*;
use crate::scenario::{FraudLaws, Scenario};
use crate::units::{Date, Timestamp, span};
use crate::world::World;

/// Days of genuine life in most tests.
const FROM: Date = Date(20_089);

fn world(days: i32, change: impl FnOnce(&mut FraudLaws)) -> World {
    let mut scenario = Scenario::load("us-retail").unwrap();
    change(&mut scenario.fraud);
    World::build(scenario, 7, Horizon { from: FROM, to: FROM.plus(days - 1) }).unwrap()
}

/// Lets everybody buy something in a store and something remotely every day, so that fraud has life to imitate.
fn genuine_life(community: &mut Community<'_>) -> Intents {
    let mut intents = Intents::default();
    for index in 0..community.people.persons.len() {
        let person = community.people.persons[index].clone();
        let Some(slot) = person.slots.first().copied() else { continue };
        for day in community.world.horizon.days().filter(|day| *day >= person.onboarded_on) {
            let mut stream = community.world.streams.period("test.life", person.id.0, i64::from(day.0));
            for is_remote in [false, true] {
                let category =
                    *stream.pick(&[Category::GeneralMerchandise, Category::Groceries, Category::Entertainment]);
                let time = stream.between(9 * span::HOUR, 20 * span::HOUR);
                let Community { world, places, texts, .. } = &mut *community;
                let place = if is_remote {
                    places.online(world, category, texts, &mut stream)
                } else {
                    places.local(category, Date::of(2025, 6, 1), &mut stream)
                };
                let Some(place) = place else { continue };
                let card = CardUse {
                    slot,
                    place,
                    device: person.devices.first().copied().filter(|_| is_remote),
                    processing: ProcessingCode::Purchase,
                    amount: stream.between(500, 9000),
                    tip: 0,
                    cashback: 0,
                    hold: Hold::Exact,
                    entry: if is_remote { EntryMode::Ecommerce } else { EntryMode::Chip },
                    verification: if is_remote { Verification::None } else { Verification::Pin },
                    channel: if is_remote { Channel::Ecommerce } else { Channel::InPerson },
                    wallet: Wallet::None,
                    is_recurring: false,
                    three_d_secure: None,
                    avs: is_remote.then_some(AvsResult::Match),
                    cvv: is_remote.then_some(CvvResult::Match),
                    wrong_pin: false,
                    aftermath: Aftermath::Lawful,
                    word: stream.word(),
                };
                let at = community.zone().instant(day, time);
                intents.add(at, What::Card(card));
            }
        }
    }
    intents
}

fn plotted(community: &mut Community<'_>) -> Intents {
    let mut intents = genuine_life(community);
    commit(community, &mut intents);
    intents.in_time_order();
    intents
}

/// All that the people and the fraudsters of a community mean to do.
fn simulated(community: &mut Community<'_>) -> Intents {
    crate::simulate::intents(community)
}

/// Makes every typology frequent, so that few communities show it.
fn often(laws: &mut FraudLaws) {
    laws.leaked_card_remote.cases_per_year = 1.5;
    laws.account_takeover.cases_per_year = 1.5;
    laws.authorised_push_payment.cases_per_year = 1.5;
    laws.lost_stolen.losses_per_year = 1.5;
    laws.lost_stolen.misuse_share = 0.7;
    laws.skimmed_terminal.exploited_share = 1.0;
    laws.breached_shop_card_testing.exploited_share = 1.0;
    laws.breached_shop_card_testing.shown_machine_share = 1.0;
    laws.breached_shop_card_testing.verification_share = 0.5;
    laws.friendly_fraud.base_rate = 0.005;
    laws.refund_abuse.abuser_share = 0.2;
}

#[test]
fn the_registry_names_every_typology_once() {
    let names: BTreeSet<&str> = TYPOLOGIES.iter().map(|rule| rule.name).collect();
    let known: BTreeSet<&str> = Typology::WORDS.iter().copied().collect();
    assert_eq!(names.len(), TYPOLOGIES.len());
    assert_eq!(names, known);
}

#[test]
fn every_typology_makes_cases() {
    let world = world(240, often);
    let mut seen = BTreeSet::new();
    for number in 0..3 {
        let intents = plotted(&mut Community::assemble(&world, number));
        seen.extend(intents.cases.iter().map(|case| case.typology));
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), Typology::ALL);
}

#[test]
fn cases_are_as_frequent_as_the_scenario_says() {
    let world = world(365, often);
    let mut counts = [0.0; 2];
    let mut expected = [0.0; 2];
    let laws = &world.scenario.fraud;
    for number in 0..4 {
        let mut community = Community::assemble(&world, number);
        let intents = plotted(&mut community);
        let count = |typology| intents.cases.iter().filter(|case| case.typology == typology).count() as f64;
        counts[0] += count(Typology::LeakedCard);
        counts[1] += count(Typology::AccountTakeover);
        // Nobody is struck in the first two weeks.
        let years = |person: &crate::population::Person| {
            let first = person.onboarded_on.plus(14).max(FROM.plus(1));
            f64::from((world.horizon.to.since(first) + 1).max(0)) / 365.25
        };
        for person in community.people.persons.iter().filter(|person| !person.slots.is_empty()) {
            let activity = person.activity.clamp(0.3, 3.0);
            expected[0] += laws.leaked_card_remote.cases_per_year * activity * years(person);
            expected[1] += laws.account_takeover.cases_per_year * (0.5 + person.digital) * years(person);
        }
    }
    for (count, expected) in counts.into_iter().zip(expected) {
        // Poisson around the expectation of some 500, less the cards that are closed then (under 8 %): five standard
        // deviations, false alarm below 1e-6.
        assert!((count - expected).abs() < 5.0 * expected.sqrt() + 0.08 * expected, "{counts:?} {expected}");
    }
}

#[test]
fn deeds_lie_between_the_first_attempt_and_the_discovery_or_soon_after() {
    let world = world(240, often);
    let mut community = Community::assemble(&world, 0);
    let intents = plotted(&mut community);
    for (index, case) in intents.cases.iter().enumerate() {
        assert!(case.started_at < case.detected_at, "{case:?}");
        assert!(case.compromised_at.is_none_or(|at| at <= case.started_at), "{case:?}");
        let deeds = intents.list.iter().filter(|intent| intent.case == Some(CaseIndex(index as u32)));
        let first = deeds.clone().map(|intent| intent.at).min().unwrap();
        assert_eq!(first, case.started_at, "{case:?}");
        let late = deeds.filter(|intent| intent.at > case.detected_at && matches!(intent.what, What::Card(_))).count();
        // A mule may visit a cash machine for each payment of a story, whoever knows by then.
        assert!(late <= if case.mule.is_some() { 16 } else { 1 }, "{case:?}: {late}");
    }
}

#[test]
fn a_longer_horizon_only_adds_fraud() {
    let tell = |days: i32| {
        let world = world(days, often);
        let mut community = Community::assemble(&world, 1);
        let intents = simulated(&mut community);
        let end = community.zone().instant(FROM.plus(120), 0);
        let is_early = |at: Timestamp| at < end;
        let cases = intents.cases.iter().filter(|case| is_early(case.started_at));
        // Places and texts are numbered as they are met, so they are compared by what they say.
        let case = |case: &Case| {
            let merchant = case.compromised.map(|place| community.places.get(place).merchant);
            format!(
                "{:?}",
                (case.typology, case.person, case.slot, merchant, case.started_at, case.detected_at, case.mule)
            )
        };
        let deed = |intent: &Intent| match &intent.what {
            What::Card(card) => {
                let place = community.places.get(card.place);
                format!(
                    "{:?}",
                    (
                        intent.at,
                        intent.case,
                        card.slot,
                        place.merchant,
                        card.amount,
                        card.entry,
                        card.aftermath,
                        card.word
                    )
                )
            }
            What::Movement(movement) => format!("{:?}", (intent.at, intent.case, movement.account, movement.amount)),
            What::Control(control) => format!("{:?}", (intent.at, intent.case, std::mem::discriminant(control))),
        };
        let deeds = intents.list.iter().filter(|intent| is_early(intent.at));
        (cases.map(case).collect::<Vec<_>>(), deeds.map(deed).collect::<Vec<_>>())
    };
    let (short, long) = (tell(120), tell(200));
    assert!(short.0.len() > 50);
    assert_eq!(short.0, long.0);
    assert_eq!(short.1, long.1);
}

#[test]
fn a_case_strikes_whom_it_names() {
    let world = world(240, often);
    let mut community = Community::assemble(&world, 2);
    let intents = plotted(&mut community);
    for intent in &intents.list {
        let Some(case) = intent.case else { continue };
        let case = &intents.cases[case.0 as usize];
        match &intent.what {
            What::Card(card) if case.mule.is_none() => {
                assert_eq!(community.people.slots[card.slot.ix()].holder, case.person);
                assert!(case.slot.is_none_or(|slot| slot == card.slot));
            }
            What::Movement(movement) if case.mule.is_none() => {
                let account = &community.people.accounts[movement.account.ix()];
                let mut holders = account.others.iter().map(|(holder, _)| *holder).chain([account.owner]);
                assert!(holders.any(|holder| holder == case.person));
            }
            _ => {}
        }
    }
}

#[test]
fn a_stolen_ticket_is_larger_than_a_genuine_one_but_not_by_much() {
    let world = world(300, often);
    let mut sums = [(0.0, 0.0); 2];
    for number in 0..2 {
        let intents = plotted(&mut Community::assemble(&world, number));
        for intent in &intents.list {
            let What::Card(card) = &intent.what else { continue };
            let is_theft = match intent.case.map(|case| intents.cases[case.0 as usize].typology) {
                Some(Typology::LeakedCard) => true,
                None => false,
                Some(_) => continue,
            };
            let sum = &mut sums[usize::from(is_theft)];
            *sum = (sum.0 + card.amount as f64, sum.1 + 1.0);
        }
    }
    let [genuine, stolen] = sums.map(|(sum, count)| sum / count);
    // What is coveted costs 1.3 times the rest and the factor has mean 1.4; some 800 tickets have a standard error of
    // 0.05: outside with probability below 1e-6.
    assert!((1.4..=2.1).contains(&(stolen / genuine)), "{stolen} {genuine}");
}

#[test]
fn one_machine_tests_the_cards_of_a_batch_in_several_communities() {
    let world = world(300, often);
    let mut looks: Vec<BTreeSet<String>> = Vec::new();
    // The first two communities are of the first batch, the last is of the second.
    for number in [0, 1, 20] {
        let mut community = Community::assemble(&world, number);
        let intents = plotted(&mut community);
        let machines = intents.list.iter().filter_map(|intent| {
            let case = &intents.cases[intent.case?.0 as usize];
            let What::Card(card) = &intent.what else { return None };
            let is_test = case.typology == Typology::CardTesting && card.amount == 0;
            let device = is_test.then_some(card.device).flatten()?;
            Some(community.people.devices[device.ix()].fingerprint.clone())
        });
        looks.push(machines.collect());
    }
    assert!(looks[0].intersection(&looks[1]).next().is_some(), "{looks:?}");
    assert!(!looks[2].is_empty() && looks[2].is_disjoint(&looks[0]), "{looks:?}");
}

#[test]
fn a_lost_card_stays_out_of_its_holders_hands() {
    let world = world(240, |laws| {
        laws.lost_stolen.losses_per_year = 4.0;
        laws.lost_stolen.misuse_share = 1.0;
    });
    let mut community = Community::assemble(&world, 0);
    let intents = plotted(&mut community);
    let losses: Vec<&Case> = intents.cases.iter().filter(|case| case.typology == Typology::LostStolen).collect();
    assert!(losses.len() > 30);
    for case in losses {
        let own = intents.list.iter().filter(|intent| intent.case.is_none() && intent.at < case.detected_at);
        let used = own.filter(|intent| intent.at > case.compromised_at.unwrap()).any(|intent| {
            matches!(&intent.what, What::Card(card) if Some(card.slot) == case.slot && card.channel == Channel::InPerson)
        });
        assert!(!used, "{case:?}");
    }
}

/// Uses, dollars and cases of one typology.
type OfTypology = (f64, f64, BTreeSet<(i64, CaseIndex)>);

/// What card fraud amounts to, before anything is declined.
#[derive(Debug, Default)]
struct Tally {
    genuine: (f64, f64),
    stolen: (f64, f64),
    stolen_remotely: f64,
    by_typology: std::collections::BTreeMap<Typology, OfTypology>,
}

impl Tally {
    fn add(&mut self, community: &Community<'_>, intents: &Intents) {
        let end = community.zone().instant(community.world.horizon.to.plus(1), 0);
        for intent in intents.list.iter().filter(|intent| intent.at < end) {
            let What::Card(card) = &intent.what else { continue };
            let currency = community.places.get(card.place).currency;
            let rate = community.world.fx_rate(currency, community.zone().day(intent.at)).to_f64();
            let dollars = card.amount as f64 / f64::from(10_i32.pow(currency.exponent())) * rate;
            let typology = intent.case.map(|case| intents.cases[case.0 as usize].typology);
            if let (Some(case), Some(typology)) = (intent.case, typology) {
                let sum = self.by_typology.entry(typology).or_default();
                *sum = (sum.0 + 1.0, sum.1 + dollars, std::mem::take(&mut sum.2));
                sum.2.insert((community.number, case));
            }
            let is_theft = typology.is_some_and(|typology| {
                !matches!(typology, Typology::FriendlyFraud | Typology::RefundAbuse | Typology::PushPaymentScam)
            });
            let sum = if is_theft { &mut self.stolen } else { &mut self.genuine };
            *sum = (sum.0 + 1.0, sum.1 + dollars);
            if is_theft && !matches!(card.channel, Channel::InPerson | Channel::Atm) {
                self.stolen_remotely += dollars;
            }
        }
    }
}

#[test]
fn card_fraud_is_as_large_as_published() {
    let world = world(365, |_| ());
    let mut tally = Tally::default();
    const COMMUNITIES: i64 = 60;
    for number in 0..COMMUNITIES {
        let mut community = Community::assemble(&world, number);
        let intents = simulated(&mut community);
        tally.add(&community, &intents);
    }
    let years = COMMUNITIES as f64 * 100.0;
    for (typology, (count, dollars, cases)) in &tally.by_typology {
        let cases = cases.len() as f64;
        println!(
            "{typology:?}: {:.4} cases, {:.3} uses, {:.2} dollars a year",
            cases / years,
            count / years,
            dollars / years
        );
    }
    let basis_points = 1e4 * tally.stolen.1 / tally.genuine.1;
    let per_ten_thousand = 1e4 * tally.stolen.0 / tally.genuine.0;
    let remote_share = tally.stolen_remotely / tally.stolen.1;
    let ticket = (tally.stolen.1 / tally.stolen.0) / (tally.genuine.1 / tally.genuine.0);
    println!("{basis_points:.1} bps, {per_ten_thousand:.2} of 10,000, {remote_share:.2} remote, ticket {ticket:.2}");
    // Attempts, of which the ledger declines a fifth. Some 350 cases of a heavy-tailed worth, and a popular shop that leaks
    // strikes many at once: relative standard error about 0.2. The bands lie more than three errors off what five banks of
    // 10,000 show (15 basis points attempted, 12 posted): false alarm below 1e-3.
    assert!((6.0..=30.0).contains(&basis_points), "{basis_points}");
    assert!((2.0..=10.0).contains(&per_ten_thousand), "{per_ten_thousand}");
    assert!((0.55..=0.97).contains(&remote_share), "{remote_share}");
    assert!((1.8..=4.5).contains(&ticket), "{ticket}");
}
