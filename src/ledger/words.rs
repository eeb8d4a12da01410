//! The texts of the bank's own entries.

use crate::columns::{Text, Texts};
use crate::country::Country;

/// The bank's own texts, interned once a community.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "each field is the text of its name")]
pub(super) struct Words {
    pub(super) home_country: Text,
    pub(super) interest: Text,
    pub(super) purchase_interest: Text,
    pub(super) monthly_fee: Text,
    pub(super) late_fee: Text,
    pub(super) overdraft_fee: Text,
    pub(super) overdraft_interest: Text,
    pub(super) returned_item: Text,
    pub(super) returned_item_fee: Text,
    pub(super) foreign_fee: Text,
    pub(super) cash_advance_fee: Text,
    pub(super) cash_machine_fee: Text,
    pub(super) provisional_credit: Text,
    pub(super) credit_reversed: Text,
    pub(super) reimbursement: Text,
    pub(super) closing: Text,
    pub(super) protection: Text,
    pub(super) own_elsewhere: Text,
    pub(super) estate: Text,
}

impl Words {
    /// Interns the texts in the language of the country.
    pub(super) fn of(texts: &mut Texts, country: &Country) -> Self {
        let home_country = texts.intern(country.code);
        let mut text = |english: &str| texts.intern(country.phrase(english));
        Self {
            home_country,
            interest: text("INTEREST PAID"),
            purchase_interest: text("INTEREST CHARGE ON PURCHASES"),
            monthly_fee: text("MONTHLY SERVICE FEE"),
            late_fee: text("LATE PAYMENT FEE"),
            overdraft_fee: text("OVERDRAFT FEE"),
            overdraft_interest: text("OVERDRAFT INTEREST"),
            returned_item: text("RETURNED UNPAID"),
            returned_item_fee: text("RETURNED ITEM FEE"),
            foreign_fee: text("FOREIGN TRANSACTION FEE"),
            cash_advance_fee: text("CASH ADVANCE FEE"),
            cash_machine_fee: text("NON-NETWORK CASH MACHINE FEE"),
            provisional_credit: text("PROVISIONAL CREDIT DISPUTE"),
            credit_reversed: text("PROVISIONAL CREDIT REVERSED"),
            reimbursement: text("FRAUD REIMBURSEMENT"),
            closing: text("CLOSING TRANSFER"),
            protection: text("OVERDRAFT PROTECTION TRANSFER"),
            own_elsewhere: text("OWN ACCOUNT ELSEWHERE"),
            estate: text("ESTATE"),
        }
    }
}
