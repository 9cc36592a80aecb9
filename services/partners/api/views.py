"""What callers see. A private key is never shown."""
from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row

from services.partners.application.manage_endpoint import EndpointWithKeys
from services.partners.domain.delivery import Delivery
from services.partners.domain.partner import Partner


def partner_view(partner: Partner) -> dict[str, Any]:
    """A registered partner."""
    return {
        "partner_id": partner.partner_id,
        "name": partner.name,
        "partner_type": partner.partner_type.value,
        "product_codes": partner.product_codes,
        "status": partner.status.value,
        "version": partner.version,
    }


def partner_row(row: Row[Any]) -> dict[str, Any]:
    """The same, as read."""
    return {
        "partner_id": str(row.partner_id),
        "name": row.name,
        "partner_type": row.partner_type,
        "product_codes": row.product_codes,
        "status": row.status,
        "version": row.version,
    }


def endpoint_view(found: EndpointWithKeys) -> dict[str, Any]:
    """An endpoint with the public keys that verify its signatures."""
    return {
        "endpoint_id": found.endpoint.endpoint_id,
        "partner_id": found.endpoint.partner_id,
        "url": found.endpoint.url,
        "types": [item.value for item in found.endpoint.types],
        "status": found.endpoint.status.value,
        "public_keys": [key.public_key for key in found.keys],
    }


def endpoint_row(row: Row[Any]) -> dict[str, Any]:
    """The same, as read."""
    return {
        "endpoint_id": str(row.endpoint_id),
        "partner_id": str(row.partner_id),
        "url": row.url,
        "types": row.types,
        "status": row.status,
        "failing_since": row.failing_since,
        "public_keys": row.public_keys,
    }


def delivery_view(delivery: Delivery) -> dict[str, Any]:
    """A delivery on its way."""
    return {
        "delivery_id": delivery.delivery_id,
        "endpoint_id": delivery.endpoint_id,
        "type": delivery.webhook_type,
        "status": delivery.status.value,
        "attempts": delivery.attempts,
        "next_attempt_at": delivery.next_attempt_at,
    }


def delivery_row(row: Row[Any]) -> dict[str, Any]:
    """A delivery as read, with what was sent."""
    return {
        "delivery_id": str(row.delivery_id),
        "endpoint_id": str(row.endpoint_id),
        "type": row.webhook_type,
        "status": row.status,
        "attempts": row.attempts,
        "next_attempt_at": row.next_attempt_at if row.status == "PENDING" else None,
        "payload": json.loads(row.body),
    }


def attempt_row(row: Row[Any]) -> dict[str, Any]:
    """One try: when, what came back, how long it took."""
    return {
        "number": row.number,
        "attempted_at": row.attempted_at,
        "status_code": row.status_code,
        "error": row.error,
        "latency_ms": row.latency_ms,
        "excerpt": row.excerpt,
    }
