//! Identifiers that belong to nobody: how they are minted, and how a stranger's is told.

mod banking;
mod cards;
mod checksums;
mod contact;
mod devices;
mod permutation;
mod platform;
mod rules;

pub use banking::{
    AccountForm, is_account_number, is_counterparty_account, is_fr_bank_code, is_gb_sort_code, is_iban,
    is_routing_number, is_us_routing, mint_foreign_iban, mint_outside_account, mint_us_routing,
};
pub use cards::{bin_of, is_card_acceptor_id, is_pan, is_pan_token, last_four_of, mint_card_acceptor_id};
pub use checksums::{aba_check_digit, luhn_check_digit, mod_97};
pub use contact::{
    TaxIdForm, is_email, is_fr_nir, is_gb_nino, is_phone, is_tax_id, is_us_ssn, is_website, mint_email, plain_letters,
};
pub use devices::{is_device_fingerprint, is_ip_address, mint_ip_address};
pub use permutation::Permutation;
pub use platform::{
    is_link_code, is_order_number, is_platform_id, is_tracking_number, mint_order_number, mint_tracking_number,
};
pub use rules::{IdentifierRule, RULES, rule};

use crate::codes::Sex;
use crate::rng::Streams;
use crate::units::{AccountId, BankId, CardId, CustomerId, Date, DeviceId, LinkId, PlatformUserId};

/// Mints the identifiers that must be unique: each is a keyed permutation of an id, so none repeats and none tells its neighbour.
#[derive(Debug, Clone)]
pub struct Mint {
    pan: Permutation,
    accounts: [Permutation; 3],
    british_accounts: Permutation,
    french_accounts: Permutation,
    tax_id: Permutation,
    national_insurance: Permutation,
    repertoire: Permutation,
    phone: Permutation,
    mailbox: Permutation,
    token_key: u64,
    fingerprint_key: u64,
    page_scoped: Permutation,
    link_key: u64,
}

impl Mint {
    /// Makes the mint of a seed.
    pub fn new(streams: &Streams) -> Self {
        let key = |name| streams.word(name, 0, 0);
        Self {
            pan: Permutation::new(key("identity.pan"), cards::PANS),
            accounts: std::array::from_fn(|i| Permutation::new(key("identity.account"), banking::ACCOUNTS[i].1)),
            british_accounts: Permutation::new(key("identity.account"), banking::BRITISH),
            french_accounts: Permutation::new(key("identity.account"), banking::FRENCH),
            tax_id: Permutation::new(key("identity.tax_id"), contact::TAX_IDS),
            national_insurance: Permutation::new(key("identity.tax_id"), contact::NATIONAL_INSURANCE),
            repertoire: Permutation::new(key("identity.tax_id"), contact::REPERTOIRE),
            phone: Permutation::new(key("identity.phone"), contact::PHONES),
            mailbox: Permutation::new(key("identity.mailbox"), contact::MAILBOXES),
            token_key: key("identity.pan_token"),
            fingerprint_key: key("identity.fingerprint"),
            page_scoped: Permutation::new(key("identity.page_scoped"), platform::PAGE_SCOPED),
            link_key: key("identity.link"),
        }
    }

    /// Returns the number of a card: unique up to 15 million customers with 64 cards each.
    pub fn pan(&self, card: CardId) -> String {
        cards::pan(&self.pan, card)
    }

    /// Returns the token that stands for a card's number.
    pub fn pan_token(&self, card: CardId) -> String {
        cards::pan_token(self.token_key, card)
    }

    /// Returns the number of an account at a bank, and its IBAN where there are any; American banks differ in the number of digits.
    pub fn account(
        &self,
        form: AccountForm,
        account: AccountId,
        bank: usize,
        routing_number: &str,
    ) -> (String, Option<String>) {
        let number = match form {
            AccountForm::American => banking::account_number(&self.accounts, account, bank),
            AccountForm::British => banking::british_number(&self.british_accounts, account),
            AccountForm::French => banking::french_number(&self.french_accounts, account),
        };
        let iban = banking::iban_of(form, routing_number, &number);
        (number, iban)
    }

    /// Returns a customer's tax id in a form; unique up to 10.9 million customers (of the United States, more elsewhere).
    pub fn tax_id(&self, form: TaxIdForm, customer: CustomerId, sex: Sex, born_on: Date) -> String {
        match form {
            TaxIdForm::SocialSecurity => contact::tax_id(&self.tax_id, customer),
            TaxIdForm::NationalInsurance => contact::national_insurance(&self.national_insurance, customer),
            TaxIdForm::Repertoire => contact::repertoire(&self.repertoire, customer, sex, born_on),
        }
    }

    /// Returns a customer's telephone number; each change of number has the next `version` (0–15).
    pub fn phone(&self, customer: CustomerId, version: u8) -> String {
        contact::phone(&self.phone, customer, version)
    }

    /// Returns a customer's e-mail address; each change of address has the next `version` (0–15).
    pub fn email(&self, given_name: &str, surname: &str, customer: CustomerId, version: u8) -> String {
        let number = self.mailbox.at(contact::versioned(customer, version));
        mint_email(given_name, surname, number)
    }

    /// Returns the fingerprint of a device.
    pub fn fingerprint(&self, device: DeviceId) -> String {
        devices::fingerprint(self.fingerprint_key, device)
    }

    /// Returns what the platform calls a person to the page of one bank; no two pages know anybody by the same id.
    pub fn page_scoped_id(&self, user: PlatformUserId) -> String {
        platform::page_scoped_id(&self.page_scoped, user)
    }

    /// Returns what the platform calls the page of a bank.
    pub fn page_id(&self, bank: BankId) -> String {
        platform::page_id(self.link_key, bank)
    }

    /// Returns the code by which a bank tells the platform that a link has been made.
    pub fn link_code(&self, link: LinkId) -> String {
        platform::link_code(self.link_key, link)
    }
}

#[cfg(test)]
mod tests;
