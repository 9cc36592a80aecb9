"""The double-entry ledger, payments and vouchers, and the progress of a close."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

BIGINT = sa.BigInteger()
DATE = sa.Date()
INSTANT = sa.DateTime(timezone=True)
INTEGER = sa.Integer()
JSONB = postgresql.JSONB()
SMALLINT = sa.SmallInteger()
TEXT = sa.Text()
UUID = sa.Uuid(as_uuid=False)

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
REQUIRE_BALANCE = """
CREATE FUNCTION require_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added GROUP BY journal_id HAVING sum(amount_fen) <> 0) THEN
        RAISE EXCEPTION 'the postings of a journal sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
BALANCED = """
CREATE TRIGGER balanced AFTER INSERT ON posting REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION require_balance()
"""


def upgrade() -> None:
    op.create_table(
        "journal",
        Column("id", UUID, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("party_id", UUID, nullable=True),
        Column("loan_id", UUID, nullable=True),
        Column("posted_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('DISBURSEMENT', 'ACCRUAL', 'REPAYMENT', 'PROVISION', 'WRITE_OFF', 'REVERSAL')", name="kind"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
    )
    op.create_index("ix_journal_business_date", "journal", ["business_date"])
    op.create_index("ix_journal_loan_id", "journal", ["loan_id"], postgresql_where="loan_id IS NOT NULL")
    op.create_table(
        "posting",
        Column("journal_id", UUID, nullable=False),
        Column("line", SMALLINT, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("account", TEXT, nullable=False),
        Column("amount_fen", BIGINT, nullable=False),
        sa.CheckConstraint("amount_fen <> 0", name="amount_not_zero"),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name="fk_posting_journal_id"),
        sa.PrimaryKeyConstraint("journal_id", "line", name="pk_posting"),
    )
    op.create_index("ix_posting_business_date", "posting", ["business_date", "account"], postgresql_include=["amount_fen"])
    op.create_table(
        "payment_order",
        Column("request_no", TEXT, nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("batch_no", TEXT, nullable=True),
        Column("party_id", UUID, nullable=False),
        Column("loan_id", UUID, nullable=True),
        Column("source_id", UUID, nullable=False),
        Column("mandate_id", TEXT, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("amount_fen", BIGINT, nullable=False),
        Column("paid_fen", BIGINT, server_default="0", nullable=False),
        Column("status", TEXT, nullable=False),
        Column("reason", TEXT, nullable=True),
        Column("answered_at", INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('PAYOUT', 'DEBIT')", name="kind"),
        sa.CheckConstraint("status IN ('SENT', 'ACCEPTED', 'PAID', 'PARTIAL', 'REFUSED')", name="status"),
        sa.CheckConstraint("amount_fen > 0 AND paid_fen BETWEEN 0 AND amount_fen", name="amounts"),
        sa.PrimaryKeyConstraint("request_no", name="pk_payment_order"),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index("ix_payment_order_batch_no", "payment_order", ["batch_no"], postgresql_where="batch_no IS NOT NULL")
    op.create_index("ix_payment_order_business_date", "payment_order", ["business_date", "kind"])
    op.create_table(
        "voucher",
        Column("id", UUID, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("state", TEXT, nullable=False),
        Column("debit_fen", BIGINT, nullable=False),
        Column("credit_fen", BIGINT, nullable=False),
        Column("lines", JSONB, nullable=False),
        Column("confirmed_at", INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('PREPARED', 'CONFIRMED')", name="state"),
        sa.CheckConstraint("debit_fen = credit_fen", name="balanced"),
        sa.CheckConstraint("debit_fen >= 0", name="not_negative"),
        sa.PrimaryKeyConstraint("id", name="pk_voucher"),
        sa.UniqueConstraint("business_date", name="uq_voucher_business_date"),
    )
    op.create_table(
        "reconciliation",
        Column("business_date", DATE, nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("compared", INTEGER, nullable=False),
        Column("differences", JSONB, nullable=False),
        Column("finished_at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('PAYMENTS', 'VOUCHERS', 'BOOKS')", name="kind"),
        sa.PrimaryKeyConstraint("business_date", "kind", name="pk_reconciliation"),
    )
    op.create_table(
        "day_barrier",
        Column("service", TEXT, nullable=False),
        Column("processed_date", DATE, nullable=False),
        Column("processed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("service", name="pk_day_barrier"),
    )
    op.create_table(
        "eod_run",
        Column("closed_date", DATE, nullable=False),
        Column("next_date", DATE, nullable=False),
        Column("state", TEXT, nullable=False),
        Column("started_at", INSTANT, nullable=False),
        Column("finished_at", INSTANT, nullable=True),
        Column("counts", JSONB, nullable=True),
        Column("checksums", JSONB, nullable=True),
        sa.CheckConstraint("(state = 'DONE') = (finished_at IS NOT NULL)", name="finished"),
        sa.CheckConstraint("state IN ('RUNNING', 'DONE')", name="state"),
        sa.CheckConstraint("next_date > closed_date", name="forward"),
        sa.PrimaryKeyConstraint("closed_date", name="pk_eod_run"),
    )
    op.create_table(
        "eod_step",
        Column("closed_date", DATE, nullable=False),
        Column("step", TEXT, nullable=False),
        Column("chunk", INTEGER, nullable=False),
        Column("from_key", TEXT, nullable=True),
        Column("to_key", TEXT, nullable=True),
        Column("leased_until", INSTANT, nullable=True),
        Column("attempts", INTEGER, server_default="0", nullable=False),
        Column("done_at", INSTANT, nullable=True),
        Column("counts", JSONB, nullable=True),
        sa.PrimaryKeyConstraint("closed_date", "step", "chunk", name="pk_eod_step"),
    )
    op.execute(APPEND_ONLY.format(table="journal"))
    op.execute(APPEND_ONLY.format(table="posting"))
    op.execute(REQUIRE_BALANCE)
    op.execute(BALANCED)
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON posting FROM CURRENT_USER")


def downgrade() -> None:
    op.drop_table("eod_step")
    op.drop_table("eod_run")
    op.drop_table("day_barrier")
    op.drop_table("reconciliation")
    op.drop_table("voucher")
    op.drop_table("payment_order")
    op.drop_table("posting")
    op.drop_table("journal")
    op.execute("DROP FUNCTION require_balance()")
