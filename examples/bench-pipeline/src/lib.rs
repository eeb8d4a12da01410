//! A team's own job, as it would stand in their crate: what was spent in each category, from the card transactions of a bank.

use std::collections::BTreeMap;

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type};
use fauxbank::bench::{Answer, Bank, Pipeline};
use fauxbank::error::Result;

/// The columns that the job reads.
const COLUMNS: &[&str] = &["amount", "category"];

/// Reads the files each time.
pub struct FromFiles;

impl Pipeline for FromFiles {
    fn name(&self) -> &str {
        "from files"
    }

    fn tables(&self) -> &[&str] {
        &["card_transactions"]
    }

    fn run(&mut self, bank: &Bank) -> Result<Answer> {
        let mut spent = BTreeMap::new();
        for batch in bank.columns("card_transactions", COLUMNS)? {
            add(&mut spent, &batch?);
        }
        Ok(answer(&spent))
    }
}

/// Holds the rows in memory, as a service would.
#[derive(Default)]
pub struct FromMemory(Vec<RecordBatch>);

impl Pipeline for FromMemory {
    fn name(&self) -> &str {
        "from memory"
    }

    fn tables(&self) -> &[&str] {
        &["card_transactions"]
    }

    fn prepare(&mut self, bank: &Bank) -> Result<()> {
        self.0 = bank.columns("card_transactions", COLUMNS)?.collect::<Result<_>>()?;
        Ok(())
    }

    fn run(&mut self, _: &Bank) -> Result<Answer> {
        let mut spent = BTreeMap::new();
        self.0.iter().for_each(|batch| add(&mut spent, batch));
        Ok(answer(&spent))
    }
}

/// Adds a batch's amounts, in cents, to what was spent in each category.
fn add(spent: &mut BTreeMap<String, i128>, batch: &RecordBatch) {
    let column = |name| batch.column_by_name(name).expect("the column was asked for");
    let categories = cast(column("category"), &DataType::Utf8).expect("a category is a word");
    let amounts = column("amount").as_primitive::<Decimal128Type>();
    for (category, amount) in categories.as_string::<i32>().iter().zip(amounts) {
        if let (Some(category), Some(amount)) = (category, amount) {
            match spent.get_mut(category) {
                Some(sum) => *sum += amount,
                None => drop(spent.insert(category.to_owned(), amount)),
            }
        }
    }
}

fn answer(spent: &BTreeMap<String, i128>) -> Answer {
    let rows = spent.iter().map(|(category, cents)| [category.clone(), cents.to_string()]);
    rows.fold(Answer::new(&["category", "cents"]), |answer, row| answer.with_row(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fauxbank::bench::Group;

    #[test]
    fn both_ways_give_one_answer() {
        let bank = Bank::of(100, 1).expect("the bank can be made");
        let answer = Group::new("spend").check(&bank, &mut [&mut FromFiles, &mut FromMemory::default()]);
        assert!(answer.expect("the answers are equal").rows().len() > 5);
    }
}
