"""Asks pyx12 whether it accepts each file of some folders, and LinuxForHealth of those
of whose guide pyx12 has no map that works.

Prints what it refuses, and `x12: N passed, N failed` at the end.
"""

import io
import logging
import sys
from pathlib import Path

import pyx12.params
import pyx12.x12n_document
from linuxforhealth.x12.io import X12ModelReader

logging.disable(logging.CRITICAL)

# Guides of which pyx12 has no map, or one that it does not list: benefits, claim status.
MISFITS = ("~ST*270*", "~ST*271*", "*005010X212~")


def refusals(text: str) -> list[str]:
    """What pyx12 finds wrong with one interchange."""
    acknowledgement = io.StringIO()
    try:
        sound = pyx12.x12n_document.x12n_document(
            param=pyx12.params.params(),
            src_file=io.StringIO(text),
            fd_997=acknowledgement,
            fd_html=None,
        )
    except Exception as error:  # whatever stops the reader is a refusal
        return [f"{type(error).__name__}: {error}"]
    if sound:
        return []
    codes = ("AK3", "AK4", "IK3", "IK4", "AK5", "IK5", "AK9")
    segments = acknowledgement.getvalue().replace("\n", "").split("~")
    return [segment for segment in segments if segment.startswith(codes)] or ["refused"]


def misfits(text: str) -> list[str]:
    """What LinuxForHealth finds wrong with one interchange."""
    try:
        with X12ModelReader(text) as reader:
            models = list(reader.models())
    except Exception as error:  # whatever stops the reader is a refusal
        return [f"{type(error).__name__}: {error}"]
    return [] if models else ["no transaction was read"]


def main(folders: list[Path]) -> int:
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    failed = 0
    for path in files:
        text = path.read_text("ascii")
        judge = misfits if any(guide in text for guide in MISFITS) else refusals
        found = judge(text)
        failed += bool(found)
        for line in found:
            print(f"{path.name}: {line}")
    print(f"x12: {len(files) - failed} passed, {failed} failed")
    return 1 if failed or not files else 0


sys.exit(main([Path(folder) for folder in sys.argv[1:]]))
