//! Card data that leaked no matter where, used remotely, or in stores from the thief's own telephone.

use super::detection::discover;
use super::in_person::tap_nearby;
use super::plot::{Plot, Strike, card_case};
use super::remote::{Look, Spree, is_remote_shopping, shop};
use crate::codes::Typology;
use crate::intent::Case;
use crate::units::span;

const NAME: &str = "fraud.leaked_card_remote";

pub(super) fn run(plot: &mut Plot<'_, '_>) {
    let rate = plot.laws.leaked_card_remote.cases_per_year;
    for strike in plot.strikes(NAME, |person, _| rate * person.activity.clamp(0.3, 3.0)) {
        misuse(plot, strike);
    }
}

fn misuse(plot: &mut Plot<'_, '_>, strike: Strike) -> Option<()> {
    let Strike { person, on, mut stream } = strike;
    let starts_at = plot.shopping_hour(on, &mut stream);
    let people = &plot.community.people;
    let (used_at, used) = plot.scene.own(plot.intents, people, person, starts_at, &mut stream, |card| {
        is_remote_shopping(card) || card.is_recurring
    })?;
    let lag = (plot.laws.leaked_card_remote.lag_days.draw(&mut stream) * span::DAY as f64) as i64;
    if !plot.is_usable(used.slot, on) {
        return None;
    }
    let known = discover(plot, starts_at, &mut stream);
    let spree = Spree { slot: used.slot, starts_at, known, look: Look::Unknown };
    let is_tapped = stream.chance(plot.laws.leaked_card_remote.tapped_share);
    let deeds = if is_tapped { tap_nearby(plot, &spree, &mut stream) } else { shop(plot, spree, &mut stream) };
    let leaked_at = starts_at.plus(-lag).max(used_at).min(starts_at);
    let case = Case { compromised_at: Some(leaked_at), ..card_case(plot, Typology::LeakedCard, used.slot, known) };
    plot.carry_out(case, deeds)?;
    Some(())
}
