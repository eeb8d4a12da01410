//! Everything the mint makes is told as nobody's, and nothing repeats.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::units::MerchantId;

fn mint() -> Mint {
    Mint::new(&Streams::new(42))
}

proptest! {
    #[test]
    fn what_is_minted_is_accepted_by_its_rule(id in 1_i64..15_000_000, running in 1_i64..60, word in any::<u64>()) {
        let mint = mint();
        prop_assert!(is_pan(&mint.pan(CardId(id * 1000 + running))));
        prop_assert!(is_pan_token(&mint.pan_token(CardId(id * 1000 + running))));
        let born_on = Date(word as i32 % 20_000);
        let of = |form| mint.tax_id(form, CustomerId(id), Sex::ALL[id as usize % 2], born_on);
        prop_assert!(is_us_ssn(&of(TaxIdForm::SocialSecurity)));
        prop_assert!(is_gb_nino(&of(TaxIdForm::NationalInsurance)));
        prop_assert!(is_fr_nir(&of(TaxIdForm::Repertoire)));
        prop_assert!(is_phone(&mint.phone(CustomerId(id), (running % 16) as u8)));
        prop_assert!(is_email(&mint.email("Anna-Lu", "O'Neil", CustomerId(id), 0)));
        for (form, routing) in [(AccountForm::American, ""), (AccountForm::British, "999999"), (AccountForm::French, "9999901234")] {
            let (number, iban) = mint.account(form, AccountId(id * 100 + running), word as usize % 5, routing);
            prop_assert!(is_account_number(&number));
            prop_assert_eq!(iban.is_some(), form != AccountForm::American);
            prop_assert!(iban.is_none_or(|iban| is_iban(&iban)));
            prop_assert!(is_counterparty_account(&form.mint_outside(word)));
        }
        prop_assert!(is_counterparty_account(&mint_outside_account(word)));
        prop_assert!(is_us_routing(&mint_us_routing(word)));
        prop_assert!(is_ip_address(&mint_ip_address(word)));
        prop_assert!(is_device_fingerprint(&mint.fingerprint(DeviceId(id))));
        prop_assert!(is_card_acceptor_id(&mint_card_acceptor_id(MerchantId(id * 1_000_003))));
        for country in ["FR", "GB", "DE"] {
            prop_assert!(is_iban(&mint_foreign_iban(country, word).expect("the country is known")));
        }
    }

    #[test]
    fn one_wrong_digit_is_told(id in 1_i64..1_000_000, place in 6_usize..16, step in 1_u8..10) {
        let mut pan = mint().pan(CardId(id * 1000 + 1)).into_bytes();
        pan[place] = (pan[place] - b'0' + step) % 10 + b'0';
        prop_assert!(!is_pan(std::str::from_utf8(&pan).expect("digits")));
    }
}

#[test]
fn nothing_unique_repeats_over_a_hundred_thousand_customers() {
    let mint = mint();
    let writers: [fn(&Mint, i64) -> String; 10] = [
        |mint, id| mint.pan(CardId(id * 1000 + id % 3)),
        |mint, id| mint.tax_id(TaxIdForm::SocialSecurity, CustomerId(id), Sex::Female, Date(4_000)),
        |mint, id| mint.tax_id(TaxIdForm::NationalInsurance, CustomerId(id), Sex::Female, Date(4_000)),
        |mint, id| mint.tax_id(TaxIdForm::Repertoire, CustomerId(id), Sex::Female, Date(4_000)),
        |mint, id| mint.phone(CustomerId(id), 0),
        |mint, id| mint.email("Al", "Li", CustomerId(id), 0),
        |mint, id| mint.account(AccountForm::American, AccountId(id * 100 + 1), (id % 5) as usize, "").0,
        |mint, id| mint.account(AccountForm::British, AccountId(id * 100 + 1), 0, "999999").0,
        |mint, id| mint.account(AccountForm::French, AccountId(id * 100 + 1), 0, "9999901234").0,
        |mint, id| mint.fingerprint(DeviceId(id * 100 + 1)),
    ];
    for writer in writers {
        let all: BTreeSet<String> = (1..=100_000).map(|id| writer(&mint, id)).collect();
        assert_eq!(all.len(), 100_000);
    }
}

#[test]
fn what_could_be_somebodys_is_refused() {
    for (name, value) in [
        ("pan", "4111111111111111"),
        ("us_ssn", "123-45-6789"),
        ("us_ssn", "900-00-1234"),
        ("gb_nino", "AB123456C"),
        ("gb_nino", "QQ123456E"),
        ("fr_nir", "255081416802538"),
        ("fr_nir", "255131416802500"),
        ("tax_id", "AB123456C"),
        ("routing_number", "200000"),
        ("routing_number", "3000401234"),
        ("phone", "+447700901000"),
        ("phone", "+33639991234"),
        ("us_routing", "111000025"),
        ("us_routing", "021000021"),
        ("iban", "GB82WEST12345698765432"),
        ("iban", "FR1420041010050500013M02606"),
        ("phone", "+12125551234"),
        ("phone", "+33140000000"),
        ("email", "someone@gmail.com"),
        ("website", "https://bank.com"),
        ("website", "https://notexample.com"),
        ("ip_address", "8.8.8.8"),
        ("ip_address", "255.255.255.255"),
        ("device_fingerprint", "a1b2c3"),
        ("card_acceptor_id", "123456789012345"),
        ("pan_token", "tok_1"),
        ("account_number", "12"),
    ] {
        let rule = rule(name).expect("the rule exists");
        assert!(!(rule.accepts)(value), "{name} accepts {value}");
    }
}

#[test]
fn every_rule_has_a_name_of_its_own_and_says_itself_in_sql() {
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        assert!(rule.sql.contains("{column}"), "{}", rule.name);
    }
}
