//! The texts of the bank's own entries.

use crate::columns::{Text, Texts};

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
    pub(super) returned_item: Text,
    pub(super) returned_item_fee: Text,
    pub(super) foreign_fee: Text,
    pub(super) cash_advance_fee: Text,
    pub(super) cash_machine_fee: Text,
    pub(super) provisional_credit: Text,
    pub(super) credit_reversed: Text,
    pub(super) reimbursement: Text,
    pub(super) closing: Text,
}

impl Words {
    /// Interns the texts; the home country is the one its area lies in.
    pub(super) fn of(texts: &mut Texts, home_country: &str) -> Self {
        Self {
            home_country: texts.intern(home_country),
            interest: texts.intern("INTEREST PAID"),
            purchase_interest: texts.intern("INTEREST CHARGE ON PURCHASES"),
            monthly_fee: texts.intern("MONTHLY SERVICE FEE"),
            late_fee: texts.intern("LATE PAYMENT FEE"),
            overdraft_fee: texts.intern("OVERDRAFT FEE"),
            returned_item: texts.intern("RETURNED UNPAID"),
            returned_item_fee: texts.intern("RETURNED ITEM FEE"),
            foreign_fee: texts.intern("FOREIGN TRANSACTION FEE"),
            cash_advance_fee: texts.intern("CASH ADVANCE FEE"),
            cash_machine_fee: texts.intern("NON-NETWORK CASH MACHINE FEE"),
            provisional_credit: texts.intern("PROVISIONAL CREDIT DISPUTE"),
            credit_reversed: texts.intern("PROVISIONAL CREDIT REVERSED"),
            reimbursement: texts.intern("FRAUD REIMBURSEMENT"),
            closing: texts.intern("CLOSING TRANSFER"),
        }
    }
}
