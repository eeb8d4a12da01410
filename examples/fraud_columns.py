"""What single columns tell of fraud: every column that a detector has when it must answer, on its own."""

import duckdb
import numpy

# What is known only after the answer, often because the fraud was found; a detector that reads it predicts the past.
POST_HOC = {
    "card_transactions.status": "what became of it; disputes and reversals follow discoveries",
    "card_transactions.cleared_at": "days later",
    "card_transactions.posted_at": "days later",
    "card_transactions.amount": "what was posted, days later; `authorized_amount` is what was asked for",
    "card_transactions.original_amount": "as posted, in the currency of the till",
    "card_transactions.tip_amount": "added after the authorization",
    "cards.status": "as of the horizon: frauds end in blocks",
    "cards.blocked_at": "frauds end in blocks",
    "cards.block_reason": "frauds end in blocks",
    "accounts.status": "as of the horizon",
    "accounts.closed_on": "may lie after the authorization",
    "customers.status": "as of the horizon",
    "devices.last_seen_at": "as of the horizon: thieves' devices are not seen again",
    "disputes": "the whole table: customers dispute what they have discovered",
    "card_events": "the whole table, after its first event: what became of an authorization",
    "truth": "the whole folder",
}

# Joined by the key that an authorization carries.
JOINED = {
    "cards": "card_id",
    "accounts": "account_id",
    "customers": "customer_id",
    "merchants": "merchant_id",
    "merchant_locations": "location_id",
    "devices": "device_id",
}

# What hides within columns: numbers within ids, ages, parts of a network address, cents and seconds.
DERIVED = {
    "transaction_id within its community": "t.transaction_id % 1000000000",
    "card_id: number of the card": "t.card_id % 1000",
    "account_id: number of the account": "t.account_id % 100",
    "customer_id within its community": "t.customer_id % 100",
    "device_id: number of the device": "t.device_id % 100",
    "device: age in hours": "date_diff('second', devices.first_seen_at, t.authorized_at) / 3600.0",
    "device: seen on another customer's profile": "devices.customer_id <> t.customer_id",
    "device: address differs": "devices.ip_address <> t.ip_address",
    "ip_address: first number": "split_part(t.ip_address, '.', 1)",
    "ip_address: first two numbers": "split_part(t.ip_address, '.', 1) || '.' || split_part(t.ip_address, '.', 2)",
    "ip_address: last number": "split_part(t.ip_address, '.', 4)",
    "terminal_id: first four characters": "left(t.terminal_id, 4)",
    "terminal_id: last two characters": "right(t.terminal_id, 2)",
    "authorized_at: second of the minute": "second(t.authorized_at)",
    "authorized_at: microsecond": "microsecond(t.authorized_at) % 1000000",
    "authorized_at: minute": "minute(t.authorized_at)",
    "local_date: day of the week": "isodow(t.local_date)",
    "local_date: day of the month": "day(t.local_date)",
    "authorized_amount: cents": "CAST(t.authorized_amount * 100 AS BIGINT) % 100",
    "authorized_amount: whole": "CAST(floor(t.authorized_amount) AS BIGINT)",
    "authorized_amount: of what is available": "t.authorized_amount / greatest(t.available_before, 1)",
    "card: age in days": "t.local_date - cards.issued_on",
    "card: days to expiry": "cards.expires_on - t.local_date",
    "card: hours since activation": "date_diff('hour', cards.activated_at, t.authorized_at)",
    "customer: days since onboarding": "t.local_date - customers.onboarded_on",
    "customer: age": "date_diff('year', customers.birth_date, t.local_date)",
    "abroad": "merchants.country <> customers.country",
    "far: distance in degrees": "abs(merchant_locations.latitude - customers.latitude) "
    "+ abs(merchant_locations.longitude - customers.longitude)",
    "hour in UTC": "hour(t.authorized_at)",
}

GENUINE_SAMPLED = 300_000
LEAST_SUPPORT = 50
# Telling values are counted from half; those from a quarter are shown, to see how near it comes.
TELLING_SHARE = 0.5
SHOWN_SHARE = 0.25


