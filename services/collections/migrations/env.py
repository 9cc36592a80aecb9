"""Alembic's entry: collections' tables and database."""
from __future__ import annotations

from services.collections.adapters.tables import METADATA
from shared.db import migrations

migrations.run(METADATA, "collections")
