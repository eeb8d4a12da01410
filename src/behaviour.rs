//! What people do: each behaviour turns the people of a community into intents, in random streams of its own.

mod bills;
mod borrowing;
mod cash;
mod counterparties;
mod diary;
mod income;
mod life;
mod saving;
mod service;
mod spending;
#[cfg(test)]
mod tests;
mod transfers;
mod trips;

use crate::community::Community;
use crate::intent::Intents;

/// One way in which people use money.
#[derive(Debug)]
pub struct Behaviour {
    /// Its name, which is also its block in the scenario and the first part of its streams' names.
    pub name: &'static str,
    /// Adds its intents over the horizon.
    pub run: fn(&mut Community<'_>, &mut Intents),
}

/// Every behaviour, in the order in which they run; no behaviour's draws depend on another's.
pub const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { name: "income", run: income::run },
    Behaviour { name: "bills", run: bills::run },
    Behaviour { name: "saving", run: saving::run },
    Behaviour { name: "borrowing", run: borrowing::run },
    Behaviour { name: "transfers", run: transfers::run },
    Behaviour { name: "trips", run: trips::run },
    Behaviour { name: "spending", run: spending::run },
    Behaviour { name: "cash", run: cash::run },
    Behaviour { name: "service", run: service::run },
    Behaviour { name: "life", run: life::run },
];
