"""A thread's connection to the mail server, kept open between e-mails."""

import contextlib
import smtplib
import threading
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

OK = 250
FOLDER_MODE = 0o700

Refused = dict[str, tuple[int, bytes]]


class _Place(threading.local):
    backend: BaseEmailBackend | None = None


_place = _Place()


def send(message: EmailMessage) -> Refused:
    """Hand one e-mail over; return who was refused while others were taken.

    Raises what ``smtplib`` and the network raise; the next e-mail then has a new connection.
    """
    backend = _open()
    try:
        if isinstance(backend, EmailBackend) and backend.connection is not None:
            return _submit(backend.connection, message)
        backend.send_messages([message])
    except BaseException:
        close()
        raise
    return {}


def close() -> None:
    """Hang up."""
    backend, _place.backend = _place.backend, None
    if backend is not None:
        with contextlib.suppress(OSError):
            backend.close()


def _open() -> BaseEmailBackend:
    """Return a connection that is known to work."""
    if isinstance(_place.backend, EmailBackend) and not _answers(_place.backend):
        close()
    if _place.backend is None:
        if settings.EMAIL_FILE_PATH:
            # E-mails are nobody else's business on a machine that several people use.
            Path(settings.EMAIL_FILE_PATH).mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        backend = get_connection()
        backend.open()
        _place.backend = backend
    return _place.backend


def _answers(backend: EmailBackend) -> bool:
    """Ask a server that may have hung up meanwhile, before anything is entrusted to it."""
    try:
        return backend.connection is not None and backend.connection.noop()[0] == OK
    except OSError:
        return False


def _submit(server: smtplib.SMTP, message: EmailMessage) -> Refused:
    encoding = message.encoding or settings.DEFAULT_CHARSET
    sender, *recipients = (
        sanitize_address(address, encoding)
        for address in (message.from_email, *message.recipients())
    )
    # Django's messages know line ends, which its stubs do not.
    written = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    return server.sendmail(sender, recipients, written)
