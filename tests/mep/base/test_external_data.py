import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mep.base.external_data import DataRefused, read_external_data

JSON = "application/json"
XML = "text/xml"
KEY_CHARACTERS = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")


def read(body, content_type="", charset="", scope="session", prefix=""):
    body = body.encode() if isinstance(body, str) else body
    return read_external_data(body, content_type, charset, scope=scope, prefix=prefix)


def variables(*args, **options):
    return dict(read(*args, **options).variables)


def warnings(*args, **options):
    return " | ".join(read(*args, **options).warnings)


def test_reads_xml_by_the_path_of_its_elements():
    body = "<entry><temperature> 14C </temperature><wind><from>N</from></wind></entry>"

    assert variables(body, XML) == {"entry.temperature": "14C", "entry.wind.from": "N"}


def test_numbers_repeated_siblings_and_gives_the_first_without_number():
    body = (
        "<rss><channel><item><title>A</title></item><item><title>B</title></item></channel></rss>"
    )

    assert variables(body, "application/rss+xml") == {
        "rss.channel.item.size": 2,
        "rss.channel.item.title": "A",
        "rss.channel.item.0.title": "A",
        "rss.channel.item.1.title": "B",
    }


def test_reads_attributes_beside_the_text():
    body = '<a unit="C" xml:lang="en">14<b/></a>'

    assert variables(body, XML) == {"a": "14", "a.unit": "C", "a.lang": "en", "a.b": ""}


def test_drops_namespaces():
    body = '<m:a xmlns:m="urn:x" xmlns="urn:y" m:b="1"><c>2</c></m:a>'

    assert variables(body, XML) == {"a.b": "1", "a.c": "2"}


def test_attribute_goes_before_a_child_of_its_name():
    assert variables('<a b="1"><b>2</b></a>', XML) == {"a.b": "1"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<a><![CDATA[<x> & y]]></a>", "<x> & y"),
        ("<a>&lt;&#233;&amp;</a>", "<é&"),
        ("<a>one <b/>\n two</a>", "one two"),
        ("<!-- c --><?pi x?><a>1</a>", "1"),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a>1</a>', "1"),
        ('<!DOCTYPE a PUBLIC "x" "file:///etc/passwd"><a>1</a>', "1"),
    ],
)
def test_reads_texts_of_elements(body, expected):
    assert variables(body, XML)["a"] == expected


BILLION_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]><a>&l9;</a>"
)


@pytest.mark.parametrize(
    "body",
    [
        BILLION_LAUGHS,
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/"> %x;]><a/>',
        '<!DOCTYPE a [<!ENTITY x "y">]><a/>',
    ],
    ids=["billion laughs", "file", "parameter", "harmless"],
)
def test_refuses_xml_with_entities(body):
    with pytest.raises(DataRefused, match="entities"):
        read(body, XML)


@pytest.mark.parametrize(
    "body",
    ["", " ", "<a>", "<a></b>", "<a>&nbsp;</a>", "hello", "<a/><b/>", "<a:b/>", "<a b=1/>", "{}"],
)
def test_refuses_what_is_not_well_formed_xml(body):
    with pytest.raises(DataRefused):
        read(body, XML)


def test_leaves_out_elements_that_lie_too_deep():
    body = "<a>" * 5000 + "x" + "</a>" * 5000

    result = read(body, XML)

    assert result.variables == ((".".join(["a"] * 20), ""),)
    assert "4980 elements" in result.warnings[0]


def test_reads_json_by_the_path_of_its_members():
    body = '{"a": {"b": "x"}, "n": 1, "f": 1.5, "t": true, "z": null, "e": [], "o": {}}'

    found = variables(body, JSON)

    assert found == {"a.b": "x", "n": 1, "f": 1.5, "t": True, "z": None, "e.size": 0}
    assert [type(found[key]) for key in "nft"] == [int, float, bool]


