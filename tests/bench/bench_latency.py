"""How long a text takes to become an SMS handed to the gateway, when nothing else happens."""

import statistics
from itertools import count

from tests.bench.bench_el import Row
from tests.bench.installation import CODE, make_account, make_service
from tests.bench.workers import READY_SECONDS, wait_until, workers

MESSAGES = 300
WARM_UP = 20
MEDIAN_MS, P99_MS = 40.0, 120.0
ANSWER_SECONDS = 30

HANDED_OVER = """
    SELECT extract(epoch FROM s.received_at - mo.created_at) * 1000
    FROM messaging_message mo JOIN messaging_simulatedmessage s ON s."to" = mo.number
    WHERE mo.direction = 'MO' ORDER BY mo.created_at
"""


def measure() -> list[Row]:
    """Return the median and the 99th percentile, in milliseconds."""
    account = make_account()
    _listen(account)
    with workers("flow", "prefork", 2), workers("send", "threads", 4):
        times = _times(account.id)
    median, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
    return [
        Row("MO → SMS handed over, p50", median, "ms", MEDIAN_MS, median <= MEDIAN_MS),
        Row("MO → SMS handed over, p99", p99, "ms", P99_MS, p99 <= P99_MS),
    ]


def _listen(account) -> None:
    from mep.routing import services as routing
    from mep.routing.models import RoutingCode
    from mep.routing.services import NewKeyword

    code = RoutingCode.objects.get(account=account, code=CODE)
    routing.create_keyword(code, make_service(account), NewKeyword(text="JOIN"))


def _times(account_id: int) -> list[float]:
    from mep.base import bulk

    numbers = count(447_700_000_000)
    for place in range(WARM_UP + MESSAGES):
        number = str(next(numbers))
        _text(account_id, number)
        wait_until(lambda number=number: _arrived(number), READY_SECONDS if not place else 30)
    return [float(row[0]) for row in bulk.fetch(HANDED_OVER)][WARM_UP:]


def _text(account_id: int, number: str) -> None:
    from django.utils import timezone

    from mep.messaging import services as messaging
    from mep.messaging.models import new_message_id
    from mep.routing.mo import Mo

    mo = Mo(f"{new_message_id():016X}", account_id, CODE, number, "JOIN", timezone.now())
    messaging.receive_mo(mo, request_id="")


def _arrived(number: str) -> bool:
    from mep.messaging.models import SimulatedMessage

    return SimulatedMessage.objects.filter(to=number).exists()
