"""The archive's writer: a locked head row gives out ids, so ids have no holes and commit in their order."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ops.adapters.tables import event_log
from services.ops.application.ports import LogEntry
from services.ops.domain.figures import Movement

CHANNEL = "event_log"
_RESERVE = text("UPDATE event_log_head SET last_log_id = last_log_id + :count RETURNING last_log_id")
_NOTIFY = text(f"NOTIFY {CHANNEL}")
_NOTHING = Movement()


class PostgresEventLog:
    """Appends to `event_log` inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def reserve(self, count: int) -> int:
        last = (await self._connection.execute(_RESERVE, {"count": count})).scalar_one()
        return int(last) - count + 1

    async def append(self, entries: Sequence[LogEntry]) -> None:
        await self._connection.execute(insert(event_log), [_row(entry) for entry in entries])
        await self._connection.execute(_NOTIFY)

    async def open_month(self, first_day: date) -> None:
        following = (first_day + timedelta(days=31)).replace(day=1)
        name = f"event_log_{first_day:%Y_%m}"
        await self._connection.execute(text(
            f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF event_log FOR VALUES FROM ('{first_day}') TO ('{following}')"
        ))


def _row(entry: LogEntry) -> dict[str, Any]:
    envelope = entry.envelope
    return {
        "log_id": entry.log_id,
        "occurred_at": datetime.fromisoformat(envelope.occurred_at),
        "business_date": entry.business_date,
        "event_id": envelope.event_id,
        "type": envelope.event_type,
        "topic": envelope.topic,
        "partition": envelope.partition,
        "offset": envelope.offset,
        "subject": envelope.subject,
        "sequence": envelope.sequence,
        "party_id": entry.party_id,
        "correlation_id": envelope.correlation_id,
        "causation_id": envelope.causation_id,
        "payload": envelope.payload,
        "movement": asdict(entry.movement) if entry.movement != _NOTHING else None,
    }
