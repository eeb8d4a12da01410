-- question: Which card holds were pending on the third of November at 19:00 (UTC), and what became of them: posted with the same amount or
--   another (tips, fuel, hotels), taken back by the merchant minutes later, expired? By channel and days waited, from the log of events alone.
-- tables: card_events, card_transactions
-- stresses: rebuilding a state as of an instant from an append-only log, conditional aggregation per key
WITH held AS (
    SELECT transaction_id, sum(amount) AS held, min(occurred_at) AS authorized_at
    FROM card_events
    WHERE event_type IN ('authorized', 'incremented') AND occurred_at < TIMESTAMP '2025-11-03 19:00:00'
    GROUP BY transaction_id
),
ended AS (
    SELECT transaction_id, min(occurred_at) AS ended_at,
        min(event_type) AS ending,
        sum(CASE WHEN event_type = 'posted' THEN amount ELSE 0 END) AS posted
    FROM card_events
    WHERE event_type IN ('posted', 'reversed', 'expired')
    GROUP BY transaction_id
),
pending AS (
    SELECT h.transaction_id, h.held, e.ending, e.posted,
        CASE WHEN e.ended_at IS NULL THEN 'never'
            WHEN CAST(e.ended_at AS DATE) < DATE '2025-11-05' THEN 'within 1 day'
            WHEN CAST(e.ended_at AS DATE) < DATE '2025-11-07' THEN 'within 3 days'
            WHEN CAST(e.ended_at AS DATE) < DATE '2025-11-11' THEN 'within 7 days'
            ELSE 'later' END AS waited
    FROM held h
    LEFT JOIN ended e ON e.transaction_id = h.transaction_id
    WHERE h.held > 0 AND (e.transaction_id IS NULL OR e.ended_at >= TIMESTAMP '2025-11-03 19:00:00')
)
SELECT
    t.channel AS channel,
    COALESCE(p.ending, 'pending') AS ending,
    p.waited AS waited,
    count(*) AS transactions,
    sum(p.held) AS held,
    sum(COALESCE(p.posted, 0)) AS posted,
    sum(CASE WHEN p.ending = 'posted' AND p.posted = p.held THEN 1 ELSE 0 END) AS as_held,
    sum(CASE WHEN p.ending = 'posted' AND p.posted > p.held THEN 1 ELSE 0 END) AS above,
    sum(CASE WHEN p.ending = 'posted' AND p.posted < p.held THEN 1 ELSE 0 END) AS below
FROM pending p
JOIN card_transactions t ON t.transaction_id = p.transaction_id
GROUP BY t.channel, COALESCE(p.ending, 'pending'), p.waited
ORDER BY channel, ending, waited
