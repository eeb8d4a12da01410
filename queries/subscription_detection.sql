-- question: Which series of payments to a merchant are subscriptions, told only from their rhythm (a month apart, about the same amount)? Judged
--   by the flag that the merchants set: how many are found, how many found are none, by category.
-- tables: card_transactions
-- stresses: window over customer and merchant, conditional counts, rule evaluation on groups
WITH steps AS (
    SELECT customer_id, merchant_id, category, local_date, amount, is_recurring,
        lag(local_date) OVER (PARTITION BY customer_id, merchant_id ORDER BY authorized_at, transaction_id) AS date_before,
        lag(amount) OVER (PARTITION BY customer_id, merchant_id ORDER BY authorized_at, transaction_id) AS amount_before
    FROM card_transactions
    WHERE status = 'posted' AND processing_code = '00'
),
series AS (
    SELECT customer_id, merchant_id, min(category) AS category, count(*) AS payments,
        sum(CASE WHEN is_recurring THEN 1 ELSE 0 END) AS flagged,
        sum(CASE WHEN local_date >= date_before + INTERVAL '26' DAY AND local_date <= date_before + INTERVAL '35' DAY
            AND amount * 10 >= amount_before * 9 AND amount * 10 <= amount_before * 11 THEN 1 ELSE 0 END) AS regular,
        sum(amount) AS paid
    FROM steps
    GROUP BY customer_id, merchant_id
    HAVING count(*) >= 4
),
judged AS (
    SELECT category, payments, paid,
        CASE WHEN regular * 4 >= (payments - 1) * 3 THEN 1 ELSE 0 END AS detected,
        CASE WHEN flagged * 2 > payments THEN 1 ELSE 0 END AS subscribed
    FROM series
)
SELECT category,
    count(*) AS series,
    sum(subscribed) AS subscribed,
    sum(detected) AS detected,
    sum(subscribed * detected) AS found,
    sum(CASE WHEN detected = 1 THEN paid ELSE 0 END) AS paid_detected,
    CAST(sum(subscribed * detected) AS DOUBLE) / NULLIF(sum(detected), 0) AS precision_share,
    CAST(sum(subscribed * detected) AS DOUBLE) / NULLIF(sum(subscribed), 0) AS recall_share
FROM judged
GROUP BY category
ORDER BY category
