"""The registry, endpoints, deliveries and their tries."""
from __future__ import annotations

from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

_PARTNERS = text("""
SELECT partner_id, name, partner_type, product_codes, status, version FROM partner
WHERE (CAST(:status AS text) IS NULL OR status = :status)
  AND (CAST(:partner_id AS uuid) IS NULL OR partner_id = :partner_id)
  AND (CAST(:after AS uuid) IS NULL OR partner_id > CAST(:after AS uuid))
ORDER BY partner_id LIMIT :limit
""")
_ENDPOINTS = text("""
SELECT webhook_endpoint.endpoint_id, partner_id, url, types, status, failing_since,
       array(SELECT public_key FROM signing_key WHERE signing_key.endpoint_id = webhook_endpoint.endpoint_id
               AND (retires_at IS NULL OR retires_at > :now) ORDER BY key_id) AS public_keys
FROM webhook_endpoint WHERE partner_id = :partner_id ORDER BY endpoint_id
""")
_DELIVERIES = text("""
SELECT delivery_id, endpoint_id, webhook_type, status, attempts, next_attempt_at, body FROM webhook_delivery
WHERE partner_id = :partner_id
  AND (CAST(:status AS text) IS NULL OR status = :status)
  AND (CAST(:delivery_id AS uuid) IS NULL OR delivery_id = CAST(:delivery_id AS uuid))
  AND (CAST(:after AS uuid) IS NULL OR delivery_id < CAST(:after AS uuid))
ORDER BY delivery_id DESC LIMIT :limit
""")
_ATTEMPTS = text("""
SELECT number, attempted_at, status_code, error, latency_ms, excerpt FROM webhook_attempt
WHERE delivery_id = :delivery_id ORDER BY attempt_id DESC LIMIT :limit
""")
MOST_ATTEMPTS = 100


async def list_partners(
    connection: AsyncConnection, *, status: str | None, after: str | None, limit: int, partner_id: str | None = None
) -> list[Row[Any]]:
    """Partners in the order they were registered."""
    values = {"status": status, "after": after, "limit": limit, "partner_id": partner_id}
    return list(await connection.execute(_PARTNERS, values))


async def list_endpoints(connection: AsyncConnection, partner_id: str, now: object) -> list[Row[Any]]:
    """A partner's endpoints with the public keys that sign now; at most ten."""
    return list(await connection.execute(_ENDPOINTS, {"partner_id": partner_id, "now": now}))


async def list_deliveries(
    connection: AsyncConnection,
    partner_id: str,
    *,
    status: str | None,
    after: str | None,
    limit: int,
    delivery_id: str | None = None,
) -> list[Row[Any]]:
    """A partner's deliveries, the newest first."""
    values = {
        "partner_id": partner_id,
        "status": status,
        "after": after,
        "limit": limit,
        "delivery_id": delivery_id,
    }
    return list(await connection.execute(_DELIVERIES, values))


async def list_attempts(connection: AsyncConnection, delivery_id: str) -> list[Row[Any]]:
    """The latest hundred tries of a delivery, the newest first."""
    return list(await connection.execute(_ATTEMPTS, {"delivery_id": delivery_id, "limit": MOST_ATTEMPTS}))
