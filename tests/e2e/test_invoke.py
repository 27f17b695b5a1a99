"""Another system starts a service as the documentation says."""

import json
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e import calls
from tests.e2e.visits import Console
from tests.installation import wait_until

pytestmark = pytest.mark.e2e
SECOND = timedelta(seconds=1)
ANSWER_SECONDS = 30

# The body of the documented example, as its file holds it.
DOCUMENTED = b"""{
   "endUser": {
      "phoneNumber": 12515550130,
      "mobileOperatorId": 383
   },
   "variables": {
      "session": {
         "seatLocation": "aisle",
         "seatClass": "first",
         "flightNumber": 49,
         "flightAirline": "AwesomeAirways"
      },
      "user": {
         "frequentFlyerAccountNumber": "MJHF787679"
      }
   }
}
"""
SERVICES = (
    "Auto-response",
    "Best blend vote",
    "Tasting appointment",
    "Tea Club HELP",
    "Tea Club STOP",
    "Tea Club double opt-in",
    "Weather at the tea garden",
)


def test_documented_request_is_accepted_and_its_id_finds_session_and_text(installation, demo):
    answer = invoke(installation, "Tasting appointment", DOCUMENTED)
    assert (answer.status_code, answer.headers["Content-Length"]) == (202, "0")

    console = Console(demo).open()
    console.search(answer.headers["X-Request-Id"])

    steps = console.unfold(console.row("MT", "Your appointment is booked"))
    expect(steps.get_by_role("row").filter(has_text="Booked")).to_contain_text("Sent")
    expect(demo.locator(".console-facts")).to_contain_text(answer.headers["X-Request-Id"])


@pytest.mark.parametrize("name", SERVICES)
def test_every_demo_service_answers_with_a_text_within_a_second(installation, stored, name):
    number = 447_700_905_000 + SERVICES.index(name)
    body = {**json.loads(DOCUMENTED), "endUser": {"phoneNumber": number}}

    answer = invoke(installation, name, json.dumps(body).encode())
    wait_until(lambda: stored.messages(str(number)), ANSWER_SECONDS)

    message = stored.messages(str(number))[0]
    request_id = answer.headers["X-Request-Id"]
    assert (message["direction"], message["request_id"]) == ("MT", request_id)
    assert message["created_at"] - stored.accepted_at(request_id) < SECOND


def test_refused_request_is_a_line_in_the_console(installation, demo):
    answer = calls.invoke(installation.address, "00000000ABCD", DOCUMENTED)
    assert answer.status_code == 202

    console = Console(demo).open()
    console.search(answer.headers["X-Request-Id"])

    expect(console.rows).to_have_count(1)
    expect(console.rows).to_contain_text("Refused")


def invoke(installation, name, body):
    """Start a demo service by its name."""
    service = calls.services(installation.address)[name]
    return calls.invoke(installation.address, service["id"], body)
