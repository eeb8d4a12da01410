//! Transfers: what people send each other, abroad, and between their own accounts.

mod abroad;
mod friends;
mod occasions;
mod sharing;

use super::diary::{Diary, Hours, incoming, outgoing, to_step};
use crate::codes::BankTransactionCode;
use crate::community::Community;
use crate::intent::{Amount, Intents, Other};
use crate::population::{AccountIndex, Person};
use crate::units::{Cents, Date};

/// Adds the transfers of everybody.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let mut diary = Diary::open(community, intents);
    let people = diary.people;
    for home in &people.homes {
        sharing::add(&mut diary, home);
    }
    for (index, person) in diary.persons() {
        diary.attend(index);
        let circle = friends::circle(&mut diary, index, person);
        occasions::add(&mut diary, person, &circle);
        abroad::add(&mut diary, person);
        if let Some(savings) = person.savings {
            add_own(&mut diary, person, savings);
        }
    }
}

/// Adds transfers between somebody's own checking and savings accounts, on a whim and in round amounts.
///
/// # Randomness
///
/// Stream `transfers.own`, subject the person, period the month.
fn add_own(diary: &mut Diary<'_, '_>, person: &Person, savings: AccountIndex) {
    let law = &diary.world.scenario.transfers.own;
    let (to, from) = (diary.phrase("Transfer to savings"), diary.phrase("Transfer from savings"));
    let income = (person.income.monthly_net.to_major() / law.at_net).clamp(0.1, 10.0);
    for month in diary.months() {
        let mut stream = diary.stream("transfers.own", person, i64::from(month));
        for _ in 0..stream.poisson(law.per_month) {
            let day = Date::month_start(month).plus(stream.below(30) as i32);
            let amount = law.median * income * diary.level(month) * stream.log_normal(0.0, law.ln_sd);
            let amount = Amount::Fixed(to_step(Cents::from_major(amount), Cents(2_500)));
            let other = Other::Inside(savings);
            let movement = if stream.chance(0.5) {
                outgoing(person.checking, amount, other, BankTransactionCode::BookSent, to).or_refused()
            } else {
                incoming(person.checking, amount, other, BankTransactionCode::BookReceived, from)
            };
            diary.book(day, Hours::Waking.draw(&mut stream), movement);
        }
    }
}
