from _typeshed import SupportsGetItem
from datetime import date, datetime
from decimal import Decimal
from typing_extensions import CapsuleType
from typing import Any, Final, SupportsIndex, final

__all__ = ["AcknowledgedClaim", "AcknowledgedClaims", "AcknowledgedField", "AcknowledgmentLevel", "AcknowledgmentRow", "AdjustmentRow", "AgedOutPage", "AgingFrom", "AgingReport", "AgingRow", "AnswerFinding", "BalanceRow", "BenefitInquiry", "BenefitStep", "Board", "BoardSearch", "BookedVisit", "BookingRules", "BusyTime", "Call", "CascadeRow", "CascadeStep", "Channel", "CharacterRule", "ChargeLabel", "ChargeRow", "ChargeShare", "CheckedFile", "CheckedTransaction", "ClaimAnswer", "ClaimOutcome", "ClaimOutcomes", "ClaimRow", "ClaimSubmission", "ClockChange", "CodeKind", "ColumnBatch", "ColumnBatches", "DayHours", "DayOfWeek", "DaysConvention", "DeclinedRepair", "DueRecallPage", "DueRecallRow", "EncounterRow", "Enrolment", "Estimate", "EstimatedLine", "FeeRate", "Figure", "FileEdit", "FileEnvelope", "FileFinding", "FileRepair", "FindingRow", "FoldRule", "FreedBy", "FreedTime", "GapRule", "GroupPlace", "GroupSeat", "HeldTime", "Invitation", "InvitationWish", "KeepTime", "KeptRecord", "LayerName", "LayerRow", "LedgerAccount", "LedgerEntry", "LedgerPosting", "LimitsUsed", "MonthEndReport", "MovedVisit", "OfferRow", "OfferStep", "OfficeRow", "OpenPart", "OpenSlots", "OpenTimes", "Openings", "OutcomeReason", "Overriding", "OwedBy", "PartyName", "PassedOverRow", "PlanTerms", "PlannedVisit", "PostedRow", "PostingRow", "Practice", "ProviderAdjustmentRow", "PublishedSchedule", "PurposeName", "QueueRow", "RecallRow", "RecallStep", "ReceivableMovement", "RecordKind", "RelaxationRow", "RemittanceFile", "RemittanceRead", "RepairedFile", "ResolvedTime", "RevenueKind", "RevenueMovement", "RoleName", "RoundingName", "ScheduleWhatIf", "SearchExplanation", "Sentence", "SentenceValue", "SeriesAnswerRow", "SeriesMode", "SeriesPlan", "SeriesRequest", "SeriesRevision", "SeriesRow", "SeriesWish", "ServiceAnswer", "ServiceDone", "ServiceLine", "Side", "SlotAnswer", "SlotStart", "SoughtMember", "StatementReport", "StatementRow", "StatementWish", "StepKind", "StrandedVisit", "Table", "TimeFilter", "TimeOfferRow", "TraceRow", "TurnRow", "TurnShare", "UnplacedAnswer", "Urgency", "VisitChoice", "VisitGroup", "VisitLength", "VisitNote", "VisitNotes", "VisitOverlap", "VisitPlan", "VisitStep", "VisitWait", "VisitWish", "WaitlistFigures", "WaitlistRow", "WaitlistWish", "WeeklySchedule", "WorkingHours", "X12Content", "ZoneChange", "ZoneClocks", "acknowledge_x12", "age_receivables", "aging_table", "call", "check_x12", "claim_outcomes", "columns_835", "columns_837p", "days_in_receivables", "deidentify_x12", "estimate", "make_statement", "new_call", "open_slots", "postings_table", "read_835", "read_code", "read_identifier", "read_x12", "repair_x12", "resolve_time", "share", "split", "split_evenly", "total", "version", "write_270", "write_276", "write_837p", "zone_rules_version"]

@final
class AcknowledgedClaim:
    """
    A claim on its way, and all that was said of it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, number: str, state: str, gate: str | None, payer_control: str | None, acknowledgments: SupportsGetItem[int, AcknowledgmentRow]) -> AcknowledgedClaim: ...
    @property
    def acknowledgments(self, /) -> list[AcknowledgmentRow]:
        """
        What was said of it, in the order in which it was read.
        """
    @property
    def gate(self, /) -> str | None:
        """
        By whom it was let through or turned away: `file`, `clearinghouse`, `payer`.
        """
    @property
    def id(self, /) -> str:
        """
        Which one.
        """
    @property
    def number(self, /) -> str:
        """
        The number that the payer sends back.
        """
    @property
    def payer_control(self, /) -> str | None:
        """
        The newest number that the payer gave it.
        """
    @property
    def state(self, /) -> str:
        """
        How it stands: `accepted`, `rejected`, or wherever else it is by now.
        """

@final
class AcknowledgedClaims:
    """
    What answers said of claims.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, claims: SupportsGetItem[int, AcknowledgedClaim], unplaced: SupportsGetItem[int, UnplacedAnswer], findings: SupportsGetItem[int, AnswerFinding]) -> AcknowledgedClaims: ...
    @property
    def claims(self, /) -> list[AcknowledgedClaim]:
        """
        The claims that were told of, as they stand now.
        """
    @property
    def findings(self, /) -> list[AnswerFinding]:
        """
        What is wrong with the answers themselves.
        """
    @property
    def unplaced(self, /) -> list[UnplacedAnswer]:
        """
        What is told of nothing that was sent, or of no claim of the practice, or of several.
        """

@final
class AcknowledgedField:
    """
    A reason and the field of a claim that it is about.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: str, path: str | None) -> AcknowledgedField: ...
    @property
    def code(self, /) -> str:
        """
        The answer's own codes, as `A7:562:85`.
        """
    @property
    def path(self, /) -> str | None:
        """
        Loop, segment and element of what was sent, as `2300/CLM05-3`, where that is known.
        """

@final
class AcknowledgmentLevel:
    """
    What is acknowledged.
    """
    GROUP: Final[AcknowledgmentLevel]
    """
    Groups and their transactions, with each error: 999.
    """
    INTERCHANGE: Final[AcknowledgmentLevel]
    """
    Interchanges as such: TA1.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class AcknowledgmentRow:
    """
    What one answer said of a claim on its way.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: str, gate: str, accepted: bool | None, reasons: SupportsGetItem[int, AcknowledgedField]) -> AcknowledgmentRow: ...
    @property
    def accepted(self, /) -> bool | None:
        """
        The claim went on, or was turned away; none where the answer does not say.
        """
    @property
    def gate(self, /) -> str:
        """
        Who says it: `file`, `clearinghouse`, `payer`.
        """
    @property
    def kind(self, /) -> str:
        """
        Which kind of answer it is: `interchange` (TA1), `file` (999), `claim` (277CA), `status` (277).
        """
    @property
    def reasons(self, /) -> list[AcknowledgedField]:
        """
        Why, and of which fields.
        """

@final
class AdjustmentRow:
    """
    Why a payment differs from its charge, as a payer reports it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, group: str, reason: str, amount: Decimal) -> AdjustmentRow: ...
    @property
    def amount(self, /) -> Decimal:
        """
        How much less is paid; below zero, more.
        """
    @property
    def group(self, /) -> str:
        """
        Who bears it, such as `CO` or `PR`.
        """
    @property
    def reason(self, /) -> str:
        """
        Why, such as `45`.
        """

@final
class AgedOutPage:
    """
    What a reading of the list for entries that waited too long has ended.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, entries: SupportsGetItem[int, str], next: str | None) -> AgedOutPage: ...
    @property
    def entries(self, /) -> list[str]:
        """
        The entries that were ended.
        """
    @property
    def next(self, /) -> str | None:
        """
        Where to go on; none where all was read.
        """

@final
class AgingFrom:
    """
    From which day a receivable's age is counted.
    """
    FIRST_BILLED: Final[AgingFrom]
    """
    From the first bill.
    """
    RESPONSIBILITY: Final[AgingFrom]
    """
    From the day since when the party owes.
    """
    SERVICE: Final[AgingFrom]
    """
    From the service.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class AgingReport:
    """
    Receivables by party and age, patients first.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, as_of: date, known_at: datetime, basis: AgingFrom, rows: SupportsGetItem[int, AgingRow]) -> AgingReport: ...
    @property
    def as_of(self, /) -> date:
        """
        The last day whose events count.
        """
    @property
    def basis(self, /) -> AgingFrom:
        """
        From which day ages are counted.
        """
    @property
    def known_at(self, /) -> datetime:
        """
        The last instant whose knowledge counts.
        """
    @property
    def rows(self, /) -> list[AgingRow]:
        """
        One line a party that owes or is in credit.
        """

@final
class AgingRow:
    """
    What one party owes, by the age of it in days.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, payer: str | None, up_to30: Decimal, up_to60: Decimal, up_to90: Decimal, up_to120: Decimal, over120: Decimal, undated: Decimal, credits: Decimal) -> AgingRow: ...
    @property
    def credits(self, /) -> Decimal:
        """
        Paid too much, as an amount above zero; not taken off what is owed.
        """
    @property
    def over120(self, /) -> Decimal:
        """
        More than 120 days.
        """
    @property
    def payer(self, /) -> str | None:
        """
        The payer; none for patients.
        """
    @property
    def undated(self, /) -> Decimal:
        """
        Owed, and without a day to count from: not billed yet.
        """
    @property
    def up_to120(self, /) -> Decimal:
        """
        91 to 120 days.
        """
    @property
    def up_to30(self, /) -> Decimal:
        """
        0 to 30 days, and what is not due yet.
        """
    @property
    def up_to60(self, /) -> Decimal:
        """
        31 to 60 days.
        """
    @property
    def up_to90(self, /) -> Decimal:
        """
        61 to 90 days.
        """

@final
class AnswerFinding:
    """
    What is wrong with an answer.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, answer: SupportsIndex, code: str, path: str, byte: SupportsIndex, says: str) -> AnswerFinding: ...
    @property
    def answer(self, /) -> int:
        """
        Which of the answers, from 0.
        """
    @property
    def byte(self, /) -> int:
        """
        How many bytes of the answer stand before it.
        """
    @property
    def code(self, /) -> str:
        """
        The stable name of what is wrong.
        """
    @property
    def path(self, /) -> str:
        """
        Loop, segment and element.
        """
    @property
    def says(self, /) -> str:
        """
        One sentence.
        """

@final
class BalanceRow:
    """
    What a patient owes, and what of it is due.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, due: Decimal, on_hold: Decimal, credits: Decimal, unapplied: Decimal, with_payers: Decimal) -> BalanceRow: ...
    @property
    def credits(self, /) -> Decimal:
        """
        Paid too much for charges, as an amount above zero.
        """
    @property
    def due(self, /) -> Decimal:
        """
        Asked for now.
        """
    @property
    def on_hold(self, /) -> Decimal:
        """
        Owed, and not asked for while payers are pending.
        """
    @property
    def unapplied(self, /) -> Decimal:
        """
        Paid, and for no charge yet.
        """
    @property
    def with_payers(self, /) -> Decimal:
        """
        What payers still owe for the patient's charges.
        """

@final
class BenefitInquiry:
    """
    What a practice asks a payer about one patient's benefits.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, payer: OfficeRow, provider: str, npi: str, subscriber: SoughtMember, dependent: SoughtMember | None = ..., relationship: str | None = ..., trace: str | None = ..., originator: str | None = ..., services: SupportsGetItem[int, str] = ..., first: date | None = ..., last: date | None = ...) -> BenefitInquiry: ...
    @property
    def dependent(self, /) -> SoughtMember | None:
        """
        The patient, where that is not the subscriber.
        """
    @property
    def first(self, /) -> date | None:
        """
        The first day that is asked about; the day of asking where there is none.
        """
    @property
    def last(self, /) -> date | None:
        """
        The last; the first where there is none.
        """
    @property
    def npi(self, /) -> str:
        """
        Its national number.
        """
    @property
    def originator(self, /) -> str | None:
        """
        Whose number that is (TRN03): ten characters.
        """
    @property
    def payer(self, /) -> OfficeRow:
        """
        Whom it asks.
        """
    @property
    def provider(self, /) -> str:
        """
        The name of the body that asks.
        """
    @property
    def relationship(self, /) -> str | None:
        """
        What the dependent is to the subscriber, as X12 codes it: `01`, `19`.
        """
    @property
    def services(self, /) -> list[str]:
        """
        Kinds of service (EQ01); the plan as a whole where none is named.
        """
    @property
    def subscriber(self, /) -> SoughtMember:
        """
        Whom the payer knows by a number.
        """
    @property
    def trace(self, /) -> str | None:
        """
        A number by which the answer is found.
        """

@final
class BenefitStep:
    """
    One step of a plan. Each takes from what the steps before it left.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: StepKind, amount: Decimal | None, family: Decimal | None, rate: Decimal | None) -> BenefitStep: ...
    @property
    def amount(self, /) -> Decimal | None:
        """
        The copay, or the limit for one person. Not for coinsurance.
        """
    @property
    def family(self, /) -> Decimal | None:
        """
        The limit for the family within which the person's own is embedded.
        """
    @property
    def kind(self, /) -> StepKind:
        """
        What it does.
        """
    @property
    def rate(self, /) -> Decimal | None:
        """
        The patient's part, for coinsurance.
        """

@final
class Board:
    """
    The time of many, kept warm: laid once, searched often, changed row by row.
    A row is a schedule, numbered from 0, and all are of one zone. What is busy comes as three columns of
    one length: whose row, the first minute, and the minute after the last, in minutes since 1970 in UTC.
    Visits start from `start` until before `end`. It finds what `open_slots` finds; where five minutes
    cannot tell, it refuses with `scheduling.off_the_board`. It may be used from any thread.
    """
    def __len__(self, /) -> int:
        """
        How many rows there are.
        """
    def __new__(cls, /, schedules: SupportsGetItem[int, WeeklySchedule], busy_rows: SupportsGetItem[int, SupportsIndex], busy_starts: SupportsGetItem[int, SupportsIndex], busy_ends: SupportsGetItem[int, SupportsIndex], start: datetime, end: datetime) -> Board: ...
    def all(self, /, search: BoardSearch) -> Openings:
        """
        Every opening: by start, and at one time in the order in which rows were named.
        """
    def all_by_row(self, /, search: BoardSearch) -> Openings:
        """
        Every opening, row by row.
        """
    def answer(self, /, search: BoardSearch) -> SlotAnswer:
        """
        Whether there are openings, and if not, what that means.
        """
    def count(self, /, search: BoardSearch) -> int:
        """
        How many openings there are.
        """
    def first(self, /, search: BoardSearch, count: SupportsIndex) -> Openings:
        """
        The first openings, so many.
        """
    def lay(self, /, row: SupportsIndex, schedule: WeeklySchedule, busy: SupportsGetItem[int, BusyTime]) -> int:
        """
        Lays a row anew: its schedule, less what is busy. Tells the version of the board.
        """
    def take(self, /, row: SupportsIndex, start: datetime, end: datetime) -> int:
        """
        Takes time of a row, which something is booked for. Tells the version of the board. What frees
        time again is `lay`.
        """
    @property
    def version(self, /) -> int:
        """
        How often the board has been changed: answers of the same version agree with each other.
        """

