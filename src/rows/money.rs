//! Rows of the money: card transactions and their lives, entries, balances, mandates, statements, disputes.

use crate::codes::*;
use crate::columns::{AuthorizationCode, Text, row};
use crate::units::*;

row! {
    /// One authorization and what became of it, or a refund.
    CardTransaction, CardTransactionColumns, "card_transactions" {
        transaction_id: TransactionId,
        card_id: CardId,
        account_id: AccountId,
        customer_id: CustomerId,
        merchant_id: MerchantId,
        location_id: Option<LocationId>,
        terminal_id: Option<Text>,
        original_transaction_id: Option<TransactionId>,
        message_type: MessageType,
        processing_code: ProcessingCode,
        authorized_at: Timestamp,
        local_date: Date,
        local_hour: i32,
        cleared_at: Option<Timestamp>,
        posted_at: Option<Timestamp>,
        authorized_amount: Cents,
        amount: Cents,
        currency: Currency,
        original_amount: Mills,
        original_currency: Currency,
        fx_rate: Rate,
        tip_amount: Cents,
        cashback_amount: Cents,
        mcc: Mcc,
        category: Category,
        merchant_country: Text,
        entry_mode: EntryMode,
        verification: Verification,
        channel: Channel,
        wallet: Wallet,
        is_recurring: bool,
        three_d_secure: Option<ThreeDSecure>,
        avs_result: Option<AvsResult>,
        cvv_result: Option<CvvResult>,
        system_trace_number: i32,
        response_code: ResponseCode,
        authorization_code: Option<AuthorizationCode>,
        available_before: Option<Cents>,
        status: TransactionStatus,
        device_id: Option<DeviceId>,
        ip_address: Option<Text>,
    }
}

row! {
    /// One step in the life of a card transaction.
    CardEvent, CardEventColumns, "card_events" {
        transaction_id: TransactionId,
        event_sequence: i32,
        event_type: CardEventType,
        occurred_at: Timestamp,
        amount: Cents,
        account_id: AccountId,
        response_code: Option<ResponseCode>,
    }
}

row! {
    /// One movement on one account.
    AccountEntry, AccountEntryColumns, "account_entries" {
        account_id: AccountId,
        entry_sequence: i32,
        booked_at: Timestamp,
        booking_date: Date,
        value_date: Date,
        amount: Cents,
        balance_after: Cents,
        credit_debit: CreditDebit,
        bank_transaction_code: BankTransactionCode,
        text: Text,
        counterparty_name: Option<Text>,
        counterparty_account: Option<Text>,
        counterparty_account_id: Option<AccountId>,
        transfer_id: Option<TransferId>,
        standing_order_id: Option<StandingOrderId>,
        transaction_id: Option<TransactionId>,
        dispute_id: Option<DisputeId>,
        cheque_number: Option<i32>,
    }
}

row! {
    /// One account on one day.
    Balance, BalanceColumns, "balances" {
        account_id: AccountId,
        balance_date: Date,
        opening_booked: Cents,
        closing_booked: Cents,
        holds: Cents,
        closing_available: Cents,
        entry_count: i32,
    }
}

row! {
    /// A mandate or standing order and its schedule.
    StandingOrder, StandingOrderColumns, "standing_orders" {
        standing_order_id: StandingOrderId,
        account_id: AccountId,
        customer_id: CustomerId,
        kind: OrderKind,
        purpose: Text,
        creditor_name: Text,
        creditor_account: Option<Text>,
        amount: Option<Cents>,
        frequency: Frequency,
        day_of_month: i32,
        started_on: Date,
        ended_on: Option<Date>,
        status: OrderStatus,
    }
}

row! {
    /// One billing cycle of a credit card.
    Statement, StatementColumns, "statements" {
        statement_id: StatementId,
        account_id: AccountId,
        cycle: i32,
        opened_on: Date,
        closed_on: Date,
        due_on: Date,
        opening_balance: Cents,
        purchases: Cents,
        refunds: Cents,
        payments: Cents,
        fees: Cents,
        interest: Cents,
        adjustments: Cents,
        closing_balance: Cents,
        minimum_due: Cents,
        paid_by_due: Cents,
        is_late: bool,
    }
}

row! {
    /// A cardholder's dispute of a posted transaction.
    Dispute, DisputeColumns, "disputes" {
        dispute_id: DisputeId,
        transaction_id: TransactionId,
        account_id: AccountId,
        customer_id: CustomerId,
        reason: DisputeReason,
        amount: Cents,
        opened_at: Timestamp,
        provisional_credit_at: Option<Timestamp>,
        charged_back_at: Option<Timestamp>,
        represented_at: Option<Timestamp>,
        resolved_at: Option<Timestamp>,
        stage: DisputeStage,
        outcome: Option<DisputeOutcome>,
    }
}
