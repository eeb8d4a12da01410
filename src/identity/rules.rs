//! The rules that schema files name and the validator applies.

use super::*;

/// A rule that every value of a column obeys: in a form and a range that can be issued to nobody.
#[derive(Debug, Clone, Copy)]
pub struct IdentifierRule {
    /// The name that schema files use.
    pub name: &'static str,
    /// What the rule asks for.
    pub description: &'static str,
    /// Returns whether a value obeys it.
    pub accepts: fn(&str) -> bool,
    /// The same as a boolean expression of DuckDB's SQL over `{column}`, as far as SQL can say it.
    pub sql: &'static str,
}

/// Returns the rule of a name.
pub fn rule(name: &str) -> Option<&'static IdentifierRule> {
    RULES.iter().find(|rule| rule.name == name)
}

const PAN_SQL: &str = concat!(
    "regexp_full_match({column}, '999999[0-9]{10}') AND (",
    "instr('0516273849', substr({column}, 1, 1)) - 1",
    " + CAST(substr({column}, 2, 1) AS INTEGER)",
    " + instr('0516273849', substr({column}, 3, 1)) - 1",
    " + CAST(substr({column}, 4, 1) AS INTEGER)",
    " + instr('0516273849', substr({column}, 5, 1)) - 1",
    " + CAST(substr({column}, 6, 1) AS INTEGER)",
    " + instr('0516273849', substr({column}, 7, 1)) - 1",
    " + CAST(substr({column}, 8, 1) AS INTEGER)",
    " + instr('0516273849', substr({column}, 9, 1)) - 1",
    " + CAST(substr({column}, 10, 1) AS INTEGER)",
    " + instr('0516273849', substr({column}, 11, 1)) - 1",
    " + CAST(substr({column}, 12, 1) AS INTEGER)",
    " + instr('0516273849', substr({column}, 13, 1)) - 1",
    " + CAST(substr({column}, 14, 1) AS INTEGER)",
    " + instr('0516273849', substr({column}, 15, 1)) - 1",
    " + CAST(substr({column}, 16, 1) AS INTEGER)",
    ") % 10 = 0"
);

const ROUTING_SQL: &str = concat!(
    "regexp_full_match({column}, '(1[3-9]|20|3[3-9]|[45][0-9]|60|7[3-9]|8[1-9]|9[0-9])[0-9]{7}') AND (",
    "3 * CAST(substr({column}, 1, 1) AS INTEGER)",
    " + 7 * CAST(substr({column}, 2, 1) AS INTEGER)",
    " + 1 * CAST(substr({column}, 3, 1) AS INTEGER)",
    " + 3 * CAST(substr({column}, 4, 1) AS INTEGER)",
    " + 7 * CAST(substr({column}, 5, 1) AS INTEGER)",
    " + 1 * CAST(substr({column}, 6, 1) AS INTEGER)",
    " + 3 * CAST(substr({column}, 7, 1) AS INTEGER)",
    " + 7 * CAST(substr({column}, 8, 1) AS INTEGER)",
    " + 1 * CAST(substr({column}, 9, 1) AS INTEGER)",
    ") % 10 = 0"
);

const NINO_SQL: &str = "regexp_full_match({column}, '[DQUV][A-Z][0-9]{6}[A-D]')";

const NIR_SQL: &str = concat!(
    "regexp_full_match({column}, '[12][0-9]{2}1[3-9][0-9]{10}')",
    " AND TRY_CAST(substr({column}, 14, 2) AS BIGINT) = 97 - TRY_CAST(substr({column}, 1, 13) AS BIGINT) % 97"
);

const TAX_ID_SQL: &str = concat!(
    "regexp_full_match({column}, '[0-8][0-9]{2}-00-[0-9]{4}|(000|666)-[0-9]{2}-[0-9]{4}')",
    " OR regexp_full_match({column}, '[DQUV][A-Z][0-9]{6}[A-D]')",
    " OR (regexp_full_match({column}, '[12][0-9]{2}1[3-9][0-9]{10}')",
    " AND TRY_CAST(substr({column}, 14, 2) AS BIGINT) = 97 - TRY_CAST(substr({column}, 1, 13) AS BIGINT) % 97)"
);