@final
class BoardSearch:
    """
    What is looked for on a board.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, visit: VisitLength, rules: BookingRules, start: datetime, end: datetime, now: datetime, rows: SupportsGetItem[int, SupportsIndex] | None) -> BoardSearch: ...
    @property
    def end(self, /) -> datetime:
        """
        Before when.
        """
    @property
    def now(self, /) -> datetime:
        """
        When it is asked.
        """
    @property
    def rows(self, /) -> list[int] | None:
        """
        The rows that come into question, the preferred ones first; none for all of them.
        """
    @property
    def rules(self, /) -> BookingRules:
        """
        How the practice offers time.
        """
    @property
    def start(self, /) -> datetime:
        """
        From when on a visit could start.
        """
    @property
    def visit(self, /) -> VisitLength:
        """
        How much time the visit takes.
        """

@final
class BookedVisit:
    """
    A visit that is planned.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, patient: str, location: str, start: datetime, end: datetime, local: datetime, zone: str, status: str, sequence: SupportsIndex, resources: SupportsGetItem[int, str], overridden: SupportsGetItem[int, str]) -> BookedVisit: ...
    @property
    def end(self, /) -> datetime:
        """
        When it ends.
        """
    @property
    def id(self, /) -> str:
        """
        The appointment.
        """
    @property
    def local(self, /) -> datetime:
        """
        When it starts by the clocks there.
        """
    @property
    def location(self, /) -> str:
        """
        Where.
        """
    @property
    def overridden(self, /) -> list[str]:
        """
        The layers that stood against it and were overridden.
        """
    @property
    def patient(self, /) -> str:
        """
        Who is to be seen.
        """
    @property
    def resources(self, /) -> list[str]:
        """
        Whose time it takes.
        """
    @property
    def sequence(self, /) -> int:
        """
        How often it was moved.
        """
    @property
    def start(self, /) -> datetime:
        """
        When it starts.
        """
    @property
    def status(self, /) -> str:
        """
        Where it stands: `booked`, `arrived`, `cancelled`.
        """
    @property
    def zone(self, /) -> str:
        """
        The zone of those clocks.
        """

@final
class BookingRules:
    """
    How a practice offers time.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, step: SupportsIndex, notice: SupportsIndex, horizon_days: SupportsIndex | None) -> BookingRules: ...
    @property
    def horizon_days(self, /) -> int | None:
        """
        How many local days ahead a start may lie; none where there is no limit.
        """
    @property
    def notice(self, /) -> int:
        """
        How many minutes must lie between now and a start.
        """
    @property
    def step(self, /) -> int:
        """
        How many minutes the offered starts are apart.
        """

@final
class BusyTime:
    """
    Time that is taken, from its first minute until before its last.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, start: datetime, end: datetime) -> BusyTime: ...
    @property
    def end(self, /) -> datetime:
        """
        The minute after the last.
        """
    @property
    def start(self, /) -> datetime:
        """
        The first minute.
        """

@final
class Call:
    """
    What every command brings beside what it asks for. Send the same again when an answer is lost.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, actor: str, role: RoleName, purpose: PurposeName, key: str, now: datetime, fresh: str) -> Call: ...
    @property
    def actor(self, /) -> str:
        """
        Who acts; the host has made sure of it.
        """
    @property
    def fresh(self, /) -> str:
        """
        A fresh UUID of version 7; what the command makes is numbered from it.
        """
    @property
    def key(self, /) -> str:
        """
        The idempotency key: the command is done once, however often it is sent with it.
        """
    @property
    def now(self, /) -> datetime:
        """
        The time now.
        """
    @property
    def purpose(self, /) -> PurposeName:
        """
        What for.
        """
    @property
    def role(self, /) -> RoleName:
        """
        As what.
        """

@final
class CascadeRow:
    """
    A run of offers for time that became free, as it stands.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, schedules: SupportsGetItem[int, str], start: datetime, end: datetime, depth: SupportsIndex, state: str, wake: datetime | None, offers: SupportsGetItem[int, TimeOfferRow], passed_over: SupportsGetItem[int, PassedOverRow]) -> CascadeRow: ...
    @property
    def depth(self, /) -> int:
        """
        How many moved visits led here: 0 for a cancellation or an opening that somebody found.
        """
    @property
    def end(self, /) -> datetime:
        """
        The minute after its last.
        """
    @property
    def id(self, /) -> str:
        """
        The run.
        """
    @property
    def offers(self, /) -> list[TimeOfferRow]:
        """
        Every offer that it made, in order.
        """
    @property
    def passed_over(self, /) -> list[PassedOverRow]:
        """
        Why the others were not asked, when it was last looked.
        """
    @property
    def schedules(self, /) -> list[str]:
        """
        The schedules whose time it is.
        """
    @property
    def start(self, /) -> datetime:
        """
        The first minute of the time.
        """
    @property
    def state(self, /) -> str:
        """
        Where it stands: `running`, `filled`, `exhausted`, `stopped`.
        """
    @property
    def wake(self, /) -> datetime | None:
        """
        When it is to be advanced; none once it is over.
        """

@final
class CascadeStep:
    """
    What is done with a run of offers.
    """
    ADVANCE: Final[CascadeStep]
    """
    It goes on: what has run out ends, the offers that are due are made. When it wakes, and
    after each answer.
    """
    STOP: Final[CascadeStep]
    """
    The practice ends it, and takes back what can still be answered.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class Channel:
    """
    By which means an offer is told.
    """
    DESK: Final[Channel]
    """
    A person of the practice calls.
    """
    EMAIL: Final[Channel]
    """
    An e-mail.
    """
    PORTAL: Final[Channel]
    """
    A message in the practice's portal or app.
    """
    TEXT: Final[Channel]
    """
    A text to a mobile telephone.
    """
    VOICE: Final[Channel]
    """
    A call with a recorded voice.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class CharacterRule:
    """
    What is done with characters of a name or an address that X12 cannot carry.
    """
    CLEAN: Final[CharacterRule]
    """
    Accented letters become plain, everything else a blank; what is too long is cut.
    """
    REFUSE: Final[CharacterRule]
    """
    They are refused.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class ChargeLabel:
    """
    What a charge is called on a statement.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, charge: str, label: str) -> ChargeLabel: ...
    @property
    def charge(self, /) -> str:
        """
        Which charge.
        """
    @property
    def label(self, /) -> str:
        """
        Its name, in words that a patient knows.
        """

@final
class ChargeRow:
    """
    What was charged for a service.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, procedure: str, amount: Decimal, covered_by: str | None) -> ChargeRow: ...
    @property
    def amount(self, /) -> Decimal:
        """
        What is charged.
        """
    @property
    def covered_by(self, /) -> str | None:
        """
        The earlier visit whose fee covers it, where that is why nothing is charged.
        """
    @property
    def id(self, /) -> str:
        """
        Which charge line.
        """
    @property
    def procedure(self, /) -> str:
        """
        What was done.
        """

@final
class ChargeShare:
    """
    As much of a payment for one charge.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, charge: str, amount: Decimal) -> ChargeShare: ...
    @property
    def amount(self, /) -> Decimal:
        """
        How much.
        """
    @property
    def charge(self, /) -> str:
        """
        The charge line.
        """

@final
class CheckedFile:
    """
    A file that was checked.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, transactions: SupportsGetItem[int, CheckedTransaction], findings: SupportsGetItem[int, FileFinding]) -> CheckedFile: ...
    @property
    def findings(self, /) -> list[FileFinding]:
        """
        What is wrong outside of them.
        """
    @property
    def transactions(self, /) -> list[CheckedTransaction]:
        """
        Its transactions, in order.
        """

@final
class CheckedTransaction:
    """
    A transaction that was checked.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: str, guide: str, interchange: str, group: str, transaction: str, modelled: bool, sound: bool, byte: SupportsIndex, findings: SupportsGetItem[int, FileFinding]) -> CheckedTransaction: ...
    @property
    def byte(self, /) -> int:
        """
        Where it begins: how many bytes stand before it.
        """
    @property
    def findings(self, /) -> list[FileFinding]:
        """
        What is wrong with it.
        """
    @property
    def group(self, /) -> str:
        """
        The group's control number (GS06).
        """
    @property
    def guide(self, /) -> str:
        """
        The guide that it follows (ST03, or else GS08), as `005010X222A1`.
        """
    @property
    def interchange(self, /) -> str:
        """
        The interchange's control number (ISA13).
        """
    @property
    def kind(self, /) -> str:
        """
        What it is (ST01), as `837`.
        """
    @property
    def modelled(self, /) -> bool:
        """
        What it holds was checked; else its envelope alone was.
        """
    @property
    def sound(self, /) -> bool:
        """
        No error was found.
        """
    @property
    def transaction(self, /) -> str:
        """
        Its own control number (ST02).
        """

@final
class ClaimAnswer:
    """
    What a payer answered to one claim.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, patient_control: str, payer_control: str, status: str, charge: Decimal, paid: Decimal, patient_responsibility: Decimal | None, reversal: bool, denied: bool, adjustments: SupportsGetItem[int, AdjustmentRow], services: SupportsGetItem[int, ServiceAnswer]) -> ClaimAnswer: ...
    @property
    def adjustments(self, /) -> list[AdjustmentRow]:
        """
        Why the payment differs from the charge, for the claim as a whole.
        """
    @property
    def charge(self, /) -> Decimal:
        """
        What was charged.
        """
    @property
    def denied(self, /) -> bool:
        """
        It was denied.
        """
    @property
    def paid(self, /) -> Decimal:
        """
        What was paid.
        """
    @property
    def patient_control(self, /) -> str:
        """
        Our own number of the claim, sent back.
        """
    @property
    def patient_responsibility(self, /) -> Decimal | None:
        """
        What the payer says that the patient owes.
        """
    @property
    def payer_control(self, /) -> str:
        """
        The payer's number of the claim.
        """
    @property
    def reversal(self, /) -> bool:
        """
        It takes an earlier answer back.
        """
    @property
    def services(self, /) -> list[ServiceAnswer]:
        """
        Line by line.
        """
    @property
    def status(self, /) -> str:
        """
        How it was processed, as the payer codes it.
        """

@final
class ClaimOutcome:
    """
    What became of one claim that was sent.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, number: str, charge: Decimal | None, standing: str, by: str | None, payer_control: str | None, byte: SupportsIndex, reasons: SupportsGetItem[int, OutcomeReason]) -> ClaimOutcome: ...
    @property
    def by(self, /) -> str | None:
        """
        By whom: the last that let it through, or the first that did not.
        """
    @property
    def byte(self, /) -> int:
        """
        How many bytes of what was sent stand before it.
        """
    @property
    def charge(self, /) -> Decimal | None:
        """
        What was charged (CLM02).
        """
    @property
    def number(self, /) -> str:
        """
        The practice's number (CLM01).
        """
    @property
    def payer_control(self, /) -> str | None:
        """
        The payer's number, the newest that was told.
        """
    @property
    def reasons(self, /) -> list[OutcomeReason]:
        """
        What was said of it, in the order of the answers.
        """
    @property
    def standing(self, /) -> str:
        """
        How it stands: `unanswered`, `accepted`, `rejected`.
        """

@final
class ClaimOutcomes:
    """
    What became of the claims of a file.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, claims: SupportsGetItem[int, ClaimOutcome], unplaced: SupportsGetItem[int, UnplacedAnswer], findings: SupportsGetItem[int, FileFinding]) -> ClaimOutcomes: ...
    @property
    def claims(self, /) -> list[ClaimOutcome]:
        """
        Every claim that was sent, in order.
        """
    @property
    def findings(self, /) -> list[FileFinding]:
        """
        What is wrong with the answers themselves, in their order.
        """
    @property
    def unplaced(self, /) -> list[UnplacedAnswer]:
        """
        What answers say of nothing that was sent, or of what fits twice.
        """

@final
class ClaimRow:
    """
    A claim and what a biller should see of it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, number: str, state: str, total: Decimal, findings: SupportsGetItem[int, FindingRow]) -> ClaimRow: ...
    @property
    def findings(self, /) -> list[FindingRow]:
        """
        What was found, errors and warnings.
        """
    @property
    def id(self, /) -> str:
        """
        Which one.
        """
    @property
    def number(self, /) -> str:
        """
        The number that the payer sends back.
        """
    @property
    def state(self, /) -> str:
        """
        How it stands: `draft`, `ready`, `submitted`.
        """
    @property
    def total(self, /) -> Decimal:
        """
        What is claimed.
        """

@final
class ClaimSubmission:
    """
    How claims are sent: who sends them to whom, and under which numbers.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, envelope: FileEnvelope, submitter: OfficeRow, contact: str, phone: str, receiver: OfficeRow, batch: str) -> ClaimSubmission: ...
    @property
    def batch(self, /) -> str:
        """
        The practice's own number of the batch, up to 30 characters.
        """
    @property
    def contact(self, /) -> str:
        """
        Whom the receiver can ask, at the submitter's.
        """
    @property
    def envelope(self, /) -> FileEnvelope:
        """
        The interchange around the claims.
        """
    @property
    def phone(self, /) -> str:
        """
        Their telephone.
        """
    @property
    def receiver(self, /) -> OfficeRow:
        """
        Who takes the claims: a payer or a clearing house.
        """
    @property
    def submitter(self, /) -> OfficeRow:
        """
        Who sends.
        """

@final
class ClockChange:
    """
    From when on the clocks of a zone show another time.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, at: datetime, offset: SupportsIndex) -> ClockChange: ...
    @property
    def at(self, /) -> datetime:
        """
        From when on.
        """
    @property
    def offset(self, /) -> int:
        """
        How many minutes they are east of UTC then.
        """

@final
class CodeKind:
    """
    What a code stands for.
    """
    ADJUSTMENT_GROUP: Final[CodeKind]
    """
    Who bears an adjustment.
    """
    ADJUSTMENT_REASON: Final[CodeKind]
    """
    Why a payment differs from a charge.
    """
    ICD10_CM: Final[CodeKind]
    """
    A diagnosis.
    """
    MODIFIER: Final[CodeKind]
    """
    What was special about a procedure.
    """
    NPI: Final[CodeKind]
    """
    A provider's number, with its check digit.
    """
    PLACE_OF_SERVICE: Final[CodeKind]
    """
    Where it was done.
    """
    PROCEDURE: Final[CodeKind]
    """
    A CPT, HCPCS or CDT procedure.
    """
    REMARK_CODE: Final[CodeKind]
    """
    What a payer remarks.
    """
    STATE: Final[CodeKind]
    """
    A state or territory.
    """
    TAXONOMY: Final[CodeKind]
    """
    A provider's specialty.
    """
    ZIP: Final[CodeKind]
    """
    A postal code.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class ColumnBatch:
    """
    A batch of an X12 file as Arrow tables.
    """
    @property
    def findings(self, /) -> list[FileFinding]:
        """
        What is wrong with this part of the file.
        """
    @property
    def tables(self, /) -> dict[str, Table]:
        """
        The tables by name. Those that others name have a column `row`, which goes on from batch to batch;
        `claim` of another table says which row of `claims` is meant. What is not said is null.
        """

@final
class ColumnBatches:
    """
    An X12 file as Arrow tables, batch by batch: an iterator. Memory holds the file and one batch.
    """
    def __iter__(self, /) -> ColumnBatches: ...
    def __next__(self, /) -> ColumnBatch: ...

@final
class DayHours:
    """
    From when to when on the clock of a day.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, opens: str, closes: str) -> DayHours: ...
    @property
    def closes(self, /) -> str:
        """
        Until when; `24:00` is midnight at its end.
        """
    @property
    def opens(self, /) -> str:
        """
        From when, such as `08:00`.
        """

