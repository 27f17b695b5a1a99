"""What a login sees of messages, sessions and events, and how: some of it hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.text.msisdn import mask
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.roles import Area, OtherRole
from mep.routing import selectors as routing

RESTRICTED = {"id": "", "name": "(restricted)", "collection": ""}
"""Stands for a service that the login does not see."""

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Viewer:
    """What one login sees; ``None`` stands for everything. Codes are in lower case."""

    account_id: int
    user_id: int
    collections: frozenset[str] | None
    codes: frozenset[str] | None
    sees_numbers: bool

    def sees_collection(self, public_id: str) -> bool:
        """Tell whether services of a collection are visible."""
        return self.collections is None or public_id in self.collections

    def sees_code(self, code: str) -> bool:
        """Tell whether a routing code is visible."""
        return self.codes is None or code.lower() in self.codes

    def sees(self, line: Line) -> bool:
        """Tell whether a line is for this login: by its service, by its code, by who sent it.

        What happens in a sandbox is shown where the draft is tried, never here.
        """
        if line.get("test"):
            return False
        service = line["service"]
        if service and self.sees_collection(service["collection"]):
            return True
        match line["kind"]:
            case "message":
                return self.sees_code(line["code"])
            case "event":
                return self._sees_event(line)
        return False

    def _sees_event(self, line: Line) -> bool:
        if line.get("_user") == self.user_id:
            return True
        if line["event"] == "message":
            return self.sees_code(line["code"])
        return self.collections is None

    def show(self, lines: Iterable[Line]) -> list[Line]:
        """Return the lines that this login sees, as it sees them."""
        return [self.shown(line) for line in lines if self.sees(line)]

    def shown(self, line: Line) -> Line:
        """Return a line without what this login may not know."""
        line = {key: value for key, value in line.items() if not key.startswith("_")}
        service = line["service"]
        if service and not self.sees_collection(service["collection"]):
            line["service"] = RESTRICTED
            line.update({key: None for key in ("session",) if key in line})
        number = line.get("number_of_user") if line["kind"] == "trace" else line["number"]
        return line if self.sees_numbers else hide_number(line, number or "")

    def number(self, number: str) -> str:
        """Return a number as this login sees it."""
        return number if self.sees_numbers else mask(number)


def viewer_of(user: User) -> Viewer:
    """Say what a login sees."""
    return Viewer(
        account_id=user.account_id,
        user_id=user.pk,
        collections=access.visible_ids(user, Area.SERVICES),
        codes=routing.visible_codes(user),
        sees_numbers=OtherRole.USER_DETAILS in access.rights_of(user).roles,
    )


def hide_number(value: Any, number: str) -> Any:  # noqa: ANN401 - JSON
    """Mask a phone number wherever it stands in a value: in texts, as a text, as an integer."""
    if not number:
        return value
    if isinstance(value, str):
        return value.replace(number, mask(number))
    if isinstance(value, Mapping):
        return {key: hide_number(item, number) for key, item in value.items()}
    if isinstance(value, list):
        return [hide_number(item, number) for item in value]
    is_number = isinstance(value, int) and not isinstance(value, bool) and str(value) == number
    return mask(number) if is_number else value
