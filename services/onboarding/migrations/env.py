"""Alembic's entry: this service's tables and database."""
from services.onboarding.adapters.tables import METADATA
from shared.db import migrations

migrations.run(METADATA, "onboarding")
