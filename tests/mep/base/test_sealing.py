import pytest

from mep.base.sealing import Unreadable, seal, unseal


def test_opens_what_it_sealed():
    sealed = seal("tests", b"content")

    assert b"content" not in sealed
    assert unseal("tests", sealed) == b"content"


def test_seals_differently_each_time():
    assert seal("tests", b"content") != seal("tests", b"content")


def test_opens_nothing_sealed_for_another_purpose():
    with pytest.raises(Unreadable):
        unseal("others", seal("tests", b"content"))


def test_opens_nothing_sealed_with_another_key(settings):
    sealed = seal("tests", b"content")
    settings.SECRET_KEY = "other" * 10

    with pytest.raises(Unreadable):
        unseal("tests", sealed)


def test_opens_nothing_that_was_changed():
    sealed = bytearray(seal("tests", b"content"))
    sealed[20] ^= 1

    with pytest.raises(Unreadable):
        unseal("tests", bytes(sealed))
