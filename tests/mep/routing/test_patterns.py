"""Which regular expressions may be saved as keywords."""

import pytest

from mep.base.errors import Invalid
from mep.routing.rules import Match
from mep.routing.services import NewKeyword, check_keyword


@pytest.mark.parametrize(
    ("source", "captures", "problem"),
    [
        ("(", {}, "faulty"),
        ("a*", {}, "empty message"),
        ("a" * 501, {}, "500 characters"),
        ("(a)" * 10, {}, "9 groups"),
        ("(a)", {"2": "keyword"}, "no group 2"),
        ("(a)", {"0": "keyword"}, "no group 0"),
        ("(a)", {"9" * 5_000: "keyword"}, "no group 9"),
        ("(a)", {"1": "user.name"}, "fills the keyword, the message or a session variable"),
        ("(a)", {"1": "session.id.and"}, "fills the keyword, the message or a session variable"),
    ],
)
def test_refuses_to_save(source, captures, problem):
    with pytest.raises(Invalid, match=problem):
        check_keyword(NewKeyword(source, Match.REGEX, captures=captures))


@pytest.mark.parametrize("source", [r"(?:vote|v)\s+(\d{1,2})\b.*", "a" * 500, "(a)" * 9])
def test_allows_to_save(source):
    captures = {"1": "keyword"} if "(" in source else {}

    check_keyword(NewKeyword(source, Match.REGEX, captures=captures))
