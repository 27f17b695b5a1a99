"""The request that is really sent: what the author wrote, and what the platform adds."""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from flows.engine.effects import CallHttp
from flows.engine.http_request import HIDDEN_HEADERS
from flows.outside import signing
from flows.performers import Task
from mep.base.fetch import HttpRequest
from mep.base.ids import new_request_id


@dataclass(frozen=True, slots=True)
class Ready:
    """A request with the id it carries, and the texts in it that no log may show."""

    request: HttpRequest
    request_id: str
    hidden: tuple[str, ...]


def prepare(task: Task, call: CallHttp) -> Ready:
    """Put the request together; raises ``SecretMissing``."""
    body = call.body.encode() if call.body else None
    credentials = (
        *signing.login(task.account_id, call.auth),
        *signing.signature(task.account_id, call.sign, call.url, body),
    )
    request_id = new_request_id()
    added = [("X-Request-ID", request_id), *((each.name, each.value) for each in credentials)]
    if call.idempotent:
        added.append(("Idempotency-Key", effect_key(task.id)))
    replaced = {name.lower() for name, _ in added}
    kept = [pair for pair in call.headers if pair[0].lower() not in replaced]
    private = {each.name for each in credentials} | {name for name, _ in kept if is_hidden(name)}
    request = HttpRequest(call.method, call.url, (*kept, *added), body, frozenset(private))
    return Ready(request, request_id, tuple(text for each in credentials for text in each.hidden))


def effect_key(effect_id: int) -> str:
    """Name an effect to the world: always the same name, and nobody else's."""
    return salted_hmac("flows.outside.effect", str(effect_id)).hexdigest()


def is_hidden(name: str) -> bool:
    """Whether a header by its name holds something that is not for everybody."""
    return any(word in name.lower() for word in HIDDEN_HEADERS)
