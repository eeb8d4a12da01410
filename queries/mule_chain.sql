-- question: Where did the money of each swindled or hijacked account go? From the mule that took it in, follow every transfer of at least a
--   hundredth of the sum that leaves within two weeks, six steps deep at most, and hold the paths against the truth: how deep, over how many
--   accounts, how much left the bank, how much of it is crime and how much ordinary life, what was missed (a depth of nothing: all of it).
-- tables: truth_fraud_cases, truth_fraud_labels, account_entries
-- stresses: recursive query with an inequality on time whose front widens with each step, graph traversal in a large table
-- Mules pass money on once at most, so the labelled part of a path is two steps deep; what lies deeper is whom an investigator would ask too.
WITH RECURSIVE transfers AS (
    SELECT account_id AS sender, entry_sequence, counterparty_account_id AS receiver, booked_at, -amount AS amount, transfer_id
    FROM account_entries
    WHERE amount < 0 AND transfer_id IS NOT NULL AND counterparty_account_id IS NOT NULL
),
chain AS (
    SELECT f.case_id AS case_id, 1 AS depth, t.sender AS sender, t.entry_sequence AS entry_sequence, t.receiver AS receiver,
        t.booked_at AS booked_at, t.amount AS amount, t.transfer_id AS transfer_id
    FROM truth_fraud_cases f
    JOIN transfers t ON t.sender = f.account_id AND t.receiver = f.mule_account_id
        AND t.booked_at >= f.started_at AND t.booked_at <= f.detected_at
    WHERE f.mule_account_id IS NOT NULL
    UNION ALL
    SELECT c.case_id, c.depth + 1, t.sender, t.entry_sequence, t.receiver, t.booked_at, t.amount, t.transfer_id
    FROM chain c
    JOIN transfers t ON t.sender = c.receiver AND t.booked_at > c.booked_at AND t.booked_at <= c.booked_at + INTERVAL '14' DAY
        AND t.amount * 100 >= c.amount
    WHERE c.depth < 6
),
path AS (
    SELECT case_id, transfer_id, sender, entry_sequence, receiver, min(booked_at) AS booked_at, min(amount) AS amount, min(depth) AS depth
    FROM chain
    GROUP BY case_id, transfer_id, sender, entry_sequence, receiver
),
exits AS (
    SELECT DISTINCT p.case_id, e.account_id, e.entry_sequence, -e.amount AS amount
    FROM path p
    JOIN account_entries e ON e.account_id = p.receiver AND e.booked_at > p.booked_at AND e.booked_at <= p.booked_at + INTERVAL '2' DAY
    WHERE e.amount < 0 AND e.transfer_id IS NULL AND e.amount * 5 <= -p.amount
        AND e.bank_transaction_code IN ('PMNT-IRCT-DMCT', 'PMNT-CCRD-CWDL', 'PMNT-ICDT-XBCT')
),
labelled AS (
    SELECT l.case_id, t.transfer_id
    FROM truth_fraud_labels l
    JOIN transfers t ON t.sender = l.account_id AND t.entry_sequence = l.entry_sequence
    WHERE l.record = 'account_entry'
),
paths AS (
    SELECT p.case_id, max(p.depth) AS depth, count(*) AS transfers, count(DISTINCT p.receiver) AS accounts,
        sum(CASE WHEN p.depth = 1 THEN p.amount ELSE 0 END) AS taken, sum(CASE WHEN p.depth > 1 THEN p.amount ELSE 0 END) AS passed_on,
        count(l.transfer_id) AS labelled_on_path
    FROM path p
    LEFT JOIN labelled l ON l.case_id = p.case_id AND l.transfer_id = p.transfer_id
    GROUP BY p.case_id
),
gone AS (
    SELECT case_id, count(*) AS exits, sum(amount) AS left_bank
    FROM exits
    GROUP BY case_id
),
truth AS (
    SELECT case_id, count(*) AS labelled_transfers
    FROM labelled
    GROUP BY case_id
)
SELECT f.case_id AS case_id, f.typology AS typology, COALESCE(p.depth, 0) AS depth, COALESCE(p.transfers, 0) AS transfers,
    COALESCE(p.accounts, 0) AS accounts, COALESCE(p.taken, 0) AS taken, COALESCE(p.passed_on, 0) AS passed_on, COALESCE(g.exits, 0) AS exits, COALESCE(g.left_bank, 0) AS left_bank,
    COALESCE(t.labelled_transfers, 0) AS labelled_transfers, COALESCE(p.labelled_on_path, 0) AS labelled_on_path,
    f.successful_amount AS successful_amount
FROM truth_fraud_cases f
LEFT JOIN paths p ON p.case_id = f.case_id
LEFT JOIN gone g ON g.case_id = f.case_id
LEFT JOIN truth t ON t.case_id = f.case_id
WHERE f.mule_account_id IS NOT NULL
ORDER BY case_id
