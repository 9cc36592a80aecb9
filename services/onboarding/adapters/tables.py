"""Onboarding's tables. Personal values stand only in `party_vault`, encrypted per field (R28)."""
from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.db.metadata import service_metadata
from shared.db.tables import add_platform_tables

METADATA = service_metadata()
PLATFORM = add_platform_tables(METADATA)

_UUID = Uuid(as_uuid=False)
_INSTANT = DateTime(timezone=True)

ACQUISITION_SESSION = Table(
    "acquisition_session",
    METADATA,
    Column("session_id", _UUID, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("channel_code", Text, nullable=False),
    Column("scene_code", Text, nullable=False),
    Column("outlet_id", Text, nullable=False),
    Column("opened_at", _INSTANT, nullable=False),
    Column("party_id", _UUID, ForeignKey("party.party_id")),
)

PARTY = Table(
    "party",
    METADATA,
    Column("party_id", _UUID, primary_key=True),
    Column("party_type", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("masked_name", Text, nullable=False),
    Column("masked_id_number", Text, nullable=False),
    Column("masked_phone", Text, nullable=False),
    Column("masked_card_number", Text, nullable=False),
    Column("birth_year", SmallInteger, nullable=False),
    Column("division_code", Text, nullable=False),
    Column("trade_code", Text),
    Column("outlet_id", Text, nullable=False),
    Column("channel_code", Text, nullable=False),
    Column("registered_on", Date, nullable=False),
    Column("card_unconfirmed", Boolean, nullable=False),
    Column("last_settled_on", Date),
    CheckConstraint("party_type IN ('PERSON', 'SELF_EMPLOYED')", name="party_type"),
    CheckConstraint("segment IN ('SHOP_OWNER', 'SALARIED', 'FARMER')", name="segment"),
)

PARTY_VAULT = Table(
    "party_vault",
    METADATA,
    Column("party_id", _UUID, ForeignKey("party.party_id"), primary_key=True),
    Column("name", LargeBinary, nullable=False),
    Column("id_number", LargeBinary, nullable=False),
    Column("phone", LargeBinary, nullable=False),
    Column("card_number", LargeBinary, nullable=False),
    Column("id_number_hash", LargeBinary, nullable=False, unique=True),
    Column("phone_hash", LargeBinary, nullable=False, index=True),
    Column("card_number_hash", LargeBinary, nullable=False, index=True),
)

VAULT_ACCESS = Table(
    "vault_access",
    METADATA,
    Column("access_id", _UUID, primary_key=True),
    Column("party_id", _UUID, ForeignKey("party.party_id"), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    Column("at", _INSTANT, nullable=False),
    Column("correlation_id", _UUID, nullable=False),
    Index("ix_vault_access_party", "party_id", "action", "at"),
    comment="append-only: a trigger refuses UPDATE and DELETE",
)

CONSENT_TEXT = Table(
    "consent_text",
    METADATA,
    Column("purpose", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("body_zh", Text, nullable=False),
    Column("body_en", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("separate", Boolean, nullable=False),
    Column("validity_months", SmallInteger, nullable=False),
    Column("effective_from", Date, nullable=False),
)

CONSENT = Table(
    "consent",
    METADATA,
    Column("consent_id", _UUID, primary_key=True),
    Column("party_id", _UUID, ForeignKey("party.party_id"), nullable=False),
    Column("outlet_id", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("text_version", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("separate", Boolean, nullable=False),
    Column("granted_on", Date, nullable=False),
    Column("valid_to", Date, nullable=False),
    Column("granted_at", _INSTANT, nullable=False),
    Column("status", Text, nullable=False),
    Column("ended_at", _INSTANT),
    CheckConstraint("status IN ('ACTIVE', 'SUPERSEDED', 'WITHDRAWN')", name="status"),
    CheckConstraint("(status = 'ACTIVE') = (ended_at IS NULL)", name="ended"),
    Index("ix_consent_party", "party_id", "consent_id"),
    Index(
        "uq_consent_active", "party_id", "purpose", unique=True, postgresql_where=text("status = 'ACTIVE'")
    ),
)

IDENTITY_VERIFICATION = Table(
    "identity_verification",
    METADATA,
    Column("verification_id", _UUID, primary_key=True),
    Column("party_id", _UUID, ForeignKey("party.party_id"), nullable=False, index=True),
    Column("method", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("verified_on", Date, nullable=False),
    Column("verified_at", _INSTANT, nullable=False),
    CheckConstraint("outcome IN ('MATCH', 'MISMATCH', 'UNKNOWN')", name="outcome"),
)

APPLICATION = Table(
    "application",
    METADATA,
    Column("application_id", _UUID, primary_key=True),
    Column("party_id", _UUID, ForeignKey("party.party_id"), nullable=False),
    Column("outlet_id", Text, nullable=False),
    Column("channel_code", Text, nullable=False),
    Column("product_code", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("term_months", SmallInteger, nullable=False),
    Column("purpose_code", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("drafted_on", Date, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("decision_id", _UUID),
    Column("decided_by", Text),
    Column("approved_amount_fen", BigInteger),
    Column("approved_term_months", SmallInteger),
    Column("approved_rate", Numeric),
    Column("approved_product_version", Integer),
    Column("line_id", _UUID),
    CheckConstraint("amount_fen > 0 AND term_months > 0", name="positive"),
    CheckConstraint(
        "status IN ('DRAFT', 'SUBMITTED', 'REFERRED', 'APPROVED', 'DECLINED', 'CANCELLED')", name="status"
    ),
    CheckConstraint("decided_by <> made_by", name="maker_is_not_checker"),
    CheckConstraint("(status IN ('APPROVED', 'DECLINED')) = (decided_by IS NOT NULL)", name="decided"),
    CheckConstraint(
        "(status = 'APPROVED') = (num_nonnulls(approved_amount_fen, approved_term_months, approved_rate,"
        " approved_product_version) = 4)",
        name="approved_terms",
    ),
    Index("ix_application_party", "party_id", "application_id"),
    Index("ix_application_outlet", "outlet_id", "status", "application_id"),
    Index("ix_application_draft", "drafted_on", postgresql_where=text("status = 'DRAFT'")),
    Index(
        "uq_application_under_review",
        "party_id",
        "product_code",
        unique=True,
        postgresql_where=text("status IN ('SUBMITTED', 'REFERRED')"),
    ),
)

APPLICATION_STEP = Table(
    "application_step",
    METADATA,
    Column("application_id", _UUID, ForeignKey("application.application_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("status", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("at", _INSTANT, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reasons", ARRAY(Text), nullable=False),
    Column("comment", Text),
)

PRODUCT_VERSION = Table(
    "product_version",
    METADATA,
    Column("product_code", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("consumer", Boolean, nullable=False),
    Column("amount_min_fen", BigInteger, nullable=False),
    Column("amount_max_fen", BigInteger, nullable=False),
    Column("term_min_months", SmallInteger, nullable=False),
    Column("term_max_months", SmallInteger, nullable=False),
    Column("rate_min", Numeric, nullable=False),
    Column("rate_max", Numeric, nullable=False),
    Column("effective_from", Date, nullable=False),
)

REGULATORY_PARAMETER = Table(
    "regulatory_parameter",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("effective_from", Date, primary_key=True),
    Column("value", Text, nullable=False),
    Column("effective_to", Date),
)
