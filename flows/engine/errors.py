"""What can go wrong while a session runs, by whose fault it is."""


class EngineError(Exception):
    """The caller used the engine wrongly."""


class EventNotAwaited(EngineError):
    """An event reached a session that does not wait for it."""


class HandlerError(Exception):
    """A handler cannot do its task; the session leaves by ``failed``.

    ``reason`` is a code of ``reasons.REASONS``. A ``defect`` is the author's mistake (expression,
    missing object, loop): left unlinked it follows the service's ``on_error``. With ``keep`` the
    variables the handler has set stand although it failed; its effects never do.
    """

    def __init__(
        self, reason: str, message: str, *, defect: bool = False, keep: bool = False
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.defect = defect
        self.keep = keep
