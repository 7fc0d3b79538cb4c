"""What a call costs from Python: our functions beside the limit, a call that does nothing.

    target/venv/python/bin/python benches/calls.py
"""

import json
import time
from collections.abc import Callable
from decimal import Decimal

import pms


def cost(act: Callable[[], object]) -> float:
    """Microseconds a call, the best of seven runs."""
    best = float("inf")
    for _ in range(7):
        began = time.perf_counter_ns()
        for _ in range(20_000):
            act()
        best = min(best, time.perf_counter_ns() - began)
    return best / 20_000 / 1_000


def main() -> None:
    amount = Decimal("100.00")
    split = json.dumps({"amount": "100.00", "among": 3})
    floor = cost(pms.version)
    print(f"{'call':<42}{'us':>8}{'of an empty call':>20}")
    for name, act in {
        "empty (version)": pms.version,
        "split_evenly(Decimal, 3)": lambda: pms.split_evenly(amount, 3),
        "read_identifier(text)": lambda: pms.read_identifier("018f2d5c-0000-7000-8000-000000000001"),
        "JSON door, the same split": lambda: pms.call("money.split_evenly", split),
    }.items():
        took = cost(act)
        print(f"python {name:<35}{took:>8.2f}{took / floor:>19.1f}x")


main()
