"""The administrative backbone of a medical practice.

Amounts are :class:`decimal.Decimal`, never floats; instants are aware ``datetime``; dates are
``date``; identifiers are text. What is refused raises a :class:`pms.errors.PmsError` with a stable
``code``. Every call lets go of the interpreter lock, so ``asyncio.to_thread`` and thread pools
work as they should.

>>> from decimal import Decimal
>>> import pms
>>> pms.split_evenly(Decimal("100.00"), 3)
[Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
"""

from . import errors as errors
from ._pms import *  # noqa: F403
from ._pms import version as _version
from .errors import PmsError as PmsError

__version__ = _version()
