//! How cards are presented: tapped, by telephone, inserted, or from afar.

use std::collections::BTreeMap;

use crate::codes::{CardKind, EntryMode, Wallet};
use crate::realism::Facts;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed};
use crate::realism::selection::{Place, Selection};
use crate::units::Cents;

/// How a card is presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The card itself is tapped.
    CardTap,
    /// A telephone or watch is tapped.
    Phone,
    /// The card is inserted.
    Insert,
    /// Otherwise at a till, or from afar.
    Other,
}

/// Posted card purchases by kind of card, place and way of presenting: how many, and how much together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presented {
    /// The sorts that occur.
    pub sorts: BTreeMap<(CardKind, Place, Way), (u64, Cents)>,
}

impl Tally for Presented {
    fn see(&mut self, community: &Community<'_>) {
        for purchase in &community.purchases {
            let row = community.row(purchase);
            let way = match (purchase.place, row.entry_mode, row.wallet) {
                (Place::InPerson, EntryMode::Contactless, Wallet::Phone | Wallet::Watch) => Way::Phone,
                (Place::InPerson, EntryMode::Contactless, _) => Way::CardTap,
                (Place::InPerson, EntryMode::Chip, _) => Way::Insert,
                _ => Way::Other,
            };
            let (count, value) = self.sorts.entry((purchase.kind, purchase.place, way)).or_default();
            *count += 1;
            *value += row.amount;
        }
    }

    fn append(&mut self, later: &Self) {
        for (sort, (more, amount)) in &later.sorts {
            let (count, value) = self.sorts.entry(*sort).or_default();
            *count += more;
            *value += *amount;
        }
    }
}

impl Presented {
    /// Returns the number and value of purchases of kinds, places and ways.
    fn sum(&self, selection: Selection, is_meant: impl Fn(Way) -> bool) -> (u64, Cents) {
        let of = |(kind, place, way): &(CardKind, Place, Way)| {
            selection.kind.is_none_or(|wanted| wanted == *kind)
                && selection.place.is_none_or(|wanted| wanted == *place)
                && is_meant(*way)
        };
        let meant = self.sorts.iter().filter(|(sort, _)| of(sort));
        meant.fold((0, Cents::ZERO), |(count, value), (_, (more, amount))| (count + more, value + *amount))
    }
}

/// The measures of how cards are presented.
pub(super) const MEASURES: &[Measure] = &[
    Measure { name: "way_share", take: way_share },
    Measure { name: "way_ticket", take: way_ticket },
    Measure { name: "kind_value_share", take: kind_value_share },
];

/// Tells whether a way is meant.
type IsMeant = fn(Way) -> bool;

/// Reads a way and the purchases among which it is looked for; nothing for words that ask for more than kind and place.
fn parse(words: &str) -> Option<(IsMeant, Selection)> {
    let (way, among) = words.split_once(' ')?;
    let is_meant: IsMeant = match way {
        "tap" => |way| matches!(way, Way::CardTap | Way::Phone),
        "phone" => |way| way == Way::Phone,
        "insert" => |way| way == Way::Insert,
        _ => return None,
    };
    let selection = Selection::parse(among)?;
    let is_plain = selection.category.is_none() && selection.mcc.is_none() && selection.weekend.is_none();
    is_plain.then_some((is_meant, selection))
}

fn way_share(facts: &Facts, words: &str) -> Option<Observed> {
    let (is_meant, selection) = parse(words)?;
    let (part, whole) = (facts.presented.sum(selection, is_meant).0, facts.presented.sum(selection, |_| true).0);
    Observed::ratio(part as f64, whole as f64, whole)
}

fn way_ticket(facts: &Facts, words: &str) -> Option<Observed> {
    let (is_meant, selection) = parse(words)?;
    let (count, value) = facts.presented.sum(selection, is_meant);
    Observed::ratio(value.to_major(), count as f64, count)
}

fn kind_value_share(facts: &Facts, word: &str) -> Option<Observed> {
    let selection = Selection { kind: Some(CardKind::parse(word)?), ..Selection::default() };
    let (count, all) = facts.presented.sum(Selection::default(), |_| true);
    Observed::ratio(facts.presented.sum(selection, |_| true).1.to_major(), all.to_major(), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_names_a_way_and_the_purchases_among_which_it_is_looked_for() {
        let (is_meant, selection) = parse("tap debit").unwrap();
        assert!(is_meant(Way::CardTap) && is_meant(Way::Phone) && !is_meant(Way::Insert));
        assert_eq!(selection.kind, Some(CardKind::Debit));
        assert!(parse("wave all").is_none() && parse("tap groceries").is_none() && parse("tap").is_none());
    }
}
