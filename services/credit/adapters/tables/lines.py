"""Limit tree, credit lines, contracts and cost sheets."""
from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.credit.adapters.tables.columns import INSTANT, METADATA, RATE, UUID_TEXT, fen, not_negative, one_of
from services.credit.domain.lifecycle import CostSheetStatus, LineStatus
from services.credit.domain.limit_tree import NodeKind, NodeStatus

# A party's node carries the party's id, a line's node the line's id. Locks are taken by (depth, id), root first.
limit_node = Table(
    "limit_node",
    METADATA,
    Column("id", UUID_TEXT, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("depth", SmallInteger, nullable=False),
    Column("parent_id", UUID_TEXT, ForeignKey("limit_node.id")),
    Column("party_id", UUID_TEXT),
    fen("total_fen"),
    fen("used_fen", default=0),
    fen("reserved_fen", default=0),
    fen("frozen_fen", default=0),
    Column("status", Text, nullable=False),
    Column("is_revolving", Boolean, nullable=False),
    one_of("kind", NodeKind),
    one_of("status", NodeStatus),
    not_negative("total_fen", "used_fen", "reserved_fen", "frozen_fen", "depth"),
    Index("ix_limit_node_party_id", "party_id"),
    postgresql_with={"fillfactor": "70"},
)

credit_line = Table(
    "credit_line",
    METADATA,
    Column("id", UUID_TEXT, ForeignKey("limit_node.id"), primary_key=True),
    Column("party_id", UUID_TEXT, nullable=False),
    Column("application_id", UUID_TEXT, nullable=False, unique=True),
    Column("decision_id", UUID_TEXT, nullable=False),
    Column("outlet_id", Text, nullable=False),
    Column("product_code", Text, nullable=False),
    Column("product_version", Integer, nullable=False),
    Column("purpose_code", Text, nullable=False),
    fen("approved_fen"),
    Column("annual_rate", RATE, nullable=False),
    Column("term_months", Integer, nullable=False),
    Column("limit_path", ARRAY(UUID_TEXT), nullable=False),
    Column("status", Text, nullable=False),
    Column("status_reason", Text),
    Column("start_date", Date),
    Column("end_date", Date),
    Column("sign_by", Date, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", INSTANT, nullable=False),
    one_of("status", LineStatus),
    CheckConstraint("(start_date IS NULL) = (end_date IS NULL)", name="period_whole"),
    CheckConstraint("status NOT IN ('ACTIVE', 'FROZEN') OR start_date IS NOT NULL", name="active_has_period"),
    not_negative("approved_fen"),
    ForeignKeyConstraint(["product_code", "product_version"], ["product_version.code", "product_version.version"]),
    Index("ix_credit_line_party_id", "party_id", "id"),
    Index("ix_credit_line_outlet_id", "outlet_id", "id"),
    Index("ix_credit_line_sign_by", "sign_by", postgresql_where="status = 'PENDING_SIGN'"),
    Index("ix_credit_line_end_date", "end_date", postgresql_where="status IN ('ACTIVE', 'FROZEN')"),
)

# The holder's fields are what a signed contract must hold; AES-256-GCM, place `contract:<column>:<id>`.
contract = Table(
    "contract",
    METADATA,
    Column("id", UUID_TEXT, primary_key=True),
    Column("line_id", UUID_TEXT, ForeignKey("credit_line.id"), nullable=False, index=True),
    Column("party_id", UUID_TEXT, nullable=False),
    Column("outlet_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("document_hash", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("method", Text),
    Column("signed_at", INSTANT),
    Column("mandate_id", Text),
    Column("holder_name", LargeBinary),
    Column("holder_id_number", LargeBinary),
    Column("holder_card_number", LargeBinary),
    Column("created_at", INSTANT, nullable=False),
    one_of("kind", ("LINE",)),
    one_of("status", ("PREPARED", "SIGNED", "EXPIRED")),
    CheckConstraint(
        "(status = 'SIGNED') = (signed_at IS NOT NULL AND method IS NOT NULL AND mandate_id IS NOT NULL"
        " AND holder_name IS NOT NULL AND holder_id_number IS NOT NULL AND holder_card_number IS NOT NULL)",
        name="signed_whole",
    ),
    Index("ix_contract_party_id", "party_id"),
)

cost_sheet = Table(
    "cost_sheet",
    METADATA,
    Column("id", UUID_TEXT, primary_key=True),
    Column("line_id", UUID_TEXT, ForeignKey("credit_line.id"), nullable=False),
    Column("party_id", UUID_TEXT, nullable=False),
    Column("outlet_id", Text, nullable=False),
    fen("amount_fen"),
    Column("term_months", Integer, nullable=False),
    Column("method", Text, nullable=False),
    Column("annual_rate", RATE, nullable=False),
    Column("annual_cost", RATE, nullable=False),
    Column("sheet_hash", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("min_read_seconds", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("presented_at", INSTANT, nullable=False),
    Column("confirmed_at", INSTANT),
    Column("expires_on", Date, nullable=False),
    one_of("status", CostSheetStatus),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("status <> 'CONFIRMED' OR confirmed_at IS NOT NULL", name="confirmed_whole"),
    Index("ix_cost_sheet_line_id", "line_id"),
    Index("ix_cost_sheet_expires_on", "expires_on", postgresql_where="status <> 'EXPIRED'"),
)
