//! What poor households live on beside the income that anybody asks them about: family, cash work, money put by for old age.

use super::wobble;
use crate::behaviour::diary::{Diary, Hours, incoming, to_step};
use crate::codes::BankTransactionCode;
use crate::intent::Amount;
use crate::population::Person;
use crate::units::{Cents, Date};

/// Adds some payments a month to the account of whoever lives first in a household whose income leaves something missing.
///
/// # Randomness
///
/// Streams `income.beyond_traits` and `income.beyond`, subject the person, the latter by month.
pub(super) fn add(diary: &mut Diary<'_, '_>, person: &Person) {
    let world = diary.world;
    let law = &world.scenario.income.beyond;
    let home = &diary.people.homes[person.home.ix()];
    let is_first = home.residents.first().is_some_and(|first| diary.people.persons[first.ix()].id == person.id);
    let monthly = law.per_month_at(home.annual_income);
    if !is_first || monthly <= 0.0 {
        return;
    }
    let mut traits = diary.stream("income.beyond_traits", person, 0);
    let monthly = monthly * wobble(&mut traits, law.ln_sd);
    let (other, code, word, hours) = if person.age(world.horizon.from) >= law.retired_from_age {
        (diary.broker(&mut traits), BankTransactionCode::CreditReceived, "Retirement account", Hours::Overnight)
    } else if traits.chance(law.cash_share) {
        (diary.cash_desk(), BankTransactionCode::CashDeposit, "Cash deposit", Hours::Office)
    } else {
        let family = diary.outsider(&mut traits);
        (family, BankTransactionCode::InstantReceived, "Instant transfer received", Hours::Waking)
    };
    let text = diary.phrase(word);
    for month in diary.months() {
        let mut stream = diary.stream("income.beyond", person, i64::from(month));
        let mean = monthly * diary.level(month) / law.payments_per_month;
        for _ in 0..stream.poisson(law.payments_per_month) {
            let day = world.holidays.on_or_after(Date::month_start(month).plus(stream.below(30) as i32));
            let amount = to_step(Cents::from_major(mean * wobble(&mut stream, law.ln_sd)), Cents(1_000));
            let movement = incoming(person.checking, Amount::Fixed(amount), other, code, text);
            diary.book(day, hours.draw(&mut stream), movement);
        }
    }
}