@final
class DayOfWeek:
    """
    A day of the week.
    """
    FRIDAY: Final[DayOfWeek]
    """
    Friday.
    """
    MONDAY: Final[DayOfWeek]
    """
    Monday.
    """
    SATURDAY: Final[DayOfWeek]
    """
    Saturday.
    """
    SUNDAY: Final[DayOfWeek]
    """
    Sunday.
    """
    THURSDAY: Final[DayOfWeek]
    """
    Thursday.
    """
    TUESDAY: Final[DayOfWeek]
    """
    Tuesday.
    """
    WEDNESDAY: Final[DayOfWeek]
    """
    Wednesday.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class DaysConvention:
    """
    A convention of days in receivables.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, window: SupportsIndex, net_charges: bool, subtract_credits: bool) -> DaysConvention: ...
    @property
    def net_charges(self, /) -> bool:
        """
        Charges less what contracts take off, not at full fee.
        """
    @property
    def subtract_credits(self, /) -> bool:
        """
        Credits are taken off what is owed.
        """
    @property
    def window(self, /) -> int:
        """
        How many days of charges are averaged, the last being the day of the report.
        """

@final
class DeclinedRepair:
    """
    A repair that was not made.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, repair: FileRepair, reason: str) -> DeclinedRepair: ...
    @property
    def reason(self, /) -> str:
        """
        Why it was not: `overlap` where another repair changes the same bytes, `unproven` where the check
        finds something new with it or the same still.
        """
    @property
    def repair(self, /) -> FileRepair:
        """
        What would have been changed.
        """

@final
class DueRecallPage:
    """
    Some recalls that want something to be done.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, due: SupportsGetItem[int, DueRecallRow], next: str | None) -> DueRecallPage: ...
    @property
    def due(self, /) -> list[DueRecallRow]:
        """
        The recalls.
        """
    @property
    def next(self, /) -> str | None:
        """
        Where to go on; none where all was read.
        """

@final
class DueRecallRow:
    """
    A recall that wants something to be done.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, recall: RecallRow, programme: str, calculated: date, due: date, state: str, remind: date | None) -> DueRecallRow: ...
    @property
    def calculated(self, /) -> date:
        """
        When the next visit is due by the interval alone.
        """
    @property
    def due(self, /) -> date:
        """
        When it is due, as somebody has set it or as calculated.
        """
    @property
    def programme(self, /) -> str:
        """
        The programme that counts, which a birthday may have changed.
        """
    @property
    def recall(self, /) -> RecallRow:
        """
        The recall.
        """
    @property
    def remind(self, /) -> date | None:
        """
        When the patient is to be reminded next; none where nothing is to be said.
        """
    @property
    def state(self, /) -> str:
        """
        What that means today: `not_due`, `due`, `overdue`.
        """

@final
class EncounterRow:
    """
    A visit that took place.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, charges: SupportsGetItem[int, ChargeRow], total: Decimal) -> EncounterRow: ...
    @property
    def charges(self, /) -> list[ChargeRow]:
        """
        What was charged, line by line.
        """
    @property
    def id(self, /) -> str:
        """
        Which one.
        """
    @property
    def total(self, /) -> Decimal:
        """
        What was charged in all.
        """

@final
class Enrolment:
    """
    A patient for a programme, which is one of the practice's settings.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, patient: str, programme: str, anchor: date, household: str | None = ...) -> Enrolment: ...
    @property
    def anchor(self, /) -> date:
        """
        The day from which the first interval counts: the last visit, an operation, a birth.
        """
    @property
    def household(self, /) -> str | None:
        """
        Who is told together with others: a household by its guarantor.
        """
    @property
    def patient(self, /) -> str:
        """
        Who.
        """
    @property
    def programme(self, /) -> str:
        """
        For which programme.
        """

@final
class Estimate:
    """
    What a visit is worth.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, lines: SupportsGetItem[int, EstimatedLine], plan_pays: Decimal, patient_owes: Decimal, written_off: Decimal) -> Estimate: ...
    @property
    def lines(self, /) -> list[EstimatedLine]:
        """
        Line by line, as given.
        """
    @property
    def patient_owes(self, /) -> Decimal:
        """
        What the patient owes for all.
        """
    @property
    def plan_pays(self, /) -> Decimal:
        """
        What the plan pays for all.
        """
    @property
    def written_off(self, /) -> Decimal:
        """
        What the practice writes off of all.
        """

@final
class EstimatedLine:
    """
    What a line is worth. Billed is always what the plan pays, the patient owes and the practice
    writes off.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, charge: str, billed: Decimal, allowed: Decimal, plan_pays: Decimal, patient_owes: Decimal, copay: Decimal, deductible: Decimal, coinsurance: Decimal, over_maximum: Decimal, written_off: Decimal, adjustments: SupportsGetItem[int, AdjustmentRow], trace: SupportsGetItem[int, TraceRow], patient: SupportsGetItem[int, Sentence]) -> EstimatedLine: ...
    @property
    def adjustments(self, /) -> list[AdjustmentRow]:
        """
        The same as a payer would report it.
        """
    @property
    def allowed(self, /) -> Decimal:
        """
        What the contract allows.
        """
    @property
    def billed(self, /) -> Decimal:
        """
        What is charged.
        """
    @property
    def charge(self, /) -> str:
        """
        The charge line.
        """
    @property
    def coinsurance(self, /) -> Decimal:
        """
        Of it, as a part of what was left.
        """
    @property
    def copay(self, /) -> Decimal:
        """
        Of it, as a copay.
        """
    @property
    def deductible(self, /) -> Decimal:
        """
        Of it, before the plan begins to pay.
        """
    @property
    def over_maximum(self, /) -> Decimal:
        """
        Of it, since a maximum is reached.
        """
    @property
    def patient(self, /) -> list[Sentence]:
        """
        What it comes to, in words for the patient.
        """
    @property
    def patient_owes(self, /) -> Decimal:
        """
        What the patient owes in all.
        """
    @property
    def plan_pays(self, /) -> Decimal:
        """
        What the plan pays.
        """
    @property
    def trace(self, /) -> list[TraceRow]:
        """
        How it came about, step by step.
        """
    @property
    def written_off(self, /) -> Decimal:
        """
        What the practice writes off.
        """

@final
class FeeRate:
    """
    What a contract allows for a procedure, by the unit.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, procedure: str, modifiers: SupportsGetItem[int, str], amount: Decimal) -> FeeRate: ...
    @property
    def amount(self, /) -> Decimal:
        """
        How much.
        """
    @property
    def modifiers(self, /) -> list[str]:
        """
        The modifiers that the service must bear.
        """
    @property
    def procedure(self, /) -> str:
        """
        The procedure.
        """

@final
class Figure:
    """
    A key figure with its convention on its face: numerator over denominator, spread over days.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, convention: str, as_of: date, known_at: datetime, numerator: Decimal, denominator: Decimal, days: SupportsIndex, value: Decimal | None) -> Figure: ...
    @property
    def as_of(self, /) -> date:
        """
        The last day whose events count.
        """
    @property
    def convention(self, /) -> str:
        """
        A stable name that tells two definitions of one figure apart.
        """
    @property
    def days(self, /) -> int:
        """
        Over how many days the denominator is spread; 1 where it is not.
        """
    @property
    def denominator(self, /) -> Decimal:
        """
        By what.
        """
    @property
    def known_at(self, /) -> datetime:
        """
        The last instant whose knowledge counts.
        """
    @property
    def numerator(self, /) -> Decimal:
        """
        What is divided.
        """
    @property
    def value(self, /) -> Decimal | None:
        """
        The figure; none where the denominator is zero, which is undefined and not zero.
        """

@final
class FileEdit:
    """
    What is changed at one place of a file.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, byte: SupportsIndex, was: str, text: str) -> FileEdit: ...
    @property
    def byte(self, /) -> int:
        """
        How many bytes of the file as it was stand before it.
        """
    @property
    def text(self, /) -> str:
        """
        What stands there now.
        """
    @property
    def was(self, /) -> str:
        """
        What stood there.
        """

@final
class FileEnvelope:
    """
    What stands around claims on their way: ISA to IEA, GS to GE.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, sender_qualifier: str, sender: str, receiver_qualifier: str, receiver: str, group_sender: str, group_receiver: str, written: datetime, interchange_control: SupportsIndex, group_control: SupportsIndex, acknowledge: bool, test: bool) -> FileEnvelope: ...
    @property
    def acknowledge(self, /) -> bool:
        """
        Whether the receiver is to acknowledge the interchange (ISA14).
        """
    @property
    def group_control(self, /) -> int:
        """
        The group's number (GS06), 1 to 999999999.
        """
    @property
    def group_receiver(self, /) -> str:
        """
        Who receives it (GS03).
        """
    @property
    def group_sender(self, /) -> str:
        """
        Who sends the group (GS02).
        """
    @property
    def interchange_control(self, /) -> int:
        """
        The interchange's number (ISA13), 1 to 999999999.
        """
    @property
    def receiver(self, /) -> str:
        """
        Who receives (ISA08), up to 15 characters.
        """
    @property
    def receiver_qualifier(self, /) -> str:
        """
        What kind of number the receiver has (ISA07).
        """
    @property
    def sender(self, /) -> str:
        """
        Who sends (ISA06), up to 15 characters.
        """
    @property
    def sender_qualifier(self, /) -> str:
        """
        What kind of number the sender has (ISA05), such as `ZZ`.
        """
    @property
    def test(self, /) -> bool:
        """
        For practice, not for money (ISA15).
        """
    @property
    def written(self, /) -> datetime:
        """
        When it was written, by the sender's clock.
        """

@final
class FileFinding:
    """
    Something wrong or odd about a file, and where in its bytes.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: str, level: SupportsIndex, severity: str, path: str, byte: SupportsIndex, segment: SupportsIndex, says: str) -> FileFinding: ...
    @property
    def byte(self, /) -> int:
        """
        How many bytes of the file stand before it.
        """
    @property
    def code(self, /) -> str:
        """
        The stable name of what is wrong: `x12.guide_missing`.
        """
    @property
    def level(self, /) -> int:
        """
        Which kind of check found it, from 1 to 7, as the industry numbers them (WEDI SNIP).
        """
    @property
    def path(self, /) -> str:
        """
        Where: loop, segment and element, as `2300/CLM05-3`.
        """
    @property
    def says(self, /) -> str:
        """
        One sentence; it names counts and amounts, never a person.
        """
    @property
    def segment(self, /) -> int:
        """
        Which segment of the file it is, from 1.
        """
    @property
    def severity(self, /) -> str:
        """
        How bad it is: `note`, `warning`, `error`.
        """

@final
class FileRepair:
    """
    What is changed so that findings are gone: form, never content.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, findings: SupportsGetItem[int, FileFinding], edits: SupportsGetItem[int, FileEdit]) -> FileRepair: ...
    @property
    def edits(self, /) -> list[FileEdit]:
        """
        What is changed, in the order of the bytes.
        """
    @property
    def findings(self, /) -> list[FileFinding]:
        """
        The findings that are gone by it.
        """

@final
class FindingRow:
    """
    Something wrong or odd about what was read. What could be read was read.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: str, severity: str, path: str, says: str) -> FindingRow: ...
    @property
    def code(self, /) -> str:
        """
        The stable name of what is wrong: `remittance.claim_balance`.
        """
    @property
    def path(self, /) -> str:
        """
        Where: loop, segment and element.
        """
    @property
    def says(self, /) -> str:
        """
        One sentence; it names counts and amounts, never a person.
        """
    @property
    def severity(self, /) -> str:
        """
        How bad it is: `note`, `warning`, `error`.
        """

@final
class FoldRule:
    """
    Which instant is meant by a local time that the clocks show twice in autumn.
    """
    FIRST: Final[FoldRule]
    """
    The earlier one.
    """
    SECOND: Final[FoldRule]
    """
    The later one.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class FreedBy:
    """
    The visit that gave time up, by moving away or not taking place.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, appointment: str, sequence: SupportsIndex, visit: str) -> FreedBy: ...
    @property
    def appointment(self, /) -> str:
        """
        The appointment.
        """
    @property
    def sequence(self, /) -> int:
        """
        How often it had been moved when it had this time.
        """
    @property
    def visit(self, /) -> str:
        """
        Of which type it is.
        """

@final
class FreedTime:
    """
    Time that became free, and may be offered to those who wait.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, schedules: SupportsGetItem[int, str], start: datetime, end: datetime, freed_by: FreedBy | None = ...) -> FreedTime: ...
    @property
    def end(self, /) -> datetime:
        """
        The minute after its last.
        """
    @property
    def freed_by(self, /) -> FreedBy | None:
        """
        What visit gave it up, where it was one: nobody is asked twice about that.
        """
    @property
    def schedules(self, /) -> list[str]:
        """
        The schedules whose time it is, all of them together.
        """
    @property
    def start(self, /) -> datetime:
        """
        Its first minute.
        """

@final
class GapRule:
    """
    What to do with a local time that the clocks skip in spring.
    """
    EDGE: Final[GapRule]
    """
    The instant of the jump: 02:30 becomes 03:00.
    """
    REFUSE: Final[GapRule]
    """
    There is no such time: say so.
    """
    SHIFT: Final[GapRule]
    """
    As much later as the clocks jump: 02:30 becomes 03:30.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class GroupPlace:
    """
    What became of one who wanted to join a group.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, seated: BookedVisit | None, before: SupportsIndex | None) -> GroupPlace: ...
    @property
    def before(self, /) -> int | None:
        """
        How many are before them, where the group is full and they wait.
        """
    @property
    def seated(self, /) -> BookedVisit | None:
        """
        Their visit, where they have a seat.
        """

@final
class GroupSeat:
    """
    A member's place in a group.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, patient: str, appointment: str) -> GroupSeat: ...
    @property
    def appointment(self, /) -> str:
        """
        Their appointment.
        """
    @property
    def patient(self, /) -> str:
        """
        Who.
        """

@final
class HeldTime:
    """
    A start that is kept for a while.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, start: datetime, end: datetime, expires: datetime, resources: SupportsGetItem[int, str]) -> HeldTime: ...
    @property
    def end(self, /) -> datetime:
        """
        When it would end.
        """
    @property
    def expires(self, /) -> datetime:
        """
        From when on it is kept no longer.
        """
    @property
    def id(self, /) -> str:
        """
        The hold.
        """
    @property
    def resources(self, /) -> list[str]:
        """
        Whose time is kept.
        """
    @property
    def start(self, /) -> datetime:
        """
        When the visit would start.
        """

@final
class Invitation:
    """
    A visit as calendars read it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str, method: str, uid: str, sequence: SupportsIndex) -> Invitation: ...
    @property
    def method(self, /) -> str:
        """
        What its reader is to do, which a message has to say beside it: `request`, `publish`,
        `cancel`.
        """
    @property
    def sequence(self, /) -> int:
        """
        The higher of two invitations counts.
        """
    @property
    def text(self, /) -> str:
        """
        A whole iCalendar object: `text/calendar`, or the content of an `.ics` file.
        """
    @property
    def uid(self, /) -> str:
        """
        Under which name calendars know the visit, through all of its moves.
        """

@final
class InvitationWish:
    """
    What an entry in somebody's calendar is to say of a visit. What is not asked for is not told.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, organizer: str, organizer_name: str | None = ..., attendee: str | None = ..., summary: str | None = ..., names_visit: bool = ..., names_location: bool = ...) -> InvitationWish: ...
    @property
    def attendee(self, /) -> str | None:
        """
        The address of the one who is invited; none for an entry that is put in by hand.
        """
    @property
    def names_location(self, /) -> bool:
        """
        The name and the address of the location.
        """
    @property
    def names_visit(self, /) -> bool:
        """
        Where there are no words: the name of the type of visit.
        """
    @property
    def organizer(self, /) -> str:
        """
        The address of the one who invites.
        """
    @property
    def organizer_name(self, /) -> str | None:
        """
        What the one who invites is called.
        """
    @property
    def summary(self, /) -> str | None:
        """
        The words of the entry; `Appointment` where there are none.
        """

@final
class KeepTime:
    """
    What becomes of a visit whose local time is another instant now.
    """
    INSTANT: Final[KeepTime]
    """
    The instant stays, and the patient is told another local time.
    """
    WALL_CLOCK: Final[KeepTime]
    """
    The local time stays, as it was promised.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class KeptRecord:
    """
    A record as it is kept.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, json: str, version: SupportsIndex) -> KeptRecord: ...
    @property
    def json(self, /) -> str:
        """
        Its content, as JSON.
        """
    @property
    def version(self, /) -> int:
        """
        How often it was written. Name it when you write it again.
        """

@final
class LayerName:
    """
    A layer of a resource, or nobody's.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, layer: str, resource: str | None) -> LayerName: ...
    @property
    def layer(self, /) -> str:
        """
        Which layer.
        """
    @property
    def resource(self, /) -> str | None:
        """
        Whose it is.
        """

