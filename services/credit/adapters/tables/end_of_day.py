"""The business day: what other services have processed, and the resumable progress of each close."""
from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.credit.adapters.tables.columns import INSTANT, METADATA, one_of

day_barrier = Table(
    "day_barrier",
    METADATA,
    Column("service", Text, primary_key=True),
    Column("processed_date", Date, nullable=False),
    Column("processed_at", INSTANT, nullable=False),
)

eod_run = Table(
    "eod_run",
    METADATA,
    Column("closed_date", Date, primary_key=True),
    Column("next_date", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("started_at", INSTANT, nullable=False),
    Column("finished_at", INSTANT),
    Column("counts", JSONB),
    Column("checksums", JSONB),
    one_of("state", ("RUNNING", "DONE")),
    CheckConstraint("next_date > closed_date", name="forward"),
    CheckConstraint("(state = 'DONE') = (finished_at IS NOT NULL)", name="finished"),
)

# One row per step and chunk of loans; a chunk is leased while somebody works on it and done once.
eod_step = Table(
    "eod_step",
    METADATA,
    Column("closed_date", Date, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("chunk", Integer, primary_key=True),
    Column("from_key", Text),
    Column("to_key", Text),
    Column("leased_until", INSTANT),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("done_at", INSTANT),
    Column("counts", JSONB),
)
