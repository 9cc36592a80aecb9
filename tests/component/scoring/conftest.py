"""Scoring on a real Postgres and the memory broker, business date 2026-11-22."""
from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from services.scoring.main import create_app
from services.scoring.settings import ScoringSettings
from tests.component.scoring.world import BUSINESS_DATE, MovableClock, Outside, World
from tests.support.postgres import PostgresForTests
from tests.support.service import running


@pytest.fixture
async def world(postgres: PostgresForTests) -> AsyncIterator[World]:
    """One service of its own for the test, with product and parameters published."""
    outside, clock = Outside(), MovableClock()
    async with (
        postgres.migrated("scoring") as database,
        running(
            create_app, ScoringSettings, database.url, business_date=BUSINESS_DATE, clock=clock, http=outside.client()
        ) as service,
    ):
        found = World(service, outside, clock)
        await found.publish_reference_data()
        yield found
