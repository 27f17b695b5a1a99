"""Answers of other systems, read into variables: JSON, XML or plain text."""

import codecs
import json
import math
import re
from dataclasses import dataclass

from mep.base.external_xml import XmlRefused, read_xml
from mep.base.flattening import Collector, Value, flatten

INTEGER_LIMIT = 2**63
LONGEST_INTEGER_CHARACTERS = 20

# Others are read as UTF-8: some codecs take hours for a hostile text, or are none for texts at all.
_CHARSETS = re.compile(
    r"utf-(8|16|32)(-sig|-le|-be)?|ascii|iso8859-\d+|cp125\d|cp874|koi8-[ru]|mac-roman|tis-620"
    r"|gbk|gb2312|gb18030|big5|shift_jis|euc_(jp|kr)"
)
_BINARY = ("image/", "audio/", "video/", "font/")
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream"})


class DataRefused(Exception):
    """An answer that cannot be read; its message says why."""


@dataclass(frozen=True, slots=True)
class ExternalData:
    """What an answer holds as variables, and what of it could not be kept as it was.

    ``tree`` is the same as nested objects and lists, to take single values out of.
    """

    variables: tuple[tuple[str, Value], ...]
    warnings: tuple[str, ...] = ()
    tree: object = None


def read_external_data(
    body: bytes, content_type: str = "", charset: str = "", *, scope: str, prefix: str = ""
) -> ExternalData:
    """Read the body of an answer into variables for a scope.

    The content type decides how it is read; without one its first character does. The place of an
    item in a list is part of the name: ``items.0.title``; the first item is also ``items.title``.
    """
    collector = Collector(scope, prefix)
    kind = _kind_of(content_type, body)
    tree = _READERS[kind](body, charset, collector)
    collector.collect(flatten(_with_names(tree), collector))
    return ExternalData(collector.variables, collector.warnings, tree)


def _with_names(tree: object) -> object:
    """Give what has no name of its own one: a list ``items``, a single value ``text``."""
    if isinstance(tree, dict):
        return tree
    return {"items" if isinstance(tree, list) else "text": tree}


def _kind_of(content_type: str, body: bytes) -> str:
    kind = content_type.partition(";")[0].strip().lower()
    if kind in {"application/json", "text/json"} or kind.endswith("+json"):
        return "json"
    if kind in {"application/xml", "text/xml"} or kind.endswith("+xml"):
        return "xml"
    if kind.startswith(_BINARY):
        raise DataRefused(f"the answer is no text but {kind[:40]}")
    return _guess(body) if kind in _UNTOLD else "text"


def _guess(body: bytes) -> str:
    start = body.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    return {b"<": "xml", b"{": "json", b"[": "json"}.get(start, "text")


def _decode(body: bytes, charset: str) -> str:
    try:
        return body.decode(_known(charset) or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise DataRefused(f"the answer is not valid {charset or 'utf-8'}") from None


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return name if _CHARSETS.fullmatch(name) else ""


def _read_text(body: bytes, charset: str, _collector: Collector) -> object:
    return _decode(body, charset)


def _read_json(body: bytes, charset: str, collector: Collector) -> object:
    text = _decode(body, charset or json.detect_encoding(body))

    def read_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        read = dict(pairs)
        if len(read) < len(pairs):
            collector.warn("the JSON names something twice in one object, the last was kept")
        return read

    try:
        return json.loads(
            text,
            object_pairs_hook=read_object,
            parse_int=_read_integer,
            parse_float=_read_number,
            parse_constant=_refuse_constant,
        )
    except RecursionError:
        raise DataRefused("the JSON is nested too deep") from None
    except ValueError as error:
        raise DataRefused(f"the JSON is not well-formed: {error}") from None


def _read_integer(digits: str) -> int | str:
    """Keep as text what is too large for a number."""
    if len(digits) > LONGEST_INTEGER_CHARACTERS:
        return digits
    number = int(digits)
    return number if -INTEGER_LIMIT <= number < INTEGER_LIMIT else digits


def _read_number(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _read_xml(body: bytes, charset: str, collector: Collector) -> object:
    source = _decode(body, charset) if _known(charset) else body
    try:
        data, left_out = read_xml(source)
    except XmlRefused as error:
        raise DataRefused(str(error)) from None
    if left_out:
        collector.warn(f"{left_out} elements too deep or too many were left out")
    return data


_READERS = {"json": _read_json, "xml": _read_xml, "text": _read_text}
