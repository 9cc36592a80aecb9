"""The tables every service has beside its own: outbox, inbox, idempotency, due commands, business day."""
from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB


@dataclass(frozen=True, slots=True)
class PlatformTables:
    """Handles of the shared tables inside one service's metadata."""

    outbox: Table
    aggregate_sequence: Table
    inbox: Table
    parked_event: Table
    idempotency: Table
    due_command: Table
    business_day: Table
    party_subject: Table


def _uuid() -> Uuid[str]:
    return Uuid(as_uuid=False)


def _instant() -> DateTime:
    return DateTime(timezone=True)


def add_platform_tables(metadata: MetaData) -> PlatformTables:
    """Adds the shared tables to `metadata`; each service's first migration creates them."""
    return PlatformTables(
        outbox=_outbox(metadata),
        aggregate_sequence=_aggregate_sequence(metadata),
        inbox=_inbox(metadata),
        parked_event=_parked_event(metadata),
        idempotency=_idempotency(metadata),
        due_command=_due_command(metadata),
        business_day=_business_day(metadata),
        party_subject=_party_subject(metadata),
    )


def _outbox(metadata: MetaData) -> Table:
    """Columns of Debezium's outbox router first (id, aggregatetype, aggregateid, type, payload), ours after."""
    return Table(
        "outbox",
        metadata,
        Column("id", _uuid(), primary_key=True),
        Column("aggregatetype", Text, nullable=False),
        Column("aggregateid", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("payload", JSONB, nullable=False),
        Column("seq", BigInteger, Identity(always=True), nullable=False, unique=True),
        Column("aggregate_seq", BigInteger, nullable=False),
        Column("topic", Text, nullable=False),
        Column("partition_key", Text, nullable=False),
        Column("party_id", _uuid()),
        Column("correlation_id", _uuid(), nullable=False),
        Column("causation_id", Text),
        Column("occurred_at", _instant(), nullable=False),
        Column("published_at", _instant()),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Index("uq_outbox_aggregate", "aggregatetype", "aggregateid", "aggregate_seq", unique=True),
        Index("ix_outbox_unpublished", "seq", postgresql_where=text("published_at IS NULL")),
    )


def _aggregate_sequence(metadata: MetaData) -> Table:
    """The last event number of each aggregate; its row lock keeps the numbers dense and in order."""
    return Table(
        "aggregate_sequence",
        metadata,
        Column("aggregatetype", Text, primary_key=True),
        Column("aggregateid", Text, primary_key=True),
        Column("last_seq", BigInteger, nullable=False),
    )


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("event_id", _uuid(), primary_key=True),
        Column("type", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("received_at", _instant(), nullable=False),
    )


def _parked_event(metadata: MetaData) -> Table:
    return Table(
        "parked_event",
        metadata,
        Column("event_id", Text, primary_key=True),
        Column("partition_key", Text, nullable=False, index=True),
        Column("topic", Text, nullable=False),
        Column("partition", Integer, nullable=False),
        Column("offset", BigInteger, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("value", LargeBinary, nullable=False),
        Column("error", Text, nullable=False),
        Column("state", Text, nullable=False, server_default=text("'PARKED'")),
        Column("parked_at", _instant(), nullable=False),
        CheckConstraint("state IN ('PARKED', 'RETRIED', 'DROPPED')", name="state"),
    )


def _idempotency(metadata: MetaData) -> Table:
    return Table(
        "idempotency",
        metadata,
        Column("principal", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("fingerprint", LargeBinary, nullable=False),
        Column("status", SmallInteger, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("created_at", _instant(), nullable=False),
    )


def _due_command(metadata: MetaData) -> Table:
    """Work that falls due: time-outs, sweeps, calls to outside systems. Leased while it runs."""
    return Table(
        "due_command",
        metadata,
        Column("id", _uuid(), primary_key=True),
        Column("name", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("payload", JSONB, nullable=False),
        Column("due_at", _instant(), nullable=False),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("leased_until", _instant()),
        Column("done_at", _instant()),
        Column("last_error", Text),
        Column("correlation_id", _uuid(), nullable=False),
        Column("causation_id", Text),
        Index("uq_due_command_name_key", "name", "key", unique=True),
        Index("ix_due_command_open", "due_at", postgresql_where=text("done_at IS NULL")),
    )


def _business_day(metadata: MetaData) -> Table:
    """One row: the bank's current business date as this service knows it."""
    return Table(
        "business_day",
        metadata,
        Column("singleton", Boolean, primary_key=True, server_default=text("true")),
        Column("business_date", Date, nullable=False),
        Column("closed_date", Date),
        CheckConstraint("singleton", name="one_row"),
    )


def _party_subject(metadata: MetaData) -> Table:
    """Which party a sign-in belongs to."""
    return Table(
        "party_subject",
        metadata,
        Column("issuer", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("party_id", _uuid(), nullable=False, index=True),
    )
