//! Saving: standing orders, sweeps of what is left over, and help when an account runs low.
//!
//! These movements are relative to balances that only the ledger knows, and they are what keeps balances from growing or
//! shrinking without bound.

use super::bills::{housing_of, housing_payer};
use super::diary::{Diary, Hours, incoming, outgoing, to_step};
use super::income::paydays;
use crate::codes::{BankTransactionCode, Frequency, OrderKind};
use crate::community::Community;
use crate::intent::{Amount, Intents, Mandate, Other};
use crate::population::{AccountIndex, Person, PersonIndex};
use crate::rng::Stream;
use crate::units::{Cents, Date, span};

/// How somebody handles what is left over and what is missing; drawn once, the same for whoever asks.
#[derive(Debug)]
pub(super) struct Saver {
    /// What stays on the checking account, in the base year.
    buffer: Cents,
    /// What stays on savings, in the base year.
    reserve: Cents,
    has_plan: bool,
    has_outside: bool,
    look_day: u32,
    quarter: i32,
    broker: Other,
}

impl Saver {
    /// Draws how somebody saves.
    ///
    /// # Randomness
    ///
    /// Stream `saving.saver`, subject the person.
    pub(super) fn of(diary: &mut Diary<'_, '_>, person: &Person) -> Self {
        let laws = &diary.world.scenario.saving;
        let mut stream = diary.stream("saving.saver", person, 0);
        let net = person.income.monthly_net.max(Cents(50_000));
        let months = |stream: &mut Stream, median: f64, ln_sd: f64| {
            net.share(median * stream.log_normal(0.0, ln_sd)).max(Cents(10_000))
        };
        let opening = |account: AccountIndex| diary.people.accounts[account.ix()].opening_balance;
        let (at_hand, had) = (opening(person.checking), person.savings.map_or(Cents::ZERO, opening));
        let buffer = months(&mut stream, laws.buffer.months_median, laws.buffer.months_ln_sd);
        let least = months(&mut stream, laws.reserve.months_median * 2.0 * person.thrift, laws.reserve.months_ln_sd);
        let months_had = ((at_hand + had).to_major() / net.to_major()).max(0.01);
        let outside = laws.rescue.outside_share + laws.rescue.outside_wealth_slope * months_had.ln();
        // What waits on any one day to be spent before the next payday is no buffer.
        let kept = (at_hand - net.share(laws.buffer.waiting_months)).max(Cents::ZERO);
        let buffer = buffer.max(kept.share(stream.log_normal(0.0, laws.buffer.opening_ln_sd)));
        let kept = (had - net.share(laws.reserve.waiting_months)).max(Cents::ZERO);
        let reserve = least.max(kept.share(stream.log_normal(0.0, laws.reserve.opening_ln_sd)));
        // Who has reached the ceiling invests what comes on top elsewhere, and leaves room for the next deposits.
        let ceiling = person.savings.and_then(|savings| diary.people.accounts[savings.ix()].ceiling);
        Self {
            buffer,
            reserve: ceiling.map_or(reserve, |ceiling| reserve.min(ceiling.share(laws.reserve.of_ceiling))),
            has_plan: stream.chance((laws.plan.share * 2.0 * person.thrift).min(0.95)),
            has_outside: stream.chance(outside.clamp(0.02, 0.98)),
            look_day: stream.between(2, 28) as u32,
            quarter: stream.between(0, 2) as i32,
            broker: diary.broker(&mut stream),
        }
    }

    /// Fills a checking account up to a target before somebody needs the money: from savings first, then from outside.
    pub(super) fn fill_up(
        &self,
        diary: &mut Diary<'_, '_>,
        person: &Person,
        day: Date,
        (from_savings_to, from_outside_to): (Cents, Cents),
        stream: &mut Stream,
    ) {
        let step = Cents(if stream.chance(0.5) { 5_000 } else { 10_000 });
        let micros = Hours::Overnight.draw(stream);
        if let Some(savings) = person.savings {
            let text = diary.phrase("Transfer from savings");
            let amount = Amount::TopUp { target: from_savings_to, step };
            let other = Other::Inside(savings);
            let movement = incoming(person.checking, amount, other, BankTransactionCode::BookReceived, text);
            diary.book(day, micros, movement);
        }
        if self.has_outside {
            let text = diary.phrase("Transfer from own account elsewhere");
            let amount = Amount::TopUp { target: from_outside_to, step };
            let movement = incoming(person.checking, amount, self.broker, BankTransactionCode::CreditReceived, text);
            diary.book(day, micros + span::MINUTE, movement);
        }
    }
}

