"""A board against the search from scratch, on the same calendars."""

import random
from datetime import UTC, datetime, timedelta

import polars
import pytest

import pms
from pms.errors import InvalidError

ZONE = "America/New_York"
# The clocks change on 8 March.
START, END = datetime(2026, 3, 2, 5, tzinfo=UTC), datetime(2026, 3, 16, 4, tzinfo=UTC)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
VISIT = pms.VisitLength(30, 0, 10)
RULES = pms.BookingRules(15, 120, 12)
WEEKDAYS = (
    pms.DayOfWeek.MONDAY,
    pms.DayOfWeek.TUESDAY,
    pms.DayOfWeek.WEDNESDAY,
    pms.DayOfWeek.THURSDAY,
    pms.DayOfWeek.FRIDAY,
)
ROWS = 19  # of which some lie alone


def schedule(row: int) -> pms.WeeklySchedule:
    opens = f"{8 + row % 3:02}:00"
    hours = [
        pms.WorkingHours(day, *span)
        for day in WEEKDAYS[: 3 + row % 3]
        for span in [(opens, "12:00"), ("13:00", "17:30")]
    ]
    return pms.WeeklySchedule(ZONE, hours, START.date(), None)


def calendars() -> list[list[pms.BusyTime]]:
    chance = random.Random(1)
    days = int((END - START) / timedelta(days=1))

    def busy() -> pms.BusyTime:
        start = START + timedelta(days=chance.randrange(days), minutes=chance.randrange(480, 1_020))
        return pms.BusyTime(start, start + timedelta(minutes=chance.randrange(5, 90)))

    return [[busy() for _ in range(60)] for _ in range(ROWS)]


def minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


def laid(busy: list[list[pms.BusyTime]]) -> pms.Board:
    flat = [(row, one) for row, many in enumerate(busy) for one in many]
    return pms.Board(
        [schedule(row) for row in range(ROWS)],
        [row for row, _ in flat],
        [minute(one.start) for _, one in flat],
        [minute(one.end) for _, one in flat],
        START,
        END,
    )


def question(rows: list[int] | None = None) -> pms.BoardSearch:
    return pms.BoardSearch(VISIT, RULES, START, END, NOW, rows)


def told(openings: pms.Openings) -> list[tuple[int, datetime]]:
    return [openings[n] for n in range(len(openings))]


def from_scratch(busy: list[list[pms.BusyTime]]) -> list[tuple[int, datetime]]:
    found = []
    for row, taken in enumerate(busy):
        open_slots = pms.open_slots(schedule(row), taken, VISIT, RULES, START, END, NOW)
        found += [(row, start.at) for start in open_slots.starts]
    return found


def test_a_board_finds_what_a_search_from_scratch_finds() -> None:
    busy = calendars()
    board, wanted = laid(busy), from_scratch(busy)
    assert len(board) == ROWS
    assert len(wanted) > 1_000
    assert told(board.all_by_row(question())) == wanted
    by_start = sorted(wanted, key=lambda opening: opening[1])
    assert told(board.all(question())) == by_start
    assert told(board.first(question(), 10)) == by_start[:10]
    assert board.count(question()) == len(wanted)
    assert board.answer(question()) == pms.SlotAnswer.OPEN
    named = [17, 3]
    assert told(board.all_by_row(question(named))) == [
        opening for row in named for opening in wanted if opening[0] == row
    ]


def test_openings_are_a_table_of_two_columns() -> None:
    busy = calendars()
    openings = laid(busy).all_by_row(question())
    frame = polars.DataFrame(openings.table())
    assert frame.columns == ["row", "start"]
    assert frame.rows() == from_scratch(busy)
    with pytest.raises(IndexError):
        openings[len(openings)]


def test_a_booking_takes_its_time_and_a_cancellation_gives_it_back() -> None:
    busy = calendars()
    board = laid(busy)
    row, start = board.first(question(), 1)[0]
    before = board.version
    end = start + timedelta(minutes=30)
    assert board.take(row, start, end) == board.version > before
    booked = [*busy[row], pms.BusyTime(start, end)]
    taken = [booked if n == row else other for n, other in enumerate(busy)]
    assert told(board.all_by_row(question())) == from_scratch(taken)
    board.lay(row, schedule(row), busy[row])
    assert told(board.all_by_row(question())) == from_scratch(busy)


def test_what_a_board_cannot_tell_it_refuses() -> None:
    board = laid(calendars())
    seven = pms.BoardSearch(VISIT, pms.BookingRules(7, 0, None), START, END, NOW, None)
    later = pms.BoardSearch(VISIT, RULES, START, END + timedelta(days=1), NOW, None)
    for search in [seven, later]:
        with pytest.raises(InvalidError) as raised:
            board.count(search)
        assert raised.value.code == "scheduling.off_the_board"
    with pytest.raises(InvalidError) as raised:
        board.count(question([0, ROWS]))
    assert (raised.value.code, raised.value.field) == ("board.row", "rows[1]")
    with pytest.raises(InvalidError) as raised:
        board.take(ROWS, START, END)
    assert raised.value.code == "board.row"


def test_columns_that_do_not_fit_are_refused() -> None:
    def refusal(rows: list[int], starts: list[int], ends: list[int]) -> tuple[str, str]:
        with pytest.raises(InvalidError) as raised:
            pms.Board([schedule(0)], rows, starts, ends, START, END)
        return raised.value.code, raised.value.field

    assert refusal([0], [5], []) == ("board.columns", "busy")
    assert refusal([1], [5], [6]) == ("board.row", "busy.rows[0]")
    assert refusal([0, 0], [5, 9], [6, 8]) == ("time.reversed", "busy.ends[1]")
    elsewhere = pms.WeeklySchedule("Europe/Berlin", [], START.date(), None)
    with pytest.raises(InvalidError) as raised:
        pms.Board([schedule(0), elsewhere], [], [], [], START, END)
    assert (raised.value.code, raised.value.field) == ("board.zone", "schedules[1].zone")
    with pytest.raises(InvalidError) as raised:
        pms.Board([], [], [], [], START, END)
    assert raised.value.code == "board.empty"
