"""The stored answer of a write: same key and body, same bytes (architecture.md, Idempotency)."""
from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.kernel.errors import Category, DomainError


class IdempotencyKeyReused(DomainError):
    """The same key came with another request."""

    code = "platform.idempotency-key-reused"
    category = Category.INVALID
    title_zh = "该幂等键已用于另一个请求，请换一个新的键"
    title_en = "This Idempotency-Key was used for a different request; use a new key"


class RequestInFlight(DomainError):
    """The first request with this key has not been answered yet."""

    code = "platform.request-in-flight"
    category = Category.CONFLICT
    title_zh = "相同的请求正在处理，请稍后用同一个键重试"
    title_en = "The same request is still being processed; retry with the same key"
    retryable = True


@dataclass(frozen=True, slots=True)
class IdempotentRequest:
    """A write request by its caller's key; `fingerprint` hashes method, path and canonical body."""

    principal: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer as bytes, so that a replay is equal to the letter."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    replayed: bool = False


_CLAIM = text("""
SELECT pg_try_advisory_xact_lock(hashtextextended(:principal || chr(31) || :key, 0)) AS claimed,
       stored.fingerprint, stored.status, stored.headers, stored.body
FROM (SELECT 1) one LEFT JOIN idempotency stored ON stored.principal = :principal AND stored.key = :key
""")


async def claim(connection: AsyncConnection, request: IdempotentRequest) -> Answer | None:
    """The stored answer, or None when this transaction may run the request.

    Raises IdempotencyKeyReused for another body, RequestInFlight while the first is still running.
    """
    row = (await connection.execute(_CLAIM, {"principal": request.principal, "key": request.key})).one()
    if row.status is None:
        if not row.claimed:
            raise RequestInFlight()
        return None
    if bytes(row.fingerprint) != request.fingerprint:
        raise IdempotencyKeyReused()
    return Answer(row.status, bytes(row.body), dict(row.headers), replayed=True)
