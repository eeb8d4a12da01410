//! Planted faults: a small bank is tampered with in one way at a time, and exactly the checks that say so must fail.

#[path = "validate_faults/dataset.rs"]
mod dataset;

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;

use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;

use dataset::{Cell, Dataset, Table};

const DAY: i64 = 86_400_000_000;

/// Declares a test for each fault: a sentence, the table that is changed, how, and the checks that must fail.
macro_rules! faults {
    ($( $sentence:ident: $table:literal, $change:expr, [$($check:literal),+ $(,)?]; )+) => {$(
        #[test]
        fn $sentence() {
            let dataset = Dataset::copy();
            let mut table = dataset.table($table);
            let change: fn(&mut Table<'_>) = $change;
            change(&mut table);
            table.save();
            assert_eq!(dataset.broken(), [$($check),+]);
        }
    )+};
}

#[test]
fn an_untouched_bank_breaks_nothing() {
    assert_eq!(Dataset::copy().broken(), [""; 0]);
}

/// Returns whether a row has this text in this column.
fn is(column: &'static str, text: &'static str) -> impl Fn(&Table<'_>, usize) -> bool {
    move |table, row| table.text(column, row) == text
}

/// Returns the days since a Monday.
fn weekday(table: &Table<'_>, row: usize) -> i64 {
    (table.number("booking_date", row) + 3).rem_euclid(7)
}

faults! {
    an_identifier_of_somebody_is_found: "customers", |t| t.set("tax_id", 3, "123-45-6789"),
        ["identifiers.customers.tax_id"];
    a_mailbox_that_may_exist_is_found: "customers", |t| t.set("email", 3, "jane.doe@mail.com"),
        ["identifiers.customers.email"];
    a_routed_address_is_found: "devices", |t| t.set("ip_address", 3, "8.8.8.8"),
        ["identifiers.devices.ip_address"];
    a_card_number_of_a_live_range_is_found: "cards", |t| {
        t.set("pan", 3, "4111111111111111");
        t.set("bin", 3, "411111");
        t.set("last_four", 3, "1111");
    }, ["identifiers.cards.pan"];
    a_missing_value_is_found: "customers", |t| t.set("surname", 3, Cell::Null),
        ["nulls.customers"];
    a_word_outside_its_vocabulary_is_found: "customers", |t| t.set("risk_rating", 3, "extreme"),
        ["words.customers"];
    a_row_that_is_there_twice_is_found: "households", |t| {
        let order: Vec<usize> = (0..t.rows()).flat_map(|row| vec![row; 1 + usize::from(row == 4)]).collect();
        t.reorder(&order);
    }, ["keys.households"];
    rows_out_of_order_are_found: "households", |t| {
        let mut order: Vec<usize> = (0..t.rows()).collect();
        order.swap(4, 5);
        t.reorder(&order);
    }, ["keys.households", "references.customers.household_id"];
    a_shop_that_is_listed_twice_is_found: "merchants", |t| {
        let order: Vec<usize> = (0..t.rows()).flat_map(|row| vec![row; 1 + usize::from(row == 4)]).collect();
        t.reorder(&order);
    }, ["keys.merchants"];
    a_reference_to_no_shop_is_found: "card_transactions", |t| t.set("merchant_id", 3, 1),
        ["references.card_transactions.merchant_id"];
    a_reference_to_no_device_is_found: "card_transactions", |t| {
        let row = t.find(|t, row| !t.text("device_id", row).is_empty());
        t.set("device_id", row, 1);
    }, ["references.card_transactions.device_id"];
    a_value_that_two_customers_share_is_found: "customers", |t| {
        let other = t.text("email", 4);
        t.set("email", 3, other.as_str());
    }, ["unique.customers.email"];
    an_account_without_an_owner_is_found: "account_holders", |t| {
        let row = t.find(is("role", "owner"));
        t.set("role", row, "joint");
    }, ["account_holders.owner"];
    an_account_of_the_wrong_type_is_found: "accounts", |t| t.set("cash_account_type", 0, "CARD"),
        ["accounts.type"];
    a_card_that_ends_in_mid_month_is_found: "cards", |t| t.add("expires_on", 3, -1),
        ["cards.life"];
    other_last_digits_than_the_card_has_are_found: "cards", |t| {
        let other = if t.text("last_four", 3) == "0000" { "0001" } else { "0000" };
        t.set("last_four", 3, other);
    }, ["cards.number"];
}

faults! {
    an_entry_of_another_amount_is_found: "account_entries", |t| {
        let row = t.find(is("bank_transaction_code", "PMNT-RCDT-SALA"));
        t.add("amount", row, 1);
    }, ["entries.balance", "balances.entries", "balances.last"];
    a_balance_that_does_not_run_is_found: "account_entries", |t| t.add("balance_after", 40, 1),
        ["entries.balance"];
    a_credit_that_calls_itself_a_debit_is_found: "account_entries", |t| {
        let row = t.find(is("credit_debit", "CRDT"));
        t.set("credit_debit", row, "DBIT");
    }, ["entries.sign"];
    a_booking_after_the_next_one_is_found: "account_entries", |t| {
        let row = t.find(|t, row| {
            let is_followed = row + 1 < t.rows()
                && t.number("account_id", row) == t.number("account_id", row + 1)
                && t.number("booking_date", row) == t.number("booking_date", row + 1);
            is_followed && is("bank_transaction_code", "PMNT-RCDT-SALA")(t, row)
        });
        let later = t.number("booked_at", row + 1) + 1;
        t.set("booked_at", row, later);
    }, ["entries.time"];
    a_booking_date_of_another_day_is_found: "account_entries", |t| {
        let row = t.find(|t, row| is("bank_transaction_code", "PMNT-RCDT-SALA")(t, row) && weekday(t, row) == 1);
        t.add("booking_date", row, 1);
    }, ["entries.day", "balances.entries"];
    a_gap_in_the_numbers_of_entries_is_found: "account_entries", |t| t.add("entry_sequence", t.rows() - 1, 1),
        ["entries.dense"];
    a_cheque_without_a_number_is_found: "account_entries", |t| {
        let row = t.find(is("bank_transaction_code", "PMNT-ICHQ-CCHQ"));
        t.set("cheque_number", row, Cell::Null);
    }, ["entries.cheque"];
    a_transfer_with_one_leg_is_found: "account_entries", |t| {
        let row = t.find(|t, row| !t.text("transfer_id", row).is_empty());
        t.set("transfer_id", row, Cell::Null);
    }, ["transfers.legs", "transfers.counterparty"];
    a_transfer_to_another_than_it_says_is_found: "account_entries", |t| {
        let row = t.find(|t, row| {
            let other = t.text("counterparty_account_id", row);
            !other.is_empty() && other != "101"
        });
        t.set("counterparty_account_id", row, 101);
    }, ["transfers.accounts"];
    a_wage_on_a_weekend_is_found: "account_entries", |t| {
        let row = t.find(|t, row| weekday(t, row) >= 5 && is("bank_transaction_code", "PMNT-RRCT-DMCT")(t, row));
        t.set("bank_transaction_code", row, "PMNT-RCDT-SALA");
    }, ["calendar.salary"];
    a_direct_debit_on_a_weekend_is_found: "account_entries", |t| {
        let row = t.find(|t, row| weekday(t, row) >= 5 && is("bank_transaction_code", "PMNT-IRCT-DMCT")(t, row));
        t.set("bank_transaction_code", row, "PMNT-RDDT-PMDD");
    }, ["calendar.debits"];
    a_mandate_for_another_amount_is_found: "standing_orders", |t| {
        let row = t.find(|t, row| !t.text("amount", row).is_empty() && is("frequency", "monthly")(t, row));
        t.add("amount", row, 1);
    }, ["orders.entries"];
    a_mandate_that_ends_before_it_begins_is_found: "standing_orders", |t| {
        let before = t.number("started_on", 0) - 1;
        t.set("ended_on", 0, before);
        t.set("status", 0, "ended");
    }, ["orders.life"];
}

faults! {
    a_day_without_a_balance_is_found: "balances", |t| {
        let row = t.find(|t, row| row > 3 && t.number("entry_count", row) == 0 && t.number("account_id", row) == t.number("account_id", row + 1));
        t.remove(row);
    }, ["balances.days"];
    a_day_that_opens_with_something_else_is_found: "balances", |t| {
        t.add("opening_booked", 5, 1);
    }, ["balances.carry", "balances.entries"];
    another_number_of_entries_is_found: "balances", |t| t.add("entry_count", 5, 1),
        ["balances.entries"];
    a_last_balance_that_is_not_the_sum_is_found: "balances", |t| {
        let row = t.rows() - 1;
        t.add("closing_booked", row, 1);
        t.add("closing_available", row, 1);
    }, ["balances.entries", "balances.last"];
    a_hold_that_no_authorization_explains_is_found: "balances", |t| {
        t.add("holds", 5, 100);
        t.add("closing_available", 5, -100);
    }, ["balances.holds"];
    another_amount_available_is_found: "balances", |t| t.add("closing_available", 5, 1),
        ["balances.available"];
}

/// Changes the response code of a decline that needs no cause.
fn decline_with(table: &mut Table<'_>, code: &str) {
    let row = table.find(|t, row| {
        is("response_code", "05")(t, row) && t.number("available_before", row) >= t.number("authorized_amount", row)
    });
    table.set("response_code", row, code);
}

faults! {
    a_decline_with_an_approval_is_found: "card_transactions", |t| decline_with(t, "00"),
        ["transactions.status"];
    an_expired_card_that_was_valid_is_found: "card_transactions", |t| decline_with(t, "54"),
        ["declines.54_expired"];
    a_lost_card_that_nobody_lost_is_found: "card_transactions", |t| decline_with(t, "41"),
        ["declines.41_43_lost"];
    a_restricted_card_that_was_free_is_found: "card_transactions", |t| decline_with(t, "62"),
        ["declines.62_restricted"];
    an_inactive_card_that_was_active_is_found: "card_transactions", |t| decline_with(t, "78"),
        ["declines.78_inactive"];
    a_limit_that_was_kept_is_found: "card_transactions", |t| decline_with(t, "61"),
        ["declines.61_limit"];
    a_wrong_pin_where_none_was_asked_is_found: "card_transactions", |t| decline_with(t, "55"),
        ["declines.55_pin"];
    insufficient_funds_that_sufficed_are_found: "card_transactions", |t| {
        let row = t.find(is("response_code", "51"));
        let asked = t.number("authorized_amount", row);
        t.set("available_before", row, asked);
    }, ["declines.51_funds"];
    an_approval_that_funds_did_not_allow_is_found: "card_transactions", |t| {
        let row = t.find(is("response_code", "00"));
        let less = t.number("authorized_amount", row) - 1;
        t.set("available_before", row, less);
    }, ["declines.51_funds"];
    a_posting_of_another_amount_is_found: "card_transactions", |t| {
        let row = t.find(|t, row| is("status", "posted")(t, row) && t.number("amount", row) > 100);
        t.add("amount", row, -1);
    }, ["transactions.entry", "events.status"];
    a_clearing_before_the_authorization_is_found: "card_transactions", |t| {
        let row = t.find(is("status", "posted"));
        let before = t.number("authorized_at", row) - 1;
        t.set("cleared_at", row, before);
    }, ["transactions.times"];
    an_amount_that_is_not_converted_is_found: "card_transactions", |t| {
        let row = t.find(|t, row| is("status", "posted")(t, row) && is("processing_code", "00")(t, row));
        t.add("original_amount", row, 1_000);
    }, ["transactions.exchange"];
    a_fraction_of_a_cent_is_found: "card_transactions", |t| {
        let row = t.find(|t, row| is("status", "posted")(t, row) && is("original_currency", "USD")(t, row));
        t.add("original_amount", row, 5);
    }, ["transactions.exponent"];
    a_machine_that_gives_coins_is_found: "card_transactions", |t| {
        let row = t.find(|t, row| is("processing_code", "01")(t, row) && is("status", "posted")(t, row));
        t.add("original_amount", row, 1_000);
    }, ["transactions.exchange", "transactions.notes"];
    a_shop_of_another_category_is_found: "card_transactions", |t| {
        let row = t.find(|t, row| !is("mcc", "5411")(t, row));
        t.set("mcc", row, "5411");
    }, ["transactions.merchant"];
    an_hour_that_the_clock_did_not_show_is_found: "card_transactions", |t| {
        let row = t.find(|t, row| t.number("local_hour", row) < 23);
        t.add("local_hour", row, 1);
    }, ["transactions.local_time"];
    a_use_at_a_store_without_a_store_is_found: "card_transactions", |t| {
        let row = t.find(|t, row| is("channel", "in_person")(t, row));
        t.set("terminal_id", row, Cell::Null);
    }, ["transactions.channel"];
    a_use_of_a_blocked_card_is_found: "cards", |t| {
        let row = t.find(|t, row| is("status", "active")(t, row) && t.text("blocked_at", row).is_empty());
        let then = t.number("activated_at", row) + 1;
        t.set("blocked_at", row, then);
        t.set("block_reason", row, "fraud");
    }, ["transactions.live_card"];
}

faults! {
    a_life_that_ends_otherwise_is_found: "card_events", |t| {
        let row = t.find(is("event_type", "expired"));
        t.set("event_type", row, "reversed");
    }, ["events.status"];
    a_gap_in_a_life_is_found: "card_events", |t| t.add("event_sequence", t.rows() - 1, 1),
        ["events.order"];
    a_life_that_begins_with_another_amount_is_found: "card_events", |t| {
        let row = t.find(is("event_type", "declined"));
        t.add("amount", row, 1);
    }, ["events.authorized"];
    a_refund_of_nothing_is_found: "card_transactions", |t| {
        let row = t.find(is("processing_code", "20"));
        t.set("original_transaction_id", row, Cell::Null);
    }, ["refunds.original", "refunds.events"];
    a_refund_step_of_another_amount_is_found: "card_events", |t| {
        let row = t.find(is("event_type", "refunded"));
        t.add("amount", row, -1);
    }, ["refunds.events"];
    a_dispute_that_credits_another_amount_is_found: "disputes", |t| {
        let row = t.find(|t, row| !t.text("provisional_credit_at", row).is_empty() && !is("outcome", "lost")(t, row));
        t.add("amount", row, -1);
    }, ["disputes.net"];
    a_dispute_at_the_wrong_stage_is_found: "disputes", |t| {
        let row = t.find(is("stage", "resolved"));
        t.set("stage", row, "opened");
    }, ["disputes.course"];
    a_dispute_opened_at_another_time_is_found: "disputes", |t| {
        let row = t.find(|t, row| !is("reason", "fraud")(t, row));
        t.add("opened_at", row, -1);
    }, ["events.disputed"];
    a_statement_that_does_not_add_up_is_found: "statements", |t| t.add("purchases", 3, -1),
        ["statements.sum", "statements.entries"];
    a_statement_that_is_due_too_early_is_found: "statements", |t| t.add("due_on", 3, -1),
        ["statements.due"];
    a_statement_that_leaves_out_a_day_is_found: "statements", |t| {
        let row = t.find(|t, row| t.number("cycle", row) == 2 && t.number("purchases", row) == 0);
        t.add("opened_on", row, 1);
    }, ["statements.carry"];
}

faults! {
    a_label_known_before_its_event_is_found: "fraud_labels", |t| {
        let before = t.number("occurred_at", 0) - 1;
        t.set("known_at", 0, before);
    }, ["labels.known"];
    a_label_of_another_instant_is_found: "fraud_labels", |t| t.add("occurred_at", 0, -1),
        ["labels.record"];
    a_label_of_another_typology_is_found: "fraud_labels", |t| {
        let other = if is("typology", "refund_abuse")(t, 0) { "friendly_fraud" } else { "refund_abuse" };
        t.set("typology", 0, other);
    }, ["labels.order"];
    a_case_that_counts_wrong_is_found: "fraud_cases", |t| t.add("attempts", 0, 1),
        ["cases.sums"];
    an_episode_that_ends_before_it_starts_is_found: "genuine_episodes", |t| {
        let before = t.number("started_on", 0) - 1;
        t.set("ended_on", 0, before);
    }, ["episodes.days"];
    a_change_of_profile_out_of_order_is_found: "customer_events", |t| t.add("event_sequence", t.rows() - 1, 1),
        ["customer_events.order"];
    a_device_last_seen_before_it_was_first_is_found: "devices", |t| {
        let row = t.find(|t, row| t.text("last_seen_at", row).is_empty());
        let before = t.number("first_seen_at", row) - DAY;
        t.set("last_seen_at", row, before);
    }, ["devices.seen"];
}

faults! {
    an_id_that_a_platform_may_have_given_out_is_found: "platform_users", |t| t.set("page_scoped_id", 3, "24175368914650123"),
        ["identifiers.platform_users.page_scoped_id"];
    a_link_without_its_code_is_found: "account_links", |t| {
        let row = t.find(|t, row| !t.text("linked_at", row).is_empty());
        t.set("authorization_code", row, Cell::Null);
    }, ["links.course"];
    a_link_that_nobody_ended_is_found: "account_links", |t| {
        let row = t.find(|t, row| !t.text("unlinked_by", row).is_empty());
        t.set("unlinked_by", row, Cell::Null);
    }, ["links.course"];
    a_link_that_lasts_while_the_next_is_asked_for_is_found: "account_links", |t| {
        let row = t.find(|t, row| {
            let is_followed = row + 1 < t.rows() && t.number("platform_user_id", row) == t.number("platform_user_id", row + 1);
            is_followed && t.text("linked_at", row).is_empty()
        });
        let (at, code) = (t.number("requested_at", row) + 1_000_000, "syn_0123456789abcdef");
        t.set("linked_at", row, at);
        t.set("authorization_code", row, code);
    }, ["links.single"];
    a_link_with_somebody_who_banks_elsewhere_is_found: "account_links", |t| {
        let place = |t: &Table<'_>, row: usize| (t.number("customer_id", row) - 1) / 100;
        let has_link = |t: &Table<'_>, row: usize, bank: i64| {
            (0..t.rows()).any(|r| t.number("customer_id", r) == t.number("customer_id", row) && t.number("bank_id", r) == bank)
        };
        let stranger = |t: &Table<'_>, row: usize| {
            let bank = t.number("bank_id", row);
            (0..t.rows()).find(|other| place(t, *other) == place(t, row) && !has_link(t, *other, bank))
        };
        let row = t.find(|t, row| t.text("linked_at", row).is_empty() && stranger(t, row).is_some());
        let other = stranger(t, row).map(|other| t.number("customer_id", other)).expect("it was found");
        t.set("customer_id", row, other);
    }, ["links.customer"];
    a_request_without_an_outcome_is_found: "data_requests", |t| {
        let row = t.find(|t, row| !t.text("outcome", row).is_empty());
        t.set("outcome", row, Cell::Null);
    }, ["data_requests.course"];
    a_consent_before_its_link_is_found: "consents", |t| {
        let row = t.find(is("purpose", "servicing"));
        t.add("granted_at", row, -2_000_000);
    }, ["consents.link", "consent_scopes.joint"];
    a_consent_withdrawn_by_nobody_is_found: "consents", |t| {
        let row = t.find(|t, row| !t.text("withdrawn_by", row).is_empty());
        t.set("withdrawn_by", row, Cell::Null);
    }, ["consents.period"];
    a_version_left_out_is_found: "consents", |t| {
        let row = t.find(|t, row| t.number("version", row) == 2);
        t.add("version", row, 1);
    }, ["consents.versions"];
    a_consent_to_what_the_bank_does_not_share_is_found: "sharing_agreements", |t| {
        let row = t.find(|t, row| t.number("bank_id", row) == 1 && is("scope", "transactions")(t, row));
        t.set("decision", row, "refused");
    }, ["consent_scopes.agreement", "accesses.promise"];
    a_consent_about_the_account_of_somebody_else_is_found: "consent_scopes", |t| {
        let owner = |t: &Table<'_>, row: usize| t.number("account_id", row) / 100;
        let is_near = |one: i64, other: i64| one != other && (one - 1) / 100 == (other - 1) / 100;
        let row = t.find(|t, row| row + 40 < t.rows() && is_near(owner(t, row), owner(t, row + 40)));
        let other = t.number("account_id", row + 40);
        t.set("account_id", row, other);
    }, ["consent_scopes.account"];
    a_joint_account_open_to_one_owner_alone_is_found: "consent_scopes", |t| {
        let row = t.find(|t, row| is("joint_rule", "all_holders")(t, row) && t.text("effective_at", row).is_empty());
        t.set("joint_rule", row, "sole");
    }, ["consent_scopes.joint"];
}