@final
class LayerRow:
    """
    What one layer of one resource takes.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, layer: str, resource: str | None, removes: SupportsIndex, alone: SupportsIndex) -> LayerRow: ...
    @property
    def alone(self, /) -> int:
        """
        How many starts would be open if this alone did not count.
        """
    @property
    def layer(self, /) -> str:
        """
        Which layer: `hours`, `busy`, `filter`.
        """
    @property
    def removes(self, /) -> int:
        """
        At how many minutes of the window the visit could not start for this, whatever else stands
        against them too.
        """
    @property
    def resource(self, /) -> str | None:
        """
        Whose it is; none where it is the patient's, the policy's or the wish's.
        """

@final
class LedgerAccount:
    """
    An account of the books: what it holds, and who and what it is about.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: str, patient: str | None, payer: str | None, charge: str | None, payment: str | None) -> LedgerAccount: ...
    @property
    def charge(self, /) -> str | None:
        """
        The charge line.
        """
    @property
    def kind(self, /) -> str:
        """
        What it holds: `patient_receivable`, `revenue`, `unapplied_patient`.
        """
    @property
    def patient(self, /) -> str | None:
        """
        Whose treatment it is about.
        """
    @property
    def payer(self, /) -> str | None:
        """
        Who insures or pays.
        """
    @property
    def payment(self, /) -> str | None:
        """
        The entry that brought the money, for money that pays no charge yet.
        """

@final
class LedgerEntry:
    """
    One event in the books.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, service: date | None, effective: date, recorded: datetime, postings: SupportsGetItem[int, LedgerPosting]) -> LedgerEntry: ...
    @property
    def effective(self, /) -> date:
        """
        When it takes effect.
        """
    @property
    def id(self, /) -> str:
        """
        Its identifier.
        """
    @property
    def postings(self, /) -> list[LedgerPosting]:
        """
        What moved.
        """
    @property
    def recorded(self, /) -> datetime:
        """
        When it came to be known.
        """
    @property
    def service(self, /) -> date | None:
        """
        The day of the service that it is about.
        """

@final
class LedgerPosting:
    """
    An amount that moves from one account to another.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, debit: LedgerAccount, credit: LedgerAccount, amount: Decimal) -> LedgerPosting: ...
    @property
    def amount(self, /) -> Decimal:
        """
        How much; above zero.
        """
    @property
    def credit(self, /) -> LedgerAccount:
        """
        The account that loses.
        """
    @property
    def debit(self, /) -> LedgerAccount:
        """
        The account that gains.
        """

@final
class LimitsUsed:
    """
    What was used of a plan's limits so far this year: by the patient, and by the whole family.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, deductible: Decimal, family_deductible: Decimal, out_of_pocket: Decimal, family_out_of_pocket: Decimal, paid: Decimal) -> LimitsUsed: ...
    @property
    def deductible(self, /) -> Decimal:
        """
        Toward the patient's deductible.
        """
    @property
    def family_deductible(self, /) -> Decimal:
        """
        Toward the family's deductible, the patient's part included.
        """
    @property
    def family_out_of_pocket(self, /) -> Decimal:
        """
        Toward the most that the family pays, the patient's part included.
        """
    @property
    def out_of_pocket(self, /) -> Decimal:
        """
        Toward the most that the patient pays.
        """
    @property
    def paid(self, /) -> Decimal:
        """
        What the plan has paid toward its maximum.
        """

@final
class MonthEndReport:
    """
    How the business stood: each figure with its convention.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, aging: AgingReport, figures: SupportsGetItem[int, Figure]) -> MonthEndReport: ...
    @property
    def aging(self, /) -> AgingReport:
        """
        Who owes what, by age from the date of service.
        """
    @property
    def figures(self, /) -> list[Figure]:
        """
        Days in receivables, denials, collection and no-shows.
        """

@final
class MovedVisit:
    """
    A visit whose local time is another instant under the rules in force.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, appointment: str, local: datetime, zone: str, booked_under: str, start: datetime, by_wall_clock: datetime | None, by_instant: datetime) -> MovedVisit: ...
    @property
    def appointment(self, /) -> str:
        """
        The appointment.
        """
    @property
    def booked_under(self, /) -> str:
        """
        The version of the rules that were in force then.
        """
    @property
    def by_instant(self, /) -> datetime:
        """
        What the clocks show now at the old instant.
        """
    @property
    def by_wall_clock(self, /) -> datetime | None:
        """
        The instant of the promised local time now; none where the clocks skip it.
        """
    @property
    def local(self, /) -> datetime:
        """
        The local time that was promised.
        """
    @property
    def start(self, /) -> datetime:
        """
        The instant that it was.
        """
    @property
    def zone(self, /) -> str:
        """
        The zone of those clocks.
        """

@final
class OfferRow:
    """
    How many minutes are offered to a type of visit, bookings apart, counted where it fits.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, visit: str, before: SupportsIndex, after: SupportsIndex) -> OfferRow: ...
    @property
    def after(self, /) -> int:
        """
        How many there would be.
        """
    @property
    def before(self, /) -> int:
        """
        How many now.
        """
    @property
    def visit(self, /) -> str:
        """
        To which type.
        """

@final
class OfferStep:
    """
    What is said about an offer.
    """
    ACCEPT: Final[OfferStep]
    """
    The patient says yes.
    """
    APPROVE: Final[OfferStep]
    """
    The practice approves what the patient accepted: it is booked.
    """
    DECLINE: Final[OfferStep]
    """
    The patient says no, but perhaps to another.
    """
    DECLINE_AND_STOP: Final[OfferStep]
    """
    The patient says no, and to no other for this visit.
    """
    WITHDRAW: Final[OfferStep]
    """
    The practice takes it back, accepted or not.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class OfficeRow:
    """
    Who sends or takes claims.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: str, number: str) -> OfficeRow: ...
    @property
    def name(self, /) -> str:
        """
        What it is called.
        """
    @property
    def number(self, /) -> str:
        """
        The number that both sides have agreed on.
        """

@final
class OpenPart:
    """
    Part of what one party owes for one charge.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, patient: str, charge: str, owed_by: OwedBy, amount: Decimal) -> OpenPart: ...
    @property
    def amount(self, /) -> Decimal:
        """
        How much of it.
        """
    @property
    def charge(self, /) -> str:
        """
        The charge line.
        """
    @property
    def owed_by(self, /) -> OwedBy:
        """
        Who owes it.
        """
    @property
    def patient(self, /) -> str:
        """
        Whose treatment it was.
        """

@final
class OpenSlots:
    """
    The answer to a search.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, answer: SlotAnswer, starts: SupportsGetItem[int, SlotStart], clipped_by: SupportsGetItem[int, str]) -> OpenSlots: ...
    @property
    def answer(self, /) -> SlotAnswer:
        """
        Whether there are starts.
        """
    @property
    def clipped_by(self, /) -> list[str]:
        """
        Why part of the window was not searched.
        """
    @property
    def starts(self, /) -> list[SlotStart]:
        """
        The starts, in order.
        """

@final
class OpenTimes:
    """
    When the visit could start.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, answer: SlotAnswer, starts: SupportsGetItem[int, datetime], resources: SupportsGetItem[int, SupportsGetItem[int, str]], clipped: SupportsGetItem[int, str]) -> OpenTimes: ...
    @property
    def answer(self, /) -> SlotAnswer:
        """
        Whether it could at all, and if not, what that means.
        """
    @property
    def clipped(self, /) -> list[str]:
        """
        What part of the wish could not be searched: `unpublished`, `notice` or `horizon`.
        """
    @property
    def resources(self, /) -> list[list[str]]:
        """
        Who would be booked at each of them: a resource for each role, in the order of the wish and
        then of what the type of visit needs.
        """
    @property
    def starts(self, /) -> list[datetime]:
        """
        The starts, in order.
        """

@final
class Openings:
    """
    Times at which a visit could start, packed into columns; each is made when it is looked at.
    """
    def __getitem__(self, index: SupportsIndex, /) -> tuple[int, datetime]:
        """
        One of them: whose row it is and when it starts.
        """
    def __len__(self, /) -> int: ...
    def table(self, /) -> Table:
        """
        All of them as an Arrow table: `row`, and `start` in UTC.
        """
    @property
    def version(self, /) -> int:
        """
        Which version of the board answered.
        """

@final
class OutcomeReason:
    """
    One thing that an answer says of a claim.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, answer: SupportsIndex, gate: str, accepted: bool | None, code: str, path: str | None, sent_byte: SupportsIndex | None, byte: SupportsIndex) -> OutcomeReason: ...
    @property
    def accepted(self, /) -> bool | None:
        """
        Whether the claim went on; none where this does not decide it.
        """
    @property
    def answer(self, /) -> int:
        """
        Which of the answers says it, from 0.
        """
    @property
    def byte(self, /) -> int:
        """
        How many bytes of the answer stand before it.
        """
    @property
    def code(self, /) -> str:
        """
        The answer's own codes, as `A7:562:85`, `8 7` or `025`.
        """
    @property
    def gate(self, /) -> str:
        """
        Who says it: `file`, `clearinghouse`, `payer`.
        """
    @property
    def path(self, /) -> str | None:
        """
        Which field of what was sent it is about, as `2300/CLM05-3`, where that is known.
        """
    @property
    def sent_byte(self, /) -> int | None:
        """
        How many bytes of what was sent stand before that field.
        """

@final
class Overriding:
    """
    The layers that somebody books against, and why. The caller answers for it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, layers: SupportsGetItem[int, str], reason: str) -> Overriding: ...
    @property
    def layers(self, /) -> list[str]:
        """
        Which layers: `hours`, `busy`, `quota`.
        """
    @property
    def reason(self, /) -> str:
        """
        Why: a code of the practice's own list.
        """

@final
class OwedBy:
    """
    Who owes the practice for a charge.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, party: PartyName, payer: str | None) -> OwedBy: ...
    @property
    def party(self, /) -> PartyName:
        """
        What kind of party.
        """
    @property
    def payer(self, /) -> str | None:
        """
        Which payer; none for the others.
        """

@final
class PartyName:
    """
    What kind of party owes.
    """
    COLLECTIONS: Final[PartyName]
    """
    The patient, through an agency.
    """
    PATIENT: Final[PartyName]
    """
    The patient.
    """
    PAYER: Final[PartyName]
    """
    A payer.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class PassedOverRow:
    """
    One who waits and is not offered the time.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, entry: str, why: str, layer: str | None) -> PassedOverRow: ...
    @property
    def entry(self, /) -> str:
        """
        The entry of the waitlist.
        """
    @property
    def layer(self, /) -> str | None:
        """
        What the search says where the time is not free for them: `hours`, `busy` and the like.
        """
    @property
    def why(self, /) -> str:
        """
        Why: `no_consent`, `hours`, `not_earlier`, `not_free` and the like.
        """

@final
class PlanTerms:
    """
    How a plan shares the cost of services.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, steps: SupportsGetItem[int, BenefitStep], out_of_pocket: Decimal | None, family_out_of_pocket: Decimal | None) -> PlanTerms: ...
    @property
    def family_out_of_pocket(self, /) -> Decimal | None:
        """
        The most that the family pays, within which the person's own is embedded.
        """
    @property
    def out_of_pocket(self, /) -> Decimal | None:
        """
        The most that one person pays in a plan year.
        """
    @property
    def steps(self, /) -> list[BenefitStep]:
        """
        What is done to the allowed amount, in order.
        """

@final
class PlannedVisit:
    """
    A planned visit, as it stands.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, patient: str, visit: str, first_day: date, last_day: date | None, state: str, appointment: str | None) -> PlannedVisit: ...
    @property
    def appointment(self, /) -> str | None:
        """
        Its appointment; where it is to be scheduled again, the one that did not take place.
        """
    @property
    def first_day(self, /) -> date:
        """
        Not before this day.
        """
    @property
    def id(self, /) -> str:
        """
        The planned visit.
        """
    @property
    def last_day(self, /) -> date | None:
        """
        Not after this one.
        """
    @property
    def patient(self, /) -> str:
        """
        Who is to be seen.
        """
    @property
    def state(self, /) -> str:
        """
        Where it stands: `unscheduled`, `scheduled`, `dropped`.
        """
    @property
    def visit(self, /) -> str:
        """
        The type of visit.
        """

@final
class PostedRow:
    """
    A remittance that was posted.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, amount: Decimal, postings: SupportsGetItem[int, PostingRow]) -> PostedRow: ...
    @property
    def amount(self, /) -> Decimal:
        """
        How much was paid.
        """
    @property
    def id(self, /) -> str:
        """
        Which one.
        """
    @property
    def postings(self, /) -> list[PostingRow]:
        """
        What it did to the books.
        """

@final
class PostingRow:
    """
    An amount that moved from one account to another: one row of the books.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, entry: str, effective: date, recorded: datetime, source: str, reverses: str | None, debit: str, credit: str, patient: str | None, payer: str | None, charge: str | None, amount: Decimal) -> PostingRow: ...
    @property
    def amount(self, /) -> Decimal:
        """
        How much; always above zero.
        """
    @property
    def charge(self, /) -> str | None:
        """
        The charge line it is about.
        """
    @property
    def credit(self, /) -> str:
        """
        The account that loses.
        """
    @property
    def debit(self, /) -> str:
        """
        The account that gains: `insurance_receivable`.
        """
    @property
    def effective(self, /) -> date:
        """
        When it takes effect in the books.
        """
    @property
    def entry(self, /) -> str:
        """
        The entry that it belongs to.
        """
    @property
    def patient(self, /) -> str | None:
        """
        The patient it is about.
        """
    @property
    def payer(self, /) -> str | None:
        """
        The payer it is about.
        """
    @property
    def recorded(self, /) -> datetime:
        """
        When it came to be known.
        """
    @property
    def reverses(self, /) -> str | None:
        """
        The entry that this one takes back.
        """
    @property
    def source(self, /) -> str:
        """
        What kind of event it tells of: `charge`, `remittance`, `patient_payment`.
        """

