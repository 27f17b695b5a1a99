import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text.msisdn import (
    BadNumber,
    OriginatorKind,
    check_msisdn,
    check_originator,
    find_originator_kind,
    is_msisdn,
    mask,
    normalise,
)


@pytest.mark.parametrize("number", ["123456", "447700900750", "12515550130", "1" * 16])
def test_accepts_numbers_of_6_to_16_digits(number):
    assert check_msisdn(number) is None
    assert is_msisdn(number)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "empty"),
        ("12345", "not 5"),
        ("1" * 17, "not 17"),
        ("0770090075", "begins with 0"),
        ("+447700900750", "digits only"),
        ("44770090075x", "digits only"),
        ("٤٤٧٧٠٠٩٠٠٧", "digits only"),
        ("447700900750\n", "digits only"),
    ],
)
def test_says_why_a_number_is_refused(number, reason):
    assert reason in check_msisdn(number)
    assert not is_msisdn(number)


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("+44 7700 900750", None, "447700900750"),
        ("0044-7700-900750", None, "447700900750"),
        ("+44 (0)7700 900750", None, "447700900750"),
        ("447700900750", None, "447700900750"),
        ("(1251) 555.0130", None, "12515550130"),
        ("07700 900750", "44", "447700900750"),
        ("447700900750", "44", "447700900750"),
        ("06 1234 5678", "39", "390612345678"),
        ("(251) 555-0130", "1", "12515550130"),
        ("011 44 7700 900750", "1", "447700900750"),
        ("\u202a+44\u00a07700\u2011900750\u202c", None, "447700900750"),
    ],
)
def test_reads_numbers_as_people_write_them(written, country, number):
    assert normalise(written, country) == number


@pytest.mark.parametrize(
    "written", ["07700 900750", "call me", "", "+0044", "+44 7700 9007x", "++44"]
)
def test_refuses_what_is_no_number(written):
    with pytest.raises(BadNumber):
        normalise(written)


@pytest.mark.parametrize(
    ("originator", "kind", "ton"),
    [
        ("447700900750", OriginatorKind.LONG_NUMBER, 1),
        ("83000", OriginatorKind.SHORT_CODE, 3),
        ("123", OriginatorKind.SHORT_CODE, 3),
        ("12345678", OriginatorKind.SHORT_CODE, 3),
        ("ACME", OriginatorKind.ALPHANUMERIC, 5),
        ("A-1 _.&", OriginatorKind.ALPHANUMERIC, 5),
        ("elevenchars", OriginatorKind.ALPHANUMERIC, 5),
    ],
)
def test_tells_the_kind_of_an_originator(originator, kind, ton):
    assert find_originator_kind(originator) is kind
    assert kind.ton == ton
    assert check_originator(originator) is None


@pytest.mark.parametrize(
    ("originator", "reason"),
    [
        ("", "empty"),
        ("12", "3 to 8 digits"),
        ("012345678", "3 to 8 digits"),
        ("twelve chars", "at most 11"),
        ("ACME!", "letters A to Z"),
        ("Zoë", "letters A to Z"),
        ("1 2", "letters A to Z"),
        ("ACME\n", "letters A to Z"),
    ],
)
def test_says_why_an_originator_is_refused(originator, reason):
    assert find_originator_kind(originator) is None
    assert reason in check_originator(originator)


@pytest.mark.parametrize(
    ("number", "masked"),
    [("447700900750", "4477••••0750"), ("123456", "12••56"), ("12", "••"), ("", "")],
)
def test_masks_the_middle(number, masked):
    assert mask(number) == masked


@given(st.text(), st.sampled_from([None, "44", "1", "39"]))
def test_gives_a_number_or_refuses(text, country):
    try:
        number = normalise(text, country)
    except BadNumber:
        return
    assert is_msisdn(number)


@given(st.text("0123456789", min_size=6))
def test_mask_keeps_length_and_hides_a_third(number):
    masked = mask(number)

    assert len(masked) == len(number)
    assert masked.count("•") * 3 >= len(number)
