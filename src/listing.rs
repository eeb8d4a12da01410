//! The rows of households, customers, accounts, holders and devices, as they stand at the end of the horizon.

use crate::codes::{CustomerStatus, HolderRole, IncomeSource};
use crate::columns::{Columns as _, Text};
use crate::community::Community;
use crate::ledger::Outcome;
use crate::population::{AccountIndex, AccountPlan, Home, HomeIndex, Person, PersonIndex};
use crate::rows::{Account, AccountHolder, Customer, Device, Household, Rows};
use crate::units::{Cents, Date, Degrees, Timestamp};

/// Adds the rows of the parties, each table in the order of its key.
pub fn list(community: &mut Community<'_>, outcome: &Outcome, rows: &mut Rows) {
    let zone_name = community.zone().name().to_owned();
    let timezone = community.texts.intern(&zone_name);
    let community = &*community;
    for (index, home) in community.people.homes.iter().enumerate() {
        let births = community.lives.births(HomeIndex(index as u32));
        let born = births.iter().filter(|on| community.world.horizon.contains(**on)).count();
        rows.households.push(household(home, born as i32));
    }
    for index in 0..community.people.persons.len() {
        rows.customers.push(customer(community, outcome, timezone, PersonIndex(index as u32)));
    }
    let accounts = &community.people.accounts;
    let mut order: Vec<usize> = (0..accounts.len()).filter(|&index| outcome.accounts[index].has_opened).collect();
    order.sort_by_key(|&index| accounts[index].id);
    for index in order {
        let account = AccountIndex(index as u32);
        rows.accounts.push(account_row(community, outcome, account));
        holders(community, account).into_iter().for_each(|row| rows.account_holders.push(row));
    }
    list_devices(community, outcome, rows);
}

fn household(home: &Home, born: i32) -> Household {
    Household {
        household_id: home.id,
        adults: home.adults,
        children: home.children + born,
        tenure: home.tenure,
        income_band: home.income_band,
        annual_income: home.annual_income,
        monthly_housing_cost: home.monthly_housing_cost,
        city: home.city,
        admin1: home.admin1,
        postcode: home.postcode,
        country: home.country,
    }
}

fn customer(community: &Community<'_>, outcome: &Outcome, timezone: Text, index: PersonIndex) -> Customer {
    let person = &community.people.persons[index.ix()];
    let home = &community.people.homes[person.home.ix()];
    let now = &outcome.profiles[index.ix()];
    Customer {
        customer_id: person.id,
        household_id: home.id,
        bank_id: community.world.banks[person.bank].id,
        given_name: person.given_name,
        surname: person.surname,
        birth_date: person.birth_date,
        sex: person.sex,
        street_address: now.address.as_ref().unwrap_or(&home.street_address).clone(),
        city: home.city,
        admin1: home.admin1,
        postcode: home.postcode,
        country: home.country,
        latitude: Degrees(home.latitude),
        longitude: Degrees(home.longitude),
        timezone,
        email: now.email.as_ref().unwrap_or(&person.email).clone(),
        phone: now.phone.as_ref().unwrap_or(&person.phone).clone(),
        tax_id: person.tax_id.clone(),
        language: person.language,
        occupation: person.occupation,
        employer_name: person.income.payer.filter(|_| person.income.source == IncomeSource::Wage),
        income_source: person.income.source,
        annual_income: person.income.annual_gross,
        pay_frequency: person.income.frequency,
        risk_rating: person.risk_rating,
        onboarded_on: person.onboarded_on,
        status: status(community, outcome, index),
    }
}

/// Returns what the bank knows of somebody at the end: active, closed once every account of theirs is, or dead.
fn status(community: &Community<'_>, outcome: &Outcome, index: PersonIndex) -> CustomerStatus {
    let to = community.world.horizon.to;
    let Some(end) = community.lives.of(index).end.filter(|end| end.known_on <= to) else {
        return CustomerStatus::Active;
    };
    let person = &community.people.persons[index.ix()];
    let own = person.savings.into_iter().chain(person.credit.iter().copied()).chain([person.checking]);
    let is_open = |account: AccountIndex| {
        let fate = &outcome.accounts[account.ix()];
        fate.has_opened && fate.closed_on.is_none()
    };
    match (end.is_death, own.into_iter().any(is_open)) {
        (true, _) => CustomerStatus::Deceased,
        (false, true) => CustomerStatus::Active,
        (false, false) => CustomerStatus::Closed,
    }
}

fn account_row(community: &Community<'_>, outcome: &Outcome, index: AccountIndex) -> Account {
    let plan = &community.people.accounts[index.ix()];
    let fate = &outcome.accounts[index.ix()];
    Account {
        account_id: plan.id,
        customer_id: community.people.persons[plan.owner.ix()].id,
        bank_id: community.world.banks[plan.bank].id,
        product: plan.product,
        cash_account_type: plan.product.cash_account_type(),
        currency: plan.currency,
        account_number: plan.number.clone(),
        routing_number: plan.routing_number.clone(),
        iban: plan.iban.clone(),
        credit_limit: plan.credit_limit,
        overdraft_opt_in: plan.overdraft_opt_in,
        interest_rate_per_year: plan.interest_rate_per_year,
        statement_day: plan.statement_day.map(|day| day as i32),
        opening_balance: opening_balance(plan, community.world.horizon.from),
        opened_on: plan.opened_on,
        closed_on: fate.closed_on,
        status: fate.status,
    }
}

/// Returns what stood on an account before the first entry of the horizon.
fn opening_balance(plan: &AccountPlan, from: Date) -> Cents {
    if plan.opened_on < from { plan.opening_balance } else { Cents::ZERO }
}

fn holders(community: &Community<'_>, index: AccountIndex) -> Vec<AccountHolder> {
    let plan = &community.people.accounts[index.ix()];
    let owner = std::iter::once((plan.owner, HolderRole::Owner));
    let mut rows: Vec<AccountHolder> = owner
        .chain(plan.others.iter().copied())
        .map(|(index, role)| {
            let person = &community.people.persons[index.ix()];
            AccountHolder { account_id: plan.id, customer_id: person.id, role, since: since(person, plan) }
        })
        .collect();
    rows.sort_by_key(|row| row.customer_id);
    rows
}

/// Returns since when somebody holds an account: since it was opened, or since they joined the bank if that was later.
fn since(person: &Person, plan: &AccountPlan) -> Date {
    plan.opened_on.max(person.onboarded_on)
}

fn list_devices(community: &Community<'_>, outcome: &Outcome, rows: &mut Rows) {
    let devices = &community.people.devices;
    let mut order: Vec<usize> =
        (0..devices.len()).filter(|&index| is_seen(community, devices[index].first_seen_at)).collect();
    order.sort_by_key(|&index| devices[index].id);
    for index in order {
        let device = &devices[index];
        rows.devices.push(Device {
            device_id: device.id,
            customer_id: community.people.persons[device.person.ix()].id,
            fingerprint: device.fingerprint.clone(),
            kind: device.kind,
            os: device.os,
            ip_address: device.ip_address,
            first_seen_at: device.first_seen_at,
            last_seen_at: outcome.device_last_seen.get(index).copied().flatten(),
        });
    }
}

/// Returns whether an instant lies in the horizon or before.
fn is_seen(community: &Community<'_>, at: Timestamp) -> bool {
    community.zone().day(at) <= community.world.horizon.to
}