@final
class Practice:
    """
    One practice over its store. Its commands may be given from any thread.
    """
    def acknowledge_claims(self, /, call: Call, sent: bytes, answers: SupportsGetItem[int, bytes]) -> AcknowledgedClaims:
        """
        Takes TA1, 999 and 277CA of an 837P that was sent, and 277 of claims that were asked about, in any order.
        """
    def age_out_waitlist(self, /, call: Call, after: str | None) -> AgedOutPage:
        """
        Ends entries that have waited too long, of one page of the list; each night, until there is no next.
        """
    def apply_payment(self, /, call: Call, payment: str, shares: SupportsGetItem[int, ChargeShare], effective: date) -> list[PostingRow]:
        """
        What is left of a patient's payment pays these charges, or the oldest open items where none are named.
        """
    def book(self, /, call: Call, patient: str, choice: VisitChoice) -> BookedVisit:
        """
        Books a start that nobody keeps; it is checked anew.
        """
    def book_again(self, /, call: Call, series: str, original: datetime, start: datetime) -> BookedVisit:
        """
        A visit of a series that was left out or called off takes place after all.
        """
    def book_held(self, /, call: Call, patient: str, hold: str) -> BookedVisit:
        """
        Books what a hold keeps.
        """
    def book_planned(self, /, call: Call, planned: str, choice: VisitChoice) -> BookedVisit:
        """
        Gives a planned visit its time.
        """
    def book_series(self, /, call: Call, patient: str, request: SeriesRequest) -> SeriesRow:
        """
        Books a series for a patient, all in one commit.
        """
    def call(self, op: str, input: str, /) -> str:
        """
        The JSON door: does the command named on the JSON arguments, and always answers with JSON.
        """
    def call_off_group(self, /, call: Call, group: str, by: Side, reason: str) -> VisitGroup:
        """
        Calls a group off, with its members' visits; its time is free.
        """
    def cancel(self, /, call: Call, appointment: str, by: Side, reason: str) -> BookedVisit:
        """
        The visit will not take place. The reason is a code of the practice's own list.
        """
    def cascade_step(self, /, call: Call, cascade: str, step: CascadeStep) -> CascadeRow:
        """
        A run of offers goes on, when it wakes and after each answer, or is ended.
        """
    def change_series(self, /, call: Call, series: str, revision: SeriesRevision) -> SeriesRow:
        """
        Changes a series from one visit on, or ends it there, all in one commit.
        """
    def close(self, /) -> None:
        """
        Lets go of the file, once what is under way has ended.
        """
    def decide_group(self, /, call: Call, group: str, too_few: str) -> VisitGroup:
        """
        Decides whether a group takes place; where too few have come together it is called off.
        """
    def deposit(self, /, call: Call, remittance: str, effective: date) -> list[PostingRow]:
        """
        The payment of a remittance has reached the bank. No rows where it paid nothing.
        """
    def draw_claim(self, /, call: Call, encounter: str) -> ClaimRow:
        """
        Draws the claim of a finished visit for the payer that comes first, and checks it.
        """
    def drop_planned(self, /, call: Call, planned: str, by: Side, reason: str) -> PlannedVisit:
        """
        A planned visit is not needed any more.
        """
    def due_cascades(self, /, call: Call) -> list[str]:
        """
        The runs that want to be advanced by now.
        """
    def due_recalls(self, /, call: Call, today: date, after: str | None) -> DueRecallPage:
        """
        The recalls that are due or overdue, or of which the patient is to be reminded, by page.
        """
    def enrol(self, /, call: Call, wish: Enrolment, today: date) -> RecallRow:
        """
        A patient is enrolled in a recall programme, at most once.
        """
    def extend_hold(self, /, call: Call, hold: str, minutes: SupportsIndex) -> HeldTime:
        """
        Keeps a hold until so many minutes from now, as long as it is live.
        """
    def find_times(self, /, call: Call, wish: VisitWish) -> OpenTimes:
        """
        Every time at which the visit could start, and who would be booked then.
        """
    def fulfil_visit(self, /, call: Call, appointment: str, practitioner: str, diagnoses: SupportsGetItem[int, str], services: SupportsGetItem[int, ServiceDone]) -> EncounterRow:
        """
        The visit took place: its charges are priced and owed from now on.
        """
    def hold(self, /, call: Call, choice: VisitChoice, minutes: SupportsIndex) -> HeldTime:
        """
        Keeps a start for the caller, for so many minutes.
        """
    @staticmethod
    def in_memory(practice: str) -> Practice:
        """
        A practice whose memory ends with this object.
        """
    def invitation(self, /, call: Call, appointment: str, wish: InvitationWish) -> Invitation:
        """
        An appointment as an iCalendar object: an invitation, or word that it was called off.
        """
    def issue_statement(self, /, call: Call, patient: str, issued: date, days_to_pay: SupportsIndex) -> StatementReport:
        """
        Asks a patient for what is due, while no payer is pending: the statement stays as it is issued.
        """
    def join_group(self, /, call: Call, group: str, patient: str) -> GroupPlace:
        """
        Gives a patient a seat in a group, or a place among those who wait for one.
        """
    def join_waitlist(self, /, call: Call, wish: WaitlistWish) -> WaitlistRow:
        """
        A patient begins to wait for a visit, or for an earlier time of one.
        """
    def keep_time(self, /, call: Call, visits: SupportsGetItem[int, str], keep: KeepTime) -> list[BookedVisit]:
        """
        Takes visits over to the zone rules in force, by local time or by instant, all of these or none.
        """
    def leave_group_queue(self, /, call: Call, group: str, patient: str) -> VisitGroup:
        """
        One who waits for a seat does so no longer.
        """
    def leave_waitlist(self, /, call: Call, entry: str, by: Side) -> WaitlistRow:
        """
        A patient waits no longer.
        """
    def list_postings(self, /, call: Call, as_of: date, known_at: datetime) -> list[PostingRow]:
        """
        Every posting of the books, as of a day and as it was known at an instant.
        """
    def load(self, /, call: Call, kind: RecordKind, id: str) -> KeptRecord:
        """
        One record and its version.
        """
    def month_end(self, /, call: Call, first: date, last: date, as_of: date, known_at: datetime) -> MonthEndReport:
        """
        The figures of a window of days, as of a day and as it was known at an instant.
        """
    def move_group(self, /, call: Call, group: str, choice: VisitChoice, decide_by: datetime | None, by: Side) -> VisitGroup:
        """
        Moves a group to another time, with all its members, or not at all.
        """
    def note_visit(self, /, call: Call, appointment: str, note: VisitNote, text: str | None) -> VisitNotes:
        """
        Says something about a visit, to the patient or among the practice; without a text, nothing any more.
        """
    def offer_freed(self, /, call: Call, freed: FreedTime) -> CascadeRow:
        """
        Starts a run of offers for time that became free, and makes its first. Nothing is sent.
        """
    def offer_step(self, /, call: Call, cascade: str, offer: str, step: OfferStep) -> CascadeRow:
        """
        What the patient or the practice says to an offer.
        """
    @staticmethod
    def open(path: str, practice: str) -> Practice:
        """
        A practice in one SQLite file, which is made where there is none.
        """
    def open_group(self, /, call: Call, choice: VisitChoice, least: SupportsIndex, most: SupportsIndex, decide_by: datetime) -> VisitGroup:
        """
        Opens a group at a start, which needs so many members and takes so many.
        """
    def owe_refund(self, /, call: Call, payment: str, amount: Decimal, effective: date) -> list[PostingRow]:
        """
        Part of what is left of a payment is to go back to the one who paid it, patient or payer.
        """
    def patient_balance(self, /, call: Call, patient: str, as_of: date, known_at: datetime) -> BalanceRow:
        """
        What a patient owes, as of a day and as it was known at an instant.
        """
    def pay_refund(self, /, call: Call, owed: str, effective: date) -> list[PostingRow]:
        """
        Pays out a refund that was decided on.
        """
    def plan_series(self, /, call: Call, request: SeriesRequest) -> SeriesPlan:
        """
        What would become of each visit of a series, without keeping any.
        """
    def plan_visit(self, /, call: Call, plan: VisitPlan) -> PlannedVisit:
        """
        Notes that a patient is to be seen, without a time.
        """
    def post_835(self, /, call: Call, payer: str, file: bytes, effective: date) -> PostedRow:
        """
        Posts an X12 835 of one remittance that balances. The same one again changes nothing.
        """
    def publish(self, /, call: Call, schedule: str, replaces: SupportsIndex | None) -> PublishedSchedule:
        """
        Keeps a schedule, given as JSON, as it is to be, and lists the visits ahead that it leaves out.
        """
    def queue(self, /, call: Call, resources: SupportsGetItem[int, str]) -> list[QueueRow]:
        """
        Those who are here and wait for some practitioners, rooms or a whole department, in turn.
        """
    def recall_step(self, /, call: Call, recall: str, step: RecallStep, day: date | None, today: date) -> RecallRow:
        """
        Notes what is said about a recall; a day for SET_DUE and DISABLE_UNTIL alone.
        """
    def register(self, /, call: Call, kind: RecordKind, json: str, replaces: SupportsIndex | None) -> int:
        """
        Keeps a record, given as JSON, new or in place of the version named; returns its version.
        """
    def release_hold(self, /, call: Call, hold: str) -> HeldTime:
        """
        Lets go of a hold: others may have its time at once.
        """
    def reschedule(self, /, call: Call, appointment: str, choice: VisitChoice, by: Side) -> BookedVisit:
        """
        Moves an appointment. Its old time is given up only where the new one is had.
        """
    def schedule_recall(self, /, call: Call, recall: str, choice: VisitChoice, today: date) -> BookedVisit:
        """
        Books the visit that a recall is about: of a type of its programme, not too far ahead.
        """
    def step(self, /, call: Call, appointment: str, step: VisitStep) -> BookedVisit:
        """
        Takes an appointment one step further.
        """
    def step_against(self, /, call: Call, appointment: str, step: VisitStep, overriding: Overriding) -> BookedVisit:
        """
        Takes a step back against what stands in the way of the visit's time by now.
        """
    def submit_claims(self, /, call: Call, claims: SupportsGetItem[int, str]) -> list[ClaimRow]:
        """
        Claims go out: each must be ready, or none goes.
        """
    def take_back(self, /, call: Call, entry: str, effective: date) -> list[PostingRow]:
        """
        An entry is taken back: a bounced check, an answer that was posted by mistake.
        """
    def take_payment(self, /, call: Call, patient: str, receipt: str, amount: Decimal, effective: date) -> list[PostingRow]:
        """
        A patient paid: the oldest open items first, what is too much stays theirs.
        """
    def transfer(self, /, call: Call, part: OpenPart, to: OwedBy, effective: date) -> list[PostingRow]:
        """
        Another party owes part of an open item from now on.
        """
    def unanswered_claims(self, /, call: Call, until: datetime) -> list[ClaimRow]:
        """
        The claims that were sent, or let through, until an instant, and that no payer has decided on since.
        """
    def unscheduled(self, /, call: Call) -> list[PlannedVisit]:
        """
        The visits that are planned and have no time, oldest first.
        """
    def use_clocks(self, /, call: Call, version: str, zones: SupportsGetItem[int, ZoneClocks]) -> str:
        """
        Puts other zone rules in force while the practice is open, under a version of the host's. Nothing moves by this.
        """
    def visit_notes(self, /, call: Call, appointment: str) -> VisitNotes:
        """
        What is said about a visit. A patient reads what is said to them, and nothing else.
        """
    def waitlist_figures(self, /, call: Call) -> WaitlistFigures:
        """
        What the list does for the practice, of all runs of offers and all entries until now.
        """
    def what_if(self, /, call: Call, schedule: str, start: datetime, end: datetime) -> ScheduleWhatIf:
        """
        What would change if a schedule, given as JSON, stood so. Keeps nothing.
        """
    def whose_turn(self, /, call: Call, among: SupportsGetItem[int, TurnShare], visit: str, start: datetime, end: datetime) -> list[TurnRow]:
        """
        Whose turn it is to have a visit of some type: the least minutes for the weight first.
        """
    def why(self, /, call: Call, wish: VisitWish) -> SearchExplanation:
        """
        Why there are the starts that find_times gives, and no others: what each layer takes, and what would help.
        """
    def write_off(self, /, call: Call, part: OpenPart, account: str, effective: date) -> list[PostingRow]:
        """
        Part of an open item is given up, to an account such as small_balance or bad_debt.
        """
    def zone_change(self, /, call: Call, first: date) -> ZoneChange:
        """
        What the zone rules in force mean for the visits from a day on. Changes nothing.
        """

@final
class ProviderAdjustmentRow:
    """
    What a payer settled with the practice apart from claims.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, provider: str, reason: str, reference: str | None, amount: Decimal) -> ProviderAdjustmentRow: ...
    @property
    def amount(self, /) -> Decimal:
        """
        How much less is paid; below zero, more.
        """
    @property
    def provider(self, /) -> str:
        """
        For whom.
        """
    @property
    def reason(self, /) -> str:
        """
        Why, such as `WO` or `L6`.
        """
    @property
    def reference(self, /) -> str | None:
        """
        The payer's own reference.
        """

@final
class PublishedSchedule:
    """
    What became of a schedule that was published.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, version: SupportsIndex, stranded: SupportsGetItem[int, StrandedVisit]) -> PublishedSchedule: ...
    @property
    def stranded(self, /) -> list[StrandedVisit]:
        """
        The visits ahead that it leaves out, by start. They stay booked: somebody has to decide.
        """
    @property
    def version(self, /) -> int:
        """
        At which version the schedule is kept now.
        """

@final
class PurposeName:
    """
    What an act is for.
    """
    OPERATIONS: Final[PurposeName]
    """
    Running the practice.
    """
    PATIENT_REQUEST: Final[PurposeName]
    """
    The patient, or who stands for them, asked.
    """
    PAYMENT: Final[PurposeName]
    """
    Claims, remittances, statements.
    """
    TREATMENT: Final[PurposeName]
    """
    Care, and all that leads to a visit.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class QueueRow:
    """
    One who is here and waits to be shown in.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, appointment: str, patient: str, place: SupportsIndex, arrived: datetime, due: datetime) -> QueueRow: ...
    @property
    def appointment(self, /) -> str:
        """
        Their visit.
        """
    @property
    def arrived(self, /) -> datetime:
        """
        Since when they are here.
        """
    @property
    def due(self, /) -> datetime:
        """
        When their turn is: as booked, and no sooner than they came.
        """
    @property
    def patient(self, /) -> str:
        """
        Who.
        """
    @property
    def place(self, /) -> int:
        """
        Which place they have, from 1.
        """

