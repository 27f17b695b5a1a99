import pytest

from mep.base import errors


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        (errors.NotFound, "not_found", 404),
        (errors.NotAllowed, "not_allowed", 403),
        (errors.Invalid, "invalid", 422),
        (errors.Conflict, "conflict", 409),
        (errors.TooMany, "too_many", 429),
        (errors.Unavailable, "unavailable", 503),
    ],
)
def test_every_refusal_has_a_code_and_a_status_of_its_own(kind, code, status):
    refusal = kind("no")

    assert (refusal.code, refusal.status) == (code, status)


def test_a_refusal_keeps_its_sentence_code_and_facts():
    refusal = errors.Conflict('keyword "STOP" already exists', code="keyword_taken", on="83000")

    assert str(refusal) == refusal.message == 'keyword "STOP" already exists'
    assert refusal.code == "keyword_taken"
    assert refusal.extra == {"on": "83000"}
