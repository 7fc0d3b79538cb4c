"""A day at a practice through the typed commands, in memory and in a SQLite file.

The records and the payer's answer are those of the vector that plays the same day through the JSON door.
"""

import json
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars
import pytest

import pms

VECTOR = Path(__file__).parents[3] / "tests" / "vectors" / "practice.jsonl"
DAY: dict[str, Any] = json.loads(VECTOR.read_text().splitlines()[0])["input"]
STAFF = "019b7777-0000-7000-8000-000000000008"
PATIENT = "019b7777-0000-7000-8000-000000000015"
PRACTITIONER = "019b7777-0000-7000-8000-00000000000b"
PAYER = "019b7777-0000-7000-8000-00000000000f"
START = datetime(2026, 1, 6, 13, 30, tzinfo=UTC)
SCHEDULE = "019b7777-0000-7000-8000-00000000000d"
FOLLOW_UP = "019b7777-0000-7000-8000-00000000003c"
CHOICE = pms.VisitChoice([SCHEDULE], FOLLOW_UP, START)
Open = Callable[[], pms.Practice]


def call(role: pms.RoleName, now: datetime) -> pms.Call:
    fresh = pms.new_call(STAFF, role, pms.PurposeName.OPERATIONS)
    return pms.Call(fresh.actor, fresh.role, fresh.purpose, fresh.key, now, fresh.fresh)


def desk(day: int, hour: int = 12) -> pms.Call:
    return call(pms.RoleName.FRONT_DESK, datetime(2026, 1, day, hour, tzinfo=UTC))


def biller(day: int) -> pms.Call:
    return call(pms.RoleName.BILLER, datetime(2026, 1, day, 15, tzinfo=UTC))


def manager(day: int) -> pms.Call:
    return call(pms.RoleName.MANAGER, datetime(2026, 1, day, 16, tzinfo=UTC))