const BANK_SQL: &str = concat!(
    "{column} = '999999' OR regexp_full_match({column}, '99999[0-9]{5}')",
    " OR (regexp_full_match({column}, '(1[3-9]|20|3[3-9]|[45][0-9]|60|7[3-9]|8[1-9]|9[0-9])[0-9]{7}') AND (",
    "3 * TRY_CAST(substr({column}, 1, 1) AS INTEGER)",
    " + 7 * TRY_CAST(substr({column}, 2, 1) AS INTEGER)",
    " + 1 * TRY_CAST(substr({column}, 3, 1) AS INTEGER)",
    " + 3 * TRY_CAST(substr({column}, 4, 1) AS INTEGER)",
    " + 7 * TRY_CAST(substr({column}, 5, 1) AS INTEGER)",
    " + 1 * TRY_CAST(substr({column}, 6, 1) AS INTEGER)",
    " + 3 * TRY_CAST(substr({column}, 7, 1) AS INTEGER)",
    " + 7 * TRY_CAST(substr({column}, 8, 1) AS INTEGER)",
    " + 1 * TRY_CAST(substr({column}, 9, 1) AS INTEGER)",
    ") % 10 = 0)"
);

const COUNTERPARTY_SQL: &str = "regexp_full_match({column}, '[0-9]{8}|[0-9]{10,12}|FR[0-9]{2}99999[0-9]{18}|GB[0-9]{2}ZZZZ999999[0-9]{8}|DE[0-9]{2}[09][0-9]{17}')";

const IBAN_SQL: &str = concat!(
    "regexp_full_match({column}, 'FR[0-9]{2}99999[0-9]{18}|GB[0-9]{2}ZZZZ999999[0-9]{8}|DE[0-9]{2}[09][0-9]{17}')",
    " AND TRY_CAST(replace(substr({column}, 5), 'ZZZZ', '35353535')",
    " || CASE substr({column}, 1, 2) WHEN 'FR' THEN '1527' WHEN 'GB' THEN '1611' ELSE '1314' END",
    " || substr({column}, 3, 2) AS HUGEINT) % 97 = 1"
);

