"""What Python itself could get wrong at the door: kinds of values, errors, threads."""

import json
import pickle
import threading
from decimal import Decimal
from typing import Any

import pytest

import pms
from pms.errors import InvalidError


@pytest.mark.parametrize("wrong", [0.1, 5, "5.00", None, True])
def test_money_is_a_decimal_and_nothing_else(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"decimal\.Decimal is wanted"):
        pms.split_evenly(wrong, 3)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("33.335", "money.too_precise"),
        ("NaN", "money.syntax"),
        ("Infinity", "money.syntax"),
        ("1e30", "money.out_of_range"),
        ("92233720368547758.08", "money.out_of_range"),
    ],
)
def test_a_decimal_that_is_no_amount(amount: str, code: str) -> None:
    with pytest.raises(InvalidError) as raised:
        pms.total([Decimal(amount)])
    assert raised.value.code == code


def test_a_decimal_in_scientific_notation_is_the_same_amount() -> None:
    assert pms.total([Decimal("1e2")]) == Decimal("100.00")
    assert str(pms.total([Decimal("1e2")])) == "100.00"


def test_an_error_keeps_its_parts_when_pickled() -> None:
    with pytest.raises(pms.PmsError) as raised:
        pms.read_identifier("M-1001")
    error = pickle.loads(pickle.dumps(raised.value))
    assert (error.code, error.field, error.retryable) == ("id.syntax", "text", False)
    assert str(error) == "text: not an identifier (id.syntax)"
    assert isinstance(error, ValueError)


def test_the_lock_is_let_go() -> None:
    """Another thread runs on while one call works."""
    many = [Decimal("0.01")] * 60_000
    ticks = 0
    over = threading.Event()

    def work() -> None:
        for _ in range(20):
            pms.split(Decimal("1000.00"), many)
        over.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not over.wait(0.001):
        ticks += 1
    worker.join()
    assert ticks > 0


def test_no_operation_is_missing() -> None:
    door = json.loads(pms.call("op.list", "{}"))["ok"]
    for function in door["functions"]:
        assert hasattr(pms, function.split(".")[1]), function
    for command in door["commands"]:
        assert hasattr(pms.Practice, command), command


def test_the_version_is_the_wheels() -> None:
    from importlib.metadata import version

    assert pms.version() == pms.__version__ == version("pms")
