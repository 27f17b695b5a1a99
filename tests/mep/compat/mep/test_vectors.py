"""Every published case of Invoke Service and Inject Message, through the URL map."""

import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

CASES = json.loads((Path(__file__).parents[3] / "vectors" / "apis.json").read_text())["cases"]
FAMILIES = ("inv-", "inj-")
MINE = [case for case in CASES if case["id"].startswith(FAMILIES)]


def send(client, request):
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in request["headers"].items()
        if name != "Content-Type"
    }
    query = f"?{urlencode(request['query'])}" if request["query"] else ""
    return client.generic(
        request["method"],
        request["path"] + query,
        request["body"] or "",
        content_type=request["headers"].get("Content-Type", ""),
        **headers,
    )


def check_body(answer, expect):
    body = answer.content.decode()
    assert all(part in body for part in expect.get("body_contains", ()))
    assert not any(part in body for part in expect.get("body_not_contains", ()))
    assert expect.get("body_equals", body).rstrip("\n") == body.rstrip("\n")
    assert re.search(expect.get("body_matches", ""), body)
    assert not (expect.get("body_empty") and body)
    if "code" in expect:
        assert json.loads(body)["error"]["code"] == expect["code"]


@pytest.mark.parametrize("case", MINE, ids=[case["id"] for case in MINE])
def test_answers_as_published(client, fixtures, case):
    for request in case.get("before", ()):
        assert send(client, request).status_code < 300

    answer, expect = send(client, case["request"]), case["expect"]

    assert answer.status_code == expect["status"]
    assert answer.headers.get("Content-Type", "").startswith(expect.get("content_type", ""))
    for name, pattern in expect.get("header_matches", {}).items():
        assert re.search(pattern, answer[name])
    check_body(answer, expect)