/// Every rule.
pub const RULES: &[IdentifierRule] = &[
    IdentifierRule {
        name: "pan",
        description: "16 digits with a valid Luhn digit and the issuer prefix 9999 99, which ISO/IEC 7812 lets nobody issue",
        accepts: is_pan,
        sql: PAN_SQL,
    },
    IdentifierRule {
        name: "pan_token",
        description: "tok_ and 16 hexadecimal digits",
        accepts: is_pan_token,
        sql: "regexp_full_match({column}, 'tok_[0-9a-f]{16}')",
    },
    IdentifierRule {
        name: "us_ssn",
        description: "a social-security number with group 00, or area 000 or 666, none of which is ever issued; no area from 900",
        accepts: is_us_ssn,
        sql: "regexp_full_match({column}, '[0-8][0-9]{2}-00-[0-9]{4}|(000|666)-[0-9]{2}-[0-9]{4}')",
    },
    IdentifierRule {
        name: "gb_nino",
        description: "a National Insurance number whose prefix begins with D, Q, U or V, as none does that is issued",
        accepts: is_gb_nino,
        sql: NINO_SQL,
    },
    IdentifierRule {
        name: "fr_nir",
        description: "a number of the French register with a valid key and a month from 13 to 19, which is never given",
        accepts: is_fr_nir,
        sql: NIR_SQL,
    },
    IdentifierRule {
        name: "tax_id",
        description: "a social-security number, National Insurance number or number of the French register that is never issued: group 00, or area 000 or 666; a prefix with D, Q, U or V; a month from 13 to 19",
        accepts: is_tax_id,
        sql: TAX_ID_SQL,
    },
    IdentifierRule {
        name: "routing_number",
        description: "the number of a bank that no bank has: a US routing number with a prefix that is not assigned, the sort code 99-99-99, or the French bank code 99999 with a branch",
        accepts: is_routing_number,
        sql: BANK_SQL,
    },
    IdentifierRule {
        name: "us_routing",
        description: "a US routing number with a valid check digit and a prefix that the numbering policy does not assign",
        accepts: is_us_routing,
        sql: ROUTING_SQL,
    },
    IdentifierRule {
        name: "account_number",
        description: "8 digits, or 10 to 12; it means something only beside a bank's number, which can be assigned to nobody",
        accepts: is_account_number,
        sql: "regexp_full_match({column}, '[0-9]{8}|[0-9]{10,12}')",
    },
    IdentifierRule {
        name: "iban",
        description: "an IBAN with valid check digits and a bank code that no bank has (FR 99999, GB ZZZZ 99-99-99, DE 0… or 9…)",
        accepts: is_iban,
        sql: IBAN_SQL,
    },
    IdentifierRule {
        name: "counterparty_account",
        description: "an account number of 8 or 10 to 12 digits, or an IBAN of no bank",
        accepts: is_counterparty_account,
        sql: COUNTERPARTY_SQL,
    },
    IdentifierRule {
        name: "phone",
        description: "country code +999, which is not assigned, or a range kept for fiction: 555-0100 to 555-0199 in North America, Ofcom's, Arcep's",
        accepts: is_phone,
        sql: "regexp_full_match({column}, '\\+999[0-9]{10}|\\+1[0-9]{3}55501[0-9]{2}|\\+44(7700900|2079460|1632960)[0-9]{3}|\\+33(19900|26191|35301|46571|53649|63998)[0-9]{4}')",
    },
    IdentifierRule {
        name: "email",
        description: "an address at a host that RFC 2606 or RFC 6761 reserves",
        accepts: is_email,
        sql: "regexp_full_match({column}, '[a-z0-9._+-]+@(([a-z0-9-]+\\.)*example\\.(com|org|net)|([a-z0-9-]+\\.)+(example|test))')",
    },
    IdentifierRule {
        name: "website",
        description: "a site at a host that RFC 2606 or RFC 6761 reserves",
        accepts: is_website,
        sql: "regexp_full_match({column}, '(https://)?(([a-z0-9-]+\\.)*example\\.(com|org|net)|([a-z0-9-]+\\.)+(example|test))(/.*)?')",
    },
    IdentifierRule {
        name: "ip_address",
        description: "an IPv4 address in 198.18.0.0/15 or 240.0.0.0/4, which are not routed",
        accepts: is_ip_address,
        sql: "regexp_full_match({column}, '(198\\.1[89]|2(4[0-9]|5[0-5])\\.[0-9]{1,3})\\.[0-9]{1,3}\\.[0-9]{1,3}') AND {column} <> '255.255.255.255'",
    },
    IdentifierRule {
        name: "device_fingerprint",
        description: "syn_ and 16 hexadecimal digits",
        accepts: is_device_fingerprint,
        sql: "regexp_full_match({column}, 'syn_[0-9a-f]{16}')",
    },
    IdentifierRule {
        name: "platform_id",
        description: "00 and 13 to 15 digits; the platform's own ids do not begin with a zero",
        accepts: is_platform_id,
        sql: "regexp_full_match({column}, '00[0-9]{13,15}')",
    },
    IdentifierRule {
        name: "link_code",
        description: "syn_ and 16 hexadecimal digits",
        accepts: is_link_code,
        sql: "regexp_full_match({column}, 'syn_[0-9a-f]{16}')",
    },
    IdentifierRule {
        name: "order_number",
        description: "SYN, a hyphen, and 11 digits or capital letters",
        accepts: is_order_number,
        sql: "regexp_full_match({column}, 'SYN-[0-9A-Z]{11}')",
    },
    IdentifierRule {
        name: "tracking_number",
        description: "SYN and 11 digits or capital letters; no carrier's numbers begin so",
        accepts: is_tracking_number,
        sql: "regexp_full_match({column}, 'SYN[0-9A-Z]{11}')",
    },
    IdentifierRule {
        name: "card_acceptor_id",
        description: "ISO 8583 data element 42: SYN and 12 digits or capital letters",
        accepts: is_card_acceptor_id,
        sql: "regexp_full_match({column}, 'SYN[0-9A-Z]{12}')",
    },
];
