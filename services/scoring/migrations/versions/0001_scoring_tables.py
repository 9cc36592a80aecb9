"""Registry of models and policies, requests and decisions, what others said, and the platform's tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_TABLES = (
    "artefact_version",
    "artefact_step",
    "decision_request",
    "decision",
    "party",
    "party_consent",
    "product_version",
    "reg_param",
    "aggregate_sequence",
    "business_day",
    "due_command",
    "idempotency",
    "inbox",
    "outbox",
    "parked_event",
    "party_subject",
)
_APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
"""
_TRIGGERS = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON artefact_step FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    """CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OF kind, name, version, document, sha256, signature ON artefact_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
)


def upgrade() -> None:
    _create_registry()
    _create_decisions()
    _create_reference_data()
    _create_platform_tables()
    op.execute(_APPEND_ONLY)
    for trigger in _TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")


def _create_registry() -> None:
    op.create_table(
        "artefact_version",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", JSONB, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('MODEL', 'POLICY')", name=op.f("ck_artefact_version_kind")),
        sa.CheckConstraint("state IN ('DRAFT', 'VALIDATED', 'APPROVED', 'ACTIVE', 'RETIRED')", name=op.f("ck_artefact_version_state")),
        sa.PrimaryKeyConstraint("kind", "name", "version", name=op.f("pk_artefact_version")),
    )
    op.create_index(
        "uq_artefact_version_active", "artefact_version", ["kind", "name"], unique=True, postgresql_where=sa.text("state = 'ACTIVE'")
    )
    op.create_table(
        "artefact_step",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('DEVELOPER', 'VALIDATOR', 'APPROVER')", name=op.f("ck_artefact_step_role")),
        sa.ForeignKeyConstraint(
            ["kind", "name", "version"],
            ["artefact_version.kind", "artefact_version.name", "artefact_version.version"],
            name=op.f("fk_artefact_step_kind_name_version"),
        ),
        sa.PrimaryKeyConstraint("kind", "name", "version", "role", name=op.f("pk_artefact_step")),
        sa.UniqueConstraint("kind", "name", "version", "person", name="uq_artefact_step_three_people"),
    )


def _create_decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("inputs", JSONB, nullable=False),
        sa.Column("output", JSONB, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("model_version", sa.Integer(), nullable=False),
        sa.Column("model_sha256", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("policy_sha256", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("elapsed_ms", sa.Integer(), nullable=False),
        sa.CheckConstraint("result IN ('APPROVED', 'DECLINED', 'REFERRED')", name=op.f("ck_decision_result")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision")),
        sa.UniqueConstraint("application_id", name=op.f("uq_decision_application_id")),
    )
    op.create_index("ix_decision_outlet_id", "decision", ["outlet_id", "decision_id"], unique=False)
    op.create_index(op.f("ix_decision_party_id"), "decision", ["party_id"], unique=False)
    op.create_table(
        "decision_request",
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("decision_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("purpose_code", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("division_code", sa.Text(), nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('WAITING', 'DECIDED', 'CANCELLED')", name=op.f("ck_decision_request_state")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_decision_request_amount_positive")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_decision_request")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_decision_request_decision_id")),
    )
    op.create_index(op.f("ix_decision_request_party_id"), "decision_request", ["party_id"], unique=False)


def _create_reference_data() -> None:
    op.create_table(
        "party",
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("identity_level", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("identity_valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_party")),
    )
    op.create_table(
        "party_consent",
        sa.Column("consent_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_party_consent")),
    )
    op.create_index(op.f("ix_party_consent_party_id"), "party_consent", ["party_id"], unique=False)
    op.create_table(
        "product_version",
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("consumer", sa.Boolean(), nullable=False),
        sa.Column("amount_min_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_max_fen", sa.BigInteger(), nullable=False),
        sa.Column("term_min_months", sa.Integer(), nullable=False),
        sa.Column("term_max_months", sa.Integer(), nullable=False),
        sa.Column("rate_min", sa.Numeric(precision=12, scale=10), nullable=False),
        sa.Column("rate_max", sa.Numeric(precision=12, scale=10), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("product_code", "version", name=op.f("pk_product_version")),
    )
    op.create_table(
        "reg_param",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "effective_from", name=op.f("pk_reg_param")),
    )


def _create_platform_tables() -> None:
    op.create_table(
        "aggregate_sequence",
        sa.Column("aggregatetype", sa.Text(), nullable=False),
        sa.Column("aggregateid", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("aggregatetype", "aggregateid", name=op.f("pk_aggregate_sequence")),
    )
    op.create_table(
        "business_day",
        sa.Column("singleton", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("closed_date", sa.Date(), nullable=True),
        sa.CheckConstraint("singleton", name=op.f("ck_business_day_one_row")),
        sa.PrimaryKeyConstraint("singleton", name=op.f("pk_business_day")),
    )
    op.create_table(
        "due_command",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", JSONB, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("correlation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("causation_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_command")),
    )
    op.create_index("ix_due_command_open", "due_command", ["due_at"], unique=False, postgresql_where=sa.text("done_at IS NULL"))
    op.create_index("uq_due_command_name_key", "due_command", ["name", "key"], unique=True)
    op.create_table(
        "idempotency",
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("principal", "key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_inbox")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("aggregatetype", sa.Text(), nullable=False),
        sa.Column("aggregateid", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", JSONB, nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("aggregate_seq", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition_key", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("correlation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("causation_id", sa.Text(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("seq", name=op.f("uq_outbox_seq")),
    )
    op.create_index("ix_outbox_unpublished", "outbox", ["seq"], unique=False, postgresql_where=sa.text("published_at IS NULL"))
    op.create_index("uq_outbox_aggregate", "outbox", ["aggregatetype", "aggregateid", "aggregate_seq"], unique=True)
    op.create_table(
        "parked_event",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("partition_key", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'PARKED'"), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('PARKED', 'RETRIED', 'DROPPED')", name=op.f("ck_parked_event_state")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_parked_event")),
    )
    op.create_index(op.f("ix_parked_event_partition_key"), "parked_event", ["partition_key"], unique=False)
    op.create_table(
        "party_subject",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_party_subject")),
    )
    op.create_index(op.f("ix_party_subject_party_id"), "party_subject", ["party_id"], unique=False)
