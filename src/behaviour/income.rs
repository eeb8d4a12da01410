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
use crate::rng::Stream;

/// Adds the income of everybody.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let mut diary = Diary::open(community, intents);
    for (_, person) in diary.persons() {
        match person.income.source {
            IncomeSource::Wage => wages::add(&mut diary, person),
            IncomeSource::SelfEmployed => business::add(&mut diary, person),
            IncomeSource::Pension => benefits::add_pension(&mut diary, person),
            IncomeSource::Benefit => benefits::add_benefit(&mut diary, person),
            IncomeSource::Student | IncomeSource::Nothing => support::add(&mut diary, person),
        }
        extras::add_deposits(&mut diary, person);
        extras::add_investments(&mut diary, person);
        beyond::add(&mut diary, person);
    }
}

/// Draws a factor of mean 1 with the given standard deviation of its logarithm.
pub(super) fn wobble(stream: &mut Stream, ln_sd: f64) -> f64 {
    stream.log_normal(-ln_sd * ln_sd / 2.0, ln_sd)
}
