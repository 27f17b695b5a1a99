"""One attempt at a call, and what is written down about it."""

import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from flows.engine.http_request import MASK
from flows.outside.requesting import Ready, is_hidden
from flows.performers import Result
from mep.base.fetch import HttpAnswer

LOGGED_HEADERS = 40
LOGGED_HEADER_CHARACTERS = 200
LOGGED_BODY_CHARACTERS = 2_000
LONGEST_MESSAGE_CHARACTERS = 300
SHORTEST_SECRET = 4


@dataclass(slots=True)
class Attempt:
    """A request on its way. Every result made here carries a bounded log without secrets."""

    number: int
    ready: Ready
    answer: HttpAnswer | None = None
    is_reused: bool = False
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Return how long it has taken so far."""
        return time.monotonic() - self.began

    def succeeded(self, found: dict[str, Any]) -> Result:
        """Tell what was found in the answer."""
        return Result(ok=True, data=self._facts() | found, log=self._log())

    def failed(self, reason: str, message: str, pause: timedelta | None = None) -> Result:
        """Tell why it failed, and when it is to be tried again."""
        words = plain(message[:1].upper() + message[1:])
        facts, log = self._facts(), self._log()
        result = Result(ok=False, reason=reason, message=words, data=facts, log=log)
        return replace(result, retry_after=pause)

    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = {"request_id": self.ready.request_id}
        if self.answer:
            facts |= {"status": self.answer.status, "content_type": self.answer.content_type}
        return facts

    def _log(self) -> dict[str, Any]:
        log = self._facts() | {
            "attempt": self.number,
            "milliseconds": round(self.seconds * 1000),
            "request_headers": self._headers(self.ready.request.headers),
        }
        if self.answer is None:
            return log
        start = self.answer.body[: 4 * LOGGED_BODY_CHARACTERS].decode(errors="replace")
        return log | {
            "is_reused": self.is_reused,
            "url": self._masked(self.answer.url),
            "headers": self._headers(self.answer.headers),
            "bytes": len(self.answer.body),
            "body": self._masked(start)[:LOGGED_BODY_CHARACTERS],
        }

    def _headers(self, pairs: tuple[tuple[str, str], ...]) -> list[list[str]]:
        shown = [
            [name, MASK if self._is_hidden(name) else self._masked(value)]
            for name, value in pairs[:LOGGED_HEADERS]
        ]
        return [[text[:LOGGED_HEADER_CHARACTERS] for text in pair] for pair in shown]

    def _is_hidden(self, name: str) -> bool:
        return is_hidden(name) or name in self.ready.request.private_headers

    def _masked(self, text: str) -> str:
        for secret in self.ready.hidden:
            if len(secret) >= SHORTEST_SECRET:
                text = text.replace(secret, MASK)
        return text


def plain(text: str) -> str:
    """Make one bounded line of what another system had a say in."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:LONGEST_MESSAGE_CHARACTERS]
