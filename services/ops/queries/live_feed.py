"""The newest events in memory, shared by all readers: one connection follows the log, however many watch.

The window is every reader's bounded queue: a live reader who falls further behind than it is long gets a gap, while
one who resumes is served from the archive until he has caught up.
"""
from __future__ import annotations

import asyncio
import contextlib
from collections import deque

import asyncpg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.ops.adapters.event_log import CHANNEL
from services.ops.adapters.server_exit import on_server_exit
from services.ops.domain.running_figures import RunningFigures
from services.ops.queries import event_log
from services.ops.queries.figures import figures_now
from services.ops.queries.logged_event import LoggedEvent
from shared.observability.logging import logger

WINDOW = 5000
_PAGE = 500
_FALLBACK_SECONDS = 5.0
_RETRY_SECONDS = 1.0
_COALESCE_SECONDS = 0.02


class LiveFeed:
    """Starts with its first reader. `head` is the id of the newest event seen; ids have no holes."""

    def __init__(self, engine: AsyncEngine, driver_url: str, window: int = WINDOW) -> None:
        self._engine = engine
        self._driver_url = driver_url
        self._window: deque[LoggedEvent] = deque(maxlen=window)
        self._changed = asyncio.Event()
        self._notified = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self.head = 0
        self.figures: RunningFigures | None = None
        self.closing = False

    @property
    def oldest(self) -> int:
        """The id of the oldest event in the window; `head + 1` while it is empty."""
        return self.head + 1 - len(self._window)

    async def start(self) -> None:
        """Follows the log from its present end; later calls do nothing."""
        async with self._starting:
            if self._task is not None:
                return
            async with self._engine.connect() as connection:
                self.head = await event_log.head(connection)
                self.figures = await figures_now(connection)
            self._task = asyncio.create_task(self._run(), name="live feed")
            on_server_exit(self.close)

    def close(self) -> None:
        """Ends every stream at once and lets go of the log."""
        self.closing = True
        self._changed.set()
        if self._task is not None:
            self._task.cancel()

    def after(self, log_id: int, limit: int) -> list[LoggedEvent]:
        """Up to `limit` events of the window that follow `log_id`, which must be at least `oldest - 1`."""
        start = log_id + 1 - self.oldest
        return [self._window[index] for index in range(start, min(start + limit, len(self._window)))]

    async def wait(self, log_id: int, seconds: float) -> None:
        """Returns when there is something after `log_id`, when streams end, or after `seconds`."""
        changed = self._changed
        if self.head > log_id or self.closing:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), seconds)

    async def _run(self) -> None:
        while True:
            try:
                await self._follow()
            except (OSError, TimeoutError, SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                logger().warning("live feed reconnects", error=repr(error))
                await asyncio.sleep(_RETRY_SECONDS)

    async def _follow(self) -> None:
        listener = await asyncpg.connect(self._driver_url, timeout=5)
        try:
            await listener.add_listener(CHANNEL, lambda *_: self._notified.set())
            while True:
                self._notified.clear()
                await self._read_new()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._notified.wait(), _FALLBACK_SECONDS)
                await asyncio.sleep(_COALESCE_SECONDS)
        finally:
            await listener.close()

    async def _read_new(self) -> None:
        while True:
            async with self._engine.connect() as connection:
                fresh = await event_log.page(connection, after=self.head, limit=_PAGE)
                if not fresh:
                    return
                self.figures = await figures_now(connection)
            self._window.extend(fresh)
            self.head = fresh[-1].log_id
            changed, self._changed = self._changed, asyncio.Event()
            changed.set()
