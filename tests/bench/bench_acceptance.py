"""Invocations accepted per second over HTTP, beside a bare view with one INSERT."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.bench_el import Row
from tests.bench.installation import make_account, make_service
from tests.bench.workers import READY_SECONDS, wait_until

CLIENTS = 8
SECONDS = 4.0
ROUNDS = 3
SHARE_OF_BARE = 0.5
USERNAME, PASSWORD = "bench", "bench-password-1"
BODY = json.dumps(
    {
        "endUser": {"phoneNumber": 12515550130, "mobileOperatorId": 383},
        "variables": {
            "session": {"seatLocation": "aisle", "seatClass": "first", "flightNumber": 49},
            "user": {"frequentFlyerAccountNumber": "MJHF787679"},
        },
    }
)


def measure() -> list[Row]:
    """Return both rates and their ratio; rounds alternate, so that a busy machine slows both."""
    path = _prepare()
    with _server() as port:
        rounds = [(_rate(port, path), _rate(port, "/bare")) for _ in range(ROUNDS)]
    ours, bare = (max(rates) for rates in zip(*rounds, strict=True))
    ratio = ours / bare
    good = ratio >= SHARE_OF_BARE
    return [
        Row("invocations accepted", ours, "/s", None, ok=True),
        Row("bare view with one INSERT", bare, "/s", None, ok=True),
        Row("accepted ÷ bare", ratio, "", SHARE_OF_BARE, good, at_least=True),
    ]


def _prepare() -> str:
    """Create a login that may invoke, a service and the bare view's table; return the address."""
    from mep.accounts import services as accounts
    from mep.accounts.roles import Area, Level, OtherRole
    from mep.accounts.services import NewLogin, NewRights
    from mep.base import bulk
    from tests.bench.urls import TABLE

    service = make_service(make_account())
    rights = NewRights({Area.SERVICES: Level.MANAGER}, [OtherRole.INVOKE_SERVICE])
    accounts.create_login(service.account, NewLogin(USERNAME, PASSWORD), rights)
    bulk.execute(TABLE)
    return f"/service/v1/invokeService/{service.public_id}"


@contextmanager
def _server() -> Iterator[int]:
    """Run the HTTP plane as the product does, until the block ends."""
    port = _free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws",
        "--blocking-threads", "8", "mep.wsgi:application",
    ]  # fmt: skip
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    log = Path(os.environ["MEP_HOME"]) / "bench-web.log"
    with log.open("wb") as output:
        web = subprocess.Popen(  # noqa: S603
            command, env=env, stdout=output, stderr=output, start_new_session=True
        )
    try:
        wait_until(lambda: _answers(port), READY_SECONDS)
        yield port
    finally:
        os.killpg(web.pid, signal.SIGTERM)
        web.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        return _post(HTTPConnection("127.0.0.1", port, timeout=5), "/bare") == 202
    except OSError:
        return False


def _post(connection: HTTPConnection, path: str) -> int:
    token = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {token}"}
    connection.request("POST", path, BODY, headers)
    response = connection.getresponse()
    response.read()
    return response.status


def _rate(port: int, path: str) -> float:
    """Return how many requests a second several clients get answered with 202."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + SECONDS
    clients = [
        threading.Thread(target=_call, args=(port, path, until, counts, place))
        for place in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts) / SECONDS


def _call(port: int, path: str, until: float, counts: list[int], place: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    while time.perf_counter() < until:
        status = _post(connection, path)
        if status != 202:
            raise RuntimeError(f"{path} answered {status}")
        counts[place] += 1
