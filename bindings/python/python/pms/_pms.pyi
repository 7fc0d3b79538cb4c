from _typeshed import SupportsGetItem
from decimal import Decimal
from typing import Final, SupportsIndex, final

__all__ = ["RoundingName", "call", "read_identifier", "share", "split", "split_evenly", "total", "version"]

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

def call(op: str, input: str, /) -> str:
    """
    The JSON door: does the operation named on the JSON arguments, and always answers with JSON.
    """

def read_identifier(text: str) -> str:
    """
    An identifier as it is kept, lower-case and hyphenated.
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