@final
class RecallRow:
    """
    A patient's place in a programme, as it is kept.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, patient: str, programme: str, household: str | None, takes_part: str, reminded: SupportsIndex, look_from: date | None) -> RecallRow: ...
    @property
    def household(self, /) -> str | None:
        """
        Who is told together with others.
        """
    @property
    def id(self, /) -> str:
        """
        The recall.
        """
    @property
    def look_from(self, /) -> date | None:
        """
        From which day on it is worth looking at.
        """
    @property
    def patient(self, /) -> str:
        """
        Whose.
        """
    @property
    def programme(self, /) -> str:
        """
        In which programme the patient was enrolled.
        """
    @property
    def reminded(self, /) -> int:
        """
        How often the patient was reminded.
        """
    @property
    def takes_part(self, /) -> str:
        """
        Whether the patient takes part: `yes`, `declined`, `inactive`.
        """

@final
class RecallStep:
    """
    What is said about a recall.
    """
    DECLINE: Final[RecallStep]
    """
    The patient does not want to be recalled.
    """
    DISABLE_UNTIL: Final[RecallStep]
    """
    Nothing is due before the day named.
    """
    REMINDED: Final[RecallStep]
    """
    The patient was reminded today.
    """
    RESUME: Final[RecallStep]
    """
    The patient takes part again.
    """
    SETTLE: Final[RecallStep]
    """
    Nothing was said; visits have changed since it was last written.
    """
    SET_DUE: Final[RecallStep]
    """
    The next visit is due on the day named, whatever the interval says.
    """
    STOP: Final[RecallStep]
    """
    The practice stops it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class ReceivableMovement:
    """
    One movement of what a party owes for a charge.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, charge: str, payer: str | None, service: date, first_billed: date | None, responsible_since: date | None, effective: date, recorded: datetime, amount: Decimal) -> ReceivableMovement: ...
    @property
    def amount(self, /) -> Decimal:
        """
        Above zero the party owes more, below zero less.
        """
    @property
    def charge(self, /) -> str:
        """
        The charge line.
        """
    @property
    def effective(self, /) -> date:
        """
        When the movement took effect.
        """
    @property
    def first_billed(self, /) -> date | None:
        """
        When it was first billed to the party.
        """
    @property
    def payer(self, /) -> str | None:
        """
        The payer that owes; none where the patient does.
        """
    @property
    def recorded(self, /) -> datetime:
        """
        When it came to be known.
        """
    @property
    def responsible_since(self, /) -> date | None:
        """
        Since when the party owes.
        """
    @property
    def service(self, /) -> date:
        """
        When the service was.
        """

@final
class RecordKind:
    """
    What a record is.
    """
    APPOINTMENT: Final[RecordKind]
    """
    A visit that is planned; changed by its own commands.
    """
    CASCADE: Final[RecordKind]
    """
    A run of offers; changed by its own commands.
    """
    CLAIM: Final[RecordKind]
    """
    A claim; changed by its own commands.
    """
    COVERAGE: Final[RecordKind]
    """
    A patient's insurance.
    """
    ENCOUNTER: Final[RecordKind]
    """
    A visit that took place; changed by its own commands.
    """
    FREE_BUSY: Final[RecordKind]
    """
    What a calendar elsewhere says of a resource's time, for as long as that counts.
    """
    GROUP: Final[RecordKind]
    """
    A visit of several patients; changed by its own commands.
    """
    GUARANTOR: Final[RecordKind]
    """
    Who pays for a patient.
    """
    LOCATION: Final[RecordKind]
    """
    Where patients are seen.
    """
    ORGANIZATION: Final[RecordKind]
    """
    The billing organisation.
    """
    PATIENT: Final[RecordKind]
    """
    Who is treated.
    """
    PAYER: Final[RecordKind]
    """
    Who pays.
    """
    PLAN: Final[RecordKind]
    """
    What a payer pays.
    """
    PLANNED_VISIT: Final[RecordKind]
    """
    A visit that is to take place; changed by its own commands.
    """
    PRACTITIONER: Final[RecordKind]
    """
    Who treats.
    """
    RECALL: Final[RecordKind]
    """
    A patient's place in a programme; changed by its own commands.
    """
    SCHEDULE: Final[RecordKind]
    """
    When somebody works.
    """
    SERIES: Final[RecordKind]
    """
    Visits that recur; changed by its own commands.
    """
    SETTINGS: Final[RecordKind]
    """
    What the practice has set for itself: visit types, prices, contracts.
    """
    WAITLIST: Final[RecordKind]
    """
    One who waits; changed by its own commands.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class RelaxationRow:
    """
    Something that would open further starts: some layers that did not count, or a shorter visit.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, lift: SupportsGetItem[int, LayerName], shorter: SupportsIndex | None, starts: SupportsIndex, first: datetime) -> RelaxationRow: ...
    @property
    def first(self, /) -> datetime:
        """
        The first of them.
        """
    @property
    def lift(self, /) -> list[LayerName]:
        """
        The layers that would not count; none where the visit would be shorter.
        """
    @property
    def shorter(self, /) -> int | None:
        """
        How many minutes the visit would last; none where layers would be lifted.
        """
    @property
    def starts(self, /) -> int:
        """
        How many starts that would open.
        """

@final
class RemittanceFile:
    """
    What stands in a file of remittances.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, remittances: SupportsGetItem[int, RemittanceRead], findings: SupportsGetItem[int, FindingRow]) -> RemittanceFile: ...
    @property
    def findings(self, /) -> list[FindingRow]:
        """
        What is wrong outside of them.
        """
    @property
    def remittances(self, /) -> list[RemittanceRead]:
        """
        Its remittances, in order.
        """

@final
class RemittanceRead:
    """
    One remittance: a payment and what it is for.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, trace: str, payer: str, amount: Decimal, effective: date | None, claims: SupportsGetItem[int, ClaimAnswer], provider_adjustments: SupportsGetItem[int, ProviderAdjustmentRow], sound: bool, findings: SupportsGetItem[int, FindingRow]) -> RemittanceRead: ...
    @property
    def amount(self, /) -> Decimal:
        """
        How much was paid.
        """
    @property
    def claims(self, /) -> list[ClaimAnswer]:
        """
        Claim by claim.
        """
    @property
    def effective(self, /) -> date | None:
        """
        The day of the payment.
        """
    @property
    def findings(self, /) -> list[FindingRow]:
        """
        What is wrong with it.
        """
    @property
    def payer(self, /) -> str:
        """
        Who paid.
        """
    @property
    def provider_adjustments(self, /) -> list[ProviderAdjustmentRow]:
        """
        What was settled apart from claims.
        """
    @property
    def sound(self, /) -> bool:
        """
        It balances at all three levels and no error was found: it may be posted.
        """
    @property
    def trace(self, /) -> str:
        """
        The number of the payment, by which the deposit is found.
        """

@final
class RepairedFile:
    """
    A file with its repairs made.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, file: bytes, changed: SupportsGetItem[int, FileRepair], declined: SupportsGetItem[int, DeclinedRepair]) -> RepairedFile: ...
    @property
    def changed(self, /) -> list[FileRepair]:
        """
        What was changed.
        """
    @property
    def declined(self, /) -> list[DeclinedRepair]:
        """
        What looked like a matter of form and was left as it was.
        """
    @property
    def file(self, /) -> bytes:
        """
        The file. Whatever is not among the changes is as it was.
        """

@final
class ResolvedTime:
    """
    A local time and the instant that it is.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, at: datetime, local: datetime, fold: FoldRule) -> ResolvedTime: ...
    @property
    def at(self, /) -> datetime:
        """
        The instant.
        """
    @property
    def fold(self, /) -> FoldRule:
        """
        Which of two, where the clocks show it twice.
        """
    @property
    def local(self, /) -> datetime:
        """
        What the clock shows then.
        """

@final
class RevenueKind:
    """
    What a movement means for the revenue of a service.
    """
    CHARGE: Final[RevenueKind]
    """
    Charged at full fee.
    """
    CONTRACTUAL: Final[RevenueKind]
    """
    Taken off by contract.
    """
    PAYMENT: Final[RevenueKind]
    """
    Paid by anyone.
    """
    REFUND: Final[RevenueKind]
    """
    Given back to the one who paid.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class RevenueMovement:
    """
    One movement of revenue.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: RevenueKind, payer: str | None, service: date, effective: date, recorded: datetime, amount: Decimal) -> RevenueMovement: ...
    @property
    def amount(self, /) -> Decimal:
        """
        Above zero as its kind says; below zero takes it back.
        """
    @property
    def effective(self, /) -> date:
        """
        When the movement took effect.
        """
    @property
    def kind(self, /) -> RevenueKind:
        """
        What it means.
        """
    @property
    def payer(self, /) -> str | None:
        """
        The payer it is about; none for the patient's part.
        """
    @property
    def recorded(self, /) -> datetime:
        """
        When it came to be known.
        """
    @property
    def service(self, /) -> date:
        """
        When the service was.
        """

@final
class RoleName:
    """
    As what somebody acts.
    """
    AUDITOR: Final[RoleName]
    """
    Reads everything, changes nothing.
    """
    BILLER: Final[RoleName]
    """
    Sends claims, posts payments, writes to patients about money.
    """
    CLINICIAN: Final[RoleName]
    """
    Treats, and writes down what was done.
    """
    FRONT_DESK: Final[RoleName]
    """
    Answers the phone, books and greets.
    """
    MANAGER: Final[RoleName]
    """
    Runs the practice.
    """
    PATIENT: Final[RoleName]
    """
    A patient at the portal: the actor's identifier is the patient's.
    """
    PROGRAM: Final[RoleName]
    """
    A program of the host.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class RoundingName:
    """
    How an exact result becomes whole cents. There is no default: contracts differ.
    """
    DOWN: Final[RoundingName]
    """
    Towards zero.
    """
    HALF_EVEN: Final[RoundingName]
    """
    To the nearest cent, ties to the even cent.
    """
    HALF_UP: Final[RoundingName]
    """
    To the nearest cent, ties away from zero.
    """
    UP: Final[RoundingName]
    """
    Away from zero.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class ScheduleWhatIf:
    """
    What would change if a schedule stood so.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, stranded: SupportsGetItem[int, StrandedVisit], offers: SupportsGetItem[int, OfferRow]) -> ScheduleWhatIf: ...
    @property
    def offers(self, /) -> list[OfferRow]:
        """
        How much time is offered to each type of visit now, and how much would be.
        """
    @property
    def stranded(self, /) -> list[StrandedVisit]:
        """
        The visits ahead that it would leave out, by start.
        """

@final
class SearchExplanation:
    """
    Why there are the starts that there are: what each layer takes, and what would help.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, starts: SupportsIndex, against: SupportsGetItem[int, LayerRow], relaxations: SupportsGetItem[int, RelaxationRow]) -> SearchExplanation: ...
    @property
    def against(self, /) -> list[LayerRow]:
        """
        The layers that stand against some minute of the window.
        """
    @property
    def relaxations(self, /) -> list[RelaxationRow]:
        """
        What would open further starts, the cheapest first.
        """
    @property
    def starts(self, /) -> int:
        """
        How many starts there are.
        """

@final
class Sentence:
    """
    What is said of an amount: in English, and apart from the text for a host that translates.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, key: str, values: SupportsGetItem[int, SentenceValue], text: str) -> Sentence: ...
    @property
    def key(self, /) -> str:
        """
        A stable name of what is said, such as `copay.rest`; never reused.
        """
    @property
    def text(self, /) -> str:
        """
        The sentence in English.
        """
    @property
    def values(self, /) -> list[SentenceValue]:
        """
        The values that it shows.
        """

@final
class SentenceValue:
    """
    A value in a sentence, as the JSON door writes such values.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: str, kind: str, value: str) -> SentenceValue: ...
    @property
    def kind(self, /) -> str:
        """
        What it is: `money`, `rate`, `date`, `number`, `code` or `text`.
        """
    @property
    def name(self, /) -> str:
        """
        By which name a translation asks for it, as in `{amount}`.
        """
    @property
    def value(self, /) -> str:
        """
        The bare value, such as `25.00`, `0.2` or `2026-03-02`.
        """

@final
class SeriesAnswerRow:
    """
    What became, or would become, of one visit of a series.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, original: datetime, answer: str, start: datetime | None, layer: str | None, resource: str | None) -> SeriesAnswerRow: ...
    @property
    def answer(self, /) -> str:
        """
        What becomes of it: `free`, `moved_to`, `conflict`, `no_such_time`, `not_authorised`,
        `exception`.
        """
    @property
    def layer(self, /) -> str | None:
        """
        What stands against it: `hours`, `busy` and the like.
        """
    @property
    def original(self, /) -> datetime:
        """
        When it recurs, by the clock of the location: which visit of the series it is.
        """
    @property
    def resource(self, /) -> str | None:
        """
        Whose time that is.
        """
    @property
    def start(self, /) -> datetime | None:
        """
        When it takes place; none where it does not, or stays as it was.
        """

@final
class SeriesMode:
    """
    What becomes of a series of which some visits cannot be had.
    """
    ALL_OR_NOTHING: Final[SeriesMode]
    """
    All visits at their time, or none.
    """
    NEAREST: Final[SeriesMode]
    """
    Each as near to its time as it can be had, so many days either way.
    """
    SKIP: Final[SeriesMode]
    """
    Those that can be had; the answer lists the others.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class SeriesPlan:
    """
    What would become of a whole series.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, taker: SupportsIndex, answers: SupportsGetItem[int, SeriesAnswerRow]) -> SeriesPlan: ...
    @property
    def answers(self, /) -> list[SeriesAnswerRow]:
        """
        An answer for each visit, in the order of their times.
        """
    @property
    def taker(self, /) -> int:
        """
        Which of the pool takes it, counted from 0.
        """

@final
class SeriesRequest:
    """
    Visits that are to recur.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, pool: SupportsGetItem[int, SupportsGetItem[int, str]], visit: str, wish: SeriesWish, patient: str | None) -> SeriesRequest: ...
    @property
    def patient(self, /) -> str | None:
        """
        For whom it is planned: their other visits are then in the way.
        """
    @property
    def pool(self, /) -> list[list[str]]:
        """
        Whose time, as the schedules that are needed together: the first that can take every visit
        takes the series, else who can take most.
        """
    @property
    def visit(self, /) -> str:
        """
        The type of visit.
        """
    @property
    def wish(self, /) -> SeriesWish:
        """
        When.
        """

@final
class SeriesRevision:
    """
    A series that is to change from one visit on.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, by: Side, reason: str, first: datetime | None = ..., wish: SeriesWish | None = ...) -> SeriesRevision: ...
    @property
    def by(self, /) -> Side:
        """
        On whose part.
        """
    @property
    def first(self, /) -> datetime | None:
        """
        The first visit that changes, by the time at which it recurs; without it all that have not
        begun.
        """
    @property
    def reason(self, /) -> str:
        """
        Why: a code of the practice's own list.
        """
    @property
    def wish(self, /) -> SeriesWish | None:
        """
        When it recurs from there on; without it the series ends.
        """

@final
class SeriesRow:
    """
    What was kept of a series.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str | None, follows: str | None, visits: SupportsGetItem[int, BookedVisit], answers: SupportsGetItem[int, SeriesAnswerRow]) -> SeriesRow: ...
    @property
    def answers(self, /) -> list[SeriesAnswerRow]:
        """
        What became of each visit that was asked for.
        """
    @property
    def follows(self, /) -> str | None:
        """
        The series from which it was split off.
        """
    @property
    def id(self, /) -> str | None:
        """
        The series; where it was split, the later one. None where nothing is left of it.
        """
    @property
    def visits(self, /) -> list[BookedVisit]:
        """
        The visits that were booked, moved or called off.
        """

@final
class SeriesWish:
    """
    When visits recur, how firmly, and how many are paid for.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, start: datetime, rule: str, mode: SeriesMode, days: SupportsIndex = ..., exdates: SupportsGetItem[int, date] = ..., authorised: SupportsIndex | None = ..., authorised_until: date | None = ...) -> SeriesWish: ...
    @property
    def authorised(self, /) -> int | None:
        """
        How many visits were authorised; without it as many as recur.
        """
    @property
    def authorised_until(self, /) -> date | None:
        """
        The last day on which one counts.
        """
    @property
    def days(self, /) -> int:
        """
        How many days either way, where the nearest time is taken.
        """
    @property
    def exdates(self, /) -> list[date]:
        """
        Days of the rule on which no visit is, as EXDATE says them.
        """
    @property
    def mode(self, /) -> SeriesMode:
        """
        What becomes of the visits that cannot be had.
        """
    @property
    def rule(self, /) -> str:
        """
        When the others are: the value of an RRULE that ends, `FREQ=WEEKLY;BYDAY=TU;COUNT=8`.
        """
    @property
    def start(self, /) -> datetime:
        """
        The first visit, by the clock of the location.
        """

