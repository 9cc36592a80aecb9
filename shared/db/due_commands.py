"""Rows of work that falls due; leased, retried with back-off, given up loudly after a stated number of tries."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 20
_BACK_OFF_SECONDS = (1, 2, 5, 10, 30, 60)

_LEASE = text("""
UPDATE due_command SET leased_until = :leased_until, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM due_command
    WHERE done_at IS NULL AND due_at <= :now AND (leased_until IS NULL OR leased_until < :now) AND attempts < :limit
    ORDER BY due_at LIMIT :batch FOR UPDATE SKIP LOCKED)
RETURNING id, name, key, payload, attempts, correlation_id, causation_id
""")
_DONE = text("UPDATE due_command SET done_at = :now, leased_until = NULL WHERE id = ANY(CAST(:ids AS uuid[]))")
_FAILED = text("""
UPDATE due_command SET due_at = :due_at, leased_until = NULL, last_error = :error WHERE id = CAST(:id AS uuid)
""")
_NEXT = text("""
SELECT min(greatest(due_at, coalesce(leased_until, due_at))) FROM due_command
WHERE done_at IS NULL AND attempts < :limit AND (leased_until IS NULL OR leased_until < :now)
""")


@dataclass(frozen=True, slots=True)
class DueCommand:
    """One piece of due work as leased."""

    id: str
    name: str
    key: str
    payload: dict[str, Any]
    attempts: int
    correlation_id: str
    causation_id: str | None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A row to be inserted with the transaction that asked for it."""

    id: str
    name: str
    key: str
    payload: dict[str, Any]
    due_at: datetime


async def lease(connection: AsyncConnection, now: datetime, batch: int) -> list[DueCommand]:
    """Takes up to `batch` due rows for LEASE; another worker takes them over when the lease expires."""
    rows = await connection.execute(
        _LEASE, {"now": now, "leased_until": now + LEASE, "limit": MAX_ATTEMPTS, "batch": batch}
    )
    return [
        DueCommand(str(r.id), r.name, r.key, r.payload, r.attempts, str(r.correlation_id), r.causation_id) for r in rows
    ]


async def finish(connection: AsyncConnection, command_ids: list[str], now: datetime) -> None:
    """Marks rows done."""
    await connection.execute(_DONE, {"ids": command_ids, "now": now})


async def postpone(connection: AsyncConnection, command: DueCommand, now: datetime, error: str) -> None:
    """Releases a row that failed; it comes back later, ever more slowly."""
    seconds = _BACK_OFF_SECONDS[min(command.attempts, len(_BACK_OFF_SECONDS)) - 1]
    await connection.execute(
        _FAILED, {"id": command.id, "due_at": now + timedelta(seconds=seconds), "error": error[:500]}
    )


async def next_due(connection: AsyncConnection, now: datetime) -> datetime | None:
    """When the next row that nobody holds falls due."""
    return (await connection.execute(_NEXT, {"limit": MAX_ATTEMPTS, "now": now})).scalar()
