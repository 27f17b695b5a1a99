"""Reading JSON bodies strictly: nothing ambiguous, nothing that cannot be stored."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from mep.base.errors import Invalid

MAX_BODY_BYTES = 1024 * 1024


class TooLarge(Invalid):
    """The body is longer than any call needs."""

    status = 413
    default_code = "too_large"


class StrictJsonParser(JSONParser):
    """UTF-8 JSON without repeated members, NaN, half characters or endless nesting."""

    max_bytes = MAX_BODY_BYTES

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        raw = stream.read(self.max_bytes + 1)
        if len(raw) > self.max_bytes:
            raise TooLarge(f"The body is longer than {self.max_bytes} bytes")
        return parse_json(raw)


def parse_json(raw: bytes) -> Any:  # noqa: ANN401 - JSON
    """Read a JSON text; whatever is wrong with it is one kind of refusal."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_members, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ParseError("The JSON holds half a character (a lone surrogate)") from None
    except RecursionError:
        raise ParseError("The JSON is nested too deeply") from None
    except ValueError as error:
        raise ParseError(f"The body is not JSON: {error}") from None
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise ParseError(f'The member "{name}" is repeated')
        members[name] = value
    return members


def _refuse(constant: str) -> None:
    raise ParseError(f"{constant} is not JSON")
