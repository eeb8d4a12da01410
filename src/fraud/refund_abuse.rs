//! People who give everything back: worn, used, or said never to have come. One case a person and month.

use super::detection::Discovery;
use super::plot::{Plot, card_case};
use super::scene::{card_use, is_shopping};
use crate::codes::{Detector, Typology};
use crate::intent::{Aftermath, Case, CaseIndex, What};
use crate::population::PersonIndex;
use crate::units::{Date, span};

const NAME: &str = "fraud.refund_abuse";

/// A purchase to be given back: whose, in which month, where in the list, after how many days.
#[derive(Debug)]
struct Return {
    person: PersonIndex,
    month: i32,
    index: u32,
    after_days: u16,
}

pub(super) fn run(plot: &mut Plot<'_, '_>) {
    let abusers: Vec<bool> = plot
        .community
        .people
        .persons
        .iter()
        .map(|person| {
            let mut stream = plot.stream("fraud.refund_abuse_abuser", person.id.0, 0);
            stream.chance(plot.laws.refund_abuse.abuser_share)
        })
        .collect();
    if !abusers.contains(&true) {
        return;
    }
    let mut returns: Vec<Return> =
        plot.scene.all().iter().filter_map(|index| returned(plot, &abusers, *index)).collect();
    returns.sort_by_key(|item| (item.person, item.month));
    for items in returns.chunk_by(|a, b| (a.person, a.month) == (b.person, b.month)) {
        give_back(plot, items);
    }
}

fn returned(plot: &Plot<'_, '_>, abusers: &[bool], index: u32) -> Option<Return> {
    let laws = &plot.laws.refund_abuse;
    let (at, card) = card_use(plot.intents, index);
    let person = plot.slot(card.slot).holder;
    if !abusers[person.ix()] || !is_shopping(card) || plot.intents.list[index as usize].case.is_some() {
        return None;
    }
    let window = plot.community.places.get(card.place).return_window_days;
    let is_worth_it = card.amount as f64 >= laws.least_amount * 100.0;
    let mut stream = plot.stream(NAME, at.0, card.word as i64);
    if window == 0 || !is_worth_it || !stream.chance(laws.returned_share) {
        return None;
    }
    // Rather late in the window, when the goods have served.
    let share = 1.0 - stream.unit() * stream.unit();
    let after_days = ((f64::from(window) * share) as u16).clamp(1, window);
    Some(Return { person, month: plot.zone.day(at).month_number(), index, after_days })
}

fn give_back(plot: &mut Plot<'_, '_>, items: &[Return]) -> Option<CaseIndex> {
    let first = items.iter().min_by_key(|item| card_use(plot.intents, item.index).0)?;
    let (started_at, card) = card_use(plot.intents, first.index);
    let mut stream = plot.stream(NAME, plot.person(first.person).id.0, i64::from(first.month));
    let noticed_after = stream.exponential(plot.laws.refund_abuse.notice_days) as i32;
    // Counted from the month's end, so that every purchase of the month comes before, whenever the data ends.
    let noticed_on = Date::month_start(first.month + 1).plus(14 + noticed_after);
    let noticed_at = plot.zone.instant(noticed_on, stream.between(9 * span::HOUR, 17 * span::HOUR));
    let known = Discovery { at: noticed_at, by: Detector::Merchant };
    let case = Case {
        slot: None,
        account: None,
        block: None,
        started_at,
        ..card_case(plot, Typology::RefundAbuse, card.slot, known)
    };
    let case = plot.intents.add_case(case);
    for item in items {
        let intent = &mut plot.intents.list[item.index as usize];
        intent.case = Some(case);
        if let What::Card(card) = &mut intent.what {
            card.aftermath = Aftermath::Refund { after_days: item.after_days, share: 1.0 };
        }
    }
    Some(case)
}
