-- question: Do a card's pace in the last hour, this attempt among them, and an amount far above the mean of its other attempts of the last 30
--   days tell fraud? Attempts, declines and frauds by both.
-- tables: card_transactions, truth_fraud_labels
-- stresses: three rolling windows over time for every row of a large table, join with labels
WITH paced AS (
    SELECT transaction_id, authorized_amount, response_code,
        count(*) OVER (PARTITION BY card_id ORDER BY authorized_at
            RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW) AS hour_count,
        count(*) OVER (PARTITION BY card_id ORDER BY authorized_at
            RANGE BETWEEN INTERVAL '30' DAY PRECEDING AND CURRENT ROW) - 1 AS month_count,
        sum(authorized_amount) OVER (PARTITION BY card_id ORDER BY authorized_at
            RANGE BETWEEN INTERVAL '30' DAY PRECEDING AND CURRENT ROW) - authorized_amount AS month_sum
    FROM card_transactions
    WHERE message_type IN ('0100', '0200')
),
labels AS (
    SELECT DISTINCT transaction_id
    FROM truth_fraud_labels
    WHERE record = 'card_transaction' AND typology NOT IN ('friendly_fraud', 'refund_abuse')
),
banded AS (
    SELECT p.response_code, p.authorized_amount, l.transaction_id AS fraud_id,
        CASE WHEN p.hour_count = 1 THEN '1' WHEN p.hour_count = 2 THEN '2' WHEN p.hour_count <= 4 THEN '3 to 4' ELSE '5 or more' END AS in_hour,
        CASE WHEN p.month_count < 5 THEN 'few payments'
            WHEN p.authorized_amount * p.month_count <= p.month_sum THEN 'up to the mean'
            WHEN p.authorized_amount * p.month_count <= p.month_sum * 3 THEN 'up to 3 times'
            WHEN p.authorized_amount * p.month_count <= p.month_sum * 10 THEN 'up to 10 times'
            ELSE 'beyond 10 times' END AS against_mean
    FROM paced p
    LEFT JOIN labels l ON l.transaction_id = p.transaction_id
)
SELECT in_hour, against_mean,
    count(*) AS attempts,
    sum(CASE WHEN response_code <> '00' THEN 1 ELSE 0 END) AS declined,
    sum(authorized_amount) AS asked_for,
    count(fraud_id) AS frauds,
    CAST(count(fraud_id) AS DOUBLE) / count(*) AS fraud_share
FROM banded
GROUP BY in_hour, against_mean
ORDER BY in_hour, against_mean
