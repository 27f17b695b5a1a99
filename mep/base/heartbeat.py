"""Each worker says every few seconds which queues it empties."""

import logging
from typing import Any

from celery import Celery, bootsteps
from redis.exceptions import RedisError

from mep.base.health import HEARTBEAT_SECONDS, beat

logger = logging.getLogger(__name__)


class Heartbeat(bootsteps.StartStopStep):
    """Beats while the worker is consuming, so a worker that lost its broker falls silent."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **options: Any) -> None:  # noqa: ANN401  Celery's own types
        super().__init__(parent, **options)
        self._entry: Any = None

    def start(self, parent: Any) -> None:  # noqa: ANN401  Celery's own types
        names = [queue.name for queue in parent.task_consumer.queues]
        _beat(names)
        self._entry = parent.timer.call_repeatedly(HEARTBEAT_SECONDS, _beat, (names,))

    def stop(self, parent: Any) -> None:  # noqa: ANN401  Celery's own types
        if self._entry:
            self._entry.cancel()


def install(app: Celery) -> None:
    """Give every worker of this Celery app a heartbeat."""
    app.steps["consumer"].add(Heartbeat)


def _beat(queues: list[str]) -> None:
    try:
        beat(queues)
    except RedisError as error:
        logger.warning("no heartbeat: %s", error)
