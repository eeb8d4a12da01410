"""Checks the query suite: that registry, headers, files, answers and page agree, that DuckDB and DataFusion still give the committed
answers of the small scale, and that every answer depends on the data: one changed row changes it.

    python check_queries.py DIR [--program target/release/fauxbank]

If DIR is no dataset of the small scale, the program generates one.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import bank

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benches" / "engines"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "queries"))

import page
import suite
from datafusion_engine import DataFusion
from duckdb_engine import DuckDb

SCALES = ("small", "medium")
KINDS = {"integer", "decimal", "float", "text", "date", "instant", "boolean"}

# One row of one table, and what becomes of one of its columns: enough to change the answer.
CHANGES = {
    "end_of_day_balances": ("account_entries", "account_id = 101 AND entry_sequence = 1", "amount", "amount + 0.01"),
    "point_in_time_balance": ("accounts", "account_id = 87301", "customer_id", "872"),
    "account_statement": ("account_entries", "account_id = 101 AND entry_sequence = 205", "amount", "amount + 0.01"),
    "pending_and_posted": ("card_events", "event_type = 'authorized' AND amount > 0 AND occurred_at = {pending}", "amount", "amount + 0.01"),
    "card_statement_rebuild": ("statements", "statement_id = {statement}", "closing_balance", "closing_balance - 0.01"),
    "full_reconciliation": ("account_entries", "account_id = 101 AND entry_sequence = 7", "balance_after", "balance_after + 0.01"),
    "duplicate_and_late_events": ("card_events", "transaction_id = {posted} AND event_type = 'posted'", "amount", "amount + 0.01"),
    "monthly_spend_by_category": ("card_transactions", "transaction_id = {groceries}", "amount", "amount + 0.01"),
    "merchant_leaderboard": ("card_transactions", "transaction_id = {groceries}", "amount", "amount + 0.01"),
    "top_merchants_per_state": ("card_transactions", "transaction_id = {in_person}", "channel", "'ecommerce'"),
    "wide_selective_scan": ("card_transactions", "transaction_id = {unchecked}", "three_d_secure", "'05'"),
    "subscription_detection": ("card_transactions", "transaction_id = {recurring}", "amount", "amount + 0.01"),
    "salary_detection": ("account_entries", "account_id = 101 AND entry_sequence = 205", "amount", "amount + 0.01"),
    "dispute_funnel": ("disputes", "dispute_id = {dispute}", "amount", "amount + 0.01"),
    "rolling_velocity": ("card_transactions", "transaction_id = {groceries}", "authorized_amount", "authorized_amount + 0.01"),
    "terminal_risk": ("card_transactions", "transaction_id = {december}", "message_type", "'0220'"),
    "k_anonymity": ("customers", "customer_id = 7", "sex", "CASE sex WHEN 'F' THEN 'M' ELSE 'F' END"),
    "unicity": ("card_transactions", "transaction_id = {asked}", "customer_id", "customer_id + 1"),
    "record_linkage_blocking": ("customers", "customer_id = 5", "birth_date", "NULL"),
    "mule_chain": ("truth_fraud_cases", "case_id = 7000001", "mule_account_id", "NULL"),
    "consent_filtered_extract": ("consents", "consent_id = {readable}", "withdrawn_at", "TIMESTAMPTZ '2025-09-30 00:00:00+00'"),
    "access_log_audit": ("data_accesses", "access_id = {kept}", "purpose", "'advertising'"),
}
# Keys that the changes name, looked up in the dataset.
KEYS = {
    "pending": "SELECT max(occurred_at) FROM card_events WHERE event_type = 'authorized' AND amount > 0 "
    "AND occurred_at < TIMESTAMP '2025-11-03 12:00:00' AND transaction_id IN (SELECT transaction_id FROM card_events "
    "WHERE event_type = 'posted' AND occurred_at >= TIMESTAMP '2025-11-03 19:00:00')",
    "in_person": "SELECT min(transaction_id) FROM card_transactions WHERE status = 'posted' AND channel = 'in_person' AND processing_code = '00' "
    "AND merchant_id = 100000000000 AND customer_id IN (SELECT customer_id FROM customers WHERE admin1 = 'TX')",
    "unchecked": "SELECT arg_max(transaction_id, authorized_amount) FROM card_transactions WHERE channel = 'ecommerce' "
    "AND merchant_country <> 'US' AND three_d_secure IS NULL AND avs_result IS NULL",
    "statement": "SELECT min(statement_id) FROM statements",
    "posted": "SELECT min(transaction_id) FROM card_events WHERE event_type = 'posted'",
    "groceries": "SELECT min(transaction_id) FROM card_transactions WHERE status = 'posted' AND merchant_id = 100000000000 "
    "AND processing_code = '00' AND message_type = '0100'",
    "recurring": "SELECT min(transaction_id) FROM card_transactions WHERE customer_id = 1 AND merchant_id = 300000060040 AND status = 'posted'",
    "readable": "SELECT max(consent_id) FROM consents JOIN consent_scopes USING (consent_id) WHERE purpose = 'receipts' "
    "AND scope = 'transactions' AND joint_rule = 'sole' AND TIMESTAMP '2025-09-30 12:00:00' BETWEEN effective_at AND expires_at AND withdrawn_at IS NULL",
    "kept": "SELECT min(access_id) FROM data_accesses WHERE http_status = 200 AND access_id NOT IN (SELECT access_id FROM truth_violations)",
    "dispute": "SELECT min(dispute_id) FROM disputes",
    "asked": "SELECT arg_min(transaction_id, ((merchant_id % 9973) * 311 + extract(doy FROM local_date) * 773 + 7 * 37) % 10007) "
    "FROM card_transactions WHERE customer_id = 7 AND status = 'posted' AND processing_code IN ('00', '09') AND NOT is_recurring",
    "december": "SELECT max(transaction_id) FROM card_transactions WHERE message_type = '0100' AND local_date = DATE '2025-12-15'",
}


def main():
    given = bank.arguments(__doc__.split("\n\n")[0])
    outcome, dataset = bank.Outcome(), given.dataset
    with tempfile.TemporaryDirectory() as scratch:
        if suite.scale_of(dataset) != "small" and given.program:
            dataset = Path(scratch) / "small"
            command = [given.program, "generate", "--quiet", "--customers", "1k", "--seed", "42", "--scenario", "us-retail"]
            subprocess.run([*command, "--from", "2025-01-01", "--to", "2025-12-31", "--out", dataset], check=True)
        if suite.scale_of(dataset) != "small":
            sys.exit("the dataset is not of the small scale, and without --program none can be generated")
        check_words(outcome, set(suite.tables(dataset)))
        queries, _ = suite.registry()
        engines = [DuckDb(), DataFusion()]
        for engine in engines:
            engine.open(suite.tables(dataset))
        for query in queries:
            for engine in engines:
                outcome.note(f"{query.name} on {engine.name}", problem_of(engine, query, dataset))
            outcome.note(f"{query.name} depends on the data", asleep(engines[0], query, suite.tables(dataset)))
    outcome.end()


def check_words(outcome, tables):
    """Checks that registry, headers, files, answers, confirmations and page say the same."""
    queries, confirmed = suite.registry()
    names = [query.name for query in queries]
    outcome.note("names differ", None if len(set(names)) == len(names) else "a name is twice in the registry")
    outcome.note("each file is in the registry", unlike({file.stem for file in suite.QUERIES.glob("*.sql")}, set(names)))
    outcome.note("each query has its change", unlike(set(CHANGES), set(names)))
    for query in queries:
        outcome.note(f"{query.name} is described", described(query, tables))
    for scale in SCALES:
        depths = [int(row[2]) for row in suite.from_csv((suite.QUERIES / "answers" / scale / "mule_chain.csv").read_text())[1]]
        outcome.note(f"mule_chain at {scale} goes deep", None if max(depths) >= 3 else f"{max(depths)} steps")
        files = {file.stem for file in (suite.QUERIES / "answers" / scale).glob("*.csv")}
        outcome.note(f"each query has an answer at {scale}", unlike(files, set(names)))
        read = {table for query in queries for table in query.tables}
        outcome.note(f"each table has a fingerprint at {scale}", unlike(set(suite.fingerprints().get(scale, {})), read))
        for query in queries:
            outcome.note(f"{query.name} at {scale} is confirmed", unconfirmed(query, scale, confirmed))
    outcome.note("the page is up to date", None if page.written() == page.made() else "run python queries/page.py")


def described(query, tables):
    """What is wrong with a query's header and columns, or None."""
    if set(query.header) != set(suite.HEADERS) or not all(query.header.values()):
        return f"the header has {sorted(query.header)}"
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("--"))
    used = {table for table in tables if re.search(rf"\b(FROM|JOIN)\s+{table}\b", body)}
    if used != set(query.tables):
        return f"reads {sorted(used)} but names {sorted(query.tables)}"
    if ";" in body.rstrip().removesuffix(";") or "ORDER BY" not in body:
        return "is not one ordered statement"
    odd = [column["name"] for column in query.columns if column["kind"] not in KINDS]
    return f"kinds of {odd}" if odd else None