@pytest.fixture(params=["memory", "file"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    path = str(tmp_path / "practice.db")
    if request.param == "memory":
        return lambda: pms.Practice.in_memory(DAY["practice"])
    return lambda: pms.Practice.open(path, DAY["practice"])


@pytest.fixture
def practice(opened: Open) -> pms.Practice:
    practice = opened()
    for step in DAY["steps"]:
        if step["op"] == "register":
            kind = getattr(pms.RecordKind, step["input"]["kind"].upper())
            record = json.dumps(step["input"]["record"])
            assert practice.register(manager(1), kind, record, None) == 1
    return practice


def test_a_day_from_an_open_slot_to_a_payment_too_much(practice: pms.Practice) -> None:
    hold = practice.hold(desk(5), CHOICE, 10)
    with pytest.raises(pms.errors.RefusedError) as refused:
        practice.book(desk(5), PATIENT, CHOICE)
    assert refused.value.code == "scheduling.not_free"
    booked = practice.book_held(desk(5), PATIENT, hold.id)
    assert (booked.start, booked.local) == (START, datetime(2026, 1, 6, 8, 30))
    practice.step(desk(6, 13), booked.id, pms.VisitStep.ARRIVE)

    done = pms.ServiceDone("99213", [], [1], Decimal(1), None)
    clinician = call(pms.RoleName.CLINICIAN, datetime(2026, 1, 6, 14, tzinfo=UTC))
    visit = practice.fulfil_visit(clinician, booked.id, PRACTITIONER, ["E11.9"], [done])
    assert visit.total == Decimal("145.00")
    claim = practice.draw_claim(biller(7), visit.id)
    assert (claim.state, claim.findings) == ("ready", [])
    practice.submit_claims(biller(7), [claim.id])

    [era] = [step["input"]["file"] for step in DAY["steps"] if step["op"] == "post_835"]
    number = era.split("CLP*")[1].split("*")[0]
    text = era.replace(number, claim.number)
    posted = practice.post_835(biller(20), PAYER, text.encode(), date(2026, 1, 20))
    assert sorted(row.amount for row in posted.postings) == [
        Decimal("30.00"), Decimal("52.60"), Decimal("62.40"),
    ]  # fmt: skip
    again = practice.post_835(biller(21), PAYER, text.encode(), date(2026, 1, 21))
    assert again.id == posted.id, "the same remittance changes nothing"
    with pytest.raises(pms.errors.DeniedError):
        practice.take_payment(desk(21), PATIENT, "R-1", Decimal("40.00"), date(2026, 1, 21))
    practice.take_payment(biller(21), PATIENT, "R-1", Decimal("40.00"), date(2026, 1, 21))

    known = datetime(2026, 2, 1, tzinfo=UTC)
    balance = practice.patient_balance(manager(31), PATIENT, date(2026, 1, 31), known)
    assert (balance.due, balance.unapplied) == (Decimal("0.00"), Decimal("10.00"))
    postings = practice.list_postings(manager(31), date(2026, 1, 31), known)
    frame = polars.DataFrame(pms.postings_table(postings))
    assert frame["amount"].sum() == Decimal("330.00")  # 145.00 charged and answered, 40.00 paid
    last = date(2026, 1, 31)
    report = practice.month_end(manager(31), date(2026, 1, 1), last, last, known)
    assert report.aging.rows == []
    practice.close()


def test_a_wish_may_name_a_pool_a_filter_and_how_many(practice: pms.Practice) -> None:
    late = pms.TimeFilter(days=[pms.DayOfWeek.TUESDAY], hours=[pms.DayHours("11:00", "24:00")])
    evening = datetime(2026, 1, 6, 23, tzinfo=UTC)
    wish = pms.VisitWish([], FOLLOW_UP, START, evening, any_of=[SCHEDULE], filter=late, most=2)
    open_times = practice.find_times(desk(5), wish)
    eleven = datetime(2026, 1, 6, 16, tzinfo=UTC)
    assert open_times.answer == pms.SlotAnswer.OPEN
    assert open_times.starts == [eleven, eleven.replace(minute=15)]
    assert open_times.resources == [[PRACTITIONER]] * 2
    why = practice.why(desk(5), wish)
    assert why.starts == 3  # and 11:30, the last that ends by noon
    assert [row.resource for row in why.against if row.layer == "filter"] == [None]
    with pytest.raises(pms.errors.InvalidError) as wrong:
        practice.find_times(desk(5), pms.VisitWish([], FOLLOW_UP, START, evening, any_of=["she"]))
    assert wrong.value.field == "wish.anyOf[0]"


def test_a_hold_is_made_longer_and_let_go(practice: pms.Practice) -> None:
    hold = practice.hold(desk(5), CHOICE, 10)
    longer = practice.extend_hold(desk(5), hold.id, 20)
    assert longer.expires == datetime(2026, 1, 5, 12, 20, tzinfo=UTC)
    practice.release_hold(desk(5), hold.id)
    with pytest.raises(pms.errors.RefusedError) as gone:
        practice.extend_hold(desk(5), hold.id, 20)
    assert gone.value.code == "scheduling.hold_expired"
    assert practice.book(desk(5), PATIENT, CHOICE).resources == [PRACTITIONER]


def test_who_books_against_a_rule_answers_for_it(practice: pms.Practice) -> None:
    practice.book(desk(5), PATIENT, CHOICE)
    against = pms.Overriding(["busy", "patient"], "emergency")
    choice = pms.VisitChoice([SCHEDULE], FOLLOW_UP, START, overriding=against)
    with pytest.raises(pms.errors.DeniedError):
        practice.book(desk(5), PATIENT, choice)
    doctor = call(pms.RoleName.CLINICIAN, datetime(2026, 1, 5, 12, tzinfo=UTC))
    assert practice.book(doctor, PATIENT, choice).overridden == ["busy", "patient"]


def test_a_day_off_says_whom_it_leaves_out(practice: pms.Practice) -> None:
    booked = practice.book(desk(5), PATIENT, CHOICE)
    kept = practice.load(desk(5), pms.RecordKind.SCHEDULE, SCHEDULE)
    schedule = json.loads(kept.json)
    day = {"start": "2026-01-06", "end": "2026-01-06"}
    hours = [{"opens": "00:00", "closes": "24:00"}]
    off = {"kind": "blocked", "on": day, "hours": hours, "reason": "away"}
    schedule["exceptions"] = [off]
    given = json.dumps(schedule)
    asked = practice.what_if(desk(5), given, START, datetime(2026, 1, 6, 23, tzinfo=UTC))
    [offer] = asked.offers
    assert (offer.visit, offer.before, offer.after) == (FOLLOW_UP, 210, 0)
    with pytest.raises(pms.errors.DeniedError):
        practice.publish(desk(5), given, kept.version)
    published = practice.publish(manager(5), given, kept.version)
    assert published.stranded == asked.stranded != []
    assert [(one.visit.id, one.layer) for one in published.stranded] == [(booked.id, "block")]


@pytest.mark.parametrize("opened", ["file"], indirect=True)
def test_what_is_in_the_file_is_there_when_it_is_opened_again(
    opened: Open, practice: pms.Practice
) -> None:
    booked = practice.book(desk(5), PATIENT, CHOICE)
    practice.close()
    kept = opened().load(desk(5), pms.RecordKind.APPOINTMENT, booked.id)
    assert json.loads(kept.json)["patient"] == PATIENT


def test_of_sixteen_racing_threads_one_books(practice: pms.Practice) -> None:
    answers: list[str] = []

    def book() -> None:
        try:
            answers.append(practice.book(desk(5), PATIENT, CHOICE).status)
        except pms.PmsError as error:
            answers.append(error.code)

    threads = [threading.Thread(target=book) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["booked"] + ["scheduling.not_free"] * 15


def test_bad_input_changes_nothing(practice: pms.Practice) -> None:
    with pytest.raises(pms.errors.InvalidError) as wrong:
        practice.register(manager(2), pms.RecordKind.PATIENT, '{"id": 7}', None)
    assert wrong.value.code == "json.type"
    with pytest.raises(pms.errors.InvalidError):
        practice.book(desk(5), "nobody", CHOICE)
    with pytest.raises(pms.errors.NotFoundError):
        practice.book(desk(5), STAFF, CHOICE)
    with pytest.raises(pms.errors.ConflictError):
        patient = next(s for s in DAY["steps"] if s["input"].get("kind") == "patient")
        record = json.dumps(patient["input"]["record"])
        practice.register(manager(2), pms.RecordKind.PATIENT, record, 7)
    known = datetime(2026, 2, 1, tzinfo=UTC)
    assert practice.list_postings(manager(3), date(2026, 1, 31), known) == []
