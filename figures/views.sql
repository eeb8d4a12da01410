-- What the measures of `measures.toml` speak of, over the tables of a dataset. Load after its `duckdb.sql`.

-- Whether words hold one or two wanted ones.
CREATE OR REPLACE MACRO holds(words, wanted) AS
    list_contains(words, split_part(wanted, ' ', 1))
    AND (split_part(wanted, ' ', 2) = '' OR list_contains(words, split_part(wanted, ' ', 2)));

-- The days that the dataset covers, and its middle, at which people's ages are taken.
CREATE OR REPLACE VIEW horizon AS
    SELECT min(balance_date) AS first, max(balance_date) AS last,
        CAST(min(balance_date) + CAST((max(balance_date) - min(balance_date)) // 2 AS INTEGER) AS DATE) AS middle
    FROM balances;

-- Every customer with age and income bands as the diary cuts them, and the days within the horizon on which they held an account.
CREATE OR REPLACE VIEW people AS
    SELECT c.customer_id, c.household_id, date_diff('year', c.birth_date, z.middle)
            - CAST(strftime(c.birth_date, '%m%d') > strftime(z.middle, '%m%d') AS INTEGER) AS age,
        CASE WHEN age < 25 THEN 1 WHEN age < 35 THEN 2 WHEN age < 45 THEN 3 WHEN age < 55 THEN 4 WHEN age < 65 THEN 5
            WHEN age < 75 THEN 6 ELSE 7 END AS age_band,
        CASE h.income_band WHEN 'under_25k' THEN 1 WHEN '25k_50k' THEN 2 WHEN '50k_75k' THEN 3 WHEN '75k_100k' THEN 4
            WHEN '100k_150k' THEN 5 ELSE 6 END AS income_band,
        greatest(held.until - held.since + 1, 0) AS days
    FROM customers c JOIN households h USING (household_id) CROSS JOIN horizon z
    JOIN (SELECT a.customer_id, min(greatest(a.since, z.first)) AS since, max(least(coalesce(o.closed_on, z.last), z.last)) AS until
        FROM account_holders a JOIN accounts o USING (account_id) CROSS JOIN horizon z GROUP BY a.customer_id) held USING (customer_id);

-- Card purchases that were posted, with or without cash back; `words` is what a measure's argument may ask for.
CREATE OR REPLACE VIEW purchases AS
    SELECT t.transaction_id, t.customer_id, t.card_id, t.account_id, t.merchant_id, t.location_id, t.category, t.mcc, k.kind,
        t.local_date, t.local_hour, t.authorized_at, t.posted_at, t.tip_amount, t.entry_mode, CAST(t.amount AS DOUBLE) AS amount,
        CASE t.channel WHEN 'in_person' THEN 'in_person' ELSE 'remote' END AS place,
        ['all', k.kind, t.category, t.mcc, CASE t.channel WHEN 'in_person' THEN 'in_person' ELSE 'remote' END,
            CASE WHEN isodow(t.local_date) < 6 THEN 'weekday' ELSE 'weekend' END] AS words,
        CASE WHEN t.channel <> 'in_person' THEN ['remote'] WHEN t.entry_mode = '05' THEN ['insert']
            WHEN t.entry_mode = '07' AND t.wallet IN ('phone', 'watch') THEN ['tap', 'phone']
            WHEN t.entry_mode = '07' THEN ['tap'] ELSE ['other'] END AS ways
    FROM card_transactions t JOIN cards k USING (card_id)
    WHERE t.status = 'posted' AND t.processing_code IN ('00', '09');

-- Card transactions that somebody else made or tried with the customer's card or account; not what customers do to their own bank.
CREATE OR REPLACE VIEW card_frauds AS
    SELECT t.transaction_id, t.card_id, t.customer_id, t.channel, t.status, t.local_date, CAST(t.amount AS DOUBLE) AS amount, l.case_id
    FROM fraud_labels l JOIN card_transactions t USING (transaction_id)
    WHERE l.record = 'card_transaction' AND l.typology NOT IN ('friendly_fraud', 'refund_abuse')
        AND t.processing_code IN ('00', '01', '09');

-- What each household has in checking and savings on a day of its own in the last 91 (a survey asks people on some day, not all
-- of them on the eve of the rent; less than a dollar counts as nothing), with the age of its best
-- earner, its income, and the share of households that earn less; those whose incomes are within one percent share the middle.
CREATE OR REPLACE VIEW liquid AS
    WITH own AS (
        SELECT a.customer_id, sum(b.closing_booked) AS funds FROM accounts a JOIN customers c USING (customer_id) JOIN balances b USING (account_id) CROSS JOIN horizon z
        WHERE a.product IN ('checking', 'savings') AND b.balance_date = z.last - CAST(37 * c.household_id % least(91, z.last - z.first + 1) AS INTEGER)
        GROUP BY a.customer_id),
    homes AS (
        SELECT p.household_id, arg_max(p.age, (c.annual_income, -p.customer_id)) AS age,
            CAST(any_value(h.annual_income) AS DOUBLE) AS income, CAST(sum(coalesce(own.funds, 0)) AS DOUBLE) AS funds
        FROM people p JOIN customers c USING (customer_id) JOIN households h ON h.household_id = p.household_id
        LEFT JOIN own USING (customer_id) GROUP BY p.household_id),
    binned AS (SELECT *, round(100 * ln(greatest(income, 1))) AS bin FROM homes)
    SELECT household_id, age, income, CASE WHEN funds < 1 THEN 0 ELSE funds END AS funds,
        (count(*) OVER (ORDER BY bin) - count(*) OVER (PARTITION BY bin) / 2) / count(*) OVER () AS income_rank
    FROM binned;
