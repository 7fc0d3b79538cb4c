"""What the peers in Python share: the shortest of some runs, told to benches/run."""

import json
import time
from collections.abc import Callable


def best(work: Callable[[], object], turns: int = 5) -> float:
    """The shortest of some runs, in nanoseconds of the processor: others may share the machine."""
    times = []
    for _ in range(turns):
        began = time.process_time_ns()
        work()
        times.append(time.process_time_ns() - began)
    return min(times)


def tell(name: str, nanoseconds: float) -> None:
    """One figure, as a line of JSON."""
    print(json.dumps({"name": name, "ns": nanoseconds}), flush=True)
