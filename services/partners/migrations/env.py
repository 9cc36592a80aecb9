"""Alembic's entry: partners' tables and database."""
from __future__ import annotations

from services.partners.adapters.tables import METADATA
from shared.db import migrations

migrations.run(METADATA, "partners")