def test_numbers_the_items_of_lists():
    assert variables('{"a": [{"b": 1}, {"b": 2}]}', JSON) == {
        "a.size": 2,
        "a.b": 1,
        "a.0.b": 1,
        "a.1.b": 2,
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[5, 6]", {"items.size": 2, "items": 5, "items.0": 5, "items.1": 6}),
        ("[[5], [6]]", {"items.size": 2, "items.0.size": 1, "items.0": 5, "items.1.0": 6}),
        ("[]", {"items.size": 0}),
        ('"word"', {"text": "word"}),
        ("12", {"text": 12}),
        ("null", {"text": None}),
    ],
)
def test_reads_json_that_is_no_object(body, expected):
    found = variables(body, JSON)

    assert expected.items() <= found.items()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a b", "a_b"),
        ("größe", "gr__e"),
        ("a.b", "a.b"),
        ("a-b_1", "a-b_1"),
        ("", "_"),
        (".", "_"),
        ("a..b", "a__b"),
        ("a.", "a_"),
        ("$ref", "_ref"),
        ("and", "and_"),
        ("x.Null", "x.Null_"),
        ("android", "android"),
        ("a\u0000b", "a_b"),
    ],
)
def test_makes_names_usable(name, key):
    assert variables(json.dumps({name: 1}), JSON) == {key: 1}


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", "9223372036854775808"),
        ("-9223372036854775808", -(2**63)),
        ("-9223372036854775809", "-9223372036854775809"),
        ("9" * 5000, "9" * 4000),
        ("1e400", "1e400"),
        ("-1e999", "-1e999"),
        ("1e2", 100.0),
        ("-0", 0),
    ],
)
def test_keeps_numbers_that_are_too_large_as_text(number, value):
    assert variables(f'{{"n": {number}}}', JSON)["n"] == value


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "{'a': 1}",
        '{"a": NaN}',
        "[Infinity]",
        "[-Infinity]",
        "<html></html>",
        "[1,]",
        "\x00",
    ],
)
def test_refuses_what_is_not_well_formed_json(body):
    with pytest.raises(DataRefused):
        read(body, JSON)


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 100_000, "[" * 400_000 + "]" * 400_000])
def test_refuses_json_nested_far_too_deep(body):
    with pytest.raises(DataRefused):
        read(body, JSON)


def test_leaves_out_json_that_lies_too_deep():
    body = '{"a":' * 30 + "1" + "}" * 30

    result = read(body, JSON)

    assert result.variables == ()
    assert "20 levels" in result.warnings[0]


def test_keeps_the_last_of_two_members_of_a_name_and_warns():
    assert variables('{"a": 1, "a": 2}', JSON) == {"a": 2}
    assert "twice" in warnings('{"a": 1, "a": 2}', JSON)


def test_keeps_the_first_of_two_names_that_differ_in_case():
    assert variables('{"Gate": 1, "gate": 2}', JSON) == {"Gate": 1}
    assert "gate occurs more than once" in warnings('{"Gate": 1, "gate": 2}', JSON)


def test_number_of_items_goes_before_a_member_named_size():
    assert variables('{"a": [{"size": 9}]}', JSON) == {"a.size": 1, "a.0.size": 9}


def test_keeps_500_variables():
    result = read(json.dumps({f"k{number}": number for number in range(600)}), JSON)

    assert len(result.variables) == 500
    assert "500" in result.warnings[0]


def test_leaves_out_names_that_are_too_long():
    body = json.dumps({"a" * 100: 1, "b" * 101: 2})

    assert variables(body, JSON) == {"a" * 100: 1}
    assert "too long" in warnings(body, JSON)


@pytest.mark.parametrize(
    ("scope", "length"),
    [("session", 4000), ("user", 4000), ("service", 255), ("servicecoll", 255)],
)
def test_cuts_values_to_what_the_scope_keeps(scope, length):
    body = json.dumps({"a": "x" * 5000})

    assert variables(body, JSON, scope=scope) == {"a": "x" * length}
    assert f"a was cut to {length}" in warnings(body, JSON, scope=scope)


def test_removes_characters_that_cannot_be_stored():
    body = r'{"a": "x\u0000y\u001bz\uffff\n\t\ud800é😀"}'

    assert variables(body, JSON) == {"a": "xyz\n\t\ufffdé😀"}
    assert "a lost characters" in warnings(body, JSON)


def test_counts_warnings_it_does_not_show():
    body = json.dumps({f"a{number}": "\u0000" for number in range(30)})

    assert read(body, JSON).warnings[-1] == "and 10 more"


