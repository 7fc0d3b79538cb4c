"""Booking beside ledger.rs: plain Python with decimals, beancount, and SQLite's bare inserts.

python benches/ledger.py
"""

import datetime
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from beancount.core import amount, data
from beancount.parser import booking, options
from best import best, tell

ENTRIES = 10_000
CLAIMS = 200
POSTINGS_A_CLAIM = 5  # ledger.rs holds ours to it
DAY = datetime.date(2022, 1, 1)


def bare_inserts(rows: int) -> Callable[[], None]:
    """So many rows of a posting into an empty table, in memory, in one transaction: the limit."""
    posting = (bytes(16), bytes(16), 2, bytes(16), 3, bytes(16), 20_000, 18_993)
    columns = "entry blob, charge blob, debit int, payer blob, credit int, patient blob, cents int, day int"

    def insert() -> None:
        base = sqlite3.connect(":memory:", isolation_level=None)
        base.execute(f"create table posting ({columns}) strict")
        base.execute("begin")
        base.executemany("insert into posting values (?, ?, ?, ?, ?, ?, ?, ?)", [posting] * rows)
        base.execute("commit")

    return insert


class Books:
    """Double entry by hand: entries, each balanced and of a source of its own, and balances."""

    def __init__(self) -> None:
        self.entries: list[tuple] = []
        self.sources: set[str] = set()
        self.balances: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)

    def append(self, source: str, day: datetime.date, postings: list[tuple]) -> None:
        if source in self.sources or sum(cents for _, _, cents in postings) != 0:
            raise ValueError(source)
        self.sources.add(source)
        self.entries.append((source, day, postings))
        for account, charge, cents in postings:
            self.balances[account, charge] += cents


def by_hand() -> Callable[[], None]:
    charge = Decimal("200.00")
    entries = [
        (f"C{n}", DAY, [("receivable", f"C{n}", charge), ("revenue", f"C{n}", -charge)])
        for n in range(ENTRIES)
    ]

    def append() -> None:
        books = Books()
        for entry in entries:
            books.append(*entry)

    return append


def with_beancount() -> Callable[[], None]:
    """Its booking of transactions that are values already: nothing is parsed, balances are kept."""
    cash = [amount.Amount(Decimal(sign + "200.00"), "USD") for sign in ("", "-")]

    def transaction(number: int) -> data.Transaction:
        accounts = f"Assets:Receivable:C{number}", "Income:Revenue"
        legs = [data.Posting(*leg, None, None, None, {}) for leg in zip(accounts, cash, strict=True)]
        about = data.new_metadata("ledger", number)
        return data.Transaction(about, DAY, "*", None, "charge", frozenset(), frozenset(), legs)

    entries = [transaction(number) for number in range(ENTRIES)]

    def book() -> None:
        _, errors = booking.book(entries, options.OPTIONS_DEFAULTS)
        assert not errors

    return book


def remittance_by_hand() -> Callable[[], None]:
    """Claims found by their number, proved to balance, and posted: no takebacks, no dry run."""
    owed, paid = Decimal("200.00"), Decimal("95.06")
    adjusted = [("CO", "68.75"), ("CO", "1.94"), ("PR", "10.00"), ("PR", "24.25")]
    answers = [(f"PCN{n}", owed, paid, [(group, Decimal(cents)) for group, cents in adjusted]) for n in range(CLAIMS)]
    billed = {f"PCN{n}": (f"C{n}", owed) for n in range(CLAIMS)}

    def post() -> None:
        books = Books()
        for number, charge, paid, adjustments in answers:
            own, asked = billed[number]
            if asked != charge or paid + sum(cents for _, cents in adjustments) != charge:
                raise ValueError(number)
            postings = [("clearing", own, paid), ("receivable", own, -paid)]
            for group, cents in adjustments:
                to = "contractual" if group == "CO" else "patient"
                postings += [(to, own, cents), ("receivable", own, -cents)]
            books.append(number, DAY, postings)

    return post


def main() -> None:
    tell("append/by hand", best(by_hand()) / ENTRIES)
    tell("append/beancount", best(with_beancount(), 3) / ENTRIES)
    tell("append/sqlite", best(bare_inserts(ENTRIES)) / ENTRIES)
    tell("posting/by hand", best(remittance_by_hand(), 50) / CLAIMS)
    tell("posting/sqlite", best(bare_inserts(CLAIMS * POSTINGS_A_CLAIM), 20) / CLAIMS)


main()
