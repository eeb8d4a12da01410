//! Rows of the messenger: who linked what to the platform, and what they consented to.

use crate::codes::*;
use crate::columns::{Text, row};
use crate::units::*;

row! {
    /// What a bank lets the platform read of one kind of data.
    SharingAgreement, SharingAgreementColumns, "sharing_agreements" {
        bank_id: BankId,
        scope: SharingScope,
        decision: SharingDecision,
        starts_on: Option<Date>,
        ends_on: Option<Date>,
    }
}

row! {
    /// A person as the page of one bank knows them.
    PlatformUser, PlatformUserColumns, "platform_users" {
        platform_user_id: PlatformUserId,
        bank_id: BankId,
        page_id: Text,
        page_scoped_id: String,
        channel: PlatformChannel,
        locale: Text,
        timezone: Text,
        first_seen_at: Timestamp,
        opted_out_at: Option<Timestamp>,
    }
}

row! {
    /// One attempt to link a platform user with a customer, and what became of it.
    AccountLink, AccountLinkColumns, "account_links" {
        link_id: LinkId,
        platform_user_id: PlatformUserId,
        customer_id: CustomerId,
        bank_id: BankId,
        requested_at: Timestamp,
        linked_at: Option<Timestamp>,
        authorization_code: Option<String>,
        unlinked_at: Option<Timestamp>,
        unlinked_by: Option<Actor>,
    }
}

row! {
    /// A customer's consent that the platform reads their data for one purpose.
    Consent, ConsentColumns, "consents" {
        consent_id: ConsentId,
        customer_id: CustomerId,
        link_id: LinkId,
        bank_id: BankId,
        purpose: Purpose,
        version: i32,
        granted_at: Timestamp,
        expires_at: Timestamp,
        withdrawn_at: Option<Timestamp>,
        withdrawn_by: Option<Actor>,
    }
}

row! {
    /// One kind of data of one account that a consent is about.
    ConsentScope, ConsentScopeColumns, "consent_scopes" {
        consent_id: ConsentId,
        scope_sequence: i32,
        account_id: AccountId,
        scope: SharingScope,
        joint_rule: JointRule,
        effective_at: Option<Timestamp>,
    }
}

row! {
    /// A customer's request to see or to erase what the platform holds of them.
    DataRequest, DataRequestColumns, "data_requests" {
        data_request_id: DataRequestId,
        customer_id: CustomerId,
        platform_user_id: PlatformUserId,
        kind: DataRequestKind,
        received_at: Timestamp,
        due_at: Timestamp,
        closed_at: Option<Timestamp>,
        outcome: Option<DataRequestOutcome>,
    }
}

row! {
    /// One read of a bank's data by the platform or somebody behind it.
    DataAccess, DataAccessColumns, "data_accesses" {
        access_id: AccessId,
        occurred_at: Timestamp,
        bank_id: BankId,
        customer_id: CustomerId,
        account_id: AccountId,
        scope: SharingScope,
        purpose: AccessPurpose,
        recipient: Recipient,
        consent_id: Option<ConsentId>,
        http_status: i32,
        rows_returned: i32,
        last_entry_sequence: Option<i32>,
    }
}

row! {
    /// Something that a page had to tell a user of its own accord, and whether it did.
    Notification, NotificationColumns, "notifications" {
        notification_id: NotificationId,
        platform_user_id: PlatformUserId,
        customer_id: CustomerId,
        account_id: AccountId,
        kind: NotificationKind,
        transaction_id: Option<TransactionId>,
        entry_sequence: Option<i32>,
        statement_id: Option<StatementId>,
        threshold: Option<Cents>,
        consent_id: Option<ConsentId>,
        triggered_at: Timestamp,
        decision: NotificationDecision,
        window_state: WindowState,
        message_tag: Option<MessageTag>,
        sent_at: Option<Timestamp>,
        delivered_at: Option<Timestamp>,
        read_at: Option<Timestamp>,
    }
}

row! {
    /// A question to the holder of a card whether a transaction was theirs, and the answer.
    FraudAlert, FraudAlertColumns, "fraud_alerts" {
        alert_id: AlertId,
        notification_id: NotificationId,
        customer_id: CustomerId,
        card_id: CardId,
        transaction_id: TransactionId,
        asked_at: Timestamp,
        reply: Option<AlertReply>,
        replied_at: Option<Timestamp>,
        blocked_at: Option<Timestamp>,
        replacement_card_id: Option<CardId>,
    }
}

row! {
    /// What a shop tells of a posted purchase.
    Receipt, ReceiptColumns, "receipts" {
        receipt_id: ReceiptId,
        transaction_id: TransactionId,
        platform_user_id: PlatformUserId,
        customer_id: CustomerId,
        merchant_id: MerchantId,
        consent_id: ConsentId,
        order_number: String,
        issued_at: Timestamp,
        currency: Currency,
        payment_method: Text,
        subtotal: Cents,
        shipping_cost: Cents,
        total_tax: Cents,
        is_tax_included: bool,
        adjustment: Cents,
        tip: Cents,
        total_cost: Cents,
    }
}

row! {
    /// One line of a receipt.
    ReceiptItem, ReceiptItemColumns, "receipt_items" {
        receipt_id: ReceiptId,
        line: i32,
        title: Text,
        quantity: i32,
        unit_price: Cents,
        price: Cents,
    }
}

row! {
    /// A parcel with what a receipt lists.
    Shipment, ShipmentColumns, "shipments" {
        shipment_id: ShipmentId,
        receipt_id: ReceiptId,
        carrier: Text,
        tracking_number: String,
        promised_on: Date,
        shipped_at: Option<Timestamp>,
        delivered_at: Option<Timestamp>,
        status: ShipmentStatus,
    }
}

row! {
    /// One step in the life of a shipment.
    ShipmentEvent, ShipmentEventColumns, "shipment_events" {
        shipment_id: ShipmentId,
        event_sequence: i32,
        event_type: ShipmentStep,
        occurred_at: Timestamp,
    }
}
