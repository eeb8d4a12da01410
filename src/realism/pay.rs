//! Wages and bills: how often people are paid, on which days, what they do on paydays, how income swings, how bills are paid.

use std::collections::BTreeMap;

use crate::calendar::Weekday;
use crate::codes::{
    BankTransactionCode as Code, Category, Channel, IncomeSource, PayFrequency, ProcessingCode, TransactionStatus,
};
use crate::realism::Facts;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed, count_curve};
use crate::units::{Cents, Date};

/// What a payday and the day before it have: numbers and amounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayPair {
    /// How many on the payday, and the day before.
    pub number: [u64; 2],
    /// How much, by person and day at most 2,000 dollars.
    pub value: [Cents; 2],
}

/// Wages and bills.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pay {
    /// Wage earners by pay frequency.
    pub frequencies: [u64; PayFrequency::ALL.len()],
    /// Salary credits by weekday of booking, Monday first.
    pub weekdays: [u64; 7],
    /// Paydays, Tuesday to Friday, without a salary the day before.
    pub paydays: u64,
    /// Bills around these.
    pub bills_around: DayPair,
    /// Card purchases around these.
    pub purchases_around: DayPair,
    /// Wage earners of 25 to 64 with receipts in twelve months, these months, and the months more than a quarter off their median.
    pub swings: [u64; 3],
    /// Bills, and those of them that are paid without doing anything.
    pub bills: [u64; 2],
}

/// The codes of bills paid from an account, and whether the customer does nothing for them.
const BILLS: [(Code, bool); 4] =
    [(Code::DirectDebit, true), (Code::StandingOrder, true), (Code::CreditSent, false), (Code::ChequePaid, false)];

/// The codes of what comes in from outside.
const RECEIPTS: [Code; 6] = [
    Code::Salary,
    Code::Benefit,
    Code::CreditReceived,
    Code::InstantReceived,
    Code::ChequeDeposited,
    Code::CashDeposit,
];

/// The least salary that makes a payday.
const LEAST_SALARY: Cents = Cents(200_00);
/// The most of a day that counts.
const MOST_OF_DAY: Cents = Cents(2_000_00);

/// Returns the first owner of an account, which its id tells.
fn owner(account_id: i64) -> i64 {
    account_id.div_euclid(100)
}

/// The paydays of a community that have no payday before them, and what was done on them and the day before.
struct Paydays {
    /// Customer and day, sorted.
    days: Vec<(i64, Date)>,
    done: Vec<DayPair>,
}

impl Paydays {
    fn of(community: &Community<'_>) -> Self {
        let salaries = community.account_entries.iter();
        let large = salaries.filter(|e| e.bank_transaction_code == Code::Salary && e.amount >= LEAST_SALARY);
        let mut all: Vec<(i64, Date)> = large.map(|e| (owner(e.account_id), e.booking_date)).collect();
        all.sort_unstable();
        all.dedup();
        let first = community.context.horizon.from;
        let is_alone = |&(customer, day): &(i64, Date)| {
            let is_midweek = !day.weekday().is_weekend() && day.weekday() != Weekday::Monday;
            is_midweek && day > first && all.binary_search(&(customer, day.plus(-1))).is_err()
        };
        let days: Vec<(i64, Date)> = all.iter().copied().filter(is_alone).collect();
        Self { done: vec![DayPair::default(); days.len()], days }
    }

    /// Notes what a customer did on a day.
    fn note(&mut self, customer: i64, day: Date, amount: Cents) {
        for before in 0..2 {
            if let Ok(place) = self.days.binary_search(&(customer, day.plus(before))) {
                self.done[place].number[before as usize] += 1;
                self.done[place].value[before as usize] += amount;
            }
        }
    }

    /// Returns the sum over all paydays, and forgets what was noted.
    fn take(&mut self) -> DayPair {
        let mut sum = DayPair::default();
        for pair in &mut self.done {
            for side in 0..2 {
                sum.number[side] += pair.number[side];
                sum.value[side] += pair.value[side].min(MOST_OF_DAY);
            }
            *pair = DayPair::default();
        }
        sum
    }
}

impl DayPair {
    fn append(&mut self, other: &Self) {
        for side in 0..2 {
            self.number[side] += other.number[side];
            self.value[side] += other.value[side];
        }
    }
}

impl Tally for Pay {
    fn see(&mut self, community: &Community<'_>) {
        for customer in &community.customers {
            if let Some(frequency) = customer.pay_frequency {
                self.frequencies[frequency as usize] += 1;
            }
        }
        let mut paydays = Paydays::of(community);
        self.paydays += paydays.days.len() as u64;
        for entry in &community.account_entries {
            if entry.bank_transaction_code == Code::Salary {
                self.weekdays[entry.booking_date.weekday() as usize] += 1;
            }
            let bill = BILLS.iter().find(|(code, _)| *code == entry.bank_transaction_code);
            if let Some((_, is_automatic)) = bill.filter(|_| entry.amount < Cents::ZERO) {
                self.bills[0] += 1;
                self.bills[1] += u64::from(*is_automatic);
                paydays.note(owner(entry.account_id), entry.booking_date, -entry.amount);
            }
        }
        self.bills_around.append(&paydays.take());
        for purchase in &community.purchases {
            let row = community.row(purchase);
            paydays.note(row.customer_id, row.local_date, row.amount);
        }
        self.purchases_around.append(&paydays.take());
        for transaction in &community.card_transactions {
            let is_recurring = transaction.channel == Channel::Recurring;
            let is_bill = is_recurring
                || matches!(transaction.category, Category::Telecom | Category::Utility | Category::Financial);
            let is_paid = transaction.status == TransactionStatus::Posted
                && transaction.processing_code == ProcessingCode::Purchase;
            if is_bill && is_paid {
                self.bills[0] += 1;
                self.bills[1] += u64::from(is_recurring);
            }
        }
        self.see_swings(community);
    }

