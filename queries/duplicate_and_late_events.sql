-- question: A feed delivers some card events twice and some days late. What would each month's posted amount have been from the feed as it
--   came (duplicates counted, late ones missing), and what is it after clean-up? The last two columns must agree.
-- tables: card_events
-- stresses: deduplication by key and arrival, watermark, window over the largest table
-- The log itself is clean: the feed's faults are made here, from remainders of the keys. A day is closed two days after it has ended.
WITH deliveries AS (
    SELECT transaction_id, event_sequence, event_type, amount, occurred_at,
        CASE WHEN (transaction_id * 31 + event_sequence * 7) % 97 = 5 THEN occurred_at + INTERVAL '5' DAY ELSE occurred_at END AS arrived_at
    FROM card_events
    UNION ALL
    SELECT transaction_id, event_sequence, event_type, amount, occurred_at, occurred_at + INTERVAL '2' HOUR AS arrived_at
    FROM card_events
    WHERE (transaction_id * 13 + event_sequence * 3) % 89 = 7
),
ranked AS (
    SELECT transaction_id, event_sequence, event_type, amount, occurred_at, arrived_at,
        row_number() OVER (PARTITION BY transaction_id, event_sequence ORDER BY arrived_at) AS delivery
    FROM deliveries
),
monthly AS (
    SELECT CAST(EXTRACT(MONTH FROM occurred_at) AS BIGINT) AS month,
        count(*) AS delivered,
        sum(CASE WHEN delivery > 1 THEN 1 ELSE 0 END) AS duplicates,
        sum(CASE WHEN delivery = 1 AND CAST(arrived_at AS DATE) > CAST(occurred_at + INTERVAL '2' DAY AS DATE) THEN 1 ELSE 0 END) AS late,
        sum(CASE WHEN event_type = 'posted' AND CAST(arrived_at AS DATE) <= CAST(occurred_at + INTERVAL '2' DAY AS DATE)
            THEN amount ELSE 0 END) AS as_delivered,
        sum(CASE WHEN event_type = 'posted' AND delivery = 1 THEN amount ELSE 0 END) AS cleaned
    FROM ranked
    GROUP BY CAST(EXTRACT(MONTH FROM occurred_at) AS BIGINT)
),
log AS (
    SELECT CAST(EXTRACT(MONTH FROM occurred_at) AS BIGINT) AS month, count(*) AS events,
        sum(CASE WHEN event_type = 'posted' THEN amount ELSE 0 END) AS posted
    FROM card_events
    GROUP BY CAST(EXTRACT(MONTH FROM occurred_at) AS BIGINT)
)
SELECT m.month AS month, m.delivered AS delivered, m.duplicates AS duplicates, m.late AS late, l.events AS events,
    m.as_delivered AS as_delivered, m.cleaned AS cleaned, l.posted AS posted
FROM monthly m
JOIN log l ON l.month = m.month
ORDER BY month
