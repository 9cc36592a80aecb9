"""Tables of collections. `party_id` is in every table that grows: it is the shard key."""
from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Time,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.db.metadata import service_metadata
from shared.db.tables import add_platform_tables

METADATA = service_metadata()
PLATFORM = add_platform_tables(METADATA)


def _uuid() -> Uuid[str]:
    return Uuid(as_uuid=False)


def _instant() -> DateTime:
    return DateTime(timezone=True)


debtor = Table(
    "debtor",
    METADATA,
    Column("party_id", _uuid(), primary_key=True),
    Column("outlet_id", Text, nullable=False),
    Column("masked_name", Text, nullable=False),
    Column("any_hour_consent_id", _uuid(), index=True),
    Column("any_hour_until", Date),
    CheckConstraint("(any_hour_consent_id IS NULL) = (any_hour_until IS NULL)", name="any_hour"),
)

loan = Table(
    "loan",
    METADATA,
    Column("loan_id", _uuid(), primary_key=True),
    Column("party_id", _uuid(), nullable=False, index=True),
    Column("outlet_id", Text, nullable=False),
    Column("outstanding_fen", BigInteger, nullable=False),
    Column("overdue_fen", BigInteger, nullable=False),
    Column("earliest_unpaid_due_date", Date),
    Column("five_class", Text),
    CheckConstraint("outstanding_fen >= 0 AND overdue_fen >= 0", name="amounts"),
    Index("ix_loan_late", "party_id", postgresql_where=text("earliest_unpaid_due_date IS NOT NULL")),
)

payment = Table(
    "payment",
    METADATA,
    Column("repayment_id", _uuid(), primary_key=True),
    Column("loan_id", _uuid(), nullable=False),
    Column("party_id", _uuid(), nullable=False),
    Column("business_date", Date, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("reverses_id", _uuid(), unique=True),
    CheckConstraint("(amount_fen < 0) = (reverses_id IS NOT NULL)", name="reversal"),
    Index("ix_payment_party_id_business_date", "party_id", "business_date"),
)

treatment = Table(
    "treatment",
    METADATA,
    Column("strategy", Text, primary_key=True),
    Column("first_day", SmallInteger, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("last_day", Integer, nullable=False),
    Column("at", Time, nullable=False),
    Column("template", Text, nullable=False),
    CheckConstraint("first_day BETWEEN 1 AND last_day", name="days"),
)

collector = Table(
    "collector",
    METADATA,
    Column("outlet_id", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("active", Boolean, nullable=False),
)

collection_case = Table(
    "collection_case",
    METADATA,
    Column("case_id", _uuid(), primary_key=True),
    Column("party_id", _uuid(), nullable=False, index=True),
    Column("outlet_id", Text, nullable=False),
    Column("strategy", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("stage", SmallInteger, nullable=False),
    Column("hold", Text),
    Column("loan_ids", ARRAY(_uuid()), nullable=False),
    Column("overdue_fen", BigInteger, nullable=False),
    Column("earliest_unpaid_due_date", Date, nullable=False),
    Column("collector", Text),
    Column("opened_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("outcome", Text),
    Column("version", Integer, nullable=False),
    CheckConstraint("status IN ('OPEN', 'CLOSED')", name="status"),
    CheckConstraint("stage BETWEEN 0 AND 7", name="stage"),
    CheckConstraint("(status = 'CLOSED') = (closed_on IS NOT NULL AND outcome IS NOT NULL)", name="closed"),
    CheckConstraint("hold IS NULL OR status = 'OPEN'", name="hold"),
    CheckConstraint("overdue_fen >= 0", name="overdue"),
    Index("uq_collection_case_open", "party_id", unique=True, postgresql_where=text("status = 'OPEN'")),
    Index("ix_collection_case_work", "outlet_id", "status", "earliest_unpaid_due_date", "case_id"),
    Index("ix_collection_case_age", "earliest_unpaid_due_date", postgresql_where=text("status = 'OPEN'")),
    Index(
        "ix_collection_case_unassigned",
        "outlet_id",
        postgresql_where=text("status = 'OPEN' AND collector IS NULL"),
    ),
)

contact = Table(
    "contact",
    METADATA,
    Column("contact_id", _uuid(), primary_key=True),
    Column("case_id", _uuid(), ForeignKey("collection_case.case_id"), nullable=False),
    Column("party_id", _uuid(), nullable=False),
    Column("channel", Text, nullable=False),
    Column("person_role", Text, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("team", SmallInteger, nullable=False),
    Column("phone_reference", Text),
    Column("recording_reference", Text),
    Column("state", Text, nullable=False),
    Column("result", Text),
    Column("rule_id", Text),
    Column("reserved_at", _instant(), nullable=False),
    CheckConstraint("(state = 'BLOCKED') = (rule_id IS NOT NULL)", name="blocked"),
    CheckConstraint("(state = 'DONE') = (result IS NOT NULL)", name="done"),
    Index("ix_contact_party_id_business_date", "party_id", "business_date"),
    Index("ix_contact_reserved", "business_date", postgresql_where=text("state = 'RESERVED'")),
)

promise = Table(
    "promise",
    METADATA,
    Column("promise_id", _uuid(), primary_key=True),
    Column("case_id", _uuid(), ForeignKey("collection_case.case_id"), nullable=False, index=True),
    Column("party_id", _uuid(), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("made_at", _instant(), nullable=False),
    Column("due_date", Date, nullable=False),
    Column("window_end", Date, nullable=False),
    Column("status", Text, nullable=False),
    Column("paid_fen", BigInteger, nullable=False),
    CheckConstraint("amount_fen > 0", name="amount"),
    CheckConstraint("made_on <= due_date AND due_date <= window_end", name="dates"),
    CheckConstraint("status IN ('OPEN', 'KEPT', 'PARTIAL', 'BROKEN')", name="status"),
    Index("uq_promise_open", "case_id", unique=True, postgresql_where=text("status = 'OPEN'")),
    Index("ix_promise_window", "window_end", postgresql_where=text("status = 'OPEN'")),
)

case_history = Table(
    "case_history",
    METADATA,
    Column("history_id", _uuid(), primary_key=True),
    Column("case_id", _uuid(), nullable=False),
    Column("business_date", Date, nullable=False),
    Column("kind", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("actor", Text, nullable=False),
    Column("recorded_at", _instant(), nullable=False),
    Index("ix_case_history_case_id_history_id", "case_id", "history_id"),
)

reg_param = Table(
    "reg_param",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("effective_from", Date, primary_key=True),
    Column("effective_to", Date),
    Column("value", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("approver", Text, nullable=False),
)
