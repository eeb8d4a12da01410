//! People: households, customers, what they hold, and the ids that are nobody's.

mod assembly;
pub(crate) mod bands;
pub(crate) mod earnings;
mod employers;
mod holdings;
mod homes;
mod households;
mod names;
mod plastic;
mod wealth;
mod words;

use crate::codes::*;
use crate::columns::{Text, Texts};
use crate::scenario::OwedLaw;
use crate::units::*;
use crate::world::World;

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the place in the community's list.
            pub fn ix(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

indices! {
    /// The place of a household in its community.
    HomeIndex,
    /// The place of a person in its community.
    PersonIndex,
    /// The place of an account in its community.
    AccountIndex,
    /// The place of a card slot in its community.
    SlotIndex,
    /// The place of a device in its community.
    DeviceIndex,
}

pub use crate::units::COMMUNITY_SIZE;
pub(crate) use assembly::Assembly;

/// A household.
#[derive(Debug, Clone)]
pub struct Home {
    /// Its id.
    pub id: HouseholdId,
    /// Adults living there, customers or not.
    pub adults: i32,
    /// Children living there.
    pub children: i32,
    /// How it lives in its home.
    pub tenure: Tenure,
    /// Its income before tax in a year, and the band that lies in.
    pub annual_income: Cents,
    /// The income band.
    pub income_band: IncomeBand,
    /// Rent, or mortgage payment, a month; zero for owners without a mortgage.
    pub monthly_housing_cost: Cents,
    /// The customers living there, the first of whom pays the bills.
    pub residents: Vec<PersonIndex>,
    /// Whether two partners live there; those of them who are customers come first among the residents.
    pub has_partners: bool,
    /// The street and number, invented.
    pub street_address: String,
    /// City.
    pub city: Text,
    /// State.
    pub admin1: Text,
    /// Postcode.
    pub postcode: Text,
    /// ISO 3166 country code.
    pub country: Text,
    /// Where the home stands.
    pub latitude: f64,
    /// Where the home stands.
    pub longitude: f64,
}

/// A customer.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: CustomerId,
    /// Where they live.
    pub home: HomeIndex,
    /// Their main bank, an index into `World::banks`.
    pub bank: usize,
    /// Given name.
    pub given_name: Text,
    /// Surname.
    pub surname: Text,
    /// Birth date.
    pub birth_date: Date,
    /// Sex.
    pub sex: Sex,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// Tax id.
    pub tax_id: String,
    /// ISO 639 language code.
    pub language: Text,
    /// Occupation.
    pub occupation: Option<Text>,
    /// Where the money comes from.
    pub income: PersonalIncome,
    /// Risk class.
    pub risk_rating: RiskRating,
    /// Since when a customer; may lie inside the horizon, and nothing happens before.
    pub onboarded_on: Date,
    /// Their own (or joint) checking account, through which daily life runs.
    pub checking: AccountIndex,
    /// Their savings account, or the one they share; it may open or close inside the horizon.
    pub savings: Option<AccountIndex>,
    /// Their own credit-card accounts, those that open inside the horizon last.
    pub credit: Vec<AccountIndex>,
    /// The cards in their wallet, the debit card first, those issued inside the horizon last.
    pub slots: Vec<SlotIndex>,
    /// Their devices, the phone first.
    pub devices: Vec<DeviceIndex>,
    /// How much they spend by card against what their income and age let expect; mean 1, over-dispersed.
    pub activity: f64,
    /// How willingly they buy online, 0–1, median 0.5.
    pub digital: f64,
    /// How willingly they put money aside, 0–1, median 0.5.
    pub thrift: f64,
    /// How willingly they pay by credit card rather than debit, 0–1.
    pub credit_taste: f64,
}

impl Person {
    /// Returns the age in years on a day.
    pub fn age(&self, on: Date) -> i32 {
        on.years_since(self.birth_date)
    }

    /// Returns whether they carry a balance on their credit cards from month to month: the least thrifty do.
    pub fn is_revolver(&self, law: &OwedLaw) -> bool {
        self.thrift < law.revolver_share
    }
}

/// Where a person's money comes from.
#[derive(Debug, Clone)]
pub struct PersonalIncome {
    /// The source.
    pub source: IncomeSource,
    /// The employer, pension fund or agency.
    pub payer: Option<Text>,
    /// Gross income in a year.
    pub annual_gross: Cents,
    /// What reaches the account in an average month, after tax and contributions.
    pub monthly_net: Cents,
    /// How often a wage is paid.
    pub frequency: Option<PayFrequency>,
    /// Which benefit it is, if it is one: its place in the scenario's list.
    pub benefit: Option<usize>,
    /// What habits are formed by: the net income of a month in work, also while there is none.
    pub usual_net: Cents,
    /// How many incomes came before it inside the horizon; it keeps the random streams of employers apart.
    pub spell: i64,
}

