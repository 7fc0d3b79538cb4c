"""A/R aging beside ledger.rs: the balance of each charge, in five buckets of 40 payers, credits apart.

python benches/aging.py ROWS
"""

import sys

import duckdb
import numpy as np
import polars as pl
from best import best, tell

ROWS = int(sys.argv[1])
BUCKETS = [30, 60, 90, 120]


def movements() -> pl.DataFrame:
    """Movements of charges, of the shape of ours: some four to a charge."""
    dice = np.random.default_rng(7)
    charges = max(1, ROWS // 4)
    charge = np.sort(dice.integers(0, charges, ROWS)).astype("i4")
    return pl.DataFrame(
        {
            "charge": charge,
            "payer": (charge % 40).astype("u1"),
            "age": (charge.astype("i8") * 1461 // charges).astype("i4"),
            "cents": dice.integers(-20_000, 20_000, ROWS).astype("i8"),
        }
    )


def with_duckdb(frame: pl.DataFrame) -> float:
    """One thread, a table in memory."""
    base = duckdb.connect()
    base.execute("set threads = 1")
    base.register("frame", frame.to_arrow())
    base.execute("create table movement as select * from frame")
    bucket = " ".join(f"when any_value(age) <= {edge} then {n}" for n, edge in enumerate(BUCKETS))
    query = f"""select payer, bucket, sum(b) filter (b > 0), sum(b) filter (b < 0) from (
        select any_value(payer) payer, case {bucket} else 4 end bucket, sum(cents) b
        from movement group by charge) group by all"""
    return best(lambda: base.execute(query).fetchall())


def with_polars(frame: pl.DataFrame) -> float:
    """One thread: benches/run sets `POLARS_MAX_THREADS`."""
    bucket = pl.when(pl.col("age") <= BUCKETS[0]).then(0)
    for n, edge in enumerate(BUCKETS[1:], 1):
        bucket = bucket.when(pl.col("age") <= edge).then(n)
    cents = pl.col("cents")
    charges = frame.lazy().group_by("charge").agg(
        pl.col("payer").first(), pl.col("age").first(), cents.sum()
    )
    query = charges.group_by("payer", bucket.otherwise(4).alias("bucket")).agg(
        cents.filter(cents > 0).sum().alias("owed"), cents.filter(cents < 0).sum().alias("credits")
    )
    return best(query.collect)


def main() -> None:
    frame = movements()
    tell("aging/duckdb", with_duckdb(frame) / ROWS)
    tell("aging/polars", with_polars(frame) / ROWS)


main()
