"""The file of read_835.rs, or its first transaction, read by packages of PyPI: nanoseconds a byte.

python benches/read_835.py pyx12|linuxforhealth
"""

import io
import logging
import pathlib
import sys
from collections.abc import Callable

from best import best, tell

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "target" / "bench"


def first_transaction() -> str:
    """A file of one transaction: these peers would need minutes for all of them."""
    whole = (FOLDER / "835.edi").read_text("latin1")
    envelope, first, *_ = whole.split("~ST*835*")
    trailer = whole[whole.rindex("~GE*") :].split("*")
    return f"{envelope}~ST*835*{first}~GE*1*{'*'.join(trailer[2:])}"


def pyx12(text: str) -> dict[str, Callable[[], object]]:
    """Segments with counts and control numbers; then the whole guide, whose verdict must be good."""
    import pyx12.params
    import pyx12.x12file
    import pyx12.x12n_document

    logging.disable(logging.CRITICAL)

    def segments() -> None:
        assert sum(1 for _ in pyx12.x12file.X12Reader(io.StringIO(text))) == text.count("~")

    def guide() -> None:
        assert pyx12.x12n_document.x12n_document(
            param=pyx12.params.params(), src_file=io.StringIO(text), fd_997=io.StringIO(), fd_html=None
        )

    return {"pyx12 segments": segments, "pyx12 guide": guide}


def linuxforhealth(text: str) -> dict[str, Callable[[], object]]:
    """Segments as lists of texts."""
    from linuxforhealth.x12.io import X12SegmentReader

    def segments() -> None:
        with X12SegmentReader(text) as reader:
            assert sum(1 for _ in reader.segments()) == text.count("~")

    return {"linuxforhealth segments": segments}


def main() -> None:
    text = first_transaction()
    peer = {"pyx12": pyx12, "linuxforhealth": linuxforhealth}[sys.argv[1]]
    for name, read in peer(text).items():
        tell(f"835/{name}", best(read, 2) / len(text))


main()
