"""What a session's trace says."""

import json
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from flows.el import template
from flows.el.env import Env
from flows.models import TraceLine
from flows.runner.luck import PURPOSE, Luck
from flows.runner.masks import MASK
from mep.base.sealing import unseal
from tests.stage import keep, say, trace, variables

SECRET = {"scope": "session", "key": "pin", "value": "${af:generatePin(6,true)}", "initial": ""}


def lines(session):
    return TraceLine.objects.filter(session=session).order_by("number")


def data(line):
    return json.loads(line.data)


def test_numbers_its_lines_through_all_steps(stage):
    nodes = {
        "ask": ("wait_message", {}, {"message_received": "say"}),
        "say": say("Hi", sent="ask2"),
        "ask2": ("wait_message", {}, {"message_received": "end"}),
        "end": ("end", {}),
    }
    session = stage.invoke(stage.service(nodes), variables=[("session", "a", "1")])
    stage.says("one")
    stage.says("two")

    assert [line.number for line in lines(session)] == list(range(1, 8))
    assert [line.entered for line in lines(session)] == [
        False, True, False, True, True, False, True,
    ]  # fmt: skip
    session.refresh_from_db()
    assert session.visits == 7


def test_shows_rendered_fields_changes_and_effects(stage):
    nodes = {"set": keep("session", "n", "${1 + 1}", done="say"), "say": say("n=${session.n}")}

    set_line, say_line = lines(stage.invoke(stage.service(nodes)))

    assert data(set_line)["changes"] == [["session", "n", None, 2]]
    assert data(say_line)["fields"]["message"] == "n=2"
    assert data(say_line)["effects"] == [["send_sms", "1 part, GSM-7"]]


def test_says_which_rule_failed(stage):
    session = stage.invoke(stage.service({"say": say("${'a' * 2}")}))

    line = lines(session).get()
    assert (line.outcome, line.reason, line.ended) == ("failed", "expression", "failed")
    assert line.error
    assert (session.status, session.reason) == ("failed", "expression")


@pytest.mark.parametrize("scope", ["session", "user", "userservice", "service", "request"])
def test_masks_secrets_wherever_they_would_show(stage, scope):
    row = SECRET | {"scope": scope}
    nodes = {
        "set": ("set_variables", {"rows": [row]}, {"done": "say"}),
        "say": say(f"Your PIN is ${{{scope}.pin}}"),
    }

    session = stage.invoke(stage.service(nodes))

    pin = stage.sent()[0].rpartition(" ")[2]
    shown = "".join(line.data + line.error for line in lines(session))
    assert len(pin) == 6
    assert pin not in shown
    assert MASK in data(lines(session)[1])["fields"]["message"]


def test_masks_what_a_later_step_shows(stage):
    nodes = {
        "set": ("set_variables", {"rows": [SECRET]}, {"done": "ask"}),
        "ask": ("wait_message", {}, {"message_received": "say"}),
        "say": say("It was ${session.pin}"),
    }
    session = stage.invoke(stage.service(nodes))
    pin = variables(session)["pin"]
    stage.says("tell me")

    assert pin in stage.sent()[0]
    assert all(pin not in line.data for line in lines(session))


def test_keeps_the_seed_of_a_step_that_drew_luck_and_of_no_other(stage):
    nodes = {
        "set": ("set_variables", {"rows": [SECRET]}, {"done": "ask"}),
        "ask": ("wait_message", {}, {}),
    }
    session = stage.invoke(stage.service(nodes))
    stage.says("done")

    seeds = [line.seed for line in lines(session)]
    assert [seed is not None for seed in seeds] == [False, True, False]
    assert variables(session)["pin"].encode() not in bytes(seeds[1])


def test_draws_the_same_again_from_the_seed(stage):
    session = stage.invoke(stage.service({"set": ("set_variables", {"rows": [SECRET]})}))
    luck = Luck()
    luck.drawn = unseal(PURPOSE, bytes(lines(session).get().seed))
    luck.seed(luck.drawn)

    env = Env({}, now=timezone.now(), zone=ZoneInfo("Europe/London"), random=luck)

    assert template.evaluate(SECRET["value"], env) == variables(session)["pin"]


def test_two_sessions_draw_different_luck(stage):
    service = stage.service({"set": ("set_variables", {"rows": [SECRET]})})

    pins = {variables(stage.invoke(service))["pin"] for _ in range(8)}

    assert len(pins) > 1


def test_the_last_line_says_how_the_session_ended(stage):
    session = stage.invoke(stage.service({"end": ("end", {"reason": "enough"})}))

    last = lines(session).last()
    assert last.ended == "completed"
    assert last.reason == session.reason


def test_an_unlinked_failure_that_is_no_defect_completes_the_session(stage):
    to_nobody = {"message": "Hi", "to": "0123"}

    session = stage.invoke(stage.service({"say": ("send_sms", to_nobody)}))

    assert session.status == "completed"
    assert (lines(session).last().ended, lines(session).last().reason) == ("completed", "number")


@pytest.mark.parametrize(
    ("on_error", "sent", "status"),
    [
        ({"kind": "end"}, [], "failed"),
        ({"kind": "message", "message": "Sorry"}, ["Sorry"], "failed"),
        ({"kind": "handler", "node": "rescue"}, ["Rescued"], "completed"),
    ],
)
def test_a_defect_follows_the_services_on_error(stage, on_error, sent, status):
    nodes = {"say": say("${'a' * 2}"), "rescue": say("Rescued")}

    session = stage.invoke(stage.service(nodes, on_error=on_error))

    assert stage.sent() == sent
    assert session.status == status


def test_tells_the_service_what_went_wrong(stage):
    nodes = {
        "bad": say("${'a' * 2}", failed="say"),
        "say": say("${session.lastError.handler} ${session.lastError.code}"),
    }

    session = stage.invoke(stage.service(nodes))

    assert stage.sent() == ["bad expression"]
    assert trace(session) == [("bad", "failed"), ("say", "sent")]
