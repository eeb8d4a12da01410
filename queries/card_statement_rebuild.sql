-- question: Can every credit-card statement be written again from the entries of its cycle? Per month of closing: how many, what they ask
--   for, how many are late, and in how many a sum differs.
-- tables: statements, account_entries
-- stresses: range join of entries to the cycle that holds them, many conditional sums
WITH rebuilt AS (
    SELECT s.statement_id,
        sum(CASE WHEN e.bank_transaction_code IN ('PMNT-CCRD-POSD', 'PMNT-CCRD-CWDL') THEN e.amount ELSE 0 END) AS purchases,
        sum(CASE WHEN e.bank_transaction_code = 'PMNT-CCRD-POSC' THEN e.amount ELSE 0 END) AS refunds,
        sum(CASE WHEN e.bank_transaction_code = 'ACMT-MDOP-INTR' THEN e.amount ELSE 0 END) AS interest,
        sum(e.amount) AS moved,
        count(*) AS entries
    FROM statements s
    JOIN account_entries e ON e.account_id = s.account_id AND e.booking_date >= s.opened_on AND e.booking_date <= s.closed_on
    GROUP BY s.statement_id
)
SELECT
    CAST(EXTRACT(MONTH FROM s.closed_on) AS BIGINT) AS month,
    count(*) AS statements,
    sum(COALESCE(r.entries, 0)) AS entries,
    sum(s.purchases) AS purchases,
    sum(s.refunds) AS refunds,
    sum(s.interest) AS interest,
    sum(s.closing_balance) AS closing_balance,
    sum(s.minimum_due) AS minimum_due,
    sum(CASE WHEN s.is_late THEN 1 ELSE 0 END) AS late,
    sum(CASE WHEN s.purchases <> COALESCE(r.purchases, 0) OR s.refunds <> COALESCE(r.refunds, 0)
        OR s.interest <> COALESCE(r.interest, 0)
        OR s.closing_balance - s.opening_balance <> COALESCE(r.moved, 0) THEN 1 ELSE 0 END) AS differing
FROM statements s
LEFT JOIN rebuilt r ON r.statement_id = s.statement_id
GROUP BY CAST(EXTRACT(MONTH FROM s.closed_on) AS BIGINT)
ORDER BY month
