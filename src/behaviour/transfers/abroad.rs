//! Money sent abroad, to the same relative each time.

use crate::behaviour::diary::{Diary, Hours, outgoing, to_step};
use crate::codes::BankTransactionCode;
use crate::intent::Amount;
use crate::population::Person;
use crate::units::{Cents, Date};

/// Adds remittances for those who send them.
///
/// # Randomness
///
/// Stream `transfers.abroad`, subject the person, period the month.
pub(super) fn add(diary: &mut Diary<'_, '_>, person: &Person) {
    let law = &diary.world.scenario.transfers.remittances;
    let mut traits = diary.stream("transfers.abroad_traits", person, 0);
    if !traits.chance(law.share) || law.corridors.is_empty() {
        return;
    }
    let weights: Vec<f64> = law.corridors.iter().map(|corridor| corridor.weight).collect();
    let corridor = &law.corridors[traits.weighted(&weights)];
    let relative = diary.foreigner(&corridor.country, &mut traits);
    let habit = law.median * traits.log_normal(0.0, law.ln_sd);
    let text = diary.phrase("Transfer abroad");
    for month in diary.months() {
        let mut stream = diary.stream("transfers.abroad", person, i64::from(month));
        for _ in 0..stream.poisson(law.per_month) {
            let amount = habit * diary.level(month) * stream.log_normal(0.0, 0.25);
            let amount = Amount::Fixed(to_step(Cents::from_major(amount), Cents(1_000)));
            let day = Date::month_start(month).plus(stream.below(28) as i32);
            let movement = outgoing(person.checking, amount, relative, BankTransactionCode::CrossBorderSent, text);
            diary.book(day, Hours::Waking.draw(&mut stream), movement.or_refused());
        }
    }
}
