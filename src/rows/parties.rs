//! Rows of the parties: banks, people, what they hold, and the shops.

use crate::codes::*;
use crate::columns::{Text, row};
use crate::units::*;

row! {
    /// One of the fictional banks.
    Bank, BankColumns, "banks" {
        bank_id: BankId,
        name: String,
        country: Text,
        routing_number: String,
        website: String,
        shares_data: bool,
    }
}

row! {
    /// People who share a home.
    Household, HouseholdColumns, "households" {
        household_id: HouseholdId,
        adults: i32,
        children: i32,
        tenure: Tenure,
        income_band: IncomeBand,
        annual_income: Cents,
        monthly_housing_cost: Cents,
        city: Text,
        admin1: Text,
        postcode: Text,
        country: Text,
    }
}

row! {
    /// A person with at least one account.
    Customer, CustomerColumns, "customers" {
        customer_id: CustomerId,
        household_id: HouseholdId,
        bank_id: BankId,
        given_name: Text,
        surname: Text,
        birth_date: Date,
        sex: Sex,
        street_address: String,
        city: Text,
        admin1: Text,
        postcode: Text,
        country: Text,
        latitude: Degrees,
        longitude: Degrees,
        timezone: Text,
        email: String,
        phone: String,
        tax_id: String,
        language: Text,
        occupation: Option<Text>,
        employer_name: Option<Text>,
        income_source: IncomeSource,
        annual_income: Cents,
        pay_frequency: Option<PayFrequency>,
        risk_rating: RiskRating,
        onboarded_on: Date,
        status: CustomerStatus,
    }
}

row! {
    /// A change to a customer's profile, as the bank logs it.
    CustomerEvent, CustomerEventColumns, "customer_events" {
        customer_id: CustomerId,
        event_sequence: i32,
        event_type: ProfileEvent,
        occurred_at: Timestamp,
        channel: ServiceChannel,
        device_id: Option<DeviceId>,
        old_value: Option<String>,
        new_value: Option<String>,
    }
}

row! {
    /// A checking, savings or credit-card account.
    Account, AccountColumns, "accounts" {
        account_id: AccountId,
        customer_id: CustomerId,
        bank_id: BankId,
        product: Product,
        cash_account_type: CashAccountType,
        currency: Currency,
        account_number: String,
        routing_number: Option<String>,
        iban: Option<String>,
        credit_limit: Cents,
        overdraft_opt_in: bool,
        interest_rate_per_year: Rate,
        statement_day: Option<i32>,
        opening_balance: Cents,
        opened_on: Date,
        closed_on: Option<Date>,
        status: AccountStatus,
    }
}

row! {
    /// A customer's part in an account.
    AccountHolder, AccountHolderColumns, "account_holders" {
        account_id: AccountId,
        customer_id: CustomerId,
        role: HolderRole,
        since: Date,
    }
}

row! {
    /// A plastic card.
    Card, CardColumns, "cards" {
        card_id: CardId,
        account_id: AccountId,
        customer_id: CustomerId,
        pan: String,
        pan_token: String,
        bin: Text,
        last_four: Text,
        network: Network,
        kind: CardKind,
        is_contactless: bool,
        daily_limit: Cents,
        issued_on: Date,
        activated_at: Option<Timestamp>,
        expires_on: Date,
        blocked_at: Option<Timestamp>,
        block_reason: Option<BlockReason>,
        replaces_card_id: Option<CardId>,
        status: CardStatus,
    }
}

row! {
    /// A phone or browser of a customer, or of whoever got into the account.
    Device, DeviceColumns, "devices" {
        device_id: DeviceId,
        customer_id: CustomerId,
        fingerprint: String,
        kind: DeviceKind,
        os: OperatingSystem,
        ip_address: Text,
        first_seen_at: Timestamp,
        last_seen_at: Option<Timestamp>,
    }
}

row! {
    /// A shop, chain or online shop.
    Merchant, MerchantColumns, "merchants" {
        merchant_id: MerchantId,
        card_acceptor_id: String,
        name: Text,
        statement_descriptor: Text,
        mcc: Mcc,
        category: Category,
        is_chain: bool,
        is_online: bool,
        country: Text,
        website: Option<String>,
        return_window_days: i32,
    }
}

row! {
    /// One store of a merchant.
    MerchantLocation, MerchantLocationColumns, "merchant_locations" {
        location_id: LocationId,
        merchant_id: MerchantId,
        store_number: i32,
        street_address: String,
        city: Text,
        admin1: Text,
        postcode: Text,
        country: Text,
        latitude: Degrees,
        longitude: Degrees,
        timezone: Text,
        opens_at_hour: i32,
        closes_at_hour: i32,
        terminal_count: i32,
        opened_on: Date,
        closed_on: Option<Date>,
    }
}
