"""Partners on a real Postgres, the memory broker and a receiver on loopback."""
from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from services.partners.main import create_app
from services.partners.settings import PartnersSettings
from tests.component.partners.receiver import Receiver, receiving
from tests.component.partners.world import MovableClock, Names, World
from tests.support.postgres import PostgresForTests
from tests.support.service import running


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A partner's server."""
    async with receiving() as found:
        yield found


@pytest.fixture
async def world(postgres: PostgresForTests) -> AsyncIterator[World]:
    """One service that may enter loopback, and nothing else that is not public."""
    clock, names = MovableClock(), Names()

    async with (
        postgres.migrated("partners") as database,
        running(
            lambda settings, overrides: create_app(settings, overrides, names),
            PartnersSettings,
            database.url,
            clock=clock,
            webhook_allowed_cidrs=("127.0.0.0/8",),
        ) as service,
    ):
        yield World(service, clock, names)
