"""Why something was not done. Nothing has changed where one of these is raised."""


class PmsError(Exception):
    """What every refusal of this library is."""

    #: Trying the same again may succeed.
    retryable: bool = False
    #: The stable name of what is wrong (``money.syntax``); never reused, never translated.
    code: str
    #: One lower-case sentence; tells nothing of a patient.
    detail: str
    #: Where in the input it stands (``lines[2].charge``); empty where the whole is meant.
    field: str

    def __init__(self, code: str, detail: str, field: str = "") -> None:
        super().__init__(code, detail, field)
        self.code = code
        self.detail = detail
        self.field = field

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        return f"{where}{self.detail} ({self.code})"


class InvalidError(PmsError, ValueError):
    """What was given cannot be read, or is no such value."""


class RefusedError(PmsError):
    """A rule of the practice says no."""


class NotFoundError(PmsError, LookupError):
    """There is no such thing in this practice."""


class ConflictError(PmsError):
    """Somebody else was first: read again, decide again."""

    retryable = True


class DeniedError(PmsError):
    """The actor may not do this."""



class UnavailableError(PmsError):
    """The store cannot be reached, or cannot say whether it has written: try the same again."""

    retryable = True