faults! {
    a_broken_promise_that_nobody_tells_is_found: "violations", |t| {
        let order: Vec<usize> = (1..t.rows()).collect();
        t.reorder(&order);
    }, ["accesses.promise"];
    a_broken_promise_of_another_kind_is_found: "violations", |t| {
        let other = if is("kind", "contacts")(t, 0) { "expired" } else { "contacts" };
        t.set("kind", 0, other);
    }, ["accesses.promise"];
    a_broken_promise_at_another_time_is_found: "violations", |t| t.add("occurred_at", 0, 1_000),
        ["violations.read"];
    a_read_for_advertising_that_nobody_tells_is_found: "data_accesses", |t| {
        let row = t.find(|t, row| is("purpose", "receipts")(t, row) && t.number("http_status", row) == 200);
        t.set("purpose", row, "advertising");
    }, ["accesses.promise"];
    a_read_that_was_turned_away_with_a_consent_is_found: "data_accesses", |t| {
        let row = t.find(|t, row| t.number("http_status", row) == 503);
        t.set("http_status", row, 403);
    }, ["accesses.turned_away"];
    a_read_of_too_many_rows_is_found: "data_accesses", |t| {
        let row = t.find(|t, row| t.number("rows_returned", row) > 1);
        t.add("rows_returned", row, 1);
    }, ["accesses.answer"];
    a_read_after_the_next_is_found: "data_accesses", |t| {
        let row = t.find(|t, row| {
            let is_synchronization = is("purpose", "alerts")(t, row) && t.number("http_status", row) == 200;
            is_synchronization && is("scope", "balances")(t, row)
        });
        t.add("occurred_at", row, 600_000_000);
    }, ["accesses.order"];
}

