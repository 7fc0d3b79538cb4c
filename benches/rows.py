"""The tables of benches/run, as data: which figure of ours stands beside which of whose."""

# What, per what, the name of our figure, beside whom and what they do, the name of their figure.
CURVE = ["1x1", "1x30", "1x90", "50x90", "500x365", "5000x365"]
WARM = ["1x90", "50x90", "5000x90", "5000x365"]
SLOTS = [
    *((f"every quarter hour, {size}", "practitioner-day", f"slots/cold/{size}", "", "") for size in CURVE),
    *(
        (f"visits one after another, {size}", "practitioner-day", f"slots/visits/{size}", "slot-calculator",
         f"slots/slot-calculator/{size}")
        for size in ["1x30", "1x90", "50x90"]
    ),
    *(
        (f"the same in Node, {size}", "practitioner-day", f"slots/wasm/{size}", "slot-calculator",
         f"slots/slot-calculator/{size}")
        for size in ["1x30", "1x90"]
    ),
    *(
        (f"columns of a warm board, in {where}, {size}", "practitioner-day", f"slots/{door} columns/{size}",
         "slot-calculator", f"slots/slot-calculator/{size}")
        for where, door in [("Node", "wasm"), ("Python", "python")]
        for size in ["1x90", "50x90"]
    ),
    *((f"the same as an Arrow table, {size}", "practitioner-day", f"slots/python table/{size}", "", "") for size in ["1x90", "50x90"]),
    *(
        (f"the first ten of it, in {where}, {size}", "search", f"slots/{door} first ten/{size}", "", "")
        for where, door in [("Node", "wasm"), ("Python", "python")]
        for size in ["1x90", "50x90"]
    ),
    *((f"counted on a warm board, {size}", "practitioner-day", f"slots/warm/{size}", "", "") for size in WARM),
    *((f"columns of a warm board, {size}", "practitioner-day", f"slots/warm columns/{size}", "", "") for size in WARM),
    *((f"the first ten of a warm board, {size}", "search", f"slots/first ten/{size}", "", "") for size in WARM),
    ("why there is what there is, 1x90", "search", "slots/why/1x90", "", ""),
    ("which of ten layers bars what, 1x90", "search", "slots/blame of ten layers/1x90", "", ""),
]
SCAN = ("memchr for `~` (limit)", "read_835/scan")
READING = [
    ("structure found", "byte", "read_835/index", *SCAN),
    ("segments", "byte", "read_835/pieces", *SCAN),
    ("segments", "byte", "read_835/pieces", "x12-stream-parser (crate): elements", "835/x12-stream-parser"),
    ("segments", "byte", "read_835/pieces", "linuxforhealth-x12 (Python): lists of texts",
     "835/linuxforhealth segments"),
    ("segments", "byte", "read_835/pieces", "x12-parser (npm): an object each", "835/x12-parser"),
    ("envelopes", "byte", "read_835/envelopes", *SCAN),
    ("envelopes", "byte", "read_835/envelopes", "edi (crate): a tree, control numbers", "835/edi"),
    ("envelopes", "byte", "read_835/envelopes", "node-x12 (npm): a tree", "835/node-x12"),
    ("envelopes", "byte", "read_835/envelopes", "pyx12 (Python): segments, counts", "835/pyx12 segments"),
    ("typed and proved, columns", "byte", "read_835/columns_typed_and_proved", *SCAN),
    ("typed and proved, columns", "byte", "read_835/columns_typed_and_proved",
     "x12-types (crate): typed texts, no proof", "835/x12-types"),
    ("typed and proved", "byte", "read_835/typed_and_proved", *SCAN),
    ("typed and proved", "byte", "read_835/typed_and_proved", "x12-types (crate): typed texts, no proof",
     "835/x12-types"),
    ("typed and proved", "byte", "read_835/typed_and_proved", "pyx12 (Python): the guide's rules, no proof",
     "835/pyx12 guide"),
]
LINE = "adjudicate/one line with trace"
ADJUDICATION = [
    ("contract, benefits, trace", "line", LINE, "plain Python with decimals, kernel alone", "adjudicate/decimal"),
    ("contract, benefits, trace", "line", LINE, "Polars on cents, kernel alone", "adjudicate/polars"),
    ("history under another contract", "line", "adjudicate/history under another contract", "", ""),
    ("a visit of four lines", "visit", "adjudicate/visit of four lines with trace", "", ""),
]
APPEND = ("appending an entry", "entry", "ledger/append_10k_entries")
POST = ("posting an 835", "claim", "posting/remittance_of_200_claims")
LEDGER = [
    (*APPEND, "SQLite in memory, bare insert (limit)", "append/sqlite"),
    (*APPEND, "plain Python with decimals", "append/by hand"),
    (*APPEND, "beancount, booking", "append/beancount"),
    (*POST, "SQLite in memory, bare inserts of as many rows (limit)", "posting/sqlite"),
    (*POST, "plain Python with decimals", "posting/by hand"),
    ("A/R aging, per charge", "movement", "aging/columns", "DuckDB", "aging/duckdb"),
    ("A/R aging, per charge", "movement", "aging/columns", "Polars", "aging/polars"),
]
TYPED, DOOR = "split in three", "split in three, JSON door"
CALLS = [
    (f"Python: {TYPED}", "call", "calls/python/typed", "the same in Rust", "calls/split_evenly"),
    (f"Python: {TYPED}", "call", "calls/python/typed", "`len` (limit)", "calls/python/len"),
    (f"Python: {TYPED}", "call", "calls/python/typed", "plain Python with decimals", "calls/python/by hand"),
    (f"Python: {DOOR}", "call", "calls/python/json", "the same in Rust, from text to text",
     "calls/split_evenly_as_text"),
    ("Python: version, no argument", "call", "calls/python/version", "`len` (limit)", "calls/python/len"),
    (f"Node: {TYPED}", "call", "calls/node/typed", "the same in Rust, from text to text",
     "calls/split_evenly_as_text"),
    (f"Node: {TYPED}", "call", "calls/node/typed", "a wasm module of one constant (limit)", "calls/node/empty module"),
    (f"Node: {TYPED}", "call", "calls/node/typed", "plain JavaScript with BigInt", "calls/node/by hand"),
    (f"Node: {DOOR}", "call", "calls/node/json", "the same in Rust, from text to text",
     "calls/split_evenly_as_text"),
    ("Node: version, no argument", "call", "calls/node/version", "a wasm module of one constant (limit)",
     "calls/node/empty module"),
]
SECTIONS = [
    ("Slot search", """Practitioners by days; a practitioner works 08:00 to 12:00 and 13:00 to 17:00 in New York, four fifths booked.
Cold: from schedule and bookings as a store gives them. slot-calculator has no grid: it hands out half-hour
visits one after another from any minute, each with texts of its ends; ours answers the same question from
starts at five minutes. Both must find as many visits in the same calendars, but that slot-calculator may miss
one in a hundred: it missed 20 of 7,381 in 50x90, each behind taken time that it could not look past. In Node
ours crosses the wasm door and hands out every start as two texts. A warm board hands out every start on the quarter
hour as two packed columns, a row and a minute.""", SLOTS),
    ("Reading an 835", """The same file for all; pyx12 and linuxforhealth-x12 read its first transaction only. Ours checks counts and
control numbers in `envelopes`; `typed and proved` has every amount in cents, every code checked, and lines, claims and
payment proved to balance. What theirs does stands beside their name.""", READING),
    ("Adjudication", """Ours looks the price up among 16,000 rows, counts limits and says each cent's reason; the kernel is only lesser
of, copay, deductible, coinsurance and one rounding, for lines that do not know of each other. In columns that is
arithmetic on vectors.""", ADJUDICATION),
    ("Books", """Ours holds every entry's postings to balance, an entry's source to be booked once, and each charge's
history; posting plans the whole remittance first (matched, proved, dry run). By hand means matched by number,
balanced and summed, with no plan and no takebacks. beancount books transactions that are values already. The ledgers
that are aged have as many movements and the same question: balance per charge, five buckets, 40 payers, credits
apart.""", LEDGER),
    ("Calls through a door", """100.00 in three parts. Here the ratio is what the door costs: 0.05 says that a call through it is twenty times as dear.""", CALLS),
]


def shown(nanoseconds, unit):
    """A time with three digits, or a speed for what is counted in bytes."""
    if unit == "byte":
        speed = 1e3 / nanoseconds
        return f"{speed:,.0f} MB/s" if speed >= 10 else f"{speed:.2g} MB/s"
    for name, size in [("s", 1e9), ("ms", 1e6), ("µs", 1e3)]:
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {name}"
    return f"{nanoseconds:.3g} ns"


def ratio(number):
    """Three digits, and no power of ten."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}" if number >= 0.001 else f"{number:.5f}"


def table(rows, figures):
    """Rows as Markdown. What has not been measured is said to be skipped."""
    head = ("what", "per", "ours", "beside", "theirs", "theirs / ours")
    lines = [head, tuple("---" for _ in head)]
    for what, unit, own, beside, their in rows:
        mine, other = figures.get(own), figures.get(their)
        cells = [shown(figure, unit) if figure else "skipped" for figure in (mine, other)]
        compared = ratio(other / mine) if mine and other else ""
        lines.append((what, unit, cells[0], beside, cells[1] if their else "", compared))
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
