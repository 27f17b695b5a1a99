import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from mep.base import queue, redis


def sent_to(client, name):
    return [json.loads(message)["headers"]["task"] for message in client.lrange(name, 0, -1)]


@pytest.fixture
def dead_redis(settings):
    """Point everything at a Redis that is not there."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis.client.cache_clear()
    yield
    redis.client.cache_clear()


def test_wake_sends_the_task_of_the_lane(clean_redis):
    assert queue.wake("flow")

    assert sent_to(clean_redis, "flow") == ["flows.drain"]


def test_wake_sends_nothing_while_a_wake_up_is_on_its_way(clean_redis):
    queue.wake("flow")

    assert not queue.wake("flow")
    assert len(sent_to(clean_redis, "flow")) == 1


def test_wake_sends_again_once_the_task_has_started(clean_redis):
    queue.wake("flow")
    queue.started("flow")

    assert queue.wake("flow")


def test_a_wake_up_that_got_lost_holds_others_back_for_seconds_only(clean_redis):
    queue.wake("flow")

    assert 0 < clean_redis.ttl(redis.key("wake", "flow")) <= queue.WAKE_SECONDS


def test_lanes_of_two_gateways_wake_apart(clean_redis):
    assert queue.wake("send:1")
    assert queue.wake("send:2")

    assert len(sent_to(clean_redis, "send")) == 2


def test_wake_tells_the_task_its_lane(clean_redis):
    queue.wake("send:7")

    message = json.loads(clean_redis.lindex("send", 0))

    assert message["headers"]["argsrepr"] == "('send:7',)"


def test_wake_refuses_a_lane_it_does_not_know():
    with pytest.raises(KeyError):
        queue.wake("nowhere")


def test_enqueue_follows_the_routes(clean_redis):
    queue.enqueue("subscriptions.send_batch", 1)

    assert sent_to(clean_redis, "bulk") == ["subscriptions.send_batch"]


def test_enqueue_prefers_the_queue_it_is_given(clean_redis):
    queue.enqueue("subscriptions.send_batch", 1, queue="flow")

    assert sent_to(clean_redis, "flow") == ["subscriptions.send_batch"]


def test_wake_says_so_and_goes_on_when_redis_is_down(dead_redis, caplog):
    assert not queue.wake("flow")

    assert "lane flow not woken" in caplog.text


def test_started_says_so_and_goes_on_when_redis_is_down(dead_redis, caplog):
    queue.started("flow")

    assert "wake-up of lane flow not cleared" in caplog.text


def test_what_is_to_be_woken_soon_is_woken(clean_redis):
    queue.wake_soon("flow")
    queue.wake_soon("send:7")

    sent = {clean_redis.blpop(name, timeout=20)[0] for name in ("flow", "send")}
    assert sent == {b"flow", b"send"}


def test_many_threads_may_ask_at_once(clean_redis):
    lanes = [f"send:{number}" for number in range(400)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(queue.wake_soon, lanes))

    asked = [clean_redis.blpop("send", timeout=20) for _ in lanes]
    assert None not in asked
