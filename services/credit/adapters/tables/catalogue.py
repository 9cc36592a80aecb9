"""Product versions and regulatory parameters: dated rows, made by one person and approved by another."""
from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.credit.adapters.tables.columns import INSTANT, METADATA, RATE, fen, not_negative

product_version = Table(
    "product_version",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("consumer", Boolean, nullable=False),
    Column("online", Boolean, nullable=False),
    Column("revolving", Boolean, nullable=False),
    Column("methods", ARRAY(Text), nullable=False),
    fen("amount_min_fen"),
    fen("amount_max_fen"),
    Column("term_min_months", Integer, nullable=False),
    Column("term_max_months", Integer, nullable=False),
    Column("line_term_months", Integer, nullable=False),
    Column("rate_min", RATE, nullable=False),
    Column("rate_max", RATE, nullable=False),
    Column("annual_cost_cap", RATE, nullable=False),
    Column("last_wall", RATE, nullable=False),
    Column("min_read_seconds", Integer, nullable=False),
    Column("tail_days", Integer, nullable=False),
    fen("collection_tolerance_fen"),
    Column("conventions", JSONB, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("maker", Text, nullable=False),
    Column("checker", Text, nullable=False),
    Column("published_at", INSTANT, nullable=False),
    CheckConstraint("maker <> checker", name="two_persons"),
    CheckConstraint("amount_min_fen BETWEEN 1 AND amount_max_fen", name="amounts"),
    CheckConstraint("term_min_months BETWEEN 1 AND term_max_months", name="terms"),
    CheckConstraint("rate_min BETWEEN 0 AND rate_max AND rate_max <= last_wall", name="rates"),
    not_negative("collection_tolerance_fen", "tail_days", "min_read_seconds"),
)

reg_param = Table(
    "reg_param",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("effective_from", Date, primary_key=True),
    Column("effective_to", Date),
    Column("value", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("published_at", INSTANT, nullable=False),
    CheckConstraint("maker <> approver", name="two_persons"),
    CheckConstraint("effective_to IS NULL OR effective_to > effective_from", name="period"),
)
