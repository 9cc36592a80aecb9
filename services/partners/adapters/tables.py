"""Tables of partners."""
from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from shared.db.metadata import service_metadata
from shared.db.tables import add_platform_tables

METADATA = service_metadata()
PLATFORM = add_platform_tables(METADATA)


def _uuid() -> Uuid[str]:
    return Uuid(as_uuid=False)


def _instant() -> DateTime:
    return DateTime(timezone=True)


partner = Table(
    "partner",
    METADATA,
    Column("partner_id", _uuid(), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("partner_type", Text, nullable=False),
    Column("product_codes", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("status IN ('LISTED', 'SUSPENDED', 'REMOVED')", name="status"),
)

webhook_endpoint = Table(
    "webhook_endpoint",
    METADATA,
    Column("endpoint_id", _uuid(), primary_key=True),
    Column("partner_id", _uuid(), ForeignKey("partner.partner_id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("types", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False),
    Column("failing_since", _instant()),
    CheckConstraint("status IN ('ENABLED', 'DISABLED')", name="status"),
)

signing_key = Table(
    "signing_key",
    METADATA,
    Column("key_id", _uuid(), primary_key=True),
    Column("endpoint_id", _uuid(), ForeignKey("webhook_endpoint.endpoint_id"), nullable=False, index=True),
    Column("public_key", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("retires_at", _instant()),
)

webhook_delivery = Table(
    "webhook_delivery",
    METADATA,
    Column("delivery_id", _uuid(), primary_key=True),
    Column("endpoint_id", _uuid(), ForeignKey("webhook_endpoint.endpoint_id"), nullable=False),
    Column("partner_id", _uuid(), nullable=False),
    Column("webhook_type", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("next_attempt_at", _instant(), nullable=False),
    CheckConstraint("status IN ('PENDING', 'DELIVERED', 'FAILED')", name="status"),
    CheckConstraint("octet_length(body) <= 20480", name="thin"),
    Index("ix_webhook_delivery_partner_id_delivery_id", "partner_id", "delivery_id"),
    Index("ix_webhook_delivery_pending", "next_attempt_at", postgresql_where=text("status = 'PENDING'")),
)

webhook_attempt = Table(
    "webhook_attempt",
    METADATA,
    Column("attempt_id", _uuid(), primary_key=True),
    Column("delivery_id", _uuid(), ForeignKey("webhook_delivery.delivery_id"), nullable=False, index=True),
    Column("number", SmallInteger, nullable=False),
    Column("attempted_at", _instant(), nullable=False),
    Column("status_code", SmallInteger),
    Column("error", Text),
    Column("latency_ms", Integer, nullable=False),
    Column("excerpt", Text, nullable=False),
)

loan = Table(
    "loan",
    METADATA,
    Column("loan_id", _uuid(), primary_key=True),
    Column("product_code", Text, nullable=False),
)
