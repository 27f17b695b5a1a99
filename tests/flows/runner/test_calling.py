"""Services that run other services, inside themselves or after themselves."""

import json

from flows.models import Session, TraceLine
from tests.stage import CODE, keep, say, trace, variables


def run(service, inputs=(), returned=(), **links):
    rows = [{"key": key, "value": value} for key, value in inputs]
    settings = {"service": service.public_id, "inputs": rows, "returned": list(returned)}
    return ("run_service", settings, links)


def goto(service, **settings):
    return ("goto_service", {"service": service.public_id, **settings})


def test_a_called_service_has_variables_of_its_own_and_gives_some_back(stage):
    inner = stage.service(
        {
            "set": keep("session", "answer", "${session.question}!", done="hide"),
            "hide": keep("session", "private", "x"),
        }
    )
    outer = stage.service(
        {
            "set": keep("session", "mine", "1", done="run"),
            "run": run(inner, [("question", "Why")], ["answer"], completed="say"),
            "say": say("${session.mine} ${session.answer} ${session.private}|"),
        }
    )

    session = stage.invoke(outer)

    assert stage.sent() == ["1 Why! |"]
    assert variables(session) == {"mine": "1", "answer": "Why!"}


def test_a_called_service_does_not_see_its_callers_variables(stage):
    inner = stage.service({"say": say("[${session.mine}]")})
    outer = stage.service(
        {"set": keep("session", "mine", "1", done="run"), "run": run(inner)},
    )

    stage.invoke(outer)

    assert stage.sent() == ["[]"]


def test_built_in_session_variables_stay_in_a_called_service(stage):
    inner = stage.service({"say": say("${session.initialMessage.message}")})
    stage.service({"run": run(inner)}, word="GO", remove_keyword=False)

    assert stage.says("go") == ["go"]


def test_a_called_service_waits_and_comes_back(stage):
    inner = stage.service(
        {"ask": ("wait_message", {"keep": {"scope": "session", "key": "name"}}, {})}
    )
    outer = stage.service(
        {"run": run(inner, returned=["name"], completed="say"), "say": say("Hi ${session.name}")}
    )
    session = stage.invoke(outer)
    assert session.status == "waiting"

    assert stage.says("Ann") == ["Hi Ann"]
    assert TraceLine.objects.filter(session=session).values_list("service", flat=True)[0] == (
        outer.id
    )
    assert trace(session) == [
        ("run", ""),
        ("ask", ""),
        ("ask", "message_received"),
        ("run", "completed"),
        ("say", "sent"),
    ]


def test_user_variables_of_the_called_service_belong_to_it(stage):
    inner = stage.service({"set": keep("userservice", "n", "inner", done="say"), "say": say("x")})
    outer = stage.service(
        {
            "set": keep("userservice", "n", "outer", done="run"),
            "run": run(inner, completed="say"),
            "say": say("${userservice.n}"),
        }
    )

    stage.invoke(outer)

    assert stage.sent() == ["x", "outer"]


def test_five_services_may_stand_inside_one_another(stage):
    service = stage.service({"say": say("Deep")})
    for _ in range(4):
        service = stage.service({"run": run(service)})

    session = stage.invoke(service)

    assert stage.sent() == ["Deep"]
    assert session.status == "completed"


def test_a_sixth_service_is_refused(stage):
    service = stage.service({"say": say("Too deep")})
    service = stage.service({"run": run(service, failed="say"), "say": say("Stop")})
    for _ in range(4):
        service = stage.service({"run": run(service)})

    session = stage.invoke(service)

    assert stage.sent() == ["Stop"]
    assert TraceLine.objects.get(session=session, reason="depth").node == "run"


def test_a_service_that_fails_inside_has_ended_early(stage):
    inner = stage.service({"bad": say("${'a' * 2}")})
    outer = stage.service(
        {"run": run(inner, ended_early="say", completed="say"), "say": say("Early")}
    )

    session = stage.invoke(outer)

    assert stage.sent() == ["Early"]
    assert ("run", "ended_early") in trace(session)
    assert session.status == "completed"


