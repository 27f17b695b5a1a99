"""HTTP requests as text: header lines, web addresses, and values encoded for where they stand."""

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus, urlsplit
from xml.sax.saxutils import escape

MAX_URL_CHARACTERS = 2_000
MAX_BODY_BYTES = 65_536
MAX_HEADER_BYTES = 8_192
IGNORED_HEADERS = frozenset({"x-request-id"})
FORBIDDEN_HEADERS = frozenset(
    {"host", "content-length", "connection", "transfer-encoding", "te", "trailer", "upgrade"}
    | {"keep-alive", "proxy-connection", "expect", "user-agent"}
)

Encoder = Callable[[str], str]

_EXPRESSION = re.compile(
    r"""(?<!\\)\$\{(?:[^"'}]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*\}""", re.DOTALL
)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FORM = re.compile(r"[\w.~%+\[\]-]+=")
_SPACE_OR_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_XML_QUOTES = {'"': "&quot;", "'": "&apos;"}


class BadHeader(ValueError):
    """A header that is not sent; its message says why."""


class BadUrl(ValueError):
    """A web address that is not called; its message says why."""


def is_one_expression(text: str) -> bool:
    """Whether a template is a single expression and nothing else."""
    return _EXPRESSION.fullmatch(text.strip()) is not None


def split_lines(template: str) -> list[str]:
    """Cut a header block into its lines; a line break inside an expression does not count."""
    hidden = _EXPRESSION.sub(lambda found: "\0" * len(found[0]), template)
    lines, start = [], 0
    for found in re.finditer(r"\r\n|\r|\n|\Z", hidden):
        lines.append(template[start : found.start()])
        start = found.end()
    return [line.strip() for line in lines if line.strip()]


def check_header_template(template: str) -> Iterator[str]:
    """Say what is wrong with a header block before it is filled in (EL 1.11)."""
    lines = split_lines(template)
    if is_one_expression(template):
        yield "The whole header section cannot be one expression; write at least one header"
    for line in lines:
        problem = _check_line(line)
        if problem:
            yield problem


def _check_line(line: str) -> str:
    """Check a line as far as it is known; with ``${x}`` its name or colon may come from there."""
    name = line.partition(":")[0]
    if not _EXPRESSION.search(line):
        try:
            parse_header(line)
        except BadHeader as error:
            return str(error)
        return ""
    return "" if _EXPRESSION.search(name) or "${" in name else check_header_name(name.strip())


def parse_header(line: str) -> tuple[str, str] | None:
    """Read a filled-in line as name and value; none if it is ignored; raises BadHeader."""
    name, colon, value = line.partition(":")
    name = name.strip()
    if not colon:
        raise BadHeader(f"“{line}” is not a header; write it as Name: value")
    problem = check_header_name(name)
    if problem:
        raise BadHeader(problem)
    if _CONTROL.search(value):
        raise BadHeader(f"The header {name} cannot hold a line break or control character")
    return None if name.lower() in IGNORED_HEADERS else (name, value.strip())


def check_header_name(name: str) -> str:
    """Say what is wrong with the name of a header, or nothing."""
    if not _TOKEN.fullmatch(name):
        return f"“{name}” is not the name of a header"
    if name.lower() in FORBIDDEN_HEADERS:
        return f"The header {name} is set by the platform"
    return ""


def check_url(url: str) -> str:
    """Return a filled-in web address that may be called; raises BadUrl."""
    if len(url) > MAX_URL_CHARACTERS:
        raise BadUrl(f"The web address has more than {MAX_URL_CHARACTERS} characters")
    if _SPACE_OR_CONTROL.search(url):
        raise BadUrl("The web address contains a space or a line break")
    try:
        parts = urlsplit(url)
        found = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError as error:
        raise BadUrl("The web address is not valid") from error
    if found[0] not in ("http", "https"):
        raise BadUrl("The web address must begin with https:// or http://")
    if not found[1]:
        raise BadUrl("The web address names no host")
    if "@" in parts.netloc:
        raise BadUrl("Put the login into Authentication, not into the web address")
    return url


def encode_for_url(value: str) -> str:
    """Percent-encode a value for a path or a query."""
    return quote(value, safe="")


def url_encoder(template: str) -> Encoder:
    """Give the encoder of an address; an expression it begins with is an address and left alone."""
    begins = template.lstrip().startswith("${")
    untouched = iter((begins,))

    def encode(value: str) -> str:
        return value if next(untouched, False) else encode_for_url(value)

    return encode


def body_encoder(content_type: str) -> Encoder:
    """Give the encoder for values in a body of this content type."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.endswith(("/json", "+json")):
        return _encode_for_json
    if kind.endswith(("/xml", "+xml")):
        return _encode_for_xml
    if kind == "application/x-www-form-urlencoded":
        return quote_plus
    return str


def _encode_for_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _encode_for_xml(value: str) -> str:
    return escape(value, _XML_QUOTES)


def guess_content_type(body: str) -> str:
    """Tell what a body is when its author does not say."""
    begin = body.lstrip()[:1]
    if begin in ("{", "[") and not body.lstrip().startswith("${"):
        return "application/json; charset=utf-8"
    if begin == "<":
        return "application/xml; charset=utf-8"
    if _FORM.match(body.lstrip()):
        return "application/x-www-form-urlencoded"
    return "text/plain; charset=utf-8"
