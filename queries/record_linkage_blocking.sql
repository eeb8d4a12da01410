-- question: Another bank's list holds two fifths of the same people, with slips of the pen. Which blocking rule finds how many of the true pairs,
--   at the price of how many comparisons?
-- tables: customers
-- stresses: self-join on derived keys with skewed blocks, distinct union of large pair lists
-- The slips are made here, from remainders of the ids: an initial for a name, a lost first letter, a wrong birthday, a move.
WITH ours AS (
    SELECT customer_id, given_name, surname, birth_date, sex, postcode
    FROM customers
),
theirs AS (
    SELECT customer_id,
        CASE WHEN customer_id % 10 = 0 THEN substring(given_name, 1, 1) ELSE given_name END AS given_name,
        CASE WHEN customer_id % 15 = 1 THEN substring(surname, 2, 40) ELSE surname END AS surname,
        CASE WHEN customer_id % 20 = 6 THEN CAST(birth_date + INTERVAL '30' DAY AS DATE) ELSE birth_date END AS birth_date,
        sex,
        CASE WHEN customer_id % 25 = 5 THEN '00000' ELSE postcode END AS postcode
    FROM customers
    WHERE customer_id % 5 < 2
),
pairs AS (
    SELECT 1 AS rule, o.customer_id AS ours, t.customer_id AS theirs
    FROM ours o JOIN theirs t ON t.surname = o.surname AND t.birth_date = o.birth_date
    UNION ALL
    SELECT 2, o.customer_id, t.customer_id
    FROM ours o JOIN theirs t ON t.given_name = o.given_name AND t.birth_date = o.birth_date
    UNION ALL
    SELECT 3, o.customer_id, t.customer_id
    FROM ours o JOIN theirs t ON t.postcode = o.postcode AND t.birth_date = o.birth_date
    UNION ALL
    SELECT 4, o.customer_id, t.customer_id
    FROM ours o JOIN theirs t ON substring(t.surname, 1, 4) = substring(o.surname, 1, 4)
        AND substring(t.given_name, 1, 1) = substring(o.given_name, 1, 1) AND t.sex = o.sex
    UNION ALL
    SELECT 5, o.customer_id, t.customer_id
    FROM ours o JOIN theirs t ON EXTRACT(YEAR FROM t.birth_date) = EXTRACT(YEAR FROM o.birth_date)
        AND t.sex = o.sex AND substring(t.postcode, 1, 3) = substring(o.postcode, 1, 3)
),
judged AS (
    SELECT rule, ours, theirs FROM pairs
    UNION ALL
    SELECT DISTINCT 6 AS rule, ours, theirs FROM pairs WHERE rule <= 4
),
sizes AS (
    SELECT (SELECT count(*) FROM ours) AS ours, (SELECT count(*) FROM theirs) AS theirs
)
SELECT j.rule AS rule,
    CASE j.rule WHEN 1 THEN 'surname, birth date' WHEN 2 THEN 'given name, birth date' WHEN 3 THEN 'postcode, birth date'
        WHEN 4 THEN 'four letters of surname, initial, sex' WHEN 5 THEN 'birth year, sex, three digits of postcode'
        ELSE 'any of rules 1 to 4' END AS block,
    count(*) AS pairs,
    sum(CASE WHEN j.ours = j.theirs THEN 1 ELSE 0 END) AS true_pairs,
    max(s.theirs) AS people,
    CAST(sum(CASE WHEN j.ours = j.theirs THEN 1 ELSE 0 END) AS DOUBLE) / max(s.theirs) AS completeness,
    CAST(sum(CASE WHEN j.ours = j.theirs THEN 1 ELSE 0 END) AS DOUBLE) / count(*) AS quality,
    1 - CAST(count(*) AS DOUBLE) / (CAST(max(s.ours) AS DOUBLE) * CAST(max(s.theirs) AS DOUBLE)) AS reduction
FROM judged j
CROSS JOIN sizes s
GROUP BY j.rule
ORDER BY rule
