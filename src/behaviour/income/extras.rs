//! What is paid in besides the regular income: cash, cheques, the yield of investments kept elsewhere.

use super::wobble;
use crate::behaviour::diary::{Diary, Hours, incoming, to_step};
use crate::codes::BankTransactionCode;
use crate::intent::{Amount, Other};
use crate::population::Person;
use crate::units::{Cents, Date};

impl Diary<'_, '_> {
    /// Returns the counter at which cash is paid in.
    pub(in crate::behaviour) fn cash_desk(&mut self) -> Other {
        Other::Bank
    }
}

/// Adds cash and cheques paid in at the counter or by photograph.
///
/// # Randomness
///
/// Stream `income.deposits`, subject the person, period the month.
pub(super) fn add_deposits(diary: &mut Diary<'_, '_>, person: &Person) {
    let world = diary.world;
    let law = &world.scenario.income.deposits;
    for month in diary.months() {
        let mut stream = diary.stream("income.deposits", person, i64::from(month));
        for _ in 0..stream.poisson(law.cash_per_month) {
            let amount = Cents::from_major(law.cash_median * diary.level(month) * stream.log_normal(0.0, law.ln_sd));
            let day = world.holidays.on_or_after(Date::month_start(month).plus(stream.below(30) as i32));
            let (other, text) = (diary.cash_desk(), diary.phrase("Cash deposit"));
            let amount = Amount::Fixed(to_step(amount, Cents(500)));
            let movement = incoming(person.checking, amount, other, BankTransactionCode::CashDeposit, text);
            diary.book(day, Hours::Office.draw(&mut stream), movement);
        }
        for _ in 0..stream.poisson(law.cheques_per_month) {
            let amount = Cents::from_major(law.cheque_median * diary.level(month) * stream.log_normal(0.0, law.ln_sd));
            let day = world.holidays.on_or_after(Date::month_start(month).plus(stream.below(30) as i32));
            let (other, text) = (diary.outsider(&mut stream), diary.phrase("Cheque deposit"));
            let amount = Amount::Fixed(if stream.chance(0.6) { to_step(amount, Cents(500)) } else { amount });
            let movement = incoming(person.checking, amount, other, BankTransactionCode::ChequeDeposited, text);
            diary.book(day, Hours::Office.draw(&mut stream), movement);
        }
    }
}

/// Adds the quarterly yield of investments kept elsewhere, for those who have some.
///
/// # Randomness
///
/// Stream `income.investments`, subject the person, period the month.
pub(super) fn add_investments(diary: &mut Diary<'_, '_>, person: &Person) {
    let world = diary.world;
    let law = &world.scenario.income.investments;
    let mut traits = diary.stream("income.investments_traits", person, 0);
    if !traits.chance((law.share * 2.0 * person.thrift).min(1.0)) {
        return;
    }
    let (phase, day_of_month) = (traits.between(0, 2) as i32, traits.between(10, 28) as u32);
    let of_month = law.of_month * traits.log_normal(0.0, law.ln_sd);
    let broker = diary.broker(&mut traits);
    let text = diary.phrase("Dividend");
    for month in diary.months().filter(|month| (month + phase).rem_euclid(3) == 0) {
        let mut stream = diary.stream("income.investments", person, i64::from(month));
        let day = world.holidays.on_or_after(Date::month_start(month).with_day(day_of_month));
        let mean = person.income.monthly_net.to_major() * of_month * diary.level(month);
        let amount = Amount::Fixed(Cents::from_major(mean * wobble(&mut stream, 0.2)));
        let movement = incoming(person.checking, amount, broker, BankTransactionCode::CreditReceived, text);
        diary.book(day, Hours::Overnight.draw(&mut stream), movement);
    }
}
