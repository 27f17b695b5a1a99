import pytest

from flows.engine.effects import LookUpNetwork
from flows.outside.lookup import Found


class Carrier:
    """A provider of an installation's own."""

    def look_up(self, number):
        return Found("MYNET", mcc="999", country="XX")


@pytest.mark.parametrize(
    ("number", "network", "mcc", "mnc", "country"),
    [
        ("447700900000", "O2UK", "234", "10", "GB"),
        ("447700900001", "VODAFONEUK", "234", "15", "GB"),
        ("447700900006", "VODAFONEUK", "234", "15", "GB"),
        ("12065550142", "SPRINTUS", "310", "120", "US"),
        ("14165550141", "BELLCA", "302", "610", "CA"),
        ("447700900980", "UNKNOWN", "234", "", "GB"),
        ("861065529988", "UNKNOWN", "", "", ""),
    ],
)
def test_tells_the_operator_from_the_number(attempt, number, network, mcc, mnc, country):
    result = attempt(LookUpNetwork(number))

    assert result.ok
    assert result.data == {
        "network": network,
        "mcc": mcc,
        "mnc": mnc,
        "country": country,
        "type": "mobile",
    }


@pytest.mark.parametrize("number", ["447700900981", "442079460000"])
def test_what_is_no_mobile_fails_at_once(attempt, number):
    result = attempt(LookUpNetwork(number))

    assert (result.ok, result.reason, result.retry_after) == (False, "lookup", None)
    assert result.message == f"{number} is not a mobile number"


def test_a_lookup_out_of_order_is_tried_again_until_the_session_gives_up(attempt):
    effect = LookUpNetwork("447700900982")

    pauses = [attempt(effect, number, age).retry_after for number, age in [(1, 0), (2, 5), (5, 50)]]

    assert [pause and pause.total_seconds() for pause in pauses] == [5, 10, None]
    assert attempt(effect).reason == "lookup"


def test_an_installation_may_have_a_provider_of_its_own(attempt, settings):
    settings.MEP_LOOKUP_PROVIDER = f"{__name__}.Carrier"

    assert attempt(LookUpNetwork("861065529988")).data["network"] == "MYNET"
