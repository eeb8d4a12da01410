-- question: Does a store or site where frauds became known in the last three months see more fraud this month? And how much better would that
--   look to whoever forgets that frauds become known late, and counts them from the day they happened?
-- tables: card_transactions, truth_fraud_labels
-- stresses: label delay (point-in-time features), join of monthly places to events with an inequality
WITH labels AS (
    SELECT transaction_id, min(known_at) AS known_at
    FROM truth_fraud_labels
    WHERE record = 'card_transaction' AND typology NOT IN ('friendly_fraud', 'refund_abuse')
    GROUP BY transaction_id
),
payments AS (
    SELECT t.merchant_id, COALESCE(t.location_id, 0) AS location_id, l.transaction_id AS fraud_id,
        CAST(EXTRACT(MONTH FROM t.authorized_at) AS BIGINT) AS month,
        (CAST(EXTRACT(YEAR FROM l.known_at) AS BIGINT) - 2025) * 12 + CAST(EXTRACT(MONTH FROM l.known_at) AS BIGINT) AS known_month
    FROM card_transactions t
    LEFT JOIN labels l ON l.transaction_id = t.transaction_id
    WHERE t.message_type IN ('0100', '0200')
),
traffic AS (
    SELECT merchant_id, location_id, month, count(*) AS attempts, count(fraud_id) AS frauds
    FROM payments
    GROUP BY merchant_id, location_id, month
),
events AS (
    SELECT merchant_id, location_id, month, known_month
    FROM payments
    WHERE fraud_id IS NOT NULL
),
scored AS (
    SELECT t.merchant_id, t.location_id, t.month, t.attempts, t.frauds,
        sum(CASE WHEN e.known_month < t.month AND e.known_month >= t.month - 3 THEN 1 ELSE 0 END) AS known,
        sum(CASE WHEN e.month >= t.month - 3 THEN 1 ELSE 0 END) AS happened
    FROM traffic t
    LEFT JOIN events e ON e.merchant_id = t.merchant_id AND e.location_id = t.location_id AND e.month < t.month
    GROUP BY t.merchant_id, t.location_id, t.month, t.attempts, t.frauds
),
banded AS (
    SELECT 'known' AS counted, month, attempts, frauds,
        CASE WHEN known = 0 THEN 'none' WHEN known = 1 THEN 'one' ELSE 'two or more' END AS frauds_before
    FROM scored
    UNION ALL
    SELECT 'happened' AS counted, month, attempts, frauds,
        CASE WHEN happened = 0 THEN 'none' WHEN happened = 1 THEN 'one' ELSE 'two or more' END AS frauds_before
    FROM scored
)
SELECT counted, month, frauds_before, count(*) AS places, sum(attempts) AS attempts, sum(frauds) AS frauds,
    CAST(sum(frauds) AS DOUBLE) / CAST(sum(attempts) AS DOUBLE) AS fraud_share
FROM banded
WHERE month > 3
GROUP BY counted, month, frauds_before
ORDER BY counted, month, frauds_before
