"""Network Lookup."""

from datetime import timedelta

import pytest

from flows.engine.effects import LookUpNetwork, SetNetwork
from flows.engine.events import Performed, TimedOut
from flows.handlers.network_lookup import NetworkLookup

FOUND = {"network": "Vodafone", "mcc": "234", "mnc": "15", "country": "GB", "type": "mobile"}
KNOWN = {"user.identifiers.msisdn.network": "Three"}


def test_asks_about_an_unknown_operator(run):
    played = run(NetworkLookup())

    assert played.effects == (LookUpNetwork("447700900001"),)
    assert played.wait.until - played.world.now == timedelta(minutes=2)


@pytest.mark.parametrize("facts", [{"variables": KNOWN}, {"network": "Three"}])
def test_does_not_ask_when_the_operator_is_known(run, facts):
    played = run(NetworkLookup(), **facts)

    assert (played.outcome, played.effects) == ("successful_lookup", ())
    assert played.fields == {"network": "Three"}


def test_asks_about_every_number_when_told(run):
    assert run(NetworkLookup(every=True), variables=KNOWN).effects


def test_keeps_the_operator_it_found(run):
    played = run(NetworkLookup(), Performed(data=FOUND))

    assert played.outcome == "successful_lookup"
    assert played.effects == (SetNetwork("Vodafone"),)
    assert played.variable("user.identifiers.msisdn.network") == "Vodafone"
    assert [
        played.variable(f"session.lookup.{key}") for key in ("mcc", "mnc", "country", "type")
    ] == [
        "234",
        "15",
        "GB",
        "mobile",
    ]


def test_keeps_the_circle_of_an_indian_number(run):
    played = run(NetworkLookup(), Performed(data={**FOUND, "circle": "Kerala"}))

    assert played.variable("session.circle") == "Kerala"


@pytest.mark.parametrize("network", ["UNKNOWN", "", None])
def test_an_unknown_operator_never_replaces_a_known_one(run, network):
    answer = Performed(data={**FOUND, "network": network})

    played = run(NetworkLookup(every=True), answer, variables=KNOWN)

    assert (played.outcome, played.effects) == ("unknown_operator", ())
    assert played.variable("user.identifiers.msisdn.network") == "Three"
    assert played.variable("session.lookup.country") == "GB"


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (TimedOut(), "lookup"),
        (Performed(ok=False), "lookup"),
        (Performed(ok=False, reason="number", message="not a mobile"), "number"),
    ],
)
def test_fails_without_an_answer(run, event, reason):
    played = run(NetworkLookup(), event)

    assert (played.outcome, played.reason) == ("failed", reason)
    assert not played.visit.error.defect


def test_fails_for_what_is_no_number(run):
    played = run(NetworkLookup(), msisdn="SHOP")

    assert (played.outcome, played.reason) == ("failed", "number")


def test_sums_itself_up():
    assert NetworkLookup().summary() == "when the operator is unknown"
    assert NetworkLookup(every=True).summary() == "every number"
    assert NetworkLookup.outcome_label("failed") == "Lookup failed"
    assert ("session", "lookup.country") in set(NetworkLookup().writes())
