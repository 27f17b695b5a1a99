"""The properties of a service and their limits."""

from datetime import timedelta

import pytest

from flows.properties import check_properties, properties_of
from mep.base.errors import Invalid


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("remove_keyword", "yes"),
        ("default_originator", "much too long a name"),
        ("default_originator", "12"),
        ("default_language", "English!"),
        ("time_zone", "Mars/Olympus"),
        ("on_reentry", "dance"),
        ("session_lifetime", "PT59M"),
        ("session_lifetime", "P181D"),
        ("session_lifetime", "soon"),
        ("session_lifetime", 5),
        ("on_error", None),
        ("on_error", {"kind": "explode"}),
        ("on_error", {"kind": "message", "message": " "}),
        ("on_error", {"kind": "message", "message": "Hi ${user."}),
        ("on_error", {"kind": "handler"}),
        ("on_error", {"kind": "end", "colour": "red"}),
        ("colour", "red"),
    ],
)
def test_refuses_a_value_and_names_the_property(name, value):
    with pytest.raises(Invalid) as refusal:
        check_properties({name: value})

    assert refusal.value.extra["field"] == name


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("name", "  Zoë’s ☕ ", "Zoë’s ☕"),
        ("default_originator", " Bramble ", "Bramble"),
        ("default_originator", "", ""),
        ("default_originator", "83000", "83000"),
        ("default_language", "pt-BR", "pt-BR"),
        ("time_zone", "Europe/Lisbon", "Europe/Lisbon"),
        ("session_lifetime", "PT1H", timedelta(hours=1)),
        ("session_lifetime", timedelta(days=180), timedelta(days=180)),
        ("on_error", {}, {}),
        ("on_error", {"kind": "end"}, {}),
        ("on_error", {"kind": "handler", "node": "n2"}, {"kind": "handler", "node": "n2"}),
        (
            "on_error",
            {"kind": "message", "message": "Sorry ${user.name}"},
            {"kind": "message", "message": "Sorry ${user.name}"},
        ),
    ],
)
def test_keeps_a_value(name, value, kept):
    assert check_properties({name: value}) == {name: kept}


def test_properties_read_back_as_they_are(service):
    shown = properties_of(service)

    assert shown["session_lifetime"] == "P30DT00H00M00S"
    assert check_properties(shown)["session_lifetime"] == timedelta(days=30)
