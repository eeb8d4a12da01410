-- question: Does the whole bank add up? Every check with how many rows it compared, the two sums, and how many rows disagree: none may.
-- tables: accounts, account_entries, balances, card_transactions, statements
-- stresses: full scans of every large table, anti joins both ways, one plan with many branches
WITH running AS (
    SELECT e.account_id, e.entry_sequence, e.balance_after,
        a.opening_balance + sum(e.amount) OVER (
            PARTITION BY e.account_id ORDER BY e.entry_sequence ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS computed
    FROM account_entries e
    JOIN accounts a ON a.account_id = e.account_id
),
moved AS (
    SELECT account_id, booking_date, sum(amount) AS amount, count(*) AS entries
    FROM account_entries
    GROUP BY account_id, booking_date
),
postings AS (
    SELECT transaction_id, sum(abs(amount)) AS amount, count(*) AS entries
    FROM account_entries
    WHERE bank_transaction_code IN ('PMNT-CCRD-POSD', 'PMNT-CCRD-CWDL', 'PMNT-CCRD-POSC')
    GROUP BY transaction_id
),
posted AS (
    SELECT transaction_id, amount
    FROM card_transactions
    WHERE status = 'posted'
),
transfers AS (
    SELECT transfer_id, sum(amount) AS net, sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS received,
        sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS sent, count(*) AS legs
    FROM account_entries
    WHERE transfer_id IS NOT NULL
    GROUP BY transfer_id
),
cycles AS (
    SELECT s.account_id, s.opening_balance, s.closing_balance,
        s.opening_balance + s.purchases + s.refunds + s.payments + s.fees + s.interest + s.adjustments AS computed,
        lag(s.closing_balance) OVER (PARTITION BY s.account_id ORDER BY s.cycle) AS before
    FROM statements s
)
SELECT 1 AS number, 'balance after each entry is the running sum' AS question, count(*) AS compared, sum(balance_after) AS left_sum,
    sum(computed) AS right_sum, sum(CASE WHEN balance_after <> computed THEN 1 ELSE 0 END) AS exceptions
FROM running
UNION ALL
SELECT 2, 'each day closes with its opening and its entries', count(*), sum(b.closing_booked - b.opening_booked),
    sum(COALESCE(m.amount, 0)),
    sum(CASE WHEN b.closing_booked - b.opening_booked <> COALESCE(m.amount, 0) OR b.entry_count <> COALESCE(m.entries, 0) THEN 1 ELSE 0 END)
FROM balances b
LEFT JOIN moved m ON m.account_id = b.account_id AND m.booking_date = b.balance_date
UNION ALL
SELECT 3, 'each day with entries has a balance', count(*), sum(m.amount),
    sum(CASE WHEN b.account_id IS NULL THEN 0 ELSE m.amount END), sum(CASE WHEN b.account_id IS NULL THEN 1 ELSE 0 END)
FROM moved m
LEFT JOIN balances b ON b.account_id = m.account_id AND b.balance_date = m.booking_date
UNION ALL
SELECT 4, 'each posted card transaction has one entry', count(*), sum(t.amount), sum(COALESCE(p.amount, 0)),
    sum(CASE WHEN p.transaction_id IS NULL OR p.amount <> t.amount OR p.entries <> 1 THEN 1 ELSE 0 END)
FROM posted t
LEFT JOIN postings p ON p.transaction_id = t.transaction_id
UNION ALL
SELECT 5, 'each card entry has a posted transaction', count(*), sum(p.amount), sum(COALESCE(t.amount, 0)),
    sum(CASE WHEN t.transaction_id IS NULL THEN 1 ELSE 0 END)
FROM postings p
LEFT JOIN posted t ON t.transaction_id = p.transaction_id
UNION ALL
SELECT 6, 'the two legs of a transfer cancel out', count(*), sum(received), sum(sent),
    sum(CASE WHEN net <> 0 OR legs <> 2 THEN 1 ELSE 0 END)
FROM transfers
UNION ALL
SELECT 7, 'a statement is its opening and its sums', count(*), sum(closing_balance), sum(computed),
    sum(CASE WHEN closing_balance <> computed THEN 1 ELSE 0 END)
FROM cycles
UNION ALL
SELECT 8, 'a cycle opens with what the last closed with', count(*), sum(opening_balance), sum(before),
    sum(CASE WHEN opening_balance <> before THEN 1 ELSE 0 END)
FROM cycles
WHERE before IS NOT NULL
ORDER BY number
