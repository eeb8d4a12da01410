-- question: In each state, which three merchants with a store do most of its customers go to?
-- tables: card_transactions, customers, merchants
-- stresses: top N per group, distinct count over two keys
WITH visits AS (
    SELECT c.admin1 AS state, t.merchant_id AS merchant_id, count(DISTINCT t.customer_id) AS customers,
        count(*) AS purchases, sum(t.amount) AS sold
    FROM card_transactions t
    JOIN customers c ON c.customer_id = t.customer_id
    WHERE t.status = 'posted' AND t.channel = 'in_person' AND t.processing_code IN ('00', '09')
    GROUP BY c.admin1, t.merchant_id
),
ranked AS (
    SELECT state, merchant_id, customers, purchases, sold,
        row_number() OVER (PARTITION BY state ORDER BY customers DESC, purchases DESC, merchant_id) AS place
    FROM visits
)
SELECT r.state AS state, r.place AS place, r.merchant_id AS merchant_id, m.name AS name, m.category AS category,
    r.customers AS customers, r.purchases AS purchases, r.sold AS sold
FROM ranked r
JOIN merchants m ON m.merchant_id = r.merchant_id
WHERE r.place <= 3
ORDER BY state, place
