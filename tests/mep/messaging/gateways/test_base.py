import pytest
from pydantic import ValidationError

from mep.messaging.gateways import GATEWAYS, make_gateway
from mep.messaging.gateways.base import (
    ErrorClass,
    Gateway,
    Health,
    NotSupported,
    RawRequest,
    SendResult,
    count_retry_seconds,
)


class Minimal(Gateway):
    """Refuses nothing and asks nothing."""

    kind = "minimal"
    label = "Minimal"

    def send(self, batch):
        return [SendResult("accepted", (message.id,)) for message in batch]

    def health(self):
        return Health(ok=True)


def test_finds_kinds_by_module_name():
    assert all(gateway.kind == name for name, gateway in GATEWAYS.items())
    assert "simulator" in GATEWAYS
    assert "base" not in GATEWAYS


def test_describes_settings_as_a_schema():
    described = GATEWAYS["simulator"].describe()

    assert described["label"] == "Simulator"
    assert described["schema"]["properties"]["delay"]["format"] == "duration"


def test_refuses_settings_it_does_not_know():
    with pytest.raises(ValidationError):
        make_gateway("simulator", {"speed": 3})


def test_knows_its_account():
    assert make_gateway("simulator", {}, "A1B2C3D4E5F6").account == "A1B2C3D4E5F6"


@pytest.mark.parametrize(
    "ask",
    [
        lambda gateway: gateway.report(["1"]),
        lambda gateway: gateway.find(["1"]),
        lambda gateway: gateway.webhook("mo", RawRequest("POST", "https://x/", {}, b"")),
        lambda gateway: gateway.events(),
    ],
)
def test_says_what_it_does_not_support(ask):
    with pytest.raises(NotSupported):
        ask(Minimal())


def test_passing_errors_are_not_final():
    passing = [error for error in ErrorClass if not error.is_final]

    assert passing == ["throttled", "temporary", "auth"]


@pytest.mark.parametrize(
    ("attempt", "shortest", "longest"),
    [(1, 2.5, 5), (2, 5, 10), (3, 10, 20), (8, 320, 640), (9, 450, 900), (500, 450, 900)],
)
def test_waits_longer_after_each_failure(attempt, shortest, longest):
    assert count_retry_seconds(attempt, 0.0) == shortest
    assert count_retry_seconds(attempt, 1.0) == longest
