"""Checks every invariant of a dataset once more in DuckDB, from the descriptions of the tables, and then, given the
program, runs each query that `fauxbank validate` prints and expects no row.

    python check_duckdb.py DIR [--program target/release/fauxbank]
"""

import datetime
import json
import subprocess

import bank

POSTING_CODES = "('PMNT-CCRD-POSD', 'PMNT-CCRD-CWDL', 'PMNT-CCRD-POSC')"

# Each query counts rows that must not be.
QUERIES = {
    "what broke the promise is what the data say, no more and no less": """
        WITH reads AS (SELECT * FROM data_accesses WHERE http_status = 200),
        refused AS (SELECT access_id FROM reads r JOIN customers p USING (customer_id)
            WHERE NOT EXISTS (SELECT 1 FROM sharing_agreements g WHERE g.bank_id = r.bank_id AND g.scope = r.scope AND g.decision = 'shared'
                AND g.starts_on <= CAST(timezone(p.timezone, r.occurred_at) AS DATE)
                AND coalesce(CAST(timezone(p.timezone, r.occurred_at) AS DATE) < g.ends_on, true))),
        strangers AS (SELECT access_id FROM reads r WHERE NOT EXISTS (
            SELECT 1 FROM consents c WHERE c.consent_id = r.consent_id AND c.customer_id = r.customer_id)),
        passed_on AS (SELECT access_id FROM reads WHERE recipient NOT IN ('platform', 'page_bot')),
        advertised AS (SELECT access_id FROM reads WHERE purpose NOT IN ('servicing', 'alerts', 'receipts', 'offers')),
        withdrawn AS (SELECT access_id FROM reads r JOIN consents c USING (consent_id) WHERE c.withdrawn_at <= r.occurred_at),
        lapsed AS (SELECT access_id FROM reads r JOIN consents c USING (consent_id) WHERE c.expires_at <= r.occurred_at),
        outside AS (SELECT access_id FROM reads r WHERE NOT EXISTS (SELECT 1 FROM consent_scopes s WHERE s.consent_id = r.consent_id
            AND s.account_id = r.account_id AND s.scope = r.scope AND s.effective_at <= r.occurred_at)),
        bad AS (SELECT access_id, min(rank) AS rank FROM (
            SELECT access_id, 1 AS rank FROM refused UNION ALL SELECT access_id, 2 FROM strangers UNION ALL
            SELECT access_id, 3 FROM passed_on UNION ALL SELECT access_id, 4 FROM advertised UNION ALL
            SELECT access_id, 5 FROM withdrawn UNION ALL SELECT access_id, 6 FROM lapsed UNION ALL SELECT access_id, 7 FROM outside)
            GROUP BY access_id),
        often AS (SELECT access_id FROM (SELECT access_id, row_number() OVER (
                PARTITION BY consent_id, account_id, scope, CAST(timezone('UTC', occurred_at) AS DATE) ORDER BY occurred_at, access_id) AS n
            FROM reads ANTI JOIN bad USING (access_id)) WHERE n > 4),
        found AS (SELECT access_id, (['refused_bank', 'contacts', 'third_party', 'advertising', 'after_revocation', 'expired',
            'out_of_scope'])[rank] AS kind FROM bad UNION ALL SELECT access_id, 'over_frequent' FROM often)
        SELECT count(*) FROM found f FULL JOIN violations v USING (access_id) WHERE f.kind IS DISTINCT FROM v.kind""",
    "there are broken promises to be found": """
        SELECT 5 - least(5, count(DISTINCT kind)) FROM violations""",
    "nobody is linked to a bank that shares nothing": """
        SELECT count(*) FROM account_links JOIN banks USING (bank_id) WHERE NOT shares_data""",
    "a bank refuses all scopes or none, as its row says": """
        SELECT count(*) FROM sharing_agreements JOIN banks USING (bank_id)
        WHERE shares_data <> (decision = 'shared') OR (decision = 'shared') <> (starts_on IS NOT NULL)""",
    "no consent outlives its link": """
        SELECT count(*) FROM consents c JOIN account_links l USING (link_id)
        WHERE l.unlinked_at IS NOT NULL AND least(c.expires_at, coalesce(c.withdrawn_at, c.expires_at)) > l.unlinked_at""",
    "every link that holds has a consent to servicing at first": """
        SELECT count(*) FROM account_links l WHERE linked_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM consents c WHERE c.link_id = l.link_id AND c.purpose = 'servicing' AND c.version = 1)""",
    "every consent is about something": """
        SELECT count(*) FROM consents c WHERE NOT EXISTS (SELECT 1 FROM consent_scopes s WHERE s.consent_id = c.consent_id)""",
    "what two owners must open is not open before both have": """
        SELECT count(*) FROM consent_scopes s JOIN consents c USING (consent_id)
        JOIN account_holders h ON h.account_id = s.account_id AND h.customer_id <> c.customer_id AND h.role <> 'authorised_user'
        WHERE s.joint_rule = 'all_holders' AND s.effective_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM consents o JOIN consent_scopes t ON t.consent_id = o.consent_id
            WHERE o.customer_id = h.customer_id AND o.purpose = c.purpose AND t.account_id = s.account_id
                AND t.scope = 'transactions' AND o.granted_at <= s.effective_at
                AND s.effective_at < coalesce(o.withdrawn_at, o.expires_at))""",
    "one person has another id at every page": """
        SELECT count(*) - count(DISTINCT page_scoped_id) + count(*) - count(DISTINCT (page_id, page_scoped_id)) FROM platform_users""",
    "nobody hears of an account after the link or the consent has ended": """
        SELECT count(*) FROM notifications n JOIN consents c USING (consent_id) JOIN account_links l USING (link_id)
        WHERE n.decision = 'sent' AND (n.triggered_at NOT BETWEEN c.granted_at AND c.expires_at
            OR n.triggered_at >= c.withdrawn_at OR n.triggered_at >= l.unlinked_at OR c.purpose <> 'alerts')""",
    "the account of a notification is one that its consent is about": """
        SELECT count(*) FROM (SELECT DISTINCT consent_id, account_id FROM notifications WHERE consent_id IS NOT NULL)
        ANTI JOIN consent_scopes USING (consent_id, account_id)""",
    "nobody is told the same twice under one link": """
        SELECT count(*) FROM (SELECT 1 FROM notifications
            GROUP BY platform_user_id, customer_id, account_id, kind, transaction_id, entry_sequence, statement_id HAVING count(*) > 1)""",
    "whoever has opted out hears nothing more": """
        SELECT count(*) FROM notifications n JOIN platform_users u USING (platform_user_id)
        WHERE n.triggered_at >= u.opted_out_at AND n.sent_at IS NOT NULL""",
    "notifications are numbered in the order in which they are sent": """
        SELECT count(*) FROM (SELECT sent_at < max(sent_at) OVER (
            PARTITION BY notification_id // 1000000000 ORDER BY notification_id) AS is_early FROM notifications) WHERE is_early""",
    "a card is not asked about twice within an hour": """
        SELECT count(*) FROM (SELECT asked_at - lag(asked_at) OVER (PARTITION BY card_id ORDER BY asked_at) AS gap FROM fraud_alerts)
        WHERE gap < INTERVAL 1 HOUR""",
    "a card that an alert calls blocked is used no more": """
        SELECT count(*) FROM fraud_alerts f JOIN card_transactions t USING (card_id)
        WHERE t.authorized_at > f.blocked_at AND t.response_code = '00' AND t.message_type IN ('0100', '0200')""",
    "a new card comes after the question that led to it": """
        SELECT count(*) FROM fraud_alerts f JOIN cards c ON c.card_id = f.replacement_card_id
        WHERE c.issued_on < f.asked_at::DATE - 60 OR c.card_id // 1000 <> f.card_id // 1000""",
    "items, tax, shipping, tip and discount of a receipt come to its transaction to the cent": """
        SELECT count(*) FROM receipts r JOIN card_transactions t USING (transaction_id)
        JOIN (SELECT receipt_id, sum(quantity * unit_price) AS items FROM receipt_items GROUP BY receipt_id) i USING (receipt_id)
        WHERE t.amount <> i.items + shipping_cost + tip + adjustment + if(is_tax_included, 0, total_tax)""",
    "every receipt has items, and every item a receipt": """
        SELECT (SELECT count(*) FROM receipts ANTI JOIN receipt_items USING (receipt_id))
            + (SELECT count(*) FROM receipt_items ANTI JOIN receipts USING (receipt_id))""",
    "a shop hands on the receipts of all purchases that are open to the platform, or of none": """
        WITH open AS (
            SELECT t.transaction_id, t.merchant_id FROM card_transactions t
            JOIN consent_scopes s ON s.account_id = t.account_id AND s.scope = 'transactions' AND s.effective_at <= t.posted_at
            JOIN consents c ON c.consent_id = s.consent_id AND c.customer_id = t.customer_id AND c.purpose = 'receipts'
                AND t.posted_at < coalesce(c.withdrawn_at, c.expires_at)
            WHERE t.status = 'posted' AND t.processing_code = '00' AND NOT t.is_recurring AND t.original_currency = t.currency
                AND t.amount > t.tip_amount),
        takes_part AS (SELECT DISTINCT merchant_id FROM receipts)
        SELECT count(DISTINCT transaction_id) FROM open SEMI JOIN takes_part USING (merchant_id) ANTI JOIN receipts USING (transaction_id)""",
    "no receipt is of what was bought abroad, drawn in cash or given back": """
        SELECT count(*) FROM receipts JOIN card_transactions USING (transaction_id)
        WHERE fx_rate <> 1 OR cashback_amount <> 0 OR category = 'cash_machine' OR original_transaction_id IS NOT NULL""",
    "groceries bear no tax in the United States, and nothing more than an eighth": """
        SELECT count(*) FROM receipts JOIN card_transactions t USING (transaction_id)
        WHERE NOT is_tax_included AND (total_tax > 0 AND category = 'groceries' OR total_tax > 0.125 * (subtotal + adjustment) + 0.01)""",
    "a parcel is picked up, carried out and delivered in this order": """
        SELECT count(*) FROM (SELECT shipment_id, list(event_type ORDER BY occurred_at) AS steps FROM shipment_events GROUP BY shipment_id)
        WHERE steps[1] <> 'label_created' OR len(steps) > 1 AND steps[2] NOT IN ('picked_up', 'returned')
            OR list_contains(steps, 'delivered') AND steps[list_position(steps, 'delivered') - 1] <> 'out_for_delivery'
            OR list_contains(steps, 'attempted') AND steps[list_position(steps, 'attempted') - 1] <> 'out_for_delivery'""",
    "no parcel goes out again once it has been delivered, but for the way back": """
        SELECT count(*) FROM shipment_events e JOIN shipments USING (shipment_id)
        WHERE occurred_at > delivered_at AND event_type <> 'returned'""",
    "balances after each entry are running sums": """
        SELECT count(*) FROM (
            SELECT balance_after, a.opening_balance + sum(amount) OVER (
                PARTITION BY account_id ORDER BY entry_sequence ROWS UNBOUNDED PRECEDING) AS running
            FROM account_entries JOIN accounts a USING (account_id))
        WHERE balance_after IS DISTINCT FROM running""",
    "entry numbers are dense": """
        SELECT count(*) FROM (
            SELECT account_id FROM account_entries GROUP BY account_id
            HAVING min(entry_sequence) <> 1 OR max(entry_sequence) <> count(*)
                OR count(DISTINCT entry_sequence) <> count(*))""",
    "booking order is time order": """
        SELECT count(*) FROM (
            SELECT booked_at, max(booked_at) OVER (
                PARTITION BY account_id ORDER BY entry_sequence ROWS UNBOUNDED PRECEDING) AS latest
            FROM account_entries)
        WHERE booked_at < latest""",
    "the indicator is the sign": """
        SELECT count(*) FROM account_entries
        WHERE credit_debit <> (CASE sign(amount) WHEN 1 THEN 'CRDT' WHEN -1 THEN 'DBIT' ELSE 'none' END)""",
    "booking dates are local": """
        SELECT count(*) FROM account_entries e JOIN customers c ON c.customer_id = e.account_id // 100
        WHERE booking_date <> CAST(timezone(c.timezone, e.booked_at) AS DATE)""",
    "the last balance is the last entry's": """
        SELECT count(*) FROM (
            SELECT account_id, arg_max(closing_booked, balance_date) AS closing FROM balances GROUP BY account_id)
        JOIN (SELECT account_id, arg_max(balance_after, entry_sequence) AS after FROM account_entries GROUP BY account_id)
            USING (account_id)
        WHERE closing <> after""",
    "days close with what the next opens with": """
        SELECT count(*) FROM balances b JOIN balances n ON n.account_id = b.account_id AND n.balance_date = b.balance_date + 1
        WHERE n.opening_booked <> b.closing_booked""",
    "each day moves by its entries": """
        SELECT count(*) FROM (
            SELECT account_id, balance_date AS day, closing_booked - opening_booked AS moved, entry_count AS n FROM balances
            UNION ALL
            SELECT account_id, booking_date, -sum(amount), -count(*) FROM account_entries GROUP BY ALL)
        GROUP BY account_id, day HAVING sum(moved) <> 0 OR sum(n) <> 0""",
    "each open day has a balance": """
        SELECT count(*) FROM accounts a
        CROSS JOIN (SELECT unnest(generate_series(DATE '{from}', DATE '{to}', INTERVAL 1 DAY))::DATE AS day) d
        FULL JOIN balances b ON b.account_id = a.account_id AND b.balance_date = d.day
        WHERE (b.account_id IS NULL AND d.day >= a.opened_on AND d.day <= coalesce(a.closed_on, d.day))
           OR (b.account_id IS NOT NULL AND (a.account_id IS NULL OR d.day < a.opened_on OR d.day > a.closed_on))""",
    "available is booked less holds plus the line": """
        SELECT count(*) FROM balances b, accounts a
        WHERE a.account_id = b.account_id AND closing_available + holds - closing_booked <> credit_limit""",
    "holds are live authorizations": """
        WITH ended AS (
            SELECT transaction_id, min(occurred_at) AS at FROM card_events
            WHERE event_type IN ('posted', 'reversed', 'expired') GROUP BY ALL),
        held AS (
            SELECT e.account_id, e.amount, timezone(c.timezone, e.occurred_at)::DATE AS first,
                timezone(c.timezone, ended.at)::DATE AS last
            FROM card_events e LEFT JOIN ended USING (transaction_id)
            JOIN customers c ON c.customer_id = e.account_id // 100
            WHERE event_type IN ('authorized', 'incremented')),
        spans AS (SELECT * FROM held WHERE last IS NULL OR last > first),
        live AS (
            SELECT b.account_id, b.balance_date, sum(s.amount) AS holds FROM balances b JOIN spans s
            ON s.account_id = b.account_id AND s.first <= b.balance_date AND (s.last IS NULL OR s.last > b.balance_date)
            GROUP BY ALL)
        SELECT count(*) FROM balances b LEFT JOIN live USING (account_id, balance_date)
        WHERE b.holds <> coalesce(live.holds, 0)""",
    "posted card transactions and card entries pair up": f"""
        SELECT count(*) FROM (SELECT * FROM card_transactions WHERE status = 'posted') t
        FULL JOIN (SELECT * FROM account_entries WHERE bank_transaction_code IN {POSTING_CODES}) e USING (transaction_id)
        WHERE t.status IS NULL OR e.amount IS NULL OR abs(e.amount) <> t.amount OR e.account_id <> t.account_id
           OR e.booked_at <> t.posted_at OR (e.amount > 0) <> (t.processing_code = '20')""",
    "no transaction is booked twice": f"""
        SELECT count(*) FROM (
            SELECT transaction_id FROM account_entries WHERE bank_transaction_code IN {POSTING_CODES}
            GROUP BY transaction_id HAVING count(*) > 1)""",
    "declined transactions book nothing": """
        SELECT count(*) FROM card_transactions t SEMI JOIN account_entries e USING (transaction_id) WHERE t.status <> 'posted'""",
    "declined means a code other than 00": """
        SELECT count(*) FROM card_transactions WHERE (response_code = '00') = (status = 'declined')""",
    "funds decide": """
        SELECT count(*) FROM card_transactions
        WHERE (response_code = '51' AND NOT coalesce(available_before < authorized_amount, false))
           OR (response_code = '00' AND message_type IN ('0100', '0200') AND authorized_amount > 0
               AND NOT coalesce(available_before >= authorized_amount, false))""",
    "declines of cards have their cause": """
        SELECT count(*) FROM card_transactions t JOIN cards k USING (card_id) JOIN customers c ON c.customer_id = k.customer_id
        WHERE NOT CASE response_code
            WHEN '54' THEN timezone(c.timezone, authorized_at)::DATE > expires_on
            WHEN '41' THEN coalesce(block_reason = 'lost' AND blocked_at <= authorized_at, false)
            WHEN '43' THEN coalesce(block_reason = 'stolen' AND blocked_at <= authorized_at, false)
            WHEN '62' THEN coalesce(block_reason NOT IN ('lost', 'stolen') AND blocked_at <= authorized_at, false)
            WHEN '78' THEN coalesce(authorized_at < activated_at, true)
            WHEN '55' THEN entry_mode = '05' AND verification = 'pin'
            ELSE true END""",
    "limits decide": """
        SELECT count(*) FROM card_transactions d JOIN cards k USING (card_id) JOIN customers c ON c.customer_id = k.customer_id
        WHERE d.response_code = '61' AND d.authorized_amount + coalesce((
            SELECT sum(t.authorized_amount) FROM card_transactions t
            WHERE t.card_id = d.card_id AND t.transaction_id < d.transaction_id AND t.response_code = '00'
              AND t.message_type IN ('0100', '0200')
              AND timezone(c.timezone, t.authorized_at)::DATE = timezone(c.timezone, d.authorized_at)::DATE), 0) <= k.daily_limit""",
    "approved cards are active": """
        SELECT count(*) FROM card_transactions t JOIN cards k USING (card_id) JOIN customers c ON c.customer_id = k.customer_id
        WHERE response_code = '00' AND message_type IN ('0100', '0200')
          AND NOT (coalesce(activated_at <= authorized_at, false) AND coalesce(authorized_at < blocked_at, true)
            AND timezone(c.timezone, authorized_at)::DATE <= expires_on)""",
    "nothing is booked on a closed account": """
        SELECT count(*) FROM account_entries e JOIN accounts a USING (account_id)
        WHERE NOT (booking_date >= opened_on AND (closed_on IS NULL OR booking_date <= closed_on))""",
    "refunds stay within their purchase": """
        SELECT count(*) FROM card_transactions o
        JOIN (SELECT original_transaction_id AS id, sum(amount) AS back, min(authorized_at) AS first FROM card_transactions
            WHERE original_transaction_id IS NOT NULL GROUP BY ALL) r ON r.id = o.transaction_id
        WHERE back > o.amount OR o.status <> 'posted' OR first < o.posted_at""",
    "conversion keeps to the cent": """
        SELECT count(*) FROM card_transactions
        WHERE status = 'posted' AND abs(CAST(original_amount AS DOUBLE) * CAST(fx_rate AS DOUBLE) - CAST(amount AS DOUBLE)) > 0.0151""",
    "yen are whole, others have two digits": """
        SELECT count(*) FROM card_transactions
        WHERE original_amount <> CASE WHEN original_currency = 'JPY' THEN round(original_amount, 0) ELSE round(original_amount, 2) END""",
    "machines give notes": """
        SELECT count(*) FROM card_transactions
        WHERE processing_code = '01' AND status = 'posted'
          AND CAST(original_amount AS DOUBLE) % (CASE WHEN original_currency = 'JPY' THEN 1000 ELSE 10 END) <> 0""",
    "times run forward in a transaction": """
        SELECT count(*) FROM card_transactions WHERE coalesce(cleared_at, authorized_at) < authorized_at
           OR coalesce(posted_at, cleared_at) < cleared_at""",
    "events are dense and in order": """
        SELECT count(*) FROM (
            SELECT transaction_id, list(event_sequence ORDER BY event_sequence) AS numbers,
                list(occurred_at ORDER BY event_sequence) AS times
            FROM card_events GROUP BY transaction_id)
        WHERE numbers <> range(1, len(numbers) + 1)::INTEGER[] OR times <> list_sort(times)""",
    "each status has its event": """
        SELECT count(*) FROM card_transactions t
        LEFT JOIN card_events e ON e.transaction_id = t.transaction_id AND e.event_type = t.status
        WHERE t.status IN ('posted', 'declined', 'reversed', 'expired') AND e.event_type IS NULL""",
    "each end has its status": """
        SELECT count(*) FROM card_events e JOIN card_transactions t USING (transaction_id)
        WHERE e.event_type IN ('posted', 'declined', 'reversed', 'expired') AND t.status <> e.event_type""",
    "transfers have two opposite legs": """
        SELECT count(*) FROM (
            SELECT transfer_id, list(account_id) AS own, list(counterparty_account_id) AS other
            FROM account_entries WHERE transfer_id IS NOT NULL GROUP BY transfer_id
            HAVING len(own) <> 2 OR sum(amount) <> 0 OR count(DISTINCT booked_at) <> 1 OR own[1] = own[2]
                OR coalesce(own[1] <> other[2] OR own[2] <> other[1], true))""",
    "disputes net out": """
        SELECT count(*) FROM disputes d
        LEFT JOIN (SELECT dispute_id, sum(amount) AS moved FROM account_entries WHERE dispute_id IS NOT NULL GROUP BY ALL) e
            USING (dispute_id)
        WHERE coalesce(moved, 0) <> CASE WHEN outcome IS NOT DISTINCT FROM 'lost' OR provisional_credit_at IS NULL THEN 0 ELSE amount END""",
    "disputes follow a posting": """
        SELECT count(*) FROM disputes d JOIN card_transactions t USING (transaction_id)
        WHERE t.posted_at IS NULL OR t.posted_at > d.opened_at OR d.amount > t.amount
           OR resolved_at < opened_at OR represented_at < charged_back_at OR (stage = 'resolved') <> (outcome IS NOT NULL)""",
    "statements add up": """
        SELECT count(*) FROM statements s JOIN accounts a USING (account_id)
        WHERE closing_balance - s.opening_balance <> purchases + refunds + payments + fees + interest + adjustments
           OR minimum_due > greatest(-closing_balance, 0)
           OR (product = 'credit_card' AND due_on - s.closed_on <> 25)
           OR (product = 'deferred_debit' AND (month(due_on) <> month(s.closed_on) OR day(due_on + 1) <> 1))""",
    "deferred debit is paid in full and bears no interest": """
        SELECT count(*) FROM statements JOIN accounts USING (account_id)
        WHERE product = 'deferred_debit' AND (interest <> 0 OR minimum_due <> greatest(-closing_balance, 0))""",
    "statements close with the ledger's balance": """
        SELECT count(*) FROM statements s JOIN balances b ON b.account_id = s.account_id AND b.balance_date = s.closed_on
        WHERE b.closing_booked <> s.closing_balance""",
    "statements follow one another": """
        SELECT count(*) FROM statements s JOIN statements n ON n.account_id = s.account_id AND n.cycle = s.cycle + 1
        WHERE n.opening_balance <> s.closing_balance OR n.opened_on <> s.closed_on + 1""",
    "labels are known after the event": "SELECT count(*) FROM fraud_labels WHERE NOT known_at >= occurred_at",
    "labelled transactions happened then": """
        SELECT count(*) FROM fraud_labels l LEFT JOIN card_transactions t USING (transaction_id)
        WHERE l.record = 'card_transaction' AND t.authorized_at IS DISTINCT FROM l.occurred_at""",
    "labelled entries were booked then": """
        SELECT count(*) FROM fraud_labels l
        LEFT JOIN account_entries e ON e.account_id = l.account_id AND e.entry_sequence = l.entry_sequence
        WHERE l.record = 'account_entry' AND e.booked_at IS DISTINCT FROM l.occurred_at""",
    "every transaction has its parties": """
        SELECT count(*) FROM card_transactions t
        LEFT JOIN cards USING (card_id) LEFT JOIN merchants m USING (merchant_id)
        LEFT JOIN merchant_locations l ON l.location_id = t.location_id
        WHERE cards.card_id IS NULL OR (m.merchant_id IS NULL AND {whole})
           OR (t.location_id IS NOT NULL AND l.location_id IS NULL AND {whole})""",
    "every account has its owner": """
        SELECT count(*) FROM accounts a LEFT JOIN account_holders h USING (account_id)
        LEFT JOIN customers c ON c.customer_id = a.customer_id
        GROUP BY a.account_id
        HAVING count(*) FILTER (h.role = 'owner') <> 1 OR count(c.customer_id) = 0""",
    "lives are told in order": """
        SELECT count(*) FROM (
            SELECT list(event_sequence ORDER BY event_sequence) AS numbers, list(happened_on ORDER BY event_sequence) AS days,
                count(*) FILTER (known_on < happened_on) AS early,
                list_position(list(kind ORDER BY event_sequence), 'died') AS death
            FROM life_events GROUP BY customer_id)
        WHERE numbers <> range(1, len(numbers) + 1)::INTEGER[] OR days <> list_sort(days) OR early > 0
           OR death < len(numbers)""",
    "the dead earn nothing": """
        SELECT count(*) FROM account_entries e
        WHERE bank_transaction_code IN ('PMNT-RCDT-SALA', 'PMNT-RCDT-BENE') AND NOT EXISTS (
            FROM account_holders h ANTI JOIN (
                SELECT customer_id FROM life_events l WHERE kind = 'died' AND l.happened_on <= e.booking_date) USING (customer_id)
            WHERE h.account_id = e.account_id AND h.role <> 'authorised_user')""",
    "the dead buy nothing": """
        SELECT count(*) FROM card_transactions t JOIN life_events l USING (customer_id) JOIN customers c USING (customer_id)
        WHERE l.kind = 'died' AND t.response_code = '00' AND t.processing_code <> '20'
          AND (NOT t.is_recurring AND timezone(c.timezone, t.authorized_at)::DATE >= l.happened_on
            OR timezone(c.timezone, t.authorized_at)::DATE >= l.known_on)""",
    "who has closed has no open account": """
        SELECT count(*) FROM customers c JOIN accounts a USING (customer_id) WHERE c.status = 'closed' AND a.closed_on IS NULL""",
    "closed stores sell nothing": """
        SELECT count(*) FROM card_transactions t JOIN merchant_locations l USING (location_id)
        WHERE t.processing_code <> '20' AND NOT (l.opened_on <= t.local_date AND coalesce(t.local_date < l.closed_on, true))""",
    "card numbers are unique": "SELECT count(*) - count(DISTINCT pan) FROM cards",
    "tax ids are unique": "SELECT count(*) - count(DISTINCT tax_id) FROM customers",
}

