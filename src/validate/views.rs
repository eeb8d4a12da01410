//! The rows of the tables as checks see them: only the columns that a check looks at.

use crate::codes::*;
use crate::dataset::{IsGiven, Sparse, TextPrint, views};
use crate::units::{Cents, Date, Mills, Rate, Timestamp};

views! {
    /// A customer.
    pub(super) Customer of "customers" { customer_id: i64, timezone: Box<str>, onboarded_on: Date, status: CustomerStatus }

    /// A logged change to a profile.
    pub(super) CustomerEvent of "customer_events" { customer_id: i64, event_sequence: i32, occurred_at: Timestamp }

    /// An account.
    pub(super) Account of "accounts" {
        account_id: i64, customer_id: i64, bank_id: i64, product: Product, cash_account_type: CashAccountType, currency: Currency,
        credit_limit: Cents, opening_balance: Cents, opened_on: Date, closed_on: Option<Date>, status: AccountStatus,
    }

    /// A part in an account.
    pub(super) AccountHolder of "account_holders" { account_id: i64, customer_id: i64, role: HolderRole, since: Date }

    /// A card.
    pub(super) Card of "cards" {
        card_id: i64, account_id: i64, customer_id: i64, pan: Box<str>, bin: Box<str>, last_four: Box<str>, network: Network, kind: CardKind,
        daily_limit: Cents, issued_on: Date, activated_at: Option<Timestamp>, expires_on: Date,
        blocked_at: Option<Timestamp>, block_reason: Option<BlockReason>, replaces_card_id: Option<i64>,
    }

    /// A device.
    pub(super) Device of "devices" {
        device_id: i64, customer_id: i64, first_seen_at: Timestamp, last_seen_at: Option<Timestamp>,
    }

    /// A card transaction.
    #[derive(Copy)]
    pub(super) Transaction of "card_transactions" {
        transaction_id: i64, card_id: i64, account_id: i64, customer_id: i64, merchant_id: i64,
        location_id: Sparse<i64>, terminal_id: IsGiven, original_transaction_id: Sparse<i64>, message_type: MessageType,
        processing_code: ProcessingCode, authorized_at: Timestamp, local_date: Date, local_hour: i32,
        cleared_at: Sparse<Timestamp>, posted_at: Sparse<Timestamp>, authorized_amount: Cents, amount: Cents,
        currency: Currency, original_amount: Mills, original_currency: Currency, fx_rate: Rate, tip_amount: Cents,
        cashback_amount: Cents, mcc: Mcc, category: Category, merchant_country: TextPrint, entry_mode: EntryMode,
        verification: Verification, channel: Channel, response_code: ResponseCode, available_before: Sparse<Cents>,
        status: TransactionStatus, device_id: Sparse<i64>, is_recurring: bool,
    }

    /// A step in the life of a card transaction.
    #[derive(Copy)]
    pub(super) CardEvent of "card_events" {
        transaction_id: i64, event_sequence: i32, event_type: CardEventType, occurred_at: Timestamp, amount: Cents,
        account_id: i64,
    }

    /// A movement on an account.
    #[derive(Copy)]
    pub(super) Entry of "account_entries" {
        account_id: i64, entry_sequence: i32, booked_at: Timestamp, booking_date: Date, amount: Cents,
        balance_after: Cents, credit_debit: CreditDebit, bank_transaction_code: BankTransactionCode,
        counterparty_account_id: Sparse<i64>, transfer_id: Sparse<i64>, standing_order_id: Sparse<i64>,
        transaction_id: Sparse<i64>, dispute_id: Sparse<i64>, cheque_number: Option<i32>,
    }

    /// An account on a day.
    #[derive(Copy)]
    pub(super) Balance of "balances" {
        account_id: i64, balance_date: Date, opening_booked: Cents, closing_booked: Cents, holds: Cents,
        closing_available: Cents, entry_count: i32,
    }

    /// A mandate.
    pub(super) StandingOrder of "standing_orders" {
        standing_order_id: i64, account_id: i64, customer_id: i64, kind: OrderKind, amount: Option<Cents>, started_on: Date,
        ended_on: Option<Date>, status: OrderStatus,
    }

    /// A billing cycle.
    pub(super) Statement of "statements" {
        statement_id: i64, account_id: i64, cycle: i32, opened_on: Date, closed_on: Date, due_on: Date,
        opening_balance: Cents, purchases: Cents, refunds: Cents, payments: Cents, fees: Cents, interest: Cents,
        adjustments: Cents, closing_balance: Cents, minimum_due: Cents, paid_by_due: Cents, is_late: bool,
    }

    /// A dispute.
    pub(super) Dispute of "disputes" {
        dispute_id: i64, transaction_id: i64, account_id: i64, customer_id: i64, amount: Cents, opened_at: Timestamp,
        provisional_credit_at: Option<Timestamp>, charged_back_at: Option<Timestamp>,
        represented_at: Option<Timestamp>, resolved_at: Option<Timestamp>, stage: DisputeStage,
        outcome: Option<DisputeOutcome>,
    }

    /// A fraud case.
    pub(super) FraudCase of "fraud_cases" {
        case_id: i64, typology: Typology, account_id: Option<i64>, compromised_at: Option<Timestamp>, started_at: Timestamp,
        detected_at: Timestamp, attempts: i32, attempted_amount: Cents, successful_amount: Cents,
    }

    /// A fraud label.
    pub(super) FraudLabel of "fraud_labels" {
        case_id: i64, label_sequence: i32, typology: Typology, record: LabelledRecord, transaction_id: Option<i64>,
        account_id: Option<i64>, entry_sequence: Option<i32>, customer_id: i64, event_sequence: Option<i32>,
        dispute_id: Option<i64>, occurred_at: Timestamp, known_at: Timestamp,
    }

    /// A person at a bank's page.
    pub(super) PlatformUser of "platform_users" {
        platform_user_id: i64, bank_id: i64, first_seen_at: Timestamp, opted_out_at: Option<Timestamp>,
    }

    /// A link of a platform user with a customer.
    pub(super) AccountLink of "account_links" {
        link_id: i64, platform_user_id: i64, customer_id: i64, bank_id: i64, requested_at: Timestamp,
        linked_at: Option<Timestamp>, authorization_code: IsGiven, unlinked_at: Option<Timestamp>, unlinked_by: Option<Actor>,
    }

    /// A consent.
    pub(super) Consent of "consents" {
        consent_id: i64, customer_id: i64, link_id: i64, bank_id: i64, purpose: Purpose, version: i32, granted_at: Timestamp,
        expires_at: Timestamp, withdrawn_at: Option<Timestamp>, withdrawn_by: Option<Actor>,
    }

    /// What a consent is about.
    pub(super) ConsentScope of "consent_scopes" {
        consent_id: i64, scope_sequence: i32, account_id: i64, scope: SharingScope, joint_rule: JointRule,
        effective_at: Option<Timestamp>,
    }

    /// A read of bank data.
    #[derive(Copy)]
    pub(super) DataAccess of "data_accesses" {
        access_id: i64, occurred_at: Timestamp, bank_id: i64, customer_id: i64, account_id: i64, scope: SharingScope,
        purpose: AccessPurpose, recipient: Recipient, consent_id: Option<i64>, http_status: i32, rows_returned: i32,
        last_entry_sequence: Option<i32>,
    }

    /// A read that broke the promise.
    pub(super) Violation of "violations" {
        access_id: i64, kind: ViolationKind, customer_id: i64, consent_id: Option<i64>, occurred_at: Timestamp,
    }

    /// A request about one's own data.
    pub(super) DataRequest of "data_requests" {
        data_request_id: i64, customer_id: i64, platform_user_id: i64, received_at: Timestamp, due_at: Timestamp,
        closed_at: Option<Timestamp>, outcome: Option<DataRequestOutcome>,
    }

    /// Something that a page had to tell.
    pub(super) Notification of "notifications" {
        notification_id: i64, platform_user_id: i64, customer_id: i64, account_id: i64, kind: NotificationKind,
        transaction_id: Option<i64>, entry_sequence: Option<i32>, statement_id: Option<i64>, threshold: Option<Cents>,
        consent_id: Option<i64>, triggered_at: Timestamp, decision: NotificationDecision, window_state: WindowState,
        message_tag: Option<MessageTag>, sent_at: Option<Timestamp>, delivered_at: Option<Timestamp>, read_at: Option<Timestamp>,
    }

    /// A question to the holder of a card.
    pub(super) FraudAlert of "fraud_alerts" {
        alert_id: i64, notification_id: i64, customer_id: i64, card_id: i64, transaction_id: i64, asked_at: Timestamp,
        reply: Option<AlertReply>, replied_at: Option<Timestamp>, blocked_at: Option<Timestamp>, replacement_card_id: Option<i64>,
    }

    /// What a shop tells of a purchase.
    pub(super) Receipt of "receipts" {
        receipt_id: i64, transaction_id: i64, platform_user_id: i64, customer_id: i64, merchant_id: i64, consent_id: i64,
        issued_at: Timestamp, currency: Currency, payment_method: Box<str>, subtotal: Cents, shipping_cost: Cents,
        total_tax: Cents, is_tax_included: bool, adjustment: Cents, tip: Cents, total_cost: Cents,
    }

    /// A line of a receipt.
    pub(super) ReceiptItem of "receipt_items" { receipt_id: i64, line: i32, quantity: i32, unit_price: Cents, price: Cents }

    /// A parcel.
    pub(super) Shipment of "shipments" {
        shipment_id: i64, receipt_id: i64, promised_on: Date, shipped_at: Option<Timestamp>,
        delivered_at: Option<Timestamp>, status: ShipmentStatus,
    }

    /// A step in the life of a parcel.
    pub(super) ShipmentEvent of "shipment_events" {
        shipment_id: i64, event_sequence: i32, event_type: ShipmentStep, occurred_at: Timestamp,
    }

    /// Something that happened to a customer.
    pub(super) LifeEvent of "life_events" {
        customer_id: i64, event_sequence: i32, kind: LifeEventKind, happened_on: Date, known_on: Option<Date>,
        net_income_before: Option<Cents>, net_income_after: Option<Cents>,
    }

    /// A genuine look-alike.
    pub(super) GenuineEpisode of "genuine_episodes" { customer_id: i64, episode_sequence: i32, started_on: Date, ended_on: Date }
}

impl LifeEvent {
    /// Returns whether it ends the life with the bank.
    pub(super) fn is_end(&self) -> bool {
        matches!(self.kind, LifeEventKind::Died | LifeEventKind::LeftBank)
    }
}

impl Transaction {
    /// Returns whether it gives money back.
    pub(super) fn is_refund(&self) -> bool {
        self.processing_code == ProcessingCode::Refund
    }

    /// Returns whether the issuer was asked first, not told afterwards by an advice.
    pub(super) fn is_authorization(&self) -> bool {
        matches!(self.message_type, MessageType::AuthorizationRequest | MessageType::FinancialRequest)
    }
}
