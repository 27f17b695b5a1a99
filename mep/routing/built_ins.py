"""The built-in variables that a received message sets (expression-language.md 3)."""

from datetime import datetime
from typing import Any

from flows import scopes
from flows.el.values import Value
from mep.routing.rules import Choice


def of_message(data: dict[str, Any], text: str) -> dict[str, Value]:
    """Give the ``request`` variables of any received message; ``text`` is what the service sees."""
    message = _message(data, text)
    return {
        "defaultmessage": text,
        **{f"message.{name}": value for name, value in message.items()},
    }


def of_first_request(
    data: dict[str, Any], text: str, choice: Choice, code: str
) -> dict[str, Value]:
    """Give the ``request`` variables of the message that began the session."""
    keyword = {f"keyword.{name}": value for name, value in _keyword(choice, code).items()}
    return {**of_message(data, text), **keyword}


def of_session(data: dict[str, Any], text: str, choice: Choice, code: str) -> dict[str, Value]:
    """Give the ``session`` variables of the message that began it, captures included."""
    keyword, message = _keyword(choice, code), _message(data, text)
    return {
        **{f"initialkeyword.{name}": value for name, value in keyword.items()},
        **{f"initialmessage.{name}": value for name, value in message.items()},
        **{name.lower(): value for name, value in choice.variables},
    }


def _keyword(choice: Choice, code: str) -> dict[str, Value]:
    return {
        "name": choice.name,
        "keyword": choice.keyword,
        "description": choice.rule.description or None,
        "routingcode.name": scopes.number_or_text(code),
    }


def _message(data: dict[str, Any], text: str) -> dict[str, Value]:
    at = datetime.fromisoformat(data["at"])
    return scopes.message_builtins(text, data["message"], at, data.get("parts", ()))
