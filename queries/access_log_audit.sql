-- question: Which reads of bank data broke the promise that was made to customers, and how? Judged from the log, the consents and the banks'
--   agreements alone, and held against the truth: a row for each finding and what the truth says of the same reads.
-- tables: data_accesses, consents, consent_scopes, sharing_agreements, truth_violations
-- stresses: three look-ups for each row of a log, a running count per key and day, table of confusion
-- A bank's agreement holds by its days; here they begin at five in the morning (UTC), which is midnight in the winter of the East.
WITH seen AS (
    SELECT a.access_id, a.occurred_at, a.customer_id, a.account_id, a.scope, a.purpose, a.recipient, a.consent_id, a.http_status, a.rows_returned,
        CAST(a.occurred_at - INTERVAL '5' HOUR AS DATE) AS day, g.decision, g.starts_on, g.ends_on, c.customer_id AS consenter, c.withdrawn_at,
        c.expires_at, s.effective_at
    FROM data_accesses a
    LEFT JOIN sharing_agreements g ON g.bank_id = a.bank_id AND g.scope = a.scope
    LEFT JOIN consents c ON c.consent_id = a.consent_id
    LEFT JOIN consent_scopes s ON s.consent_id = a.consent_id AND s.account_id = a.account_id AND s.scope = a.scope
),
alone AS (
    SELECT access_id, occurred_at, customer_id, account_id, scope, consent_id, rows_returned,
        CASE WHEN http_status <> 200 THEN 'no data given'
            WHEN decision IS NULL OR decision = 'refused' OR day < starts_on OR day >= ends_on THEN 'refused_bank'
            WHEN consenter IS NULL OR consenter <> customer_id THEN 'contacts'
            WHEN recipient = 'third_party' THEN 'third_party'
            WHEN purpose = 'advertising' THEN 'advertising'
            WHEN occurred_at >= withdrawn_at THEN 'after_revocation'
            WHEN occurred_at >= expires_at THEN 'expired'
            WHEN effective_at IS NULL OR effective_at > occurred_at THEN 'out_of_scope'
            ELSE 'kept' END AS finding
    FROM seen
),
counted AS (
    SELECT access_id, customer_id, rows_returned, finding,
        row_number() OVER (PARTITION BY consent_id, account_id, scope, CAST(occurred_at AS DATE), finding ORDER BY access_id) AS number
    FROM alone
),
judged AS (
    SELECT access_id, customer_id, rows_returned, CASE WHEN finding = 'kept' AND number > 4 THEN 'over_frequent' ELSE finding END AS finding
    FROM counted
)
SELECT j.finding AS finding, COALESCE(v.kind, 'none') AS truth,
    count(*) AS reads,
    count(DISTINCT j.customer_id) AS customers,
    sum(j.rows_returned) AS rows_returned,
    min(j.access_id) AS first_access
FROM judged j
LEFT JOIN truth_violations v ON v.access_id = j.access_id
GROUP BY j.finding, COALESCE(v.kind, 'none')
ORDER BY finding, truth
