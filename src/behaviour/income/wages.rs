//! Wages: pay on the employer's calendar, raises, overtime, bonuses, tax refunds, and work on the side.

use super::{Payday, paydays, wobble};
use crate::behaviour::diary::{Diary, Hours, incoming};
use crate::calendar::Weekday;
use crate::codes::{BankTransactionCode, PayFrequency};
use crate::columns::Text;
use crate::intent::{Amount, Other};
use crate::population::Person;
use crate::rng::Stream;
use crate::units::{Cents, Date};

const DAYS_PER_MONTH: f64 = 365.2425 / 12.0;

/// How a person's net income divides over the ways in which it comes.
#[derive(Debug, Clone, Copy)]
struct Parts {
    bonus: f64,
    gig: f64,
    refund: f64,
    is_hourly: bool,
    is_direct: bool,
    raise_month: u32,
}

impl Parts {
    fn of(diary: &Diary<'_, '_>, person: &Person) -> Self {
        let laws = &diary.world.scenario.income;
        let mut stream = diary.stream("income.parts", person, person.income.spell);
        let part = |holds: bool, of_net: f64| if holds { of_net } else { 0.0 };
        Self {
            bonus: part(stream.chance(laws.wages.bonus_share), laws.wages.bonus_of_net),
            gig: part(stream.chance(laws.gig.share), laws.gig.of_net),
            refund: part(stream.chance(laws.tax_refund.share), laws.tax_refund.of_net),
            is_hourly: stream.chance(laws.wages.hourly_share),
            is_direct: stream.chance(laws.wages.direct_deposit_share),
            raise_month: stream.between(0, 11) as u32,
        }
    }

    fn wage(self) -> f64 {
        1.0 - self.bonus - self.gig - self.refund
    }
}

/// Adds a wage earner's income.
pub(super) fn add(diary: &mut Diary<'_, '_>, person: &Person) {
    let parts = Parts::of(diary, person);
    add_wages(diary, person, parts.wage(), parts);
    if parts.bonus > 0.0 {
        add_bonuses(diary, person, parts);
    }
    if parts.refund > 0.0 {
        add_refunds(diary, person, parts);
    }
    if parts.gig > 0.0 {
        add_gig(diary, person, parts);
    }
}

/// Adds a plain wage that is a share of the net income: a student's job.
pub(super) fn add_job(diary: &mut Diary<'_, '_>, person: &Person, of_net: f64) {
    let parts = Parts { is_hourly: true, is_direct: true, ..Parts::of(diary, person) };
    add_wages(diary, person, of_net, parts);
}

/// Adds a wage, one payment a payday.
///
/// # Randomness
///
/// Stream `income.wage`, subject the person, period the due day; the hours of a month from `income.hours`, a yearly raise
/// from `income.raise`.
fn add_wages(diary: &mut Diary<'_, '_>, person: &Person, of_net: f64, parts: Parts) {
    let world = diary.world;
    let law = &world.scenario.income.wages;
    let monthly = person.income.monthly_net.to_major() * of_net;
    let mean = monthly / payments_per_month(person);
    let payroll = Payroll::of(diary, person, parts.is_direct);
    for Payday { due, paid } in paydays(world, person, diary.months()) {
        let mut stream = diary.stream("income.wage", person, i64::from(due.0));
        let ln_sd = match (parts.is_hourly, stream.chance(law.salaried_change_share)) {
            (true, _) => law.hourly_ln_sd,
            (false, true) => law.salaried_ln_sd,
            (false, false) => 0.0,
        };
        let variation = if ln_sd > 0.0 { wobble(&mut stream, ln_sd) } else { 1.0 };
        let month = i64::from(due.month_number());
        let hours = if parts.is_hourly {
            wobble(&mut diary.stream("income.hours", person, month), law.hourly_month_ln_sd)
        } else {
            1.0
        };
        let amount = Cents::from_major(mean * variation * hours * raise(diary, person, due, parts.raise_month));
        payroll.pay(diary, person, paid, amount, &mut stream);
    }
}

fn payments_per_month(person: &Person) -> f64 {
    match person.income.frequency {
        Some(PayFrequency::Weekly) => DAYS_PER_MONTH / 7.0,
        Some(PayFrequency::Semimonthly) => 2.0,
        Some(PayFrequency::Monthly) => 1.0,
        Some(PayFrequency::Biweekly) | None => DAYS_PER_MONTH / 14.0,
    }
}

/// Returns the employer.
fn payer(diary: &mut Diary<'_, '_>, person: &Person) -> Text {
    person.income.payer.unwrap_or_else(|| {
        let area = diary.area as i64;
        diary.firm("employer", &["Services", "Works"], area, person.id.0.unsigned_abs() % 40)
    })
}

/// Returns how a wage compares with the base year's: it steps up once a year, in the person's month.
fn raise(diary: &Diary<'_, '_>, person: &Person, due: Date, raise_month: u32) -> f64 {
    let month = due.month_number();
    let stepped = month - (month - raise_month as i32).rem_euclid(12);
    let ln_sd = diary.world.scenario.income.wages.raise_ln_sd;
    // Centred on the year between two raises, so that the mean over a year is the trend's.
    let level = diary.world.scenario.income.trend.level(stepped + 6);
    level * wobble(&mut diary.stream("income.raise", person, i64::from(stepped)), ln_sd)
}

