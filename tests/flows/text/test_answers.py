import pytest

from flows.text.answers import is_email, read_decimal, read_email, read_number, read_phone


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" 12. ", 12),
        ("-4", -4),
        ("12.50", 12.5),
        ("12,5", 12.5),
        (".5", 0.5),
        ("1,000", 1000),
        ("1 000", 1000),
        ("1.000.000", 1_000_000),
        ("1.234,5", 1234.5),
        ("£3.50", 3.5),
        ("20%", 20),
        ("3 please", 3),
        ("3 or 4", 3),
        ("I am 25!", 25),
        ("٢٣", 23),
        ("007", 7),
        ("9223372036854775807", 9223372036854775807),
    ],
)
def test_reads_number_as_people_write_it(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "twelve",
        "12kg",
        "10-12",
        "about 10 or 12",
        "1e9",
        "9223372036854775808",
        "1" * 60,
    ],
)
def test_reads_no_number_where_none_is_meant(text):
    assert read_number(text) is None


def test_keeps_whole_numbers_whole():
    assert isinstance(read_number("12.0"), int)
    assert isinstance(read_number("12.5"), float)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" -1.5 ", -1.5), ("1.0E7", 1e7), ("12.", 12.0), ("1,5", None), ("x", None)],
)
def test_reads_decimal_as_programs_write_it(text, number):
    assert read_decimal(text) == number


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ann@example.com", "ann@example.com"),
        ("It is <Ann.Lee@EXAMPLE.co.uk>.", "Ann.Lee@example.co.uk"),
        ("a@b.com or c@d.com", None),
        ("a@b.com, a@b.com", "a@b.com"),
        ("ann at example.com", None),
        ("", None),
    ],
)
def test_reads_the_one_address_in_a_text(text, address):
    assert read_email(text) == address


@pytest.mark.parametrize(
    "text",
    ["a@b", "a..b@c.de", ".a@b.de", "a.@b.de", "a b@c.de", "a@b.c", "a@-b.de", f"{'a' * 250}@b.de"],
)
def test_refuses_what_is_no_address(text):
    assert not is_email(text)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("447700900001", None, "447700900001"),
        ("+44 (7700) 900-001", None, "447700900001"),
        ("call 0044 7700900001 now", None, "447700900001"),
        ("07700 900001", None, None),
        ("07700 900001", "44", "447700900001"),
        ("447700900001, 447700900002", None, None),
        ("12345", None, None),
        ("no", None, None),
    ],
)
def test_reads_the_one_phone_number_in_a_text(text, country, number):
    assert read_phone(text, country) == number
