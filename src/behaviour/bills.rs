//! Bills: what homes and people owe month by month and pay from their accounts, by mandate, by hand or by cheque.

mod cheques;
mod payments;
mod plan;

pub(super) use plan::{housing_of, housing_payer};

use super::diary::Diary;
use crate::community::Community;
use crate::intent::Intents;
use crate::population::HomeIndex;
use cheques::ChequeBook;

/// Adds the bills of every home and of everybody, then the cheques in the order in which they were written.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let mut diary = Diary::open(community, intents);
    let mut cheques = ChequeBook::default();
    let people = diary.people;
    for (index, home) in people.homes.iter().enumerate() {
        for bill in plan::bills(&mut diary, HomeIndex(index as u32), home) {
            payments::add(&mut diary, &bill, &mut cheques);
        }
    }
    for (index, person) in diary.persons() {
        diary.attend(index);
        cheques::add_occasional(&mut diary, person, &mut cheques);
    }
    cheques.present(&mut diary);
}
