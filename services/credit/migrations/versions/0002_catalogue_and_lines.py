"""Products, regulatory parameters, the limit tree, lines, contracts and cost sheets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

BIGINT = sa.BigInteger()
BOOLEAN = sa.Boolean()
BYTES = sa.LargeBinary()
DATE = sa.Date()
INSTANT = sa.DateTime(timezone=True)
INTEGER = sa.Integer()
JSONB = postgresql.JSONB()
RATE = sa.Numeric(12, 10)
SMALLINT = sa.SmallInteger()
TEXT = sa.Text()
TEXTS = postgresql.ARRAY(sa.Text())
UUID = sa.Uuid(as_uuid=False)
UUIDS = postgresql.ARRAY(sa.Uuid(as_uuid=False))


def upgrade() -> None:
    op.create_table(
        "product_version",
        Column("code", TEXT, nullable=False),
        Column("version", INTEGER, nullable=False),
        Column("name_zh", TEXT, nullable=False),
        Column("name_en", TEXT, nullable=False),
        Column("segment", TEXT, nullable=False),
        Column("consumer", BOOLEAN, nullable=False),
        Column("online", BOOLEAN, nullable=False),
        Column("revolving", BOOLEAN, nullable=False),
        Column("methods", TEXTS, nullable=False),
        Column("amount_min_fen", BIGINT, nullable=False),
        Column("amount_max_fen", BIGINT, nullable=False),
        Column("term_min_months", INTEGER, nullable=False),
        Column("term_max_months", INTEGER, nullable=False),
        Column("line_term_months", INTEGER, nullable=False),
        Column("rate_min", RATE, nullable=False),
        Column("rate_max", RATE, nullable=False),
        Column("annual_cost_cap", RATE, nullable=False),
        Column("last_wall", RATE, nullable=False),
        Column("min_read_seconds", INTEGER, nullable=False),
        Column("tail_days", INTEGER, nullable=False),
        Column("collection_tolerance_fen", BIGINT, nullable=False),
        Column("conventions", JSONB, nullable=False),
        Column("effective_from", DATE, nullable=False),
        Column("maker", TEXT, nullable=False),
        Column("checker", TEXT, nullable=False),
        Column("published_at", INSTANT, nullable=False),
        sa.CheckConstraint("amount_min_fen BETWEEN 1 AND amount_max_fen", name="amounts"),
        sa.CheckConstraint(
            "collection_tolerance_fen >= 0 AND tail_days >= 0 AND min_read_seconds >= 0", name="not_negative"
        ),
        sa.CheckConstraint("maker <> checker", name="two_persons"),
        sa.CheckConstraint("rate_min BETWEEN 0 AND rate_max AND rate_max <= last_wall", name="rates"),
        sa.CheckConstraint("term_min_months BETWEEN 1 AND term_max_months", name="terms"),
        sa.PrimaryKeyConstraint("code", "version", name="pk_product_version"),
    )
    op.create_table(
        "reg_param",
        Column("code", TEXT, nullable=False),
        Column("effective_from", DATE, nullable=False),
        Column("effective_to", DATE, nullable=True),
        Column("value", TEXT, nullable=False),
        Column("source", TEXT, nullable=False),
        Column("maker", TEXT, nullable=False),
        Column("approver", TEXT, nullable=False),
        Column("published_at", INSTANT, nullable=False),
        sa.CheckConstraint("effective_to IS NULL OR effective_to > effective_from", name="period"),
        sa.CheckConstraint("maker <> approver", name="two_persons"),
        sa.PrimaryKeyConstraint("code", "effective_from", name="pk_reg_param"),
    )
    op.create_table(
        "limit_node",
        Column("id", UUID, nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("depth", SMALLINT, nullable=False),
        Column("parent_id", UUID, nullable=True),
        Column("party_id", UUID, nullable=True),
        Column("total_fen", BIGINT, nullable=False),
        Column("used_fen", BIGINT, server_default="0", nullable=False),
        Column("reserved_fen", BIGINT, server_default="0", nullable=False),
        Column("frozen_fen", BIGINT, server_default="0", nullable=False),
        Column("status", TEXT, nullable=False),
        Column("is_revolving", BOOLEAN, nullable=False),
        sa.CheckConstraint("kind IN ('GROUP', 'PARTY', 'LINE', 'SUB_LIMIT', 'PROGRAMME')", name="kind"),
        sa.CheckConstraint("status IN ('ACTIVE', 'FROZEN', 'CLOSED')", name="status"),
        sa.CheckConstraint(
            "total_fen >= 0 AND used_fen >= 0 AND reserved_fen >= 0 AND frozen_fen >= 0 AND depth >= 0", name="not_negative"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["limit_node.id"], name="fk_limit_node_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_limit_node"),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index("ix_limit_node_party_id", "limit_node", ["party_id"])
    op.create_table(
        "credit_line",
        Column("id", UUID, nullable=False),
        Column("party_id", UUID, nullable=False),
        Column("application_id", UUID, nullable=False),
        Column("decision_id", UUID, nullable=False),
        Column("outlet_id", TEXT, nullable=False),
        Column("product_code", TEXT, nullable=False),
        Column("product_version", INTEGER, nullable=False),
        Column("purpose_code", TEXT, nullable=False),
        Column("approved_fen", BIGINT, nullable=False),
        Column("annual_rate", RATE, nullable=False),
        Column("term_months", INTEGER, nullable=False),
        Column("limit_path", UUIDS, nullable=False),
        Column("status", TEXT, nullable=False),
        Column("status_reason", TEXT, nullable=True),
        Column("start_date", DATE, nullable=True),
        Column("end_date", DATE, nullable=True),
        Column("sign_by", DATE, nullable=False),
        Column("version", INTEGER, server_default="1", nullable=False),
        Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "status IN ('PENDING_SIGN', 'ACTIVE', 'FROZEN', 'EXPIRED', 'TERMINATED', 'CLOSED')", name="status"
        ),
        sa.CheckConstraint("status NOT IN ('ACTIVE', 'FROZEN') OR start_date IS NOT NULL", name="active_has_period"),
        sa.CheckConstraint("(start_date IS NULL) = (end_date IS NULL)", name="period_whole"),
        sa.CheckConstraint("approved_fen >= 0", name="not_negative"),
        sa.ForeignKeyConstraint(["id"], ["limit_node.id"], name="fk_credit_line_id"),
        sa.ForeignKeyConstraint(
            ["product_code", "product_version"],
            ["product_version.code", "product_version.version"],
            name="fk_credit_line_product_code_product_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_credit_line"),
        sa.UniqueConstraint("application_id", name="uq_credit_line_application_id"),
    )
    op.create_index("ix_credit_line_end_date", "credit_line", ["end_date"], postgresql_where="status IN ('ACTIVE', 'FROZEN')")
    op.create_index("ix_credit_line_outlet_id", "credit_line", ["outlet_id", "id"])
    op.create_index("ix_credit_line_party_id", "credit_line", ["party_id", "id"])
    op.create_index("ix_credit_line_sign_by", "credit_line", ["sign_by"], postgresql_where="status = 'PENDING_SIGN'")
    op.create_table(
        "contract",
        Column("id", UUID, nullable=False),
        Column("line_id", UUID, nullable=False),
        Column("party_id", UUID, nullable=False),
        Column("outlet_id", TEXT, nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("document", TEXT, nullable=False),
        Column("document_hash", TEXT, nullable=False),
        Column("status", TEXT, nullable=False),
        Column("method", TEXT, nullable=True),
        Column("signed_at", INSTANT, nullable=True),
        Column("mandate_id", TEXT, nullable=True),
        Column("holder_name", BYTES, nullable=True),
        Column("holder_id_number", BYTES, nullable=True),
        Column("holder_card_number", BYTES, nullable=True),
        Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(status = 'SIGNED') = (signed_at IS NOT NULL AND method IS NOT NULL AND mandate_id IS NOT NULL"
            " AND holder_name IS NOT NULL AND holder_id_number IS NOT NULL AND holder_card_number IS NOT NULL)",
            name="signed_whole",
        ),
        sa.CheckConstraint("kind IN ('LINE')", name="kind"),
        sa.CheckConstraint("status IN ('PREPARED', 'SIGNED', 'EXPIRED')", name="status"),
        sa.ForeignKeyConstraint(["line_id"], ["credit_line.id"], name="fk_contract_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contract"),
    )
    op.create_index("ix_contract_line_id", "contract", ["line_id"])
    op.create_index("ix_contract_party_id", "contract", ["party_id"])
    op.create_table(
        "cost_sheet",
        Column("id", UUID, nullable=False),
        Column("line_id", UUID, nullable=False),
        Column("party_id", UUID, nullable=False),
        Column("outlet_id", TEXT, nullable=False),
        Column("amount_fen", BIGINT, nullable=False),
        Column("term_months", INTEGER, nullable=False),
        Column("method", TEXT, nullable=False),
        Column("annual_rate", RATE, nullable=False),
        Column("annual_cost", RATE, nullable=False),
        Column("sheet_hash", TEXT, nullable=False),
        Column("content", JSONB, nullable=False),
        Column("min_read_seconds", INTEGER, nullable=False),
        Column("status", TEXT, nullable=False),
        Column("presented_at", INSTANT, nullable=False),
        Column("confirmed_at", INSTANT, nullable=True),
        Column("expires_on", DATE, nullable=False),
        sa.CheckConstraint("status <> 'CONFIRMED' OR confirmed_at IS NOT NULL", name="confirmed_whole"),
        sa.CheckConstraint("status IN ('PRESENTED', 'CONFIRMED', 'EXPIRED')", name="status"),
        sa.CheckConstraint("amount_fen > 0", name="amount_positive"),
        sa.ForeignKeyConstraint(["line_id"], ["credit_line.id"], name="fk_cost_sheet_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cost_sheet"),
    )
    op.create_index("ix_cost_sheet_expires_on", "cost_sheet", ["expires_on"], postgresql_where="status <> 'EXPIRED'")
    op.create_index("ix_cost_sheet_line_id", "cost_sheet", ["line_id"])


def downgrade() -> None:
    op.drop_table("cost_sheet")
    op.drop_table("contract")
    op.drop_table("credit_line")
    op.drop_table("limit_node")
    op.drop_table("reg_param")
    op.drop_table("product_version")
