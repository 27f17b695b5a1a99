import re

import pytest

from mep.base.ids import new_id, new_request_id, parse_id


def test_new_id_has_twelve_upper_case_hex_digits():
    assert re.fullmatch(r"[1-9A-F][0-9A-F]{11}", new_id())


def test_new_id_has_the_length_asked_for():
    assert [len(new_id(length)) for length in (1, 5, 16)] == [1, 5, 16]


def test_new_ids_differ():
    assert len({new_id() for _ in range(1000)}) == 1000


def test_new_request_id_has_four_groups_of_five():
    assert re.fullmatch(r"[A-Z0-9]{5}(-[A-Z0-9]{5}){3}", new_request_id())


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("5c0ffee5c0f1", "5C0FFEE5C0F1"),
        ("00005C0FFEE5C0F1", "5C0FFEE5C0F1"),
        ("D649DC369FD68582", "D649DC369FD68582"),
        ("7", "7"),
        ("0", "0"),
    ],
)
def test_parse_id_brings_an_id_to_its_stored_form(text, stored):
    assert parse_id(text) == stored


@pytest.mark.parametrize("text", ["", "12345678901234567", "XYZ", " 12", "12\n", "-1", "１２"])
def test_parse_id_refuses_what_is_no_id(text):
    assert parse_id(text) is None