/// An account.
#[derive(Debug, Clone)]
pub struct AccountPlan {
    /// Its id.
    pub id: AccountId,
    /// The first owner.
    pub owner: PersonIndex,
    /// Other holders and their roles.
    pub others: Vec<(PersonIndex, HolderRole)>,
    /// The bank that keeps it, an index into `World::banks`.
    pub bank: usize,
    /// What it is.
    pub product: Product,
    /// Its currency.
    pub currency: Currency,
    /// Account number.
    pub number: String,
    /// The bank's routing number, sort code, or bank code and branch; none for credit cards.
    pub routing_number: Option<String>,
    /// IBAN, where the country has them.
    pub iban: Option<String>,
    /// Credit line: a card's limit, or what a checking account may go below zero.
    pub credit_limit: Cents,
    /// Whether the holder lets card purchases and cash withdrawals use the overdraft line.
    pub overdraft_opt_in: bool,
    /// Interest a year: paid on savings, charged on cards and overdrafts.
    pub interest_rate_per_year: Rate,
    /// The day of the month on which a card's cycle closes, 1–28.
    pub statement_day: Option<u32>,
    /// The most that may be paid in.
    pub ceiling: Option<Cents>,
    /// Booked balance at the start of the horizon, or zero if it opens later; what a card owes is negative.
    pub opening_balance: Cents,
    /// Opened; may lie inside the horizon, and nothing is booked before.
    pub opened_on: Date,
    /// When it is closed, if that is planned: nothing is booked after.
    pub closes_on: Option<Date>,
    /// Where the balance goes then.
    pub closes_to: ClosesTo,
    /// From when on nobody can move money on it, if that is planned: its only holder has died.
    pub frozen_on: Option<Date>,
}

impl AccountPlan {
    /// Returns whether somebody can move money on it on a day.
    pub fn is_usable(&self, on: Date) -> bool {
        let is_before = |end: Option<Date>| end.is_none_or(|end| on < end);
        self.opened_on <= on && is_before(self.closes_on) && is_before(self.frozen_on)
    }
}

/// Where the balance of an account goes that is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosesTo {
    /// To the owner's checking account.
    Checking,
    /// To the owner's account at another bank.
    Elsewhere,
    /// To the heirs.
    Estate,
}

impl AccountPlan {
    /// Returns what others write to pay to it: its IBAN where there are any, else its number.
    pub fn payable_as(&self) -> &str {
        self.iban.as_deref().unwrap_or(&self.number)
    }
}

/// A place in a wallet that one plastic fills at a time; reissues follow one another in it.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Who carries it.
    pub holder: PersonIndex,
    /// The account it draws on.
    pub account: AccountIndex,
    /// Debit or credit.
    pub kind: CardKind,
    /// The scheme.
    pub network: Network,
    /// Whether it can be tapped.
    pub is_contactless: bool,
    /// What may be spent in a local day.
    pub daily_limit: Cents,
    /// When the first plastic was issued; inside the horizon for accounts that open then.
    pub issued_on: Date,
    /// The last day the first plastic is valid: the end of a month.
    pub expires_on: Date,
    /// When it is taken from its holder for good before its account closes, if that is planned, and why.
    pub ends: Option<(Date, BlockReason)>,
}

/// A device.
#[derive(Debug, Clone)]
pub struct DevicePlan {
    /// Its id.
    pub id: DeviceId,
    /// Whose profile it is linked to.
    pub person: PersonIndex,
    /// `syn_…`.
    pub fingerprint: String,
    /// Phone or browser.
    pub kind: DeviceKind,
    /// Operating system.
    pub os: OperatingSystem,
    /// The address it mostly comes from.
    pub ip_address: Text,
    /// When the bank first saw it.
    pub first_seen_at: Timestamp,
}

/// The people of a community and what they hold.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "each field is the list of its name")]
pub struct People {
    pub homes: Vec<Home>,
    pub persons: Vec<Person>,
    pub accounts: Vec<AccountPlan>,
    pub slots: Vec<Slot>,
    pub devices: Vec<DevicePlan>,
}

impl People {
    /// Gives somebody another device and returns its place; its id comes with [`People::number_devices`].
    pub fn add_device(&mut self, device: DevicePlan) -> DeviceIndex {
        let index = DeviceIndex(self.devices.len() as u32);
        self.persons[device.person.ix()].devices.push(index);
        self.devices.push(device);
        index
    }

    /// Numbers everybody's devices in the order in which they were first seen, whoever added them.
    ///
    /// A longer horizon adds devices at the end only, so the ids of the earlier ones stay.
    pub fn number_devices(&mut self) {
        for person in &self.persons {
            let mut order = person.devices.clone();
            order.sort_by_key(|device| (self.devices[device.ix()].first_seen_at, *device));
            for (number, device) in order.iter().enumerate() {
                self.devices[device.ix()].id = DeviceId(person.id.0 * 100 + number as i64 + 1);
            }
        }
    }
}

/// Assembles the people of a community as they stand at the start of the horizon: exactly [`COMMUNITY_SIZE`] customers, all of
/// whom joined before it.
///
/// # Randomness
///
/// Streams `population.…` by household and person; nothing depends on the horizon's end.
pub fn assemble(world: &World, community: i64, texts: &mut Texts) -> People {
    Assembly::gather(world, community, texts).people
}

#[cfg(test)]
mod tests;
