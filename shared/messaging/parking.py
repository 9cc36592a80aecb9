"""The parking lot: poison events, and every later event of their key, wait in Postgres for a person."""
from __future__ import annotations

import base64
import json

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.kernel.clock import Clock
from shared.messaging.broker import Record
from shared.observability.metrics import PARKED_EVENTS

MAX_KEYS = 100
_PARK = text("""
INSERT INTO parked_event (event_id, partition_key, topic, partition, "offset", headers, value, error, parked_at)
VALUES (:event_id, :key, :topic, :partition, :offset, CAST(:headers AS jsonb), :value, :error, :parked_at)
ON CONFLICT (event_id) DO NOTHING
""")
_KEYS = text("SELECT DISTINCT partition_key FROM parked_event WHERE state = 'PARKED'")


class ParkingLotFull(RuntimeError):
    """Too many keys are parked: something is wrong with the release, not with the events."""


class ParkingLot:
    """Holds keys; when MAX_KEYS are parked the consumer stops instead of draining into the lot."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._keys: set[str] = set()

    async def load(self) -> None:
        """Reads which keys wait; called before consuming."""
        async with self._engine.connect() as connection:
            self._keys = set((await connection.execute(_KEYS)).scalars())
        PARKED_EVENTS.set(len(self._keys))

    def holds(self, key: str) -> bool:
        """Whether events of this key wait already."""
        return key in self._keys

    async def park(self, record: Record, key: str, error: str) -> None:
        """Sets a record aside; raises ParkingLotFull when there is no room for another key."""
        if key not in self._keys and len(self._keys) >= MAX_KEYS:
            raise ParkingLotFull()
        headers = {name: base64.b64encode(value).decode() for name, value in record.headers}
        event_id = dict(record.headers).get("ce_id", b"").decode(errors="replace")
        async with self._engine.begin() as connection:
            await connection.execute(
                _PARK,
                {
                    "event_id": event_id or f"{record.topic}:{record.partition}:{record.offset}",
                    "key": key,
                    "topic": record.topic,
                    "partition": record.partition,
                    "offset": record.offset,
                    "headers": json.dumps(headers),
                    "value": record.value,
                    "error": error,
                    "parked_at": self._clock.now(),
                },
            )
        self._keys.add(key)
        PARKED_EVENTS.set(len(self._keys))
