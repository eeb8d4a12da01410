-- question: Which 100 merchants take the most money, from how many customers, what share of all do they take together, and how far does
--   the ranking follow Zipf's law (place times sales over the first's sales would stay near 1)?
-- tables: card_transactions, merchants
-- stresses: grouping by a skewed key of many values, distinct count per group, ranking, cumulative sum
WITH sales AS (
    SELECT merchant_id, count(*) AS purchases, count(DISTINCT customer_id) AS customers, sum(amount) AS sold
    FROM card_transactions
    WHERE status = 'posted' AND processing_code IN ('00', '09')
    GROUP BY merchant_id
),
ranked AS (
    SELECT merchant_id, purchases, customers, sold,
        row_number() OVER (ORDER BY sold DESC, merchant_id) AS place,
        sum(sold) OVER (ORDER BY sold DESC, merchant_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cumulated
    FROM sales
),
totals AS (
    SELECT sum(sold) AS total, max(sold) AS first_sold
    FROM sales
)
SELECT r.place AS place, r.merchant_id AS merchant_id, m.name AS name, m.category AS category, m.is_chain AS is_chain,
    r.purchases AS purchases, r.customers AS customers, r.sold AS sold,
    CAST(r.cumulated AS DOUBLE) / CAST(t.total AS DOUBLE) AS cumulated_share,
    CAST(r.place AS DOUBLE) * CAST(r.sold AS DOUBLE) / CAST(t.first_sold AS DOUBLE) AS zipf
FROM ranked r
JOIN merchants m ON m.merchant_id = r.merchant_id
CROSS JOIN totals t
WHERE r.place <= 100
ORDER BY place
