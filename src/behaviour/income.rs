//! Income: wages, pensions, benefits, business receipts, family support, and what else is paid in.

mod benefits;
mod beyond;
mod business;
mod extras;
mod paydays;
mod support;
mod wages;

pub(super) use paydays::{Payday, paydays};

use super::diary::Diary;
use crate::codes::IncomeSource;
use crate::community::Community;
use crate::intent::Intents;
use crate::population::Person;
use crate::rng::Stream;

/// Adds the income of everybody.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let mut diary = Diary::open(community, intents);
    for (index, person) in diary.persons() {
        for era in diary.eras(index) {
            diary.attend_between(index, era.pays_from, era.until);
            add_main(&mut diary, &era.person);
        }
        diary.attend(index);
        extras::add_deposits(&mut diary, person);
        extras::add_investments(&mut diary, person);
        beyond::add(&mut diary, person);
    }
}

/// Adds the income that somebody lives from in an era.
fn add_main(diary: &mut Diary<'_, '_>, person: &Person) {
    match person.income.source {
        IncomeSource::Wage => wages::add(diary, person),
        IncomeSource::SelfEmployed => business::add(diary, person),
        IncomeSource::Pension => benefits::add_pension(diary, person),
        IncomeSource::Benefit => benefits::add_benefit(diary, person),
        IncomeSource::Student | IncomeSource::Nothing => support::add(diary, person),
    }
}

/// Draws a factor of mean 1 with the given standard deviation of its logarithm.
pub(super) fn wobble(stream: &mut Stream, ln_sd: f64) -> f64 {
    stream.log_normal(-ln_sd * ln_sd / 2.0, ln_sd)
}
