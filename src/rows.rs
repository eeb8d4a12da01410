//! The row types, one a table; their columns are described in `schemas/`.

mod messenger;
mod money;
mod parties;
mod truth;

pub use messenger::*;
pub use money::*;
pub use parties::*;
pub use truth::*;

use crate::columns::{CodeColumn, Column, Columns, Texts};

macro_rules! rows {
    ($( $field:ident: $columns:ident ),+ $(,)?) => {
        /// The rows of one community (or of what all communities share), a columnar store a table.
        #[derive(Debug, Default)]
        #[allow(missing_docs, reason = "each field is the table of its name")]
        pub struct Rows { $( pub $field: $columns ),+ }

        impl Rows {
            /// Returns every table that holds rows as its name and its columns, in the order of the registry.
            pub fn tables<'a>(&'a self, texts: &'a Texts) -> Vec<(&'static str, Vec<Column<'a>>)> {
                let mut tables = Vec::new();
                $( if self.$field.rows() > 0 {
                    tables.push(($columns::TABLE, self.$field.columns(texts)));
                } )+
                tables
            }

            /// Empties every table and keeps the memory for the next community.
            pub fn clear(&mut self) {
                $( self.$field.clear(); )+
            }

            /// Returns the number of rows held in all tables.
            pub fn count(&self) -> usize {
                0 $( + self.$field.rows() )+
            }
        }

        /// Every table on the side of the code: its name and its columns, in the order of the registry.
        pub const CODE_TABLES: &[(&str, fn() -> Vec<CodeColumn>)] = &[
            $( ($columns::TABLE, $columns::describe) ),+
        ];

        /// The schema file of every table: the table's name and the file's text, in the order of the registry.
        pub const SCHEMA_FILES: &[(&str, &str)] = &[
            $( (stringify!($field), include_str!(concat!("../schemas/", stringify!($field), ".toml"))) ),+
        ];
    };
}

rows! {
    banks: BankColumns,
    households: HouseholdColumns,
    customers: CustomerColumns,
    customer_events: CustomerEventColumns,
    accounts: AccountColumns,
    account_holders: AccountHolderColumns,
    cards: CardColumns,
    devices: DeviceColumns,
    merchants: MerchantColumns,
    merchant_locations: MerchantLocationColumns,
    card_transactions: CardTransactionColumns,
    card_events: CardEventColumns,
    account_entries: AccountEntryColumns,
    balances: BalanceColumns,
    standing_orders: StandingOrderColumns,
    statements: StatementColumns,
    disputes: DisputeColumns,
    sharing_agreements: SharingAgreementColumns,
    platform_users: PlatformUserColumns,
    account_links: AccountLinkColumns,
    consents: ConsentColumns,
    consent_scopes: ConsentScopeColumns,
    data_requests: DataRequestColumns,
    data_accesses: DataAccessColumns,
    notifications: NotificationColumns,
    fraud_alerts: FraudAlertColumns,
    receipts: ReceiptColumns,
    receipt_items: ReceiptItemColumns,
    shipments: ShipmentColumns,
    shipment_events: ShipmentEventColumns,
    fraud_cases: FraudCaseColumns,
    fraud_labels: FraudLabelColumns,
    genuine_episodes: GenuineEpisodeColumns,
    life_events: LifeEventColumns,
    violations: ViolationColumns,
}
