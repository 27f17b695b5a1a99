"""The console's end of the socket: join, replay, relay."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.db import DatabaseError, close_old_connections
from redis.exceptions import RedisError

from mep.accounts.models import User
from mep.base import live
from mep.console import selectors
from mep.console.filters import parse_filters
from mep.console.moments import parse_moment
from mep.console.standing import Refused, find_viewing_user
from mep.messaging.viewers import Viewer, viewer_of

RENEW_SECONDS = 12
"""How often the account is marked as watched and the login's rights are read again."""
TRY_AGAIN_LATER = 1013
NOT_UNDERSTOOD = 1007
OUTAGES = (DatabaseError, RedisError, OSError)

logger = logging.getLogger(__name__)

P = ParamSpec("P")
Result = TypeVar("Result")


class TraceConsumer(AsyncJsonWebsocketConsumer):
    """Shows one login what happens in its account; keeps nothing but who looks."""

    viewer: Viewer | None = None
    _minder: "asyncio.Task[None] | None" = None

    async def connect(self) -> None:
        """Let in whoever may watch, in the group before anything can be asked."""
        try:
            viewer = await self._look_again()
            await self.channel_layer.group_add(live.group_of(viewer.account_id), self.channel_name)
        except Refused as refusal:
            await self._turn_away(refusal.code)
        except OUTAGES as error:
            logger.warning("a console cannot be served: %s", error)
            await self._turn_away(TRY_AGAIN_LATER)
        else:
            self.viewer = viewer
            self._minder = asyncio.create_task(self._mind())
            await self.accept()

    async def _turn_away(self, code: int) -> None:
        """Close with a code, which a browser only learns from a socket that was open."""
        await self.accept()
        await self.close(code)

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        if self._minder:
            self._minder.cancel()
        if self.viewer:
            group = live.group_of(self.viewer.account_id)
            try:
                await self.channel_layer.group_discard(group, self.channel_name)
            except OUTAGES as error:
                logger.warning("a console did not leave its group: %s", error)

    async def receive(
        self,
        text_data: str | None = None,
        bytes_data: bytes | None = None,
        **more: Any,  # noqa: ANN401
    ) -> None:
        """Take JSON objects only."""
        try:
            asked = await self.decode_json(text_data or "")
        except (ValueError, RecursionError):
            asked = None
        if isinstance(asked, dict):
            await self.receive_json(asked)
        else:
            await self.close(NOT_UNDERSTOOD)

    async def receive_json(self, content: Any, **more: Any) -> None:  # noqa: ANN401 - JSON
        """Answer a request for the backlog; lines published meanwhile queue behind it."""
        if content.get("type") != "backlog" or self.viewer is None:
            return
        try:
            found = await _in_thread(_backlog, self.scope, content)
        except Refused as refusal:
            await self.close(refusal.code)
        except OUTAGES as error:
            logger.warning("a backlog cannot be read: %s", error)
            await self.close(TRY_AGAIN_LATER)
        else:
            await self.send_json(found.message())

    async def trace_lines(self, message: dict[str, Any]) -> None:
        """Relay what was published, as far as this login sees it."""
        lines = self.viewer.show(message["lines"]) if self.viewer else []
        if lines:
            await self.send_json({"type": "lines", "lines": lines})

    async def _mind(self) -> None:
        """Renew the mark on the account; close once the login may no longer look on."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                self.viewer = await self._look_again()
            except Refused as refusal:
                await self.close(refusal.code)
                return
            except OUTAGES as error:
                logger.warning("the rights of a console were not read again: %s", error)

    async def _look_again(self) -> Viewer:
        """Read what the login may see now, and mark its account as watched."""
        viewer = await _in_thread(_viewer, self.scope)
        await _in_thread(live.watch, viewer.account_id)
        return viewer


def _user(scope: Any) -> User:  # noqa: ANN401 - as ASGI has it
    return find_viewing_user(scope["session"].session_key)


def _viewer(scope: Any) -> Viewer:  # noqa: ANN401 - as ASGI has it
    return viewer_of(_user(scope))


def _backlog(scope: Any, asked: dict[str, Any]) -> selectors.Backlog:  # noqa: ANN401 - as ASGI has it
    since = parse_moment(asked.get("since"))
    return selectors.backlog(_user(scope), since, parse_filters(asked.get("filters")))


async def _in_thread(work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """Wait for the database in a thread of its own, so that no console holds up another."""
    return await sync_to_async(_tidily, thread_sensitive=False)(partial(work, *args, **kwargs))


def _tidily(work: Callable[[], Result]) -> Result:
    """Leave no connection behind that is broken or too old."""
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()
