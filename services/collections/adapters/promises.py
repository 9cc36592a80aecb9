"""Promises in Postgres."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.collections.domain.promise import Promise, PromiseStatus

_COLUMNS = "promise_id, case_id, party_id, amount_fen, made_on, due_date, window_end, status, paid_fen"
_OPEN = text(f"SELECT {_COLUMNS} FROM promise WHERE case_id = :case_id AND status = 'OPEN'")  # noqa: S608
_LATEST = text(f"""
SELECT {_COLUMNS} FROM promise WHERE case_id = :case_id ORDER BY made_at DESC, promise_id DESC LIMIT 1
""")  # noqa: S608
_ADD = text(f"""
INSERT INTO promise ({_COLUMNS}, made_at)
VALUES (:promise_id, :case_id, :party_id, :amount_fen, :made_on, :due_date, :window_end, :status, :paid_fen, :made_at)
""")  # noqa: S608
_SAVE = text("UPDATE promise SET status = :status, paid_fen = :paid_fen WHERE promise_id = :promise_id")
_WINDOW_CLOSED = text("""
SELECT case_id FROM promise WHERE status = 'OPEN' AND window_end <= :closed_date ORDER BY case_id
""")
_PAID = text("""
SELECT CAST(coalesce(sum(amount_fen), 0) AS bigint) FROM payment
WHERE party_id = :party_id AND business_date BETWEEN :made_on AND :window_end
""")


@dataclass(frozen=True, slots=True)
class PostgresPromises:
    """Repository of one transaction."""

    connection: AsyncConnection
    now: datetime

    async def open_of(self, case_id: str) -> Promise | None:
        return await self._one(_OPEN, case_id)

    async def latest_of(self, case_id: str) -> Promise | None:
        return await self._one(_LATEST, case_id)

    async def add(self, promise: Promise) -> None:
        await self.connection.execute(
            _ADD,
            {
                "promise_id": promise.promise_id,
                "case_id": promise.case_id,
                "party_id": promise.party_id,
                "amount_fen": promise.amount_fen,
                "made_on": promise.made_on,
                "due_date": promise.due_date,
                "window_end": promise.window_end,
                "status": promise.status.value,
                "paid_fen": promise.paid_fen,
                "made_at": self.now,
            },
        )

    async def save(self, promise: Promise) -> None:
        await self.connection.execute(
            _SAVE,
            {"promise_id": promise.promise_id, "status": promise.status.value, "paid_fen": promise.paid_fen},
        )

    async def cases_with_window_closed(self, closed_date: date) -> Sequence[str]:
        found = await self.connection.execute(_WINDOW_CLOSED, {"closed_date": closed_date})
        return [str(case_id) for case_id in found.scalars()]

    async def paid(self, promise: Promise) -> int:
        found = await self.connection.execute(
            _PAID,
            {"party_id": promise.party_id, "made_on": promise.made_on, "window_end": promise.window_end},
        )
        return int(found.scalar_one())

    async def _one(self, statement: TextClause, case_id: str) -> Promise | None:
        row = (await self.connection.execute(statement, {"case_id": case_id})).one_or_none()
        return None if row is None else _promise(row)


def _promise(row: Row[Any]) -> Promise:
    return Promise(
        promise_id=str(row.promise_id),
        case_id=str(row.case_id),
        party_id=str(row.party_id),
        amount_fen=row.amount_fen,
        made_on=row.made_on,
        due_date=row.due_date,
        window_end=row.window_end,
        status=PromiseStatus(row.status),
        paid_fen=row.paid_fen,
    )
