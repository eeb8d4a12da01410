-- question: Who is paid a wage, by whom, how often? Told from the rhythm of credits from one payer alone, without the bank's transaction code,
--   and held against the code and against what the customer said of employer and pay.
-- tables: account_entries, account_holders, customers
-- stresses: window over account and payer, classification by gaps, join back by a text key
WITH credits AS (
    SELECT account_id, counterparty_name, booking_date, amount, bank_transaction_code,
        lag(booking_date) OVER (PARTITION BY account_id, counterparty_name ORDER BY entry_sequence) AS date_before
    FROM account_entries
    WHERE amount >= 100 AND counterparty_name IS NOT NULL AND counterparty_account_id IS NULL AND transaction_id IS NULL
),
gaps AS (
    SELECT account_id, counterparty_name, amount, bank_transaction_code,
        CASE WHEN date_before IS NULL THEN 0 ELSE 1 END AS has_gap,
        CASE WHEN booking_date >= date_before + INTERVAL '5' DAY AND booking_date <= date_before + INTERVAL '9' DAY THEN 1 ELSE 0 END AS week,
        CASE WHEN booking_date >= date_before + INTERVAL '12' DAY AND booking_date <= date_before + INTERVAL '19' DAY THEN 1 ELSE 0 END AS half_month,
        CASE WHEN booking_date = date_before + INTERVAL '14' DAY THEN 1 ELSE 0 END AS fortnight,
        CASE WHEN booking_date >= date_before + INTERVAL '26' DAY AND booking_date <= date_before + INTERVAL '36' DAY THEN 1 ELSE 0 END AS month
    FROM credits
),
series AS (
    SELECT account_id, counterparty_name, count(*) AS credits, sum(amount) AS paid, sum(has_gap) AS gaps,
        sum(week) AS weeks, sum(half_month) AS half_months, sum(fortnight) AS fortnights, sum(month) AS months,
        sum(CASE WHEN bank_transaction_code = 'PMNT-RCDT-SALA' THEN 1 ELSE 0 END) AS salaries
    FROM gaps
    GROUP BY account_id, counterparty_name
    HAVING count(*) >= 4
),
classified AS (
    SELECT account_id, counterparty_name, credits, paid, salaries,
        CASE WHEN weeks * 5 >= gaps * 4 THEN 'weekly'
            WHEN half_months * 5 >= gaps * 4 AND fortnights * 3 >= gaps * 2 THEN 'biweekly'
            WHEN half_months * 5 >= gaps * 4 THEN 'semimonthly'
            WHEN months * 5 >= gaps * 4 THEN 'monthly'
            ELSE 'irregular' END AS detected
    FROM series
),
stated AS (
    SELECT h.account_id, c.employer_name, min(c.pay_frequency) AS pay_frequency
    FROM account_holders h
    JOIN customers c ON c.customer_id = h.customer_id
    WHERE c.employer_name IS NOT NULL AND c.pay_frequency IS NOT NULL
    GROUP BY h.account_id, c.employer_name
)
SELECT
    k.detected AS detected,
    COALESCE(s.pay_frequency, 'no stated employer') AS stated,
    CASE WHEN k.salaries * 2 > k.credits THEN 'salary' ELSE 'other' END AS coded,
    count(*) AS series,
    sum(k.credits) AS credits,
    sum(k.paid) AS paid
FROM classified k
LEFT JOIN stated s ON s.account_id = k.account_id AND s.employer_name = k.counterparty_name
GROUP BY k.detected, COALESCE(s.pay_frequency, 'no stated employer'),
    CASE WHEN k.salaries * 2 > k.credits THEN 'salary' ELSE 'other' END
ORDER BY detected, stated, coded
