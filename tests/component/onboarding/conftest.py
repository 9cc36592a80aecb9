"""Onboarding on a real Postgres and the memory broker, business date 2026-11-22."""
from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.component.onboarding.world import World, onboarding
from tests.support.postgres import PostgresForTests


@pytest.fixture
async def world(postgres: PostgresForTests) -> AsyncIterator[World]:
    """One service of its own for the test."""
    async with onboarding(postgres) as found:
        yield found