def single_columns(db: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The AUC of every column: of numbers as they are, and of values by the share of fraud that they have in the other half.

    The halves are of communities, so that a card's own frauds do not tell of themselves.
    """
    listed = columns(db)
    sample(db, listed)
    found = {}
    for number, (name, _, type_name) in enumerate(listed):
        of_column = db.execute(f"""
            SELECT is_fraud, half, dense_rank() OVER (ORDER BY c{number} NULLS FIRST) - 1 AS place,
                CAST(c{number} IS NULL AS TINYINT) AS is_missing FROM sample""").fetchnumpy()
        truth, half, place, is_missing = (numpy.asarray(values) for values in of_column.values())
        is_text = type_name == "VARCHAR" or type_name.startswith("ENUM")
        as_number = 0.5 if is_text else one_sided(truth, place)
        found[name] = max(as_number, by_value(truth, half, place))
        if 0 < is_missing.mean() < 1:
            found[f"{name}: missing"] = one_sided(truth, is_missing)
    return found


def sample(db: duckdb.DuckDBPyConnection, listed: list[tuple[str, str, str]]) -> None:
    """Every fraud and a share of the genuine, by their ids, with every column."""
    count = db.execute("SELECT count(*) FROM authorizations").fetchone()[0]
    kept = int(min(1.0, GENUINE_SAMPLED / count) * 1_000_000)
    values = ", ".join(f"{expression} AS c{number}" for number, (_, expression, _) in enumerate(listed))
    db.execute(f"""
        CREATE TABLE sample AS SELECT t.transaction_id, s.is_fraud, t.customer_id // 100 % 2 AS half, {values} {joined()}
        WHERE s.is_fraud = 1 OR hash(t.transaction_id) % 1000000 < {kept}""")


def columns(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """Every column looked at: its name, its expression, its type."""
    listed = []
    for table in ("card_transactions", *JOINED):
        alias = "t" if table == "card_transactions" else table
        for name, type_name, *_ in db.execute(f"DESCRIBE {table}").fetchall():
            is_key = table != "card_transactions" and name in JOINED.values()
            # Instants and days as numbers, which compare and count alike.
            expression = f"epoch({alias}.{name})" if type_name.startswith(("TIMESTAMP", "DATE")) else f"{alias}.{name}"
            if f"{table}.{name}" not in POST_HOC and not is_key:
                listed.append((f"{table}.{name}", expression, type_name))
    for name, expression in DERIVED.items():
        type_name = db.execute(f"SELECT typeof({expression}) {joined()} LIMIT 1").fetchone()[0]
        listed.append((name, expression, type_name))
    return listed


def joined() -> str:
    tables = " ".join(f"LEFT JOIN {table} ON t.{key} = {table}.{key}" for table, key in JOINED.items())
    return f"FROM card_transactions t JOIN authorizations s USING (transaction_id) {tables}"


def auc(truth: numpy.ndarray, score: numpy.ndarray) -> float:
    """The probability that a fraud scores above a genuine authorization, ties counting half."""
    _, tie = numpy.unique(score, return_inverse=True)
    frauds = numpy.bincount(tie, weights=truth)
    genuine = numpy.bincount(tie) - frauds
    below = numpy.cumsum(genuine) - genuine
    return float((frauds * (below + genuine / 2)).sum() / (frauds.sum() * genuine.sum()))


def one_sided(truth: numpy.ndarray, score: numpy.ndarray) -> float:
    found = auc(truth, score)
    return max(found, 1 - found)


def by_value(truth: numpy.ndarray, half: numpy.ndarray, value: numpy.ndarray) -> float:
    """The AUC of the share of fraud of a value, learned in one half and tested in the other, both ways round."""
    aucs = []
    for learned in (0, 1):
        size = value.max() + 1
        seen = numpy.bincount(value[half == learned], minlength=size)
        frauds = numpy.bincount(value[half == learned], weights=truth[half == learned], minlength=size)
        mean = frauds.sum() / max(seen.sum(), 1)
        share = (frauds + mean) / (seen + 1)
        tested = half != learned
        aucs.append(auc(truth[tested], share[value[tested]]))
    return float(numpy.mean(aucs))


def telling_values(db: duckdb.DuckDBPyConnection) -> list[dict]:
    """Every value of a column of which more than a quarter is fraud, with support over fifty; the most telling first."""
    suspected = []
    for number, (name, expression, _) in enumerate(columns(db)):
        # The sample holds every fraud, so what is not mostly fraud in it is not in full; few are left to count there.
        values = db.execute(f"""
            SELECT c{number} FROM sample WHERE c{number} IS NOT NULL GROUP BY ALL
            HAVING sum(is_fraud) > {SHOWN_SHARE * LEAST_SUPPORT} AND sum(is_fraud) > {SHOWN_SHARE} * count(*)""").fetchall()
        suspected += [(name, expression, value) for (value,) in values]
    if not suspected:
        return []
    # One walk over the bank counts them all.
    counts = ", ".join(
        f"count(*) FILTER ({expression} = $value{place}), count(*) FILTER ({expression} = $value{place} AND s.is_fraud = 1)"
        for place, (_, expression, _) in enumerate(suspected)
    )
    counted = db.execute(f"SELECT {counts} {joined()}", {f"value{place}": of[2] for place, of in enumerate(suspected)}).fetchone()
    found = [
        {"column": name, "value": str(value), "support": support, "frauds": frauds, "share": frauds / support}
        for (name, _, value), support, frauds in zip(suspected, counted[::2], counted[1::2], strict=True)
        if support > LEAST_SUPPORT and frauds > SHOWN_SHARE * support
    ]
    return sorted(found, key=lambda value: (-value["share"], value["column"], value["value"]))
