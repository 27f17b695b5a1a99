"""What HTTP Poke and Get External Data share: the request an author describes, and its answer."""

from abc import ABC
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from flows.engine.effects import CallHttp
from flows.engine.errors import HandlerError
from flows.engine.events import Event, Performed
from flows.engine.handler import Handler, LongTemplate, SecretRef, Settings, Template
from flows.text import http_text

if TYPE_CHECKING:
    from flows.engine.context import Context

BODY_METHODS = ("POST", "PUT", "DELETE")
HIDDEN_HEADERS = ("authorization", "cookie", "key", "token", "secret", "signature")
MASK = "••••••"
SHORTEST_TIMEOUT_SECONDS = 5
LONGEST_TIMEOUT_SECONDS = 60
MARGIN = timedelta(minutes=1)


class NoLogin(Settings):
    """Nothing is sent."""

    mode: Literal["none"] = "none"

    def tell(self, ctx: "Context") -> dict[str, str]:
        """Say how to log in."""
        return {}


class BasicLogin(Settings):
    """A name and a stored password (HTTP Basic)."""

    mode: Literal["basic"] = "basic"
    login: Template = Field(title="Login", min_length=1)
    secret: SecretRef = Field(title="Password", min_length=1)

    def tell(self, ctx: "Context") -> dict[str, str]:
        """Say how to log in; the password stays where it is stored."""
        return {"mode": "basic", "login": ctx.render(self.login), "secret": self.secret}


class BearerToken(Settings):
    """A stored token (HTTP Bearer)."""

    mode: Literal["bearer"] = "bearer"
    secret: SecretRef = Field(title="Token", min_length=1)

    def tell(self, ctx: "Context") -> dict[str, str]:
        """Say how to log in; the token stays where it is stored."""
        return {"mode": "bearer", "secret": self.secret}


class SecretHeader(Settings):
    """A stored secret in a header of your choice."""

    mode: Literal["header"] = "header"
    header: str = Field("X-Api-Key", title="Header", min_length=1, max_length=100)
    secret: SecretRef = Field(title="Secret", min_length=1)

    def tell(self, ctx: "Context") -> dict[str, str]:
        """Say how to log in; the secret stays where it is stored."""
        return {"mode": "header", "header": self.header, "secret": self.secret}


Login = Annotated[NoLogin | BasicLogin | BearerToken | SecretHeader, Field(discriminator="mode")]


