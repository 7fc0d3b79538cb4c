"""What a call costs from Python: our functions, the same by hand, and calls that do nothing.

target/venv/python/bin/python benches/calls.py
"""

import json
from collections.abc import Callable
from decimal import Decimal

import pms
from best import best, tell

CENT = Decimal("0.01")
TIMES = 20_000


def by_hand(amount: Decimal, among: int) -> list[Decimal]:
    """The split in plain Python."""
    part, odd = divmod(int(amount / CENT), among)
    return [(part + (n < odd)) * CENT for n in range(among)]


def cost(act: Callable[[], object]) -> float:
    """Nanoseconds a call, of which the loop and the lambda are part."""

    def often() -> None:
        for _ in range(TIMES):
            act()

    return best(often, 7) / TIMES


def main() -> None:
    amount = Decimal("100.00")
    asked = json.dumps({"amount": "100.00", "among": 3})
    assert list(pms.split_evenly(amount, 3)) == by_hand(amount, 3)
    tell("calls/python/len", cost(lambda: len(asked)))
    tell("calls/python/version", cost(lambda: pms.version()))
    tell("calls/python/by hand", cost(lambda: by_hand(amount, 3)))
    tell("calls/python/typed", cost(lambda: pms.split_evenly(amount, 3)))
    tell("calls/python/json", cost(lambda: pms.call("money.split_evenly", asked)))


main()
