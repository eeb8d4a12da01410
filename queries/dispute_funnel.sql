-- question: How do disputes go, by the reason given: how many reach each stage, how many end for the cardholder, and how many days pass
--   until the provisional credit and until the end?
-- tables: disputes
-- stresses: funnel over nullable instants, small-table latency
-- Days are told from year and day of the year, which holds until the end of 2028.
WITH steps AS (
    SELECT reason, amount, outcome,
        (EXTRACT(YEAR FROM opened_at) - 2025) * 365 + EXTRACT(DOY FROM opened_at) AS opened,
        (EXTRACT(YEAR FROM provisional_credit_at) - 2025) * 365 + EXTRACT(DOY FROM provisional_credit_at) AS credited,
        (EXTRACT(YEAR FROM charged_back_at) - 2025) * 365 + EXTRACT(DOY FROM charged_back_at) AS charged_back,
        (EXTRACT(YEAR FROM represented_at) - 2025) * 365 + EXTRACT(DOY FROM represented_at) AS represented,
        (EXTRACT(YEAR FROM resolved_at) - 2025) * 365 + EXTRACT(DOY FROM resolved_at) AS resolved
    FROM disputes
)
SELECT reason,
    count(*) AS opened,
    count(credited) AS credited,
    count(charged_back) AS charged_back,
    count(represented) AS represented,
    count(resolved) AS resolved,
    sum(CASE WHEN outcome = 'won' THEN 1 ELSE 0 END) AS won,
    sum(CASE WHEN outcome = 'lost' THEN 1 ELSE 0 END) AS lost,
    sum(amount) AS amount,
    CAST(sum(credited - opened) AS DOUBLE) / NULLIF(count(credited), 0) AS days_to_credit,
    CAST(sum(resolved - opened) AS DOUBLE) / NULLIF(count(resolved), 0) AS days_to_end,
    max(resolved - opened) AS longest_days
FROM steps
GROUP BY reason
ORDER BY reason
