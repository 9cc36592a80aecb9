"""Tables of ops. `event_log` is partitioned by month of occurrence; the rest is small or rebuilt from it."""
from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.db.metadata import service_metadata
from shared.db.tables import add_platform_tables

metadata = service_metadata()
platform = add_platform_tables(metadata)

event_log = Table(
    "event_log",
    metadata,
    Column("log_id", BigInteger, primary_key=True, autoincrement=False),
    Column("occurred_at", DateTime(timezone=True), primary_key=True),
    Column("business_date", Date, nullable=False),
    Column("event_id", Uuid(as_uuid=False), nullable=False),
    Column("type", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("partition", Integer, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("party_id", Uuid(as_uuid=False)),
    Column("correlation_id", Uuid(as_uuid=False), nullable=False),
    Column("causation_id", Text),
    Column("payload", JSONB, nullable=False),
    Column("movement", JSONB(none_as_null=True)),
    Index("ix_event_log_party_id", "party_id", "occurred_at", "log_id", postgresql_where=text("party_id IS NOT NULL")),
    Index("ix_event_log_correlation_id", "correlation_id", "log_id"),
    Index("ix_event_log_type", "type", "log_id"),
    postgresql_partition_by="RANGE (occurred_at)",
)

event_log_head = Table(
    "event_log_head",
    metadata,
    Column("singleton", Boolean, primary_key=True, server_default=text("true")),
    Column("last_log_id", BigInteger, nullable=False),
    CheckConstraint("singleton", name="one_row"),
)

party_profile = Table(
    "party_profile",
    metadata,
    Column("party_id", Uuid(as_uuid=False), primary_key=True),
    Column("masked_name", Text, nullable=False),
    Column("trade_code", Text),
    Column("segment", Text),
)

loan_position = Table(
    "loan_position",
    metadata,
    Column("loan_id", Uuid(as_uuid=False), primary_key=True),
    Column("outstanding_principal_fen", BigInteger, nullable=False),
    Column("is_overdue", Boolean, nullable=False),
)

daily_figures = Table(
    "daily_figures",
    metadata,
    Column("business_date", Date, primary_key=True),
    Column("applied", BigInteger, nullable=False),
    Column("approved", BigInteger, nullable=False),
    Column("declined", BigInteger, nullable=False),
    Column("balance_fen", BigInteger, nullable=False),
    Column("overdue_balance_fen", BigInteger, nullable=False),
)

browser_session = Table(
    "browser_session",
    metadata,
    Column("session_hash", LargeBinary, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("claims", JSONB, nullable=False),
    Column("access_token", LargeBinary, nullable=False),
    Column("token_expires_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)
