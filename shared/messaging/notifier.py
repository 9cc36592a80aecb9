"""Tells a worker process that an API process committed something: coalesced NOTIFY on its own connection.

NOTIFY inside the business transaction would make all commits of the database queue behind each other.
"""
from __future__ import annotations

import asyncio
import contextlib

import asyncpg

from shared.messaging.relay import CHANNEL
from shared.observability.logging import logger

_COALESCE_SECONDS = 0.005
_RETRY_SECONDS = 1.0


class OutboxNotifier:
    """Runs in API-only processes; a lost NOTIFY costs no more than the relay's slow poll."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._committed = asyncio.Event()

    def wake(self) -> None:
        """Something was committed."""
        self._committed.set()

    async def run(self) -> None:
        """Sends until cancelled."""
        while True:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._run_with_connection()
            logger().warning("notifier reconnects")
            await asyncio.sleep(_RETRY_SECONDS)

    async def _run_with_connection(self) -> None:
        connection = await asyncpg.connect(self._database_url, timeout=5)
        try:
            while True:
                await self._committed.wait()
                self._committed.clear()
                await connection.execute(f"NOTIFY {CHANNEL}")
                await asyncio.sleep(_COALESCE_SECONDS)
        finally:
            await connection.close()
