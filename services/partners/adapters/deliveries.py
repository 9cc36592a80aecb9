"""Deliveries and the log of their tries in Postgres."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.partners.domain.delivery import Attempt, Delivery, DeliveryStatus
from shared.kernel.errors import NotFound

_COLUMNS = "delivery_id, endpoint_id, partner_id, webhook_type, body, status, attempts, next_attempt_at"
_ADD = text(f"""
INSERT INTO webhook_delivery ({_COLUMNS})
VALUES (:delivery_id, :endpoint_id, :partner_id, :webhook_type, :body, :status, :attempts, :next_attempt_at)
""")  # noqa: S608
_LOCK = text(f"SELECT {_COLUMNS} FROM webhook_delivery WHERE delivery_id = :delivery_id FOR UPDATE")  # noqa: S608
_SAVE = text("""
UPDATE webhook_delivery SET status = :status, attempts = :attempts, next_attempt_at = :next_attempt_at
WHERE delivery_id = :delivery_id
""")
_LOG = text("""
INSERT INTO webhook_attempt (attempt_id, delivery_id, number, attempted_at, status_code, error, latency_ms, excerpt)
VALUES (:attempt_id, :delivery_id, :number, :attempted_at, :status_code, :error, :latency_ms, :excerpt)
""")
_OVERDUE = text(f"""
SELECT {_COLUMNS} FROM webhook_delivery WHERE status = 'PENDING' AND next_attempt_at < :before
ORDER BY next_attempt_at LIMIT :limit FOR UPDATE SKIP LOCKED
""")  # noqa: S608


@dataclass(frozen=True, slots=True)
class PostgresDeliveries:
    """Repository of one transaction."""

    connection: AsyncConnection
    now: datetime
    new_id: Callable[[], str]

    async def add(self, delivery: Delivery) -> None:
        await self.connection.execute(
            _ADD,
            {
                "delivery_id": delivery.delivery_id,
                "endpoint_id": delivery.endpoint_id,
                "partner_id": delivery.partner_id,
                "webhook_type": delivery.webhook_type,
                "body": delivery.body,
                "status": delivery.status.value,
                "attempts": delivery.attempts,
                "next_attempt_at": delivery.next_attempt_at,
            },
        )

    async def lock(self, delivery_id: str) -> Delivery:
        row = (await self.connection.execute(_LOCK, {"delivery_id": delivery_id})).one_or_none()
        if row is None:
            raise NotFound()
        return _delivery(row)

    async def save(self, delivery: Delivery) -> None:
        await self.connection.execute(
            _SAVE,
            {
                "delivery_id": delivery.delivery_id,
                "status": delivery.status.value,
                "attempts": delivery.attempts,
                "next_attempt_at": delivery.next_attempt_at,
            },
        )

    async def log(self, delivery: Delivery, attempt: Attempt) -> None:
        await self.connection.execute(
            _LOG,
            {
                "attempt_id": self.new_id(),
                "delivery_id": delivery.delivery_id,
                "number": delivery.attempts,
                "attempted_at": self.now,
                "status_code": attempt.status_code,
                "error": attempt.error,
                "latency_ms": attempt.latency_ms,
                "excerpt": attempt.excerpt,
            },
        )

    async def overdue(self, before: datetime, limit: int) -> Sequence[Delivery]:
        rows = await self.connection.execute(_OVERDUE, {"before": before, "limit": limit})
        return [_delivery(row) for row in rows]


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        delivery_id=str(row.delivery_id),
        endpoint_id=str(row.endpoint_id),
        partner_id=str(row.partner_id),
        webhook_type=row.webhook_type,
        body=row.body,
        next_attempt_at=row.next_attempt_at,
        attempts=row.attempts,
        status=DeliveryStatus(row.status),
    )
