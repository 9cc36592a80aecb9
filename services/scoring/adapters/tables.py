"""Tables of scoring. Decisions and steps are append-only; a version's document never changes (triggers say so)."""
from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.db.metadata import service_metadata
from shared.db.tables import add_platform_tables

METADATA = service_metadata()
PLATFORM = add_platform_tables(METADATA)

_UUID: Uuid[str] = Uuid(as_uuid=False)
_INSTANT = DateTime(timezone=True)
_RATE = Numeric(12, 10)

artefact_version = Table(
    "artefact_version",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document", JSONB, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", _INSTANT, nullable=False),
    Column("activated_at", _INSTANT),
    CheckConstraint("kind IN ('MODEL', 'POLICY')", name="kind"),
    CheckConstraint("state IN ('DRAFT', 'VALIDATED', 'APPROVED', 'ACTIVE', 'RETIRED')", name="state"),
    Index("uq_artefact_version_active", "kind", "name", unique=True, postgresql_where=text("state = 'ACTIVE'")),
)

artefact_step = Table(
    "artefact_step",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("taken_at", _INSTANT, nullable=False),
    ForeignKeyConstraint(
        ["kind", "name", "version"], ["artefact_version.kind", "artefact_version.name", "artefact_version.version"]
    ),
    UniqueConstraint("kind", "name", "version", "person", name="uq_artefact_step_three_people"),
    CheckConstraint("role IN ('DEVELOPER', 'VALIDATOR', 'APPROVER')", name="role"),
)

decision_request = Table(
    "decision_request",
    METADATA,
    Column("application_id", _UUID, primary_key=True),
    Column("decision_id", _UUID, nullable=False, unique=True),
    Column("party_id", _UUID, nullable=False, index=True),
    Column("outlet_id", Text, nullable=False),
    Column("product_code", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("term_months", Integer, nullable=False),
    Column("purpose_code", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("division_code", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("received_at", _INSTANT, nullable=False),
    Column("state", Text, nullable=False),
    CheckConstraint("state IN ('WAITING', 'DECIDED', 'CANCELLED')", name="state"),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
)

decision = Table(
    "decision",
    METADATA,
    Column("decision_id", _UUID, primary_key=True),
    Column("application_id", _UUID, nullable=False, unique=True),
    Column("party_id", _UUID, nullable=False, index=True),
    Column("outlet_id", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("inputs", JSONB, nullable=False),
    Column("output", JSONB, nullable=False),
    Column("model", Text, nullable=False),
    Column("model_version", Integer, nullable=False),
    Column("model_sha256", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("policy_sha256", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("decided_at", _INSTANT, nullable=False),
    Column("elapsed_ms", Integer, nullable=False),
    CheckConstraint("result IN ('APPROVED', 'DECLINED', 'REFERRED')", name="result"),
    Index("ix_decision_outlet_id", "outlet_id", "decision_id"),
)

party = Table(
    "party",
    METADATA,
    Column("party_id", _UUID, primary_key=True),
    Column("birth_year", Integer),
    Column("identity_level", Integer, nullable=False, server_default=text("0")),
    Column("identity_valid_to", Date),
)

party_consent = Table(
    "party_consent",
    METADATA,
    Column("consent_id", _UUID, primary_key=True),
    Column("party_id", _UUID, nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("valid_to", Date, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False, server_default=text("false")),
)

product_version = Table(
    "product_version",
    METADATA,
    Column("product_code", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("consumer", Boolean, nullable=False),
    Column("amount_min_fen", BigInteger, nullable=False),
    Column("amount_max_fen", BigInteger, nullable=False),
    Column("term_min_months", Integer, nullable=False),
    Column("term_max_months", Integer, nullable=False),
    Column("rate_min", _RATE, nullable=False),
    Column("rate_max", _RATE, nullable=False),
    Column("effective_from", Date, nullable=False),
)

reg_param = Table(
    "reg_param",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("effective_from", Date, primary_key=True),
    Column("effective_to", Date),
    Column("value", Text, nullable=False),
)