faults! {
    a_notification_to_somebody_who_is_not_linked_is_found: "notifications", |t| {
        let row = t.find(is("decision", "suppressed_consent"));
        let customer = t.number("customer_id", row);
        let is_near = |other: i64| other != customer && (other - 1) / 100 == (customer - 1) / 100;
        let other = t.find(|t, other| is_near(t.number("customer_id", other)));
        let other = t.number("customer_id", other);
        t.set("customer_id", row, other);
    }, ["notifications.link"];
    a_notification_under_the_consent_of_somebody_else_is_found: "notifications", |t| {
        let has_consent = |t: &Table<'_>, row: usize| !t.text("consent_id", row).is_empty();
        let row = t.find(has_consent);
        let customer = t.number("customer_id", row);
        let other = t.find(|t, row| has_consent(t, row) && t.number("customer_id", row) != customer);
        let consent = t.number("consent_id", other);
        t.set("consent_id", row, consent);
    }, ["notifications.consent"];
    a_notification_without_consent_is_found: "notifications", |t| {
        let row = t.find(is("decision", "suppressed_consent"));
        t.set("decision", row, "suppressed_window");
    }, ["notifications.decision"];
    a_notification_outside_the_window_without_a_tag_is_found: "notifications", |t| {
        let row = t.find(|t, row| !t.text("message_tag", row).is_empty());
        t.set("message_tag", row, Cell::Null);
    }, ["notifications.decision"];
    a_notification_read_before_it_arrived_is_found: "notifications", |t| {
        let row = t.find(|t, row| !t.text("read_at", row).is_empty() && !is("kind", "fraud_alert")(t, row));
        let early = t.number("delivered_at", row) - 1_000;
        t.set("read_at", row, early);
    }, ["notifications.times"];
    a_suppressed_notification_that_was_sent_is_found: "notifications", |t| {
        let row = t.find(is("decision", "suppressed_consent"));
        let at = t.number("triggered_at", row) + 1_000;
        t.set("sent_at", row, at);
    }, ["notifications.times"];
    a_window_that_nobody_opened_is_found: "notifications", |t| {
        let row = t.find(|t, row| is("decision", "suppressed_consent")(t, row) && is("window_state", "closed")(t, row));
        t.set("window_state", row, "open");
    }, ["notifications.window"];
    a_low_balance_that_is_not_low_is_found: "notifications", |t| {
        let row = t.find(is("kind", "low_balance"));
        t.add("threshold", row, 100_000_000);
    }, ["notifications.trigger"];
    a_notification_of_another_entry_is_found: "notifications", |t| {
        let row = t.find(is("kind", "salary"));
        t.add("entry_sequence", row, 1);
    }, ["notifications.trigger"];
    an_alert_asked_before_it_was_sent_is_found: "fraud_alerts", |t| t.add("asked_at", 0, -1_000_000),
        ["fraud_alerts.question"];
    a_question_that_is_no_alert_is_found: "fraud_alerts", |t| {
        let last = t.find(is("reply", "timeout"));
        let order: Vec<usize> = (0..t.rows()).filter(|row| *row != last).collect();
        t.reorder(&order);
    }, ["fraud_alerts.asked"];
    an_answer_that_says_nothing_is_found: "fraud_alerts", |t| {
        let row = t.find(is("reply", "yes_it_was_me"));
        t.set("reply", row, "timeout");
    }, ["fraud_alerts.reply"];
    a_block_that_the_card_does_not_know_is_found: "fraud_alerts", |t| {
        let row = t.find(|t, row| t.text("blocked_at", row).is_empty());
        let at = t.number("asked_at", row) + 1_000_000;
        t.set("blocked_at", row, at);
    }, ["fraud_alerts.block"];
}

