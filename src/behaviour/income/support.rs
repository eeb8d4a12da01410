//! Support from the family for students and people without an income of their own.

use super::{wages, wobble};
use crate::behaviour::diary::{Diary, Hours, incoming, to_step};
use crate::codes::{BankTransactionCode, IncomeSource};
use crate::intent::{Amount, Other};
use crate::population::Person;
use crate::rng::Stream;
use crate::units::{Cents, Date};

/// Adds a transfer on the first of each month and some in between, and for some students the wage of a job.
///
/// # Randomness
///
/// Stream `income.support`, subject the person, period the month.
pub(super) fn add(diary: &mut Diary<'_, '_>, person: &Person) {
    let law = &diary.world.scenario.income.support;
    if person.income.spell > 0 {
        return;
    }
    let mut traits = diary.stream("income.support_traits", person, 0);
    let has_job = traits.chance(law.job_share) && person.income.source == IncomeSource::Student;
    let parent = diary.outsider(&mut traits);
    let support = if has_job { 1.0 - law.job_of_net } else { 1.0 };
    if has_job {
        wages::add_job(diary, person, law.job_of_net);
    }
    let monthly = person.income.monthly_net.to_major() * support;
    let regular = to_step(Cents::from_major(monthly * law.regular_of_support), Cents(2_500));
    let extra = (monthly - regular.to_major()).max(0.0) / law.extra_transfers_per_month;
    for month in diary.months() {
        let mut stream = diary.stream("income.support", person, i64::from(month));
        let level = diary.level(month);
        send(diary, person, Date::month_start(month), regular, parent, &mut stream);
        for _ in 0..stream.poisson(law.extra_transfers_per_month) {
            let day = Date::month_start(month).plus(stream.below(30) as i32);
            let amount = to_step(Cents::from_major(extra * level * wobble(&mut stream, 0.5)), Cents(500));
            send(diary, person, day, amount, parent, &mut stream);
        }
    }
}

fn send(diary: &mut Diary<'_, '_>, person: &Person, day: Date, amount: Cents, parent: Other, stream: &mut Stream) {
    let text = diary.phrase("Instant transfer received");
    let code = BankTransactionCode::InstantReceived;
    diary.book(day, Hours::Waking.draw(stream), incoming(person.checking, Amount::Fixed(amount), parent, code, text));
}
