"""Outbox, inbox and their like; what is kept of a party."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

BIGINT = sa.BigInteger()
BOOLEAN = sa.Boolean()
BYTES = sa.LargeBinary()
DATE = sa.Date()
INSTANT = sa.DateTime(timezone=True)
INTEGER = sa.Integer()
JSONB = postgresql.JSONB()
SMALLINT = sa.SmallInteger()
TEXT = sa.Text()
UUID = sa.Uuid(as_uuid=False)


def upgrade() -> None:
    op.create_table(
        "outbox",
        Column("id", UUID, nullable=False),
        Column("aggregatetype", TEXT, nullable=False),
        Column("aggregateid", TEXT, nullable=False),
        Column("type", TEXT, nullable=False),
        Column("payload", JSONB, nullable=False),
        Column("seq", BIGINT, sa.Identity(always=True), nullable=False),
        Column("aggregate_seq", BIGINT, nullable=False),
        Column("topic", TEXT, nullable=False),
        Column("partition_key", TEXT, nullable=False),
        Column("party_id", UUID, nullable=True),
        Column("correlation_id", UUID, nullable=False),
        Column("causation_id", TEXT, nullable=True),
        Column("occurred_at", INSTANT, nullable=False),
        Column("published_at", INSTANT, nullable=True),
        Column("attempts", INTEGER, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("seq", name="uq_outbox_seq"),
    )
    op.create_index("ix_outbox_unpublished", "outbox", ["seq"], postgresql_where=sa.text("published_at IS NULL"))
    op.create_index("uq_outbox_aggregate", "outbox", ["aggregatetype", "aggregateid", "aggregate_seq"], unique=True)
    op.create_table(
        "aggregate_sequence",
        Column("aggregatetype", TEXT, nullable=False),
        Column("aggregateid", TEXT, nullable=False),
        Column("last_seq", BIGINT, nullable=False),
        sa.PrimaryKeyConstraint("aggregatetype", "aggregateid", name="pk_aggregate_sequence"),
    )
    op.create_table(
        "inbox",
        Column("event_id", UUID, nullable=False),
        Column("type", TEXT, nullable=False),
        Column("subject", TEXT, nullable=False),
        Column("sequence", BIGINT, nullable=False),
        Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_inbox"),
    )
    op.create_table(
        "parked_event",
        Column("event_id", TEXT, nullable=False),
        Column("partition_key", TEXT, nullable=False),
        Column("topic", TEXT, nullable=False),
        Column("partition", INTEGER, nullable=False),
        Column("offset", BIGINT, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("value", BYTES, nullable=False),
        Column("error", TEXT, nullable=False),
        Column("state", TEXT, server_default=sa.text("'PARKED'"), nullable=False),
        Column("parked_at", INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('PARKED', 'RETRIED', 'DROPPED')", name="state"),
        sa.PrimaryKeyConstraint("event_id", name="pk_parked_event"),
    )
    op.create_index("ix_parked_event_partition_key", "parked_event", ["partition_key"])
    op.create_table(
        "idempotency",
        Column("principal", TEXT, nullable=False),
        Column("key", TEXT, nullable=False),
        Column("fingerprint", BYTES, nullable=False),
        Column("status", SMALLINT, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("body", BYTES, nullable=False),
        Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("principal", "key", name="pk_idempotency"),
    )
    op.create_table(
        "due_command",
        Column("id", UUID, nullable=False),
        Column("name", TEXT, nullable=False),
        Column("key", TEXT, nullable=False),
        Column("payload", JSONB, nullable=False),
        Column("due_at", INSTANT, nullable=False),
        Column("attempts", INTEGER, server_default=sa.text("0"), nullable=False),
        Column("leased_until", INSTANT, nullable=True),
        Column("done_at", INSTANT, nullable=True),
        Column("last_error", TEXT, nullable=True),
        Column("correlation_id", UUID, nullable=False),
        Column("causation_id", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_due_command"),
    )
    op.create_index("ix_due_command_open", "due_command", ["due_at"], postgresql_where=sa.text("done_at IS NULL"))
    op.create_index("uq_due_command_name_key", "due_command", ["name", "key"], unique=True)
    op.create_table(
        "business_day",
        Column("singleton", BOOLEAN, server_default=sa.text("true"), nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("closed_date", DATE, nullable=True),
        sa.CheckConstraint("singleton", name="one_row"),
        sa.PrimaryKeyConstraint("singleton", name="pk_business_day"),
    )
    op.create_table(
        "party_subject",
        Column("issuer", TEXT, nullable=False),
        Column("subject", TEXT, nullable=False),
        Column("party_id", UUID, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_party_subject"),
    )
    op.create_index("ix_party_subject_party_id", "party_subject", ["party_id"])
    op.create_table(
        "party",
        Column("party_id", UUID, nullable=False),
        Column("party_type", TEXT, nullable=False),
        Column("segment", TEXT, nullable=False),
        Column("division_code", TEXT, nullable=False),
        Column("outlet_id", TEXT, nullable=False),
        Column("masked_name", TEXT, nullable=False),
        Column("birth_year", INTEGER, nullable=False),
        Column("identity_level", SMALLINT, server_default="0", nullable=False),
        Column("identity_valid_to", DATE, nullable=True),
        sa.PrimaryKeyConstraint("party_id", name="pk_party"),
    )
    op.create_table(
        "party_consent",
        Column("consent_id", UUID, nullable=False),
        Column("party_id", UUID, nullable=False),
        Column("purpose", TEXT, nullable=False),
        Column("valid_to", DATE, nullable=False),
        Column("withdrawn", BOOLEAN, server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("consent_id", name="pk_party_consent"),
    )
    op.create_index("ix_party_consent_party_id", "party_consent", ["party_id", "purpose"])


def downgrade() -> None:
    op.drop_table("party_consent")
    op.drop_table("party")
    op.drop_table("party_subject")
    op.drop_table("business_day")
    op.drop_table("due_command")
    op.drop_table("idempotency")
    op.drop_table("parked_event")
    op.drop_table("inbox")
    op.drop_table("aggregate_sequence")
    op.drop_table("outbox")
