//! Cheques: numbered in the order in which they are written, booked on the business day on which they are presented.

use crate::behaviour::diary::{Diary, Hours, outgoing, to_step};
use crate::codes::BankTransactionCode;
use crate::intent::{Amount, Movement};
use crate::population::Person;
use crate::rng::Stream;
use crate::units::{Cents, Date};

/// A cheque that has been written, and the random word that decides what becomes of it.
#[derive(Debug)]
struct Cheque {
    written_on: Date,
    movement: Movement,
    word: u64,
}

/// The cheques that a community writes.
#[derive(Debug, Default)]
pub(super) struct ChequeBook(Vec<Cheque>);

impl ChequeBook {
    /// Writes a cheque of the person whom the diary is about, if they do anything that day.
    pub(super) fn write(&mut self, diary: &Diary<'_, '_>, written_on: Date, movement: Movement, word: u64) {
        if diary.acts(written_on) {
            self.0.push(Cheque { written_on, movement, word });
        }
    }

    /// Numbers the cheques of each account and books them some days after they were written.
    ///
    /// Months behind the horizon's end are written too, so that a number never depends on where it ends.
    pub(super) fn present(mut self, diary: &mut Diary<'_, '_>) {
        let most = u64::from(diary.world.scenario.bills.cheques.days_to_presentation);
        self.0.sort_by_key(|cheque| (cheque.movement.account, cheque.written_on));
        let mut last = None;
        diary.attend_nobody();
        for Cheque { written_on, movement, word } in self.0 {
            let mut stream = Stream::seeded(word);
            let number = match last {
                Some((account, number)) if account == movement.account => number + 1,
                _ => first_number(diary, &movement),
            };
            last = Some((movement.account, number));
            let day = written_on.plus(1 + stream.below(most) as i32);
            let day = diary.world.holidays.on_or_after(day);
            let movement = Movement { cheque: Some(number), ..movement };
            diary.book(day, Hours::Office.draw(&mut stream), movement);
        }
    }
}

fn first_number(diary: &Diary<'_, '_>, movement: &Movement) -> i32 {
    let account = diary.people.accounts[movement.account.ix()].id;
    101 + diary.world.streams.stream("bills.cheque_number", account.0).below(2_400) as i32
}

/// Writes the cheques that are no bills: to contractors, clubs, churches, as gifts.
///
/// # Randomness
///
/// Stream `bills.cheques`, subject the person, period the month.
pub(super) fn add_occasional(diary: &mut Diary<'_, '_>, person: &Person, cheques: &mut ChequeBook) {
    let law = &diary.world.scenario.bills.cheques;
    let age = person.age(diary.world.horizon.from).clamp(18, 90);
    let mean = law.per_month_at_30 * (1.0 + law.growth_per_year).powi(age - 30);
    let text = diary.phrase("Cheque");
    for month in diary.months() {
        let mut stream = diary.stream("bills.cheques", person, i64::from(month));
        for _ in 0..stream.poisson(mean) {
            let amount = law.median * diary.level(month) * stream.log_normal(0.0, law.ln_sd);
            let income = (person.income.monthly_net.to_major() / law.at_net).clamp(0.2, 4.0).sqrt();
            let step = if stream.chance(0.7) { Cents(500) } else { Cents(1) };
            let amount = Amount::Fixed(to_step(Cents::from_major(amount * income), step));
            let other = diary.outsider(&mut stream);
            let written_on = Date::month_start(month).plus(stream.below(28) as i32);
            let movement = outgoing(person.checking, amount, other, BankTransactionCode::ChequePaid, text);
            cheques.write(diary, written_on, movement, stream.word());
        }
    }
}
