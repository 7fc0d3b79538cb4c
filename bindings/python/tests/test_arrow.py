"""The tables, as polars, pandas and pyarrow read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pandas
import polars
import pyarrow

import pms

PAYER = "018f2d5c-0000-7000-8000-0000000000a1"
CHARGE = "018f2d5c-0000-7000-8000-000000000001"
ENTRY = "018f2d5c-0000-7000-8000-0000000000e1"
KNOWN = datetime(2026, 3, 1, 23, 0, 0, 123456, tzinfo=UTC)


def aging() -> pms.AgingReport:
    def owed(payer: str | None, amount: str) -> pms.ReceivableMovement:
        day = date(2026, 1, 5)
        return pms.ReceivableMovement(
            CHARGE, payer, day, None, None, day, datetime(2026, 1, 5, 18, tzinfo=UTC), Decimal(amount)
        )

    movements = [owed(PAYER, "120.00"), owed(None, "-5.25")]
    return pms.age_receivables(movements, pms.AgingFrom.SERVICE, date(2026, 3, 1), KNOWN)


def test_pyarrow_reads_the_aging_report() -> None:
    table = pyarrow.table(pms.aging_table(aging()))
    assert table.column("payer").to_pylist() == [None, PAYER]
    assert table.column("up_to60").to_pylist() == [Decimal("0.00"), Decimal("120.00")]
    assert table.column("credits").to_pylist() == [Decimal("5.25"), Decimal("0.00")]
    assert table.schema.field("credits").type == pyarrow.decimal128(19, 2)
    assert table.column("known_at").to_pylist() == [KNOWN, KNOWN]


def test_polars_adds_it_up_to_the_cent() -> None:
    frame = polars.DataFrame(pms.aging_table(aging()))
    assert frame["up_to60"].sum() == Decimal("120.00")
    assert frame["as_of"].to_list() == [date(2026, 3, 1)] * 2


def test_pandas_reads_it() -> None:
    frame = pandas.DataFrame.from_arrow(pms.aging_table(aging()))
    assert list(frame["credits"]) == [Decimal("5.25"), Decimal("0.00")]


def test_postings_keep_their_amounts_and_their_gaps() -> None:
    row = pms.PostingRow(
        ENTRY, date(2026, 1, 5), KNOWN, "charge", None,
        "insurance_receivable", "revenue", None, PAYER, CHARGE, Decimal("92233720368547758.07"),
    )  # fmt: skip
    table = pms.postings_table([row, row])
    assert len(table) == 2
    read = pyarrow.table(table)
    assert read.column("amount").to_pylist() == [Decimal("92233720368547758.07")] * 2
    assert read.column("patient").null_count == 2
    assert read.column("recorded").to_pylist()[0] == KNOWN


def test_an_empty_table_has_its_columns() -> None:
    assert pyarrow.table(pms.postings_table([])).num_columns == 11
