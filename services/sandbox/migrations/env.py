"""Alembic entry of the sandbox."""
from __future__ import annotations

from services.sandbox.adapters.tables import metadata
from shared.db.migrations import run

run(metadata, "sandbox")