@final
class ServiceAnswer:
    """
    What a payer answered to one line.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, procedure: str, modifiers: SupportsGetItem[int, str], charge: Decimal, paid: Decimal, units: Decimal | None, day: date | None, line_control: str | None, adjustments: SupportsGetItem[int, AdjustmentRow], remarks: SupportsGetItem[int, str]) -> ServiceAnswer: ...
    @property
    def adjustments(self, /) -> list[AdjustmentRow]:
        """
        Why the payment differs from the charge.
        """
    @property
    def charge(self, /) -> Decimal:
        """
        What was charged.
        """
    @property
    def day(self, /) -> date | None:
        """
        The day of service.
        """
    @property
    def line_control(self, /) -> str | None:
        """
        Our own number of the line, sent back.
        """
    @property
    def modifiers(self, /) -> list[str]:
        """
        Its modifiers.
        """
    @property
    def paid(self, /) -> Decimal:
        """
        What was paid.
        """
    @property
    def procedure(self, /) -> str:
        """
        The procedure that was decided on.
        """
    @property
    def remarks(self, /) -> list[str]:
        """
        What the payer remarks.
        """
    @property
    def units(self, /) -> Decimal | None:
        """
        How many units were paid.
        """

@final
class ServiceDone:
    """
    One service that was done.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, procedure: str, modifiers: SupportsGetItem[int, str], pointers: SupportsGetItem[int, SupportsIndex], units: Decimal, amount: Decimal | None) -> ServiceDone: ...
    @property
    def amount(self, /) -> Decimal | None:
        """
        What it costs; none for the practice's price of the day.
        """
    @property
    def modifiers(self, /) -> list[str]:
        """
        What was special about it.
        """
    @property
    def pointers(self, /) -> bytes:
        """
        Which diagnoses it was for, counted from 1, the weightiest first.
        """
    @property
    def procedure(self, /) -> str:
        """
        What.
        """
    @property
    def units(self, /) -> Decimal:
        """
        How much of it.
        """

@final
class ServiceLine:
    """
    One charge, as a payer sees it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, charge: str, date: date, procedure: str, modifiers: SupportsGetItem[int, str], place: str, units: Decimal, billed: Decimal) -> ServiceLine: ...
    @property
    def billed(self, /) -> Decimal:
        """
        What is charged.
        """
    @property
    def charge(self, /) -> str:
        """
        The charge line.
        """
    @property
    def date(self, /) -> date:
        """
        The day of service.
        """
    @property
    def modifiers(self, /) -> list[str]:
        """
        What was special about it.
        """
    @property
    def place(self, /) -> str:
        """
        Where it was done, such as `11`.
        """
    @property
    def procedure(self, /) -> str:
        """
        The procedure.
        """
    @property
    def units(self, /) -> Decimal:
        """
        How often.
        """

@final
class Side:
    """
    On whose part an appointment is cancelled or moved.
    """
    PATIENT: Final[Side]
    """
    The patient, or who speaks for them.
    """
    PAYER: Final[Side]
    """
    The payer: no authorisation.
    """
    PRACTICE: Final[Side]
    """
    The practice: closed, double-booked, moved.
    """
    PRACTITIONER: Final[Side]
    """
    The practitioner: ill, called away.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class SlotAnswer:
    """
    Whether there are starts, and if not, what that means.
    """
    CLIPPED: Final[SlotAnswer]
    """
    Nothing is free where it could be searched; the rest is too soon, too far ahead or not
    published.
    """
    NOTHING_FREE: Final[SlotAnswer]
    """
    The whole window was searched and nothing is free.
    """
    OPEN: Final[SlotAnswer]
    """
    There are.
    """
    UNREACHABLE: Final[SlotAnswer]
    """
    Nothing is free as far as anybody knows; but a calendar could not be read.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class SlotStart:
    """
    A time at which a visit can start.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, at: datetime, local: datetime) -> SlotStart: ...
    @property
    def at(self, /) -> datetime:
        """
        The instant.
        """
    @property
    def local(self, /) -> datetime:
        """
        What the clock shows there.
        """

@final
class SoughtMember:
    """
    What a payer finds a member by: the more of it, the better.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, member_id: str | None = ..., family: str | None = ..., given: str | None = ..., birth: date | None = ..., sex: str | None = ...) -> SoughtMember: ...
    @property
    def birth(self, /) -> date | None:
        """
        The day of birth.
        """
    @property
    def family(self, /) -> str | None:
        """
        The family name.
        """
    @property
    def given(self, /) -> str | None:
        """
        The given name.
        """
    @property
    def member_id(self, /) -> str | None:
        """
        The number on the card.
        """
    @property
    def sex(self, /) -> str | None:
        """
        The administrative sex: `female`, `male`.
        """

@final
class StatementReport:
    """
    What a patient is asked to pay.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, patient: str, issued: date, due_by: date, lines: SupportsGetItem[int, StatementRow], due: Decimal, unapplied: Decimal, to_pay: Decimal, text: str) -> StatementReport: ...
    @property
    def due(self, /) -> Decimal:
        """
        Due for all charges.
        """
    @property
    def due_by(self, /) -> date:
        """
        By when to pay.
        """
    @property
    def id(self, /) -> str:
        """
        Which statement it is.
        """
    @property
    def issued(self, /) -> date:
        """
        The day of the statement.
        """
    @property
    def lines(self, /) -> list[StatementRow]:
        """
        The charges, oldest service first.
        """
    @property
    def patient(self, /) -> str:
        """
        Who is asked.
        """
    @property
    def text(self, /) -> str:
        """
        The statement in plain text, 82 columns, without a letterhead.
        """
    @property
    def to_pay(self, /) -> Decimal:
        """
        What is asked: due less unapplied.
        """
    @property
    def unapplied(self, /) -> Decimal:
        """
        Paid, and for no charge yet.
        """

@final
class StatementRow:
    """
    One charge of a statement: what became of all of it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, charge: str, service: date, label: str | None, charged: Decimal, paid_by_payers: Decimal, taken_off: Decimal, paid_by_patient: Decimal, with_others: Decimal, due: Decimal, since: date) -> StatementRow: ...
    @property
    def charge(self, /) -> str:
        """
        Which charge.
        """
    @property
    def charged(self, /) -> Decimal:
        """
        At full fee.
        """
    @property
    def due(self, /) -> Decimal:
        """
        Due from the patient.
        """
    @property
    def label(self, /) -> str | None:
        """
        What it is called.
        """
    @property
    def paid_by_patient(self, /) -> Decimal:
        """
        Paid by the patient.
        """
    @property
    def paid_by_payers(self, /) -> Decimal:
        """
        Paid by payers.
        """
    @property
    def service(self, /) -> date:
        """
        The day of service.
        """
    @property
    def since(self, /) -> date:
        """
        Since when the patient owes it.
        """
    @property
    def taken_off(self, /) -> Decimal:
        """
        Taken off by contract or given up.
        """
    @property
    def with_others(self, /) -> Decimal:
        """
        Owed by others still.
        """

@final
class StatementWish:
    """
    A patient is to be asked for what is due.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, patient: str, issued: date, known_at: datetime, days_to_pay: SupportsIndex) -> StatementWish: ...
    @property
    def days_to_pay(self, /) -> int:
        """
        How many days there are to pay.
        """
    @property
    def id(self, /) -> str:
        """
        The statement's identifier.
        """
    @property
    def issued(self, /) -> date:
        """
        The day of the statement; the books are read as of it.
        """
    @property
    def known_at(self, /) -> datetime:
        """
        As it was known at this instant.
        """
    @property
    def patient(self, /) -> str:
        """
        Who is asked.
        """

@final
class StepKind:
    """
    How one step of a plan shares a charge between patient and plan.
    """
    COINSURANCE: Final[StepKind]
    """
    The patient owes a part of what is left.
    """
    COPAY: Final[StepKind]
    """
    The patient owes a fixed amount once a visit.
    """
    DEDUCTIBLE: Final[StepKind]
    """
    The patient owes all until the deductible is met.
    """
    MAXIMUM: Final[StepKind]
    """
    The plan pays until a maximum is reached.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class StrandedVisit:
    """
    A booked visit that a schedule leaves out.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, visit: BookedVisit, layer: str) -> StrandedVisit: ...
    @property
    def layer(self, /) -> str:
        """
        What the schedule says against it: `hours`, `reserved`, `block`.
        """
    @property
    def visit(self, /) -> BookedVisit:
        """
        Which visit.
        """

@final
class Table:
    """
    Rows as an Arrow table: hand it to `polars.DataFrame`, `pandas.DataFrame.from_arrow` or
    `pyarrow.table`.
    """
    def __arrow_c_schema__(self, /) -> CapsuleType:
        """
        The schema, by the Arrow PyCapsule interface.
        """
    def __arrow_c_stream__(self, /, requested_schema: Any | None = None) -> CapsuleType:
        """
        The rows, by the Arrow PyCapsule interface. A schema that is asked for is passed over, as the
        interface allows.
        """
    def __len__(self, /) -> int: ...

@final
class TimeFilter:
    """
    Which starts somebody would like: mornings, Tuesdays after five.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, days: SupportsGetItem[int, DayOfWeek] = ..., hours: SupportsGetItem[int, DayHours] = ..., zone: str | None = ...) -> TimeFilter: ...
    @property
    def days(self, /) -> list[DayOfWeek]:
        """
        On these days of the week; on all where none is named.
        """
    @property
    def hours(self, /) -> list[DayHours]:
        """
        Starts within these hours of the day; in all where none are named.
        """
    @property
    def zone(self, /) -> str | None:
        """
        On the clocks of this zone; without it on those of the location.
        """

@final
class TimeOfferRow:
    """
    A time that is offered to one who waits.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, entry: str, patient: str, visit: str, start: datetime, gain: SupportsIndex | None, by_call: bool, expires: datetime, hold: str | None, state: str, appointment: str | None) -> TimeOfferRow: ...
    @property
    def appointment(self, /) -> str | None:
        """
        The visit that it became.
        """
    @property
    def by_call(self, /) -> bool:
        """
        Whether a person calls; otherwise a message goes out.
        """
    @property
    def entry(self, /) -> str:
        """
        The entry of the waitlist.
        """
    @property
    def expires(self, /) -> datetime:
        """
        The first moment at which it can no longer be answered.
        """
    @property
    def gain(self, /) -> int | None:
        """
        By how many minutes the patient's visit would become earlier, where it is moved.
        """
    @property
    def hold(self, /) -> str | None:
        """
        What keeps the time for it. None where the first of several to accept has it.
        """
    @property
    def id(self, /) -> str:
        """
        The offer.
        """
    @property
    def patient(self, /) -> str:
        """
        Who is asked.
        """
    @property
    def start(self, /) -> datetime:
        """
        When it would start.
        """
    @property
    def state(self, /) -> str:
        """
        Where it stands: `live`, `accepted`, `booked`, `declined`, `expired`, `withdrawn`,
        `failed`.
        """
    @property
    def visit(self, /) -> str:
        """
        The type of the visit.
        """

@final
class TraceRow:
    """
    One step from the charge to the plan's payment.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, rule: str, before: Decimal, after: Decimal, said: SupportsGetItem[int, Sentence]) -> TraceRow: ...
    @property
    def after(self, /) -> Decimal:
        """
        What the plan would pay after it.
        """
    @property
    def before(self, /) -> Decimal:
        """
        What the plan would have paid before it.
        """
    @property
    def rule(self, /) -> str:
        """
        Which rule: `allowed`, `deductible`, `coinsurance`.
        """
    @property
    def said(self, /) -> list[Sentence]:
        """
        The same in words, for the people at the practice: what it did, then by what.
        """

@final
class TurnRow:
    """
    One of those whose turn it may be.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, schedule: str, weight: SupportsIndex, booked: SupportsIndex, counted: SupportsIndex) -> TurnRow: ...
    @property
    def booked(self, /) -> int:
        """
        How many minutes visits and holds take of its time, without buffers.
        """
    @property
    def counted(self, /) -> int:
        """
        How many it is taken to have: as many, or for one whose first hours begin within the time
        that counts what the others have for their weight, where that is more.
        """
    @property
    def schedule(self, /) -> str:
        """
        Which schedule.
        """
    @property
    def weight(self, /) -> int:
        """
        Its weight.
        """

@final
class TurnShare:
    """
    What part of the visits goes to a schedule.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, schedule: str, weight: SupportsIndex) -> TurnShare: ...
    @property
    def schedule(self, /) -> str:
        """
        Which.
        """
    @property
    def weight(self, /) -> int:
        """
        Its weight beside the others'; with 0 it comes after all.
        """

@final
class UnplacedAnswer:
    """
    What an answer says of nothing that is known.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, answer: SupportsIndex, number: str, byte: SupportsIndex) -> UnplacedAnswer: ...
    @property
    def answer(self, /) -> int:
        """
        Which of the answers says it, from 0.
        """
    @property
    def byte(self, /) -> int:
        """
        How many bytes of the answer stand before it.
        """
    @property
    def number(self, /) -> str:
        """
        The number by which it is told.
        """

@final
class Urgency:
    """
    How urgent a visit is; what is more urgent comes first, whoever waits longer.
    """
    ROUTINE: Final[Urgency]
    """
    It can wait.
    """
    SOON: Final[Urgency]
    """
    It should not wait long.
    """
    URGENT: Final[Urgency]
    """
    It must not wait.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class VisitChoice:
    """
    One start, for one type of visit.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, schedules: SupportsGetItem[int, str], visit: str, start: datetime, any_of: SupportsGetItem[int, str] = ..., overriding: Overriding | None = ...) -> VisitChoice: ...
    @property
    def any_of(self, /) -> list[str]:
        """
        Any one of these schedules besides, those who are preferred first.
        """
    @property
    def overriding(self, /) -> Overriding | None:
        """
        Against what it is booked all the same; it takes the permission to override schedules.
        """
    @property
    def schedules(self, /) -> list[str]:
        """
        The schedules that are needed together.
        """
    @property
    def start(self, /) -> datetime:
        """
        When it starts: a whole minute.
        """
    @property
    def visit(self, /) -> str:
        """
        The type of visit.
        """

@final
class VisitGroup:
    """
    A visit of several patients at once, as it stands.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, start: datetime, end: datetime, resources: SupportsGetItem[int, str], state: str, decide_by: datetime, seats: SupportsGetItem[int, GroupSeat], waiting: SupportsGetItem[int, str]) -> VisitGroup: ...
    @property
    def decide_by(self, /) -> datetime:
        """
        When it is decided whether it takes place.
        """
    @property
    def end(self, /) -> datetime:
        """
        When it ends.
        """
    @property
    def id(self, /) -> str:
        """
        The group.
        """
    @property
    def resources(self, /) -> list[str]:
        """
        Whose time it takes.
        """
    @property
    def seats(self, /) -> list[GroupSeat]:
        """
        Its members, in the order in which they joined.
        """
    @property
    def start(self, /) -> datetime:
        """
        When it starts.
        """
    @property
    def state(self, /) -> str:
        """
        Where it stands: `open`, `goes_ahead`, `called_off`.
        """
    @property
    def waiting(self, /) -> list[str]:
        """
        Who waits for a seat, the longest first.
        """

@final
class VisitLength:
    """
    How much time a visit takes, in minutes.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, duration: SupportsIndex, before: SupportsIndex, after: SupportsIndex) -> VisitLength: ...
    @property
    def after(self, /) -> int:
        """
        What is kept free after it.
        """
    @property
    def before(self, /) -> int:
        """
        What is kept free before it.
        """
    @property
    def duration(self, /) -> int:
        """
        The visit itself.
        """

@final
class VisitNote:
    """
    To whom something is said about a visit.
    """
    COMMENT: Final[VisitNote]
    """
    Among the practice: no patient reads it.
    """
    PATIENT_INSTRUCTION: Final[VisitNote]
    """
    To the patient: how to get ready, what to bring.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class VisitNotes:
    """
    What is said about a visit beside what is booked.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, appointment: str, patient: str, comment: str | None, patient_instruction: str | None) -> VisitNotes: ...
    @property
    def appointment(self, /) -> str:
        """
        The appointment.
        """
    @property
    def comment(self, /) -> str | None:
        """
        What the practice says to itself; a patient is not told.
        """
    @property
    def patient(self, /) -> str:
        """
        Whose.
        """
    @property
    def patient_instruction(self, /) -> str | None:
        """
        What it says to the patient.
        """

