"""Credit on a real Postgres and the memory broker."""
from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from services.credit.main import create_app
from services.credit.settings import CreditSettings
from tests.component.credit.world import MovableClock, Outside, World
from tests.support.postgres import PostgresForTests
from tests.support.service import running


@pytest.fixture
async def world(postgres: PostgresForTests) -> AsyncIterator[World]:
    """A new bank on 2026-06-01."""
    outside, clock = Outside(), MovableClock()
    async with (
        postgres.migrated("credit") as database,
        running(
            create_app,
            CreditSettings,
            database.url,
            clock=clock,
            http=outside.client(),
            initial_business_date=date(2026, 6, 1),
        ) as service,
    ):
        yield World(service, outside, clock)
