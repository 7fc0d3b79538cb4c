"""The kernel of a line beside adjudicate.rs: lesser of, copay, deductible, coinsurance, to the cent.

No contract is looked up, nothing is traced, no limit is counted and no line knows of another.
"""

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
from best import best, tell

CENT = Decimal("0.01")
LINES = 200_000


def line(billed: Decimal, allowed: Decimal, rate: Decimal) -> tuple[Decimal, ...]:
    """Written off, copay, deductible, coinsurance, plan pays."""
    rest = min(billed, allowed)
    written_off = billed - rest
    copay = min(Decimal("30.00"), rest)
    rest -= copay
    deductible = min(Decimal("50.00"), rest)
    rest -= deductible
    share = (rest * rate).quantize(CENT, ROUND_HALF_UP)
    return written_off, copay, deductible, share, rest - share


def with_decimal() -> float:
    asked = Decimal("145.00"), Decimal("92.40"), Decimal("0.20")
    assert line(*asked)[3:] == (Decimal("2.48"), Decimal("9.92"))
    return best(lambda: [line(*asked) for _ in range(10_000)]) / 10_000


def with_polars() -> float:
    """Columns of cents, since expressions round decimals half to even or not at all."""
    frame = pl.DataFrame({"billed": [14_500] * LINES, "allowed": [9_240] * LINES}).lazy()
    allowed = pl.min_horizontal("billed", "allowed")
    copay = pl.min_horizontal(pl.lit(3_000), allowed)
    deductible = pl.min_horizontal(pl.lit(5_000), allowed - copay)
    rest = allowed - copay - deductible
    share = (rest * 20 + 50) // 100
    query = frame.select(
        written_off=pl.col("billed") - allowed,
        copay=copay,
        deductible=deductible,
        share=share,
        pays=rest - share,
    )
    assert query.collect().row(0) == (5_260, 3_000, 5_000, 248, 992)
    return best(query.collect) / LINES


def main() -> None:
    tell("adjudicate/decimal", with_decimal())
    tell("adjudicate/polars", with_polars())


main()
