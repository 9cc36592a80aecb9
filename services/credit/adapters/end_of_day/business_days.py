"""The bank's business date, the progress of a close and how far the other services are."""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.row import Row
from services.credit.application.end_of_day.errors import CloseInProgress
from services.credit.application.end_of_day.records import Chunk, ClosedDay, DayStanding, Step
from shared.db import business_day

_STANDING: Final = """
SELECT day.business_date, run.state, before.closed_date AS closed_before,
       (SELECT json_object_agg(service, processed_date)::text FROM day_barrier) AS processed
FROM business_day day
LEFT JOIN eod_run run ON run.closed_date = $1::date
LEFT JOIN eod_run before ON before.closed_date = $1::date - 1
"""
_BEGIN: Final = """
INSERT INTO eod_run (closed_date, next_date, state, started_at) VALUES ($1::date, $2::date, 'RUNNING', $3::timestamptz)
ON CONFLICT (closed_date) DO UPDATE SET state = eod_run.state
"""
_CLAIM: Final = """
INSERT INTO eod_step (closed_date, step, chunk, attempts, done_at) VALUES ($1::date, $2::text, 0, 1, $3::timestamptz)
ON CONFLICT (closed_date, step, chunk) DO NOTHING
"""
_IS_DONE: Final = "SELECT EXISTS (SELECT FROM eod_step WHERE closed_date = $1::date AND step = $2::text AND done_at IS NOT NULL)"
_CHUNK: Final = "chunk, from_key, to_key, done_at, leased_until, (counts ->> 'due')::int AS loans"
_LAST_CHUNK: Final = f"SELECT {_CHUNK} FROM eod_step WHERE closed_date = $1::date AND step = 'COLLECT' ORDER BY chunk DESC LIMIT 1"  # noqa: S608  composed of constants
_ADD_CHUNK: Final = f"""
INSERT INTO eod_step (closed_date, step, chunk, from_key, to_key, leased_until, attempts, counts)
VALUES ($1::date, 'COLLECT', $2::int, $3::text, $4::text, $5::timestamptz, 1, json_build_object('due', $6::int)::jsonb)
RETURNING {_CHUNK}
"""  # noqa: S608  composed of constants
_LEASE: Final = """
UPDATE eod_step SET leased_until = $3::timestamptz, attempts = attempts + ($3::timestamptz IS NOT NULL)::int
WHERE closed_date = $1::date AND step = 'COLLECT' AND chunk = $2::int AND done_at IS NULL
"""
_FINISH_CHUNK: Final = f"""
UPDATE eod_step SET done_at = $3::timestamptz, leased_until = NULL
WHERE closed_date = $1::date AND step = 'COLLECT' AND chunk = $2::int AND done_at IS NULL RETURNING {_CHUNK}
"""  # noqa: S608  composed of constants
_NOTE: Final = "UPDATE eod_step SET counts = $4::jsonb WHERE closed_date = $1::date AND step = $2::text AND chunk = $3::int"
_FINISH: Final = """
UPDATE eod_run SET state = 'DONE', finished_at = $2::timestamptz, counts = (
    SELECT jsonb_object_agg(key, total) FROM (
        SELECT key, sum(value::bigint) AS total FROM eod_step, jsonb_each_text(counts) WHERE closed_date = $1::date GROUP BY key) t)
WHERE closed_date = $1::date
RETURNING closed_date, next_date, state, counts::text AS counts, checksums::text AS checksums
"""
_CLOSED: Final = """
SELECT closed_date, next_date, state, counts::text AS counts, checksums::text AS checksums FROM eod_run WHERE closed_date = $1::date
"""


class PostgresBusinessDays:
    """`application.end_of_day.ports.BusinessDays`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def standing(self, closed_date: date) -> DayStanding:
        """Where the bank stands. Raises BusinessDateUnknown before its first day."""
        row = (await self._connection.exec_driver_sql(_STANDING, (closed_date,))).first()
        if row is None:
            raise business_day.BusinessDateUnknown()
        processed = {service: date.fromisoformat(day) for service, day in json.loads(row.processed or "{}").items()}
        return DayStanding(row.business_date, row.state == "DONE", row.closed_before is not None, processed)

    async def begin(self, closed_date: date, at: datetime) -> None:
        """The run exists and is locked until the transaction ends."""
        await self._connection.exec_driver_sql(_BEGIN, (closed_date, closed_date + timedelta(days=1), at))

    async def claim(self, closed_date: date, step: Step, at: datetime) -> bool:
        """Marks a step done with this transaction; waits for a racing claim to commit or fail."""
        return bool((await self._connection.exec_driver_sql(_CLAIM, (closed_date, step.value, at))).rowcount)

    async def is_done(self, closed_date: date, step: Step) -> bool:
        """Whether a step of one row is done."""
        return bool((await self._connection.exec_driver_sql(_IS_DONE, (closed_date, step.value))).scalar_one())

    async def last_chunk(self, closed_date: date, now: datetime) -> Chunk | None:
        """Chunks follow each other, so only the last one can be unfinished."""
        row = (await self._connection.exec_driver_sql(_LAST_CHUNK, (closed_date,))).mappings().first()
        return None if row is None else _chunk(row, now)

    async def add_chunk(self, closed_date: date, number: int, loan_ids: Sequence[str], leased_until: datetime) -> Chunk:
        """A chunk of loans in order of id, leased to its maker."""
        values = (closed_date, number, loan_ids[0], loan_ids[-1], leased_until, len(loan_ids))
        row = (await self._connection.exec_driver_sql(_ADD_CHUNK, values)).mappings().one()
        return _chunk(row, leased_until)

    async def lease(self, closed_date: date, number: int, until: datetime | None) -> None:
        """Takes a chunk until then, or puts it back."""
        await self._connection.exec_driver_sql(_LEASE, (closed_date, number, until))

    async def finish_chunk(self, closed_date: date, number: int, at: datetime) -> Chunk | None:
        """Marks a chunk done with this transaction; None when it was done before."""
        row = (await self._connection.exec_driver_sql(_FINISH_CHUNK, (closed_date, number, at))).mappings().first()
        return None if row is None else _chunk(row, at)

    async def note(self, closed_date: date, step: Step, counts: Mapping[str, int], *, chunk: int = 0) -> None:
        """What a step did."""
        await self._connection.exec_driver_sql(_NOTE, (closed_date, step.value, chunk, json.dumps(counts)))

    async def finish(self, closed_date: date, at: datetime) -> ClosedDay:
        """DONE, with the counts of all steps added, and the bank's date moved."""
        row = (await self._connection.exec_driver_sql(_FINISH, (closed_date, at))).mappings().one()
        closed = _closed(row)
        await business_day.advance(self._connection, closed.next_date, closed.closed_date)
        return closed

    async def closed(self, closed_date: date) -> ClosedDay:
        """The answer of a day that is done. Raises CloseInProgress while it is not."""
        row = (await self._connection.exec_driver_sql(_CLOSED, (closed_date,))).mappings().first()
        if row is None or row["state"] != "DONE":
            raise CloseInProgress()
        return _closed(row)


def _chunk(row: Row, now: datetime) -> Chunk:
    leased_until = row["leased_until"]
    return Chunk(
        number=row["chunk"],
        from_key=row["from_key"],
        to_key=row["to_key"],
        loans=row["loans"],
        is_done=row["done_at"] is not None,
        is_taken=leased_until is not None and leased_until > now,
    )


def _closed(row: Row) -> ClosedDay:
    return ClosedDay(row["closed_date"], row["next_date"], json.loads(row["counts"] or "{}"), json.loads(row["checksums"] or "{}"))
