-- question: Knowing one to four payments of a person (where and when), how often does the whole data set hold nobody else with the same ones?
--   Asked of one customer in 20, at three resolutions: shop and day, shop and week, kind of shop and day.
-- tables: card_transactions
-- stresses: distinct points of a large table, selective self-join on composite keys, relational division
-- A person's points come in an order that remainders of their keys shuffle: no engine's own random numbers.
WITH payments AS (
    SELECT customer_id, merchant_id, CAST(mcc AS BIGINT) AS mcc, CAST(EXTRACT(DOY FROM local_date) AS BIGINT) AS day
    FROM card_transactions
    WHERE status = 'posted' AND processing_code IN ('00', '09') AND NOT is_recurring
),
points AS (
    SELECT DISTINCT 1 AS resolution, customer_id, merchant_id AS place, day AS time FROM payments
    UNION ALL
    SELECT DISTINCT 2 AS resolution, customer_id, merchant_id AS place, CAST((day - day % 7) / 7 AS BIGINT) AS time FROM payments
    UNION ALL
    SELECT DISTINCT 3 AS resolution, customer_id, mcc AS place, day AS time FROM payments
),
shuffled AS (
    SELECT resolution, customer_id, place, time,
        row_number() OVER (PARTITION BY resolution, customer_id
            ORDER BY ((place % 9973) * 311 + time * 773 + customer_id * 37) % 10007, place, time) AS number
    FROM points
    WHERE customer_id % 20 = 7
),
known AS (
    SELECT resolution, customer_id, place, time, number
    FROM shuffled
    WHERE number <= 4
),
shared AS (
    SELECT k.resolution, k.customer_id, p.customer_id AS candidate, k.number,
        count(*) OVER (PARTITION BY k.resolution, k.customer_id, p.customer_id ORDER BY k.number
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS agreeing
    FROM known k
    JOIN points p ON p.resolution = k.resolution AND p.place = k.place AND p.time = k.time
),
candidates AS (
    SELECT resolution, customer_id, number, count(*) AS people
    FROM shared
    WHERE agreeing = number
    GROUP BY resolution, customer_id, number
)
SELECT
    CASE WHEN resolution = 1 THEN 'shop and day' WHEN resolution = 2 THEN 'shop and week' ELSE 'kind of shop and day' END AS resolution,
    number AS points,
    count(*) AS targets,
    sum(CASE WHEN people = 1 THEN 1 ELSE 0 END) AS alone,
    sum(people) AS candidates,
    CAST(sum(CASE WHEN people = 1 THEN 1 ELSE 0 END) AS DOUBLE) / count(*) AS unicity
FROM candidates
GROUP BY CASE WHEN resolution = 1 THEN 'shop and day' WHEN resolution = 2 THEN 'shop and week' ELSE 'kind of shop and day' END, number
ORDER BY resolution, points
