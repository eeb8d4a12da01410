//! Own purchases that their buyers dispute as if they were fraud: genuine to the last digit until the dispute.

use super::detection::Discovery;
use super::plot::{Plot, card_case};
use super::scene::{Trait, card_use};
use crate::codes::{Detector, DisputeReason, Typology};
use crate::intent::{Aftermath, Case, What};
use crate::rng::Stream;
use crate::units::span;

const NAME: &str = "fraud.friendly_fraud";

/// Days from authorization to posting, as far as the dispute's day cares.
const POSTING_DAYS: i64 = 2;

pub(super) fn run(plot: &mut Plot<'_, '_>) {
    let laws = &plot.laws.friendly_fraud;
    let rates: Vec<f64> = plot
        .community
        .people
        .persons
        .iter()
        .map(|person| {
            let is_prone = plot.stream("fraud.friendly_fraud_prone", person.id.0, 0).chance(laws.prone_share);
            if is_prone { laws.prone_rate } else { laws.base_rate }
        })
        .collect();
    let streams = plot.community.world.streams.named(NAME);
    for index in plot.scene.all_like(Trait::RemoteShopping) {
        let (at, card) = card_use(plot.intents, index);
        let holder = plot.slot(card.slot).holder;
        // The purchase's own word makes the draw depend on nothing but the purchase.
        let mut stream = streams.period(at.0, card.word as i64);
        if stream.chance(rates[holder.ix()]) {
            deny(plot, index, stream);
        }
    }
}

fn deny(plot: &mut Plot<'_, '_>, index: u32, mut stream: Stream) {
    let laws = &plot.laws.friendly_fraud;
    let (at, card) = card_use(plot.intents, index);
    if plot.intents.list[index as usize].case.is_some() {
        return;
    }
    let [least, most] = laws.dispute_days;
    let after_days = stream.between(least, most);
    let claims_fraud = stream.chance(laws.claims_fraud_share);
    let is_represented = stream.chance(laws.represented_share);
    let truth_days = after_days + POSTING_DAYS + stream.exponential(laws.truth_days) as i64 + 5;
    let known = Discovery { at: at.plus(truth_days * span::DAY), by: Detector::Merchant };
    let case = Case { block: None, started_at: at, ..card_case(plot, Typology::FriendlyFraud, card.slot, known) };
    let case = plot.intents.add_case(case);
    let intent = &mut plot.intents.list[index as usize];
    intent.case = Some(case);
    if let What::Card(card) = &mut intent.what {
        card.aftermath = Aftermath::Dispute {
            after_days: after_days as u16,
            reason: if claims_fraud { DisputeReason::Fraud } else { DisputeReason::NotReceived },
            is_represented,
            is_won: !is_represented || stream.chance(laws.won_share),
        };
    }
}