faults! {
    a_receipt_that_does_not_add_up_is_found: "receipts", |t| t.add("shipping_cost", 3, 1),
        ["receipts.sum"];
    a_receipt_paid_by_another_card_is_found: "receipts", |t| t.set("payment_method", 3, "orbita 12345"),
        ["receipts.transaction"];
    a_receipt_under_the_consent_of_somebody_else_is_found: "receipts", |t| {
        let row = t.find(|t, row| t.number("customer_id", row) != t.number("customer_id", 0));
        let other = t.number("consent_id", 0);
        t.set("consent_id", row, other);
    }, ["receipts.consent"];
    a_receipt_before_the_one_before_it_is_found: "receipts", |t| {
        let row = t.find(|t, row| row > 0 && t.number("tip", row) > 0);
        let earlier = t.number("issued_at", row - 1) - 1;
        t.set("issued_at", row, earlier);
    }, ["receipts.transaction", "receipts.order"];
    an_order_number_that_is_there_twice_is_found: "receipts", |t| {
        let other = t.text("order_number", 4);
        t.set("order_number", 3, other.as_str());
    }, ["unique.receipts.order_number"];
    a_line_of_another_price_is_found: "receipt_items", |t| t.add("quantity", 3, 1),
        ["receipt_items.lines"];
    a_number_that_a_carrier_may_have_given_out_is_found: "shipments", |t| t.set("tracking_number", 3, "1Z999AA10123456784"),
        ["identifiers.shipments.tracking_number"];
    a_parcel_of_another_receipt_is_found: "shipments", |t| {
        let row = t.find(|t, row| row > 0 && t.number("receipt_id", row) > t.number("receipt_id", row - 1) + 1);
        t.add("receipt_id", row, -1);
    }, ["shipments.receipt", "shipments.events"];
    a_step_left_out_is_found: "shipment_events", |t| t.add("event_sequence", t.rows() - 1, 1),
        ["shipments.events"];
    a_delivery_that_no_step_tells_of_is_found: "shipments", |t| {
        let row = t.find(is("status", "delivered"));
        t.add("delivered_at", row, 1);
    }, ["shipments.state"];
    a_late_parcel_of_which_nobody_was_told_is_found: "shipments", |t| {
        let row = t.find(is("status", "delivered"));
        t.add("promised_on", row, -30);
    }, ["shipments.promise"];
    a_parcel_that_came_back_for_no_money_is_found: "shipment_events", |t| {
        let row = t.find(is("event_type", "delivered"));
        t.set("event_type", row, "returned");
    }, ["shipments.state", "shipments.returned"];
}

