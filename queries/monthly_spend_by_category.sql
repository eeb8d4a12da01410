-- question: What do customers of different vintage spend their money on, month by month? The five largest categories of each cohort,
--   purchases less refunds, with their share of the cohort's month.
-- tables: card_transactions, customers
-- stresses: join of a large to a small table, grouping by three keys, ranking and share within groups
WITH spending AS (
    SELECT CAST(EXTRACT(MONTH FROM t.local_date) AS BIGINT) AS month,
        CASE WHEN c.onboarded_on < DATE '2010-01-01' THEN 'before 2010'
            WHEN c.onboarded_on < DATE '2020-01-01' THEN '2010 to 2019'
            ELSE '2020 and later' END AS cohort,
        t.category AS category,
        count(DISTINCT t.customer_id) AS customers,
        count(*) AS transactions,
        sum(CASE WHEN t.processing_code = '20' THEN -t.amount ELSE t.amount END) AS spent
    FROM card_transactions t
    JOIN customers c ON c.customer_id = t.customer_id
    WHERE t.status = 'posted' AND t.processing_code <> '01'
    GROUP BY CAST(EXTRACT(MONTH FROM t.local_date) AS BIGINT),
        CASE WHEN c.onboarded_on < DATE '2010-01-01' THEN 'before 2010'
            WHEN c.onboarded_on < DATE '2020-01-01' THEN '2010 to 2019'
            ELSE '2020 and later' END,
        t.category
),
ranked AS (
    SELECT month, cohort, category, customers, transactions, spent,
        sum(spent) OVER (PARTITION BY month, cohort) AS total,
        row_number() OVER (PARTITION BY month, cohort ORDER BY spent DESC, category) AS place
    FROM spending
)
SELECT month, cohort, place, category, customers, transactions, spent,
    CAST(spent AS DOUBLE) / CAST(total AS DOUBLE) AS share
FROM ranked
WHERE place <= 5
ORDER BY month, cohort, place
