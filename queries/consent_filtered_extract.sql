-- question: On the last of September at noon (UTC) the platform may have the week's entries for receipts: of which accounts, how many entries,
--   how much money? And what keeps each other account out that some consent names: by bank and reason.
-- tables: consents, consent_scopes, sharing_agreements, account_entries
-- stresses: as-of filter over four validity periods, best of many rows per account, semi-join of a large table with few keys
WITH named AS (
    SELECT s.account_id, c.bank_id,
        CASE WHEN c.purpose <> 'receipts' THEN 7
            WHEN c.granted_at > TIMESTAMP '2025-09-30 12:00:00' THEN 6
            WHEN c.withdrawn_at <= TIMESTAMP '2025-09-30 12:00:00' THEN 4
            WHEN c.expires_at <= TIMESTAMP '2025-09-30 12:00:00' THEN 5
            WHEN s.effective_at IS NULL OR s.effective_at > TIMESTAMP '2025-09-30 12:00:00' THEN 3
            WHEN g.decision = 'refused' OR g.starts_on > DATE '2025-09-30' OR g.ends_on <= DATE '2025-09-30' THEN 2
            ELSE 1 END AS reason
    FROM consents c
    JOIN consent_scopes s ON s.consent_id = c.consent_id
    JOIN sharing_agreements g ON g.bank_id = c.bank_id AND g.scope = s.scope
    WHERE s.scope = 'transactions'
),
judged AS (
    SELECT account_id, bank_id, min(reason) AS reason
    FROM named
    GROUP BY account_id, bank_id
),
week AS (
    SELECT account_id, count(*) AS entries, sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS paid,
        sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS received
    FROM account_entries
    WHERE booked_at > TIMESTAMP '2025-09-23 12:00:00' AND booked_at <= TIMESTAMP '2025-09-30 12:00:00'
    GROUP BY account_id
)
SELECT j.bank_id AS bank_id, j.reason AS number,
    CASE j.reason WHEN 1 THEN 'may be read' WHEN 2 THEN 'the bank does not share' WHEN 3 THEN 'another owner has not consented'
        WHEN 4 THEN 'withdrawn' WHEN 5 THEN 'expired' WHEN 6 THEN 'granted later' ELSE 'for other purposes only' END AS reason,
    count(*) AS accounts,
    count(w.account_id) AS moved,
    sum(COALESCE(w.entries, 0)) AS entries,
    sum(COALESCE(w.paid, 0)) AS paid,
    sum(COALESCE(w.received, 0)) AS received
FROM judged j
LEFT JOIN week w ON w.account_id = j.account_id
GROUP BY j.bank_id, j.reason
ORDER BY bank_id, number
