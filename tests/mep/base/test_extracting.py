import pytest
from hypothesis import given
from hypothesis import strategies as st

from mep.base.external_data import read_external_data
from mep.base.extracting import NothingThere, extract

JSON = {"a": {"b c": [1, {"d": "x"}], "n": None}, "f": 1.5}
XML = '<r><i k="1">A<s>deep</s></i><i k="2"><s/></i><one>1</one></r>'


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.f", 1.5),
        ("$.a['b c'][0]", 1),
        ('$["a"]["b c"][1].d', "x"),
        ("$.a.n", None),
        ("$.a['b c']", '[1, {"d": "x"}]'),
        ("$['a']['b c'][1]", '{"d": "x"}'),
    ],
)
def test_follows_a_json_path(path, value):
    assert extract(JSON, path) == value


def test_follows_a_json_path_into_a_list():
    assert extract([{"a": 1}, {"a": 2}], "$[1].a") == 2
    assert extract([{"a": 1}, {"a": 2}], "$.a") == 1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/r/one", "1"),
        ("/r/one[1]/text()", "1"),
        ("/r/i", "A"),
        ("/r/i[1]/text()", "A"),
        ("/r/i[2]/@k", "2"),
        ("/r/i/s", "deep"),
        ("/x:r/x:one", "1"),
        ("/r/i[2]", '{"k": "2", "s": ""}'),
    ],
)
def test_follows_an_xpath(path, value):
    tree = read_external_data(XML.encode(), "text/xml", scope="session").tree

    assert extract(tree, path) == value


@pytest.mark.parametrize(
    "path",
    ["$.x", "$.a.b", "$.f.x", "$.a['b c'][9]", "$..a", "$.a[*]", "$[?(@)]", "a", "/x", "//a"],
)
def test_says_when_a_path_leads_nowhere(path):
    with pytest.raises(NothingThere):
        extract(JSON, path)


@given(st.text(max_size=20))
def test_any_path_leads_somewhere_or_nowhere(path):
    for start in ("$", "/"):
        try:
            extract(JSON, start + path)
        except NothingThere:
            continue
