import pytest

from mep.routing.patterns import check_pattern


@pytest.mark.parametrize(
    ("source", "captures", "problem"),
    [
        ("(", (), "faulty"),
        ("a*", (), "empty message"),
        ("a" * 501, (), "500 characters"),
        ("(a)" * 10, (), "9 groups"),
        ("(a)", ((2, "keyword"),), "no group 2"),
        ("(a)", ((0, "keyword"),), "no group 0"),
    ],
)
def test_refuses_to_save(source, captures, problem):
    (found,) = check_pattern(source, captures)

    assert problem in found


@pytest.mark.parametrize("source", [r"(?:vote|v)\s+(\d{1,2})\b.*", "a" * 500, "(a)" * 9])
def test_allows_to_save(source):
    assert check_pattern(source, ((1, "keyword"),) if "(" in source else ()) == []