faults! {
    a_life_event_out_of_order_is_found: "life_events", |t| t.add("event_sequence", t.rows() - 1, 1),
        ["life_events.order"];
    an_event_known_before_it_happens_is_found: "life_events", |t| {
        let row = t.find(is("kind", "job_lost"));
        let before = t.number("happened_on", row) - 1;
        t.set("known_on", row, before);
    }, ["life_events.order"];
    a_lost_job_that_pays_more_is_found: "life_events", |t| {
        let row = t.find(is("kind", "job_lost"));
        let before = t.number("net_income_before", row);
        t.set("net_income_after", row, before + 1);
    }, ["life_events.income"];
    a_use_at_a_store_that_had_closed_is_found: "merchant_locations", |t| {
        let row = t.find(|t, row| t.number("location_id", row) >= 500_000_000_000);
        t.set("closed_on", row, 0);
    }, ["transactions.open_store"];
    a_customer_who_died_in_silence_is_found: "customers", |t| {
        let row = t.find(is("status", "deceased"));
        t.set("status", row, "active");
    }, ["customers.status"];
    a_closed_customer_with_open_accounts_is_found: "customers", |t| {
        let row = t.find(is("status", "active"));
        t.set("status", row, "closed");
    }, ["customers.status"];
    a_mandate_of_the_gone_that_runs_on_is_found: "life_events", |t| {
        // Not everybody has a mandate when they leave, so all of them leave earlier.
        for row in (0..t.rows()).filter(|row| is("kind", "left_bank")(t, *row)).collect::<Vec<_>>() {
            t.add("happened_on", row, -30);
            t.add("known_on", row, -30);
        }
    }, ["lives.cards", "lives.orders"];
    a_wage_of_the_dead_is_found: "life_events", |t| {
        let row = t.find(is("kind", "died"));
        t.add("happened_on", row, -45);
    }, ["lives.earnings", "lives.cards"];
}

