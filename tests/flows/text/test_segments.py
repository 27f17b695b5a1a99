import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text.gsm import CHARACTERS, encode_gsm
from flows.text.segments import Measure, count_capacity, measure, split

ANY_TEXT = st.text() | st.text(st.sampled_from("a€[]\n")) | st.text(st.sampled_from("ağ😀"))
LONG_TEXT = st.builds(lambda text, times: text * times, ANY_TEXT, st.integers(1, 120))


@pytest.mark.parametrize(
    ("header", "gsm", "ucs2"),
    [(0, 160, 70), (6, 153, 67), (7, 152, 66), (4, 155, 68), (9, 149, 65), (12, 146, 64)],
)
def test_header_leaves_less_room(header, gsm, ucs2):
    assert count_capacity("GSM-7", header) == gsm
    assert count_capacity("UCS-2", header) == ucs2


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", "GSM-7", 0, 0),
        ("a", "GSM-7", 1, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("a" * 612, "GSM-7", 612, 4),
        ("a" * 613, "GSM-7", 613, 5),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("€" * 152, "GSM-7", 304, 2),
        ("€" * 153, "GSM-7", 306, 3),
        ("ğ" * 70, "UCS-2", 70, 1),
        ("ğ" * 71, "UCS-2", 71, 2),
        ("ğ" * 134, "UCS-2", 134, 2),
        ("ğ" * 268, "UCS-2", 268, 4),
        ("ğ" * 269, "UCS-2", 269, 5),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 36, "UCS-2", 72, 2),
        ("😀" * 67, "UCS-2", 134, 3),
    ],
)
def test_counts_units_and_parts(text, encoding, units, parts):
    result = measure(text)

    assert (result.encoding, result.units, result.parts) == (encoding, units, parts)


def test_splits_81_euros_into_152_and_10_septets():
    assert [len(encode_gsm(part)) for part in split("€" * 81)] == [152, 10]


def test_never_splits_a_surrogate_pair():
    parts = split("a" + "😀" * 40)

    assert [len(part.encode("utf-16-be")) // 2 for part in parts] == [67, 14]


def test_names_each_culprit_once_in_order():
    assert measure("a ’ b – ’ ğ").culprits == ("’", "–", "ğ")


def test_forced_encodings_are_kept():
    assert measure("abc", "ucs2") == Measure("UCS-2", 3, 3, 1)
    assert measure("a ğ", "gsm7") == Measure("GSM-7", 3, 3, 1, ("ğ",))


def test_longer_header_costs_parts():
    assert measure("a" * 306, header_octets=7).parts == 3
    assert len(split("a" * 306, header_octets=7)) == 3


def test_lone_surrogate_is_one_unit():
    assert measure("\ud83d").units == 1


@given(LONG_TEXT, st.sampled_from(["auto", "ucs2"]), st.sampled_from([6, 7, 9, 12]))
def test_parts_join_to_the_text_and_fit(text, encoding, header):
    result = measure(text, encoding, header)

    parts = split(text, encoding, header)

    assert "".join(parts) == text
    assert len(parts) == result.parts
    capacity = count_capacity(result.encoding, 0 if len(parts) == 1 else header)
    assert all(0 < measure(part, _as(result.encoding)).units <= capacity for part in parts)
    assert sum(measure(part, _as(result.encoding)).units for part in parts) == result.units


@given(LONG_TEXT)
def test_chooses_gsm_exactly_when_every_character_fits(text):
    result = measure(text)

    assert (result.encoding == "GSM-7") == (set(text) <= CHARACTERS)
    assert set(result.culprits) == set(text) - CHARACTERS


def _as(encoding):
    return "gsm7" if encoding == "GSM-7" else "ucs2"
