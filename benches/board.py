"""What a search of a warm board costs from Python, answers as packed columns.

target/venv/python/bin/python benches/board.py
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pms
from best import best, tell

FOLDER = Path(__file__).resolve().parent.parent / "target" / "bench" / "slots"
DAYS = [pms.DayOfWeek.MONDAY, pms.DayOfWeek.TUESDAY, pms.DayOfWeek.WEDNESDAY, pms.DayOfWeek.THURSDAY, pms.DayOfWeek.FRIDAY]
HOURS = [("08:00", "12:00"), ("13:00", "17:00")]


def measure(size: str) -> None:
    """The calendars that the bench in Rust wrote down, and as many openings as it counts in them."""
    fixture = json.loads((FOLDER / f"{size}.json").read_text())
    start, end = (datetime.fromtimestamp(fixture[edge], UTC) for edge in ("from_", "to"))
    hours = [pms.WorkingHours(day, *span) for day in DAYS for span in HOURS]
    week = pms.WeeklySchedule(fixture["tz"], hours, datetime(2027, 1, 1, tzinfo=UTC).date(), None)
    flat = [(row, *one) for row, busy in enumerate(fixture["providers"]) for one in busy]
    rows, starts, ends = ([one[0] for one in flat], [one[1] // 60 for one in flat], [one[2] // 60 for one in flat])
    count, days = map(int, size.split("x"))
    board = pms.Board([week] * count, rows, starts, ends, start, end)
    now = datetime(2027, 2, 1, tzinfo=UTC)
    search = pms.BoardSearch(pms.VisitLength(30, 0, 0), pms.BookingRules(15, 0, None), start, end, now, None)
    found = board.count(search)
    assert found == fixture["openings"] == len(board.all_by_row(search)), (size, found, fixture["openings"])
    times = max(1, 200_000 // (count * days))

    def often() -> None:
        for _ in range(times):
            board.all_by_row(search)

    def table() -> None:
        for _ in range(times):
            board.all_by_row(search).table()

    tell(f"slots/python columns/{size}", best(often, 9) / (times * count * days))
    tell(f"slots/python table/{size}", best(table, 9) / (times * count * days))

    def first() -> None:
        for _ in range(times):
            board.first(search, 10)

    tell(f"slots/python first ten/{size}", best(first, 9) / times)


for size in ["1x90", "50x90"]:
    measure(size)
