"""Alembic entry of ops."""
from __future__ import annotations

from services.ops.adapters.tables import metadata
from shared.db.migrations import run

run(metadata, "ops")
