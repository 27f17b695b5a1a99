"""Where e-mail goes: ``MEP_EMAIL_URL`` turned into Django's settings.

``smtp://login:password@host:25`` is plain, ``smtp+tls://`` turns to TLS after connecting (port
587), ``smtps://`` begins with it (port 465), ``file:///folder`` writes files in place of sending.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
REFUSAL = "MEP_EMAIL_URL is not an address such as smtp+tls://login:password@mail.example.com:587."


@dataclass(frozen=True, slots=True)
class MailServer:
    """What Django is told about the mail server."""

    backend: str = "django.core.mail.backends.smtp.EmailBackend"
    host: str = ""
    port: int = 25
    login: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False
    folder: str | None = None


def parse_mail_url(url: str, default_folder: Path) -> MailServer:
    """Read the address of a mail server; without one, e-mails become files in a folder.

    Anything that is no such address ends the program with one line.
    """
    if not url:
        return _files(str(default_folder))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SystemExit(REFUSAL) from None
    if parts.scheme == "file" and parts.path.startswith("/"):
        return _files(unquote(parts.path))
    if parts.scheme not in PORTS or not parts.hostname:
        raise SystemExit(REFUSAL)
    return MailServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        login=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp+tls",
        use_ssl=parts.scheme == "smtps",
    )


def _files(folder: str) -> MailServer:
    return MailServer(backend="django.core.mail.backends.filebased.EmailBackend", folder=folder)
