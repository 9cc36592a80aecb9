"""Drawdowns, loans, instalments, repayments and the loan's history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

BIGINT = sa.BigInteger()
DATE = sa.Date()
INSTANT = sa.DateTime(timezone=True)
INTEGER = sa.Integer()
JSONB = postgresql.JSONB()
RATE = sa.Numeric(12, 10)
SMALLINT = sa.SmallInteger()
TEXT = sa.Text()
TEXTS = postgresql.ARRAY(sa.Text())
UUID = sa.Uuid(as_uuid=False)

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a correction is a reversing row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON loan_transaction
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "drawdown",
        Column("id", UUID, nullable=False),
        Column("line_id", UUID, nullable=False),
        Column("party_id", UUID, nullable=False),
        Column("outlet_id", TEXT, nullable=False),
        Column("cost_sheet_id", UUID, nullable=False),
        Column("amount_fen", BIGINT, nullable=False),
        Column("term_months", INTEGER, nullable=False),
        Column("method", TEXT, nullable=False),
        Column("purpose_code", TEXT, nullable=False),
        Column("pay_mode", TEXT, nullable=False),
        Column("state", TEXT, nullable=False),
        Column("reason", TEXT, nullable=True),
        Column("business_date", DATE, nullable=False),
        Column("loan_id", UUID, nullable=True),
        Column("requested_at", INSTANT, nullable=False),
        Column("sent_at", INSTANT, nullable=True),
        Column("finished_at", INSTANT, nullable=True),
        sa.CheckConstraint("(state = 'DISBURSED') = (loan_id IS NOT NULL)", name="disbursed_has_loan"),
        sa.CheckConstraint("(state = 'FAILED') = (reason IS NOT NULL)", name="failed_has_reason"),
        sa.CheckConstraint("state IN ('REQUESTED', 'RESERVED', 'DISBURSING', 'DISBURSED', 'FAILED')", name="state"),
        sa.CheckConstraint("amount_fen > 0", name="amount_positive"),
        sa.ForeignKeyConstraint(["cost_sheet_id"], ["cost_sheet.id"], name="fk_drawdown_cost_sheet_id"),
        sa.ForeignKeyConstraint(["line_id"], ["credit_line.id"], name="fk_drawdown_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drawdown"),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index("ix_drawdown_line_id", "drawdown", ["line_id", "id"])
    op.create_index("ix_drawdown_open", "drawdown", ["requested_at"], postgresql_where="state IN ('REQUESTED', 'RESERVED', 'DISBURSING')")
    op.create_index("uq_drawdown_cost_sheet_id", "drawdown", ["cost_sheet_id"], unique=True, postgresql_where="state <> 'FAILED'")
    op.create_table(
        "loan",
        Column("id", UUID, nullable=False),
        Column("party_id", UUID, nullable=False),
        Column("line_id", UUID, nullable=False),
        Column("drawdown_id", UUID, nullable=False),
        Column("outlet_id", TEXT, nullable=False),
        Column("product_code", TEXT, nullable=False),
        Column("product_version", INTEGER, nullable=False),
        Column("mandate_id", TEXT, nullable=False),
        Column("method", TEXT, nullable=False),
        Column("principal_fen", BIGINT, nullable=False),
        Column("annual_rate", RATE, nullable=False),
        Column("annual_cost", RATE, nullable=False),
        Column("term_months", INTEGER, nullable=False),
        Column("start_date", DATE, nullable=False),
        Column("maturity_date", DATE, nullable=False),
        Column("first_due_date", DATE, nullable=True),
        Column("principal_plan", JSONB, nullable=True),
        Column("pay_mode", TEXT, nullable=False),
        Column("flags", TEXTS, nullable=False),
        Column("status", TEXT, nullable=False),
        Column("class_code", TEXT, nullable=False),
        Column("class_since", DATE, nullable=False),
        Column("outstanding_principal_fen", BIGINT, nullable=False),
        Column("suspense_fen", BIGINT, server_default="0", nullable=False),
        Column("products", BIGINT, nullable=True),
        Column("products_since", DATE, nullable=True),
        Column("products_run_to", DATE, nullable=True),
        Column("next_period_end", DATE, nullable=True),
        Column("earliest_unpaid_due_date", DATE, nullable=True),
        Column("overdue_principal_fen", BIGINT, server_default="0", nullable=False),
        Column("overdue_interest_fen", BIGINT, server_default="0", nullable=False),
        Column("settled_on", DATE, nullable=True),
        Column("version", INTEGER, server_default="1", nullable=False),
        Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("class_code IN ('NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS')", name="class_code"),
        sa.CheckConstraint(
            "method IN ('EQ_INST', 'EQ_PRIN', 'FLEX', 'BULLET', 'INT_M_BULLET', 'INT_Q_BULLET', 'DAILY')", name="method"
        ),
        sa.CheckConstraint("status <> 'SETTLED' OR (outstanding_principal_fen = 0 AND settled_on IS NOT NULL)", name="settled"),
        sa.CheckConstraint(
            "status IN ('ACTIVE', 'OVERDUE', 'RENEWED', 'EXTENDED', 'RESTRUCTURED', 'SETTLED', 'WRITTEN_OFF', 'RECOVERING', 'CLOSED')",
            name="status",
        ),
        sa.CheckConstraint(
            "num_nulls(products, products_since, products_run_to) IN (0, 3) AND (products IS NULL) = (next_period_end IS NULL)",
            name="products_whole",
        ),
        sa.CheckConstraint("outstanding_principal_fen <= principal_fen AND principal_fen > 0", name="principal"),
        sa.CheckConstraint(
            "outstanding_principal_fen >= 0 AND suspense_fen >= 0 AND overdue_principal_fen >= 0 AND overdue_interest_fen >= 0",
            name="not_negative",
        ),
        sa.ForeignKeyConstraint(["drawdown_id"], ["drawdown.id"], name="fk_loan_drawdown_id"),
        sa.ForeignKeyConstraint(["line_id"], ["credit_line.id"], name="fk_loan_line_id"),
        sa.ForeignKeyConstraint(
            ["product_code", "product_version"],
            ["product_version.code", "product_version.version"],
            name="fk_loan_product_code_product_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_loan"),
        sa.UniqueConstraint("drawdown_id", name="uq_loan_drawdown_id"),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index("ix_loan_class_code", "loan", ["class_code", "id"], postgresql_where="class_code <> 'NORMAL'")
    op.create_index(
        "ix_loan_party_due", "loan", ["party_id", "earliest_unpaid_due_date"], postgresql_where="earliest_unpaid_due_date IS NOT NULL"
    )
    op.create_index("ix_loan_due", "loan", ["earliest_unpaid_due_date", "id"], postgresql_where="earliest_unpaid_due_date IS NOT NULL")
    op.create_index("ix_loan_line_id", "loan", ["line_id", "id"])
    op.create_index("ix_loan_next_period_end", "loan", ["next_period_end", "id"], postgresql_where="next_period_end IS NOT NULL")
    op.create_index("ix_loan_outlet_id", "loan", ["outlet_id", "id"])
    op.create_index("ix_loan_party_id", "loan", ["party_id", "id"])
    op.create_table(
        "instalment",
        Column("loan_id", UUID, nullable=False),
        Column("seq", SMALLINT, nullable=False),
        Column("due_date", DATE, nullable=False),
        Column("period_start", DATE, nullable=False),
        Column("period_end", DATE, nullable=False),
        Column("principal_fen", BIGINT, nullable=False),
        Column("interest_fen", BIGINT, nullable=False),
        Column("principal_paid_fen", BIGINT, server_default="0", nullable=False),
        Column("interest_paid_fen", BIGINT, server_default="0", nullable=False),
        Column("penalty_paid_fen", BIGINT, server_default="0", nullable=False),
        Column("compound_paid_fen", BIGINT, server_default="0", nullable=False),
        Column("late_principal_products", BIGINT, server_default="0", nullable=False),
        Column("late_interest_products", BIGINT, server_default="0", nullable=False),
        Column("late_interest_products_after", BIGINT, server_default="0", nullable=False),
        sa.CheckConstraint("interest_paid_fen BETWEEN 0 AND interest_fen", name="interest_paid"),
        sa.CheckConstraint("penalty_paid_fen >= 0 AND compound_paid_fen >= 0", name="not_negative"),
        sa.CheckConstraint("principal_paid_fen BETWEEN 0 AND principal_fen", name="principal_paid"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_instalment_loan_id"),
        sa.PrimaryKeyConstraint("loan_id", "seq", name="pk_instalment"),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_table(
        "repayment",
        Column("id", UUID, nullable=False),
        Column("loan_id", UUID, nullable=False),
        Column("party_id", UUID, nullable=False),
        Column("outlet_id", TEXT, nullable=False),
        Column("source", TEXT, nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("amount_fen", BIGINT, nullable=False),
        Column("received_fen", BIGINT, server_default="0", nullable=False),
        Column("state", TEXT, nullable=False),
        Column("reason", TEXT, nullable=True),
        Column("reverses_id", UUID, nullable=True),
        Column("business_date", DATE, nullable=False),
        Column("requested_at", INSTANT, nullable=False),
        Column("finished_at", INSTANT, nullable=True),
        sa.CheckConstraint("(state = 'REFUSED') = (reason IS NOT NULL)", name="refused_has_reason"),
        sa.CheckConstraint("kind IN ('DUE', 'PREPAYMENT', 'PAYOFF', 'REVERSAL')", name="kind"),
        sa.CheckConstraint("source IN ('BORROWER', 'AUTO_DEBIT', 'STAFF')", name="source"),
        sa.CheckConstraint("state IN ('REQUESTED', 'DEBITING', 'ALLOCATED', 'REFUSED')", name="state"),
        sa.CheckConstraint("amount_fen > 0 AND received_fen BETWEEN 0 AND amount_fen", name="amounts"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_repayment_loan_id"),
        sa.ForeignKeyConstraint(["reverses_id"], ["repayment.id"], name="fk_repayment_reverses_id"),
        sa.PrimaryKeyConstraint("id", name="pk_repayment"),
        sa.UniqueConstraint("reverses_id", name="uq_repayment_reverses_id"),
    )
    op.create_index("ix_repayment_loan_id", "repayment", ["loan_id", "id"])
    op.create_index("ix_repayment_open", "repayment", ["loan_id"], unique=True, postgresql_where="state IN ('REQUESTED', 'DEBITING')")
    op.create_table(
        "loan_transaction",
        Column("id", UUID, nullable=False),
        Column("loan_id", UUID, nullable=False),
        Column("party_id", UUID, nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("value_date", DATE, nullable=False),
        Column("amount_fen", BIGINT, nullable=False),
        Column("fee_fen", BIGINT, server_default="0", nullable=False),
        Column("compound_fen", BIGINT, server_default="0", nullable=False),
        Column("penalty_fen", BIGINT, server_default="0", nullable=False),
        Column("interest_fen", BIGINT, server_default="0", nullable=False),
        Column("principal_fen", BIGINT, server_default="0", nullable=False),
        Column("suspense_fen", BIGINT, server_default="0", nullable=False),
        Column("outstanding_principal_fen", BIGINT, nullable=False),
        Column("repayment_id", UUID, nullable=True),
        Column("lines", JSONB, nullable=True),
        Column("journal_id", UUID, nullable=True),
        Column("posted_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('DISBURSEMENT', 'INTEREST_SETTLEMENT', 'REPAYMENT', 'REVERSAL', 'RESCHEDULE')", name="kind"
        ),
        sa.CheckConstraint(
            "kind NOT IN ('REPAYMENT', 'REVERSAL')"
            " OR amount_fen = fee_fen + compound_fen + penalty_fen + interest_fen + principal_fen + suspense_fen",
            name="parts_sum",
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_loan_transaction_loan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_loan_transaction"),
    )
    op.create_index("ix_loan_transaction_loan_id", "loan_transaction", ["loan_id", "id"])
    op.execute(REFUSE_CHANGE)
    op.execute(APPEND_ONLY)
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON loan_transaction FROM CURRENT_USER")


def downgrade() -> None:
    op.drop_table("loan_transaction")
    op.drop_table("repayment")
    op.drop_table("instalment")
    op.drop_table("loan")
    op.drop_table("drawdown")
    op.execute("DROP FUNCTION refuse_change()")