/// Adds what everybody saves and draws on.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let mut diary = Diary::open(community, intents);
    for (index, person) in diary.persons() {
        diary.attend(index);
        let saver = Saver::of(&mut diary, person);
        if let Some(savings) = person.savings {
            if saver.has_plan {
                add_plan(&mut diary, index, person, savings);
            }
            add_investing(&mut diary, (index, person), savings, &saver);
            add_purchases(&mut diary, (index, person), savings, &saver);
        }
        add_sweeps(&mut diary, (index, person), &saver);
        add_rescues(&mut diary, person, &saver);
    }
}

/// Adds a standing order from checking to savings, some days after the usual payday.
fn add_plan(diary: &mut Diary<'_, '_>, index: PersonIndex, person: &Person, savings: AccountIndex) {
    let law = &diary.world.scenario.saving.plan;
    let mut stream = diary.stream("saving.plan", person, 0);
    let net = person.income.monthly_net;
    let amount = to_step(net.share(law.of_net * 2.0 * person.thrift * stream.log_normal(0.0, 0.4)), Cents(2_500));
    let first = paydays(diary.world, person, std::iter::once(diary.world.scenario.income.trend.base_year * 12));
    let payday = first.first().map_or(1, |payday| payday.due.civil().day as i32);
    let day = (payday + stream.between(0, 2) as i32).rem_euclid(28) + 1;
    let account = &diary.people.accounts[savings.ix()];
    let started_on = diary.start_of_mandate(person.checking, &mut stream).max(account.opened_on);
    let (purpose, creditor) = (diary.texts.intern("saving"), diary.phrase("Own savings"));
    let number = diary.texts.intern(account.payable_as());
    let mandate = diary.mandate(Mandate {
        account: person.checking,
        person: index,
        kind: OrderKind::StandingOrder,
        purpose,
        creditor,
        creditor_account: Some(number),
        amount: Some(amount),
        frequency: Frequency::Monthly,
        day_of_month: day,
        started_on,
        ended_on: None,
    });
    let text = diary.phrase("Standing order to savings");
    for month in diary.months() {
        let due = Date::month_start(month).with_day(day as u32);
        if due < started_on || diary.lives.is_out_of_work(index, due) {
            continue;
        }
        let micros = Hours::Collection.draw(&mut diary.stream("saving.plan_time", person, i64::from(month)));
        let day = diary.world.holidays.on_or_after(due);
        let other = Other::Inside(savings);
        let movement =
            outgoing(person.checking, Amount::Fixed(amount), other, BankTransactionCode::StandingOrder, text);
        diary.book(day, micros, movement.under(mandate).or_refused());
    }
}

/// Adds the monthly look at the checking account: what lies above the buffer goes to savings, or to a broker.
fn add_sweeps(diary: &mut Diary<'_, '_>, (index, person): (PersonIndex, &Person), saver: &Saver) {
    let law = &diary.world.scenario.saving.buffer;
    let (to_savings, to_broker) = (diary.phrase("Transfer to savings"), diary.phrase("Transfer to investments"));
    for month in diary.months() {
        let mut stream = diary.stream("saving.sweep", person, i64::from(month));
        let is_missed = !stream.chance(law.looking_share);
        let day = Date::month_start(month).with_day(saver.look_day).plus(stream.between(-2, 2) as i32);
        if is_missed || diary.lives.is_out_of_work(index, day) {
            continue;
        }
        let amount = Amount::ShareAbove {
            floor: (saver.buffer + person.income.monthly_net.share(law.kept_months)).share(diary.level(month)),
            share: law.moved_share,
            step: Cents(if stream.chance(0.5) { 10_000 } else { 5_000 }),
        };
        let (other, code, text) = match person.savings.filter(|savings| diary.is_open(*savings, day)) {
            Some(savings) => (Other::Inside(savings), BankTransactionCode::BookSent, to_savings),
            None => (saver.broker, BankTransactionCode::CreditSent, to_broker),
        };
        let movement = outgoing(person.checking, amount, other, code, text).or_refused();
        diary.book(day, Hours::Waking.draw(&mut stream), movement);
    }
}