BUSINESS_CODES = {
    "PMNT-RCDT-SALA": "wages",
    "PMNT-RCDT-BENE": "benefits",
    "PMNT-RDDT-PMDD": "direct debits",
    "PMNT-ICDT-STDO": "standing orders",
}


def nth_weekday(year, month, weekday, n):
    """Returns the n-th weekday of a month; the last for n = 0."""
    if n == 0:
        day = datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)
        return day - datetime.timedelta((day.weekday() - weekday) % 7)
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))


def easter(year):
    """Returns Easter Sunday (the anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return datetime.date(year, month, day + 1)


def french_holidays(year):
    """Returns the public holidays of France."""
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    moving = {easter(year) + datetime.timedelta(days) for days in (1, 39, 50)}
    return {datetime.date(year, month, day) for month, day in fixed} | moving


def british_holidays(year):
    """Returns the bank holidays of England and Wales, as GOV.UK lists them; those of weekends come on the next weekday."""
    days = {easter(year) - datetime.timedelta(2), easter(year) + datetime.timedelta(1)}
    days |= {nth_weekday(year, 5, 0, 1), nth_weekday(year, 5, 0, 0), nth_weekday(year, 8, 0, 0)}
    for month, day in [(1, 1), (12, 25), (12, 26)]:
        kept = datetime.date(year, month, day)
        while kept.weekday() >= 5 or kept in days:
            kept += datetime.timedelta(1)
        days.add(kept)
    once = {(2022, 6, 2), (2022, 6, 3), (2022, 9, 19), (2023, 5, 8)}
    days |= {datetime.date(*day) for day in once if day[0] == year}
    return days - ({datetime.date(2022, 5, 30)} if year == 2022 else set())


def american_holidays(year):
    """Returns the days on which the Federal Reserve Banks are closed, from its published rules."""
    moving = [(1, 0, 3), (2, 0, 3), (5, 0, 0), (9, 0, 1), (10, 0, 2), (11, 3, 4)]
    days = {nth_weekday(year, *rule) for rule in moving}
    for month, day in [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]:
        fixed = datetime.date(year, month, day)
        days.add(fixed)
        if fixed.weekday() == 6:
            days.add(fixed + datetime.timedelta(1))
    return days


HOLIDAYS = {"US": american_holidays, "FR": french_holidays, "GB": british_holidays}


def check_calendar(connection, country, outcome):
    """Checks that what the clearing house settles is booked on business days."""
    for code, name in BUSINESS_CODES.items():
        dates = connection.execute(
            "SELECT DISTINCT booking_date FROM account_entries WHERE bank_transaction_code = ?", [code]
        ).fetchall()
        wrong = [d for (d,) in dates if d.weekday() >= 5 or d in HOLIDAYS[country](d.year)]
        outcome.note(f"{name} come on business days", f"not on {min(wrong)}" if wrong else None)


def check_printed(connection, program, dataset, outcome):
    """Runs every query that the program prints and expects no row."""
    run = subprocess.run([program, "validate", dataset, "--json"], capture_output=True, text=True, check=False)
    report = json.loads(run.stdout)
    outcome.note("fauxbank validate", None if run.returncode == 0 else f"exit code {run.returncode}")
    for check in report["checks"]:
        if check["sql"] is None or check["verdict"] == "not_run":
            continue
        try:
            rows = connection.execute(check["sql"]).fetchmany(3)
        except Exception as error:  # a query that DuckDB refuses is a broken promise, like any other
            outcome.note(f"SQL of {check['id']}", str(error).splitlines()[0])
            continue
        outcome.note(f"SQL of {check['id']}", f"{rows}" if rows else None)


def main():
    given = bank.arguments(__doc__)
    dataset = given.dataset.resolve()
    run = bank.manifest(dataset)["run"]
    connection = bank.connect(dataset)
    outcome = bank.Outcome()
    for name, query in QUERIES.items():
        query = query.replace("{from}", run["horizon"]["from"]).replace("{to}", run["horizon"]["to"])
        query = query.replace("{whole}", "true" if run["part"]["of"] == 1 else "false")
        counts = connection.execute(query).fetchall()
        wrong = sum(row[0] or 0 for row in counts)
        outcome.note(name, f"{wrong} rows" if wrong else None)
    check_calendar(connection, run["scenario"]["country"], outcome)
    if given.program:
        check_printed(connection, given.program, dataset, outcome)
    outcome.end()


if __name__ == "__main__":
    main()
