"""XML from other systems as nested data; entities are refused, external references ignored."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from mep.base.flattening import MAX_DEPTH, OWN_TEXT, name_segment

MAX_ELEMENTS = 50_000


class XmlRefused(Exception):
    """Text that is no XML, or XML that tries to do more than carry data."""


class _Element:
    __slots__ = ("attributes", "children", "name", "pieces")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[_Element] = []
        self.pieces: list[str] = []


class _Builder:
    """Keeps elements down to a depth and up to a number; counts those it leaves out."""

    def __init__(self) -> None:
        self._open: list[_Element] = [_Element("", {})]
        self._skipped = 0
        self.left_out = 0
        self._kept = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or len(self._open) > MAX_DEPTH or self._kept >= MAX_ELEMENTS:
            self._skipped += 1
            self.left_out += 1
            return
        element = _Element(_local(tag), attributes)
        self._kept += 1
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._open.pop()

    def data(self, text: str) -> None:
        if not self._skipped:
            self._open[-1].pieces.append(text)

    def close(self) -> None:
        """Nothing is left to do at the end."""

    @property
    def root(self) -> _Element:
        return self._open[0].children[0]


def read_xml(source: str | bytes) -> tuple[dict[str, Any], int]:
    """Read XML as objects and lists; tell how many elements were left out.

    Several children of one name make a list; an element's own text stands under ``OWN_TEXT``.
    """
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=False)
    try:
        parser.feed(source)
        parser.close()
    except DefusedXmlException:
        raise XmlRefused("the XML declares entities, which is not allowed") from None
    except (ParseError, ValueError, LookupError) as error:
        raise XmlRefused(f"the XML is not well-formed: {error}") from None
    return {builder.root.name: _value_of(builder.root)}, builder.left_out


def _value_of(element: _Element) -> object:
    text = _text_of(element)
    if not element.children and not element.attributes:
        return text
    held: dict[str | None, Any] = {OWN_TEXT: text} if text else {}
    for name, value in element.attributes.items():
        held.setdefault(_local(name), value)
    for name, values in _by_name(element).items():
        held.setdefault(name, values if len(values) > 1 else values[0])
    return held


def _by_name(element: _Element) -> dict[str, list[object]]:
    groups: dict[str, list[object]] = {}
    for child in element.children:
        groups.setdefault(name_segment(child.name), []).append(_value_of(child))
    return groups


def _text_of(element: _Element) -> str:
    text = "".join(element.pieces).strip()
    return " ".join(text.split()) if element.children else text


def _local(name: str) -> str:
    return name.rpartition("}")[2]
