-- question: A customer got in touch with the bank (a password reset, a new payee, a raised limit …) and asks for the balance of the main
--   checking account: what stood on it at that instant? Shown are the 100 contacts with the least money, and those before the first entry.
-- tables: customer_events, accounts, account_entries
-- stresses: as-of join of instants without an engine's own syntax: inequality join, latest row per contact
WITH mains AS (
    SELECT customer_id, min(account_id) AS account_id
    FROM accounts
    WHERE product = 'checking'
    GROUP BY customer_id
),
contacts AS (
    SELECT e.customer_id, e.event_sequence, e.event_type, e.occurred_at, a.account_id, a.opening_balance
    FROM customer_events e
    JOIN mains m ON m.customer_id = e.customer_id
    JOIN accounts a ON a.account_id = m.account_id
),
latest AS (
    SELECT c.customer_id, c.event_sequence, max(n.entry_sequence) AS entry_sequence
    FROM contacts c
    JOIN account_entries n ON n.account_id = c.account_id AND n.booked_at <= c.occurred_at
    GROUP BY c.customer_id, c.event_sequence
),
answered AS (
    SELECT c.customer_id, c.event_sequence, c.event_type, c.occurred_at, c.account_id, l.entry_sequence,
        COALESCE(n.balance_after, c.opening_balance) AS balance
    FROM contacts c
    LEFT JOIN latest l ON l.customer_id = c.customer_id AND l.event_sequence = c.event_sequence
    LEFT JOIN account_entries n ON n.account_id = c.account_id AND n.entry_sequence = l.entry_sequence
),
ranked AS (
    SELECT customer_id, event_sequence, event_type, occurred_at, account_id, entry_sequence, balance,
        row_number() OVER (ORDER BY balance, customer_id, event_sequence) AS place
    FROM answered
)
SELECT customer_id, event_sequence, event_type, occurred_at, account_id, entry_sequence, balance
FROM ranked
WHERE place <= 100 OR entry_sequence IS NULL
ORDER BY balance, customer_id, event_sequence