@final
class VisitOverlap:
    """
    Two visits that want the same time of a resource.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, one: str, other: str, resource: str) -> VisitOverlap: ...
    @property
    def one(self, /) -> str:
        """
        One visit.
        """
    @property
    def other(self, /) -> str:
        """
        The other.
        """
    @property
    def resource(self, /) -> str:
        """
        Whose time.
        """

@final
class VisitPlan:
    """
    A visit that is to take place, without a time.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, patient: str, visit: str, first_day: date, last_day: date | None = ...) -> VisitPlan: ...
    @property
    def first_day(self, /) -> date:
        """
        Not before this day.
        """
    @property
    def last_day(self, /) -> date | None:
        """
        Not after this one.
        """
    @property
    def patient(self, /) -> str:
        """
        Who is to be seen.
        """
    @property
    def visit(self, /) -> str:
        """
        The type of visit.
        """

@final
class VisitStep:
    """
    A step in an appointment's life.
    """
    ARRIVE: Final[VisitStep]
    """
    The patient is here.
    """
    BEGIN: Final[VisitStep]
    """
    The practitioner sees them.
    """
    CHECK_IN: Final[VisitStep]
    """
    The desk is done with them.
    """
    COME_LATE: Final[VisitStep]
    """
    The patient came after they had been given up.
    """
    CONFIRM: Final[VisitStep]
    """
    The patient says that they will come.
    """
    ENTER_IN_ERROR: Final[VisitStep]
    """
    It should never have been written.
    """
    LEAVE: Final[VisitStep]
    """
    The patient went before anybody had seen them.
    """
    NO_SHOW: Final[VisitStep]
    """
    The patient did not come.
    """
    ROOM: Final[VisitStep]
    """
    The patient is shown in.
    """
    UNDO: Final[VisitStep]
    """
    An arrival, a no-show or a leaving was a mistake.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

@final
class VisitWait:
    """
    How long those waited who have a visit now.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, visit: str, minutes: SupportsIndex) -> VisitWait: ...
    @property
    def minutes(self, /) -> int:
        """
        The median in minutes, from joining the list to the booking.
        """
    @property
    def visit(self, /) -> str:
        """
        The type of visit.
        """

@final
class VisitWish:
    """
    A wish for a visit: whose time, what kind, between when.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, schedules: SupportsGetItem[int, str], visit: str, start: datetime, end: datetime, any_of: SupportsGetItem[int, str] = ..., patient: str | None = ..., filter: TimeFilter | None = ..., most: SupportsIndex | None = ..., first_per_day: bool = ...) -> VisitWish: ...
    @property
    def any_of(self, /) -> list[str]:
        """
        Any one of these schedules besides, those who are preferred first.
        """
    @property
    def end(self, /) -> datetime:
        """
        Starts before this.
        """
    @property
    def filter(self, /) -> TimeFilter | None:
        """
        Which starts would be liked.
        """
    @property
    def first_per_day(self, /) -> bool:
        """
        Of each local day its first start alone.
        """
    @property
    def most(self, /) -> int | None:
        """
        No more starts than this.
        """
    @property
    def patient(self, /) -> str | None:
        """
        For whom: their other visits are then in the way, and hours for new patients know them.
        """
    @property
    def schedules(self, /) -> list[str]:
        """
        The schedules that are needed together.
        """
    @property
    def start(self, /) -> datetime:
        """
        Starts from here on.
        """
    @property
    def visit(self, /) -> str:
        """
        The type of visit.
        """

@final
class WaitlistFigures:
    """
    What the list does for the practice. Times are medians, in minutes.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, fill_rate: Figure, acceptance: Figure, time_to_fill: SupportsIndex | None, gain: SupportsIndex | None, waits: SupportsGetItem[int, VisitWait]) -> WaitlistFigures: ...
    @property
    def acceptance(self, /) -> Figure:
        """
        Offers that were accepted ÷ offers that ended by the patient's answer or silence.
        """
    @property
    def fill_rate(self, /) -> Figure:
        """
        Runs that led to a visit ÷ runs that are over, those aside that the practice stopped.
        """
    @property
    def gain(self, /) -> int | None:
        """
        By how much visits that were moved became earlier.
        """
    @property
    def time_to_fill(self, /) -> int | None:
        """
        From the start of a run to its visit.
        """
    @property
    def waits(self, /) -> list[VisitWait]:
        """
        How long those waited who waited for a visit, by its type.
        """

@final
class WaitlistRow:
    """
    One who waits, as it stands.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, id: str, patient: str, created: datetime, state: str, cascade: str | None, offer: str | None, appointment: str | None) -> WaitlistRow: ...
    @property
    def appointment(self, /) -> str | None:
        """
        The visit that it has in the end.
        """
    @property
    def cascade(self, /) -> str | None:
        """
        The run in which it is offered a time.
        """
    @property
    def created(self, /) -> datetime:
        """
        Since when.
        """
    @property
    def id(self, /) -> str:
        """
        The entry of the list.
        """
    @property
    def offer(self, /) -> str | None:
        """
        That offer.
        """
    @property
    def patient(self, /) -> str:
        """
        Who waits.
        """
    @property
    def state(self, /) -> str:
        """
        Where it stands: `waiting`, `offered`, `booked`, `left`, `aged_out`.
        """

@final
class WaitlistWish:
    """
    Who waits, for what, and what would suit. What is empty or missing suits in any way.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, patient: str, channel: Channel, urgency: Urgency, visits: SupportsGetItem[int, str] = ..., earlier: str | None = ..., consented: datetime | None = ..., zone: str | None = ..., resources: SupportsGetItem[int, str] = ..., locations: SupportsGetItem[int, str] = ..., times: SupportsGetItem[int, WorkingHours] = ..., first_day: date | None = ..., last_day: date | None = ..., notice: SupportsIndex = ..., keep: bool = ...) -> WaitlistWish: ...
    @property
    def channel(self, /) -> Channel:
        """
        How offers reach the patient.
        """
    @property
    def consented(self, /) -> datetime | None:
        """
        When the patient agreed to it; a call by a person needs no consent.
        """
    @property
    def earlier(self, /) -> str | None:
        """
        For an earlier time of this appointment.
        """
    @property
    def first_day(self, /) -> date | None:
        """
        Not before this day of the location.
        """
    @property
    def keep(self, /) -> bool:
        """
        Whether the patient goes on waiting for a still earlier time once the visit was moved.
        """
    @property
    def last_day(self, /) -> date | None:
        """
        Not after this one.
        """
    @property
    def locations(self, /) -> list[str]:
        """
        Any of these locations.
        """
    @property
    def notice(self, /) -> int:
        """
        How many minutes before a visit the patient has to know.
        """
    @property
    def patient(self, /) -> str:
        """
        Who waits.
        """
    @property
    def resources(self, /) -> list[str]:
        """
        Any of these practitioners, rooms or devices.
        """
    @property
    def times(self, /) -> list[WorkingHours]:
        """
        The whole visit within one of these, by the clock of the location.
        """
    @property
    def urgency(self, /) -> Urgency:
        """
        How urgent it is, as a clinician has judged.
        """
    @property
    def visits(self, /) -> list[str]:
        """
        For a visit of one of these types, the one preferred first; empty where a visit that is
        booked is to be earlier.
        """
    @property
    def zone(self, /) -> str | None:
        """
        Where the patient's clock hangs; the location's zone where it is not known.
        """

@final
class WeeklySchedule:
    """
    When someone works, week by week, in a zone.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, zone: str, hours: SupportsGetItem[int, WorkingHours], valid_from: date, valid_to: date | None) -> WeeklySchedule: ...
    @property
    def hours(self, /) -> list[WorkingHours]:
        """
        The hours of a week.
        """
    @property
    def valid_from(self, /) -> date:
        """
        The first day on which they count.
        """
    @property
    def valid_to(self, /) -> date | None:
        """
        The last one; none where they go on.
        """
    @property
    def zone(self, /) -> str:
        """
        The zone of the location, such as `America/New_York`.
        """

@final
class WorkingHours:
    """
    When someone works on a day of the week; a day may have several.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, day: DayOfWeek, opens: str, closes: str) -> WorkingHours: ...
    @property
    def closes(self, /) -> str:
        """
        Until when; `24:00` is midnight at its end.
        """
    @property
    def day(self, /) -> DayOfWeek:
        """
        Which day.
        """
    @property
    def opens(self, /) -> str:
        """
        From when, such as `08:00`.
        """

@final
class X12Content:
    """
    One thing that stands in a file.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: str, json: str) -> X12Content: ...
    @property
    def json(self, /) -> str:
        """
        All that it says, as JSON.
        """
    @property
    def kind(self, /) -> str:
        """
        What it is: `270`, `271`, `276`, `277`, `277CA`, `835`, `837P` (a claim), `999` (a group's
        answer), `TA1`.
        """

@final
class ZoneChange:
    """
    What the zone rules in force mean for the visits that are booked.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, version: str, unmoved: SupportsIndex, moved: SupportsGetItem[int, MovedVisit], conflicts: SupportsGetItem[int, VisitOverlap]) -> ZoneChange: ...
    @property
    def conflicts(self, /) -> list[VisitOverlap]:
        """
        Those that would lie over each other if each kept its local time.
        """
    @property
    def moved(self, /) -> list[MovedVisit]:
        """
        Those whose local time is another instant now.
        """
    @property
    def unmoved(self, /) -> int:
        """
        How many visits keep their instant.
        """
    @property
    def version(self, /) -> str:
        """
        The version of the rules.
        """

@final
class ZoneClocks:
    """
    What the clocks of a zone do during a span of time.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, zone: str, start: datetime, end: datetime, offset: SupportsIndex, changes: SupportsGetItem[int, ClockChange]) -> ZoneClocks: ...
    @property
    def changes(self, /) -> list[ClockChange]:
        """
        Each change after that, in order.
        """
    @property
    def end(self, /) -> datetime:
        """
        Until when.
        """
    @property
    def offset(self, /) -> int:
        """
        How many minutes they are east of UTC at its start.
        """
    @property
    def start(self, /) -> datetime:
        """
        From when on it is known.
        """
    @property
    def zone(self, /) -> str:
        """
        The zone: `America/Vancouver`.
        """

def acknowledge_x12(file: bytes, level: AcknowledgmentLevel, envelope: FileEnvelope) -> str:
    """
    Answers an X12 file as the one to whom it was sent: 999 of its groups, or TA1 of its interchanges.
    """

def age_receivables(movements: SupportsGetItem[int, ReceivableMovement], basis: AgingFrom, as_of: date, known_at: datetime) -> AgingReport:
    """
    The aging report: what is owed by party and age, as of a day and as known at an instant.
    """

def aging_table(report: AgingReport) -> Table:
    """
    The aging report as an Arrow table, one row a party.
    """

def call(op: str, input: str, /) -> str:
    """
    The JSON door: does the operation named on the JSON arguments, and always answers with JSON.
    """

def check_x12(file: bytes) -> CheckedFile:
    """
    Tells what is wrong with an X12 file of any kind, down to its bytes. Nothing is refused.
    """

def claim_outcomes(sent: bytes, answers: SupportsGetItem[int, bytes]) -> ClaimOutcomes:
    """
    What TA1, 999 and 277CA say of each claim of an 837P that was sent, led back to its fields.
    """

def columns_835(file: bytes | bytearray, claims: SupportsIndex = 100000) -> ColumnBatches:
    """
    The remittances of an X12 835 as Arrow tables, batch by batch, at least so many claims each:
    `payments`, `claims`, `services`, `adjustments`, `remarks`, `provider_adjustments`.
    """

def columns_837p(file: bytes | bytearray, claims: SupportsIndex = 100000) -> ColumnBatches:
    """
    The professional claims of an X12 837P as Arrow tables, batch by batch, so many claims each:
    `claims`, `services`, `diagnoses`, `other_payers`, `adjustments`.
    """

def days_in_receivables(owed: Decimal, credits: Decimal, revenue: SupportsGetItem[int, RevenueMovement], convention: DaysConvention, as_of: date, known_at: datetime) -> Figure:
    """
    How many days of charges are outstanding: what is owed over a day's charges.
    """

def deidentify_x12(file: bytes, secret: bytes) -> bytes:
    """
    Takes the people out of an X12 file; structure, codes and amounts stay. The secret has at least
    sixteen bytes.
    """

def estimate(plan: PlanTerms, rates: SupportsGetItem[int, FeeRate], used: LimitsUsed, lines: SupportsGetItem[int, ServiceLine]) -> Estimate:
    """
    What the lines of one visit are worth: each cent with its reason. Nothing is recorded.
    """

def make_statement(wish: StatementWish, entries: SupportsGetItem[int, LedgerEntry], labels: SupportsGetItem[int, ChargeLabel]) -> StatementReport:
    """
    What a patient is asked for, from the entries of the books that are about them. Nothing is
    recorded.
    """

def new_call(actor: str, role: RoleName, purpose: PurposeName) -> Call:
    """
    A call at the time that this machine shows, with a key and a fresh identifier of its own.
    """

def open_slots(schedule: WeeklySchedule, busy: SupportsGetItem[int, BusyTime], visit: VisitLength, rules: BookingRules, start: datetime, end: datetime, now: datetime) -> OpenSlots:
    """
    Every time from one instant until before another at which a visit could start.
    """

def postings_table(postings: SupportsGetItem[int, PostingRow]) -> Table:
    """
    Postings of the ledger as an Arrow table, one row each.
    """

def read_835(file: bytes) -> RemittanceFile:
    """
    Reads an X12 835 and proves each remittance to balance. Nothing is refused: what is wrong
    stands among the findings.
    """

def read_code(kind: CodeKind, text: str) -> str:
    """
    A code as it is kept and sent: checked for its shape, in capitals, without dots.
    """

def read_identifier(text: str) -> str:
    """
    An identifier as it is kept, lower-case and hyphenated.
    """

def read_x12(file: bytes) -> list[X12Content]:
    """
    Reads what stands in an X12 file, by kind: 837P, 835, 270, 271, 276, 277, 277CA, 999, TA1.
    """

def repair_x12(file: bytes) -> RepairedFile:
    """
    Repairs what is wrong in form alone with an X12 file: counts, capital letters, dashes, zeros.
    """

def resolve_time(local: datetime, zone: str, gap: GapRule, fold: FoldRule) -> ResolvedTime:
    """
    The instant of a naive local time in a zone; nothing is shifted silently.
    """

def share(amount: Decimal, rate: Decimal, rounding: RoundingName) -> Decimal:
    """
    The part of an amount that a rate names, exact and rounded once.
    """

def split(amount: Decimal, weights: SupportsGetItem[int, Decimal]) -> list[Decimal]:
    """
    Shares an amount out in proportion to weights, so that the parts add up to the whole.
    """

def split_evenly(amount: Decimal, among: SupportsIndex) -> list[Decimal]:
    """
    Shares an amount out evenly, the first ones bearing the odd cents.
    """

def total(amounts: SupportsGetItem[int, Decimal]) -> Decimal:
    """
    All amounts together.
    """

def version() -> str:
    """
    The version of the library; the same in every language.
    """

def write_270(inquiries: SupportsGetItem[int, BenefitInquiry], reference: str, envelope: FileEnvelope, characters: CharacterRule) -> str:
    """
    Writes questions about benefits as one X12 270. Nothing is sent.
    """

def write_276(claims: SupportsGetItem[int, KeptRecord], submission: ClaimSubmission, characters: CharacterRule) -> str:
    """
    Writes the question how claims stand, as they are loaded from a practice, as one X12 276.
    """

def write_837p(claims: SupportsGetItem[int, KeptRecord], submission: ClaimSubmission, characters: CharacterRule) -> str:
    """
    Writes claims, as they are loaded from a practice, as one X12 837P. Nothing is sent.
    """

def zone_rules_version() -> str:
    """
    The version of the zone rules in use, such as `2026a`.
    """
