"""Webhook endpoints and their keys in Postgres; private halves only sealed."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.partners.domain.endpoint import EndpointStatus, SigningKey, WebhookEndpoint, WebhookType
from shared.kernel.errors import NotFound

_COLUMNS = "endpoint_id, partner_id, url, types, status, failing_since"
_ADD = text(f"""
INSERT INTO webhook_endpoint ({_COLUMNS})
VALUES (:endpoint_id, :partner_id, :url, CAST(:types AS text[]), :status, :failing_since)
""")  # noqa: S608
_COUNT = text("SELECT count(*) FROM webhook_endpoint WHERE partner_id = :partner_id")
_LOCK = text(f"SELECT {_COLUMNS} FROM webhook_endpoint WHERE endpoint_id = :endpoint_id FOR UPDATE")  # noqa: S608
_SAVE = text("""
UPDATE webhook_endpoint SET status = :status, failing_since = :failing_since WHERE endpoint_id = :endpoint_id
""")
_KEYS = text("""
SELECT key_id, public_key, sealed, retires_at FROM signing_key WHERE endpoint_id = :endpoint_id ORDER BY key_id
""")
_SAVE_KEY = text("""
INSERT INTO signing_key (key_id, endpoint_id, public_key, sealed, retires_at)
VALUES (:key_id, :endpoint_id, :public_key, :sealed, :retires_at)
ON CONFLICT (key_id) DO UPDATE SET retires_at = excluded.retires_at
""")
_LISTENING = text(f"""
SELECT {_COLUMNS} FROM webhook_endpoint WHERE status = 'ENABLED' AND :webhook_type = ANY(types)
  AND EXISTS (SELECT FROM partner WHERE partner.partner_id = webhook_endpoint.partner_id
                AND partner.status = 'LISTED' AND :product_code = ANY(partner.product_codes))
ORDER BY endpoint_id
""")  # noqa: S608


@dataclass(frozen=True, slots=True)
class PostgresEndpoints:
    """Repository of one transaction."""

    connection: AsyncConnection

    async def add(self, endpoint: WebhookEndpoint, key: SigningKey) -> None:
        await self.connection.execute(
            _ADD,
            {
                "endpoint_id": endpoint.endpoint_id,
                "partner_id": endpoint.partner_id,
                "url": endpoint.url,
                "types": [item.value for item in endpoint.types],
                "status": endpoint.status.value,
                "failing_since": endpoint.failing_since,
            },
        )
        await self.save_keys(endpoint.endpoint_id, [key])

    async def count(self, partner_id: str) -> int:
        return int((await self.connection.execute(_COUNT, {"partner_id": partner_id})).scalar_one())

    async def lock(self, endpoint_id: str) -> WebhookEndpoint:
        row = (await self.connection.execute(_LOCK, {"endpoint_id": endpoint_id})).one_or_none()
        if row is None:
            raise NotFound()
        return _endpoint(row)

    async def save(self, endpoint: WebhookEndpoint) -> None:
        await self.connection.execute(
            _SAVE,
            {
                "endpoint_id": endpoint.endpoint_id,
                "status": endpoint.status.value,
                "failing_since": endpoint.failing_since,
            },
        )

    async def keys(self, endpoint_id: str) -> tuple[SigningKey, ...]:
        rows = await self.connection.execute(_KEYS, {"endpoint_id": endpoint_id})
        return tuple(SigningKey(str(row.key_id), row.public_key, bytes(row.sealed), row.retires_at) for row in rows)

    async def save_keys(self, endpoint_id: str, keys: Sequence[SigningKey]) -> None:
        await self.connection.execute(
            _SAVE_KEY,
            [
                {
                    "key_id": key.key_id,
                    "endpoint_id": endpoint_id,
                    "public_key": key.public_key,
                    "sealed": key.sealed,
                    "retires_at": key.retires_at,
                }
                for key in keys
            ],
        )

    async def listening(self, webhook_type: WebhookType, product_code: str) -> Sequence[WebhookEndpoint]:
        rows = await self.connection.execute(
            _LISTENING, {"webhook_type": webhook_type.value, "product_code": product_code}
        )
        return [_endpoint(row) for row in rows]


def _endpoint(row: Row[Any]) -> WebhookEndpoint:
    return WebhookEndpoint(
        endpoint_id=str(row.endpoint_id),
        partner_id=str(row.partner_id),
        url=row.url,
        types=tuple(WebhookType(item) for item in row.types),
        status=EndpointStatus(row.status),
        failing_since=row.failing_since,
    )
