from datetime import date

import pytest

from flows.text.dates import read_date

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-05", date(2026, 4, 5)),
        ("5/4/2026", date(2026, 4, 5)),
        ("5.4.26", date(2026, 4, 5)),
        ("05-04-26", date(2026, 4, 5)),
        ("5/4", date(2026, 4, 5)),
        ("5 April", date(2026, 4, 5)),
        ("5th of april, 2027", date(2027, 4, 5)),
        ("Apr 5", date(2026, 4, 5)),
        ("Sept. 5, 1999", date(1999, 9, 5)),
        ("Sunday 5 April.", date(2026, 4, 5)),
        ("on sun 5 apr", date(2026, 4, 5)),
        ("today", TODAY),
        ("Tomorrow!", date(2026, 3, 3)),
        ("yesterday", date(2026, 3, 1)),
        ("29/2/2028", date(2028, 2, 29)),
        ("1.2.87", date(1987, 2, 1)),
        ("1.2.45", date(2045, 2, 1)),
        ("1.2.46", date(1946, 2, 1)),
    ],
)
def test_reads_date(text, expected):
    assert read_date(text, TODAY) == expected


@pytest.mark.parametrize(
    "text",
    ["", "soon", "3.5", "3-5", "31/2/2026", "29/2/2026", "5 Aprilish", "0/4", "5/13", "2026-13-01"],
)
def test_reads_no_date_where_none_is_written(text):
    assert read_date(text, TODAY) is None


def test_reads_month_first_when_told():
    assert read_date("4/5/2026", TODAY, month_first=True) == date(2026, 4, 5)
    assert read_date("4/5", TODAY, month_first=True) == date(2026, 4, 5)