class HttpHandler(Handler, ABC):
    """A handler that calls a web address."""

    method: Literal["GET", "POST", "PUT", "DELETE"] = Field("GET", title="Method")
    url: LongTemplate = Field(
        title="Web address",
        min_length=1,
        max_length=http_text.MAX_URL_CHARACTERS,
        description="Values are percent-encoded, but not one the address begins with.",
    )
    headers: LongTemplate = Field(
        "",
        title="Headers",
        max_length=http_text.MAX_HEADER_BYTES,
        description="One a line, as Name: value.",
    )
    body: LongTemplate = Field("", title="Body", max_length=http_text.MAX_BODY_BYTES)
    login: Login = Field(NoLogin(), title="Authentication")
    as_is: bool = Field(
        False,
        title="Insert values as they are",
        description="Without encoding them for the web address, JSON, XML or a form.",
        json_schema_extra={"advanced": True},
    )
    safe_to_repeat: bool = Field(
        False,
        title="Safe to repeat",
        description="A POST is tried again too, with the same Idempotency-Key.",
        json_schema_extra={"advanced": True},
    )
    timeout: int = Field(
        15,
        title="Seconds for an answer",
        ge=SHORTEST_TIMEOUT_SECONDS,
        le=LONGEST_TIMEOUT_SECONDS,
        json_schema_extra={"advanced": True},
    )
    signing_secret: SecretRef = Field("", title="Sign with", json_schema_extra={"advanced": True})
    signing_header: str = Field(
        "X-Signature",
        title="Header of the signature",
        max_length=100,
        json_schema_extra={"advanced": True},
    )

    def summary(self) -> str:
        return f"{self.method} {self.url}"

    def writes(self) -> Iterator[tuple[str, str]]:
        return iter((("session", "http.status"), ("session", "http.requestid")))

    def call(self, ctx: "Context", **manner: Any) -> CallHttp:  # noqa: ANN401 - fields of CallHttp
        """Fill in the request; ``manner`` says how it is repeated and read."""
        url, headers = self._url(ctx), self._headers(ctx)
        body = self._body(ctx, headers) if self.method in BODY_METHODS else ""
        signed = {"secret": self.signing_secret, "header": self.signing_header}
        return CallHttp(
            method=self.method,
            url=url,
            headers=tuple(headers),
            body=body,
            timeout_seconds=float(self.timeout),
            auth=self.login.tell(ctx),
            sign=signed if self.signing_secret else {},
            idempotent=self.safe_to_repeat,
            **manner,
        )

    def may_repeat(self) -> bool:
        """Whether the request may be sent again when nobody knows what became of it."""
        return self.method != "POST" or self.safe_to_repeat

    def answered(self, ctx: "Context", event: Event) -> Mapping[str, Any]:
        """Return what the performer learned; raises HandlerError when the call failed."""
        if not isinstance(event, Performed):
            raise HandlerError("http", "The web address did not answer in time")
        ctx.put("session", "http.status", event.data.get("status"))
        ctx.put("session", "http.requestId", event.data.get("request_id"))
        ctx.fields["status"] = event.data.get("status")
        if not event.ok:
            message = event.message or "The web address did not answer as it should"
            raise HandlerError(event.reason or "http", message, keep=True)
        return event.data

    def _url(self, ctx: "Context") -> str:
        text = self.url.strip()
        if self.as_is or http_text.is_one_expression(text):
            url = ctx.render(text, "url")
        else:
            url = ctx.render_encoded(text, http_text.url_encoder(text), "url")
        try:
            return http_text.check_url(url.strip())
        except http_text.BadUrl as error:
            raise HandlerError("url", str(error), defect=True) from error

    def _headers(self, ctx: "Context") -> list[tuple[str, str]]:
        lines = [ctx.render(line) for line in http_text.split_lines(self.headers)]
        try:
            found = [http_text.parse_header(line) for line in lines]
        except http_text.BadHeader as error:
            raise HandlerError("request", str(error), defect=True) from error
        headers = [header for header in found if header]
        if headers:
            ctx.fields["headers"] = "\n".join(_shown(*header) for header in headers)
        return headers

    def _body(self, ctx: "Context", headers: list[tuple[str, str]]) -> str:
        if not self.body:
            return ""
        given = [value for name, value in headers if name.lower() == "content-type"]
        if not given:
            given = [http_text.guess_content_type(self.body)]
            headers.append(("Content-Type", given[0]))
        encode = str if self.as_is else http_text.body_encoder(given[-1])
        body = ctx.render_encoded(self.body, encode, "body")
        if len(body.encode()) > http_text.MAX_BODY_BYTES:
            raise HandlerError("request", "The body is larger than 64 kB")
        return body

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if "${" not in self.url:
            try:
                http_text.check_url(self.url.strip())
            except http_text.BadUrl as error:
                yield "url", "url", str(error)
        for problem in http_text.check_header_template(self.headers):
            yield "headers", "header", problem
        for field, name in self._named_headers():
            if problem := http_text.check_header_name(name):
                yield field, "header", problem

    def _named_headers(self) -> Iterator[tuple[str, str]]:
        if isinstance(self.login, SecretHeader):
            yield "login.header", self.login.header
        if self.signing_secret:
            yield "signing_header", self.signing_header

    def doubts(self) -> Iterator[tuple[str, str, str]]:
        if self.url.strip().lower().startswith("http:"):
            yield "url", "plain_http", "Anybody on the way can read this; use https:// if you can"
        if self.method in ("POST", "PUT") and not self.body:
            yield "body", "no_body", f"A {self.method} usually has a body"
        if self.method == "GET" and self.body:
            yield "body", "no_body", "A GET has no body, so this is not sent"


def _shown(name: str, value: str) -> str:
    """Keep what looks like a credential out of the trace."""
    hidden = any(word in name.lower() for word in HIDDEN_HEADERS)
    return f"{name}: {MASK if hidden else value}"
