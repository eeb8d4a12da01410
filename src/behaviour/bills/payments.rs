//! From a bill to its payments: the due day, the business-day rule, what it asks for, when the payer gets round to it.

use std::ops::RangeInclusive;

use super::cheques::ChequeBook;
use super::plan::{Bill, Method};
use crate::behaviour::diary::{Diary, Hours, code_of, outgoing, to_step};
use crate::behaviour::income::{Payday, paydays, wobble};
use crate::codes::{BankTransactionCode, OrderKind};
use crate::intent::{Amount, Movement};
use crate::life::Era;
use crate::population::PersonIndex;
use crate::rng::Stream;
use crate::units::{Cents, Date};

/// Adds the payments of a bill.
///
/// # Randomness
///
/// Stream `bills.payment.` and the purpose, subject the household or the person, period the month it is due in.
pub(super) fn add(diary: &mut Diary<'_, '_>, bill: &Bill<'_>, cheques: &mut ChequeBook) {
    let name = format!("bills.payment.{}", bill.purpose);
    let person = &diary.people.persons[bill.payer.ix()];
    let by_hand = !matches!(bill.method, Method::Automatic(_));
    diary.attend(bill.payer);
    let months = diary.months();
    let paydays = if by_hand { paydays_of(diary, bill.payer, months.start() - 1..=*months.end()) } else { Vec::new() };
    for month in months.filter(|month| (month - bill.phase).rem_euclid(bill.every) == 0) {
        let due = Date::month_start(month).with_day(bill.day);
        if due < bill.started_on || bill.ended_on.is_some_and(|ended_on| due > ended_on) {
            continue;
        }
        let mut stream = diary.world.streams.period(&name, bill.subject, i64::from(month));
        let amount = Amount::Fixed(asked(diary, bill, month, &mut stream));
        match bill.method {
            Method::Automatic(kind) => {
                let day = diary.world.holidays.on_or_after(due);
                let movement = outgoing(person.checking, amount, bill.other, code_of(kind), bill.text);
                // A direct debit that finds no money is returned; a standing order is not even sent.
                let movement = if kind == OrderKind::StandingOrder { movement.or_refused() } else { movement };
                let movement = Movement { mandate: bill.mandate, ..movement };
                if bill.ended_on.is_none_or(|ended_on| day <= ended_on) {
                    diary.book(day, Hours::Collection.draw(&mut stream), movement);
                }
            }
            Method::Transfer => {
                let day = day_by_hand(diary, bill.payer, &paydays, due, &mut stream);
                let is_instant = diary.world.scenario.bills.paying.is_instant;
                let code = if is_instant { BankTransactionCode::InstantSent } else { BankTransactionCode::CreditSent };
                let movement = outgoing(person.checking, amount, bill.other, code, bill.text);
                diary.book(day, Hours::Waking.draw(&mut stream), movement.or_refused());
            }
            Method::Cheque => {
                let day = day_by_hand(diary, bill.payer, &paydays, due, &mut stream);
                let movement =
                    outgoing(person.checking, amount, bill.other, BankTransactionCode::ChequePaid, bill.text);
                cheques.write(diary, day, movement, stream.word());
            }
        }
    }
}

/// Returns the paydays of somebody in a range of months, whatever they live from by then.
fn paydays_of(diary: &Diary<'_, '_>, payer: PersonIndex, months: RangeInclusive<i32>) -> Vec<Payday> {
    let eras = diary.eras(payer);
    let until = |era: usize| eras.get(era + 1).map_or(Date(i32::MAX), |next| next.from);
    let in_era = |(number, era): (usize, &Era)| {
        let first = era.from.max(Date::month_start(*months.start())).month_number();
        let last = until(number).min(Date::month_start(*months.end())).month_number();
        let due = paydays(diary.world, &era.person, first..=last);
        let is_lived = move |payday: &Payday| era.from <= payday.due && payday.due < until(number);
        due.into_iter().filter(is_lived).collect::<Vec<_>>()
    };
    eras.iter().enumerate().flat_map(in_era).collect()
}

/// Returns what the bill of a month asks for.
fn asked(diary: &Diary<'_, '_>, bill: &Bill<'_>, month: i32, stream: &mut Stream) -> Cents {
    let season = bill.season.get(month.rem_euclid(12) as usize).copied().unwrap_or(1.0);
    let variation = if bill.variation_ln_sd > 0.0 { wobble(stream, bill.variation_ln_sd) } else { 1.0 };
    // Prices step once a year, in a month of the bill's own.
    let since = (month - bill.subject.rem_euclid(12) as i32).rem_euclid(12);
    let level = if bill.is_indexed { diary.level(month - since + 6) } else { 1.0 };
    let amount = bill.amount.share(season * variation * level);
    let is_round = bill.is_indexed && bill.variation_ln_sd == 0.0 && bill.season.is_empty();
    if is_round { to_step(amount, Cents(100)) } else { amount }
}

/// Returns the day on which somebody pays by hand what is due: often on the payday before.
fn day_by_hand(diary: &Diary<'_, '_>, payer: PersonIndex, paydays: &[Payday], due: Date, stream: &mut Stream) -> Date {
    let law = &diary.world.scenario.bills.paying;
    let is_strained = diary.lives.is_out_of_work(payer, due);
    let late_share = if is_strained { law.late_share_out_of_work } else { law.late_share };
    let payday = paydays.iter().rev().map(|payday| payday.paid).find(|paid| *paid <= due && due.since(*paid) <= 14);
    let (waits, is_late) = (stream.chance(law.on_payday_share), stream.chance(late_share));
    let ahead = stream.below(u64::from(law.days_ahead) + 1) as i32;
    match payday {
        _ if is_late => due.plus(1 + ahead),
        Some(payday) if waits => payday,
        _ => due.plus(-ahead),
    }
}
