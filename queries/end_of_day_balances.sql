-- question: What did each account close with on every day something was booked, told from the entries alone, and does the
--   bank's own table of balances say the same? Months and products: deposits and debts at those closings, and days in the red.
-- tables: account_entries, accounts, balances
-- stresses: aggregation to account and day, running sum over a window, join of two large tables on two keys
WITH days AS (
    SELECT account_id, booking_date, sum(amount) AS moved, count(*) AS entries
    FROM account_entries
    GROUP BY account_id, booking_date
),
closings AS (
    SELECT d.account_id, d.booking_date, d.entries, a.product,
        a.opening_balance + sum(d.moved) OVER (
            PARTITION BY d.account_id ORDER BY d.booking_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS closing
    FROM days d
    JOIN accounts a ON a.account_id = d.account_id
)
SELECT
    CAST(EXTRACT(MONTH FROM c.booking_date) AS BIGINT) AS month,
    c.product AS product,
    count(*) AS account_days,
    sum(c.entries) AS entries,
    sum(c.closing) AS closings,
    min(c.closing) AS lowest,
    sum(CASE WHEN c.closing < 0 THEN 1 ELSE 0 END) AS days_below_zero,
    sum(CASE WHEN b.account_id IS NULL OR b.closing_booked <> c.closing OR b.entry_count <> c.entries THEN 1 ELSE 0 END) AS differing
FROM closings c
LEFT JOIN balances b ON b.account_id = c.account_id AND b.balance_date = c.booking_date
GROUP BY CAST(EXTRACT(MONTH FROM c.booking_date) AS BIGINT), c.product
ORDER BY month, product