def test_puts_a_prefix_before_every_name():
    assert variables('{"a": 1}', JSON, prefix="weather") == {"weather.a": 1}
    assert variables("hi", "text/plain", prefix="weather") == {"weather.text": "hi"}


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("hi there", "text/plain", {"text": "hi there"}),
        ('{"a": 1}', "text/plain", {"text": '{"a": 1}'}),
        ("<b>x</b>", "text/html", {"text": "<b>x</b>"}),
        ("", "", {"text": ""}),
        ("hi", "", {"text": "hi"}),
        (' \n{"a": 1}', "", {"a": 1}),
        ("\ufeff[1]", "", {"items.size": 1, "items": 1, "items.0": 1}),
        ("<a>1</a>", "", {"a": "1"}),
        ("<a>1</a>", "application/octet-stream", {"a": "1"}),
        ('{"a": 1}', "application/problem+json; x=y", {"a": 1}),
        ('{"a": 1}', "APPLICATION/JSON", {"a": 1}),
        ("a,b", "text/csv", {"text": "a,b"}),
    ],
)
def test_content_type_decides_how_it_is_read(body, content_type, expected):
    assert variables(body, content_type) == expected


@pytest.mark.parametrize("content_type", ["image/png", "audio/mpeg", "video/mp4", "font/woff"])
def test_refuses_what_is_no_text(content_type):
    with pytest.raises(DataRefused, match="no text"):
        read("x", content_type)


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        ('{"a": "é"}'.encode("latin-1"), JSON, "iso-8859-1"),
        ('{"a": "é"}'.encode("utf-16"), JSON, ""),
        ('{"a": "é"}'.encode("utf-8-sig"), JSON, "utf-8"),
        ("<a>é</a>".encode("latin-1"), XML, "latin1"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode("latin-1"), XML, ""),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode(), XML, "utf-8"),
        ("<a>é</a>".encode("utf-16"), XML, ""),
        ("<a>é</a>".encode("windows-1252"), XML, "Windows-1252"),
        ("<a>é</a>".encode(), XML, "no-such-charset"),
    ],
)
def test_reads_other_charsets(body, content_type, charset):
    assert variables(body, content_type, charset) == {"a": "é"}


@pytest.mark.parametrize(
    "charset", ["", "utf-8", "punycode", "idna", "zip", "rot13", "\x00", "mbcs"]
)
def test_refuses_bytes_that_are_not_of_the_charset(charset):
    with pytest.raises(DataRefused, match="not valid"):
        read(b"\xff\xfe\xfa", "text/plain", charset)


@pytest.mark.parametrize(
    "body",
    [
        '[{"a":' * 10 + "[" + "{}," * 200_000 + "{}]" + "}]" * 10,
        '[{"a":' * 9 + "{" + ",".join(f'"{"k" * 90}{n}":1' for n in range(8000)) + "}" + "}]" * 9,
        "[" + "[]," * 300_000 + "[]]",
    ],
    ids=["empty objects", "long names", "empty lists"],
)
def test_stops_early_in_data_that_leads_nowhere(body):
    result = read(body, JSON)

    assert len(result.variables) <= 500
    assert result.warnings


def test_stops_counting_elements_of_a_very_large_document():
    result = read("<a>" + "<b/>" * 200_000 + "</a>", XML)

    assert dict(result.variables)["a.b.size"] == 49_999
    assert len(result.variables) == 500


TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=30,
)


@given(TREES, st.sampled_from(["session", "service"]))
def test_any_json_gives_storable_variables(tree, scope):
    result = read(json.dumps(tree), JSON, scope=scope)

    for key, value in result.variables:
        assert set(key) <= KEY_CHARACTERS
        assert not key.startswith(".")
        assert not key.endswith(".")
        assert ".." not in key
        assert isinstance(value, str | int | float | bool | None)
        assert not isinstance(value, str) or len(value) <= 4000


@given(st.binary(max_size=200), st.sampled_from(["", JSON, XML, "text/plain"]), st.text(max_size=9))
def test_any_bytes_are_read_or_refused(body, content_type, charset):
    try:
        read(body, content_type, charset)
    except DataRefused:
        return
