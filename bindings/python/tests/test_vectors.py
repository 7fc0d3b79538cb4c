"""The vectors that every language runs: through the JSON door, and again through the typed functions.

How to turn JSON into a function's arguments is read from the stubs, so that they are tried as well.
"""

import ast
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import pms

VECTORS = Path(__file__).parents[3] / "tests" / "vectors"
STUBS = ast.parse((Path(pms.__file__).parent / "_pms.pyi").read_text())
FUNCTIONS = {node.name: node for node in STUBS.body if isinstance(node, ast.FunctionDef)}
CLASSES = {node.name: node for node in STUBS.body if isinstance(node, ast.ClassDef)}
COMMANDS = {
    node.name: node for node in CLASSES["Practice"].body if isinstance(node, ast.FunctionDef)
}
UNSAYABLE = ("json.", "op.", "scalar.", "money.syntax")
COUNTS = {"json": 0, "typed": 0}


def vectors() -> Iterator[tuple[str, str, str, str]]:
    for path in sorted(VECTORS.glob("*.jsonl")):
        for line in path.read_text().splitlines():
            rest = line.removeprefix('{"id":"').removesuffix("}")
            name, rest = rest.split('","op":"', 1)
            op, rest = rest.split('","input":', 1)
            given, expect = rest.rsplit(',"expect":', 1)
            yield name, op, given, expect


def typed() -> Iterator[tuple[str, str, Any, Any]]:
    """The vectors that a typed language can say."""
    for name, op, given, expect in vectors():
        wanted = json.loads(expect)
        if op != "practice.run" and not wanted.get("err", {}).get("code", "").startswith(UNSAYABLE):
            yield name, op, json.loads(given), wanted


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def constructor(record: str) -> ast.FunctionDef | None:
    """The `__new__` of a record; an enum has none."""
    for node in CLASSES[record].body:
        if isinstance(node, ast.FunctionDef) and node.name == "__new__":
            return node
    return None


def arguments(function: ast.FunctionDef, given: dict[str, Any]) -> dict[str, Any]:
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    kinds = {argument.arg: argument.annotation for argument in every}
    return {snake(name): python(kinds[snake(name)], value) for name, value in given.items()}


def python(kind: ast.expr | None, value: Any) -> Any:
    """What JSON says, as the Python value that the annotation asks for."""
    match kind:
        case ast.BinOp(left=left):
            return None if value is None else python(left, value)
        case ast.Subscript(value=ast.Name(id="SupportsGetItem"), slice=ast.Tuple(elts=[_, of])):
            return [python(of, each) for each in value]
        case ast.Subscript(value=ast.Name(id="Sequence" | "list"), slice=of):
            return [python(of, each) for each in value]
        case ast.Name(id="bytes"):
            return value.encode("latin-1")
        case ast.Name(id="Decimal"):
            return Decimal(value)
        case ast.Name(id="date"):
            return date.fromisoformat(value)
        case ast.Name(id="datetime"):
            return datetime.fromisoformat(value)
        case ast.Name(id=name) if name in CLASSES:
            new = constructor(name)
            record = getattr(pms, name)
            return record(**arguments(new, value)) if new else getattr(record, value.upper())
        case ast.Name(id="str") if isinstance(value, dict):
            return json.dumps(value)
    return value


def plain(value: Any) -> Any:
    """A Python value, as JSON says it."""
    match value:
        case Decimal():
            return format(value, "f")
        case datetime(tzinfo=None):
            return value.isoformat()
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case bytes():
            return value.decode("latin-1")
        case list():
            return [plain(each) for each in value]
        case None | bool() | int() | str():
            return value
    name = type(value).__name__
    new = constructor(name)
    if new is None:
        return repr(value).removeprefix(f"{name}.").lower()
    fields = [argument.arg for argument in new.args.args + new.args.kwonlyargs]
    return {
        camel(field): plain(getattr(value, field))
        for field in fields
        if field not in ("cls", "self")
    }


@pytest.mark.parametrize(
    ("op", "given", "expect"), [pytest.param(*rest, id=name) for name, *rest in vectors()]
)
def test_the_json_door_answers_to_the_byte(op: str, given: str, expect: str) -> None:
    assert pms.call(op, given) == expect
    COUNTS["json"] += 1


@pytest.mark.parametrize(
    ("op", "given", "wanted"), [pytest.param(*rest, id=name) for name, *rest in typed()]
)
def test_the_typed_function_says_the_same(op: str, given: Any, wanted: Any) -> None:
    function = op.split(".")[1]

    def answer() -> Any:
        return getattr(pms, function)(**arguments(FUNCTIONS[function], given))

    if "ok" in wanted:
        assert plain(answer()) == wanted["ok"]
    else:
        with pytest.raises(pms.PmsError) as raised:
            answer()
        assert raised.value.code == wanted["err"]["code"]
        assert raised.value.retryable == wanted["err"]["retryable"]
    COUNTS["typed"] += 1


def days() -> Iterator[Any]:
    """The days at a practice."""
    for name, op, given, expect in vectors():
        wanted = json.loads(expect)
        if op == "practice.run" and "ok" in wanted:
            yield pytest.param(json.loads(given), wanted["ok"], id=name)


@pytest.mark.parametrize(("day", "wanted"), days())
def test_the_typed_commands_say_the_same(day: Any, wanted: list[Any]) -> None:
    practice = pms.Practice.in_memory(day["practice"])
    for number, (step, answer) in enumerate(zip(day["steps"], wanted, strict=True), 1):
        said, given = step["op"], step["input"]
        if answer.get("err", {}).get("code", "").startswith(UNSAYABLE):
            continue
        if said == "register":
            given = {"json" if key == "record" else key: value for key, value in given.items()}
        try:
            got = {"ok": plain(getattr(practice, said)(**arguments(COMMANDS[said], given)))}
            assert got == answer, f"{number}: {said}"
        except pms.PmsError as error:
            wrong = answer.get("err", {})
            # A scalar is refused as it becomes one, before it has a place.
            field = error.field or wrong.get("field")
            refused = [error.code, error.detail, field, error.retryable]
            places = ["code", "detail", "field", "retryable"]
            assert refused == [wrong.get(place) for place in places], f"{number}: {said}"


def test_the_counts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nvectors python: {COUNTS['json']} json, {COUNTS['typed']} typed")
    assert COUNTS["json"] > 0
