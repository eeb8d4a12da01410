//! The numbers of a scenario, each with its unit and its source.

mod accounts;
mod bank;
mod bills;
mod borrowing;
mod cash;
mod check;
mod episodes;
mod fraud;
mod geography;
mod income;
mod ledger;
mod life;
mod load;
mod merchants;
mod messenger;
mod population;
mod saving;
mod service;
mod spending;
mod transfers;

pub use accounts::*;
pub use bank::*;
pub use bills::*;
pub use borrowing::*;
pub use cash::*;
pub use episodes::*;
pub use fraud::*;
pub use geography::*;
pub use income::*;
pub use ledger::*;
pub use life::*;
pub use merchants::*;
pub use messenger::*;
pub use population::*;
pub use saving::*;
pub use service::*;
pub use spending::*;
pub use transfers::*;

use serde::Deserialize;

/// A scenario: what kind of bank, in what kind of country.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the block of its name, described at its type")]
pub struct Scenario {
    pub name: String,
    pub description: String,
    pub bank: BankLaws,
    pub geography: GeographyLaws,
    pub merchants: MerchantsLaws,
    pub population: PopulationLaws,
    pub accounts: AccountsLaws,
    pub life: LifeLaws,
    pub income: IncomeLaws,
    pub bills: BillsLaws,
    pub spending: SpendingLaws,
    pub cash: CashLaws,
    pub transfers: TransfersLaws,
    pub saving: SavingLaws,
    pub borrowing: BorrowingLaws,
    pub episodes: EpisodesLaws,
    pub service: ServiceLaws,
    pub fraud: FraudLaws,
    pub ledger: LedgerLaws,
    pub messenger: MessengerLaws,
    #[serde(skip)]
    hash: String,
    #[serde(skip)]
    base: Option<String>,
}

impl Scenario {
    /// Returns the SHA-256 of the numbers and names in force, in hexadecimal: whoever has the same hash has the same laws,
    /// however the file is laid out and whatever it extends.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Returns the name of the compiled-in scenario that this one extends; nothing for those that extend none.
    pub fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }
}
