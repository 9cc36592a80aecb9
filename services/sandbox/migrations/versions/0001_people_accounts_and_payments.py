"""People, their accounts, and what moved on them."""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

BIGINT = sa.BigInteger()
BOOLEAN = sa.Boolean()
DATE = sa.Date()
INSTANT = sa.DateTime(timezone=True)
INTEGER = sa.Integer()
JSONB = postgresql.JSONB()
NUMBER = sa.String(length=64)
TEXT = sa.Text()


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("customer_number")))
    op.create_table(
        "callback",
        Column("callback_id", NUMBER, nullable=False),
        Column("client_id", NUMBER, nullable=False),
        Column("url", TEXT, nullable=False),
        Column("body", JSONB, nullable=False),
        Column("attempts", INTEGER, nullable=False),
        Column("due_at", INSTANT, nullable=False),
        Column("delivered_at", INSTANT),
        sa.PrimaryKeyConstraint("callback_id", name="pk_callback"),
    )
    op.create_index("ix_callback_due", "callback", ["due_at"], postgresql_where=sa.text("delivered_at IS NULL"))
    op.create_table(
        "debit_batch",
        Column("batch_no", NUMBER, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("voluntary", BOOLEAN, nullable=False),
        Column("digest", NUMBER, nullable=False),
        Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("batch_no", name="pk_debit_batch"),
    )
    op.create_table(
        "payout",
        Column("request_no", NUMBER, nullable=False),
        Column("mandate_id", NUMBER, nullable=False),
        Column("amount_fen", BIGINT, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("callback_url", TEXT),
        Column("client_id", NUMBER, nullable=False),
        Column("status", sa.String(length=10), nullable=False),
        Column("reason", sa.String(length=30)),
        Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("amount_fen > 0", name="ck_payout_amount_positive"),
        sa.PrimaryKeyConstraint("request_no", name="pk_payout"),
    )
    op.create_index("ix_payout_accepted", "payout", ["created_at"], postgresql_where=sa.text("status = 'ACCEPTED'"))
    op.create_index("ix_payout_business_date", "payout", ["business_date"])
    op.create_table(
        "person",
        Column("subject", NUMBER, nullable=False),
        Column("customer_no", sa.String(length=16), nullable=False),
        Column("name", TEXT, nullable=False),
        Column("id_number", sa.String(length=18), nullable=False),
        Column("phone", sa.String(length=16), nullable=False),
        Column("card_number", sa.String(length=19), nullable=False),
        Column("division_code", sa.String(length=6), nullable=False),
        Column("employer", TEXT),
        Column("behaviour", JSONB, nullable=False),
        Column("bureau", JSONB, nullable=False),
        Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_person"),
        sa.UniqueConstraint("card_number", name="uq_person_card_number"),
        sa.UniqueConstraint("customer_no", name="uq_person_customer_no"),
        sa.UniqueConstraint("id_number", name="uq_person_id_number"),
    )
    op.create_table(
        "text_message",
        Column("message_key", NUMBER, nullable=False),
        Column("recipient", NUMBER, nullable=False),
        Column("template", NUMBER, nullable=False),
        Column("params", JSONB, nullable=False),
        Column("sent_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("message_key", name="pk_text_message"),
    )
    op.create_index("ix_text_message_recipient", "text_message", ["recipient"])
    op.create_table(
        "voucher",
        Column("voucher_no", NUMBER, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("digest", NUMBER, nullable=False),
        Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("voucher_no", name="pk_voucher"),
    )
    op.create_index("ix_voucher_business_date", "voucher", ["business_date"])
    op.create_table(
        "account",
        Column("account_no", sa.String(length=19), nullable=False),
        Column("customer_no", sa.String(length=16), nullable=False),
        Column("kind", sa.String(length=20), nullable=False),
        Column("status", sa.String(length=10), nullable=False),
        Column("balance_fen", BIGINT, nullable=False),
        Column("line_count", INTEGER, nullable=False),
        Column("proceeds_fen", BIGINT, nullable=False),
        Column("opened_at", INSTANT, nullable=False),
        sa.CheckConstraint("balance_fen >= 0", name="ck_account_balance_not_negative"),
        sa.CheckConstraint("proceeds_fen BETWEEN 0 AND balance_fen", name="ck_account_proceeds_within_balance"),
        sa.ForeignKeyConstraint(["customer_no"], ["person.customer_no"], name="fk_account_customer_no"),
        sa.PrimaryKeyConstraint("account_no", name="pk_account"),
    )
    op.create_index("ix_account_customer_no", "account", ["customer_no"])
    op.create_table(
        "conduct",
        Column("subject", NUMBER, nullable=False),
        Column("payments", INTEGER, server_default="0", nullable=False),
        Column("paid_on", DATE),
        Column("lapse", INTEGER, server_default="0", nullable=False),
        Column("lapsed_on", DATE),
        Column("promised_for", DATE),
        Column("part_paid", BOOLEAN, server_default=sa.text("false"), nullable=False),
        Column("contacts", INTEGER, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["subject"], ["person.subject"], name="fk_conduct_subject"),
        sa.PrimaryKeyConstraint("subject", name="pk_conduct"),
    )
    op.create_table(
        "debit_item",
        Column("batch_no", NUMBER, nullable=False),
        Column("item_no", NUMBER, nullable=False),
        Column("place", INTEGER, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("mandate_id", NUMBER, nullable=False),
        Column("amount_fen", BIGINT, nullable=False),
        Column("partial_allowed", BOOLEAN, nullable=False),
        Column("status", sa.String(length=10), nullable=False),
        Column("paid_fen", BIGINT, nullable=False),
        Column("reason", sa.String(length=30)),
        sa.CheckConstraint("paid_fen BETWEEN 0 AND amount_fen", name="ck_debit_item_paid_within_amount"),
        sa.ForeignKeyConstraint(["batch_no"], ["debit_batch.batch_no"], name="fk_debit_item_batch_no"),
        sa.PrimaryKeyConstraint("batch_no", "item_no", name="pk_debit_item"),
    )
    op.create_index("ix_debit_item_business_date", "debit_item", ["business_date"])
    op.create_table(
        "voucher_line",
        Column("voucher_no", NUMBER, nullable=False),
        Column("line_no", INTEGER, nullable=False),
        Column("account", NUMBER, nullable=False),
        Column("debit_fen", BIGINT, nullable=False),
        Column("credit_fen", BIGINT, nullable=False),
        sa.CheckConstraint("(debit_fen > 0 AND credit_fen = 0) OR (debit_fen = 0 AND credit_fen > 0)", name="ck_voucher_line_one_side"),
        sa.ForeignKeyConstraint(["voucher_no"], ["voucher.voucher_no"], name="fk_voucher_line_voucher_no"),
        sa.PrimaryKeyConstraint("voucher_no", "line_no", name="pk_voucher_line"),
    )
    op.create_table(
        "mandate",
        Column("mandate_id", NUMBER, nullable=False),
        Column("account_no", sa.String(length=19), nullable=False),
        Column("customer_no", sa.String(length=16), nullable=False),
        Column("reference", NUMBER, nullable=False),
        Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_mandate_account_no"),
        sa.PrimaryKeyConstraint("mandate_id", name="pk_mandate"),
        sa.UniqueConstraint("reference", name="uq_mandate_reference"),
    )
    op.create_table(
        "statement_line",
        Column("account_no", sa.String(length=19), nullable=False),
        Column("sequence", INTEGER, nullable=False),
        Column("business_date", DATE, nullable=False),
        Column("kind", sa.String(length=20), nullable=False),
        Column("amount_fen", BIGINT, nullable=False),
        Column("balance_fen", BIGINT, nullable=False),
        Column("reference", sa.String(length=80), nullable=False),
        sa.CheckConstraint("balance_fen >= 0", name="ck_statement_line_balance_not_negative"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_statement_line_account_no"),
        sa.PrimaryKeyConstraint("account_no", "sequence", name="pk_statement_line"),
    )
    op.create_index(
        "uq_statement_line_deposit",
        "statement_line",
        ["account_no", "reference"],
        unique=True,
        postgresql_where=sa.text("reference LIKE 'deposit:%'"),
    )


def downgrade() -> None:
    for table in (
        "statement_line",
        "mandate",
        "voucher_line",
        "debit_item",
        "conduct",
        "account",
        "voucher",
        "text_message",
        "person",
        "payout",
        "debit_batch",
        "callback",
    ):
        op.drop_table(table)
    op.execute(sa.schema.DropSequence(sa.Sequence("customer_number")))