    fn append(&mut self, later: &Self) {
        let pairs = [
            (&mut self.frequencies[..], &later.frequencies[..]),
            (&mut self.weekdays[..], &later.weekdays[..]),
            (&mut self.swings[..], &later.swings[..]),
            (&mut self.bills[..], &later.bills[..]),
        ];
        for (own, other) in pairs {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        }
        self.paydays += later.paydays;
        self.bills_around.append(&later.bills_around);
        self.purchases_around.append(&later.purchases_around);
    }
}

impl Pay {
    fn see_swings(&mut self, community: &Community<'_>) {
        let mut received: BTreeMap<(i64, i32), Cents> = BTreeMap::new();
        for entry in &community.account_entries {
            let is_receipt = entry.amount > Cents::ZERO
                && entry.counterparty_account_id.is_none()
                && RECEIPTS.contains(&entry.bank_transaction_code);
            if is_receipt {
                *received.entry((owner(entry.account_id), entry.booking_date.month_number())).or_default() +=
                    entry.amount;
            }
        }
        for (person, customer) in community.people.iter().zip(&community.customers) {
            if customer.income_source != IncomeSource::Wage || !(25..=64).contains(&person.age) {
                continue;
            }
            let of_customer = received.range((customer.customer_id, i32::MIN)..=(customer.customer_id, i32::MAX));
            let months: Vec<f64> = of_customer.map(|(_, amount)| amount.to_major()).collect();
            let usual = median(&months);
            if months.len() >= 12 && usual > 0.0 {
                self.swings[0] += 1;
                self.swings[1] += months.len() as u64;
                self.swings[2] += months.iter().filter(|month| (*month / usual - 1.0).abs() > 0.25).count() as u64;
            }
        }
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 1 => sorted[count / 2],
        count => (sorted[count / 2 - 1] + sorted[count / 2]) / 2.0,
    }
}

/// The measures of wages and bills.
pub(super) const MEASURES: &[Measure] = &[
    Measure { name: "pay_frequencies", take: |facts, _| count_curve(facts.pay.frequencies) },
    Measure { name: "wage_weekdays", take: |facts, _| count_curve(facts.pay.weekdays[..5].iter().copied()) },
    Measure { name: "payday_effect", take: payday_effect },
    Measure { name: "income_swings", take: income_swings },
    Measure { name: "bills_per_month", take: bills_per_month },
    Measure { name: "bills_automatic_share", take: bills_automatic_share },
];

fn payday_effect(facts: &Facts, of: &str) -> Option<Observed> {
    let (subject, unit) = of.split_once(' ')?;
    let pair = match subject {
        "bills" => facts.pay.bills_around,
        "purchases" => facts.pay.purchases_around,
        _ => return None,
    };
    let [on_it, before] = match unit {
        "number" => pair.number.map(|number| number as f64),
        "value" => pair.value.map(Cents::to_major),
        _ => return None,
    };
    Observed::ratio(on_it, before, facts.pay.paydays)
}

fn income_swings(facts: &Facts, _: &str) -> Option<Observed> {
    let [people, months, off] = facts.pay.swings;
    Observed::ratio(12.0 * off as f64, months as f64, people)
}

fn bills_per_month(facts: &Facts, _: &str) -> Option<Observed> {
    Observed::ratio(facts.pay.bills[0] as f64, facts.people.months(), facts.people.count())
}

fn bills_automatic_share(facts: &Facts, _: &str) -> Option<Observed> {
    let [all, automatic] = facts.pay.bills;
    Observed::ratio(automatic as f64, all as f64, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_counts_for_the_payday_that_it_is_and_for_the_one_that_follows() {
        let payday = Date::of(2025, 3, 14);
        let mut paydays = Paydays { days: vec![(7, payday)], done: vec![DayPair::default()] };
        paydays.note(7, payday, Cents(30_00));
        paydays.note(7, payday.plus(-1), Cents(1_500_00));
        paydays.note(7, payday.plus(-1), Cents(1_500_00));
        paydays.note(7, payday.plus(1), Cents(5_00));
        paydays.note(8, payday, Cents(5_00));
        let sum = paydays.take();
        assert_eq!((sum.number, sum.value), ([1, 2], [Cents(30_00), MOST_OF_DAY]));
        assert_eq!(paydays.take(), DayPair::default());
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        assert_eq!((median(&[3.0, 1.0, 2.0]), median(&[4.0, 1.0, 2.0, 3.0]), median(&[])), (2.0, 2.5, 0.0));
    }
}
