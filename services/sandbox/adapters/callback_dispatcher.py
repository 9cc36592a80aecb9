"""Takes the core bank's answers to whoever asked: signed, at least once, eight tries over two minutes."""
from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import httpx
from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.sandbox.adapters.tables import callback
from shared.kernel.clock import Clock
from shared.observability.logging import logger

RETRY_DELAYS_SECONDS = (0.5, 1, 2, 5, 15, 30, 60)
MAX_ATTEMPTS = len(RETRY_DELAYS_SECONDS) + 1
SIGNATURE_HEADER = "Corebank-Signature"
TIMESTAMP_HEADER = "Corebank-Timestamp"
_BATCH = 20
_TIMEOUT_SECONDS = 5
_IDLE_SECONDS = 1.0

_CLAIM = text("""
UPDATE callback SET attempts = attempts + 1, due_at = :lease
WHERE callback_id IN (
    SELECT callback_id FROM callback WHERE delivered_at IS NULL AND attempts < :max_attempts AND due_at <= :now
    ORDER BY due_at LIMIT :batch FOR UPDATE SKIP LOCKED)
RETURNING callback_id, client_id, url, body, attempts
""")
_ACCEPTED = text("SELECT request_no FROM payout WHERE status = 'ACCEPTED' ORDER BY created_at LIMIT :batch")


@dataclass(frozen=True, slots=True)
class _Due:
    callback_id: str
    client_id: str
    url: str
    body: dict[str, Any]
    attempts: int


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Hex HMAC-SHA256 over `timestamp.body` with the receiving client's own secret."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()


class CallbackDispatcher:
    """One loop: settles accepted pay-outs, then sends what is due. Sleeps until woken or a second has passed."""

    def __init__(
        self,
        *,
        engine: AsyncEngine,
        http: httpx.AsyncClient,
        clock: Clock,
        secrets: Mapping[str, str],
        settle: Callable[[str], Awaitable[None]],
    ) -> None:
        self._engine = engine
        self._http = http
        self._clock = clock
        self._secrets = secrets
        self._settle = settle
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There is something to send."""
        self._woken.set()

    async def run(self) -> None:
        """Runs until cancelled; a fault of one round is logged and the next round tries again."""
        while True:
            try:
                sent = await self.run_once()
            except (OSError, SQLAlchemyError) as error:  # the loop outlives a database that is away
                logger().warning("callbacks wait", error=type(error).__name__)
                sent = 0
            if sent < _BATCH:
                await self._sleep()

    async def run_once(self) -> int:
        """One round; returns how many callbacks were tried."""
        async with self._engine.connect() as connection:
            accepted = (await connection.execute(_ACCEPTED, {"batch": _BATCH})).scalars().all()
        for request_no in accepted:
            await self._settle(request_no)
        due = await self._claim()
        await asyncio.gather(*(self._deliver(one) for one in due))
        return len(due)

    async def _sleep(self) -> None:
        try:
            async with asyncio.timeout(_IDLE_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            return
        finally:
            self._woken.clear()

    async def _claim(self) -> Sequence[_Due]:
        now = self._clock.now()
        lease = now + timedelta(seconds=2 * _TIMEOUT_SECONDS)
        values = {"now": now, "lease": lease, "max_attempts": MAX_ATTEMPTS, "batch": _BATCH}
        async with self._engine.begin() as connection:
            return [_Due(*row) for row in await connection.execute(_CLAIM, values)]

    async def _deliver(self, one: _Due) -> None:
        body = json.dumps(one.body).encode()
        timestamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP_HEADER: timestamp,
            SIGNATURE_HEADER: signature(self._secrets.get(one.client_id, ""), timestamp, body),
        }
        try:
            response = await self._http.post(one.url, content=body, headers=headers, timeout=_TIMEOUT_SECONDS)
            delivered = response.is_success
        except (httpx.HTTPError, httpx.InvalidURL):
            delivered = False
        await self._note(one, delivered=delivered, now=self._clock.now())

    async def _note(self, one: _Due, *, delivered: bool, now: datetime) -> None:
        changes: dict[str, Any] = {"delivered_at": now}
        if not delivered:
            delay = RETRY_DELAYS_SECONDS[min(one.attempts, len(RETRY_DELAYS_SECONDS)) - 1]
            changes = {"due_at": now + timedelta(seconds=delay)}
            logger().info("callback not taken", callback_id=one.callback_id, attempt=one.attempts)
        async with self._engine.begin() as connection:
            await connection.execute(update(callback).where(callback.c.callback_id == one.callback_id).values(**changes))