def test_the_whole_session_expires_inside_a_called_service(stage):
    inner = stage.service({"ask": ("wait_message", {"timeout": None}, {})})
    session = stage.invoke(stage.service({"run": run(inner, completed="say"), "say": say("No")}))

    stage.skip(days=30)
    stage.run()

    session.refresh_from_db()
    assert session.status == "expired"
    assert stage.sent() == []


def test_a_service_that_is_paused_cannot_be_called(stage):
    inner = stage.service({"say": say("No")}, status="paused")
    outer = stage.service(
        {"run": run(inner, failed="say"), "say": say("${session.lastError.code}")}
    )

    stage.invoke(outer)

    assert stage.sent() == ["paused"]


def test_a_called_service_keeps_the_version_it_began_with(stage):
    inner = stage.service({"ask": ("wait_message", {}, {"message_received": "say"})})
    inner.published.graph["nodes"].append(
        {"id": "say", "kind": "send_sms", "label": "say", "settings": {"message": "Old"}}
    )
    inner.published.graph["links"] = [{"from": "ask", "outcome": "message_received", "to": "say"}]
    inner.published.save()
    stage.invoke(stage.service({"run": run(inner)}))
    inner.versions.create(number=2, graph=stage.service({"x": say("New")}).draft)
    inner.published = inner.versions.get(number=2)
    inner.save()

    assert stage.says("go on") == ["Old"]


def test_calling_a_service_in_a_loop_ends_by_itself(stage):
    inner = stage.service({"set": keep("session", "n", "1")})
    loop = stage.service({"run": run(inner)})
    loop.published.graph["links"] = [{"from": "run", "outcome": "completed", "to": "run"}]
    loop.published.save()

    session = stage.invoke(loop)

    assert (session.status, session.reason) == ("failed", "loop")


def test_going_to_a_service_ends_this_one_and_takes_its_variables_along(stage):
    second = stage.service({"say": say("${session.mine}")})
    first = stage.service({"set": keep("session", "mine", "1", done="go"), "go": goto(second)})

    session = stage.invoke(first)

    assert (session.status, session.reason) == ("completed", "goto")
    assert stage.sent() == ["1"]
    assert stage.session(second).trigger == "service"


def test_leaves_the_variables_behind_when_asked_to(stage):
    second = stage.service({"say": say("[${session.mine}]")})
    first = stage.service(
        {"set": keep("session", "mine", "1", done="go"), "go": goto(second, carry=False)}
    )

    stage.invoke(first)

    assert stage.sent() == ["[]"]


def test_a_service_gone_to_stays_on_the_same_code_and_in_the_same_request(stage):
    second = stage.service(
        {
            "say": say("${request.message.message}", sent="ask"),
            "ask": ("wait_message", {}, {"message_received": "end"}),
            "end": say("${session.initialKeyword.name}"),
        }
    )
    stage.service({"go": goto(second)}, word="GO", remove_keyword=False)

    assert stage.says("go") == ["go"]
    assert stage.session(second).code == CODE
    assert stage.says("yes") == ["GO"]


def test_a_called_service_that_goes_to_another_takes_the_whole_session_along(stage):
    third = stage.service({"say": say("Third")})
    inner = stage.service({"go": goto(third)})
    outer = stage.service({"run": run(inner, completed="say"), "say": say("Outer")})

    session = stage.invoke(outer)

    assert (session.status, session.reason) == ("completed", "goto")
    assert stage.sent() == ["Third"]


def test_twenty_services_may_start_one_another_and_no_more(stage):
    service = stage.service({"go": ("goto_service", {"expression": "${service.next}"})})
    stage.service({"x": say("x")})
    service.variables.create(key="next", name="next", value=json.dumps(service.public_id))

    stage.invoke(service)

    assert Session.objects.filter(service=service).count() == 21
    assert TraceLine.objects.filter(reason="goto_limit").count() == 1


def test_says_why_a_service_could_not_be_gone_to(stage):
    second = stage.service({"say": say("No")}, status="paused")
    session = stage.invoke(stage.service({"go": goto(second)}))

    assert stage.sent() == []
    assert TraceLine.objects.get(session=session, reason="paused").error == second.public_id
