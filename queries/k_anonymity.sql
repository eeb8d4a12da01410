-- question: How anonymous would the list of customers be with the names off? For sets of quasi-identifiers from coarse to fine: the
--   smallest class (k), and how many people are alone in theirs, among fewer than 5, among fewer than 20.
-- tables: customers
-- stresses: grouping by many columns with nulls, nearly as many groups as rows
WITH people AS (
    SELECT CAST(EXTRACT(YEAR FROM birth_date) AS BIGINT) AS birth_year,
        CAST(EXTRACT(YEAR FROM birth_date) AS BIGINT) - CAST(EXTRACT(YEAR FROM birth_date) AS BIGINT) % 5 AS five_years, birth_date, sex, admin1, postcode,
        substring(postcode, 1, 3) AS area, occupation
    FROM customers
),
classes AS (
    SELECT 1 AS number, 'sex, state' AS quasi_identifiers, count(*) AS persons
    FROM people GROUP BY sex, admin1
    UNION ALL
    SELECT 2, 'birth year, sex, state', count(*)
    FROM people GROUP BY birth_year, sex, admin1
    UNION ALL
    SELECT 3, 'five years of birth, sex, three digits of postcode', count(*)
    FROM people GROUP BY five_years, sex, area
    UNION ALL
    SELECT 4, 'birth year, sex, postcode', count(*)
    FROM people GROUP BY birth_year, sex, postcode
    UNION ALL
    SELECT 5, 'birth year, sex, three digits of postcode, occupation', count(*)
    FROM people GROUP BY birth_year, sex, area, occupation
    UNION ALL
    SELECT 6, 'birth date, sex, postcode', count(*)
    FROM people GROUP BY birth_date, sex, postcode
)
SELECT number, quasi_identifiers,
    sum(persons) AS persons,
    count(*) AS classes,
    min(persons) AS k,
    sum(CASE WHEN persons = 1 THEN persons ELSE 0 END) AS alone,
    sum(CASE WHEN persons < 5 THEN persons ELSE 0 END) AS below_5,
    sum(CASE WHEN persons < 20 THEN persons ELSE 0 END) AS below_20,
    CAST(sum(CASE WHEN persons = 1 THEN persons ELSE 0 END) AS DOUBLE) / CAST(sum(persons) AS DOUBLE) AS alone_share
FROM classes
GROUP BY number, quasi_identifiers
ORDER BY number
