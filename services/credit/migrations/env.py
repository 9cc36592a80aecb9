"""Alembic's entry: this service's tables and database."""
from services.credit.adapters.tables import METADATA
from shared.db import migrations

migrations.run(METADATA, "credit")
