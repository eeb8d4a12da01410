//! Accounts through which stolen money runs, and how it moves on.

use super::in_person::{Presenting, withdrawal};
use super::plot::Plot;
use crate::codes::*;
use crate::intent::{Amount, Direction, Movement, Other, Shortfall, What};
use crate::population::{AccountIndex, PersonIndex};
use crate::rng::Stream;
use crate::units::{Cents, Date, Timestamp, span};

/// Who receives what is stolen.
#[derive(Debug, Clone, Copy)]
pub(super) enum Payee {
    /// Somebody who banks elsewhere.
    Outside(Other),
    /// A customer of the community.
    Mule(PersonIndex),
}

impl Payee {
    /// Returns the account, if it is a customer's.
    pub(super) fn account(self, plot: &Plot<'_, '_>) -> Option<AccountIndex> {
        match self {
            Self::Outside(_) => None,
            Self::Mule(person) => Some(plot.person(person).checking),
        }
    }

    /// Returns the other side of a transfer to this payee.
    pub(super) fn other(self, plot: &Plot<'_, '_>) -> Other {
        match self {
            Self::Outside(other) => other,
            Self::Mule(person) => Other::Inside(plot.person(person).checking),
        }
    }

    /// Returns the name that the payee goes by.
    pub(super) fn name(self, plot: &Plot<'_, '_>) -> String {
        let texts = &plot.community.texts;
        match self {
            Self::Outside(Other::Outside { name, .. }) => texts.get(name).to_owned(),
            Self::Outside(_) => String::new(),
            Self::Mule(person) => {
                let person = plot.person(person);
                format!("{} {}", texts.get(person.given_name), texts.get(person.surname))
            }
        }
    }
}

/// Draws who receives what is stolen from a victim.
pub(super) fn payee(plot: &mut Plot<'_, '_>, victim: PersonIndex, on: Date, stream: &mut Stream) -> Payee {
    let is_customer = stream.chance(plot.laws.mules.customer_share);
    match draw_mule(plot, victim, on, stream) {
        Some(mule) if is_customer => Payee::Mule(mule),
        _ => Payee::Outside(outsider(plot, stream)),
    }
}

/// Draws a customer who lets their account be used: rather a young one, not of the victim's household.
fn draw_mule(plot: &Plot<'_, '_>, victim: PersonIndex, on: Date, stream: &mut Stream) -> Option<PersonIndex> {
    let laws = &plot.laws.mules;
    let home = plot.person(victim).home;
    let people = &plot.community.people;
    let weight = |(index, person): (usize, &crate::population::Person)| {
        let acts = plot.community.lives.acts(PersonIndex(index as u32), on);
        let is_open = acts && plot.is_open(person.checking, on.plus(-14)) && plot.is_open(person.checking, on);
        match person.home != home && is_open && person.onboarded_on <= on {
            true if person.age(on) <= laws.young_until_age => laws.young_factor,
            true => 1.0,
            false => 0.0,
        }
    };
    let weights: Vec<f64> = people.persons.iter().enumerate().map(weight).collect();
    let drawn = weights.iter().any(|weight| *weight > 0.0).then(|| stream.weighted(&weights));
    drawn.map(|index| PersonIndex(index as u32))
}

/// Draws somebody who banks elsewhere, by a name out of those that the community bears.
pub(super) fn outsider(plot: &mut Plot<'_, '_>, stream: &mut Stream) -> Other {
    let persons = &plot.community.people.persons;
    let (given, surname) = (stream.pick(persons).given_name, stream.pick(persons).surname);
    let texts = &mut plot.community.texts;
    let name = format!("{} {}", texts.get(given), texts.get(surname));
    Other::Outside { name: texts.intern(&name), account: None }
}

/// Returns an instant transfer out of an account, which the app refuses if the money is not there. It bears a note
/// such as people write to their friends.
pub(super) fn instant_transfer(
    plot: &mut Plot<'_, '_>,
    account: AccountIndex,
    amount: Amount,
    payee: Payee,
    stream: &mut Stream,
) -> What {
    let kinds = &plot.community.world.scenario.transfers.occasions.kinds;
    let weights: Vec<f64> = kinds.iter().map(|kind| kind.weight).collect();
    let words = plot.community.world.country.phrase("Instant transfer");
    let text = format!("{words} {}", kinds[stream.weighted(&weights)].note);
    let text = plot.community.texts.intern(&text);
    What::Movement(Movement {
        account,
        direction: Direction::Out,
        amount,
        other: payee.other(plot),
        code: BankTransactionCode::InstantSent,
        text,
        mandate: None,
        cheque: None,
        shortfall: Shortfall::Refuse,
    })
}

/// Draws how a mule moves on what came from a victim at an instant: to somebody else, to another mule and from there,
/// or in cash. Who takes over accounts trusts no mule with cash.
pub(super) fn pass_on(
    plot: &mut Plot<'_, '_>,
    (mule, victim): (PersonIndex, PersonIndex),
    received_at: Timestamp,
    is_cash_possible: bool,
    stream: &mut Stream,
) -> Vec<(Timestamp, What)> {
    let laws = &plot.laws.mules;
    let [least, most] = laws.pass_on_share;
    let mut deeds = Vec::new();
    let mut bearer = mule;
    let mut at = received_at;
    // Two accounts at most: longer chains leave the community.
    for hop in 0..2 {
        at = at.plus(stream.exponential(laws.pass_on_hours * span::HOUR as f64) as i64 + 4 * span::MINUTE);
        let shares = &laws.next_hop_shares;
        let way = stream.weighted(&[shares.outside, shares.another_mule, shares.cash]);
        let step = Cents([1_00, 10_00, 50_00][stream.below(3) as usize]);
        let amount = Amount::PassOn { share: least + (most - least) * stream.unit(), step };
        let account = plot.person(bearer).checking;
        let next = draw_mule(plot, bearer, plot.zone.day(at), stream).filter(|next| *next != victim);
        match (way, next) {
            (1, Some(next)) if hop == 0 => {
                deeds.push((at, instant_transfer(plot, account, amount, Payee::Mule(next), stream)));
                bearer = next;
            }
            (2, _) if is_cash_possible => {
                deeds.extend(cash_out(plot, bearer, at, stream));
                return deeds;
            }
            _ => {
                let payee = Payee::Outside(outsider(plot, stream));
                deeds.push((at, instant_transfer(plot, account, amount, payee, stream)));
                return deeds;
            }
        }
    }
    deeds
}

/// Draws a mule's visit to a cash machine.
fn cash_out(plot: &Plot<'_, '_>, mule: PersonIndex, at: Timestamp, stream: &mut Stream) -> Option<(Timestamp, What)> {
    let person = plot.person(mule);
    let on = plot.zone.day(at);
    let is_debit = |slot: &crate::population::SlotIndex| {
        let is_own = plot.slot(*slot).account == person.checking;
        is_own && plot.slot(*slot).kind == CardKind::Debit && plot.is_usable(*slot, on)
    };
    let slot = person.slots.iter().copied().find(is_debit)?;
    let place = plot.community.places.local(Category::Cash, on, stream)?;
    let presenting = Presenting { slot, entry: EntryMode::Chip, verification: Verification::Pin };
    let amount = stream.between(5, 25) * 20_00;
    Some((at, What::Card(withdrawal(place, presenting, amount, false, stream))))
}
