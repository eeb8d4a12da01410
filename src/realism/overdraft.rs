//! Overdrafts: whom fees reach, and how they pile up on few.

use arrow::array::Array;

use crate::codes::{BankTransactionCode, Product};
use crate::dataset::{Field, TextColumn};
use crate::realism::Facts;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed, share};

/// What the text of an entry says, as far as measures care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryText {
    /// A fee for an overdraft or a returned item.
    OverdraftFee,
    /// Something else.
    Other,
}

impl EntryText {
    fn of(text: &str) -> Self {
        if matches!(text, "OVERDRAFT FEE" | "RETURNED ITEM FEE") { Self::OverdraftFee } else { Self::Other }
    }
}

impl Field for EntryText {
    type Column<'a> = TextColumn<'a>;
    fn column(array: &dyn Array) -> Option<Self::Column<'_>> {
        <Box<str> as Field>::column(array)
    }
    fn get(column: &Self::Column<'_>, row: usize) -> Self {
        Self::of(column.text(row))
    }
}

/// Fees of the last year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overdraft {
    /// Customers who have been there all year, and those of them whose household paid a fee.
    pub people: [u64; 2],
    /// Checking accounts that were open all year, and those of them with more than ten fees.
    pub accounts: [u64; 2],
    /// Fees on these accounts, and those of them on accounts with more than ten.
    pub fees: [u64; 2],
}

/// More fees than these in a year are many.
const MANY: u64 = 10;

impl Tally for Overdraft {
    fn see(&mut self, community: &Community<'_>) {
        let last = community.context.horizon.to;
        let mut charged = vec![false; community.households.len()];
        for account in &community.accounts {
            let entries = community.entries_of(account.account_id).iter();
            let fees = entries.filter(|entry| {
                entry.bank_transaction_code == BankTransactionCode::Fee
                    && entry.text == EntryText::OverdraftFee
                    && entry.booking_date > last.plus(-365)
            });
            let fees = fees.count() as u64;
            let owner = community.person_of(account.customer_id);
            if let Some(home) = owner.and_then(|person| community.people[person].household) {
                charged[home] |= fees > 0;
            }
            let is_open_all_year =
                account.opened_on <= last.plus(-364) && account.closed_on.is_none_or(|closed| closed >= last);
            if account.product == Product::Checking && is_open_all_year {
                let has_many = u64::from(fees > MANY);
                self.accounts[0] += 1;
                self.accounts[1] += has_many;
                self.fees[0] += fees;
                self.fees[1] += fees * has_many;
            }
        }
        for person in community.people.iter().filter(|person| person.days >= 365) {
            self.people[0] += 1;
            self.people[1] += u64::from(person.household.is_some_and(|home| charged[home]));
        }
    }

    fn append(&mut self, later: &Self) {
        for place in 0..2 {
            self.people[place] += later.people[place];
            self.accounts[place] += later.accounts[place];
            self.fees[place] += later.fees[place];
        }
    }
}

/// The measures of overdrafts.
pub(super) const MEASURES: &[Measure] = &[
    Measure {
        name: "overdraft_any_share",
        take: |facts, _| share(facts.overdraft.people[1], facts.overdraft.people[0]),
    },
    Measure { name: "overdraft_heavy", take: overdraft_heavy },
];

fn overdraft_heavy(facts: &Facts, of: &str) -> Option<Observed> {
    let [all, heavy] = match of {
        "accounts" => facts.overdraft.accounts,
        "fees" => facts.overdraft.fees,
        _ => return None,
    };
    Observed::ratio(heavy as f64, all as f64, facts.overdraft.accounts[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fees_for_want_of_money_are_overdrafts() {
        let texts = ["OVERDRAFT FEE", "RETURNED ITEM FEE", "LATE PAYMENT FEE", ""].map(EntryText::of);
        assert_eq!(texts.map(|text| text == EntryText::OverdraftFee), [true, true, false, false]);
    }
}
