import gsmcodecs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text.gsm import (
    CHARACTERS,
    NotGsm,
    count_fill_bits,
    count_septets,
    decode_gsm,
    encode_gsm,
    is_gsm,
    pack_septets,
    unpack_septets,
)

ORACLE = "gsm23.038"
GSM_TEXT = st.text(st.sampled_from(sorted(CHARACTERS)))


def test_has_127_plain_and_10_extension_characters():
    widths = [len(encode_gsm(character)) for character in CHARACTERS]

    assert widths.count(1) == 127
    assert widths.count(2) == 10


@given(GSM_TEXT)
def test_encodes_as_the_oracle_does(text):
    assert encode_gsm(text) == text.encode(ORACLE)
    assert count_septets(text) == len(text.encode(ORACLE))
    assert decode_gsm(encode_gsm(text)) == text


def test_accepts_the_characters_the_oracle_accepts():
    def is_accepted(character):
        try:
            return bool(character.encode(ORACLE))
        except UnicodeEncodeError:
            return False

    everyday = [chr(code) for code in range(0x3000) if code != 0x1B]

    assert [c for c in everyday if is_gsm(c)] == [c for c in everyday if is_accepted(c)]
    assert gsmcodecs.__doc__


@pytest.mark.parametrize("text", list("`çáíóú’“–\u00a0\tΑ😀") + ["\x1b"])
def test_refuses_characters_people_think_are_in_it(text):
    assert not is_gsm(text)
    with pytest.raises(NotGsm) as caught:
        encode_gsm("ok" + text)
    assert caught.value.character == text


@pytest.mark.parametrize(
    ("septets", "text"),
    [
        (b"\x1b\x41", "A"),
        (b"\x1b\x65", "€"),
        (b"\x1b", " "),
        (b"\x1b\x1b", " "),
        (b"a\x1b\x3cb", "a[b"),
        (b"\x00\x7f", "@à"),
    ],
)
def test_decodes_unknown_escapes_as_their_plain_character(septets, text):
    assert decode_gsm(septets) == text


def test_packs_septets_least_significant_bits_first():
    assert pack_septets(encode_gsm("hellohello")).hex().upper() == "E8329BFD4697D9EC37"


def test_fills_to_a_septet_after_a_header():
    assert count_fill_bits(6) == 1
    assert pack_septets(encode_gsm("hello"), count_fill_bits(6)).hex().upper() == "D06536FB0D"


@pytest.mark.parametrize(("header", "bits"), [(0, 0), (6, 1), (7, 0), (4, 3), (9, 5), (12, 2)])
def test_header_and_fill_end_on_a_septet(header, bits):
    assert count_fill_bits(header) == bits
    assert (header * 8 + bits) % 7 == 0


@given(st.binary().map(lambda data: bytes(byte & 0x7F for byte in data)), st.integers(0, 6))
def test_unpacks_what_it_packed(septets, fill_bits):
    packed = pack_septets(septets, fill_bits)

    assert unpack_septets(packed, len(septets), fill_bits) == septets
