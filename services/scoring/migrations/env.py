"""Alembic entry of scoring."""
from __future__ import annotations

from services.scoring.adapters.tables import METADATA
from shared.db.migrations import run

run(METADATA, "scoring")
