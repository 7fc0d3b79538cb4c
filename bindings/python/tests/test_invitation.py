"""What another reader of iCalendar sees in an invitation: the one of PyPI's `icalendar`."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import icalendar

import pms

VECTORS = Path(__file__).parents[3] / "tests" / "vectors" / "invitation.jsonl"


def told() -> list[tuple[dict[str, Any], dict[str, Any], Any]]:
    """Each invitation of the day in the vectors, the visit as it stood, and what was wished for."""
    vector = json.loads(VECTORS.read_text().splitlines()[0])
    day = json.loads(pms.call(vector["op"], json.dumps(vector["input"])))["ok"]
    invitations, visit = [], {}
    for step, answer in zip(vector["input"]["steps"], day, strict=True):
        said = answer.get("ok")
        if isinstance(said, dict) and "start" in said:
            visit = said
        if isinstance(said, dict) and "uid" in said:
            invitations.append((said, visit, step["input"]["wish"]))
    return invitations


def test_another_reader_sees_the_visit_as_it_was_booked() -> None:
    assert len(told()) == 4
    for invitation, visit, wish in told():
        calendar = icalendar.Calendar.from_ical(invitation["text"])
        assert str(calendar["METHOD"]).lower() == invitation["method"]
        (event,) = calendar.events
        assert event.errors == []
        assert event["UID"] == visit["id"]
        assert isinstance(event.start, datetime)
        assert event.start == datetime.fromisoformat(visit["start"])
        assert event.end == datetime.fromisoformat(visit["end"])
        assert event.start.replace(tzinfo=None).isoformat() == visit["local"]
        assert event["ORGANIZER"] == f"mailto:{wish['organizer']}"
        assert event.get("ORGANIZER").params.get("CN") == wish.get("organizerName")
        if "summary" in wish:
            assert event["SUMMARY"] == wish["summary"]


def test_another_reader_finds_the_clocks_in_the_text_itself() -> None:
    for invitation, visit, _ in told():
        calendar = icalendar.Calendar.from_ical(invitation["text"])
        (zone,) = calendar.timezones
        local = datetime.fromisoformat(visit["local"]).replace(tzinfo=zone.to_tz(lookup_tzid=False))
        assert local == datetime.fromisoformat(visit["start"])


def test_what_comes_later_takes_the_place_of_what_was_sent() -> None:
    events = [icalendar.Calendar.from_ical(each["text"]).events[0] for each, *_ in told()]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [0, 1, 1, 2]
    assert [event["STATUS"] for event in events] == ["CONFIRMED"] * 3 + ["CANCELLED"]


def test_why_a_patient_comes_stands_nowhere_unless_it_is_asked_for() -> None:
    for invitation, _, wish in told():
        if "namesVisit" not in wish:
            assert "follow-up" not in invitation["text"]
            assert "Cedar Street" not in invitation["text"]
