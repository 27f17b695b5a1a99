import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import channel_layers, get_channel_layer

from mep.base import live


@pytest.fixture
def dead_layer(settings):
    """Point the channel layer at a Redis that is not there."""
    backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": backend, "CONFIG": {"hosts": ["redis://127.0.0.1:1/0"]}}
    }
    channel_layers.backends.clear()
    yield
    channel_layers.backends.clear()


async def received_by(account_id, publish):
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(live.group_of(account_id), channel)
    await publish(layer)
    message = await layer.receive(channel)
    await layer.flush()
    return message


def test_lines_reach_the_viewers_of_the_account():
    async def publish(layer):
        await live_in_thread(7, [{"id": "trace-1"}])

    message = async_to_sync(received_by)(7, publish)

    assert message == {"type": "trace.lines", "lines": [{"id": "trace-1"}]}


def test_a_layer_that_is_down_is_logged_only(dead_layer, caplog):
    live.publish(7, [{"id": "trace-1"}])

    assert "live lines of account 7 not published" in caplog.text


async def live_in_thread(account_id, lines):
    await sync_to_async(live.publish, thread_sensitive=False)(account_id, lines)
