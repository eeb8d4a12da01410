//! The rows of the tables as measures see them: only the columns that a measure looks at.

use crate::codes::*;
use crate::dataset::views;
use crate::realism::overdraft::EntryText;
use crate::units::{Cents, Date, Timestamp};

views! {
    /// A household.
    pub(super) Household of "households" {
        household_id: i64, tenure: Tenure, income_band: IncomeBand, annual_income: Cents, monthly_housing_cost: Cents,
    }

    /// A customer.
    pub(super) Customer of "customers" {
        customer_id: i64, household_id: i64, birth_date: Date, city: Box<str>, latitude: f64, longitude: f64, income_source: IncomeSource,
        annual_income: Cents, pay_frequency: Option<PayFrequency>,
    }

    /// An account.
    pub(super) Account of "accounts" {
        account_id: i64, customer_id: i64, product: Product, opened_on: Date, closed_on: Option<Date>,
    }

    /// A part in an account.
    pub(super) AccountHolder of "account_holders" { account_id: i64, customer_id: i64, since: Date }

    /// A card.
    pub(super) Card of "cards" { card_id: i64, customer_id: i64, kind: CardKind, status: CardStatus }

    /// A card transaction.
    #[derive(Copy)]
    pub(super) Transaction of "card_transactions" {
        transaction_id: i64, original_transaction_id: Option<i64>, card_id: i64, customer_id: i64, merchant_id: i64, location_id: Option<i64>,
        processing_code: ProcessingCode, authorized_at: Timestamp, local_date: Date,
        local_hour: i32, amount: Cents, tip_amount: Cents, mcc: Mcc, category: Category,
        entry_mode: EntryMode, channel: Channel, wallet: Wallet, response_code: ResponseCode,
        status: TransactionStatus,
    }

    /// A movement on an account.
    #[derive(Copy)]
    pub(super) Entry of "account_entries" {
        account_id: i64, booking_date: Date, amount: Cents, bank_transaction_code: BankTransactionCode,
        text: EntryText, counterparty_account_id: Option<i64>, transaction_id: Option<i64>,
        standing_order_id: Option<i64>,
    }

    /// An account on a day.
    #[derive(Copy)]
    pub(super) Balance of "balances" { account_id: i64, balance_date: Date, closing_booked: Cents }

    /// A dispute.
    pub(super) Dispute of "disputes" {
        reason: DisputeReason, amount: Cents, charged_back_at: Option<Timestamp>,
        outcome: Option<DisputeOutcome>,
    }

    /// A standing order or mandate.
    pub(super) StandingOrder of "standing_orders" { standing_order_id: i64, account_id: i64, purpose: Box<str> }

    /// A billing cycle of a credit card.
    pub(super) Statement of "statements" {
        due_on: Date, closing_balance: Cents, paid_by_due: Cents, is_late: bool,
    }

    /// A fraud case.
    pub(super) FraudCase of "fraud_cases" {
        typology: Typology, card_id: Option<i64>, started_at: Timestamp, detected_at: Timestamp,
        detected_by: Detector, successful_amount: Cents,
    }

    /// A fraud label.
    pub(super) FraudLabel of "fraud_labels" {
        typology: Typology, record: LabelledRecord, transaction_id: Option<i64>,
    }
}

views! {
    /// A store.
    pub(super) Store of "merchant_locations" { location_id: i64, latitude: f64, longitude: f64 }
}