/// Adds the quarterly look at the savings: what they hold above the reserve goes to a broker, and some of what they lack comes back.
fn add_investing(
    diary: &mut Diary<'_, '_>,
    (index, person): (PersonIndex, &Person),
    savings: AccountIndex,
    saver: &Saver,
) {
    let law = &diary.world.scenario.saving.reserve;
    let text = diary.phrase("Transfer to investments");
    let from_elsewhere = diary.phrase("Transfer from own account elsewhere");
    let by_age = &diary.world.scenario.accounts.liquid_by_age;
    let (at_first, has_ceiling) =
        (by_age.at(person.age(diary.world.horizon.from)), diary.people.accounts[savings.ix()].ceiling.is_some());
    // Who grows older comes to hold what people of that age hold, as far as the account takes it.
    let grown = |day: Date| if has_ceiling { 1.0 } else { (by_age.at(person.age(day)) / at_first).max(1.0) };
    for month in diary.months().filter(|month| (month + saver.quarter).rem_euclid(3) == 0) {
        let mut stream = diary.stream("saving.invest", person, i64::from(month));
        let day = diary.world.holidays.on_or_after(Date::month_start(month).plus(stream.below(28) as i32));
        if diary.lives.is_out_of_work(index, day) {
            continue;
        }
        let reserve = saver.reserve.share(diary.level(month) * grown(day));
        let amount = Amount::ShareAbove { floor: reserve, share: law.moved_share, step: Cents(10_000) };
        let movement = outgoing(savings, amount, saver.broker, BankTransactionCode::CreditSent, text);
        let micros = Hours::Office.draw(&mut stream);
        diary.book(day, micros, movement.or_refused());
        if saver.has_outside {
            let amount = Amount::TopUp { target: reserve.share(law.refilled_share), step: Cents(10_000) };
            let code = BankTransactionCode::CreditReceived;
            diary.book(day, micros, incoming(savings, amount, saver.broker, code, from_elsewhere));
        }
    }
}

/// Adds the looks at a low account: before the first of the month, when most is due, and now and then.
///
/// # Randomness
///
/// Stream `saving.rescue`, subject the person, period the month.
fn add_rescues(diary: &mut Diary<'_, '_>, person: &Person, saver: &Saver) {
    let law = &diary.world.scenario.saving.rescue;
    let holidays = diary.world.holidays;
    let home = &diary.people.homes[person.home.ix()];
    let pays_housing =
        housing_payer(diary.people, home).is_some_and(|payer| diary.people.persons[payer.ix()].id == person.id);
    let housing = if pays_housing { housing_of(diary.people, home, &diary.world.scenario.bills) } else { Cents::ZERO };
    for month in diary.months() {
        let mut stream = diary.stream("saving.rescue", person, i64::from(month));
        let level = diary.level(month);
        let target = |share: f64, more: Cents| (saver.buffer.share(share) + more).share(level);
        let first = Date::month_start(month);
        let before = (target(law.from_savings_to, housing), target(law.from_outside_to, housing));
        saver.fill_up(diary, person, holidays.on_or_before(first), before, &mut stream);
        let usual = (target(law.from_savings_to, Cents::ZERO), target(law.from_outside_to, Cents::ZERO));
        for _ in 0..stream.poisson(law.looks_per_month) {
            let day = holidays.on_or_after(first.plus(stream.below(30) as i32));
            saver.fill_up(diary, person, day, usual, &mut stream);
        }
    }
}

/// Adds large purchases out of savings: a car, a roof, a wedding.
fn add_purchases(
    diary: &mut Diary<'_, '_>,
    (index, person): (PersonIndex, &Person),
    savings: AccountIndex,
    saver: &Saver,
) {
    let law = &diary.world.scenario.saving.purchases;
    for month in diary.months() {
        let mut stream = diary.stream("saving.purchase", person, i64::from(month));
        let is_wanted = stream.chance(law.per_year / 12.0);
        let day = diary.world.holidays.on_or_after(Date::month_start(month).plus(stream.below(28) as i32));
        if !is_wanted || diary.lives.is_out_of_work(index, day) {
            continue;
        }
        let amount = Amount::ShareAbove {
            floor: saver.reserve.share(0.5 * diary.level(month)),
            share: law.least_share + stream.unit() * (law.most_share - law.least_share),
            step: Cents(5_000),
        };
        let area = diary.area as i64;
        let firm = stream.below(12);
        let payee = diary.firm("dealer", &["Motors", "Roofing", "Kitchens", "Events"], area, firm);
        let text = diary.phrase_with("Transfer", payee);
        let payee = diary.outside(payee);
        let movement = outgoing(savings, amount, payee, BankTransactionCode::CreditSent, text);
        diary.book(day, Hours::Office.draw(&mut stream), movement.or_refused());
    }
}
