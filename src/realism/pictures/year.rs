//! One customer's year: an ordinary one, to see how money comes and goes.

use crate::codes::{BankTransactionCode, IncomeSource, Product};
use crate::realism::community::Community;
use crate::realism::views::{Account, Entry};
use crate::units::{Cents, Date};

/// What money came for, or went to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Wages and benefits.
    Pay,
    /// Rent or mortgage.
    Housing,
    /// Other bills, by direct debit, standing order, transfer or cheque.
    Bills,
    /// Card payments and cash.
    Cards,
    /// Between people and own accounts, interest, fees.
    Other,
}

impl Flow {
    /// Every kind, in the order of [`CustomerYear::weeks`].
    pub const ALL: [Self; 5] = [Self::Pay, Self::Housing, Self::Bills, Self::Cards, Self::Other];

    fn of(entry: &Entry, housing: &[i64]) -> Self {
        use BankTransactionCode as Code;
        if entry.standing_order_id.is_some_and(|order| housing.contains(&order)) {
            return Self::Housing;
        }
        match entry.bank_transaction_code {
            Code::Salary | Code::Benefit => Self::Pay,
            Code::DirectDebit | Code::DirectDebitReturned | Code::CreditSent | Code::ChequePaid => Self::Bills,
            Code::StandingOrder | Code::CardRepayment => Self::Bills,
            Code::CardPayment | Code::CardRefund | Code::CashWithdrawal => Self::Cards,
            _ => Self::Other,
        }
    }
}

/// The first year of a customer's checking account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerYear {
    /// The community that the customer lives in.
    pub community: i64,
    /// The first day.
    pub from: Date,
    /// The age in the middle of the horizon.
    pub age: i32,
    /// The town.
    pub city: String,
    /// The balance at the end of each day.
    pub balances: Vec<Cents>,
    /// Week by week, money in and out by [`Flow::ALL`], each the net of the week.
    pub weeks: Vec<[Cents; Flow::ALL.len()]>,
}

/// The most days that are shown.
const DAYS: i32 = 365;

impl CustomerYear {
    /// Looks at the customer in the middle of a community: of those who are paid a wage and pay for their housing out of a checking
    /// account that is open all the time, the one with the median income. There may be none.
    pub(super) fn of(community: &Community<'_>) -> Option<Self> {
        let horizon = community.context.horizon;
        let mut candidates: Vec<(Cents, &Account, Vec<i64>)> = Vec::new();
        for account in &community.accounts {
            let is_open = account.opened_on < horizon.from && account.closed_on.is_none();
            if account.product != Product::Checking || !is_open {
                continue;
            }
            let Some(person) = community.person_of(account.customer_id) else { continue };
            let customer = &community.customers[person];
            let housing: Vec<i64> = community
                .standing_orders
                .iter()
                .filter(|order| order.account_id == account.account_id && is_housing(&order.purpose))
                .map(|order| order.standing_order_id)
                .collect();
            if customer.income_source == IncomeSource::Wage && !housing.is_empty() {
                candidates.push((customer.annual_income, account, housing));
            }
        }
        candidates.sort_by_key(|(income, account, _)| (*income, account.account_id));
        let middle = candidates.len() / 2;
        let (_, account, housing) = candidates.into_iter().nth(middle)?;
        Some(Self::of_account(community, account, &housing))
    }

    fn of_account(community: &Community<'_>, account: &Account, housing: &[i64]) -> Self {
        let horizon = community.context.horizon;
        let days = (horizon.to.since(horizon.from) + 1).min(DAYS);
        let within = |date: Date| (0..days).contains(&date.since(horizon.from));
        let balances = community.balances_of(account.account_id).iter().filter(|b| within(b.balance_date));
        let mut weeks = vec![[Cents::ZERO; Flow::ALL.len()]; ((days + 6) / 7) as usize];
        for entry in community.entries_of(account.account_id).iter().filter(|entry| within(entry.booking_date)) {
            let week = (entry.booking_date.since(horizon.from) / 7) as usize;
            weeks[week][Flow::of(entry, housing) as usize] += entry.amount;
        }
        let person = community.person_of(account.customer_id).expect("a candidate is a customer of the community");
        Self {
            community: community.number,
            from: horizon.from,
            age: community.people[person].age,
            city: community.customers[person].city.to_string(),
            balances: balances.map(|balance| balance.closing_booked).collect(),
            weeks,
        }
    }
}

fn is_housing(purpose: &str) -> bool {
    matches!(purpose, "rent" | "mortgage")
}
