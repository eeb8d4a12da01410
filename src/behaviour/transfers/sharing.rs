//! Residents with accounts of their own send their part of the housing costs to who pays them.

use crate::behaviour::bills::{housing_of, housing_payer};
use crate::behaviour::diary::{Diary, Hours, outgoing, to_step};
use crate::codes::{BankTransactionCode, Frequency, OrderKind};
use crate::intent::{Amount, Mandate, MandateIndex, Other};
use crate::population::{Home, PersonIndex};
use crate::units::{Cents, Date};

/// Adds the monthly parts of a home's residents.
///
/// # Randomness
///
/// Stream `transfers.sharing`, subject the person; times by month.
pub(super) fn add(diary: &mut Diary<'_, '_>, home: &Home) {
    let laws = &diary.world.scenario;
    let cost = housing_of(diary.people, home, &laws.bills);
    let Some(payer) = housing_payer(diary.people, home) else { return };
    let net = |person: &PersonIndex| diary.people.persons[person.ix()].income.monthly_net;
    let total: Cents = home.residents.iter().map(net).sum();
    let receiver = diary.people.persons[payer.ix()].checking;
    for &index in &home.residents {
        let person = &diary.people.persons[index.ix()];
        let part = cost.share(person.income.monthly_net.to_major() / total.to_major().max(1.0));
        if person.checking == receiver || part < Cents(5_000) {
            continue;
        }
        diary.attend(index);
        let mut stream = diary.stream("transfers.sharing", person, 0);
        let shares = stream.chance(laws.transfers.sharing.share);
        let by_order = stream.chance(laws.transfers.sharing.standing_order_share);
        // A part of the bills goes with the rent, for whoever pays the rent pays most of them.
        let amount =
            to_step(part.share(1.0 + stream.unit() * 0.4), Cents(if stream.chance(0.7) { 2_500 } else { 100 }));
        let day = stream.between(1, 5) as u32;
        if shares {
            let mandate = by_order.then(|| standing_order(diary, index, payer, amount, day));
            add_months(diary, index, receiver, amount, day, mandate);
        }
    }
}

fn add_months(
    diary: &mut Diary<'_, '_>,
    index: PersonIndex,
    receiver: crate::population::AccountIndex,
    amount: Cents,
    day: u32,
    mandate: Option<(MandateIndex, Date)>,
) {
    let person = &diary.people.persons[index.ix()];
    let text = diary.phrase("Share of housing");
    let level = |month: i32| diary.world.scenario.income.trend.level(month - month.rem_euclid(12) + 6);
    for month in diary.months() {
        let mut stream = diary.stream("transfers.sharing_time", person, i64::from(month));
        let due = Date::month_start(month).with_day(day);
        let other = Other::Inside(receiver);
        if let Some((mandate, started_on)) = mandate {
            let booked = diary.world.holidays.on_or_after(due);
            let movement =
                outgoing(person.checking, Amount::Fixed(amount), other, BankTransactionCode::StandingOrder, text);
            if due >= started_on {
                diary.book(booked, Hours::Collection.draw(&mut stream), movement.under(mandate).or_refused());
            }
        } else {
            let amount = Amount::Fixed(to_step(amount.share(level(month)), Cents(100)));
            let movement = outgoing(person.checking, amount, other, BankTransactionCode::InstantSent, text);
            let booked = due.plus(stream.between(-2, 3) as i32);
            diary.book(booked, Hours::Waking.draw(&mut stream), movement.or_refused());
        }
    }
}

fn standing_order(
    diary: &mut Diary<'_, '_>,
    index: PersonIndex,
    payer: PersonIndex,
    amount: Cents,
    day: u32,
) -> (MandateIndex, Date) {
    let people = diary.people;
    let (person, other) = (&people.persons[index.ix()], &people.persons[payer.ix()]);
    let mut stream = diary.stream("transfers.sharing_order", person, 0);
    let started_on =
        diary.start_of_mandate(person.checking, &mut stream).max(people.accounts[other.checking.ix()].opened_on);
    let name = format!("{} {}", diary.texts.get(other.given_name), diary.texts.get(other.surname));
    let (purpose, creditor) = (diary.texts.intern("housing share"), diary.texts.intern(&name));
    let number = diary.texts.intern(people.accounts[other.checking.ix()].payable_as());
    let mandate = diary.mandate(Mandate {
        account: person.checking,
        person: index,
        kind: OrderKind::StandingOrder,
        purpose,
        creditor,
        creditor_account: Some(number),
        amount: Some(amount),
        frequency: Frequency::Monthly,
        day_of_month: day as i32,
        started_on,
        ended_on: None,
    });
    (mandate, started_on)
}
