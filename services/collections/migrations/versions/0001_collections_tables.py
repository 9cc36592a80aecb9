"""Tables of collections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
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
        "case_history",
        sa.Column("history_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("history_id", name=op.f("pk_case_history")),
    )
    op.create_index("ix_case_history_case_id_history_id", "case_history", ["case_id", "history_id"], unique=False)
    op.create_table(
        "collection_case",
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stage", sa.SmallInteger(), nullable=False),
        sa.Column("hold", sa.Text(), nullable=True),
        sa.Column("loan_ids", postgresql.ARRAY(sa.Uuid(as_uuid=False)), nullable=False),
        sa.Column("overdue_fen", sa.BigInteger(), nullable=False),
        sa.Column("earliest_unpaid_due_date", sa.Date(), nullable=False),
        sa.Column("collector", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'CLOSED') = (closed_on IS NOT NULL AND outcome IS NOT NULL)", name=op.f("ck_collection_case_closed")),
        sa.CheckConstraint("hold IS NULL OR status = 'OPEN'", name=op.f("ck_collection_case_hold")),
        sa.CheckConstraint("status IN ('OPEN', 'CLOSED')", name=op.f("ck_collection_case_status")),
        sa.CheckConstraint("overdue_fen >= 0", name=op.f("ck_collection_case_overdue")),
        sa.CheckConstraint("stage BETWEEN 0 AND 7", name=op.f("ck_collection_case_stage")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_collection_case")),
    )
    op.create_index(
        "ix_collection_case_age", "collection_case", ["earliest_unpaid_due_date"], unique=False, postgresql_where=sa.text("status = 'OPEN'")
    )
    op.create_index(op.f("ix_collection_case_party_id"), "collection_case", ["party_id"], unique=False)
    op.create_index(
        "ix_collection_case_unassigned",
        "collection_case",
        ["outlet_id"],
        unique=False,
        postgresql_where=sa.text("status = 'OPEN' AND collector IS NULL"),
    )
    op.create_index(
        "ix_collection_case_work", "collection_case", ["outlet_id", "status", "earliest_unpaid_due_date", "case_id"], unique=False
    )
    op.create_index("uq_collection_case_open", "collection_case", ["party_id"], unique=True, postgresql_where=sa.text("status = 'OPEN'"))
    op.create_table(
        "collector",
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("outlet_id", "subject", name=op.f("pk_collector")),
    )
    op.create_table(
        "debtor",
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("masked_name", sa.Text(), nullable=False),
        sa.Column("any_hour_consent_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("any_hour_until", sa.Date(), nullable=True),
        sa.CheckConstraint("(any_hour_consent_id IS NULL) = (any_hour_until IS NULL)", name=op.f("ck_debtor_any_hour")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_debtor")),
    )
    op.create_index(op.f("ix_debtor_any_hour_consent_id"), "debtor", ["any_hour_consent_id"], unique=False)
    op.create_table(
        "due_command",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        "loan",
        sa.Column("loan_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("outlet_id", sa.Text(), nullable=False),
        sa.Column("outstanding_fen", sa.BigInteger(), nullable=False),
        sa.Column("overdue_fen", sa.BigInteger(), nullable=False),
        sa.Column("earliest_unpaid_due_date", sa.Date(), nullable=True),
        sa.Column("five_class", sa.Text(), nullable=True),
        sa.CheckConstraint("outstanding_fen >= 0 AND overdue_fen >= 0", name=op.f("ck_loan_amounts")),
        sa.PrimaryKeyConstraint("loan_id", name=op.f("pk_loan")),
    )
    op.create_index("ix_loan_late", "loan", ["party_id"], unique=False, postgresql_where=sa.text("earliest_unpaid_due_date IS NOT NULL"))
    op.create_index(op.f("ix_loan_party_id"), "loan", ["party_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("aggregatetype", sa.Text(), nullable=False),
        sa.Column("aggregateid", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
    op.create_table(
        "payment",
        sa.Column("repayment_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("loan_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.CheckConstraint("(amount_fen < 0) = (reverses_id IS NOT NULL)", name=op.f("ck_payment_reversal")),
        sa.PrimaryKeyConstraint("repayment_id", name=op.f("pk_payment")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_payment_reverses_id")),
    )
    op.create_index("ix_payment_party_id_business_date", "payment", ["party_id", "business_date"], unique=False)
    op.create_table(
        "reg_param",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "effective_from", name=op.f("pk_reg_param")),
    )
    op.create_table(
        "treatment",
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("first_day", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.CheckConstraint("first_day BETWEEN 1 AND last_day", name=op.f("ck_treatment_days")),
        sa.PrimaryKeyConstraint("strategy", "first_day", "channel", name=op.f("pk_treatment")),
    )
    op.create_table(
        "contact",
        sa.Column("contact_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("person_role", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("team", sa.SmallInteger(), nullable=False),
        sa.Column("phone_reference", sa.Text(), nullable=True),
        sa.Column("recording_reference", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("rule_id", sa.Text(), nullable=True),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'BLOCKED') = (rule_id IS NOT NULL)", name=op.f("ck_contact_blocked")),
        sa.CheckConstraint("(state = 'DONE') = (result IS NOT NULL)", name=op.f("ck_contact_done")),
        sa.ForeignKeyConstraint(["case_id"], ["collection_case.case_id"], name=op.f("fk_contact_case_id")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_contact")),
    )
    op.create_index("ix_contact_party_id_business_date", "contact", ["party_id", "business_date"], unique=False)
    op.create_index("ix_contact_reserved", "contact", ["business_date"], unique=False, postgresql_where=sa.text("state = 'RESERVED'"))
    op.create_table(
        "promise",
        sa.Column("promise_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("party_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("window_end", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("status IN ('OPEN', 'KEPT', 'PARTIAL', 'BROKEN')", name=op.f("ck_promise_status")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_promise_amount")),
        sa.CheckConstraint("made_on <= due_date AND due_date <= window_end", name=op.f("ck_promise_dates")),
        sa.ForeignKeyConstraint(["case_id"], ["collection_case.case_id"], name=op.f("fk_promise_case_id")),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_promise")),
    )
    op.create_index(op.f("ix_promise_case_id"), "promise", ["case_id"], unique=False)
    op.create_index("ix_promise_window", "promise", ["window_end"], unique=False, postgresql_where=sa.text("status = 'OPEN'"))
    op.create_index("uq_promise_open", "promise", ["case_id"], unique=True, postgresql_where=sa.text("status = 'OPEN'"))


def downgrade() -> None:
    for table in (
        "promise",
        "contact",
        "treatment",
        "reg_param",
        "payment",
        "party_subject",
        "parked_event",
        "outbox",
        "loan",
        "inbox",
        "idempotency",
        "due_command",
        "debtor",
        "collector",
        "collection_case",
        "case_history",
        "business_day",
        "aggregate_sequence",
    ):
        op.drop_table(table)
