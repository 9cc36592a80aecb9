"""The double-entry ledger and the payments it is reconciled with. Journals and postings are never changed."""
from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.credit.adapters.tables.columns import INSTANT, METADATA, UUID_TEXT, fen, not_negative, one_of
from services.credit.domain.ledger import JournalKind

journal = Table(
    "journal",
    METADATA,
    Column("id", UUID_TEXT, primary_key=True),
    Column("business_date", Date, nullable=False),
    Column("kind", Text, nullable=False),
    Column("party_id", UUID_TEXT),
    Column("loan_id", UUID_TEXT),
    Column("posted_at", INSTANT, nullable=False),
    one_of("kind", JournalKind),
    Index("ix_journal_business_date", "business_date"),
    Index("ix_journal_loan_id", "loan_id", postgresql_where="loan_id IS NOT NULL"),
)

# amount_fen: debit positive, credit negative; a journal's postings are inserted together and sum to zero.
posting = Table(
    "posting",
    METADATA,
    Column("journal_id", UUID_TEXT, ForeignKey("journal.id"), primary_key=True),
    Column("line", SmallInteger, primary_key=True),
    Column("business_date", Date, nullable=False),
    Column("account", Text, nullable=False),
    fen("amount_fen"),
    CheckConstraint("amount_fen <> 0", name="amount_not_zero"),
    Index("ix_posting_business_date", "business_date", "account", postgresql_include=["amount_fen"]),
)

payment_order = Table(
    "payment_order",
    METADATA,
    Column("request_no", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("batch_no", Text),
    Column("party_id", UUID_TEXT, nullable=False),
    Column("loan_id", UUID_TEXT),
    Column("source_id", UUID_TEXT, nullable=False),
    Column("mandate_id", Text, nullable=False),
    Column("business_date", Date, nullable=False),
    fen("amount_fen"),
    fen("paid_fen", default=0),
    Column("status", Text, nullable=False),
    Column("reason", Text),
    Column("answered_at", INSTANT),
    one_of("kind", ("PAYOUT", "DEBIT")),
    one_of("status", ("SENT", "ACCEPTED", "PAID", "PARTIAL", "REFUSED")),
    CheckConstraint("amount_fen > 0 AND paid_fen BETWEEN 0 AND amount_fen", name="amounts"),
    Index("ix_payment_order_business_date", "business_date", "kind"),
    Index("ix_payment_order_batch_no", "batch_no", postgresql_where="batch_no IS NOT NULL"),
    postgresql_with={"fillfactor": "80"},
)

voucher = Table(
    "voucher",
    METADATA,
    Column("id", UUID_TEXT, primary_key=True),
    Column("business_date", Date, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    fen("debit_fen"),
    fen("credit_fen"),
    Column("lines", JSONB, nullable=False),
    Column("confirmed_at", INSTANT),
    one_of("state", ("PREPARED", "CONFIRMED")),
    CheckConstraint("debit_fen = credit_fen", name="balanced"),
    not_negative("debit_fen"),
)

reconciliation = Table(
    "reconciliation",
    METADATA,
    Column("business_date", Date, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("compared", Integer, nullable=False),
    Column("differences", JSONB, nullable=False),
    Column("finished_at", INSTANT, nullable=False),
    one_of("kind", ("PAYMENTS", "VOUCHERS", "BOOKS")),
)