def unconfirmed(query, scale, confirmed):
    """What is wrong with an answer, its order or its confirmation, or None."""
    names, rows = suite.from_csv(query.answer(scale).read_text())
    if names != [column["name"] for column in query.columns]:
        return f"the columns are {names}"
    if not rows:
        return "the answer is empty"
    order = re.findall(r"\bORDER BY ([^()]+?)(?:\s+LIMIT \d+)?\s*;?\s*$", query.text)[-1]
    keys = [names.index(key.split()[0]) for key in order.split(",")]
    if len({tuple(row[key] for key in keys) for row in rows}) < len(rows):
        return f"rows are not told apart by {order}"
    found = [entry for entry in confirmed if entry["scale"] == scale and query.name in entry["answers"]]
    if any(entry["answers"][query.name] != suite.sha256(query.answer(scale).read_text()) for entry in found):
        return "it has been changed since it was confirmed"
    return None if any(entry["by"].split()[0] != entry["confirmed"].split()[0] for entry in found) else "nobody confirmed it"


def unlike(left, right):
    """How two sets differ, or None."""
    return f"differing: {sorted(left ^ right)}" if left != right else None


def problem_of(engine, query, dataset):
    """How an engine's answer differs from the committed one, or None."""
    try:
        verdict, problem = suite.judge(query, "small", engine.run(query.sql(engine.name)), dataset)
    except Exception as error:
        return str(error).strip().splitlines()[0]
    return None if verdict == "right" else f"{verdict} {problem}"


def asleep(engine, query, tables):
    """Changes one row, and says what is wrong if the answer stays the committed one."""
    table, row, column, value = CHANGES[query.name]
    scan = f"read_parquet('{tables[table]}/*.parquet')"
    named = {key: engine.connection.execute(sql).fetchone()[0] for key, sql in KEYS.items() if f"{{{key}}}" in row}
    row = row.format(**{key: f"'{value}'" for key, value in named.items()})
    found = engine.connection.execute(f"SELECT count(*) FROM {table} WHERE {row}").fetchone()[0]
    if found != 1:
        return f"{found} rows of {table} instead of one to change"
    changed = f"SELECT * REPLACE (CASE WHEN {row} THEN {value} ELSE {column} END AS {column}) FROM {scan}"
    engine.connection.execute(f"CREATE OR REPLACE VIEW {table} AS {changed}")
    verdict, _ = suite.judge(query, "small", engine.run(query.sql(engine.name)))
    engine.connection.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM {scan}")
    return None if verdict == "wrong" else f"is {verdict} although a row of {table} has changed"


if __name__ == "__main__":
    main()