/// How an employer pays somebody.
#[derive(Debug, Clone, Copy)]
struct Payroll {
    payer: Other,
    text: Text,
    is_direct: bool,
}

impl Payroll {
    fn of(diary: &mut Diary<'_, '_>, person: &Person, is_direct: bool) -> Self {
        let name = payer(diary, person);
        let word = if is_direct { "Payroll" } else { "Cheque deposit" };
        let text = diary.phrase_with(word, name);
        let payer = if is_direct { diary.outside(name) } else { Other::Outside { name, account: None } };
        Self { payer, text, is_direct }
    }

    /// Pays by direct deposit overnight, or by a cheque that is deposited some days later.
    fn pay(self, diary: &mut Diary<'_, '_>, person: &Person, paid: Date, amount: Cents, stream: &mut Stream) {
        let (code, hours, day) = if self.is_direct {
            (BankTransactionCode::Salary, Hours::Overnight, paid)
        } else {
            let day = diary.world.holidays.on_or_after(paid.plus(stream.between(0, 2) as i32));
            (BankTransactionCode::ChequeDeposited, Hours::Office, day)
        };
        let movement = incoming(person.checking, Amount::Fixed(amount), self.payer, code, self.text);
        diary.book(day, hours.draw(stream), movement);
    }
}

/// Adds the yearly bonus, paid with a payday of its month.
fn add_bonuses(diary: &mut Diary<'_, '_>, person: &Person, parts: Parts) {
    let months = &diary.world.scenario.income.wages.bonus_months;
    let month_of_year = *diary.stream("income.bonus_month", person, person.income.spell).pick(months);
    let payroll = Payroll::of(diary, person, parts.is_direct);
    for month in diary.months().filter(|month| month.rem_euclid(12) as u32 + 1 == month_of_year) {
        let mut stream = diary.stream("income.bonus", person, i64::from(month));
        let Some(payday) = paydays(diary.world, person, std::iter::once(month)).pop() else { continue };
        let year = person.income.monthly_net.to_major() * 12.0 * diary.level(month);
        let amount = Cents::from_major(year * parts.bonus * wobble(&mut stream, 0.4));
        payroll.pay(diary, person, payday.paid, amount, &mut stream);
    }
}

/// Adds the yearly refund of income tax, on a Wednesday of the weeks that the law gives.
fn add_refunds(diary: &mut Diary<'_, '_>, person: &Person, parts: Parts) {
    let world = diary.world;
    let law = &world.scenario.income.tax_refund;
    let payer = diary.phrase("Treasury");
    let payer = diary.outside(payer);
    let text = diary.phrase("Tax refund");
    for month in diary.months().filter(|month| month.rem_euclid(12) as u32 + 1 == law.first_month) {
        let mut stream = diary.stream("income.tax_refund", person, i64::from(month));
        let week = stream.weighted(&law.week_weights) as i32;
        let start = Date::month_start(month);
        let first = start.plus((Weekday::Wednesday as i32 - start.weekday() as i32).rem_euclid(7));
        let day = world.holidays.on_or_after(first.plus(7 * week));
        let year = person.income.monthly_net.to_major() * 12.0 * diary.level(month);
        let amount = Cents::from_major(year * parts.refund * wobble(&mut stream, 0.7)).floor_to(Cents(100));
        let code = BankTransactionCode::CreditReceived;
        let movement = incoming(person.checking, Amount::Fixed(amount), payer, code, text);
        diary.book(day, Hours::Overnight.draw(&mut stream), movement);
    }
}

/// Adds the payouts of work on the side, weekly when there is work.
fn add_gig(diary: &mut Diary<'_, '_>, person: &Person, parts: Parts) {
    let world = diary.world;
    let law = &world.scenario.income.gig;
    let mut traits = diary.stream("income.gig_traits", person, 0);
    let (weekday, firm) = (traits.between(0, 4) as i32, traits.below(6));
    let payer = diary.firm("platform", &["Gigs", "Rides", "Couriers"], -1, firm);
    let text = diary.phrase_with("Payout", payer);
    let payer = diary.outside(payer);
    let weekly = person.income.monthly_net.to_major() * parts.gig * 7.0 / DAYS_PER_MONTH;
    let (first, last) = (world.horizon.from.0.div_euclid(7), world.horizon.to.0.div_euclid(7) + 1);
    for week in first..=last {
        let mut stream = diary.stream("income.gig", person, i64::from(week));
        if !stream.chance(law.active_weeks_share) {
            continue;
        }
        let day = world.holidays.on_or_after(Date(week * 7 + weekday - 3));
        let mean = weekly / law.active_weeks_share * diary.level(day.month_number());
        let amount = Cents::from_major(mean * wobble(&mut stream, law.ln_sd));
        let code = BankTransactionCode::CreditReceived;
        let movement = incoming(person.checking, Amount::Fixed(amount), payer, code, text);
        diary.book(day, Hours::Overnight.draw(&mut stream), movement);
    }
}
