"""Collections on a real Postgres and the memory broker."""
from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from services.collections.main import create_app
from services.collections.settings import CollectionsSettings
from tests.component.collections.world import Outside, World
from tests.support.postgres import PostgresForTests
from tests.support.service import running


@pytest.fixture
async def world(postgres: PostgresForTests) -> AsyncIterator[World]:
    """One service, one collector (`collector.lin` at huangyan-1), business date 2026-11-22."""
    outside = Outside()
    async with (
        postgres.migrated("collections") as database,
        running(create_app, CollectionsSettings, database.url, http=outside.client()) as service,
    ):
        yield World(service, outside)
