//! Rows of the truth: what no bank sees.

use crate::codes::*;
use crate::columns::{Text, row};
use crate::units::*;

row! {
    /// One fraud from the first attempt to the end.
    FraudCase, FraudCaseColumns, "fraud_cases" {
        case_id: CaseId,
        typology: Typology,
        customer_id: CustomerId,
        account_id: Option<AccountId>,
        card_id: Option<CardId>,
        compromised_merchant_id: Option<MerchantId>,
        compromised_location_id: Option<LocationId>,
        mule_account_id: Option<AccountId>,
        compromised_at: Option<Timestamp>,
        started_at: Timestamp,
        detected_at: Timestamp,
        detected_by: Detector,
        attempts: i32,
        attempted_amount: Cents,
        successful_amount: Cents,
        note: Option<Text>,
    }
}

row! {
    /// One record that is fraud, and when that became known.
    FraudLabel, FraudLabelColumns, "fraud_labels" {
        case_id: CaseId,
        label_sequence: i32,
        typology: Typology,
        record: LabelledRecord,
        transaction_id: Option<TransactionId>,
        account_id: Option<AccountId>,
        entry_sequence: Option<i32>,
        customer_id: CustomerId,
        event_sequence: Option<i32>,
        dispute_id: Option<DisputeId>,
        occurred_at: Timestamp,
        known_at: Timestamp,
    }
}

row! {
    /// A genuine episode that a detector may take for fraud.
    GenuineEpisode, GenuineEpisodeColumns, "genuine_episodes" {
        customer_id: CustomerId,
        episode_sequence: i32,
        kind: EpisodeKind,
        started_on: Date,
        ended_on: Date,
        place: Option<Text>,
    }
}

row! {
    /// Something that happened in a customer's life.
    LifeEvent, LifeEventColumns, "life_events" {
        customer_id: CustomerId,
        event_sequence: i32,
        kind: LifeEventKind,
        happened_on: Date,
        known_on: Option<Date>,
        other_customer_id: Option<CustomerId>,
        net_income_before: Option<Cents>,
        net_income_after: Option<Cents>,
        note: Option<Text>,
    }
}

row! {
    /// One read of data that broke the promise.
    Violation, ViolationColumns, "violations" {
        access_id: AccessId,
        kind: ViolationKind,
        customer_id: CustomerId,
        consent_id: Option<ConsentId>,
        occurred_at: Timestamp,
    }
}