#[test]
fn a_file_that_is_missing_is_found() {
    let dataset = Dataset::copy();
    let path = dataset.manifest().files_of("genuine_episodes").next().expect("the table has a file").path.clone();
    fs::remove_file(dataset.path().join(path)).expect("the file can be removed");
    assert_eq!(dataset.broken(), ["files.listed"]);
}

#[test]
fn a_file_that_nobody_listed_is_found() {
    let dataset = Dataset::copy();
    fs::write(dataset.path().join("cards/part-99999.parquet"), "stray").expect("a file can be added");
    assert_eq!(dataset.broken(), ["files.listed"]);
}

#[test]
fn other_bytes_than_the_manifest_promises_are_found() {
    let dataset = Dataset::copy();
    let mut manifest = dataset.manifest();
    manifest.files[7].sha256 = "0".repeat(64);
    dataset.set_manifest(&manifest);
    assert_eq!(dataset.broken(), ["files.hash"]);
}

#[test]
fn other_rows_than_the_manifest_promises_are_found() {
    let dataset = Dataset::copy();
    let mut manifest = dataset.manifest();
    manifest.files[7].rows += 1;
    dataset.set_manifest(&manifest);
    assert_eq!(dataset.broken(), ["files.rows"]);
}

#[test]
fn another_schema_than_the_program_knows_is_found() {
    let dataset = Dataset::copy();
    let mut manifest = dataset.manifest();
    manifest.run.tables[3].schema_sha256 = "0".repeat(64);
    dataset.set_manifest(&manifest);
    assert_eq!(dataset.broken(), ["files.types"]);
}

