"""Refusals that a caller can do something about; facades render them."""

from typing import ClassVar


class MepError(Exception):
    """A refusal with a stable code, a sentence for people, and further facts."""

    status: ClassVar[int] = 400
    default_code: ClassVar[str] = "error"

    def __init__(self, message: str, *, code: str = "", **extra: object) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.extra = extra


class NotFound(MepError):
    """The thing named does not exist, or not for this caller."""

    status = 404
    default_code = "not_found"


class NotAllowed(MepError):
    """The caller may not do this."""

    status = 403
    default_code = "not_allowed"


class Invalid(MepError):
    """A value breaks a rule."""

    status = 422
    default_code = "invalid"


class Conflict(MepError):
    """The thing exists already, or has changed meanwhile."""

    status = 409
    default_code = "conflict"


class TooMany(MepError):
    """A limit is reached; ``retry_after`` in ``extra`` says how many seconds to wait."""

    status = 429
    default_code = "too_many"


class Unavailable(MepError):
    """A part that is needed does not answer."""

    status = 503
    default_code = "unavailable"
