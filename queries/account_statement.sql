-- question: The statement of account 101 for June: what it opened with, each entry with the balance after it, what it closed with.
-- tables: account_entries, accounts
-- stresses: point look-up of one account and a range of days in a large table, by row-group and page statistics
WITH lines AS (
    SELECT entry_sequence, booking_date, amount, balance_after, text
    FROM account_entries
    WHERE account_id = 101 AND booking_date >= DATE '2025-06-01' AND booking_date < DATE '2025-07-01'
),
before AS (
    SELECT COALESCE(max(a.opening_balance), 0) + COALESCE(sum(e.amount), 0) AS balance
    FROM accounts a
    LEFT JOIN account_entries e ON e.account_id = a.account_id AND e.account_id = 101 AND e.booking_date < DATE '2025-06-01'
    WHERE a.account_id = 101
)
SELECT 1 AS part, CAST(NULL AS INTEGER) AS entry_sequence, DATE '2025-06-01' AS day, CAST(NULL AS DECIMAL(18, 2)) AS amount,
    CAST(balance AS DECIMAL(18, 2)) AS balance, 'OPENING BALANCE' AS line
FROM before
UNION ALL
SELECT 2 AS part, entry_sequence, booking_date AS day, amount, balance_after AS balance, text AS line
FROM lines
UNION ALL
SELECT 3 AS part, CAST(NULL AS INTEGER) AS entry_sequence, DATE '2025-06-30' AS day,
    CAST(COALESCE((SELECT sum(amount) FROM lines), 0) AS DECIMAL(18, 2)) AS amount,
    CAST(balance + COALESCE((SELECT sum(amount) FROM lines), 0) AS DECIMAL(18, 2)) AS balance, 'CLOSING BALANCE' AS line
FROM before
ORDER BY part, entry_sequence NULLS FIRST
