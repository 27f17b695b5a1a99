import pytest
from asgiref.sync import async_to_sync

from mep.base import health, redis
from mep.base.live_health import alive

pytestmark = pytest.mark.django_db


def test_names_every_queue_without_a_worker(client, clean_redis):
    health.beat(["flow", "send"])

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert "queue outside" in answer.json()["wrong"]
    assert "queue flow" not in answer.json()["wrong"]


def test_names_the_live_plane_when_it_does_not_answer(client, settings, clean_redis):
    settings.MEP_LIVE_PORT = 1
    health.beat(settings.MEP_QUEUES)

    assert client.get("/healthz").json()["wrong"] == ["live"]


def test_answers_200_when_every_part_answers(client, settings, clean_redis, monkeypatch):
    monkeypatch.setitem(health._QUESTIONS, "live", lambda: None)
    health.beat(settings.MEP_QUEUES)

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_names_redis_when_it_is_down(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis.client.cache_clear()

    wrong = client.get("/healthz").json()["wrong"]
    redis.client.cache_clear()

    assert {"redis", "queue flow"} <= set(wrong)


def test_a_heartbeat_counts_for_ten_seconds(clean_redis):
    health.beat(["flow"])

    assert 0 < clean_redis.ttl(redis.key("alive", "flow")) <= 10


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/", 404)])
def test_the_live_plane_says_that_it_is_alive(path, status):
    sent = []

    async def send(message):
        sent.append(message)

    async_to_sync(alive)({"type": "http", "path": path}, None, send)

    assert sent[0]["status"] == status
