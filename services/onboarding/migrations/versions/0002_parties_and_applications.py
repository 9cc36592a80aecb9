"""The vault, consents, identity, applications and the reference data they are checked against."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

_APPEND_ONLY = ("vault_access", "application_step")


def upgrade() -> None:
    op.create_table(
        "consent_text",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("body_zh", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("separate", sa.Boolean(), nullable=False),
        sa.Column("validity_months", sa.SmallInteger(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "version", name=op.f("pk_consent_text")),
    )
    op.create_table(
        "party",
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_type", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("masked_name", sa.Text(), nullable=False),
        sa.Column("masked_id_number", sa.Text(), nullable=False),
        sa.Column("masked_phone", sa.Text(), nullable=False),
        sa.Column("masked_card_number", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.SmallInteger(), nullable=False),
        sa.Column("division_code", sa.Text(), nullable=False),
        sa.Column("trade_code", sa.Text()),
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("channel_code", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("card_unconfirmed", sa.Boolean(), nullable=False),
        sa.Column("last_settled_on", sa.Date()),
        sa.CheckConstraint("party_type IN ('PERSON', 'SELF_EMPLOYED')", name=op.f("ck_party_party_type")),
        sa.CheckConstraint("segment IN ('SHOP_OWNER', 'SALARIED', 'FARMER')", name=op.f("ck_party_segment")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_party")),
    )
    op.create_table(
        "product_version",
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("consumer", sa.Boolean(), nullable=False),
        sa.Column("amount_min_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_max_fen", sa.BigInteger(), nullable=False),
        sa.Column("term_min_months", sa.SmallInteger(), nullable=False),
        sa.Column("term_max_months", sa.SmallInteger(), nullable=False),
        sa.Column("rate_min", sa.Numeric(), nullable=False),
        sa.Column("rate_max", sa.Numeric(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("product_code", "version", name=op.f("pk_product_version")),
    )
    op.create_table(
        "regulatory_parameter",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("effective_to", sa.Date()),
        sa.PrimaryKeyConstraint("code", "effective_from", name=op.f("pk_regulatory_parameter")),
    )
    op.create_table(
        "acquisition_session",
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("channel_code", sa.Text(), nullable=False),
        sa.Column("scene_code", sa.Text(), nullable=False),
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False)),
        sa.ForeignKeyConstraint(["party_id"], ["party.party_id"], name=op.f("fk_acquisition_session_party_id")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_acquisition_session")),
    )
    op.create_table(
        "application",
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("channel_code", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("term_months", sa.SmallInteger(), nullable=False),
        sa.Column("purpose_code", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Uuid(as_uuid=False)),
        sa.Column("decided_by", sa.Text()),
        sa.Column("approved_amount_fen", sa.BigInteger()),
        sa.Column("approved_term_months", sa.SmallInteger()),
        sa.Column("approved_rate", sa.Numeric()),
        sa.Column("approved_product_version", sa.Integer()),
        sa.Column("line_id", sa.Uuid(as_uuid=False)),
        sa.CheckConstraint(
            "(status = 'APPROVED') = (num_nonnulls(approved_amount_fen, approved_term_months, approved_rate,"
            " approved_product_version) = 4)",
            name=op.f("ck_application_approved_terms"),
        ),
        sa.CheckConstraint("(status IN ('APPROVED', 'DECLINED')) = (decided_by IS NOT NULL)", name=op.f("ck_application_decided")),
        sa.CheckConstraint(
            "status IN ('DRAFT', 'SUBMITTED', 'REFERRED', 'APPROVED', 'DECLINED', 'CANCELLED')", name=op.f("ck_application_status")
        ),
        sa.CheckConstraint("amount_fen > 0 AND term_months > 0", name=op.f("ck_application_positive")),
        sa.CheckConstraint("decided_by <> made_by", name=op.f("ck_application_maker_is_not_checker")),
        sa.ForeignKeyConstraint(["party_id"], ["party.party_id"], name=op.f("fk_application_party_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application")),
    )
    op.create_index("ix_application_draft", "application", ["drafted_on"], postgresql_where=sa.text("status = 'DRAFT'"))
    op.create_index("ix_application_outlet", "application", ["outlet_id", "status", "application_id"])
    op.create_index("ix_application_party", "application", ["party_id", "application_id"])
    op.create_index(
        "uq_application_under_review",
        "application",
        ["party_id", "product_code"],
        unique=True,
        postgresql_where=sa.text("status IN ('SUBMITTED', 'REFERRED')"),
    )
    op.create_table(
        "consent",
        sa.Column("consent_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("separate", sa.Boolean(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("(status = 'ACTIVE') = (ended_at IS NULL)", name=op.f("ck_consent_ended")),
        sa.CheckConstraint("status IN ('ACTIVE', 'SUPERSEDED', 'WITHDRAWN')", name=op.f("ck_consent_status")),
        sa.ForeignKeyConstraint(["party_id"], ["party.party_id"], name=op.f("fk_consent_party_id")),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_party", "consent", ["party_id", "consent_id"])
    op.create_index("uq_consent_active", "consent", ["party_id", "purpose"], unique=True, postgresql_where=sa.text("status = 'ACTIVE'"))
    op.create_table(
        "identity_verification",
        sa.Column("verification_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('MATCH', 'MISMATCH', 'UNKNOWN')", name=op.f("ck_identity_verification_outcome")),
        sa.ForeignKeyConstraint(["party_id"], ["party.party_id"], name=op.f("fk_identity_verification_party_id")),
        sa.PrimaryKeyConstraint("verification_id", name=op.f("pk_identity_verification")),
    )
    op.create_index(op.f("ix_identity_verification_party_id"), "identity_verification", ["party_id"])
    op.create_table(
        "party_vault",
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("card_number", sa.LargeBinary(), nullable=False),
        sa.Column("id_number_hash", sa.LargeBinary(), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(), nullable=False),
        sa.Column("card_number_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.party_id"], name=op.f("fk_party_vault_party_id")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_party_vault")),
        sa.UniqueConstraint("id_number_hash", name=op.f("uq_party_vault_id_number_hash")),
    )
    op.create_index(op.f("ix_party_vault_card_number_hash"), "party_vault", ["card_number_hash"])
    op.create_index(op.f("ix_party_vault_phone_hash"), "party_vault", ["phone_hash"])
    op.create_table(
        "vault_access",
        sa.Column("access_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("fields", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correlation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.party_id"], name=op.f("fk_vault_access_party_id")),
        sa.PrimaryKeyConstraint("access_id", name=op.f("pk_vault_access")),
        comment="append-only: a trigger refuses UPDATE and DELETE",
    )
    op.create_index("ix_vault_access_party", "vault_access", ["party_id", "action", "at"])
    op.create_table(
        "application_step",
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reasons", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.ForeignKeyConstraint(["application_id"], ["application.application_id"], name=op.f("fk_application_step_application_id")),
        sa.PrimaryKeyConstraint("application_id", "position", name=op.f("pk_application_step")),
    )
    op.execute("""
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
    """)
    for table in _APPEND_ONLY:
        op.execute(f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()")


def downgrade() -> None:
    op.drop_table("application_step")
    op.drop_table("vault_access")
    op.drop_table("party_vault")
    op.drop_table("identity_verification")
    op.drop_table("consent")
    op.drop_table("application")
    op.drop_table("acquisition_session")
    op.drop_table("regulatory_parameter")
    op.drop_table("product_version")
    op.drop_table("party")
    op.drop_table("consent_text")
    op.execute("DROP FUNCTION refuse_change")
