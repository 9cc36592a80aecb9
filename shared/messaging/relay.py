"""The relay: oldest unpublished rows to the broker, acknowledged, then marked; one active per service.

Its one connection holds the advisory lock and does the marking, so a relay that lost its lock cannot mark.
"""
from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence

import asyncpg

from shared.kernel.clock import Clock
from shared.messaging.broker import Broker
from shared.messaging.codec import to_record
from shared.observability.logging import logger
from shared.observability.metrics import EVENTS_PUBLISHED

CHANNEL = "outbox"
_LOCK = 7_043_001
_TRY_LOCK = "SELECT pg_try_advisory_lock($1)"
_BATCH = 500
_FALLBACK_SECONDS = 2.0
_RETRY_SECONDS = 1.0
_UNPUBLISHED = """
SELECT id, seq, aggregatetype, aggregateid, aggregate_seq, type, payload, topic, partition_key, party_id,
       correlation_id, causation_id, occurred_at
FROM outbox WHERE published_at IS NULL ORDER BY seq LIMIT $1
"""
_MARK = "UPDATE outbox SET published_at = $2 WHERE seq = ANY($1::bigint[])"
_FAILED = "UPDATE outbox SET attempts = attempts + 1 WHERE seq = ANY($1::bigint[])"


class Relay:
    """Runs until stopped; woken by `wake()` in this process, NOTIFY from others, and a slow poll."""

    def __init__(
        self, database_url: str, broker: Broker, clock: Clock, on_notify: Callable[[], None] = lambda: None
    ) -> None:
        self._database_url = database_url
        self._broker = broker
        self._clock = clock
        self._on_notify = on_notify
        self._awake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Something was committed."""
        self._awake.set()

    def _notified(self, *_: object) -> None:
        self._awake.set()
        self._on_notify()

    def stop(self) -> None:
        """Ends `run` after the round at hand."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        """Publishes for as long as the process lives; a lost database connection is made anew."""
        while not self._stopping:
            try:
                await self._run_with_connection()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                logger().warning("relay reconnects", error=repr(error))
                await asyncio.sleep(_RETRY_SECONDS)

    async def _run_with_connection(self) -> None:
        connection = await asyncpg.connect(self._database_url, timeout=5)
        try:
            while not self._stopping and not await connection.fetchval(_TRY_LOCK, _LOCK):
                await asyncio.sleep(_RETRY_SECONDS)
            await connection.add_listener(CHANNEL, self._notified)
            while not self._stopping:
                await self._publish_until_empty(connection)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), _FALLBACK_SECONDS)
        finally:
            await connection.close()

    async def _publish_until_empty(self, connection: asyncpg.Connection) -> None:
        while not self._stopping:
            self._awake.clear()
            rows = await connection.fetch(_UNPUBLISHED, _BATCH)
            if not rows:
                return
            if await self.publish(connection, rows) < len(rows):
                await asyncio.sleep(_RETRY_SECONDS)

    async def publish(self, connection: asyncpg.Connection, rows: Sequence[asyncpg.Record]) -> int:
        """One batch in waves: a wave holds at most one row of each key, so nothing overtakes a failed row."""
        published: list[int] = []
        failed: list[int] = []
        stuck: set[str] = set()
        for whole_wave in _waves(rows):
            wave = [row for row in whole_wave if row["partition_key"] not in stuck]
            if not wave:
                continue
            acknowledged = await self._broker.publish([to_record(row) for row in wave])
            for row, done in zip(wave, acknowledged, strict=True):
                (published if done else failed).append(row["seq"])
                if not done:
                    stuck.add(row["partition_key"])
        if published:
            await connection.execute(_MARK, published, self._clock.now())
            EVENTS_PUBLISHED.inc(len(published))
        if failed:
            await connection.execute(_FAILED, failed)
        return len(published)


def _waves(rows: Sequence[asyncpg.Record]) -> list[list[asyncpg.Record]]:
    """Rows by their place within their key: first the first of each key, then the second, and so on."""
    waves: list[list[asyncpg.Record]] = []
    place: dict[str, int] = {}
    for row in rows:
        index = place.get(row["partition_key"], 0)
        place[row["partition_key"]] = index + 1
        if index == len(waves):
            waves.append([])
        waves[index].append(row)
    return waves
