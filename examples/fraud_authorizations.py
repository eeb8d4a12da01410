"""What of a dataset counts as a card fraud, as a bank would label it, and when that becomes known."""

import pathlib

import duckdb

TABLES = ("card_transactions", "cards", "accounts", "customers", "devices", "merchants", "merchant_locations")
FRAUD = (
    "lost_stolen",
    "skimmed_terminal",
    "breached_shop_card_testing",
    "leaked_card_remote",
    "account_takeover",
    "friendly_fraud",
)
DAY = 86_400


def attach(db: duckdb.DuckDBPyConnection, dataset: pathlib.Path) -> None:
    for table in TABLES:
        db.execute(f"CREATE VIEW {table} AS SELECT * FROM '{dataset}/{table}/*.parquet'")
    db.execute(f"CREATE VIEW fraud_labels AS SELECT * FROM '{dataset}/truth/fraud_labels/*.parquet'")


def build_authorizations(db: duckdb.DuckDBPyConnection, delay_days: int) -> None:
    """One row an authorization: what the detector's features need, the truth, and when it becomes known."""
    names = ", ".join(f"'{name}'" for name in FRAUD)
    db.execute(f"""
        CREATE TABLE labels AS
        SELECT transaction_id, min(epoch(known_at)) AS known_at FROM fraud_labels
        WHERE record = 'card_transaction' AND typology IN ({names}) GROUP BY transaction_id""")
    db.execute(f"""
        CREATE TABLE authorizations AS
        SELECT t.transaction_id, CAST(epoch(t.authorized_at) AS BIGINT) AS at_second, t.customer_id, t.card_id,
            coalesce(t.location_id, -t.merchant_id) AS place,
            coalesce(t.terminal_id, '') AS terminal,
            CAST(t.authorized_amount AS DOUBLE) AS amount,
            CAST(t.local_hour < 6 AS TINYINT) AS is_night,
            CAST(isodow(t.local_date) >= 6 AS TINYINT) AS is_weekend,
            CAST(l.known_at IS NOT NULL AS TINYINT) AS is_fraud,
            l.known_at,
            CAST(coalesce(l.known_at <= epoch(t.authorized_at) + {delay_days * DAY}, false) AS TINYINT) AS is_known_in_time
        FROM card_transactions t LEFT JOIN labels l USING (transaction_id)
        WHERE t.processing_code <> '20'""")
