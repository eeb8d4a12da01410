"""Checks that identifiers belong to nobody, by libraries that know who is who: python-stdnum rejects every social-security
number and accepts every Luhn and routing checksum and every key of the French register, schwifty finds every IBAN valid and of no bank.

    python check_identifiers.py DIR
"""

import ipaddress
import re

import schwifty
from stdnum import luhn
from stdnum.fr import nir
from stdnum.us import rtn, ssn

import bank

# Routing prefixes that the American Bankers Association has assigned to somebody: Federal Reserve districts, thrifts,
# electronic transactions, traveller's cheques.
ASSIGNED = {*range(0, 13), *range(21, 33), *range(61, 73), 80}

# RFC 5737, RFC 3849, RFC 9637 documentation, RFC 2544 benchmarking, RFC 1112 reserved.
NOBODYS_NETWORKS = [
    ipaddress.ip_network(text)
    for text in (
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "240.0.0.0/4", "2001:db8::/32", "3fff::/20",
    )
]  # fmt: skip

NOBODYS_DOMAINS = re.compile(r"(^|\.)(example\.(com|org|net)|[a-z0-9-]+\.(example|test|invalid))$")


def is_nobodys_ssn(number):
    """Tells whether nobody can have this social-security number."""
    return not ssn.is_valid(number) and re.fullmatch(r"\d{3}-00-\d{4}|(000|666)-\d{2}-\d{4}", number) is not None


# HM Revenue & Customs, National Insurance Manual NIM39110: what a number that is issued looks like.
ISSUED_NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]")


def is_nobodys_nino(number):
    """Tells whether nobody can have this National Insurance number."""
    return re.fullmatch(r"[A-Z]{2}\d{6}[A-D]", number) is not None and ISSUED_NINO.fullmatch(number) is None


def is_nobodys_nir(number):
    """Tells whether a number of the French register has its key and a month that is neither one nor stands for an unknown one."""
    month = int(number[3:5])
    return nir.is_valid(number) and 12 < month < 20


def is_nobodys_tax_id(number):
    """Tells whether nobody can have this tax id of one of our countries."""
    if "-" in number:
        return is_nobodys_ssn(number)
    return is_nobodys_nir(number) if number.isdigit() else is_nobodys_nino(number)


def is_nobodys_card(number):
    """Tells whether a card number has its check digit and an issuer of the unassigned country 999."""
    return luhn.is_valid(number) and number.startswith("9999")


def is_nobodys_routing(number):
    """Tells whether a bank's number is nobody's: a routing number with its checksum and a prefix assigned to nobody, the sort code
    99-99-99, or the French bank code 99999 and a branch."""
    if number == "999999" or re.fullmatch(r"99999\d{5}", number):
        return True
    return rtn.is_valid(number) and int(number[:2]) not in ASSIGNED


def is_nobodys_iban(text):
    """Tells whether an IBAN is valid and of no bank that is known."""
    iban = schwifty.IBAN(text)
    return iban.bank is None and iban.bic is None


def is_nobodys_phone(text):
    """Tells whether a telephone number lies in an unassigned country code or in a range for fiction."""
    digits = re.sub(r"\D", "", text)
    return text.startswith("+999") or re.fullmatch(r"1\d{3}55501\d{2}", digits) is not None


def is_nobodys_mail(text):
    """Tells whether an e-mail address is of a domain reserved for examples."""
    return NOBODYS_DOMAINS.search(text.rpartition("@")[2]) is not None


def is_nobodys_site(text):
    """Tells whether a web address is of a domain reserved for examples."""
    host = re.sub(r"^[a-z]+://", "", text).partition("/")[0]
    return NOBODYS_DOMAINS.search(host) is not None


def is_nobodys_address(text):
    """Tells whether an internet address is of a network that is not routed."""
    address = ipaddress.ip_address(text)
    return any(address in network for network in NOBODYS_NETWORKS if network.version == address.version)


def is_iban(text):
    """Tells whether a text looks like an IBAN."""
    return re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", text) is not None


COLUMNS = [
    ("customers", "tax_id", is_nobodys_tax_id),
    ("customers", "email", is_nobodys_mail),
    ("customers", "phone", is_nobodys_phone),
    ("cards", "pan", is_nobodys_card),
    ("accounts", "routing_number", is_nobodys_routing),
    ("accounts", "iban", is_nobodys_iban),
    ("banks", "routing_number", is_nobodys_routing),
    ("banks", "website", is_nobodys_site),
    ("merchants", "website", is_nobodys_site),
    ("devices", "ip_address", is_nobodys_address),
    ("devices", "fingerprint", lambda text: text.startswith("syn_")),
    ("card_transactions", "ip_address", is_nobodys_address),
    ("account_entries", "counterparty_account", lambda text: not is_iban(text) or is_nobodys_iban(text)),
    ("standing_orders", "creditor_account", lambda text: not is_iban(text) or is_nobodys_iban(text)),
]


def main():
    given = bank.arguments(__doc__)
    connection = bank.connect(given.dataset.resolve())
    outcome = bank.Outcome()
    for table, column, is_nobodys in COLUMNS:
        found = connection.execute(f"SELECT DISTINCT {column}::VARCHAR FROM {table} WHERE {column} IS NOT NULL").fetchall()
        wrong = []
        for (value,) in found:
            try:
                right = is_nobodys(value)
            except Exception as error:
                right, value = False, f"{value} ({error})"
            if not right:
                wrong.append(value)
        problem = f"{len(wrong)} of {len(found)}, as in {wrong[0]}" if wrong else None
        outcome.note(f"{table}.{column} ({len(found)} values)", problem)
    outcome.end()


if __name__ == "__main__":
    main()
