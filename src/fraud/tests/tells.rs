//! What no single column may tell: cheap forms of the bounds that `examples/fraud_detection.py` holds a whole bank against.

use super::*;
use std::collections::BTreeMap;

/// One card use as the bank sees it, column by column, and whether a thief made it.
#[derive(Debug)]
struct Seen {
    is_stolen: bool,
    columns: [i64; COLUMNS.len()],
}

const COLUMNS: [&str; 8] = ["amount", "hour", "entry", "channel", "category", "merchant", "millisecond", "second"];

/// Columns whose values have an order; the others tell by their values only.
const ORDERED: [&str; 4] = ["amount", "hour", "millisecond", "second"];

fn seen(community: &Community<'_>, intents: &Intents) -> Vec<Seen> {
    let end = community.zone().instant(community.world.horizon.to.plus(1), 0);
    let of_intent = |intent: &Intent| {
        let What::Card(card) = &intent.what else { return None };
        let typology = intent.case.map(|case| intents.cases[case.0 as usize].typology);
        let is_stolen = typology.is_some_and(|typology| {
            !matches!(typology, Typology::FriendlyFraud | Typology::RefundAbuse | Typology::PushPaymentScam)
        });
        let place = community.places.get(card.place);
        let columns = [
            card.amount,
            community.zone().local(intent.at).1 / span::HOUR,
            card.entry as i64,
            card.channel as i64,
            place.category as i64,
            place.merchant.0,
            intent.at.0.rem_euclid(span::MILLISECOND),
            intent.at.0.rem_euclid(span::MINUTE) / span::SECOND,
        ];
        (intent.at < end).then_some(Seen { is_stolen, columns })
    };
    intents.list.iter().filter_map(of_intent).collect()
}

/// Returns the probability that a stolen use scores above a genuine one, ties counting half.
fn auc(scored: &mut [(f64, bool)]) -> f64 {
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let stolen = scored.iter().filter(|(_, is_stolen)| *is_stolen).count() as f64;
    let (mut below, mut sum) = (0.0, 0.0);
    for ties in scored.chunk_by(|a, b| a.0 == b.0) {
        let stolen_here = ties.iter().filter(|(_, is_stolen)| *is_stolen).count() as f64;
        let genuine_here = ties.len() as f64 - stolen_here;
        sum += stolen_here * (below + genuine_here / 2.0);
        below += genuine_here;
    }
    sum / (stolen * (scored.len() as f64 - stolen))
}

/// Returns uses and stolen uses by value of a column.
fn by_value<'a>(uses: impl Iterator<Item = &'a Seen>, column: usize) -> BTreeMap<i64, (f64, f64)> {
    let mut counts = BTreeMap::new();
    for seen in uses {
        let count: &mut (f64, f64) = counts.entry(seen.columns[column]).or_default();
        *count = (count.0 + 1.0, count.1 + f64::from(u8::from(seen.is_stolen)));
    }
    counts
}

/// Returns what a column tells by the share of fraud that its values have in other communities.
fn auc_by_value(learned: &[Seen], tested: &[Seen], column: usize) -> f64 {
    let counts = by_value(learned.iter(), column);
    let mean = learned.iter().filter(|seen| seen.is_stolen).count() as f64 / learned.len() as f64;
    let share = |value: i64| counts.get(&value).map_or(mean, |(uses, stolen)| (stolen + mean) / (uses + 1.0));
    auc(&mut tested.iter().map(|seen| (share(seen.columns[column]), seen.is_stolen)).collect::<Vec<_>>())
}

#[test]
fn no_single_column_tells_fraud() {
    let world = world(365, |_| ());
    let mut halves = [Vec::new(), Vec::new()];
    for number in 0..60 {
        let mut community = Community::assemble(&world, number);
        let intents = simulated(&mut community);
        halves[number as usize % 2].extend(seen(&community, &intents));
    }
    let [learned, tested] = &halves;
    for (column, name) in COLUMNS.into_iter().enumerate() {
        let mut told = auc_by_value(learned, tested, column);
        if ORDERED.contains(&name) {
            let as_number = |seen: &Seen| (seen.columns[column] as f64, seen.is_stolen);
            let as_number = auc(&mut learned.iter().chain(tested).map(as_number).collect::<Vec<_>>());
            told = told.max(as_number).max(1.0 - as_number);
        }
        let counts = by_value(learned.iter().chain(tested), column);
        let often = counts.iter().filter(|(_, (uses, _))| *uses > 50.0);
        let (value, share) = often.map(|(value, (uses, stolen))| (*value, stolen / uses)).fold((0, 0.0), largest);
        println!("{name}: {told:.3}, at most {share:.3} of value {value}");
        // Some 170 cases a half, whose uses resemble each other: a standard error of about 0.022. The most telling
        // column, the entry mode, lies near 0.78 in whole banks: beyond the bound with probability below 1e-3.
        assert!(told < 0.85, "{name}: {told}");
        // The most stricken value lies near a tenth: 5 in 50 become more than 25 with probability below 1e-6, were they
        // independent, and five cases of five uses each on one small site with probability below 1e-3.
        assert!(share <= 0.5, "{name} = {value}: {share}");
    }
}

fn largest(a: (i64, f64), b: (i64, f64)) -> (i64, f64) {
    if b.1 > a.1 { b } else { a }
}
