from _typeshed import SupportsGetItem
from datetime import date, datetime
from decimal import Decimal
from typing import Final, SupportsIndex, final

__all__ = ["AgingFrom", "AgingReport", "AgingRow", "CodeKind", "DaysConvention", "Figure", "FoldRule", "GapRule", "ReceivableMovement", "ResolvedTime", "RevenueKind", "RevenueMovement", "RoundingName", "age_receivables", "call", "days_in_receivables", "read_code", "read_identifier", "resolve_time", "share", "split", "split_evenly", "total", "version", "zone_rules_version"]

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

def age_receivables(movements: SupportsGetItem[int, ReceivableMovement], basis: AgingFrom, as_of: date, known_at: datetime) -> AgingReport:
    """
    The aging report: what is owed by party and age, as of a day and as known at an instant.
    """

def call(op: str, input: str, /) -> str:
    """
    The JSON door: does the operation named on the JSON arguments, and always answers with JSON.
    """

def days_in_receivables(owed: Decimal, credits: Decimal, revenue: SupportsGetItem[int, RevenueMovement], convention: DaysConvention, as_of: date, known_at: datetime) -> Figure:
    """
    How many days of charges are outstanding: what is owed over a day's charges.
    """

def read_code(kind: CodeKind, text: str) -> str:
    """
    A code as it is kept and sent: checked for its shape, in capitals, without dots.
    """

def read_identifier(text: str) -> str:
    """
    An identifier as it is kept, lower-case and hyphenated.
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

def zone_rules_version() -> str:
    """
    The version of the zone rules in use, such as `2026a`.
    """