#[test]
fn a_file_that_is_cut_short_is_found() {
    let dataset = Dataset::copy();
    let path = dataset.manifest().files_of("genuine_episodes").next().expect("the table has a file").path.clone();
    let path = dataset.path().join(path);
    let bytes = fs::read(&path).expect("the file can be read");
    fs::remove_file(&path).expect("the file can be removed");
    fs::write(&path, &bytes[..bytes.len() / 2]).expect("the file can be written");
    assert_eq!(dataset.broken(), ["files.hash", "files.types"]);
}

#[test]
fn a_column_of_another_type_is_found() {
    let dataset = Dataset::copy();
    let mut table = dataset.table("genuine_episodes");
    let column = table.batch.column_by_name("episode_sequence").expect("the column is there");
    let wide = cast(column, &DataType::Int64).expect("numbers can be widened");
    table.replace("episode_sequence", wide);
    table.save();
    assert_eq!(dataset.broken(), ["files.types"]);
}

#[test]
fn a_column_without_its_description_is_found() {
    let dataset = Dataset::copy();
    let mut table = dataset.table("genuine_episodes");
    let schema = table.batch.schema();
    let fields =
        schema.fields().iter().map(|field| field.as_ref().clone().with_metadata(HashMap::<String, String>::new()));
    let bare = arrow::datatypes::Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone());
    table.batch =
        RecordBatch::try_new(Arc::new(bare), table.batch.columns().to_vec()).expect("the columns are as before");
    table.save();
    assert_eq!(dataset.broken(), ["files.metadata"]);
}
